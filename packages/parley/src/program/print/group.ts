import { enumTypeNameOf, columnNameOf, tableNameOf } from "../../database/names.ts";
import { sqlType } from "../../database/print/types.ts";
import { rowsOf, type Column, type Side } from "../../database/fields.ts";
import { lowerGroupValue, type GroupValue as RowGroupValue } from "../../expression/group.ts";
import { always, type Test } from "../../expression/where.ts";
import { integerType, withoutNull, type Environment, type Type } from "../../expression/types.ts";
import { bind } from "../../expression/narrow.ts";
import { rowOf } from "../../expression/types.ts";
import {
  identifier,
  join,
  lines,
  numeral,
  property,
  sqlIdentifier,
  string,
  text,
  type Text,
} from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { measureType } from "../rows.ts";
import type { Where } from "../where.ts";
import { common } from "./names.ts";
import { claim, client, lower, speak, whereContext, type Method } from "./speech.ts";
import { alive, type WhereContext } from "./where.ts";

type GroupValue = RowGroupValue<Column>;
type Group = Extract<Statement, { type: "group" }>;

/** Tables of a query by the relations that lead to them. */
interface Tables {
  aliases: Map<string, { alias: string; join: Text }>;
}

/** One query in SQL: Prisma groups only by a model's own columns. Values are parameters. */
export function printGroup(
  method: Method,
  statement: Group,
  environment: Environment,
): { statement: Text; variable: Text } {
  const { model, parameter } = statement;
  const tables: Tables = { aliases: new Map() };
  const inner = bind(environment, parameter, rowOf(model));
  const selected: Text[] = [];
  const members: Text[] = [];
  const positions: string[] = [];
  const add = (name: string, value: Text, type: Type): void => {
    selected.push(text`${value} AS ${sqlIdentifier(name)}`);
    members.push(text`${property(name)}: ${rowType(type)}`);
    positions.push(name);
  };
  const read = (expression: Group["by"][string]): { value: Text; type: Type } => {
    const value = lowerGroupValue(expression, model, parameter, rowsOf(method.database));
    if ("reason" in value) throw new Error("A group that SQL cannot make was to be printed.");
    return { value: valueText(value, tables), type: speak(expression, inner).typing.type! };
  };
  for (const [name, expression] of Object.entries(statement.by)) {
    const { value, type } = read(expression);
    add(name, value, type);
  }
  for (const [name, { operation, value }] of Object.entries(statement.measures)) {
    const measured = value ? read(value) : undefined;
    const type = measureType(operation, measured?.type);
    add(name, measureText(operation, measured?.value, measured?.type), type);
  }
  const where = whereText(method, statement, inner);
  const grouped = Object.keys(statement.by).map((_, index) => numeral(String(index + 1)));
  const order = orderText(statement, positions, grouped);
  const variable = claim(method, statement.name);
  const query = lines([
    text`
      SELECT
        ${lines(selected, text`,`)}
    `,
    text`FROM ${sqlIdentifier(tableNameOf(model))} AS t`,
    ...[...tables.aliases.values()].map(({ join: joined }) => joined),
    ...(where
      ? [
          text`
      WHERE
        ${where}
    `,
        ]
      : []),
    ...(grouped.length > 0 ? [text`GROUP BY ${join(grouped, text`, `)}`] : []),
    ...(order ? [text`ORDER BY ${order}`] : []),
    ...(statement.limit ? [text`LIMIT ${numeral(String(statement.limit))}`] : []),
  ]);
  return {
    variable,
    statement: text`
      const ${variable} = await ${client(method)}.$queryRaw<{ ${join(members, text`; `)} }[]>\`
        ${query}
      \`;
    `,
  };
}

function orderText(statement: Group, names: readonly string[], grouped: readonly Text[]): Text | undefined {
  const { sort } = statement;
  const position = sort ? names.indexOf(sort.name) + 1 : 0;
  const first = sort
    ? [text`${numeral(String(position))} ${sort.direction === "asc" ? text`ASC` : text`DESC`} NULLS LAST`]
    : [];
  const all = [...first, ...grouped.filter((_, index) => index + 1 !== position)];
  return all.length > 0 ? join(all, text`, `) : undefined;
}

function rowType(type: Type): Text {
  if (type.type === "nullable") return text`${rowType(type.of)} | null`;
  switch (type.type) {
    case "boolean":
      return text`boolean`;
    case "integer":
    case "float":
      return text`number`;
    case "decimal":
      return common("Decimal", "decimal", true);
    case "date":
    case "datetime":
      return text`Date`;
    case "enum":
      return join(type.values.map(string), text` | `);
    default:
      return text`string`;
  }
}

