import { constraintsOf, isPrismaConstraint } from "../../database/constraints.ts";
import type { Database } from "../../database/document.ts";
import { columnOf } from "../../database/fields.ts";
import { columnNameOf, tableNameOf } from "../../database/names.ts";
import { sqlType } from "../../database/print/types.ts";
import { bind } from "../../expression/narrow.ts";
import type { Expression } from "../../expression/document.ts";
import {
  type Environment,
  type Type,
  booleanType,
  integerType,
  listOf,
  rowOf,
} from "../../expression/types.ts";
import { Level } from "../../expression/typescript-code.ts";
import { pascalCase } from "../../text/names.ts";
import {
  type Text,
  empty,
  identifier,
  join,
  lines,
  number,
  property,
  sqlIdentifier,
  string,
  symbol,
  text,
} from "../../text/text.ts";
import { typeOfFind } from "../check/statements.ts";
import type { Statement } from "../document.ts";
import { blocksOf, groupedRow, groupType, measureType } from "../rows.ts";
import { keyOf, type Where } from "../where.ts";
import { objectText } from "./data.ts";
import { delegate, problem, scopeNames } from "./names.ts";
import { printPage } from "./page.ts";
import { asksTime, kindsOf, sameScopes } from "./scope.ts";
import { neededOf, printSelect } from "./select.ts";
import { type Method, claim, client, lower, nameOf, now, printValue, speak, whereContext } from "./speech.ts";
import { alive, printWhere } from "./where.ts";
import {
  type Printed,
  type StatementOf,
  type Writer,
  declare,
  emptySelection,
  isReassigned,
  neededBy,
  speaksOf,
} from "./writer.ts";

function scopeCall(method: Method, model: string, scope: "read" | "write"): Text {
  const reference = symbol(scopeNames(method.database)(model, scope));
  const hasActor = method.operation.access.some((kind) => kind !== "public");
  const actor = hasActor ? nameOf(method, "actor") : text`null`;
  const time = asksTime(method.database.models[model]!, scope) ? text`, ${now(method)}` : empty;
  return text`${reference}(${actor}${time})`;
}

interface Asked {
  model: string;
  parameter: string;
  where?: StatementOf<"find">["where"];
}

/** A statement's condition as Prisma's `where`, without rows that were deleted softly. */
export function conditionText(
  method: Method,
  asked: Asked,
  environment: Environment,
  more: readonly Text[] = [],
  scoped = more.length > 0,
): Text {
  const inner = bind(environment, asked.parameter, rowOf(asked.model));
  const spoken = speak(asked.where ?? { type: "boolean", value: true }, inner, booleanType);
  const where = lower(method, spoken, asked.model, asked.parameter);
  // A scope leaves deleted rows out by itself.
  const whole = scoped ? where : alive(where, asked.model, method.database);
  return printWhere(whole, whereContext(method, spoken.typing), more);
}

