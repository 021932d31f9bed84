import type { ApiSchema } from "../../api/document.ts";
import { columnType } from "../../database/environment.ts";
import type { Model } from "../../database/document.ts";
import { columnOf, columnsOf, isVersioned, VERSION_COLUMN } from "../../database/fields.ts";
import { binary, name as reference } from "../../expression/build.ts";
import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { bind } from "../../expression/narrow.ts";
import { isNullable, jsonType, type Environment, type Type } from "../../expression/types.ts";
import { Level } from "../../expression/typescript-code.ts";
import { someNode } from "../../expression/visit.ts";
import { join, member as access, property, text, type Text } from "../../text/text.ts";
import { incrementOf, mergedProperties } from "../rows.ts";
import { prismaType, prismaValue } from "./names.ts";
import { nameOf, now, printValue, provide, speak, type Method, type Spoken } from "./speech.ts";
import { member } from "./where.ts";

type Data = Readonly<Record<string, Expression>>;

/** `data` of a new row: id and times come from the program. */
export function printNewRow(method: Method, modelName: string, data: Data, environment: Environment): Text {
  const model = method.database.models[modelName]!;
  const times = model.immutable ? ["createdAt"] : ["createdAt", "updatedAt"];
  return objectText([
    text`id: ${provide(method, "random")}.uuid()`,
    ...printValues(method, modelName, data, environment),
    ...generatedKeys(model, data).map((name) => text`${property(name)}: ${provide(method, "random")}.uuid()`),
    ...times.map((name) => text`${property(name)}: ${now(method)}`),
  ]);
}

/** Columns that hold a new uuid unless something else is said: the database knows no such default. */
function generatedKeys(model: Model, data: Data): string[] {
  return columnsOf(model)
    .filter(
      ({ name, field, implicit }) =>
        !implicit && field.default?.type === "uuid" && !Object.hasOwn(data, name),
    )
    .map(({ name }) => name);
}

/** Values of columns, as members of an object. */
export function printValues(method: Method, modelName: string, data: Data, environment: Environment): Text[] {
  return Object.entries(data).map(([name, value]) =>
    member(name, columnValue(method, modelName, name, value, environment)),
  );
}

/** `data` of a change; `row` is the name by which the values speak of the row itself. */
export function printChange(
  method: Method,
  modelName: string,
  row: string,
  data: Data,
  environment: Environment,
): Text {
  const members = Object.entries(data).map(([name, value]) => {
    const step = incrementOf(method.database.models[modelName]!, row, name, value);
    if (!step) return member(name, columnValue(method, modelName, name, value, environment));
    const by = columnValue(method, modelName, name, step.by, environment);
    return text`${property(name)}: { ${property(step.operator)}: ${by} }`;
  });
  return objectText([...members, ...changedAt(method, modelName)]);
}

/** `data` of what the client sent; what it left out is undefined, and so left alone. */
export function printMerge(method: Method, modelName: string, except: readonly string[] | undefined): Text {
  const { api, database, operation } = method;
  const model = database.models[modelName]!;
  const merged = mergedProperties(operation, api, database, modelName, except);
  const all = Object.keys(api.schemas[operation.body!]!.properties);
  const body = nameOf(method, "body");
  const plain = merged.every((name) => columnOf(model, name)!.field.type !== "json");
  if (plain && merged.length === all.length)
    return objectText([text`...${body}`, ...changedAt(method, modelName)]);
  const members = merged.map((name) => {
    const sent = text`${body}${access(name)}`;
    const { field } = columnOf(model, name)!;
    const emptied =
      field.type === "json" && isNullableSchema(api.schemas[operation.body!]!.properties[name]!.schema);
    return text`${property(name)}: ${emptied ? text`${sent} === null ? ${prismaValue}.DbNull : ${sent}` : sent}`;
  });
  return objectText([...members, ...changedAt(method, modelName)]);
}

/** What every change of a row writes besides. */
export function changedAt(method: Method, modelName: string): Text[] {
  const model = method.database.models[modelName]!;
  return [
    ...(model.immutable ? [] : [text`updatedAt: ${now(method)}`]),
    ...(isVersioned(model) ? [text`${property(VERSION_COLUMN)}: { increment: 1 }`] : []),
  ];
}

function columnValue(
  method: Method,
  modelName: string,
  name: string,
  value: Expression,
  environment: Environment,
): Text {
  const { field } = columnOf(method.database.models[modelName]!, name)!;
  const expected = columnType(field, method.database.enums);
  const spoken = speak(value, environment, expected);
  if (field.type !== "json") return printValue(method, spoken, expected);
  if (value.type === "null") return text`${prismaValue}.DbNull`;
  const type = spoken.typing.type;
  // Null is JSON too: `x ?? null` has the type of x.
  if (!type || !(isNullable(type) || isOrNull(value))) return printJson(method, spoken, expected);
  return printValue(method, speak(orNothing(method, value), bind(environment, NOTHING, jsonType), expected));
}

/** Prisma reads JSON as what may be null, also of a column that never is. */
function printJson(method: Method, spoken: Spoken, expected: Type): Text {
  const { types } = spoken.typing;
  const readsRow = someNode(
    spoken.expression,
    (node) => node.type === "member" && types.get(node.object)?.type === "row",
  );
  if (!readsRow) return printValue(method, spoken, expected);
  return text`${printValue(method, spoken, expected, Level.additive)} as ${prismaType}.InputJsonValue`;
}

/** No variable has a name in capitals. */
const NOTHING = "DbNull";

/** The value, or what Prisma calls null in a JSON column; `x ?? null` says already when that is stored. */
function orNothing(method: Method, value: Expression): Expression {
  method.names.set(NOTHING, text`${prismaValue}.DbNull`);
  return binary("??", isOrNull(value) ? value.left : value, reference(NOTHING));
}

function isOrNull(value: Expression): value is ExpressionOf<"binary"> {
  return value.type === "binary" && value.operator === "??" && value.right.type === "null";
}

function isNullableSchema(schema: ApiSchema): boolean {
  return schema.type === "nullable";
}

/** An object literal on one line; the formatter breaks what is too long. */
export function objectText(members: readonly Text[]): Text {
  return members.length === 0 ? text`{}` : text`{ ${join(members, text`, `)} }`;
}
