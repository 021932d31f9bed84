import { keysOf } from "./diagnostic.ts";

/** A place in a text, counted from 1; columns are UTF-16 units. */
export interface TextPlace {
  line: number;
  column: number;
}

/**
 * Where the value at a pointer stands in a JSON text: at its key, or at itself in an array. What is not there is at the
 * nearest thing around it that is. The text has to be JSON.
 */
export function placeInJson(text: string, pointer: string): TextPlace {
  let position = afterBlank(text, 0);
  let place = position;
  for (const key of keysOf(pointer)) {
    const found = text[position] === "[" ? itemOf(text, position, key) : memberOf(text, position, key);
    if (!found) break;
    ({ place, value: position } = found);
  }
  return placeAt(text, place);
}

/** Line and column of an offset. */
export function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: before.length - lineStart + 1 };
}

interface Found {
  place: number;
  /** Offset at which the value begins. */
  value: number;
}

function itemOf(text: string, open: number, key: string): Found | undefined {
  let position = afterBlank(text, open + 1);
  for (let index = 0; text[position] !== "]" && position < text.length; index++) {
    if (String(index) === key) return { place: position, value: position };
    position = afterBlank(text, endOf(text, position));
    if (text[position] === ",") position = afterBlank(text, position + 1);
  }
  return undefined;
}

/** Where a key stands twice, the last one counts, as for every reader of JSON. */
function memberOf(text: string, open: number, key: string): Found | undefined {
  if (text[open] !== "{") return undefined;
  let found: Found | undefined;
  let position = afterBlank(text, open + 1);
  while (text[position] === '"') {
    const end = endOf(text, position);
    const value = afterBlank(text, afterBlank(text, end) + 1);
    if (JSON.parse(text.slice(position, end)) === key) found = { place: position, value };
    position = afterBlank(text, endOf(text, value));
    if (text[position] === ",") position = afterBlank(text, position + 1);
  }
  return found;
}

function afterBlank(text: string, from: number): number {
  let position = from;
  while (position < text.length && " \t\r\n".includes(text[position]!)) position++;
  return position;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;
const BRACKET = /["[\]{}]/g;

/** Offset behind the value that begins at an offset. */
function endOf(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first !== "{" && first !== "[") {
    const rest = /[^,\]}\s]*/y;
    rest.lastIndex = start;
    return start + (rest.exec(text)?.[0].length ?? 0);
  }
  let depth = 0;
  BRACKET.lastIndex = start;
  for (let match = BRACKET.exec(text); match; match = BRACKET.exec(text)) {
    if (match[0] === '"') BRACKET.lastIndex = endOfString(text, match.index);
    else if (match[0] === "{" || match[0] === "[") depth++;
    else if (--depth === 0) return match.index + 1;
  }
  return text.length;
}

function endOfString(text: string, start: number): number {
  STRING.lastIndex = start;
  return start + (STRING.exec(text)?.[0].length ?? text.length - start);
}
