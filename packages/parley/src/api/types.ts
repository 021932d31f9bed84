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
  nullType,
  nullable,
  rowOf,
  stringType,
  uuidType,
  unknownType,
  type PropertyType,
  type Type,
  type TypeOf,
} from "../expression/types.ts";
import { remembered } from "../schema/remember.ts";
import type { Api, ApiSchema, Operation, Property } from "./document.ts";
import { queryOf } from "./query.ts";

/**
 * How a value is looked at. `wire`: as a client gets it, where dates, times, decimals and durations are strings and
 * properties have their names on the wire; `sent`: the same of what a client sends. `program`: as the server computes
 * with what was sent. `rows`: like `program`, but a reference to a schema with a model is a row of that model: what an
 * answer is made from.
 */
export type View = "wire" | "sent" | "program" | "rows";

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
      return onWire(view) ? stringType : typeOfFormat(schema.format);
    case "enum":
      return { type: "enum", values: schema.values };
    case "array":
      return listOf(schemaType(schema.items, api, view, trail));
    case "object":
      return schema.rest && Object.keys(schema.properties).length === 0
        ? recordType(schema.rest, api, trail)
        : propertiesType(schema.properties, api, view, trail);
    case "reference":
      return namedType(schema.schema, api, view, trail);
    case "nullable":
      return nullable(schemaType(schema.of, api, view, trail));
    case "oneOf":
      return variantsType(schema, api, view, trail);
    case "constant":
      return constantType(schema.value);
    case "null":
      return nullType;
    case "map":
      return recordType(schema.values, api, trail);
    case "union":
      return jsonType;
    case "json":
      return schema.of && onWire(view) ? schemaType(schema.of, api, view, trail) : jsonType;
    default:
      return schema satisfies never;
  }
}

/** What a record holds stays as it is on the wire. */
function recordType(values: ApiSchema, api: Api, trail: readonly string[]): Type {
  return { type: "json", of: schemaType(values, api, "wire", trail) };
}

function onWire(view: View): boolean {
  return view === "wire" || view === "sent";
}

function constantType(value: string | number | boolean): Type {
  if (typeof value === "string") return { type: "literal", value };
  if (typeof value === "boolean") return booleanType;
  return Number.isInteger(value) ? integerType : floatType;
}

/** The type of a named schema's values. */
export function namedType(name: string, api: Api, view: View, trail: readonly string[] = []): Type {
  if (trail.length > 0) return readNamed(name, api, view, trail);
  return remembered(api, `${view} ${name}`, () => readNamed(name, api, view, trail));
}

function readNamed(name: string, api: Api, view: View, trail: readonly string[]): Type {
  const schema = Object.hasOwn(api.schemas, name) ? api.schemas[name] : undefined;
  if (!schema || trail.includes(name)) return unknownType;
  if (view === "rows" && schema.model !== undefined) return rowOf(schema.model);
  const inside = [...trail, name];
  return schema.value
    ? schemaType(schema.value, api, view, inside)
    : propertiesType(schema.properties, api, view, inside);
}

/** The type of an operation's body, `undefined` where it takes none. */
export function bodyType(operation: Operation, api: Api, view: "wire" | "program"): Type | undefined {
  if (operation.body === undefined) return undefined;
  return namedType(operation.body, api, view === "wire" ? "sent" : view);
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
  const type = propertiesType(queryOf(operation), api, view === "wire" ? "sent" : view);
  if (view === "wire" || !operation.listing) return type;
  const properties = Object.entries(type.properties).map(([name, property]): [string, PropertyType] => [
    name,
    ["page", "size", "sort"].includes(name) ? { type: property.type } : property,
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

/** The type of the headers that an operation takes; `undefined` where it takes none. */
export function headersType(operation: Operation, api: Api, view: "wire" | "program"): Type | undefined {
  return parametersType(operation.headers, api, view);
}

/** The type of the cookies that an operation takes; `undefined` where it takes none. */
export function cookiesType(operation: Operation, api: Api, view: "wire" | "program"): Type | undefined {
  return parametersType(operation.cookies, api, view);
}

function parametersType(
  parameters: Record<string, Property> | undefined,
  api: Api,
  view: "wire" | "program",
): Type | undefined {
  if (parameters === undefined || Object.keys(parameters).length === 0) return undefined;
  return propertiesType(parameters, api, view === "wire" ? "sent" : view);
}

/**
 * The type of what an operation answers, `undefined` where it answers nothing. On the wire a page is
 * `{ data, page }` and a list `{ data }`, unless it is bare; the program returns a list of what the elements are made from.
 */
export function answerType(operation: Operation, api: Api, view: "wire" | "program"): Type | undefined {
  const { schema, shape } = operation.answer;
  if (schema === undefined || shape === "none") return undefined;
  const element = namedType(schema, api, view === "wire" ? "wire" : "rows");
  if (shape === "one") return element;
  if (view === "program" || operation.answer.bare) return listOf(element);
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
      return uuidType;
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
  const away = view === "wire" || view === "rows" ? "body" : "answer";
  const typed = Object.entries(properties).flatMap(([name, property]): [string, PropertyType][] => {
    if (property.only === away) return [];
    const optional = isOptional(property, view);
    const key = onWire(view) ? (property.wire ?? name) : name;
    const type = schemaType(property.schema, api, view, trail);
    return [[key, { type, ...(optional ? { optional } : {}) }]];
  });
  return { type: "object", properties: Object.fromEntries(typed) };
}

/** The program always finds what has a default; a constant is answered whatever is said. */
function isOptional({ schema, optional, default: standard }: Property, view: View): boolean {
  if (view === "program" && standard !== undefined) return false;
  return (optional ?? false) || (view === "rows" && schema.type === "constant");
}

/** One of several objects, which their discriminator tells apart. */
function variantsType(
  schema: Extract<ApiSchema, { type: "oneOf" }>,
  api: Api,
  view: View,
  trail: readonly string[],
): Type {
  if (view === "rows") return jsonType;
  const types = schema.variants.map((variant) => namedType(variant, api, view, trail));
  const variants = types.filter((type) => type.type === "object");
  if (variants.length < types.length) return unknownType;
  return variants.length === 1
    ? variants[0]!
    : { type: "union", discriminator: schema.discriminator, variants };
}
