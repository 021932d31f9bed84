/** `1 test`, `3 tests`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `0.4 s`, `12 s`, `2 min 5 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** `840 tokens`, `12.3k tokens`. */
export function tokens(count: number): string {
  if (count < 1000) return counted(count, "token");
  return count < 1_000_000
    ? `${(count / 1000).toFixed(1)}k tokens`
    : `${(count / 1_000_000).toFixed(2)}M tokens`;
}