export function printFind(
  writer: Writer,
  statement: StatementOf<"find">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { model, mode, scope } = statement;
  const kinds = kindsOf(method.operation.access);
  const isApart = scope === "write" && !sameScopes(method.database.models[model]!, kinds);
  const condition = (): Text => {
    const reach = scope === "none" ? [] : [scopeCall(method, model, isApart ? "write" : "read")];
    return conditionText(method, statement, environment, reach);
  };
  const after = bind(environment, statement.name, typeOfFind(statement));
  if (mode !== "one" && !speaksOf(rest, statement.name)) {
    return { code: statement.lock ? lockText(method, statement, environment, condition) : empty, after };
  }
  const where = condition();
  const reassigned = isReassigned(writer, statement.name, model, rest);
  const needed = neededBy(writer, statement.name, model, rest) ?? emptySelection();
  const select = printSelect(needed, model, method);
  const locking = statement.lock ? lockText(method, statement, environment, () => where) : empty;
  const rows = delegate(client(method), model);
  // Of a variable that changes, TypeScript would forget inside functions that it is there.
  const found =
    reassigned && mode === "one" ? claim(method, `found${pascalCase(statement.name)}`) : undefined;
  const name = declare(method, statement.name);
  const loaded = found ?? name;
  const order = statement.sort ?? (mode === "many" ? [{ field: "id", direction: "asc" as const }] : []);
  const options = [
    text`where: ${where}`,
    ...(order.length === 1 && !order[0]!.when ? [text`orderBy: ${orderText(order[0]!)}`] : []),
    ...(order.length > 1 || order[0]?.when
      ? [
          text`orderBy: [${join(
            order.map((one) => choiceText(method, one, environment)),
            text`, `,
          )}]`,
        ]
      : []),
    text`select: ${select}`,
    ...(mode === "many" ? windowText(method, statement, environment) : []),
  ];
  const load = (query: string): Text =>
    text`${reassigned && !found ? text`let` : text`const`} ${loaded} = await ${rows}.${identifier(query)}(${objectText(options)});`;
  if (mode === "many") return { code: lines([locking, load("findMany")]), after };
  const query = findsUnique(method, statement, environment) ? "findUnique" : "findFirst";
  if (mode === "first") return { code: lines([locking, load(query)]), after };
  const missing = isApart
    ? outOfReachText(method, statement, environment, loaded)
    : text`if (!${loaded}) throw new ${problem}(${string(statement.error ?? "not-found")});`;
  const variable = found ? text`let ${name} = ${found};` : empty;
  return { code: lines([locking, load(query), missing, variable]), after };
}

/** Who may see a row learns that it must not be changed; who may not see it learns nothing. */
function outOfReachText(
  method: Method,
  statement: StatementOf<"find">,
  environment: Environment,
  loaded: Text,
): Text {
  const { model, error = "not-found" } = statement;
  const count = claim(method, "visible");
  const where = conditionText(method, statement, environment, [scopeCall(method, model, "read")]);
  return text`
    if (!${loaded}) {
      const ${count} = await ${delegate(client(method), model)}.count({ where: ${where} });
      throw new ${problem}(${count} === 0 ? ${string(error)} : "forbidden");
    }
  `;
}

type Order = NonNullable<StatementOf<"find">["sort"]>[number];

function orderText({ field, direction }: Order): Text {
  return text`{ ${property(field)}: ${string(direction)} }`;
}

/** An order in a list of them, which is only there where its condition holds. */
function choiceText(method: Method, order: Order, environment: Environment): Text {
  if (!order.when) return orderText(order);
  const condition = printValue(method, speak(order.when, environment, booleanType), undefined, Level.nullish);
  const { field, direction } = order;
  return text`...(${condition} ? [{ ${property(field)}: ${string(direction)} as const }] : [])`;
}

/** Which of the rows are wanted: the first of them, or a part. */
function windowText(
  method: Method,
  { limit, window }: StatementOf<"find">,
  environment: Environment,
): Text[] {
  const value = (expression: Expression): Text =>
    printValue(method, speak(expression, environment, integerType));
  const options = window ? [text`skip: ${value(window.offset)}`, text`take: ${value(window.size)}`] : [];
  return limit && !window ? [text`take: ${number(limit)}`] : options;
}

/** Whether the condition begins with a key that Prisma knows to be unique. */
function findsUnique(method: Method, statement: StatementOf<"find">, environment: Environment): boolean {
  const { database } = method;
  const { model, parameter } = statement;
  const inner = bind(environment, parameter, rowOf(model));
  if (!statement.where || statement.sort) return false;
  const key = keyOf(database, model, statement.where, parameter);
  if (!key || columnOf(database.models[model]!, key.column)?.field.nullable) return false;
  const where = lower(method, speak(statement.where, inner, booleanType), model, parameter);
  const parts: readonly Where[] = where.type === "all" ? where.parts : [where];
  // What else is asked of the key stands beside the first that is.
  const first = parts.find((part) => part.type === "column" && part.column.name === key.column);
  if (first?.type !== "column" || first.test.type !== "compare" || first.test.operator !== "equals")
    return false;
  if (parts.some((part) => part.type === "value")) return false;
  const uniques = uniqueColumns(database, model);
  // Of a key Prisma takes nothing but its value.
  const isKeySearched = parts.some(
    (part) =>
      part.type === "column" &&
      uniques.has(part.column.name) &&
      (part.test.type !== "compare" || part.test.operator !== "equals"),
  );
  return uniques.has(key.column) && !isKeySearched;
}

