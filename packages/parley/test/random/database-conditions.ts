import type { Database } from "../../src/database/document.ts";
import type { Column } from "../../src/database/fields.ts";
import {
  all,
  any,
  binary,
  call,
  conditional,
  isNull,
  isPresent,
  list,
  not,
  number,
  path,
  text,
} from "../../src/expression/build.ts";
import type { Expression } from "../../src/expression/document.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { between, chance, pick, sample } from "./draw.ts";

const comparisons = ["<", "<=", ">", ">="] as const;

/** A boolean over the columns of one row, which a check or a partial key may state; none where no column suits. */
export function randomCondition(
  random: Random,
  columns: readonly Column[],
  enums: Database["enums"],
  depth = 2,
): Expression | undefined {
  const usable = columns.filter(({ field }) => field.type !== "json" && field.type !== "bytes");
  // No column is spoken of twice: what is known of it already could make the second part senseless.
  const chosen = sample(random, usable, chance(random, 0.5) ? 1 : 2 ** depth);
  const parts = chosen.map((column) => columnCondition(random, column, usable, enums));
  return parts.length === 0 ? undefined : joined(random, parts);
}

function joined(random: Random, parts: readonly Expression[]): Expression {
  if (parts.length === 1) return parts[0]!;
  const half = between(random, 1, parts.length - 1);
  const sides = [joined(random, parts.slice(0, half)), joined(random, parts.slice(half))];
  const whole = chance(random, 0.5) ? all(sides) : any(sides);
  return chance(random, 0.15) ? not(whole) : whole;
}

function columnCondition(
  random: Random,
  column: Column,
  columns: readonly Column[],
  enums: Database["enums"],
): Expression {
  const value = path("row", column.name);
  if (column.field.list) {
    return chance(random, 0.5)
      ? binary(pick(random, comparisons), call("length", value), number(pick(random, [0, 1, 10])))
      : not(call("isEmpty", value));
  }
  const present = presentCondition(random, column, columns, enums);
  if (!column.field.nullable) return present;
  if (chance(random, 0.3)) return chance(random, 0.5) ? isNull(value) : isPresent(value);
  return chance(random, 0.5) ? any([isNull(value), present]) : all([isPresent(value), present]);
}

function presentCondition(
  random: Random,
  { name, field }: Column,
  columns: readonly Column[],
  enums: Database["enums"],
): Expression {
  const value = path("row", name);
  const comparison = pick(random, comparisons);
  switch (field.type) {
    case "boolean":
      return chance(random, 0.5) ? value : not(value);
    case "int":
    case "bigint":
      return wholeCondition(random, value, comparison);
    case "float":
      return binary(comparison, value, number(pick(random, [0, 0.5, 12])));
    case "decimal":
      return binary(comparison, value, { type: "decimal", value: pick(random, ["0.00", "0.5", "100.0"]) });
    case "string":
    case "text":
    case "email":
    case "uri":
      return textCondition(random, value, comparison);
    case "uuid":
      return binary(chance(random, 0.5) ? "==" : "!=", value, text("00000000-0000-7000-8000-000000000001"));
    case "date":
    case "datetime":
      return momentCondition(random, { name, field }, columns, comparison);
    case "enum": {
      const { values } = enums[field.enum!]!;
      if (chance(random, 0.3)) return binary("in", value, list(values.slice(0, 3).map(text)));
      return binary(chance(random, 0.5) ? "==" : "!=", value, text(pick(random, values)));
    }
    case "json":
    case "bytes":
      return isPresent(value);
    default:
      return field.type satisfies never;
  }
}

function wholeCondition(
  random: Random,
  value: Expression,
  comparison: (typeof comparisons)[number],
): Expression {
  const changed = pick(random, [
    value,
    binary("+", value, number(3)),
    binary("*", number(2), binary("-", value, number(1))),
    binary("%", value, number(7)),
    call("absolute", value),
    conditional(binary(">", value, number(5)), value, number(5)),
  ]);
  if (chance(random, 0.15)) return binary("in", value, list([number(1), number(2), number(-3)]));
  return binary(comparison, changed, number(pick(random, [0, 1, -5, 1000])));
}

function textCondition(
  random: Random,
  value: Expression,
  comparison: (typeof comparisons)[number],
): Expression {
  const words = pick(random, ["", "it's", 'a "b" \\ c', "*/ -- ; $$"]);
  return pick(random, [
    binary(comparison, call("length", value), number(3)),
    binary("!=", call("trim", value), text(words)),
    binary("==", call("lower", value), value),
    binary("==", call("upper", binary("+", value, text("x"))), text(words)),
  ]);
}

/** Against another moment of the same type where there is one, else against a literal. */
function momentCondition(
  random: Random,
  { name, field }: Column,
  columns: readonly Column[],
  comparison: (typeof comparisons)[number],
): Expression {
  const value = path("row", name);
  const others = columns.filter(
    (other) =>
      other.name !== name && other.field.type === field.type && !other.field.nullable && !other.field.list,
  );
  if (others.length > 0 && chance(random, 0.7)) {
    const other = path("row", pick(random, others).name);
    if (field.type === "date" && chance(random, 0.3)) {
      return binary(comparison, value, binary("+", other, { type: "duration", value: "P7D" }));
    }
    return binary(comparison, value, other);
  }
  return field.type === "date"
    ? binary(comparison, value, { type: "date", value: "2026-01-31" })
    : binary(comparison, value, { type: "datetime", value: "2026-01-31T10:00:00Z" });
}
