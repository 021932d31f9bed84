import { sliceLine, type Item, type Line } from "./lines.ts";

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

/** Strings and code, which are passed over, and semicolons after which another member begins. */
const MEMBER_END = /"(?:[^"\\]|\\.)*"|(`+)(?!`).*?(?<!`)\1(?!`)|;(?=\s*[a-z][A-Za-z0-9]*\s*(?::|->))/gs;

/** Members that share a bullet, `a: date; b: date`, each by itself; bullets below it and its `{#id}` are the last's. */
export function splitMembers(item: Item): Item[] {
  const ends = [...item.text.matchAll(MEMBER_END)]
    .filter(([found]) => found === ";")
    .map(({ index }) => index);
  const starts = [0, ...ends.map((end) => end + 1)];
  return starts.map((start, index) => {
    const line = sliceLine(item, start, ends[index] ?? item.text.length);
    return { ...line, items: index === ends.length ? item.items : [] };
  });
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
