import { tableNameOf } from "../../database/names.ts";
import { rowsOf, type Column, type Side } from "../../database/fields.ts";
import {
  type Comparison,
  type GroupTest as RowGroupTest,
  type GroupValue as RowGroupValue,
  lowerGroupValue,
} from "../../expression/group.ts";
import type { Expression } from "../../expression/document.ts";
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
import { groupedRow, measureType } from "../rows.ts";
import { common } from "./names.ts";
import { claim, client, lower, speak, whereContext, type Method } from "./speech.ts";
import { columnText, conditionText, linkText, whereText } from "./group-where.ts";

type GroupValue = RowGroupValue<Column>;
type GroupTest = RowGroupTest<Column>;
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
  const inner = groupedRow(statement, environment);
  const asked = (test: Expression): Text => {
    const spoken = speak(test, inner);
    const where = lower(method, spoken, model, parameter);
    return conditionText(where, whereContext(method, spoken.typing));
  };
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
    return { value: valueText(value, tables, asked), type: speak(expression, inner).typing.type! };
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
  const where = whereText(method, statement, bind(environment, parameter, rowOf(model)));
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

/** `asked`: a condition on the row, as SQL. */
function valueText(value: GroupValue, tables: Tables, asked: (test: Expression) => Text): Text {
  const inner = (part: GroupValue): Text => valueText(part, tables, asked);
  // Words of an enum and others are of one type only as texts.
  const plain = (part: GroupValue): Text =>
    part.type === "column" && part.column.field.type === "enum" ? text`${inner(part)}::text` : inner(part);
  switch (value.type) {
    case "column": {
      const column = columnText(value.column, aliasOf(value.sides, tables));
      return value.column.field.type === "bigint" ? text`${column}::double precision` : column;
    }
    case "date":
      return text`(${inner(value.of)} AT TIME ZONE 'UTC')::date`;
    case "part": {
      const isDay =
        value.of.type === "date" || (value.of.type === "column" && value.of.column.field.type === "date");
      const of = inner(value.of);
      const moment = isDay ? of : text`(${of} AT TIME ZONE 'UTC')`;
      return text`EXTRACT(${fields[value.part]} FROM ${moment})::integer`;
    }
    case "fallback":
      return text`coalesce(${plain(value.first)}, ${plain(value.second)})`;
    case "choice": {
      const cases: Text[] = [];
      let rest: GroupValue = value;
      for (; rest.type === "choice"; rest = rest.else) {
        cases.push(text`WHEN ${testText(rest.test, inner, asked)} THEN ${plain(rest.then)}`);
      }
      const all = [...cases, text`ELSE ${plain(rest)}`];
      return cases.length === 1
        ? text`CASE ${join(all, text` `)} END`
        : text`
            CASE
              ${lines(all)}
            END
          `;
    }
    case "text":
      return text`\${${string(value.value)}}::text`;
    case "number":
      return numeral(value.value);
    case "arithmetic": {
      const operator = { "+": text`+`, "-": text`-`, "*": text`*` }[value.operator];
      return text`(${inner(value.left)} ${operator} ${inner(value.right)})`;
    }
    default:
      return value satisfies never;
  }
}

const comparisons: Readonly<Record<Comparison, Text>> = {
  "==": text`=`,
  "!=": text`<>`,
  "<": text`<`,
  "<=": text`<=`,
  ">": text`>`,
  ">=": text`>=`,
};

function testText(
  test: GroupTest,
  valued: (value: GroupValue) => Text,
  asked: (condition: Expression) => Text,
): Text {
  switch (test.type) {
    case "asked":
      return asked(test.condition);
    case "compared":
      return text`${valued(test.left)} ${comparisons[test.operator]} ${valued(test.right)}`;
    case "all":
    case "any": {
      const parts = test.parts.map((part) => testText(part, valued, asked));
      return test.type === "all" ? join(parts, text` AND `) : text`(${join(parts, text` OR `)})`;
    }
    default:
      return test satisfies never;
  }
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
