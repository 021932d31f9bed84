import type { Answer, ApiSchema, FurtherAnswer, MediaType, Operation } from "../api/document.ts";
import { pascalCase } from "../text/names.ts";
import {
  componentOf,
  dereferenced,
  isObject,
  textAt,
  without,
  type JsonObject,
  type Keys,
} from "./openapi-json.ts";
import { type Importing } from "./openapi-leaves.ts";
import { schemaName } from "./openapi-names.ts";
import { readHeaders } from "./openapi-parameters.ts";
import { here, report } from "./openapi-report.ts";
import { readSchema } from "./openapi-schema.ts";

type Body = Pick<Operation, "body" | "bodyOptional" | "bodyDescription" | "bodyContent">;

/** Content types whose values are JSON, the usual one first. */
function jsonType(content: JsonObject): string | undefined {
  const types = Object.keys(content);
  const isJson = (type: string): boolean => /^(?:[\w.+*-]+\/(?:[\w.-]+\+)?json|\*\/\*)\s*(?:;|$)/i.test(type);
  return types.find((type) => /^application\/json\s*(?:;|$)/i.test(type)) ?? types.find(isJson);
}

/** What an operation takes in its body. */
export function readBody(importing: Importing, name: string, operation: JsonObject, keys: Keys): Body {
  const given = operation["requestBody"];
  if (!isObject(given)) return {};
  const value = dereferenced(importing.root, given);
  const content = contentOf(value);
  const place = [...keys, "requestBody", "content"];
  const type = jsonType(content);
  reportUnserved(importing, content, type, place);
  const body = type === undefined ? undefined : bodySchema(importing, `${name}Body`, content, type, place);
  const description = textAt(value, "description");
  return {
    ...(body === undefined ? {} : { body }),
    ...(value["required"] === true ? {} : { bodyOptional: true }),
    ...(description === undefined ? {} : { bodyDescription: description }),
    bodyContent: readContent(importing, `${name}Body`, content, type, place),
  };
}

function contentOf(value: JsonObject): JsonObject {
  const { content } = value;
  return isObject(content) ? content : {};
}

function reportUnserved(
  importing: Importing,
  content: JsonObject,
  served: string | undefined,
  keys: Keys,
): void {
  const types = Object.keys(content).filter((type) => type !== served);
  if (types.length > 0)
    importing.diagnostics.push(report["unserved-content"](here(keys), { types: types.join(", ") }));
}

function bodySchema(
  importing: Importing,
  wish: string,
  content: JsonObject,
  type: string,
  keys: Keys,
): string | undefined {
  const media = content[type];
  return namedSchema(importing, wish, isObject(media) ? media["schema"] : undefined, [
    ...keys,
    type,
    "schema",
  ]);
}

/** The name of a schema of an operation: that of its component, or a new one that is printed where it is used. */
export function namedSchema(
  importing: Importing,
  wish: string,
  value: JsonObject[string] | undefined,
  keys: Keys,
): string {
  const reference = isObject(value) ? textAt(value, "$ref") : undefined;
  const component = reference === undefined ? undefined : componentOf(reference);
  const known = component === undefined ? undefined : importing.names.get(component);
  if (known !== undefined && Object.keys(value as JsonObject).length === 1) return known;
  return addInline(importing, wish, readSchema(importing, value, keys));
}

function addInline(importing: Importing, wish: string, schema: ApiSchema): string {
  const name = schemaName(pascalCase(wish), importing.taken);
  importing.api.schemas[name] = { ...namedParts(name, schema), inline: true };
  return name;
}

/** A schema as a named one: an object by its properties, anything else by its value. */
export function namedParts(name: string, schema: ApiSchema): Importing["api"]["schemas"][string] {
  if (schema.type !== "object") return { id: name, properties: {}, value: schema };
  const { type: _type, ...parts } = schema;
  return { id: name, ...parts };
}

