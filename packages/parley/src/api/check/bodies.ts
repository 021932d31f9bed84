import type { Field } from "../../database/document.ts";
import { columnType } from "../../database/environment.ts";
import { columnOf, type Column } from "../../database/fields.ts";
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

/** What a client sends for a model's column fits into it, and is the client's to say. */
export const bodyColumns: Rule = ({ api, database, usage }) => {
  const findings: Diagnostic[] = [];
  for (const name of usage.bodies) {
    const { model, properties } = api.schemas[name]!;
    if (model === undefined || !Object.hasOwn(database.models, model)) continue;
    for (const [property, { schema }] of Object.entries(properties)) {
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
