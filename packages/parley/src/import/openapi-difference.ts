import type { AnyJson } from "../api/document.ts";
import { pointerOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import {
  dereferenced,
  isObject,
  listAt,
  objectAt,
  textAt,
  toJson,
  without,
  type JsonObject,
  type Keys,
} from "./openapi-json.ts";
import { normalSchema, same } from "./openapi-normal.ts";

/** Where two descriptions do not mean the same; `undefined`: one says nothing there. */
export interface Difference {
  /** JSON pointer into a description whose references are resolved; parameters go by `<place> <name>`. */
  pointer: string;
  before: AnyJson | undefined;
  after: AnyJson | undefined;
}

/**
 * Everything in which two OpenAPI 3.0 or 3.1 descriptions differ in meaning: names of components, the order of keys,
 * the ways in which the two versions say null, and what is said by default do not count.
 */
export function openapiDifferences(before: unknown, after: unknown): Difference[] {
  const found: Difference[] = [];
  compare(normalDescription(toJson(before)), normalDescription(toJson(after)), [], found);
  return found;
}

/** What an import says that changes the description which is printed back. */
const CHANGES: ReadonlySet<string> = new Set(
  `openapi/type-guessed openapi/unknown-reference openapi/parameter-simplified openapi/parameter-dropped
  openapi/parameter-renamed openapi/body-dropped openapi/no-success openapi/operation-named openapi/operation-dropped
  openapi/id-is-uuid openapi/id-is-number openapi/unsound openapi/kept-aside`.split(/\s+/),
);

/** The differences that no diagnostic of an import speaks of, by its place. */
export function unexplained(
  differences: readonly Difference[],
  diagnostics: readonly Diagnostic[],
): Difference[] {
  const places = diagnostics.flatMap(({ at, code }) =>
    "pointer" in at && CHANGES.has(code) ? [at.pointer] : [],
  );
  // A path whose parameter is called otherwise is another path.
  const renamed = diagnostics.flatMap(({ at, code }) =>
    "pointer" in at && code === "openapi/parameter-renamed" ? [nameless(pathOf(at.pointer))] : [],
  );
  return differences.filter(
    ({ pointer }) =>
      !places.some((place) => isWithin(pointer, place)) && !renamed.includes(nameless(pathOf(pointer))),
  );
}

function pathOf(pointer: string): string {
  return pointer.split("/").slice(0, 3).join("/");
}

function nameless(path: string): string {
  return path.replaceAll(/\{[^}]*\}/g, "{}");
}

/** What is said of a component shows wherever the component is used. */
function isWithin(pointer: string, place: string): boolean {
  const inside = /^\/components\/schemas\/[^/]+(\/.+)?$/.exec(place);
  if (inside) return `${pointer}/`.includes(`${inside[1] ?? "/schema"}/`);
  // Parameters have numbers in a description, and may stand at their path.
  const [holder, parameter] = place.split(/\/parameters\/\d+/);
  if (parameter !== undefined) return pointer.startsWith(`${holder}/`) && pointer.includes("/parameters/");
  return pointer === place || pointer.startsWith(`${place}/`);
}

function compare(
  before: AnyJson | undefined,
  after: AnyJson | undefined,
  keys: Keys,
  found: Difference[],
): void {
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[key], after[key], [...keys, key], found);
    }
    return;
  }
  if (before === undefined ? after === undefined : after !== undefined && same(before, after)) return;
  found.push({ pointer: pointerOf(keys), before, after });
}

const VERBS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

function normalDescription(value: AnyJson | undefined): JsonObject {
  const root = isObject(value) ? value : {};
  const components = objectAt(root, "components");
  return {
    ...without(root, ["openapi", "info", "servers", "tags", "paths", "components", "security"]),
    info: objectAt(root, "info"),
    servers: Array.isArray(root["servers"]) ? root["servers"] : [{ url: "/" }],
    tags: listAt(root, "tags"),
    paths: normalPaths(root),
    securitySchemes: objectAt(components, "securitySchemes"),
  };
}

function normalPaths(root: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(objectAt(root, "paths")).map(([path, given]) => {
      const item = dereferenced(root, given);
      const normal: JsonObject = without(item, ["parameters", "$ref", ...VERBS]);
      for (const verb of VERBS) {
        const operation = item[verb];
        if (isObject(operation)) normal[verb] = normalOperation(root, item, operation);
      }
      return [path, normal];
    }),
  );
}

function normalOperation(root: JsonObject, item: JsonObject, operation: JsonObject): JsonObject {
  const parameters = [...listAt(item, "parameters"), ...listAt(operation, "parameters")].map((given) => {
    const value = dereferenced(root, given);
    return [`${textAt(value, "in") ?? ""} ${textAt(value, "name") ?? ""}`, normalParameter(root, value)];
  });
  const body = operation["requestBody"];
  const security = operation["security"] ?? root["security"] ?? [];
  return {
    ...without(operation, ["tags", "parameters", "requestBody", "responses", "security", "deprecated"]),
    deprecated: operation["deprecated"] === true,
    tags: listAt(operation, "tags"),
    parameters: Object.fromEntries(parameters),
    ...(isObject(body) ? { requestBody: normalBody(root, dereferenced(root, body)) } : {}),
    responses: Object.fromEntries(
      Object.entries(objectAt(operation, "responses")).map(([status, given]) => [
        status,
        normalResponse(root, dereferenced(root, given)),
      ]),
    ),
    security,
  };
}

function normalParameter(root: JsonObject, value: JsonObject): JsonObject {
  const style =
    textAt(value, "style") ?? (["query", "cookie"].includes(textAt(value, "in") ?? "") ? "form" : "simple");
  const schema = normalSchema(root, value["schema"]);
  const { example } = value;
  // An example of a parameter is one of its values.
  const shown =
    isObject(schema) && example !== undefined && schema["example"] === undefined
      ? { ...schema, example }
      : schema;
  const isList =
    isObject(schema) &&
    Array.isArray(schema["type"]) &&
    schema["type"].some((type) => ["array", "object"].includes(String(type)));
  return {
    ...without(value, ["schema", "example", "required", "style", "explode", "content", "deprecated"]),
    required: value["required"] === true,
    deprecated: value["deprecated"] === true || (isObject(shown) && shown["deprecated"] === true),
    // Nothing of this means anything for a single value.
    ...(isList ? { style, explode: value["explode"] ?? style === "form" } : {}),
    schema: isObject(shown) ? without(shown, ["deprecated"]) : shown,
    ...(isObject(value["content"]) ? { content: normalContent(root, value) } : {}),
  };
}

function normalBody(root: JsonObject, value: JsonObject): JsonObject {
  return {
    ...without(value, ["content", "required"]),
    required: value["required"] === true,
    content: normalContent(root, value),
  };
}

function normalResponse(root: JsonObject, value: JsonObject): JsonObject {
  return {
    ...without(value, ["content", "headers"]),
    content: normalContent(root, value),
    headers: Object.fromEntries(
      Object.entries(objectAt(value, "headers")).map(([name, given]) => {
        const header = dereferenced(root, given);
        return [
          name.toLowerCase(),
          { ...normalParameter(root, header), required: header["required"] === true },
        ];
      }),
    ),
  };
}

function normalContent(root: JsonObject, value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(objectAt(value, "content")).map(([type, given]) => {
      const media = isObject(given) ? given : {};
      return [type, { ...media, schema: normalSchema(root, media["schema"]) }];
    }),
  );
}
