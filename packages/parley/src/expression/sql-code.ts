import { text, type Text } from "../text/text.ts";
import type { Expression } from "./document.ts";
import type { Type } from "./types.ts";

/** How tightly PostgreSQL binds, loosest first. */
export const Level = {
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  other: 6,
  additive: 7,
  multiplicative: 8,
  unary: 9,
  primary: 10,
} as const;
export type Level = (typeof Level)[keyof typeof Level];

/** A printed piece of SQL. */
export interface Code {
  text: Text;
  level: Level;
}

/** What the parts of the printer share. */
export interface SqlPrinter {
  print: (node: Expression) => Code;
  /** As text, where the column's type is an enum of the database. */
  textual: (node: Expression) => Code;
  /** An integer as a number without bounds, unless it is one already. */
  widened: (node: Expression) => Code;
  typeOf: (node: Expression) => Type;
  /** Says that a node has no place in SQL. */
  refuse: (node: Expression) => Code;
}

export function primary(code: Text): Code {
  return { text: code, level: Level.primary };
}

/** The text, in parentheses where it binds looser than its place needs. */
export function wrap(code: Code, level: Level): Text {
  return code.level < level ? text`(${code.text})` : code.text;
}

/** A moment as PostgreSQL computes with it without a time zone of its own: times of UTC, and dates as they are. */
export function inUtc(printer: SqlPrinter, node: Expression): Text {
  const code = printer.print(node);
  return printer.typeOf(node).type === "date"
    ? wrap(code, Level.primary)
    : text`(${wrap(code, Level.unary)} at time zone 'UTC')`;
}
