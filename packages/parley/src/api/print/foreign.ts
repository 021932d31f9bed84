import type { Json } from "../../text/text.ts";
import type { Api, ApiSchema, Answer, FurtherAnswer, MediaType, Operation, Property } from "../document.ts";
import {
  componentReference,
  described,
  jsonSchema,
  namedSchema,
  present,
  propertySchema,
  STYLES,
  type JsonObject,
  type SchemaStyle,
} from "./json-schema.ts";

/** The description of somebody else's API: what was imported, and nothing that the house would add. */
export function printForeign(api: Api): JsonObject {
  const style = exactStyle(api);
  const { foreign } = api;
  const paths: Record<string, JsonObject> = {};
  for (const [path, keywords] of Object.entries(foreign?.paths ?? {})) paths[path] = { ...keywords };
  for (const [name, operation] of Object.entries(api.operations)) {
    const path = (paths[operation.path] ??= {});
    path[operation.verb.toLowerCase()] = printOperation(
      style,
      name,
      operation,
      foreign?.security === undefined,
    );
  }
  const schemas = Object.entries(api.schemas)
    .filter(([, schema]) => !schema.inline)
    .map(([name, schema]): [string, Json] => [schema.wire ?? name, namedSchema(schema, style)]);
  const components: JsonObject = {
    ...(schemas.length > 0 ? { schemas: Object.fromEntries(schemas) } : {}),
    ...present("securitySchemes", foreign?.securitySchemes),
    ...foreign?.components,
  };
  return {
    openapi: "3.1.0",
    info: {
      title: api.info.title,
      version: api.info.version,
      ...described(api.info.description || undefined),
      ...foreign?.info,
    },
    ...present("servers", foreign?.servers),
    ...present("tags", foreign?.tags),
    paths,
    ...(Object.keys(components).length > 0 ? { components } : {}),
    ...present("security", foreign?.security),
    ...foreign?.annotations,
  };
}

function exactStyle(api: Api): SchemaStyle {
  const style: SchemaStyle = {
    closed: false,
    exact: true,
    refer: (name) => {
      const schema = api.schemas[name];
      return schema?.inline ? namedSchema(schema, style) : componentReference(schema?.wire ?? name);
    },
  };
  return style;
}

/** `isOpen`: nothing is demanded where an operation does not say so, which linters want to read. */
function printOperation(style: SchemaStyle, name: string, operation: Operation, isOpen: boolean): JsonObject {
  const parameters = printParameters(style, operation);
  const responses: JsonObject = { [String(operation.answer.status)]: printAnswer(style, operation.answer) };
  for (const [status, answer] of Object.entries(operation.answers ?? {})) {
    responses[status] = printFurther(style, answer);
  }
  return {
    ...present("tags", operation.tags),
    ...(operation.summary === "" ? {} : { summary: operation.summary }),
    ...described(operation.description),
    operationId: operation.wire ?? name,
    ...present("deprecated", operation.deprecated),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...printBody(style, operation),
    responses,
    ...present("security", operation.security ?? (isOpen ? [] : undefined)),
    ...operation.annotations,
  };
}

function printParameters(style: SchemaStyle, operation: Operation): Json[] {
  const inPath = Object.entries(operation.parameters).map(([name, schema]) =>
    printParameter(style, "path", name, { schema }),
  );
  const others = (["query", "header", "cookie"] as const).flatMap((place) => {
    const { query, headers, cookies } = operation;
    const properties = { query, header: headers, cookie: cookies }[place] ?? {};
    return Object.entries(properties).map(([name, one]) => printParameter(style, place, name, one));
  });
  return [...inPath, ...others];
}

function printParameter(style: SchemaStyle, place: string, name: string, property: Property): JsonObject {
  const { description, ...plain } = property.schema;
  return {
    name: property.wire ?? name,
    in: place,
    ...(property.optional ? {} : { required: true }),
    ...described(description),
    ...(property.separator && place === "query" ? STYLES[property.separator] : {}),
    ...(isDescribedByContent(property)
      ? {}
      : { schema: propertySchema({ ...property, schema: plain }, style) }),
    ...property.annotations,
  };
}

/** Some parameters are JSON in one text: their description says so instead of giving a schema. */
function isDescribedByContent({ annotations }: Property): boolean {
  return annotations !== undefined && Object.hasOwn(annotations, "content");
}

function printBody(style: SchemaStyle, operation: Operation): JsonObject {
  const { body, bodyContent, bodyOptional, bodyDescription } = operation;
  if (body === undefined && bodyContent === undefined) return {};
  const own = body === undefined ? undefined : style.refer(body);
  return {
    requestBody: {
      ...described(bodyDescription),
      ...(bodyOptional ? {} : { required: true }),
      content: printContent(style, bodyContent ?? { "application/json": {} }, own),
    },
  };
}

function printContent(
  style: SchemaStyle,
  content: Record<string, MediaType>,
  own: JsonObject | undefined,
): JsonObject {
  const printed = Object.entries(content).map(([type, { schema, annotations }]): [string, Json] => {
    const shown = schema === undefined ? own : style.refer(schema);
    return [type, { ...(shown ? { schema: shown } : {}), ...annotations }];
  });
  return Object.fromEntries(printed);
}

function printAnswer(style: SchemaStyle, answer: Answer): JsonObject {
  const own = answerSchema(style, answer);
  const content = answer.content ?? (own ? { "application/json": {} } : undefined);
  return {
    description: answer.description ?? "",
    ...printHeaders(style, answer.headers),
    ...(content ? { content: printContent(style, content, own) } : {}),
    ...answer.annotations,
  };
}

function answerSchema(style: SchemaStyle, { schema, shape, bare }: Answer): JsonObject | undefined {
  if (schema === undefined || shape === "none") return undefined;
  const element: ApiSchema = { type: "reference", schema };
  if (shape === "one") return jsonSchema(element, style);
  const data: ApiSchema = { type: "array", items: element };
  if (bare) return jsonSchema(data, style);
  return jsonSchema({ type: "object", properties: { data: { schema: data } } }, style);
}

function printFurther(style: SchemaStyle, answer: FurtherAnswer): JsonObject {
  return {
    description: answer.description,
    ...printHeaders(style, answer.headers),
    ...(answer.content ? { content: printContent(style, answer.content, undefined) } : {}),
    ...answer.annotations,
  };
}

function printHeaders(style: SchemaStyle, headers: Record<string, Property> | undefined): JsonObject {
  if (!headers) return {};
  const printed = Object.entries(headers).map(([name, property]): [string, Json] => {
    const { description, ...plain } = property.schema;
    const schema = propertySchema({ ...property, schema: plain }, style);
    const required = property.optional ? {} : { required: true };
    return [name, { ...described(description), ...required, schema, ...property.annotations }];
  });
  return { headers: Object.fromEntries(printed) };
}
