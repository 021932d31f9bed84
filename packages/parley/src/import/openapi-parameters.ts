import type { AnyJson, ApiSchema, Operation, Property } from "../api/document.ts";
import {
  dereferenced,
  isObject,
  listAt,
  textAt,
  without,
  type JsonObject,
  type Keys,
} from "./openapi-json.ts";
import type { Importing } from "./openapi-leaves.ts";
import { parameterName } from "./openapi-names.ts";
import { here, report } from "./openapi-report.ts";
import { readProperty } from "./openapi-schema.ts";

export type Parameters = Pick<Operation, "path" | "parameters" | "query" | "headers" | "cookies">;

/** Headers that OpenAPI says are not to be described as parameters. */
const IGNORED_HEADERS: ReadonlySet<string> = new Set(["accept", "authorization", "content-type"]);

/** The path of an operation and all that it takes beside a body; those of its path are taken over. */
export function readParameters(
  importing: Importing,
  path: string,
  item: JsonObject,
  operation: JsonObject,
  keys: Keys,
): Parameters {
  const given = [...placed(importing, item, keys.slice(0, -1)), ...placed(importing, operation, keys)];
  const own = new Map(given.map((one) => [`${one.place} ${one.name}`, one]));
  const all = [...own.values()];
  const read: Required<Parameters> = { path, parameters: {}, query: {}, headers: {}, cookies: {} };
  readPath(
    importing,
    read,
    all.filter(({ place }) => place === "path"),
    keys,
  );
  for (const parameter of all) {
    const { place, name } = parameter;
    if (place === "path") continue;
    const where = ({ query: "query", header: "headers", cookie: "cookies" } as const)[place];
    if (place === "header" && IGNORED_HEADERS.has(name.toLowerCase())) {
      drop(importing, parameter, "it is said by other parts of a description");
      continue;
    }
    if (where === undefined) drop(importing, parameter, `nothing is sent in a ${String(place)}`);
    else {
      const taken = new Set(Object.keys(read[where]));
      const key = parameterName(name, taken);
      read[where][key] = readParameter(importing, parameter, name === key ? undefined : name);
    }
  }
  const some = (properties: Record<string, Property>): Record<string, Property> | undefined =>
    Object.keys(properties).length > 0 ? properties : undefined;
  const [query, headers, cookies] = [some(read.query), some(read.headers), some(read.cookies)];
  return {
    path: read.path,
    parameters: read.parameters,
    ...(query ? { query } : {}),
    ...(headers ? { headers } : {}),
    ...(cookies ? { cookies } : {}),
  };
}

interface Placed {
  place: "path" | "query" | "header" | "cookie";
  name: string;
  value: JsonObject;
  keys: Keys;
}

function placed(importing: Importing, holder: JsonObject, keys: Keys): Placed[] {
  return listAt(holder, "parameters").flatMap((given, index): Placed[] => {
    const value = dereferenced(importing.root, given);
    const [place, name] = [textAt(value, "in"), textAt(value, "name")];
    if (place === undefined || name === undefined || name === "") return [];
    return [{ place: place as Placed["place"], name, value, keys: [...keys, "parameters", index] }];
  });
}

function drop({ diagnostics }: Importing, { name, keys }: Placed, reason: string): void {
  diagnostics.push(report["parameter-dropped"](here(keys), { name, reason }));
}

/** Parameters in the order of the path; one that is not described is text. */
function readPath(
  importing: Importing,
  read: Required<Parameters>,
  given: readonly Placed[],
  keys: Keys,
): void {
  const taken = new Set<string>();
  const names = [...read.path.matchAll(/\{([^{}/]+)\}/g)].map(([, name]) => name!);
  for (const wire of new Set(names)) {
    const name = parameterName(wire, taken);
    if (name !== wire) {
      read.path = read.path.replaceAll(`{${wire}}`, `{${name}}`);
      importing.diagnostics.push(report["parameter-renamed"](here(keys), { from: wire, to: name }));
    }
    const parameter = given.find((one) => one.name === wire);
    const property = parameter && readParameter(importing, parameter, undefined);
    read.parameters[name] = property ? pathSchema(importing, property, parameter) : { type: "string" };
  }
  for (const parameter of given) {
    if (!names.includes(parameter.name)) drop(importing, parameter, "the path does not name it");
  }
}

