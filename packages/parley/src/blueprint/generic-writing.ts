import { queryType } from "../api/types.ts";
import { columnType } from "../database/environment.ts";
import { columnOf, type Column } from "../database/fields.ts";
import { all, binary, equals, isPresent, name, nullValue, path, trueValue } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { isAssignable, isNullable, withoutNull, type PropertyType } from "../expression/types.ts";
import type { Statement } from "../program/document.ts";
import { camelCase, singular, words } from "../text/names.ts";
import { answerWith } from "./generic-answer.ts";
import { defaultValue } from "./defaults.ts";
import { bodyOf, creating, creatingAt, isOptional } from "./generic-creating.ts";
import { findOwn, findParents, keySaid, scopeOf } from "./generic-rows.ts";
import { isNounOf, routeOf, wordsOf } from "./generic-route.ts";
import type { Subject } from "./generic.ts";
import { rowVariable } from "./variables.ts";

/** What an operation can mean that writes, the likeliest first. */
export function* writings(subject: Subject): Generator<Statement[]> {
  const byVerb = {
    GET: [],
    POST: [creating, changingByQuery],
    PUT: [replacing, replacingNamed, creatingAt],
    PATCH: [changing],
    DELETE: [deleting, deletingAll],
  };
  if (subject.answer.type === "rows") return;
  for (const writing of byVerb[subject.operation.verb]) {
    const statements = writing(subject);
    if (statements) yield statements;
  }
}

interface Write {
  column: Column;
  property: string;
  sent: PropertyType;
}

/** What of the body fits the row's columns; `undefined` where the operation is no plain change of its row. */
function writesOf(subject: Subject): Write[] | undefined {
  const { context, model, operation } = subject;
  const route = routeOf(context, operation, model, true);
  if (!route) return undefined;
  const writes = writesIn(subject, bodyOf(subject));
  // `/tasks/{taskId}/deadline` sets what it names; `/tasks/{taskId}/approve` does more than that.
  const isNamed = route.tail.every(
    (word) =>
      isNounOf(context.database, word, model) ||
      writes.some(({ column }) => words(singular(word)).join(" ") === words(column.name).join(" ")),
  );
  return isNamed && writes.length > 0 ? writes : undefined;
}

function writesIn({ context, model }: Subject, body: Record<string, PropertyType>): Write[] {
  const table = context.database.models[model]!;
  return Object.entries(body).flatMap(([property, sent]): Write[] => {
    const column = columnOf(table, property) ?? columnOf(table, camelCase(property));
    if (!column || column.implicit || column.field.managed) return [];
    const held = columnType({ ...column.field, nullable: false }, context.database.enums);
    return isAssignable(withoutNull(sent.type), held) ? [{ column, property, sent }] : [];
  });
}

/** Only what the client sent is changed. */
function changing(subject: Subject): Statement[] | undefined {
  const writes = writesOf(subject);
  if (!writes) return undefined;
  const variable = rowVariable(subject.model);
  const plain = writes.filter(
    ({ column, property, sent }) => column.name === property && fitsWhole(column, sent),
  );
  const body = Object.keys(bodyOf(subject));
  const except = body.filter(
    (key) =>
      columnOf(subject.context.database.models[subject.model]!, key)?.implicit === undefined &&
      columnOf(subject.context.database.models[subject.model]!, key) !== undefined &&
      !plain.some(({ property }) => property === key),
  );
  const merge: Statement[] =
    plain.length > 0 ? [{ type: "merge", row: variable, ...(except.length > 0 ? { except } : {}) }] : [];
  const others = writes
    .filter((write) => !plain.includes(write))
    .map(({ column, property, sent }): Statement => {
      const update: Statement = {
        type: "update",
        row: variable,
        data: { [column.name]: path("body", property) },
      };
      if (!isOptional(sent)) return update;
      return { type: "if", condition: isPresent(path("body", property)), then: [update] };
    });
  return changed(subject, [...merge, ...others]);
}

/** Whether null may be stored where the client may send it. */
function fitsWhole({ field }: Column, { type }: PropertyType): boolean {
  return field.nullable === true || !isNullable(type);
}