/** Every content type; one whose schema is that of the served one says no more. */
function readContent(
  importing: Importing,
  wish: string,
  content: JsonObject,
  served: string | undefined,
  keys: Keys,
): Record<string, MediaType> {
  const main = served === undefined ? undefined : content[served];
  const own = isObject(main) ? JSON.stringify(main["schema"]) : undefined;
  return Object.fromEntries(
    Object.entries(content).map(([type, given]): [string, MediaType] => {
      const value = isObject(given) ? given : {};
      const { schema } = value;
      const annotations = without(value, ["schema"]);
      const isOwn = served !== undefined && (type === served || JSON.stringify(schema) === own);
      const named =
        isOwn || schema === undefined
          ? undefined
          : namedSchema(importing, `${wish} ${type.replace(/;.*$/, "")}`, schema, [...keys, type, "schema"]);
      return [
        type,
        {
          ...(named === undefined ? {} : { schema: named }),
          ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
        },
      ];
    }),
  );
}

/** The answer of success and all others. */
export function readAnswers(
  importing: Importing,
  name: string,
  operation: JsonObject,
  keys: Keys,
): Pick<Operation, "answer" | "answers"> {
  const responses = isObject(operation["responses"]) ? operation["responses"] : {};
  const success =
    Object.keys(responses)
      .filter((status) => /^2\d\d$/.test(status))
      .toSorted()[0] ??
    Object.keys(responses)
      .filter((status) => /^3\d\d$/.test(status))
      .toSorted()[0];
  const place = [...keys, "responses"];
  const answers: Record<string, FurtherAnswer> = {};
  for (const [status, given] of Object.entries(responses)) {
    if (status === success || !/^(?:[1-5](?:\d\d|XX)|default)$/.test(status)) continue;
    answers[status] = readFurther(importing, `${name} ${status}`, given, [...place, status]);
  }
  const further = Object.keys(answers).length > 0 ? { answers } : {};
  if (success === undefined) {
    importing.diagnostics.push(report["no-success"](here(place)));
    return { answer: { status: 200, shape: "none" }, ...further };
  }
  const value = dereferenced(importing.root, responses[success]);
  return { answer: readSuccess(importing, name, Number(success), value, [...place, success]), ...further };
}

function readSuccess(
  importing: Importing,
  name: string,
  status: number,
  value: JsonObject,
  keys: Keys,
): Answer {
  const content = contentOf(value);
  const type = jsonType(content);
  const place = [...keys, "content"];
  reportUnserved(importing, content, type, place);
  const headers = readHeaders(importing, value, keys);
  const annotations = without(value, ["description", "content", "headers"]);
  const media = type === undefined ? undefined : content[type];
  const schema = isObject(media) ? media["schema"] : undefined;
  return {
    status,
    ...(type === undefined || schema === undefined
      ? { shape: "none" as const }
      : answered(importing, name, schema, [...place, type, "schema"])),
    description: textAt(value, "description") ?? "",
    ...(Object.keys(content).length > 0
      ? {
          content: readContent(
            importing,
            `${name}Answer`,
            content,
            schema === undefined ? undefined : type,
            place,
          ),
        }
      : {}),
    ...(headers ? { headers } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}

/** A list of objects is a list of these; whatever else there is, is one value. */
function answered(
  importing: Importing,
  name: string,
  value: JsonObject[string],
  keys: Keys,
): Pick<Answer, "schema" | "shape" | "bare"> {
  const schema = readSchema(importing, value, keys);
  if (schema.type === "array" && Object.keys(schema).length === 2) {
    const { items } = schema;
    if (
      items.type === "reference" &&
      Object.keys(items).length === 2 &&
      !importing.api.schemas[items.schema]?.value
    ) {
      return { schema: items.schema, shape: "list", bare: true };
    }
    if (items.type === "object") {
      return { schema: addInline(importing, `${name}Item`, items), shape: "list", bare: true };
    }
  }
  if (schema.type === "reference" && Object.keys(schema).length === 2)
    return { schema: schema.schema, shape: "one" };
  return { schema: addInline(importing, `${name}Answer`, schema), shape: "one" };
}

function readFurther(
  importing: Importing,
  wish: string,
  given: JsonObject[string],
  keys: Keys,
): FurtherAnswer {
  const value = dereferenced(importing.root, given);
  const content = contentOf(value);
  const headers = readHeaders(importing, value, keys);
  const annotations = without(value, ["description", "content", "headers"]);
  return {
    description: textAt(value, "description") ?? "",
    ...(Object.keys(content).length > 0
      ? { content: readContent(importing, wish, content, undefined, [...keys, "content"]) }
      : {}),
    ...(headers ? { headers } : {}),
    ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
  };
}
