import { symbol, text, type Text } from "../text/text.ts";
import { flatten } from "../text/tree.ts";
import type { Typing } from "./check.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import type { Type } from "./types.ts";

export interface TypeScriptOptions {
  /** What `checkExpression` found out about this very tree; it must have had no errors. */
  typing: Typing;
  /** What stands for a name of the environment. */
  names: (name: string) => Text;
  /** Functions that the environment adds; built-in ones are asked for too and may be replaced. */
  call?: (name: string, arguments_: readonly Text[], node: ExpressionOf<"call">) => Text | undefined;
  /**
   * A query as an operand, at least as tight as `await …`; `names` also knows the lambda parameters around it. Absent
   * where queries are not allowed.
   */
  query?: (node: ExpressionOf<"query">, names: (name: string) => Text) => Text;
  /** An object with `now(): Date`. */
  clock: Text;
  /** What the value is wanted for: an integer becomes a decimal where one is wanted. */
  expected?: Type;
  /** Wraps what is read from a name or a member, where dates and decimals arrive in another form. */
  read?: (read: Text, type: Type, node: Expression) => Text | undefined;
}

/** Lambda parameters in force, by their name in the expression. */
export type Scope = ReadonlyMap<string, Text>;

/** What the parts of the printer share. */
export interface Printer {
  options: TypeScriptOptions;
  print: (node: Expression, scope: Scope) => Code;
  /** Null where nothing is, never undefined; a decimal where `wanted` is one. */
  value: (node: Expression, scope: Scope, wanted?: Type) => Code;
  typeOf: (node: Expression) => Type;
}

const common = (name: string, file: "time" | "decimal" | "duration"): Text =>
  symbol({ name, from: `src/common/${file}.ts` });

/** Functions of the generated project that printed expressions call. */
export const runtime = {
  addDuration: common("addDuration", "time"),
  daysBetween: common("daysBetween", "time"),
  hoursBetween: common("hoursBetween", "time"),
  startOfDay: common("startOfDay", "time"),
  toDateOnly: common("toDateOnly", "time"),
  durationBetween: common("durationBetween", "duration"),
  addDurations: common("addDurations", "duration"),
  subtractDurations: common("subtractDurations", "duration"),
  sumDurations: common("sumDurations", "duration"),
  compareDurations: common("compareDurations", "duration"),
  sameDuration: common("sameDuration", "duration"),
  movedBy: common("movedBy", "duration"),
  decimal: common("decimal", "decimal"),
  sum: common("sum", "decimal"),
} as const;

/** How tightly a piece of TypeScript binds; looser ones need parentheses inside tighter ones. */
export const Level = {
  conditional: 1,
  nullish: 2,
  or: 3,
  and: 4,
  bitwise: 5,
  equality: 6,
  relational: 7,
  additive: 8,
  multiplicative: 9,
  unary: 10,
  postfix: 11,
} as const;
export type Level = (typeof Level)[keyof typeof Level];

/** A printed expression. */
export interface Code {
  text: Text;
  level: Level;
  /** Whether it may give undefined where the expression says null. */
  undefinable?: boolean;
  /** An object literal: in parentheses as a lambda's body. */
  object?: boolean;
}

/** The text, in parentheses where it binds looser than its place needs. */
export function wrap(code: Code, level: Level): Text {
  return code.level < level ? text`(${code.text})` : code.text;
}

/** Identifiers that a text mentions: none of them may be hidden by a parameter around it. */
export function mentioned(printed: Text): Set<string> {
  return new Set(flatten(printed).match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
}