/** `POST /pets/{petId}?name=x`: what the query says of the row's columns. */
function changingByQuery(subject: Subject): Statement[] | undefined {
  const { context, model, operation } = subject;
  const route = routeOf(context, operation, model, true);
  const query = Object.entries(queryType(operation, context.api, "program").properties);
  if (!route || route.tail.length > 0 || operation.body !== undefined || query.length === 0) return undefined;
  const variable = rowVariable(model);
  const statements: Statement[] = [];
  for (const [parameter, sent] of query) {
    const column = columnOf(context.database.models[model]!, camelCase(parameter));
    if (!column || column.implicit || column.field.managed) return undefined;
    const held = columnType({ ...column.field, nullable: false }, context.database.enums);
    if (!isAssignable(withoutNull(sent.type), held)) return undefined;
    const value = path("query", parameter);
    const update: Statement = { type: "update", row: variable, data: { [column.name]: value } };
    statements.push(isOptional(sent) ? { type: "if", condition: isPresent(value), then: [update] } : update);
  }
  return changed(subject, statements);
}

/** `PUT /pets` of a body that says which row it is. */
function replacingNamed(subject: Subject): Statement[] | undefined {
  const { context, model, operation } = subject;
  if (Object.keys(operation.parameters).length > 0 || operation.body === undefined) return undefined;
  const body = bodyOf(subject);
  const key = keySaid(context.database.models[model]!, body);
  if (key === undefined) return undefined;
  const { [key]: named, ...others } = body;
  const writes = writesIn(subject, others);
  const value = path("body", key);
  const find: Statement = {
    type: "find",
    name: rowVariable(model),
    mode: "one",
    model,
    parameter: "row",
    where: equals(path("row", key), value),
    scope: scopeOf(subject, model, "write"),
    error: "not-found",
  };
  const demand: Statement[] = isOptional(named!)
    ? [{ type: "require", condition: isPresent(value), error: "validation-failed" }]
    : [];
  const rows = [{ value: name(rowVariable(model)), model }];
  const answer = answerWith(context, operation, { rows, values: {} });
  return answer && writes.length > 0 ? [...demand, find, ...replacement(subject, writes), answer] : undefined;
}

/** The row becomes what the client sent. Where every property may be left out, it only changes what was sent. */
function replacing(subject: Subject): Statement[] | undefined {
  const writes = writesOf(subject);
  if (!writes) return undefined;
  if (Object.values(bodyOf(subject)).every(({ optional }) => optional)) return changing(subject);
  return changed(subject, replacement(subject, writes));
}

function replacement({ model }: Subject, writes: readonly Write[]): Statement[] {
  const variable = rowVariable(model);
  const conditional: Statement[] = [];
  const data: Record<string, Expression> = {};
  for (const { column, property, sent } of writes) {
    const value = path("body", property);
    const { field, name: key } = column;
    if (!isOptional(sent)) data[key] = value;
    else if (field.nullable) data[key] = binary("??", value, nullValue);
    else if (field.default && field.default.type !== "sequence") {
      data[key] = binary("??", value, defaultValue(field.default, field.type));
    } else {
      const update: Statement = { type: "update", row: variable, data: { [key]: value } };
      conditional.push({ type: "if", condition: isPresent(value), then: [update] });
    }
  }
  return [{ type: "update", row: variable, data }, ...conditional];
}

function changed(subject: Subject, statements: readonly Statement[]): Statement[] | undefined {
  const { context, model, operation } = subject;
  const route = routeOf(context, operation, model, true)!;
  const variable = rowVariable(model);
  const answer = answerWith(context, operation, { rows: [{ value: name(variable), model }], values: {} });
  return answer && [findOwn(subject, route, "write"), ...statements, answer];
}

function deleting(subject: Subject): Statement[] | undefined {
  const { context, model, operation } = subject;
  const route = routeOf(context, operation, model, true);
  if (!route || !route.tail.every((word) => isNounOf(context.database, word, model))) return undefined;
  const variable = rowVariable(model);
  const answer = answerWith(context, operation, { rows: [{ value: name(variable), model }], values: {} });
  return answer && [findOwn(subject, route, "write"), { type: "delete", row: variable }, answer];
}

/** All rows, or all below the rows that the path names. A model that declares a scope is not emptied. */
function deletingAll(subject: Subject): Statement[] | undefined {
  const { context, model, operation } = subject;
  const route = routeOf(context, operation, model, false);
  const last = wordsOf(operation).at(-1);
  if (!route || last === undefined || !isNounOf(context.database, last, model)) return undefined;
  if (scopeOf(subject, model, "write") !== "none" || subject.answer.type === "row") return undefined;
  const { statements, conditions, rows } = findParents(subject, route);
  const where = conditions.length === 0 ? trueValue : all(conditions);
  const answer = answerWith(context, operation, { rows, values: {} });
  const remove: Statement = { type: "deleteMany", model, parameter: "row", where };
  return answer && [...statements, remove, answer];
}
