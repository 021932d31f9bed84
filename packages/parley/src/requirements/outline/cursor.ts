import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Expression } from "../../expression/document.ts";
import { parseExpression } from "../../expression/parse.ts";
import { report } from "./diagnostics.ts";
import { place, type Line } from "./lines.ts";
import { unquote } from "./marks.ts";
import { isReserved, WORD } from "./words.ts";

export const FIELD_NAME = /^[a-z][A-Za-z0-9]{0,39}$/;
export const CONCEPT_NAME = /^[A-Z][A-Za-z0-9]{0,39}$/;
export const ERROR_CODE = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

const BLANK = /\s+/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![A-Za-z])/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const FENCE = /`+/y;
const NOTHING: Expression = { type: "null" };

/**
 * Reads one line from left to right. The first thing that does not fit is reported and the cursor stops: after
 * that every question is answered with no and every value with an empty one, so readers need not ask in between.
 */
export interface Cursor {
  readonly line: Line;
  /** Shown to whoever wrote a line that does not fit, after the advice on what could stand there. */
  example: string;
  advice?: string | undefined;
  stopped(): boolean;
  fail(expected: string, known?: Iterable<string>): void;
  atEnd(): boolean;
  /** The bare word that follows, `ahead` words from here. */
  peekWord(ahead?: number): string | undefined;
  peekSymbol(symbol: string): boolean;
  /** Takes all of the words, or none. */
  takeWords(...words: string[]): boolean;
  takeSymbol(symbol: string): boolean;
  /** Takes the words, and a comma before them where there is one. */
  takeClause(...words: string[]): boolean;
  expectWord(word: string): void;
  expectSymbol(symbol: string): void;
  /** A bare or quoted name that fits the pattern. */
  name(what: string, pattern?: RegExp): string;
  fieldName(what: string): string;
  /** A bare word, also one that is no name elsewhere. */
  bareWord(what: string, pattern: RegExp): string;
  conceptName(): string;
  quoted(what: string): string;
  peekQuoted(): boolean;
  peekNumber(): boolean;
  number(what: string): number;
  integer(what: string, minimum: number, maximum?: number): number;
  /** An expression in backticks, or bare up to a comma or the end of the line. */
  expression(): Expression;
  /** Items with a comma (or `and`) or a `|` between them; a comma before one of the words in `ends` is not theirs. */
  list<Value>(read: () => Value, ends?: readonly string[], separator?: "," | "|"): Value[];
  /** Whether what follows fits a pattern. */
  looksLike(pattern: RegExp): boolean;
  /** Takes one of the symbols where something quoted follows it. */
  takeBeforeQuoted(...symbols: string[]): void;
  /** Everything up to the end of the line: as it stands or in quotes. */
  prose(what: string): string;
  expectEnd(known?: Iterable<string>): void;
}

export function openCursor(line: Line, diagnostics: Diagnostic[], example: string): Cursor {
  const { text } = line;
  let position = 0;
  let stopped = false;

  const match = (pattern: RegExp, from = position): RegExpExecArray | null => {
    pattern.lastIndex = from;
    return pattern.exec(text);
  };
  const skipBlanks = (from = position): number => from + (match(BLANK, from)?.[0].length ?? 0);
  const wordAt = (from: number): string | undefined => match(WORD, skipBlanks(from))?.[0];
  const symbolAt = (symbol: string): boolean => !stopped && text.startsWith(symbol, skipBlanks());
  const take = (pattern: RegExp): string | undefined => {
    if (stopped) return undefined;
    const found = match(pattern, skipBlanks())?.[0];
    if (found !== undefined) position = skipBlanks() + found.length;
    return found;
  };

  function fail(expected: string, known: Iterable<string> = [], reserved?: string): void {
    if (stopped) return;
    stopped = true;
    const start = skipBlanks();
    const rest = text.slice(start);
    const found = wordAt(start) ?? match(STRING, start)?.[0] ?? match(NUMBER, start)?.[0] ?? rest.slice(0, 1);
    const meant =
      reserved === undefined
        ? []
        : `${reserved} has a meaning of its own here; as a name it is written "${reserved}".`;
    diagnostics.push(
      report.expected(
        place(line, start),
        {
          expected: capital(expected),
          found: rest === "" ? "the end of the line" : `\`${found}\``,
          suggestion: didYouMean(found, known),
        },
        { fix: { title: [meant, cursor.advice ?? [], `For example: ${cursor.example}`].flat().join(" ") } },
      ),
    );
  }

  function takeWords(...words: string[]): boolean {
    if (stopped) return false;
    let end = position;
    for (const word of words) {
      const start = skipBlanks(end);
      if (match(WORD, start)?.[0].toLowerCase() !== word.toLowerCase()) return false;
      end = start + word.length;
    }
    position = end;
    return true;
  }

  function takeSymbol(symbol: string): boolean {
    if (!symbolAt(symbol)) return false;
    position = skipBlanks() + symbol.length;
    return true;
  }

  function name(what: string, pattern?: RegExp): string {
    if (stopped) return "";
    const start = skipBlanks();
    const bare = match(WORD, start)?.[0];
    const found = bare ?? match(STRING, start)?.[0];
    const value = bare === undefined ? unquote(found) : isReserved(bare) ? undefined : bare;
    if (found === undefined || value === undefined || (pattern && !pattern.test(value))) {
      fail(what, [], bare !== undefined && isReserved(bare) ? bare : undefined);
      return "";
    }
    position = start + found.length;
    return value;
  }

  function quoted(what: string): string {
    const start = skipBlanks();
    const value = stopped ? undefined : unquote(take(STRING));
    if (value === undefined) {
      if (!stopped) position = start;
      fail(what);
    }
    return value ?? "";
  }

  function number(what: string): number {
    const value = Number(take(NUMBER) ?? Number.NaN);
    if (Number.isFinite(value)) return value;
    fail(what);
    return 0;
  }

  function integer(what: string, minimum: number, maximum = Number.MAX_SAFE_INTEGER): number {
    const start = position;
    const value = number(what);
    if (stopped || (Number.isSafeInteger(value) && value >= minimum && value <= maximum)) return value;
    position = start;
    fail(what);
    return minimum;
  }

  function expression(): Expression {
    if (stopped) return NOTHING;
    const start = skipBlanks();
    const fence = match(FENCE, start)?.[0];
    const span = fence === undefined ? bareSpan(start) : fencedSpan(start, fence);
    if (!span || text.slice(span.start, span.end).trim() === "") {
      fail("an expression in backticks");
      return NOTHING;
    }
    const parsed = parseExpression(text.slice(span.start, span.end));
    position = span.next;
    if ("expression" in parsed) return parsed.expression;
    stopped = true;
    for (const problem of parsed.problems) {
      const at = place(line, Math.min(span.start + problem.span.start, span.end));
      diagnostics.push(report.expression(at, { problem: problem.message }));
    }
    return NOTHING;
  }

  function fencedSpan(
    start: number,
    fence: string,
  ): { start: number; end: number; next: number } | undefined {
    const inner = start + fence.length;
    for (const run of text.slice(inner).matchAll(/`+/g)) {
      if (run[0] !== fence) continue;
      return { start: inner, end: inner + run.index, next: inner + run.index + fence.length };
    }
    return undefined;
  }

  /** Up to a comma or semicolon outside brackets and strings. */
  function bareSpan(start: number): { start: number; end: number; next: number } {
    let depth = 0;
    let end = start;
    while (end < text.length) {
      const string = match(STRING, end)?.[0];
      if (string) {
        end += string.length;
        continue;
      }
      const character = text[end]!;
      if ("([{".includes(character)) depth += 1;
      if (")]}".includes(character)) depth -= 1;
      if (depth <= 0 && ",;".includes(character)) break;
      end += 1;
    }
    return { start, end, next: end };
  }

  /** Whether a comma and one of the words follow, the word not as a name that something is given to. */
  function clauseFollows(words: readonly string[]): boolean {
    if (!symbolAt(",")) return false;
    const start = skipBlanks() + 1;
    const word = wordAt(start);
    if (word === undefined || !words.includes(word)) return false;
    return text[skipBlanks(skipBlanks(start) + word.length)] !== "=";
  }

  const cursor: Cursor = {
    line,
    example,
    stopped: () => stopped,
    fail,
    atEnd: () => !stopped && skipBlanks() >= text.length,
    peekWord: (ahead = 0) => {
      let from = position;
      for (let count = 0; count < ahead; count++) {
        const word = wordAt(from);
        if (word === undefined) return undefined;
        from = skipBlanks(from) + word.length;
      }
      return stopped ? undefined : wordAt(from);
    },
    peekSymbol: symbolAt,
    takeWords,
    takeSymbol,
    takeClause: (...words) => {
      const start = position;
      takeSymbol(",");
      if (takeWords(...words)) return true;
      position = start;
      return false;
    },
    expectWord: (word) => {
      if (!takeWords(word)) fail(`\`${word}\``, [word]);
    },
    expectSymbol: (symbol) => {
      if (!takeSymbol(symbol)) fail(`\`${symbol}\``);
    },
    name,
    fieldName: (what) => name(what, FIELD_NAME),
    bareWord: (what, pattern) => {
      const found = match(WORD, skipBlanks())?.[0];
      if (stopped || found === undefined || !pattern.test(found)) {
        fail(what);
        return "";
      }
      position = skipBlanks() + found.length;
      return found;
    },
    conceptName: () => name("a concept's name (with a capital)", CONCEPT_NAME),
    quoted,
    peekQuoted: () => !stopped && match(STRING, skipBlanks()) !== null,
    peekNumber: () => !stopped && match(NUMBER, skipBlanks()) !== null,
    number,
    integer,
    expression,
    list: (read, ends = [], separator = ",") => {
      const another = (): boolean => takeSymbol(separator) || (separator === "," && takeWords("and"));
      const values = [read()];
      while (!clauseFollows(ends) && another()) values.push(read());
      return values;
    },
    looksLike: (pattern) => !stopped && pattern.test(text.slice(skipBlanks())),
    takeBeforeQuoted: (...symbols) => {
      const follows = match(STRING, skipBlanks(skipBlanks() + 1)) !== null;
      if (follows) symbols.find(takeSymbol);
    },
    prose: (what) => {
      if (stopped) return "";
      const start = skipBlanks();
      const rest = text.slice(start);
      if (rest === "") fail(what);
      const value = match(STRING, start)?.[0] === rest ? unquote(rest) : undefined;
      position = text.length;
      return value ?? rest;
    },
    expectEnd: (known = []) => {
      if (!stopped && skipBlanks() < text.length) fail("the end of the line", known);
    },
  };
  return cursor;
}

function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
