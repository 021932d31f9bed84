import { bodyType } from "../../api/types.ts";
import { columnType } from "../../database/environment.ts";
import { columnOf, columnsOf } from "../../database/fields.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Expression } from "../../expression/document.ts";
import { bind } from "../../expression/narrow.ts";
import { isAssignable, printType, rowOf, type Environment } from "../../expression/types.ts";
import { freeNames } from "../../expression/visit.ts";
import type { Statement } from "../document.ts";
import { incrementOf, mergedProperties } from "../rows.ts";
import { report } from "./report.ts";
import { checkInnerQueries, checkValue, checkWhere, here, type Keys, type Subject } from "./subject.ts";

type StatementOf<Name extends Statement["type"]> = Extract<Statement, { type: Name }>;

export function checkCreate(
  subject: Subject,
  { model, data }: Pick<StatementOf<"create">, "model" | "data">,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  checkData(subject, model, data, environment, [...keys, "data"], loop);
  const missing = columnsOf(subject.database.models[model]!)
    .filter(({ name, field, implicit }) => {
      return !implicit && !field.nullable && !field.default && !Object.hasOwn(data, name);
    })
    .map(({ name }) => name);
  if (missing.length > 0) {
    subject.found.push(
      report["missing-column"](here([...keys, "data"]), { model, columns: missing.join(", ") }),
    );
  }
}

export function checkUpdate(
  subject: Subject,
  { data, when, parameter, error }: StatementOf<"update">,
  model: string,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  checkData(subject, model, data, environment, [...keys, "data"], loop);
  if (!when) return;
  if (error === undefined || parameter === undefined) {
    subject.found.push(report["when-without-error"](here(keys)));
    return;
  }
  const inner = bind(environment, parameter, rowOf(model));
  checkWhere(subject, when, model, parameter, inner, [...keys, "when"]);
}

/** Many rows are written by one query: what depends on the row can only be counted up or down. */
export function checkUpdateMany(
  subject: Subject,
  { model, parameter, data }: StatementOf<"updateMany">,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  const inner = bind(environment, parameter, rowOf(model));
  checkData(subject, model, data, inner, [...keys, "data"], loop);
  checkSelfReference(subject, model, parameter, data, [...keys, "data"]);
}

export function checkSelfReference(
  subject: Subject,
  model: string,
  parameter: string,
  data: Readonly<Record<string, Expression>>,
  keys: Keys,
): void {
  for (const [name, value] of Object.entries(data)) {
    const rest = incrementOf(subject.database.models[model]!, parameter, name, value)?.by ?? value;
    if (freeNames(rest).has(parameter)) {
      subject.found.push(report["self-referring-data"](here([...keys, name]), { name, parameter }));
    }
  }
}

export function checkData(
  subject: Subject,
  modelName: string,
  data: Readonly<Record<string, Expression>>,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  const model = subject.database.models[modelName]!;
  for (const [name, value] of Object.entries(data)) {
    const place = [...keys, name];
    const column = columnOf(model, name);
    const about = { model: modelName, name };
    if (!column) {
      const hint = didYouMean(
        name,
        columnsOf(model).map((one) => one.name),
      );
      subject.found.push(report["unknown-field"](here(place), { ...about, hint }));
      checkValue(subject, value, environment, place, { loop });
      continue;
    }
    if (column.implicit) subject.found.push(report["generated-column"](here(place), about));
    if (column.field.type === "bytes") subject.found.push(report["bytes-column"](here(place), about));
    const expected = columnType(column.field, subject.database.enums);
    const checked = checkValue(subject, value, environment, place, { expected, loop });
    checkInnerQueries(subject, value, checked, place);
    if (column.field.managed && column.relation === undefined && isClientValue(subject, value, modelName)) {
      subject.found.push(report["managed-from-client"](here(place), about));
    }
  }
}

/**
 * `body.x` as it came, of a body that is a plain form of the row. Bodies without a model, as those of transitions, are
 * asked for by name, and what they ask for may be stored.
 */
function isClientValue(subject: Subject, value: Expression, model: string): boolean {
  const { body } = subject.operation;
  if (body === undefined || subject.api.schemas[body]?.model !== model) return false;
  return isSent(value, subject.sent);
}

/** Whether the value can be a property of the body as it came: by itself, through a variable, or as one of two. */
export function isSent(value: Expression, sent: ReadonlySet<string>): boolean {
  switch (value.type) {
    case "member":
      return value.object.type === "name" && value.object.name === "body";
    case "name":
      return sent.has(value.name);
    case "binary":
      return value.operator === "??" && (isSent(value.left, sent) || isSent(value.right, sent));
    case "conditional":
      return isSent(value.then, sent) || isSent(value.else, sent);
    default:
      return false;
  }
}

export function checkMerge(
  subject: Subject,
  { except }: StatementOf<"merge">,
  modelName: string,
  keys: Keys,
): void {
  const { operation, api, database, found } = subject;
  const body = bodyType(operation, api, "program");
  if (body?.type !== "object") {
    found.push(report["merge-without-body"](here(keys)));
    return;
  }
  subject.used.add("body");
  const model = database.models[modelName]!;
  for (const [index, name] of (except ?? []).entries()) {
    if (Object.hasOwn(body.properties, name)) continue;
    const hint = didYouMean(name, Object.keys(body.properties));
    found.push(report["unknown-field"](here([...keys, "except", index]), { model: "The body", name, hint }));
  }
  const merged = mergedProperties(operation, api, database, modelName, except);
  if (merged.length === 0) found.push(report["merge-of-nothing"](here(keys), { model: modelName }));
  for (const name of merged) {
    subject.reads.add(`body.${name}`);
    const { field, relation } = columnOf(model, name)!;
    const about = { model: modelName, name };
    if (field.managed && relation === undefined) found.push(report["managed-from-client"](here(keys), about));
    const expected = columnType(field, database.enums);
    const given = body.properties[name]!;
    if (isAssignable(given.type, expected)) continue;
    found.push(
      report["merge-type"](here(keys), {
        ...about,
        found: printType(given.type),
        expected: printType(expected),
      }),
    );
  }
}
