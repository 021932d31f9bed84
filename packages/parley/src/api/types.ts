import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  durationType,
  floatType,
  integerType,
  jsonType,
  listOf,
  nullable,
  rowOf,
  stringType,
  unknownType,
  type PropertyType,
  type Type,
  type TypeOf,
} from "../expression/types.ts";
import type { Api, ApiSchema, Operation, Property } from "./document.ts";
import { queryOf } from "./query.ts";

/**
 * How a value is looked at. `wire`: as a client sends and gets it, where dates, times, decimals and durations are
 * strings. `program`: as the server computes with it. `rows`: like `program`, but a reference to a schema with a
 * model is a row of that model: what an answer is made from.
 */
export type View = "wire" | "program" | "rows";

/** The type of the values of a schema. An unknown name and a cycle are `unknown`: rules report them. */
export function schemaType(schema: ApiSchema, api: Api, view: View, trail: readonly string[] = []): Type {
  switch (schema.type) {
    case "boolean":
      return booleanType;
    case "integer":
      return integerType;
    case "number":
      return floatType;
    case "string":
      return view === "wire" ? stringType : typeOfFormat(schema.format);
    case "enum":
      return { type: "enum", values: schema.values };
    case "array":
      return listOf(schemaType(schema.items, api, view, trail));
    case "object":
      return propertiesType(schema.properties, api, view, trail);
    case "reference":
      return namedType(schema.schema, api, view, trail);
    case "nullable":
      return nullable(schemaType(schema.of, api, view, trail));
    case "oneOf":
      return variantsType(schema, api, view, trail);
    case "json":
      return jsonType;
    default:
      return schema satisfies never;
  }
}

/** The type of a named schema's values. */
export function namedType(name: string, api: Api, view: View, trail: readonly string[] = []): Type {
  const schema = Object.hasOwn(api.schemas, name) ? api.schemas[name] : undefined;
  if (!schema || trail.includes(name)) return unknownType;
  if (view === "rows" && schema.model !== undefined) return rowOf(schema.model);
  return propertiesType(schema.properties, api, view, [...trail, name]);
}

/** The type of an operation's body, `undefined` where it takes none. */
export function bodyType(operation: Operation, api: Api, view: "wire" | "program"): Type | undefined {
  return operation.body === undefined ? undefined : namedType(operation.body, api, view);
}

/** The type of the path parameters: an object, empty where there are none. */
export function pathType(operation: Operation, api: Api, view: "wire" | "program"): TypeOf<"object"> {
  const properties = Object.entries(operation.parameters).map(([name, schema]): [string, PropertyType] => [
    name,
    { type: schemaType(schema, api, view) },
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

/** The type of the query parameters. The program always finds `page`, `size` and `sort`: they have defaults. */
export function queryType(operation: Operation, api: Api, view: "wire" | "program"): TypeOf<"object"> {
  const type = propertiesType(queryOf(operation), api, view);
  if (view === "wire" || !operation.listing) return type;
  const properties = Object.entries(type.properties).map(([name, property]): [string, PropertyType] => [
    name,
    ["page", "size", "sort"].includes(name) ? { type: property.type } : property,
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

/**
 * The type of what an operation answers, `undefined` where it answers nothing. On the wire a page is
 * `{ data, page }` and a list `{ data }`; the program returns a list of what the elements are made from.
 */
export function answerType(operation: Operation, api: Api, view: "wire" | "program"): Type | undefined {
  const { schema, shape } = operation.answer;
  if (schema === undefined || shape === "none") return undefined;
  const element = namedType(schema, api, view === "wire" ? "wire" : "rows");
  if (shape === "one") return element;
  if (view === "program") return listOf(element);
  const properties: Record<string, PropertyType> = { data: { type: listOf(element) } };
  if (shape === "page") properties["page"] = { type: pageType };
  return { type: "object", properties };
}

/** Whether every value of a schema is a uuid, null or a list of uuids: text of another form no uuid column takes. */
export function isUuid(schema: ApiSchema): boolean {
  if (schema.type === "nullable") return isUuid(schema.of);
  if (schema.type === "array") return isUuid(schema.items);
  return schema.type === "string" && schema.format === "uuid";
}

const pageType: Type = {
  type: "object",
  properties: Object.fromEntries(
    ["page", "size", "total", "pages"].map((name) => [name, { type: integerType }]),
  ),
};

function typeOfFormat(format: Extract<ApiSchema, { type: "string" }>["format"]): Type {
  switch (format) {
    case "date":
      return dateType;
    case "date-time":
      return datetimeType;
    case "decimal":
      return decimalType;
    case "duration":
      return durationType;
    case "uuid":
    case "email":
    case "uri":
    case "password":
    case undefined:
      return stringType;
    default:
      return format satisfies never;
  }
}

function propertiesType(
  properties: Record<string, Property>,
  api: Api,
  view: View,
  trail: readonly string[] = [],
): TypeOf<"object"> {
  const typed = Object.entries(properties).map(([name, { schema, optional }]): [string, PropertyType] => [
    name,
    { type: schemaType(schema, api, view, trail), ...(optional ? { optional } : {}) },
  ]);
  return { type: "object", properties: Object.fromEntries(typed) };
}

/** All variants in one: the discriminator is always there, every other property may be absent. */
function variantsType(
  schema: Extract<ApiSchema, { type: "oneOf" }>,
  api: Api,
  view: View,
  trail: readonly string[],
): Type {
  const properties: Record<string, PropertyType> = {};
  const kinds: string[] = [];
  for (const variant of schema.variants) {
    const type = namedType(variant, api, view === "rows" ? "program" : view, trail);
    if (type.type !== "object") return unknownType;
    for (const [name, property] of Object.entries(type.properties)) {
      if (name === schema.discriminator && property.type.type === "enum") kinds.push(...property.type.values);
      else if (!properties[name]) properties[name] = { type: property.type, optional: true };
      else if (JSON.stringify(properties[name].type) !== JSON.stringify(property.type)) {
        properties[name] = { type: unknownType, optional: true };
      }
    }
  }
  return {
    type: "object",
    properties: { [schema.discriminator]: { type: { type: "enum", values: kinds } }, ...properties },
  };
}
