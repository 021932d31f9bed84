import type { report } from "../../src/import/openapi-report.ts";

export interface Sample {
  code: keyof typeof report;
  pointer: string;
  description: unknown;
}

type Item = Record<string, Record<string, unknown>>;

interface Described {
  openapi: string;
  info: object;
  servers: { url: string }[];
  paths: Record<string, Item>;
  components: object;
}

/** A description of OpenAPI 3.1 with these paths. */
export function described(
  paths: Record<string, object>,
  components: object = {},
  more: object = {},
): Described {
  return {
    openapi: "3.1.0",
    info: { title: "Sample", version: "1" },
    servers: [{ url: "https://api.example/v1" }],
    paths: paths as Record<string, Item>,
    components,
    ...more,
  };
}

export function json(schema: object): object {
  return { "application/json": { schema } };
}

function answers(schema?: object): object {
  return { responses: { "200": { description: "Well.", ...(schema ? { content: json(schema) } : {}) } } };
}

export function get(operationId: string, schema: object, more: object = {}): Record<string, unknown> {
  return { operationId, ...answers(schema), ...more };
}

export function post(operationId: string, body: object, schema: object): Record<string, unknown> {
  return { operationId, requestBody: { required: true, content: json(body) }, ...answers(schema) };
}

const text = { type: "string" };
const id = { name: "id", in: "path", required: true, schema: text };
const whole = { type: "integer" };
const object = (properties: object, required: string[] = []): object => ({
  type: "object",
  properties,
  required,
});

/** A path that shows one of many things. */
function thing(
  properties: object,
  {
    parameter = id,
    more = {},
    required = ["id"],
  }: { parameter?: object; more?: object; required?: string[] } = {},
): object {
  const schemas = { Thing: object(properties, required) };
  const own = { parameters: [parameter], ...get("readThing", { $ref: "#/components/schemas/Thing" }) };
  return described({ "/things/{id}": { get: own }, ...more }, { schemas });
}

const created = {
  "/things": {
    post: post("makeThing", { $ref: "#/components/schemas/Thing" }, { $ref: "#/components/schemas/Thing" }),
  },
};
const things = "/paths/~1things~1{id}/get";
const answer = "/responses/200/content/application~1json/schema";

function sample(code: Sample["code"], pointer: string, description: unknown): Sample {
  return { code, pointer, description };
}

export const samples: Sample[] = [
  sample("not-openapi", "", { swagger: "2.0" }),
  sample(
    "unknown-reference",
    `/paths/~1a/get${answer}`,
    described({ "/a": { get: get("a", { $ref: "#/nowhere" }) } }),
  ),
  sample(
    "kept-aside",
    `/paths/~1a/get${answer}`,
    described({ "/a": { get: get("a", { ...text, pattern: "(?=a)b" }) } }),
  ),
  sample(
    "type-guessed",
    `/paths/~1a/get${answer}`,
    described({ "/a": { get: get("a", { properties: { b: text } }) } }),
  ),
  sample(
    "recursive",
    "/components/schemas/Tree",
    described({}, { schemas: { Tree: object({ below: { $ref: "#/components/schemas/Tree" } }) } }),
  ),
  sample(
    "parameter-simplified",
    "/paths/~1a/get/parameters/0",
    described({
      "/a": { get: get("a", text, { parameters: [{ name: "filter", in: "query", schema: object({}) }] }) },
    }),
  ),
  sample(
    "parameter-dropped",
    "/paths/~1a/get/parameters/0",
    described({
      "/a": { get: get("a", text, { parameters: [{ name: "Accept", in: "header", schema: text }] }) },
    }),
  ),
  sample(
    "parameter-renamed",
    "/paths/~1a~1{pet-id}/get",
    described({ "/a/{pet-id}": { get: get("a", text, { parameters: [{ ...id, name: "pet-id" }] }) } }),
  ),
  sample(
    "body-dropped",
    "/paths/~1a/get",
    described({ "/a": { get: get("a", text, { requestBody: { content: json(text) } }) } }),
  ),
  sample(
    "unserved-content",
    "/paths/~1a/put/requestBody/content",
    described({
      "/a": { put: { operationId: "a", requestBody: { content: { "image/png": {} } }, ...answers() } },
    }),
  ),
  sample(
    "no-success",
    "/paths/~1a/get/responses",
    described({ "/a": { get: { operationId: "a", responses: { default: { description: "?" } } } } }),
  ),
  sample("operation-named", "/paths/~1a/get", described({ "/a": { get: answers(text) } })),
  sample(
    "operation-dropped",
    "/paths/~1a/options",
    described({ "/a": { options: { operationId: "a", ...answers() } } }),
  ),
  sample(
    "security-not-enforced",
    "/components/securitySchemes/key",
    described(
      { "/a": { get: get("a", text, { security: [{ key: [] }] }) } },
      { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
    ),
  ),
  sample(
    "keyword-dropped",
    "/components/schemas/Text",
    described({}, { schemas: { Text: { ...text, externalDocs: { url: 5 } } } }),
  ),
  sample(
    "component-renamed",
    "/components/schemas/Text[]",
    described({}, { schemas: { "Text[]": { type: "array", items: text } } }),
  ),
  sample(
    "base-path-dropped",
    "/servers/0/url",
    described({}, {}, { servers: [{ url: "https://a.example/ä ö" }] }),
  ),
  sample(
    "errors-as-problems",
    "/paths",
    described({
      "/a": {
        get: {
          operationId: "a",
          responses: {
            "200": { description: "" },
            "400": { description: "No", content: json(object({ error: text })) },
          },
        },
      },
    }),
  ),
  sample(
    "header-not-sent",
    "/paths/~1a/get/responses/200/headers/X-Left",
    described({
      "/a": {
        get: {
          operationId: "a",
          responses: { "200": { description: "", headers: { "X-Left": { schema: whole } } } },
        },
      },
    }),
  ),
  sample(
    "webhooks-only-described",
    "/webhooks",
    described({}, {}, { webhooks: { made: { post: answers() } } }),
  ),
  sample(
    "entity",
    things,
    thing({ id: { ...text, format: "uuid" } }, { parameter: { ...id, schema: { ...text, format: "uuid" } } }),
  ),
  sample("id-is-key", things, thing({ id: whole }, { parameter: { ...id, schema: whole } })),
  sample("id-is-uuid", `${things}/parameters/path id`, thing({ id: text })),
  sample("id-is-number", `${things}/parameters/path id`, thing({ id: whole })),
  sample("embedded", things, thing({ id: text, place: object({ x: whole }) })),
  sample("default-guessed", things, thing({ id: text, size: whole }, { required: ["id", "size"] })),
  sample("enum-as-text", things, thing({ id: text, size: { ...text, enum: ["1st", "2nd"] } })),
  sample("property-renamed", things, thing({ id: text, created_at: text }, { more: created })),
  sample("password-kept", things, thing({ id: text, password: text })),
  sample("source-refused", things, thing({ id: text, url: { ...text, "x-parley-source": "concat(" } })),
  sample(
    "unsound",
    "/paths/~1things~1{id}",
    thing({ id: text, url: { ...text, readOnly: true, "x-parley-source": "row.nothing" } }),
  ),
];
