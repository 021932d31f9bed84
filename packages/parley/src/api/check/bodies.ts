import { columnType } from "../../database/environment.ts";
import { columnOf, type Column } from "../../database/fields.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { isAssignable, nullable, printType, stringType, type Type } from "../../expression/types.ts";
import type { ApiSchema } from "../document.ts";
import { boundsOf } from "../bounds.ts";
import { schemaType } from "../types.ts";
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
      // What is answered too may show what the server alone writes, but then it is no body of its model.
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
  // A default stands in where null is sent for a column that has one only when it is left out: null never does.
  const wanted = columnType(column.field, database.enums);
  if (!isAssignable(durationAsString(sent), wanted)) {
    const parts = { name, model, found: printType(sent), expected: printType(wanted) };
    return [report["body-type"](place, parts)];
  }
  const beyond = boundBeyond(schema, column);
  return beyond ? [report["bound-beyond-column"](place, { name, model, ...beyond })] : [];
}

/** Durations are stored as text. */
function durationAsString(type: Type): Type {
  if (type.type === "nullable") return nullable(durationAsString(type.of));
  return type.type === "duration" ? stringType : type;
}

function boundBeyond(schema: ApiSchema, { field }: Column): { admitted: string; held: string } | undefined {
  if (schema.type === "nullable") return boundBeyond(schema.of, { field } as Column);
  if (schema.type === "string" && schema.format === "decimal") {
    if (field.type !== "decimal") return undefined;
    const scale = field.scale ?? 2;
    if ((schema.scale ?? 2) > scale) {
      return { admitted: `${schema.scale} digits after the point`, held: String(scale) };
    }
    const whole = (field.precision ?? 12) - scale;
    const widest = Math.max(...[schema.minimum, schema.maximum].map(wholeDigits));
    return widest > whole
      ? { admitted: `${widest} digits before the point`, held: String(whole) }
      : undefined;
  }
  if (schema.type === "string" && field.type === "string" && field.maxLength !== undefined) {
    const { maxLength } = boundsOf(schema);
    return maxLength > field.maxLength
      ? { admitted: `${maxLength} characters`, held: String(field.maxLength) }
      : undefined;
  }
  return undefined;
}

function wholeDigits(bound: string | undefined): number {
  return bound === undefined ? 0 : /^-?0*(\d*)/.exec(bound)![1]!.length;
}
