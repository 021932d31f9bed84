import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { accepts } from "../accepts.ts";
import { patternProblem } from "../pattern.ts";
import type { Api, Property } from "../document.ts";
import { allNodes, propertyRecords, type Keys } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

/** What is kept as JSON is never a bare null; a schema with a value has nothing besides. */
export const shapes: Rule = ({ api }) => {
  const findings: Diagnostic[] = [];
  for (const { schema, keys } of allNodes(api)) {
    if (schema.type === "union") {
      for (const [index, option] of schema.options.entries()) {
        if (mayBeNull(api, option)) {
          findings.push(report["null-in-json"](here(...keys, "options", index), { what: "an option" }));
        }
      }
    }
    if (schema.type === "json" && schema.of && mayBeNull(api, schema.of)) {
      findings.push(report["null-in-json"](here(...keys, "of"), { what: "JSON of a shape" }));
    }
    if (schema.type === "constant" && typeof schema.value === "number" && !Number.isFinite(schema.value)) {
      findings.push(report["malformed-bound"](here(...keys, "value"), { bound: String(schema.value) }));
    }
  }
  for (const [name, { value, properties, model, rest }] of Object.entries(api.schemas)) {
    if (!value) continue;
    if (Object.keys(properties).length > 0 || model !== undefined || rest) {
      findings.push(report["value-with-properties"](here("schemas", name, "value"), { name }));
    }
  }
  return findings;
};

function mayBeNull(api: Api, schema: Parameters<typeof accepts>[1]): boolean {
  if (schema.type === "reference") {
    const value = Object.hasOwn(api.schemas, schema.schema) ? api.schemas[schema.schema]!.value : undefined;
    return value !== undefined && value !== schema && value.type !== "reference" && mayBeNull(api, value);
  }
  return schema.type === "null" || schema.type === "nullable";
}

/** A default is a value that the client could have sent, of a property that it may leave out. */
export const defaults: Rule = ({ api }) =>
  propertyRecords(api).flatMap(({ keys, properties }) =>
    Object.entries(properties).flatMap(([name, property]) => defaultFindings(api, [...keys, name], property)),
  );

function defaultFindings(api: Api, keys: Keys, property: Property): Diagnostic[] {
  const { schema, default: standard, optional } = property;
  if (standard === undefined) return [];
  const name = String(keys.at(-1));
  if (!optional) return [report["default-of-required"](here(...keys, "default"), { name })];
  // What no pattern may be is said elsewhere.
  if (schema.type === "string" && schema.pattern && patternProblem(schema.pattern)) return [];
  return accepts(api, schema, standard)
    ? []
    : [report["misfit-default"](here(...keys, "default"), { name, value: JSON.stringify(standard) })];
}
