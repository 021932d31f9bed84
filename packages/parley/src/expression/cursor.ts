import type { Span } from "../diagnostic/diagnostic.ts";
import { ExpressionSyntaxError, type Token } from "./tokens.ts";

/** Reads tokens from left to right; failures are thrown as ExpressionSyntaxError. */
export interface Cursor {
  /** The token that comes, or one so many further. */
  peek: (ahead?: number) => Token;
  isSymbol: (text: string, ahead?: number) => boolean;
  next: () => Token;
  /** Steps over a symbol where it comes. */
  take: (text: string) => boolean;
  expect: (text: string) => void;
  fail: (message: string, span?: Span, expected?: readonly string[]) => never;
  unexpected: (expected: readonly string[], token?: Token) => never;
}

/** A cursor in front of the first of the tokens, whose last is of type `end`. */
export function readTokens(tokens: readonly Token[]): Cursor {
  let position = 0;

  const peek = (ahead = 0): Token => tokens[Math.min(position + ahead, tokens.length - 1)]!;
  const isSymbol = (text: string, ahead = 0): boolean => {
    const token = peek(ahead);
    return token.type === "symbol" && token.text === text;
  };
  const next = (): Token => {
    const token = peek();
    position += 1;
    return token;
  };
  const take = (text: string): boolean => {
    if (!isSymbol(text)) return false;
    next();
    return true;
  };
  const fail = (message: string, span: Span = peek(), expected?: readonly string[]): never => {
    const token = peek();
    if (token.type === "bad" && span.start >= token.start) throw new ExpressionSyntaxError(token.problem);
    const { start, end } = span;
    throw new ExpressionSyntaxError({
      message,
      span: { start, end },
      ...(expected ? { expected: [...expected] } : {}),
    });
  };
  const unexpected = (expected: readonly string[], token = peek()): never => {
    const last = expected.at(-1) ?? "";
    const wanted = expected.length > 1 ? `${expected.slice(0, -1).join(", ")} or ${last}` : last;
    return fail(`Expected ${wanted}, found ${describe(token)}.`, token, expected);
  };
  const expect = (text: string): void => {
    if (!take(text)) unexpected([text]);
  };
  return { peek, isSymbol, next, take, expect, fail, unexpected };
}

function describe(token: Token): string {
  if (token.type === "end") return "the end";
  return token.type === "string" ? "a string" : token.text;
}