const fields = {
  yearOf: text`YEAR`,
  monthOf: text`MONTH`,
  dayOf: text`DAY`,
  weekdayOf: text`ISODOW`,
  hourOf: text`HOUR`,
  minuteOf: text`MINUTE`,
} as const;

function valueText(value: GroupValue, tables: Tables): Text {
  switch (value.type) {
    case "column": {
      const column = columnText(value.column, aliasOf(value.sides, tables));
      return value.column.field.type === "bigint" ? text`${column}::double precision` : column;
    }
    case "date":
      return text`(${valueText(value.of, tables)} AT TIME ZONE 'UTC')::date`;
    case "part": {
      const isDay =
        value.of.type === "date" || (value.of.type === "column" && value.of.column.field.type === "date");
      const of = valueText(value.of, tables);
      const moment = isDay ? of : text`(${of} AT TIME ZONE 'UTC')`;
      return text`EXTRACT(${fields[value.part]} FROM ${moment})::integer`;
    }
    case "number":
      return numeral(value.value);
    case "arithmetic": {
      const operator = { "+": text`+`, "-": text`-`, "*": text`*` }[value.operator];
      return text`(${valueText(value.left, tables)} ${operator} ${valueText(value.right, tables)})`;
    }
    default:
      return value satisfies never;
  }
}

function columnText(column: Column, alias: string): Text {
  return text`${identifier(alias)}.${sqlIdentifier(columnNameOf(column.name))}`;
}

/** The table at the end of a path of relations, joined where it is not yet. */
function aliasOf(sides: readonly Side[], tables: Tables): string {
  if (sides.length === 0) return "t";
  const key = sides.map((side) => side.name).join(".");
  const known = tables.aliases.get(key);
  if (known) return known.alias;
  const from = aliasOf(sides.slice(0, -1), tables);
  const side = sides.at(-1)!;
  const alias = `t${tables.aliases.size + 1}`;
  const table = sqlIdentifier(tableNameOf(side.target));
  tables.aliases.set(key, {
    alias,
    join: text`LEFT JOIN ${table} AS ${identifier(alias)} ON ${linkText(side, from, alias)}`,
  });
  return alias;
}

function linkText(side: Side, from: string, to: string): Text {
  const key = sqlIdentifier(columnNameOf(`${side.declared.relation}Id`));
  return side.column === undefined
    ? text`${identifier(to)}.${key} = ${identifier(from)}.id`
    : text`${identifier(to)}.id = ${identifier(from)}.${key}`;
}

/** Counts and sums of integers arrive as numbers, not as bigints. */
function measureText(operation: string, value: Text | undefined, type: Type | undefined): Text {
  if (operation === "count" || !value) return text`count(${value ?? text`*`})::int`;
  const number = type ? withoutNull(type).type : integerType.type;
  if (operation === "average") return text`avg(${value})::numeric`;
  if (operation === "sum")
    return number === "decimal"
      ? text`coalesce(sum(${value}), 0)`
      : text`coalesce(sum(${value}), 0)::double precision`;
  return operation === "minimum" ? text`min(${value})` : text`max(${value})`;
}

function whereText(method: Method, statement: Group, environment: Environment): Text | undefined {
  const spoken = statement.where && speak(statement.where, environment);
  const lowered = spoken ? lower(method, spoken, statement.model, statement.parameter) : always;
  const where = alive(lowered, statement.model, method.database);
  if (where.type === "all" && where.parts.length === 0) return undefined;
  const context = spoken && whereContext(method, spoken.typing);
  let depth = 0;
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
        if (key === undefined)
          return existsText(node.negated, node.side, alias, text`true`, `s${(depth += 1)}`);
        const column = text`${identifier(alias)}.${sqlIdentifier(columnNameOf(key))}`;
        return node.negated ? text`${column} IS NOT NULL` : text`${column} IS NULL`;
      }
      case "related": {
        const next = `s${(depth += 1)}`;
        const inner = print(node.where, next);
        if (node.quantifier !== "every")
          return existsText(node.quantifier !== "none", node.side, alias, inner, next);
        return existsText(false, node.side, alias, text`NOT (${inner})`, next);
      }
      default:
        return node satisfies never;
    }
  };
  const parts = where.type === "all" ? where.parts : [where];
  return lines(parts.map((part, index) => text`${index === 0 ? text`` : text`AND `}${print(part, "t")}`));
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
