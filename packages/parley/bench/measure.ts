/** Milliseconds of this process's own work; on a busy machine they say more than the clock does. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export interface Timed<Value> {
  value: Value;
  ms: number;
}

export async function timed<Value>(work: () => Value | Promise<Value>, clock = cpuMs): Promise<Timed<Value>> {
  const began = clock();
  const value = await work();
  return { value, ms: clock() - began };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** How a time grows with the size: 1 is linear, 2 quadratic. */
export function exponentOf(from: { size: number; ms: number }, to: { size: number; ms: number }): number {
  return Math.log(to.ms / from.ms) / Math.log(to.size / from.size);
}

/** A table in Markdown; all columns but the first hold numbers. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? "---" : "--:"))), ...rows.map(line)].join(
    "\n",
  );
}
