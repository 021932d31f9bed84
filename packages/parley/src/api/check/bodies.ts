import type { Field } from "../../database/document.ts";
import { columnType } from "../../database/environment.ts";
import { columnOf, columnsOf, type Column } from "../../database/fields.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { isAssignable, nullable, printType, stringType, type Type } from "../../expression/types.ts";
import type { ApiSchema } from "../document.ts";
import { boundsOf, decimalDigits, INTEGER_BOUNDS, integerBounds } from "../bounds.ts";
import { isUuid, schemaType } from "../types.ts";
import { report } from "./report.ts";
import { here, type Rule, type Subject } from "./rule.ts";

/** GET and DELETE carry no body. */
export const bodyVerbs: Rule = ({ api }) =>
  Object.entries(api.operations).flatMap(([name, { body, verb }]) =>
    body !== undefined && (verb === "GET" || verb === "DELETE")
      ? [report["body-refused"](here("operations", name, "body"), { verb })]
      : [],
  );

/** A new row has a value in every column that needs one: from the body, the path, a default, or the server. */
export const creations: Rule = ({ api, database }) =>
  Object.entries(api.operations).flatMap(([name, operation]) => {
    const { verb, body, answer, parameters } = operation;
    const schema = body === undefined ? undefined : api.schemas[body];
    const model = schema?.model;
    if (verb !== "POST" || answer.status !== 201 || model === undefined || body === undefined) return [];
    const shown = answer.schema === undefined ? undefined : api.schemas[answer.schema]?.model;
    const table = Object.hasOwn(database.models, model) ? database.models[model] : undefined;
    if (!table || shown !== model) return [];
    const isBelow = Object.keys(parameters).length > 0;
    const missing = columnsOf(table).filter(
      ({ name: column, field, implicit, relation }) =>
        !implicit &&
        !field.managed &&
        !field.nullable &&
        !field.default &&
        !field.list &&
        !(relation !== undefined && isBelow) &&
        !Object.hasOwn(schema!.properties, column),
    );
    if (missing.length === 0) return [];
    const columns = missing.map((column) => column.name).join(", ");
    return [report["missing-in-body"](here("operations", name, "body"), { model, columns, schema: body })];
  });

/** What a client sends for a model's column fits into it, and is the client's to say. */
export const bodyColumns: Rule = ({ api, database, usage }) => {
  const findings: Diagnostic[] = [];
  for (const name of usage.bodies) {
    const { model, properties } = api.schemas[name]!;
    if (model === undefined || !Object.hasOwn(database.models, model)) continue;
    for (const [property, { schema, only }] of Object.entries(properties)) {
      if (only === "answer") continue;
      const column = columnOf(database.models[model]!, property);
      if (!column) continue;
      const place = here("schemas", name, "properties", property);
      if (column.field.managed) findings.push(report["managed-in-body"](place, { model, name: property }));
      else findings.push(...columnFindings(api, database, { model, property, column, schema, place }));
    }
  }
  return findings;
};

interface Pair {
  model: string;
  property: string;
  column: Column;
  schema: ApiSchema;
  place: ReturnType<typeof here>;
}

function columnFindings(api: Subject["api"], database: Subject["database"], pair: Pair): Diagnostic[] {
  const { model, property: name, column, schema, place } = pair;
  const sent = schemaType(schema, api, "program");
  const wanted = columnType(column.field, database.enums);
  const needsUuid = column.field.type === "uuid" && !isUuid(schema);
  if (needsUuid || !isAssignable(durationAsString(sent), wanted)) {
    const expected = needsUuid ? "a string of format uuid" : printType(wanted);
    const parts = { name, model, found: printType(sent), expected };
    return [report["body-type"](place, parts)];
  }
  const beyond = boundBeyond(schema, column.field);
  return beyond ? [report["bound-beyond-column"](place, { name, model, ...beyond })] : [];
}

/** Durations are stored as text. */
function durationAsString(type: Type): Type {
  if (type.type === "nullable") return nullable(durationAsString(type.of));
  return type.type === "duration" ? stringType : type;
}

function boundBeyond(schema: ApiSchema, field: Field): { admitted: string; held: string } | undefined {
  if (schema.type === "nullable") return boundBeyond(schema.of, field);
  if (schema.type === "constant" && typeof schema.value === "string" && field.maxLength !== undefined) {
    const { length } = schema.value;
    return length > field.maxLength
      ? { admitted: `${length} characters`, held: String(field.maxLength) }
      : undefined;
  }
  if (schema.type === "array") return boundBeyond(schema.items, field);
  if (schema.type === "integer" && field.type === "int") {
    const { minimum, maximum } = integerBounds(schema);
    const beyond = [minimum, maximum].find(
      (bound) => bound < INTEGER_BOUNDS.minimum || bound > INTEGER_BOUNDS.maximum,
    );
    return beyond === undefined ? undefined : { admitted: String(beyond), held: "32 bits" };
  }
  if (schema.type === "string" && schema.format === "decimal") {
    if (field.type !== "decimal") return undefined;
    const scale = field.scale ?? 2;
    const digits = decimalDigits(schema).scale;
    if (digits > scale) return { admitted: `${digits} digits after the point`, held: String(scale) };
    const whole = (field.precision ?? 12) - scale;
    const widest = decimalDigits(schema).whole;
    return widest > whole
      ? { admitted: `${widest} digits before the point`, held: String(whole) }
      : undefined;
  }
  if (schema.type === "string" && field.maxLength !== undefined) {
    const { maxLength } = boundsOf(schema);
    return maxLength > field.maxLength
      ? { admitted: `${maxLength} characters`, held: String(field.maxLength) }
      : undefined;
  }
  return undefined;
}
