import { join, text, type Text } from "../text/text.ts";
import { isBuiltin, type Builtin } from "./builtins.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { inUtc, Level, primary, wrap, type Code, type SqlPrinter } from "./sql-code.ts";
import { isTextual, withoutNull } from "./types.ts";

/** A call of a built-in function, where PostgreSQL has one that does the same whatever the session is set to. */
export function printSqlCall(printer: SqlPrinter, node: ExpressionOf<"call">): Code {
  if (!isBuiltin(node.function)) return printer.refuse(node);
  return printBuiltin(printer, node.function, node);
}

/** What `trim` takes away in a process. */
const blanks = text`E'\\t\\n\\u000B\\f\\r \\u00A0\\u1680\\u2000\\u2001\\u2002\\u2003\\u2004\\u2005\\u2006\\u2007\\u2008\\u2009\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF'`;

const parts = {
  yearOf: text`year`,
  monthOf: text`month`,
  dayOf: text`day`,
  weekdayOf: text`isodow`,
  hourOf: text`hour`,
  minuteOf: text`minute`,
} as const;

const units = {
  years: text`years`,
  months: text`months`,
  weeks: text`weeks`,
  days: text`days`,
  hours: text`hours`,
  minutes: text`mins`,
  seconds: text`secs`,
} as const;

const seconds = {
  daysBetween: text`86400`,
  hoursBetween: text`3600`,
  minutesBetween: text`60`,
  secondsBetween: text`1`,
} as const;

function printBuiltin(printer: SqlPrinter, name: Builtin, node: ExpressionOf<"call">): Code {
  const [first, second] = node.arguments as [Expression, Expression];
  const words = (argument: Expression): Text => printer.textual(argument).text;
  switch (name) {
    case "length":
      if (withoutNull(printer.typeOf(first)).type !== "list")
        return primary(text`char_length(${words(first)})`);
      return primary(text`cardinality(${printer.print(first).text})`);
    case "isEmpty":
      return { text: text`cardinality(${printer.print(first).text}) = 0`, level: Level.comparison };
    case "lower":
      return primary(text`lower(${words(first)})`);
    case "upper":
      return primary(text`upper(${words(first)})`);
    case "trim":
      return primary(text`btrim(${words(first)}, ${blanks})`);
    case "contains":
      return { text: text`strpos(${words(first)}, ${words(second)}) > 0`, level: Level.comparison };
    case "startsWith":
      return primary(text`starts_with(${words(first)}, ${words(second)})`);
    case "endsWith": {
      const end = text`right(${words(first)}, char_length(${words(second)}))`;
      return { text: text`${end} = ${wrap(printer.textual(second), Level.other)}`, level: Level.comparison };
    }
    case "concat": {
      const texts = node.arguments.map((argument) => wrap(printer.textual(argument), Level.additive));
      if (texts.length === 1) return primary(text`(${texts[0]!})`);
      return { text: join(texts, text` || `), level: Level.other };
    }
    case "string":
      return printText(printer, node, first);
    case "absolute":
      return primary(text`abs(${printer.widened(first).text})`);
    case "floor":
    case "ceil":
      return printWhole(printer, name, first);
    case "round":
      if (second.type !== "integer") return printer.refuse(second);
      return primary(text`round(${printer.widened(first).text}, ${printer.print(second).text})`);
    case "decimal":
      return printer.typeOf(first).type === "float" ? printer.refuse(node) : printer.widened(first);
    case "float":
      return primary(text`${wrap(printer.print(first), Level.primary)}::double precision`);
    case "min":
    case "max": {
      const choice = name === "min" ? text`least` : text`greatest`;
      return primary(text`${choice}(${printer.print(first).text}, ${printer.print(second).text})`);
    }
    case "dateOf":
      return primary(text`${inUtc(printer, first)}::date`);
    case "startOfDay":
      return primary(text`(${inUtc(printer, first)}::date::timestamp at time zone 'UTC')`);
    case "daysBetween":
    case "hoursBetween":
    case "minutesBetween":
    case "secondsBetween":
      return printBetween(printer, first, second, seconds[name]);
    case "yearOf":
    case "monthOf":
    case "dayOf":
    case "weekdayOf":
    case "hourOf":
    case "minuteOf":
      return primary(text`extract(${parts[name]} from ${inUtc(printer, first)})`);
    case "years":
    case "months":
    case "weeks":
    case "days":
    case "hours":
    case "minutes":
    case "seconds":
      return primary(
        text`make_interval(${units[name]} => ${wrap(printer.print(first), Level.primary)}::int)`,
      );
    case "now":
    case "today":
    case "substring":
    case "replace":
    case "split":
    case "join":
    case "padStart":
    case "first":
    case "last":
    case "take":
    case "skip":
    case "reverse":
    case "distinct":
    case "flatten":
      return printer.refuse(node);
    default:
      return name satisfies never;
  }
}

/** What comes out is an integer, with which floats would not go together. */
function printWhole(printer: SqlPrinter, name: "floor" | "ceil", value: Expression): Code {
  const whole = text`${name === "floor" ? text`floor` : text`ceil`}(${printer.print(value).text})`;
  return primary(printer.typeOf(value).type === "float" ? text`${whole}::numeric` : whole);
}

/** Decimals and moments have other texts in PostgreSQL, and some that depend on the session. */
function printText(printer: SqlPrinter, node: ExpressionOf<"call">, value: Expression): Code {
  const type = printer.typeOf(value);
  if (isTextual(type)) return printer.textual(value);
  if (type.type !== "integer" && type.type !== "boolean") return printer.refuse(node);
  return primary(text`${wrap(printer.print(value), Level.primary)}::text`);
}

/** Whole units from one moment to another, cut off towards zero. */
function printBetween(printer: SqlPrinter, from: Expression, to: Expression, unit: Text): Code {
  const [start, end] = [from, to].map((node) => text`${inUtc(printer, node)}::timestamp`) as [Text, Text];
  return primary(text`trunc(extract(epoch from ${end} - ${start}) / ${unit})`);
}