/** Columns that are a key by themselves, as Prisma knows it. */
function uniqueColumns(database: Database, model: string): ReadonlySet<string> {
  const columns = constraintsOf(database).flatMap((one) =>
    one.type === "unique" && one.model === model && one.columns.length === 1 && isPrismaConstraint(one)
      ? one.columns
      : [],
  );
  return new Set(["id", ...columns]);
}

/** Holds the rows before they are read, so that what is read is still true when they are written. */
function lockText(
  method: Method,
  statement: StatementOf<"find">,
  environment: Environment,
  where: () => Text,
): Text {
  const { model, parameter } = statement;
  const table = sqlIdentifier(tableNameOf(model));
  const key = keyOf(method.database, model, statement.where, parameter);
  if (key && statement.mode !== "many") {
    const column = columnOf(method.database.models[model]!, key.column)!;
    const value = printValue(method, speak(key.value, environment));
    const name = sqlIdentifier(columnNameOf(key.column));
    return text`await ${client(method)}.$queryRaw\`SELECT 1 FROM ${table} WHERE ${name} = \${${value}}::${sqlType(column.field)} FOR UPDATE\`;`;
  }
  const candidates = claim(method, "candidates");
  const ids = text`\${${candidates}.map(({ id }) => id)}::uuid[]`;
  return lines([
    text`const ${candidates} = await ${delegate(client(method), model)}.findMany({ where: ${where()}, select: { id: true } });`,
    text`await ${client(method)}.$queryRaw\`SELECT 1 FROM ${table} WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE\`;`,
  ]);
}

export function printPaged(
  writer: Writer,
  statement: StatementOf<"page">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { model, scope } = statement;
  const scoped = scope === "none" ? [] : [scopeCall(method, model, "read")];
  const filtered =
    statement.where !== undefined || (scope === "none" && method.database.models[model]!.softDelete);
  const own = filtered ? [conditionText(method, statement, environment, [], scope !== "none")] : [];
  const given = [...scoped, ...own];
  const select = printSelect(
    neededOf(statement.name, model, rest, method) ?? emptySelection(),
    model,
    method,
  );
  const counted = answersWith(rest, statement.name);
  const page = printPage(method, statement, given, select, { alone: writer.transaction, counted });
  method.names.set(statement.name, page.rows);
  if (page.total) writer.pages.set(statement.name, page.total);
  if (page.orders && writer.constants.length === 0) writer.constants.push(page.orders);
  return { code: lines(page.statements), after: bind(environment, statement.name, listOf(rowOf(model))) };
}

/** Whether a page is what is answered: then it says how many rows there are in all. */
function answersWith(statements: readonly Statement[], name: string): boolean {
  return statements.some(
    (one) =>
      (one.type === "return" && one.value?.type === "name" && one.value.name === name) ||
      blocksOf(one).some((block) => answersWith(block, name)),
  );
}

export function groupedType(
  statement: StatementOf<"group">,
  environment: Environment,
): ReturnType<typeof groupType> {
  const inner = groupedRow(statement, environment);
  const types: Record<string, Type> = {};
  for (const [name, by] of Object.entries(statement.by)) types[name] = speak(by, inner).typing.type!;
  for (const [name, { operation, value }] of Object.entries(statement.measures)) {
    types[name] = measureType(operation, value && speak(value, inner).typing.type);
  }
  return groupType(types);
}
