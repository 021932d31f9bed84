import type { Database } from "../../database/document.ts";
import { sentenceCase } from "../../text/names.ts";
import type { Json } from "../../text/text.ts";
import type { Api, FurtherAnswer, Operation, Property } from "../document.ts";
import { refusalOf } from "../framework-errors.ts";
import { locationOf } from "../layout.ts";
import { groupsOf, queryOf } from "../query.ts";
import { closure, usageOf } from "../usage.ts";
import { printForeign } from "./foreign.ts";
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

/** The OpenAPI 3.1 description of an API that passed its check, as plain data; somebody else's as it was imported. */
export function printOpenApi(api: Api, database: Database): JsonObject {
  if (api.foreign) return printForeign(api);
  const usage = usageOf(api);
  const used = closure(api, [...usage.bodies, ...usage.answers, ...describedOnly(api)]);
  const schemas = [...used].map((name): [string, Json] => [
    name,
    namedSchema(api.schemas[name]!, usage.bodies.has(name) ? sent : answered),
  ]);
  const paths: Record<string, JsonObject> = {};
  for (const [name, operation] of Object.entries(api.operations)) {
    const path = (paths[operation.path] ??= {});
    path[operation.verb.toLowerCase()] = printOperation(api, name, operation);
  }
  const operations = Object.values(api.operations);
  const paged = operations.some(({ answer }) => answer.shape === "page");
  const guarded = operations.some(({ access }) => access.some((kind) => kind !== "public"));
  return {
    openapi: "3.1.0",
    info: {
      title: api.info.title,
      version: api.info.version,
      description: api.info.description || api.info.title,
      contact: { name: api.info.title },
      license: { name: "Proprietary", identifier: "LicenseRef-Proprietary" },
    },
    servers: [{ url: "/" }],
    tags: groupsOf(api).map((group) => ({ name: group, description: tagWords(database, group) })),
    paths,
    components: {
      schemas: {
        ...Object.fromEntries(schemas),
        ...(paged ? { Page: pageSchema } : {}),
        Problem: problemSchema,
      },
      ...(guarded
        ? { securitySchemes: { bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT" } } }
        : {}),
    },
  };
}

/** Every status that an operation refuses with, and the codes it has then, in order of the status. */
export function refusalsOf(api: Api, operation: Operation): Map<number, string[]> {
  const codes = new Set<string>();
  const kinds = operation.access.filter((kind) => kind !== "public");
  const hasQuery = Object.keys(queryOf(operation)).length > 0;
  if (hasQuery || operation.body !== undefined) codes.add("validation-failed");
  if (operation.body !== undefined) codes.add("malformed-request");
  if (kinds.length > 0) codes.add("unauthorized");
  if (kinds.length > 0 && kinds.length === operation.access.length) codes.add("forbidden");
  if (Object.keys(operation.parameters).length > 0) codes.add("not-found");
  if (operation.body !== undefined) codes.add("payload-too-large").add("unsupported-media-type");
  for (const code of operation.errors) codes.add(code);
  codes.add("too-many-requests");
  const statuses = new Map<number, string[]>();
  for (const code of codes) {
    const status = refusalOf(api, code)?.status;
    if (status !== undefined) statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return new Map([...statuses].sort(([a], [b]) => a - b));
}

const sent: SchemaStyle = { closed: true, refer: componentReference };
const answered: SchemaStyle = { closed: false, refer: componentReference };

/** Schemas of answers that are described, but not what the program answers with. */
function describedOnly(api: Api): string[] {
  return Object.values(api.operations).flatMap(({ answers = {} }) =>
    Object.values(answers).flatMap(({ content = {} }) =>
      Object.values(content).flatMap((media) => media.schema ?? []),
    ),
  );
}

function printOperation(api: Api, name: string, operation: Operation): JsonObject {
  const { answer, body, access } = operation;
  const responses: JsonObject = { [String(answer.status)]: successResponse(api, operation) };
  for (const [status, codes] of refusalsOf(api, operation)) {
    responses[String(status)] = problemResponse(api, status, codes);
  }
  for (const [status, further] of Object.entries(operation.answers ?? {})) {
    responses[status] = furtherResponse(further, responses[status]);
  }
  const parameters = parametersOf(operation);
  const security: Json[] = access.every((kind) => kind === "public") ? [] : [{ bearer: [] }];
  if (access.includes("public") && security.length > 0) security.unshift({});
  return {
    operationId: name,
    tags: [operation.group],
    summary: operation.summary,
    description: operation.description ?? operation.summary,
    ...present("deprecated", operation.deprecated),
    security,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            ...described(operation.bodyDescription),
            required: !operation.bodyOptional,
            content: { "application/json": { schema: componentReference(body) } },
          },
        }),
    responses,
  };
}

