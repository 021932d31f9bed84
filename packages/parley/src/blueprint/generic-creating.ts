import { bodyType } from "../api/types.ts";
import { actorKinds, columnType, profileOf } from "../database/environment.ts";
import { columnsOf, type Column } from "../database/fields.ts";
import { binary, call, equals, isPresent, list, name, path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { isAssignable, isNullable, withoutNull, type PropertyType } from "../expression/types.ts";
import type { Statement } from "../program/document.ts";
import { camelCase } from "../text/names.ts";
import { defaultValue } from "./defaults.ts";
import { answerWith } from "./generic-answer.ts";
import { findParents } from "./generic-rows.ts";
import { isNounOf, routeOf, wordsOf } from "./generic-route.ts";
import type { Subject } from "./generic.ts";
import { modelVariable, rowVariable } from "./variables.ts";

/** What the client sends as the body, where that is an object. */
export function bodyOf({ context, operation }: Subject): Record<string, PropertyType> {
  const type = bodyType(operation, context.api, "program");
  return type?.type === "object" ? type.properties : {};
}

/** A property of the body that means a column, by the column's name. */
function sentFor(body: Record<string, PropertyType>, column: string): string | undefined {
  return Object.hasOwn(body, column) ? column : Object.keys(body).find((key) => camelCase(key) === column);
}

export function isOptional({ type, optional }: PropertyType): boolean {
  return (optional ?? false) || isNullable(type);
}

/** A new row, also below others; what neither the client nor the path says, the row's defaults and the caller say. */
export function creating(subject: Subject): Statement[] | undefined {
  const { context, model, operation } = subject;
  const route = routeOf(context, operation, model, false);
  if (!route || !speaksOfModel(subject)) return undefined;
  const parents = findParents(subject, route);
  const made = newRow(subject, parents.keys);
  if (!made) return undefined;
  const variable = rowVariable(model);
  const madeRow = (called: string, data: NewRow["data"]): Statement[] | undefined => {
    const create: Statement = { type: "create", name: called, model, data };
    const rows = [{ value: name(called), model }, ...parents.rows];
    const answer = answerWith(context, operation, { rows, values: {} });
    return answer && [create, answer];
  };
  const written = madeRow(variable, made.data);
  if (!written) return undefined;
  const before = [...parents.statements, ...made.statements];
  if (!made.counted) return [...before, ...written];
  // A number that the client may say is counted where it says none.
  const { column, value } = made.counted;
  const given = madeRow(modelVariable(variable, { before: "given" }), { ...made.data, [column]: value })!;
  return [...before, { type: "if", condition: isPresent(value), then: given }, ...written];
}

/** `PUT` of a row that hangs below a key alone makes it where there is none: `PUT /posts/{postId}/vote`. */
export function creatingAt(subject: Subject): Statement[] | undefined {
  return Object.keys(subject.operation.parameters).length > 0 ? undefined : creating(subject);
}

/** A path that ends with a verb, such as `/orders/{orderId}/cancel`, is about more than a row. */
function speaksOfModel({ model, operation, context: { api, database } }: Subject): boolean {
  const last = wordsOf(operation).at(-1);
  const body = operation.body === undefined ? undefined : api.schemas[operation.body]?.model;
  return last === undefined || isNounOf(database, last, model) || body === model;
}

export interface NewRow {
  statements: Statement[];
  data: Record<string, Expression>;
  /** A column that counts, and the number that the client may send instead. */
  counted?: { column: string; value: Expression };
}

/** Values of all columns that need one; `undefined` where nothing says what one holds. */
export function newRow(subject: Subject, keys: Record<string, Expression>): NewRow | undefined {
  const { context, model } = subject;
  const table = context.database.models[model]!;
  const body = bodyOf(subject);
  const made: NewRow = { statements: [], data: { ...keys } };
  for (const column of columnsOf(table)) {
    if (column.implicit || Object.hasOwn(keys, column.name)) continue;
    const property = sentFor(body, column.name);
    if (property !== undefined) takeSent(subject, column, property, body[property]!, made);
    else if (!takeOwn(subject, column, made)) return undefined;
  }
  return made;
}

/** A value from the body. One that the client may leave out falls back to the column's default, else it is demanded. */
function takeSent(
  { context: { database } }: Subject,
  { name: column, field }: Column,
  property: string,
  sent: PropertyType,
  made: NewRow,
): void {
  const value = path("body", property);
  const held = columnType(field, database.enums);
  if (!isAssignable(withoutNull(sent.type), held)) {
    // Left out, so that the check says what is missing.
    return;
  }
  if (!isOptional(sent) || field.nullable) made.data[column] = value;
  else if (field.default?.type === "sequence") made.counted = { column, value };
  else if (field.default) made.data[column] = binary("??", value, defaultValue(field.default, field.type));
  else {
    made.statements.push({ type: "require", condition: isPresent(value), error: "validation-failed" });
    made.data[column] = value;
  }
}

/** A value that nobody sends; false where there is none. */
function takeOwn(subject: Subject, column: Column, { statements, data }: NewRow): boolean {
  const { name: key, field, relation } = column;
  if (relation !== undefined) {
    const owner = ownerOf(subject, relation);
    if (owner) {
      statements.push(...owner.statements);
      data[key] = owner.value;
    }
    return owner !== undefined || field.nullable === true;
  }
  if (field.nullable || field.default || field.list) {
    if (field.list && !field.default) data[key] = list([]);
    return true;
  }
  // Of these nobody could send anything better.
  const made = { datetime: "now", date: "today", uuid: "uuid" } as Partial<Record<string, string>>;
  const source = made[field.type];
  if (source !== undefined) data[key] = call(source);
  return source !== undefined;
}

/** The caller's profile, or the row that it belongs to, where the relation can only mean that. */
function ownerOf(
  { context: { database }, model, operation }: Subject,
  relation: string,
): { statements: Statement[]; value: Expression } | undefined {
  const [kind, ...others] = operation.access;
  if (kind === undefined || others.length > 0 || !actorKinds(database).includes(kind)) return undefined;
  const { relations } = database.models[model]!;
  const { target, required } = relations[relation]!;
  const { name: profile, model: table } = profileOf(database, kind)!;
  const rivals = Object.values(relations).filter(
    (other) => other.target === target && other.required === required,
  );
  if (rivals.length > 1) return undefined;
  if (target === profile) return { statements: [], value: path("actor", "id") };
  const shared = Object.entries(table.relations).filter(
    ([, one]) => one.target === target && one.required && one.target !== "Account",
  );
  if (shared.length !== 1) return undefined;
  const variable = modelVariable(profile, { before: "own" });
  const find: Statement = {
    type: "find",
    name: variable,
    mode: "one",
    model: profile,
    parameter: "row",
    where: equals(path("row", "id"), path("actor", "id")),
    scope: "none",
    error: "not-found",
  };
  return { statements: [find], value: path(variable, `${shared[0]![0]}Id`) };
}
