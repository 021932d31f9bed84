import type { Operation } from "../api/document.ts";
import { servedPath } from "../api/path.ts";
import { pascalCase } from "../text/names.ts";
import {
  dereferenced,
  isObject,
  objectAt,
  textAt,
  textsAt,
  without,
  type JsonObject,
  type Keys,
} from "./openapi-json.ts";
import { readAnswers, readBody } from "./openapi-content.ts";
import { type Importing } from "./openapi-leaves.ts";
import { groupName, operationName } from "./openapi-names.ts";
import { readParameters } from "./openapi-parameters.ts";
import { here, report } from "./openapi-report.ts";

const VERBS = ["get", "post", "put", "patch", "delete"] as const;
const OTHER_VERBS = ["head", "options", "trace"];

/** What the framework of a generated project answers itself. */
const FRAMEWORK = /^\/(?:health|metrics|openapi\.json)(?:\/|$)/;
/** What the router can tell apart, and code can be printed for. */
const ROUTE = /^\/(?:(?:[A-Za-z0-9_.~@-]|\{[A-Za-z_]\w*\}(?=[/.-]|$))+(?:\/(?!$)|$))*$/;

/** Names and routes that are given away. */
interface Given {
  names: Set<string>;
  methods: Set<string>;
  routes: Set<string>;
}

/** Adds every operation that can be served, in the order of the description. */
export function readOperations(importing: Importing): void {
  const given: Given = { names: new Set(), methods: new Set(), routes: new Set() };
  for (const [path, value] of Object.entries(objectAt(importing.root, "paths"))) {
    const item = dereferenced(importing.root, value);
    const served = [...VERBS, ...OTHER_VERBS].flatMap((verb) => {
      const operation = item[verb];
      return isObject(operation)
        ? (readOperation(importing, given, { path, verb, item, operation }) ?? [])
        : [];
    });
    const keywords = without(item, [...VERBS, ...OTHER_VERBS, "parameters", "$ref"]);
    const [shown = path] = served;
    const isKept = Object.keys(keywords).length > 0 || served.length === 0;
    if (isKept) (importing.api.foreign!.paths ??= {})[shown] = keywords;
  }
}

interface Described {
  path: string;
  verb: string;
  item: JsonObject;
  operation: JsonObject;
}

/** Adds an operation and gives its path, `undefined` where it is left out. */
function readOperation(importing: Importing, given: Given, described: Described): string | undefined {
  const { api, diagnostics } = importing;
  const { path, verb, item, operation } = described;
  const keys = ["paths", path, verb];
  const said = { verb: verb.toUpperCase(), path };
  const drop = (reason: string): undefined => {
    diagnostics.push(report["operation-dropped"](here(keys), { ...said, reason }));
  };
  if (OTHER_VERBS.includes(verb)) return drop("the server answers this method itself");
  const taken = readParameters(importing, path, item, operation, keys);
  const route = `${verb} ${taken.path.replaceAll(/\{[^}]*\}/g, "{}")}`;
  if (!ROUTE.test(taken.path)) return drop("its path has a form that no route can have");
  if (FRAMEWORK.test(servedPath(api, taken))) return drop("the framework has this path");
  if (given.routes.has(route)) return drop("its path differs from another one only in names of parameters");
  given.routes.add(route);
  const called = textAt(operation, "operationId") || undefined;
  const name = operationName(called ?? `${verb} ${path}`, given.names);
  if (called === undefined) diagnostics.push(report["operation-named"](here(keys), { ...said, name }));
  const group = groupOf(importing, operation, path);
  api.operations[name] = {
    id: name,
    group,
    method: methodName(name, group, given.methods),
    verb: said.verb as Operation["verb"],
    ...taken,
    ...(called === undefined || name === called ? {} : { wire: called }),
    ...readRest(importing, name, said, operation, keys),
  };
  return taken.path;
}

/** The folder of the first tag, else of the path's first word; folders do not differ in case alone. */
function groupOf({ api }: Importing, operation: JsonObject, path: string): string {
  const [tag = /[A-Za-z][\w-]*/.exec(path.replaceAll(/\{[^}]*\}/g, ""))?.[0] ?? "api"] = textsAt(
    operation,
    "tags",
  );
  const group = groupName(tag);
  const groups = Object.values(api.operations).map((one) => one.group);
  return groups.find((other) => pascalCase(other) === pascalCase(group)) ?? group;
}

const RESERVED_METHODS: ReadonlySet<string> = new Set(
  `constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable then
  onModuleInit onModuleDestroy onApplicationBootstrap beforeApplicationShutdown onApplicationShutdown
  service database clock random passwords sessions tokens mailer logger`.split(/\s+/),
);

function methodName(name: string, group: string, taken: Set<string>): string {
  const stem = RESERVED_METHODS.has(name) ? `${name}Call` : name.slice(0, 44);
  let method = stem;
  for (let count = 2; taken.has(`${group}.${method}`); count++) method = `${stem}${count}`;
  taken.add(`${group}.${method}`);
  return method;
}

/** Keywords of an operation that have a place of their own. */
const OWN = [
  "tags",
  "summary",
  "description",
  "operationId",
  "deprecated",
  "parameters",
  "requestBody",
].concat("responses", "security");

type Rest = Omit<Operation, "id" | "group" | "method" | "verb" | "path" | "wire" | "parameters">;

function readRest(
  importing: Importing,
  name: string,
  { verb, path }: { verb: string; path: string },
  operation: JsonObject,
  keys: Keys,
): Rest {
  const description = textAt(operation, "description");
  const annotations = without(operation, OWN);
  const security = demandsOf(operation);
  const hasBody = isObject(operation["requestBody"]);
  if (verb === "GET" && hasBody)
    importing.diagnostics.push(report["body-dropped"](here(keys), { verb, path }));
  return {
    summary: textAt(operation, "summary") ?? "",
    ...(description === undefined ? {} : { description }),
    ...(operation["deprecated"] === true ? { deprecated: true } : {}),
    ...(Array.isArray(operation["tags"]) ? { tags: textsAt(operation, "tags") } : {}),
    ...(verb === "GET" ? {} : readBody(importing, name, operation, keys)),
    ...readAnswers(importing, name, operation, keys),
    access: ["public"],
    errors: [],
    requirements: [],
    ...(security ? { security } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

/** Which security schemes a part of a description demands; `undefined` where it says nothing of it. */
export function demandsOf(holder: JsonObject): Record<string, string[]>[] | undefined {
  const { security } = holder;
  if (!Array.isArray(security)) return undefined;
  return security.flatMap((demand) =>
    isObject(demand)
      ? [Object.fromEntries(Object.keys(demand).map((scheme) => [scheme, textsAt(demand, scheme)]))]
      : [],
  );
}