function parametersOf(operation: Operation): Json[] {
  const inPath = Object.entries(operation.parameters).map(([name, schema]): Json => {
    const { description, ...plain } = schema;
    return { name, in: "path", required: true, ...described(description), schema: jsonSchema(plain, sent) };
  });
  const inQuery = Object.entries(queryOf(operation)).map(([name, property]): Json => {
    const words = operation.listing?.filters[name]?.description;
    return parameter("query", name, property, words, defaultOf(operation, name));
  });
  const inHeaders = Object.entries(operation.headers ?? {}).map(([name, one]) =>
    parameter("header", name, one),
  );
  const inCookies = Object.entries(operation.cookies ?? {}).map(([name, one]) =>
    parameter("cookie", name, one),
  );
  return [...inPath, ...inQuery, ...inHeaders, ...inCookies];
}

function parameter(
  place: "query" | "header" | "cookie",
  name: string,
  property: Property,
  words?: string,
  more: JsonObject = {},
): Json {
  const { description, ...plain } = property.schema;
  return {
    name: property.wire ?? name,
    in: place,
    ...(property.optional ? {} : { required: true }),
    ...described(words ?? description),
    ...(property.separator && place === "query" ? STYLES[property.separator] : {}),
    schema: { ...propertySchema({ ...property, schema: plain }, sent), ...more },
  };
}

/** What a listing takes where the client says nothing. */
function defaultOf({ listing, query }: Operation, name: string): JsonObject {
  if (!listing || (query && Object.hasOwn(query, name))) return {};
  if (name === "page") return { default: 1 };
  if (name === "size") return { default: listing.defaultSize };
  return name === "sort" ? { default: listing.defaultSort } : {};
}

function successResponse(api: Api, operation: Operation): JsonObject {
  const { schema: name, shape, status } = operation.answer;
  if (name === undefined || shape === "none") return { description: "Done; there is nothing to answer." };
  const words = (api.schemas[name]?.description ?? sentenceCase(name)) || name;
  const location = locationOf(api, operation);
  const headers: JsonObject = {
    ...(location
      ? { Location: { description: `Where it can be read: ${location.path}`, schema: { type: "string" } } }
      : {}),
    ...printHeaders(operation.answer.headers),
  };
  return {
    description: operation.answer.description ?? (status === 201 ? `Created: ${words}` : words),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: { "application/json": { schema: answerSchema(name, operation.answer) } },
  };
}

function printHeaders(headers: Record<string, Property> = {}): JsonObject {
  return Object.fromEntries(
    Object.entries(headers).map(([name, { schema, optional }]): [string, Json] => {
      const { description, ...plain } = schema;
      const header = { ...described(description), schema: jsonSchema(plain, answered) };
      return [name, optional ? header : { ...header, required: true }];
    }),
  );
}

/** What a description says of another answer, beside what the server says itself with that status. */
function furtherResponse({ description, content, headers }: FurtherAnswer, own: Json | undefined): Json {
  const media = Object.entries(content ?? {}).map(([type, { schema }]): [string, Json] => [
    type,
    schema === undefined ? {} : { schema: componentReference(schema) },
  ]);
  return {
    ...(own as JsonObject | undefined),
    description,
    ...(headers ? { headers: printHeaders(headers) } : {}),
    ...(own === undefined && media.length > 0 ? { content: Object.fromEntries(media) } : {}),
  };
}

function answerSchema(name: string, { shape, bare }: Operation["answer"]): JsonObject {
  if (shape === "one") return componentReference(name);
  const data = { type: "array", items: componentReference(name) };
  if (bare) return data;
  return {
    type: "object",
    properties: { data, ...(shape === "page" ? { page: componentReference("Page") } : {}) },
    required: shape === "page" ? ["data", "page"] : ["data"],
  };
}

function problemResponse(api: Api, status: number, codes: readonly string[]): JsonObject {
  const examples = codes.map((code): [string, Json] => {
    const { title } = refusalOf(api, code)!;
    return [code, { summary: title, value: { type: `urn:problem:${code}`, title, status, code } }];
  });
  return {
    description: codes.map((code) => refusalOf(api, code)!.title).join(" "),
    content: {
      "application/problem+json": {
        schema: componentReference("Problem"),
        examples: Object.fromEntries(examples),
      },
    },
  };
}

/** The description of the group's first model that has one, else the group's name in words. */
function tagWords(database: Database, group: string): string {
  const model = Object.values(database.models).find((one) => one.group === group && one.description);
  return model?.description ?? sentenceCase(group);
}

const pageSchema: JsonObject = {
  type: "object",
  description: "Which part of a list this is.",
  properties: {
    page: { type: "integer", description: "Number of this page, from 1." },
    size: { type: "integer", description: "Elements of a full page." },
    total: { type: "integer", description: "Elements on all pages." },
    pages: { type: "integer", description: "Number of pages." },
  },
  required: ["page", "size", "total", "pages"],
};

const problemSchema: JsonObject = {
  type: "object",
  description: "Why a request was refused (RFC 9457).",
  properties: {
    type: { type: "string", format: "uri" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", description: "Stable name of the problem." },
    details: { type: "object", description: "Particulars of the problem." },
    errors: {
      type: "array",
      description: "For a request that does not fit its schema: what is wrong where.",
      items: {
        type: "object",
        properties: {
          pointer: { type: "string", description: "JSON pointer of the property." },
          message: { type: "string" },
        },
        required: ["pointer", "message"],
      },
    },
    requestId: { type: "string" },
  },
  required: ["type", "title", "status", "code"],
};
