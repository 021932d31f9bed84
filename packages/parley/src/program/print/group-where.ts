import { columnNameOf, enumTypeNameOf, tableNameOf } from "../../database/names.ts";
import { sqlType } from "../../database/print/types.ts";
import type { Column, Side } from "../../database/fields.ts";
import { always, type Test } from "../../expression/where.ts";
import type { Environment } from "../../expression/types.ts";
import { identifier, join, lines, sqlIdentifier, text, type Text } from "../../text/text.ts";
import type { Statement } from "../document.ts";
import type { Where } from "../where.ts";
import { lower, speak, whereContext, type Method } from "./speech.ts";
import { alive, type WhereContext } from "./where.ts";

type Group = Extract<Statement, { type: "group" }>;

/** The condition on the rows that a group counts, in SQL. */
export function whereText(method: Method, statement: Group, environment: Environment): Text | undefined {
  const spoken = statement.where && speak(statement.where, environment);
  const lowered = spoken ? lower(method, spoken, statement.model, statement.parameter) : always;
  const where = alive(lowered, statement.model, method.database);
  if (where.type === "all" && where.parts.length === 0) return undefined;
  const context = spoken && whereContext(method, spoken.typing);
  const parts = where.type === "all" ? where.parts : [where];
  const next = counter();
  return lines(
    parts.map(
      (part, index) => text`${index === 0 ? text`` : text`AND `}${conditionText(part, context, "t", next)}`,
    ),
  );
}

/** A condition on the row of a table in SQL. `next` numbers the tables of its subqueries. */
export function conditionText(
  where: Where,
  context: WhereContext | undefined,
  table = "t",
  next: () => number = counter(),
): Text {
  const print = (node: Where, alias: string): Text => {
    switch (node.type) {
      case "all":
      case "any": {
        if (node.parts.length === 0) return node.type === "all" ? text`true` : text`false`;
        const parts = node.parts.map((part) => print(part, alias));
        return node.type === "all" ? join(parts, text` AND `) : text`(${join(parts, text` OR `)})`;
      }
      case "value":
        return text`\${${context!.condition(node.condition, node.truth)}}::boolean`;
      case "column":
        return testText(columnText(node.column, alias), node.column, node.test, alias, context);
      case "missing": {
        const key = node.side.column;
        if (key === undefined) return existsText(node.negated, node.side, alias, text`true`, `s${next()}`);
        const column = text`${identifier(alias)}.${sqlIdentifier(columnNameOf(key))}`;
        return node.negated ? text`${column} IS NOT NULL` : text`${column} IS NULL`;
      }
      case "related": {
        const other = `s${next()}`;
        const inner = print(node.where, other);
        if (node.quantifier !== "every")
          return existsText(node.quantifier !== "none", node.side, alias, inner, other);
        return existsText(false, node.side, alias, text`NOT (${inner})`, other);
      }
      default:
        return node satisfies never;
    }
  };
  return print(where, table);
}

function counter(): () => number {
  let count = 0;
  return () => (count += 1);
}

function existsText(holds: boolean, side: Side, from: string, inner: Text, alias: string): Text {
  const table = sqlIdentifier(tableNameOf(side.target));
  const sub = text`EXISTS (SELECT 1 FROM ${table} AS ${identifier(alias)} WHERE ${linkText(side, from, alias)} AND ${inner})`;
  return holds ? sub : text`NOT ${sub}`;
}

const operators = { not: text`<>`, lt: text`<`, lte: text`<=`, gt: text`>`, gte: text`>=` } as const;

function testText(
  column: Text,
  { field }: Column,
  test: Test,
  alias: string,
  context: WhereContext | undefined,
): Text {
  const type =
    field.type === "enum" ? sqlIdentifier(enumTypeNameOf(field.enum!)) : sqlType({ ...field, list: false });
  const value = (node: Parameters<WhereContext["value"]>[0], suffix = text``): Text =>
    text`\${${context!.value(node)}}::${type}${suffix}`;
  switch (test.type) {
    case "compareColumn": {
      const other = text`${identifier(alias)}.${sqlIdentifier(columnNameOf(test.column))}`;
      return text`${column} ${test.operator === "equals" ? text`=` : operators[test.operator]} ${other}`;
    }
    case "compare":
      return test.operator === "equals"
        ? text`${column} ${field.nullable ? text`IS NOT DISTINCT FROM` : text`=`} ${value(test.value)}`
        : text`${column} ${operators[test.operator]} ${value(test.value)}`;
    case "boolean":
      return test.value ? column : text`NOT ${column}`;
    case "null":
      return test.negated ? text`${column} IS NOT NULL` : text`${column} IS NULL`;
    case "in": {
      const found = text`${column} = ANY(${value(test.values, text`[]`)})`;
      return test.negated ? text`NOT ${found}` : found;
    }
    case "contains":
    case "startsWith":
    case "endsWith": {
      const [left, right] = test.insensitive
        ? [text`lower(${column})`, text`lower(${value(test.value)})`]
        : [column, value(test.value)];
      const found = {
        contains: text`strpos(${left}, ${right}) > 0`,
        startsWith: text`starts_with(${left}, ${right})`,
        endsWith: text`right(${left}, length(${right})) = ${right}`,
      }[test.type];
      return test.negated ? text`NOT (${found})` : found;
    }
    case "has": {
      const found = text`${value(test.value)} = ANY(${column})`;
      return test.negated ? text`NOT (${found})` : found;
    }
    case "empty":
      return test.negated ? text`cardinality(${column}) > 0` : text`cardinality(${column}) = 0`;
    default:
      return test satisfies never;
  }
}

export function columnText(column: Column, alias: string): Text {
  return text`${identifier(alias)}.${sqlIdentifier(columnNameOf(column.name))}`;
}

export function linkText(side: Side, from: string, to: string): Text {
  const key = sqlIdentifier(columnNameOf(`${side.declared.relation}Id`));
  return side.column === undefined
    ? text`${identifier(to)}.${key} = ${identifier(from)}.id`
    : text`${identifier(to)}.id = ${identifier(from)}.${key}`;
}
