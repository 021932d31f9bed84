import type { Origin } from "./tree.ts";
import type { PrintedFile } from "./render.ts";

/** The nodes that the place of a file was printed from, nearest first; line and column are 1-based, in UTF-16. */
export function originAt(file: PrintedFile, line: number, column: number): Origin[] {
  const offset = offsetOf(file.text, line, column);
  return file.origins
    .filter(({ start, end }) => start <= offset && offset < end)
    .toReversed()
    .sort((a, b) => a.end - a.start - (b.end - b.start))
    .map(({ origin }) => origin);
}

/** The offset of a 1-based line and column; a place beyond the end of a line or text is moved back to it. */
export function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let current = 1; current < line; current++) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  return Math.min(start + Math.max(column, 1) - 1, end < 0 ? text.length : end);
}

/** The 1-based line and column of an offset. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