/** A path parameter has no place for more than its schema; its own example is its schema's. */
function pathSchema(
  importing: Importing,
  { schema, annotations = {} }: Property,
  parameter: Placed,
): ApiSchema {
  const { example, deprecated, ...others } = annotations;
  const lost = Object.keys(others).filter((key) => !(key === "style" && others[key] === "simple"));
  if (lost.length > 0) {
    importing.diagnostics.push(report["kept-aside"](here(parameter.keys), { keywords: lost.join(", ") }));
  }
  const plain: ApiSchema =
    schema.type === "boolean" || schema.type === "array"
      ? simplified(importing, parameter.name, parameter.keys)
      : schema;
  return {
    ...plain,
    ...(example === undefined || plain.example !== undefined ? {} : { example }),
    ...(deprecated === true ? { deprecated } : {}),
  };
}

/** What a parameter says of itself, not of its values. */
const OWN = ["name", "in", "required", "description", "schema"];

function readParameter(
  importing: Importing,
  { name, place, value, keys }: Placed,
  wire: string | undefined,
): Property {
  const property = readProperty(importing, value["schema"], value["required"] !== true, [...keys, "schema"]);
  const { schema, separator, taken } = parameterSchema(importing, property.schema, {
    name,
    place,
    value,
    keys,
  });
  const description = textAt(value, "description");
  const annotations = without(value, [...OWN, ...taken]);
  const { default: standard, ...plain } = property;
  const isKept = standard !== undefined && schema === property.schema;
  return {
    ...plain,
    schema: description === undefined ? schema : withWords(schema, description),
    ...(isKept ? { default: standard } : {}),
    ...(separator ? { separator } : {}),
    ...(wire === undefined ? {} : { wire }),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

/** The words of a parameter are printed; other words of its schema stay with the schema. */
function withWords(schema: ApiSchema, description: string): ApiSchema {
  if (schema.description === undefined || schema.description === description)
    return { ...schema, description };
  return { ...schema, description, annotations: { ...schema.annotations, description: schema.description } };
}

/** A shape that text can have: a plain value, or a list of them. */
function parameterSchema(
  importing: Importing,
  schema: ApiSchema,
  parameter: Placed,
): { schema: ApiSchema; separator?: Property["separator"]; taken: string[] } {
  const { place, value, name, keys } = parameter;
  if (schema.type === "nullable" && isPlain(schema.of)) {
    return { schema: simplified(importing, name, keys), taken: [] };
  }
  if (isPlain(schema)) return { schema, taken: [] };
  const isList = schema.type === "array" && isPlain(schema.items) && schema.items.type !== "boolean";
  if (!isList || place === "cookie") return { schema: simplified(importing, name, keys), taken: [] };
  if (place !== "query") return { schema, separator: "comma", taken: [] };
  const { style = "form", explode = style === "form" } = value;
  const separator = separatorOf(style, explode);
  if (separator) return { schema, separator, taken: ["style", "explode"] };
  return style === "form" ? { schema, taken: [] } : { schema: simplified(importing, name, keys), taken: [] };
}

function separatorOf(style: AnyJson, explode: AnyJson): Property["separator"] {
  if (explode !== false) return undefined;
  if (style === "form") return "comma";
  return style === "spaceDelimited" ? "space" : style === "pipeDelimited" ? "pipe" : undefined;
}

function simplified({ diagnostics }: Importing, name: string, keys: Keys): ApiSchema {
  diagnostics.push(report["parameter-simplified"](here(keys), { name }));
  return { type: "string" };
}

function isPlain(schema: ApiSchema): boolean {
  return ["string", "integer", "number", "boolean", "enum", "constant"].includes(schema.type);
}

/** Headers of an answer, by their names. */
export function readHeaders(
  importing: Importing,
  holder: JsonObject,
  keys: Keys,
): Record<string, Property> | undefined {
  const { headers } = holder;
  if (!isObject(headers) || Object.keys(headers).length === 0) return undefined;
  return Object.fromEntries(
    Object.entries(headers).map(([name, given]): [string, Property] => {
      const value = dereferenced(importing.root, given);
      const place = [...keys, "headers", name];
      const property = readProperty(importing, value["schema"], value["required"] !== true, [
        ...place,
        "schema",
      ]);
      const description = textAt(value, "description");
      const annotations = without(value, ["required", "description", "schema"]);
      importing.diagnostics.push(report["header-not-sent"](here(place), { name }));
      return [
        name,
        {
          ...property,
          schema: description === undefined ? property.schema : withWords(property.schema, description),
          ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
        },
      ];
    }),
  );
}
