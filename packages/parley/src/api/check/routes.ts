import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { ApiSchema, Operation } from "../document.ts";
import { parameterOf, segmentsOf } from "../path.ts";
import { queryOf } from "../query.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

const RESERVED_ROUTES = /^\/(?:health|metrics|openapi\.json)(?:\/|$)/;

/** Path and parameters agree, and parameters are values that a URL can hold. */
export const parameters: Rule = ({ api }) =>
  Object.entries(api.operations).flatMap(([name, operation]) => [
    ...pathFindings(name, operation),
    ...typeFindings(name, operation),
  ]);

/** Every route is one operation's own. */
export const routes: Rule = ({ api }) => {
  const findings: Diagnostic[] = [];
  const operations = Object.entries(api.operations);
  for (const [index, [name, operation]] of operations.entries()) {
    const { verb, path } = operation;
    const place = here("operations", name, "path");
    if (RESERVED_ROUTES.test(path)) findings.push(report["reserved-route"](place, { path }));
    for (const [other, { verb: otherVerb, path: otherPath }] of operations.slice(0, index)) {
      if (verb !== otherVerb) continue;
      if (path === otherPath) findings.push(report["duplicate-route"](place, { verb, path, other }));
      else if (shapeOf(path) === shapeOf(otherPath)) {
        findings.push(report["ambiguous-route"](place, { verb, path, other }));
      }
    }
    for (const [other, rival] of operations) {
      if (rival === operation || rival.verb !== verb) continue;
      const shadow = shadowOn(operation, rival);
      if (shadow) findings.push(report["shadowed-route"](place, { verb, path, other, ...shadow }));
    }
  }
  return findings;
};

function pathFindings(name: string, operation: Operation): Diagnostic[] {
  const { path } = operation;
  const keys = ["operations", name];
  const findings: Diagnostic[] = [];
  const segments = segmentsOf(path);
  const named = segments.flatMap((segment) => parameterOf(segment) ?? []);
  const malformed = (reason: string): void => {
    findings.push(report["malformed-path"](here(...keys, "path"), { path, reason }));
  };
  if (segments.includes("")) malformed("a segment is empty");
  if (segments.some((segment) => parameterOf(segment) === undefined && /[{}]/.test(segment))) {
    malformed("a parameter must be a whole segment");
  }
  if (new Set(named).size < named.length) malformed("a parameter stands in it twice");
  const declared = Object.keys(operation.parameters);
  for (const parameter of new Set(named)) {
    if (declared.includes(parameter)) continue;
    const hint = didYouMean(parameter, declared);
    findings.push(report["undeclared-parameter"](here(...keys, "path"), { name: parameter, hint }));
  }
  for (const parameter of declared) {
    if (named.includes(parameter)) continue;
    const hint = didYouMean(parameter, named);
    findings.push(
      report["parameter-not-in-path"](here(...keys, "parameters", parameter), { name: parameter, hint }),
    );
  }
  return findings;
}

function typeFindings(name: string, operation: Operation): Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const [parameter, schema] of Object.entries(operation.parameters)) {
    if (["string", "integer", "enum"].includes(schema.type)) continue;
    const parts = { name: parameter, type: schema.type, place: "a path" };
    findings.push(report["parameter-type"](here("operations", name, "parameters", parameter), parts));
  }
  const own = new Set(Object.keys(operation.query ?? {}));
  const filters = Object.keys(operation.listing?.filters ?? {});
  for (const [parameter, { schema }] of Object.entries(queryOf(operation))) {
    if (
      isPlain(schema) ||
      (schema.type === "array" && isPlain(schema.items) && schema.items.type !== "boolean")
    ) {
      continue;
    }
    const place = own.has(parameter) ? ["query", parameter] : ["listing", "filters", parameter];
    const parts = { name: parameter, type: schema.type, place: "a query" };
    findings.push(report["parameter-type"](here("operations", name, ...place), parts));
  }
  const implied = Object.keys(
    operation.listing
      ? queryOf({ ...operation, query: {}, listing: { ...operation.listing, filters: {} } })
      : {},
  );
  for (const filter of filters) {
    if (!implied.includes(filter)) continue;
    const parts = { name: filter, place: "every listing" };
    findings.push(report["query-collision"](here("operations", name, "listing", "filters", filter), parts));
  }
  for (const parameter of own) {
    if (!implied.includes(parameter) && !filters.includes(parameter)) continue;
    const parts = { name: parameter, place: "the listing" };
    findings.push(report["query-collision"](here("operations", name, "query", parameter), parts));
  }
  return findings;
}

function isPlain(schema: ApiSchema): boolean {
  return ["string", "integer", "number", "boolean", "enum"].includes(schema.type);
}

function shapeOf(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, "{}");
}

/** The first word of the rival's path that hides a value of a free parameter of the operation's, if any. */
function shadowOn(operation: Operation, rival: Operation): { parameter: string; word: string } | undefined {
  const own = segmentsOf(operation.path);
  const other = segmentsOf(rival.path);
  if (own.length !== other.length) return undefined;
  let shadow: { parameter: string; word: string } | undefined;
  for (const [index, segment] of own.entries()) {
    const word = other[index]!;
    const parameter = parameterOf(segment);
    if (parameterOf(word) !== undefined) {
      // The router prefers words: from here on the operation's own word would win.
      if (parameter === undefined && !shadow) return undefined;
      continue;
    }
    if (parameter === undefined) {
      if (segment !== word) return undefined;
      continue;
    }
    if (!admits(operation.parameters[parameter], word)) return undefined;
    shadow ??= { parameter, word };
  }
  return shadow;
}

function admits(schema: ApiSchema | undefined, word: string): boolean {
  if (schema?.type === "enum") return schema.values.includes(word);
  if (schema?.type !== "string") return false;
  return schema.format === undefined || schema.format === "password";
}
