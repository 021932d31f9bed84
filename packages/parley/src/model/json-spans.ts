/** A stretch of text that begins with a bracket; without its closing bracket it reaches to the end of the text. */
export interface JsonSpan {
  text: string;
  isClosed: boolean;
}

const PAIRS: Record<string, string> = { "{": "}", "[": "]" };

/**
 * The outermost bracketed stretches of a text, in order. Brackets in double-quoted strings do not count; a
 * bracket in prose that holds nothing like JSON is skipped.
 */
export function jsonSpans(text: string): JsonSpan[] {
  const spans: JsonSpan[] = [];
  let position = 0;
  while (position < text.length) {
    const start = nextStart(text, position);
    if (start < 0) break;
    const end = closingOf(text, start);
    if (end < 0) {
      spans.push({ text: text.slice(start), isClosed: false });
      break;
    }
    spans.push({ text: text.slice(start, end + 1), isClosed: true });
    position = end + 1;
  }
  return spans;
}

/** Begins of JSON: a brace before a key or its end, a bracket before a value or its end. */
const START = /\{\s*(?=["'}]|[\w$-]+["']?\s*:|$)|\[\s*(?=["'\]{[\d-]|true|false|null|$)/g;

function nextStart(text: string, from: number): number {
  START.lastIndex = from;
  return START.exec(text)?.index ?? -1;
}

function closingOf(text: string, start: number): number {
  const open: string[] = [];
  let isString = false;
  for (let index = start; index < text.length; index++) {
    const character = text[index]!;
    if (isString) {
      if (character === "\\") index++;
      else if (character === '"') isString = false;
      continue;
    }
    const closing = PAIRS[character];
    if (character === '"') isString = true;
    else if (closing !== undefined) open.push(closing);
    else if (character === open.at(-1)) open.pop();
    if (open.length === 0) return index;
  }
  return -1;
}
