import type { Span } from "../diagnostic/diagnostic.ts";

export type Token = Span &
  (
    | { type: "name"; text: string }
    /** A name between backticks, for what is no plain name. */
    | { type: "quoted"; text: string }
    | { type: "integer" | "decimal"; text: string }
    | { type: "string"; text: string }
    | { type: "symbol"; text: string }
    /** What is no token; the text after it is not looked at. */
    | { type: "bad"; text: string; problem: Problem }
    | { type: "end"; text: "" }
  );

/** Where and why a text is no expression; `expected` is what could stand there instead. */
export interface Problem {
  message: string;
  span: Span;
  expected?: string[];
}

/** A failure inside the parser; `parseExpression` turns it into a value. */
export class ExpressionSyntaxError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.name = "ExpressionSyntaxError";
    this.problem = problem;
  }
}

export const keywords: ReadonlySet<string> = new Set(["true", "false", "null", "in"]);

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /(\d+)(\.\d+)?/y;
const BLANK = /[ \t\r\n]+/y;
const SYMBOL = /===|!==|\?\.|\?\?|=>|==|!=|<=|>=|&&|\|\||[-+*/%<>!?:,.()[\]{}]/y;
const STRING = /"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|`(?:[^`\\\r\n]|\\.)*`/y;
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(.))/gs;

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  "\\": "\\",
  "/": "/",
  '"': '"',
  "'": "'",
  "`": "`",
};

/** What people and models write out of habit, and what stands for it here. */
const habits: Readonly<Record<string, string>> = {
  "===": "==",
  "!==": "!=",
  "=": "==",
  "&": "&&",
  "|": "||",
};

/** Words of other languages, and the operators they stand for. */
export const wordOperators: ReadonlyMap<string, string> = new Map([
  ["and", "&&"],
  ["or", "||"],
  ["is", "=="],
  ["mod", "%"],
]);

/** Whether a name can be written without backticks. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name);
}

/** Splits a text into tokens, the last of type `end`, or `bad` where something is none. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  try {
    readInto(tokens, text);
    tokens.push({ type: "end", text: "", start: text.length, end: text.length });
  } catch (error) {
    if (!(error instanceof ExpressionSyntaxError)) throw error;
    const { problem } = error;
    tokens.push({
      type: "bad",
      text: text.slice(problem.span.start, problem.span.end),
      problem,
      ...problem.span,
    });
  }
  return tokens;
}

function readInto(tokens: Token[], text: string): void {
  let position = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0];
  };
  while (position < text.length) {
    const start = position;
    const blank = match(BLANK);
    if (blank !== undefined) {
      position += blank.length;
      continue;
    }
    const name = match(NAME);
    const number = name === undefined ? match(NUMBER) : undefined;
    const plain = name ?? number;
    const quoted = plain === undefined ? match(STRING) : undefined;
    const symbol = plain === undefined && quoted === undefined ? match(SYMBOL) : undefined;
    const found = plain ?? quoted ?? symbol;
    const end = start + (found?.length ?? 1);
    if (name !== undefined) tokens.push({ type: "name", text: name, start, end });
    else if (number !== undefined) tokens.push(numberToken(text, number, start, end));
    else if (quoted !== undefined) {
      const type = quoted.startsWith("`") ? "quoted" : "string";
      tokens.push({ type, text: unescape(quoted.slice(1, -1), start + 1), start, end });
    } else if (symbol !== undefined && !Object.hasOwn(habits, symbol)) {
      tokens.push({ type: "symbol", text: symbol, start, end });
    } else throw new ExpressionSyntaxError(strange(text, symbol ?? text[start]!, start));
    position = end;
  }
}

function numberToken(text: string, number: string, start: number, end: number): Token {
  const follows = text.slice(end, end + 1);
  if (/[A-Za-z_]/.test(follows)) {
    throw new ExpressionSyntaxError({
      message: "A number must not run into a name.",
      span: { start, end: end + 1 },
    });
  }
  return { type: number.includes(".") ? "decimal" : "integer", text: number, start, end };
}

function unescape(inner: string, offset: number): string {
  return inner.replaceAll(ESCAPE, (escape: string, code: string | undefined, letter: string, at: number) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    const meant = Object.hasOwn(escapes, letter) ? escapes[letter] : undefined;
    if (meant !== undefined) return meant;
    const span = { start: offset + at, end: offset + at + escape.length };
    throw new ExpressionSyntaxError({ message: `${escape} is no escape of a string.`, span });
  });
}

function strange(text: string, found: string, start: number): Problem {
  const span = { start, end: start + found.length };
  if (found === '"' || found === "'" || found === "`") {
    const end = /[\r\n]/.exec(text.slice(start))?.index ?? text.length - start;
    return { message: "The string is not closed.", span: { start, end: start + end }, expected: [found] };
  }
  const meant = Object.hasOwn(habits, found) ? habits[found] : undefined;
  if (meant !== undefined) return { message: `Write ${meant} instead of ${found}.`, span, expected: [meant] };
  const character = String.fromCodePoint(text.codePointAt(start)!);
  return { message: `${JSON.stringify(character)} has no meaning here.`, span };
}
