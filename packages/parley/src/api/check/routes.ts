import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { grouped } from "../../schema/remember.ts";
import type { ApiSchema, Operation, Property } from "../document.ts";
import { parameterOf, parametersOf, segmentsOf, servedPath } from "../path.ts";
import { queryOf } from "../query.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

const RESERVED_ROUTES = /^\/(?:health|metrics|openapi\.json)(?:\/|$)/;

/** Path and parameters agree, and parameters are values that a URL can hold. */
export const parameters: Rule = ({ api }) =>
  Object.entries(api.operations).flatMap(([name, operation]) => [
    ...pathFindings(name, operation, api.profile === "house"),
    ...typeFindings(name, operation),
    ...headerFindings(name, operation),
  ]);

/** Every route is one operation's own. */
export const routes: Rule = ({ api }) => {
  const findings: Diagnostic[] = [];
  const operations = Object.entries(api.operations);
  const rivals = rivalsAmong(operations);
  const shapes = new Map<string, Routed[]>();
  for (const [name, operation] of operations) {
    const { verb, path } = operation;
    const place = here("operations", name, "path");
    if (RESERVED_ROUTES.test(servedPath(api, operation)))
      findings.push(report["reserved-route"](place, { path }));
    const shape = `${verb} ${shapeOf(path)}`;
    const before = shapes.get(shape) ?? [];
    for (const [other, { path: otherPath }] of before) {
      const kind = path === otherPath ? "duplicate-route" : "ambiguous-route";
      findings.push(report[kind](place, { verb, path, other }));
    }
    shapes.set(shape, [...before, [name, operation]]);
    for (const [other, rival] of rivals(operation)) {
      if (rival === operation) continue;
      const shadow = shadowOn(operation, rival);
      if (shadow) findings.push(report["shadowed-route"](place, { verb, path, other, ...shadow }));
    }
  }
  return findings;
};

type Routed = [string, Operation];

const FREE = "{}";

/** The operations that may answer the same request as another one: those with its verb, length and first segment. */
function rivalsAmong(operations: readonly Routed[]): (operation: Operation) => readonly Routed[] {
  const kindOf = ({ verb, path }: Operation): string => `${verb} ${segmentsOf(path).length}`;
  const firstOf = ({ path }: Operation): string => {
    const [first = ""] = segmentsOf(path);
    return parameterOf(first) === undefined ? first : FREE;
  };
  const byKind = grouped(operations, ([, operation]) => kindOf(operation));
  const byFirst = grouped(operations, ([, operation]) => `${kindOf(operation)} ${firstOf(operation)}`);
  const free = (kind: string): readonly Routed[] => byFirst.get(`${kind} ${FREE}`) ?? [];
  return (operation) => {
    const [kind, first] = [kindOf(operation), firstOf(operation)];
    if (first === FREE || free(kind).length > 0) return byKind.get(kind) ?? [];
    return byFirst.get(`${kind} ${first}`) ?? [];
  };
}

function pathFindings(name: string, operation: Operation, isHouse: boolean): Diagnostic[] {
  const { path } = operation;
  const keys = ["operations", name];
  const findings: Diagnostic[] = [];
  const segments = segmentsOf(path);
  const named = parametersOf(path);
  const malformed = (reason: string): void => {
    findings.push(report["malformed-path"](here(...keys, "path"), { path, reason }));
  };
  if (segments.includes("")) malformed("a segment is empty");
  const isWhole = (segment: string): boolean =>
    parameterOf(segment) !== undefined || /^[\w-]*$/.test(segment);
  if (isHouse ? !segments.every(isWhole) : !segments.every(isRoutable)) {
    malformed(
      isHouse
        ? "every segment is a word or one whole parameter"
        : "behind a parameter only a point or a hyphen tells what else stands in its segment",
    );
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

/** What the router can tell apart: `{id}.json` and `{from}-{to}`, but not `{id}x`. */
function isRoutable(segment: string): boolean {
  const words = segment.replaceAll(/\{[A-Za-z_]\w*\}(?![A-Za-z0-9_{~@])/g, "");
  return !/[{}]/.test(words);
}

const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** Headers that mean something to every server, or that the framework reads itself. */
const RESERVED_HEADERS: ReadonlySet<string> = new Set(
  "accept authorization connection content-length content-type cookie host transfer-encoding".split(" "),
);

/** Headers and cookies have names that can be sent, each its own. */
function headerFindings(operationName: string, operation: Operation): Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const place of ["headers", "cookies"] as const) {
    const seen = new Set<string>();
    for (const [key, { wire = key }] of Object.entries(operation[place] ?? {})) {
      const name = place === "headers" ? wire.toLowerCase() : wire;
      const keys = ["operations", operationName, place, key];
      if (!HEADER_NAME.test(wire) || (place === "headers" && RESERVED_HEADERS.has(name))) {
        findings.push(report["refused-header"](here(...keys), { name: wire, place }));
      }
      if (seen.has(name)) findings.push(report["duplicate-wire"](here(...keys), { name: wire }));
      seen.add(name);
    }
  }
  return findings;
}

function typeFindings(name: string, operation: Operation): Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const [parameter, schema] of Object.entries(operation.parameters)) {
    if (isPlain(schema) && schema.type !== "boolean") continue;
    const parts = { name: parameter, type: schema.type, place: "a path" };
    findings.push(report["parameter-type"](here("operations", name, "parameters", parameter), parts));
  }
  const own = new Set(Object.keys(operation.query ?? {}));
  const filters = Object.keys(operation.listing?.filters ?? {});
  for (const place of ["query", "headers", "cookies"] as const) {
    const isList = place === "query" ? isPlainList : place === "headers" ? isJoinedList : () => false;
    for (const [parameter, property] of Object.entries(operation[place] ?? {})) {
      const { schema, separator } = property;
      const keys = ["operations", name, place, parameter];
      if (separator && schema.type !== "array") {
        findings.push(report["separator-without-list"](here(...keys, "separator"), { name: parameter }));
      }
      if (place === "query" || isPlain(schema) || isList(property)) continue;
      const parts = {
        name: parameter,
        type: schema.type,
        place: place === "headers" ? "a header" : "a cookie",
      };
      findings.push(report["parameter-type"](here(...keys), parts));
    }
  }
  for (const [parameter, property] of Object.entries(queryOf(operation))) {
    const { schema } = property;
    if (isPlain(schema) || isPlainList(property)) continue;
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
  return ["string", "integer", "number", "boolean", "enum", "constant"].includes(schema.type);
}

function isPlainList({ schema }: Property): boolean {
  return schema.type === "array" && isPlain(schema.items) && schema.items.type !== "boolean";
}

/** A header that is sent twice is one to the server, its values with commas between them. */
function isJoinedList(property: Property): boolean {
  return isPlainList(property) && property.separator === "comma";
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
