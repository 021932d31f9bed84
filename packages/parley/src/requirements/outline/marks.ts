import { sliceLine, type Line } from "./lines.ts";

const ID_MARK = /\s*\{#("(?:[^"\\]|\\.)*"|[A-Za-z0-9_./-]+)\}$/s;

/** The line without its `{#id}`, and the id. */
export function splitMark(line: Line): { line: Line; id?: string } {
  const found = ID_MARK.exec(line.text);
  if (!found) return { line };
  const value = found[1]!;
  const id = value.startsWith('"') ? unquote(value) : value;
  if (id === undefined || id === "" || id.length > 200) return { line };
  return { line: sliceLine(line, 0, found.index), id };
}

/** The value of a string literal, or `undefined` where it is none. */
export function unquote(literal: string | undefined): string | undefined {
  if (literal === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === "string" ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
