import type { AnyJson, Api, MediaType, Operation, Property } from "../../src/api/document.ts";
import type { KeywordPlace } from "../../src/api/keywords.ts";
import { allNodes, propertyRecords, type Keys } from "../../src/api/walk.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { snakeCase } from "../../src/text/names.ts";
import { randomInteger, randomString } from "./api-schemas.ts";
import { between, chance, pick, sample } from "./draw.ts";

type Annotations = Record<string, AnyJson>;

/** Makes a drawn API somebody else's: with what only descriptions say, and the freedom that only they have. */
export function makeForeign(random: Random, api: Api): void {
  api.profile = "foreign";
  if (chance(random, 0.9)) api.foreign = randomForeign(random, api);
  for (const { schema } of allNodes(api)) {
    if (chance(random, 0.12)) schema.annotations = randomAnnotations(random, "schema");
    if (chance(random, 0.05)) schema.example = pick(random, json);
  }
  for (const { properties, keys } of propertyRecords(api)) {
    for (const property of Object.values(properties)) {
      if (chance(random, 0.1)) property.annotations = randomAnnotations(random, placeOf(keys));
    }
  }
  for (const [name, schema] of Object.entries(api.schemas)) {
    if (chance(random, 0.15)) schema.annotations = randomAnnotations(random, "schema");
    if (chance(random, 0.15)) schema.wire = `${snakeCase(name)}.x-1`;
    if (chance(random, 0.2)) schema.inline = true;
  }
  for (const [name, operation] of Object.entries(api.operations)) {
    changeOperation(random, api, name, operation);
  }
}

function changeOperation(random: Random, api: Api, name: string, operation: Operation): void {
  const { answer } = operation;
  const schemas = Object.keys(api.schemas);
  if (chance(random, 0.3)) operation.annotations = randomAnnotations(random, "operation");
  if (chance(random, 0.2)) operation.wire = `${name}-1`;
  if (chance(random, 0.3)) operation.tags = sample(random, ["things", "a/b", "Größe"], 2);
  if (api.foreign && chance(random, 0.3)) operation.security = [{}, { key: [], token: ["read", "write"] }];
  if (chance(random, 0.2)) operation.summary = "";
  if (operation.body !== undefined || chance(random, 0.1)) {
    if (chance(random, 0.3)) operation.bodyDescription = "What is */ `sent`.";
    if (chance(random, 0.4)) operation.bodyContent = randomContent(random, schemas);
  }
  if (chance(random, 0.4)) answer.description = 'What is "answered" ${x}.';
  if (chance(random, 0.3)) answer.content = randomContent(random, schemas);
  if (chance(random, 0.4)) answer.headers = randomHeaders(random);
  if (chance(random, 0.2)) answer.annotations = randomAnnotations(random, "answer");
  if (chance(random, 0.3)) {
    answer.status =
      answer.shape === "none" ? pick(random, [200, 202, 204, 205, 302]) : between(random, 200, 203);
  }
  // Lists need no pages, and pages no wrapper, where nobody promised them.
  if (answer.shape === "page" && chance(random, 0.4)) {
    delete operation.listing;
    answer.shape = "list";
    if (chance(random, 0.5)) answer.bare = true;
  }
  if (operation.verb === "DELETE" && chance(random, 0.3)) {
    const sent = schemas.filter((schema) => api.schemas[schema]!.model === undefined);
    if (sent.length > 0) operation.body = pick(random, sent);
  }
  for (const status of sample(
    random,
    ["default", "4XX", "400", "404", "500", "303"],
    between(random, 0, 3),
  )) {
    if (status === String(answer.status)) continue;
    operation.answers = {
      ...operation.answers,
      [status]: {
        description: pick(random, ["", "It is too late.", "Other */ `words`"]),
        ...(chance(random, 0.4) ? { content: randomContent(random, schemas) } : {}),
        ...(chance(random, 0.4) ? { headers: randomHeaders(random) } : {}),
        ...(chance(random, 0.3) ? { annotations: randomAnnotations(random, "answer") } : {}),
      },
    };
  }
  if (chance(random, 0.2)) operation.path = foreignPath(random, operation.path);
}

/** What a path has to tell more than words and whole parameters. */
function foreignPath(random: Random, path: string): string {
  const forms = [
    path.replace(/$/, ".json"),
    path.replaceAll("}/{", "}-{"),
    path.replace(/^\//, "/~"),
    path.replace(/^\//, "/v1.2/@"),
  ];
  return pick(random, forms);
}

function randomForeign(random: Random, api: Api): NonNullable<Api["foreign"]> {
  const paths = [...Object.values(api.operations).map(({ path }) => path), "/unused/{x}"];
  const maybe = <Value>(key: string, value: () => Value): Record<string, Value> =>
    chance(random, 0.5) ? { [key]: value() } : {};
  return {
    basePath: pick(random, ["", "/api/v3", "/v1.2/~me"]),
    ...maybe("servers", () => [
      { url: "https://example.com/api/v3", description: words },
      { url: "https://{place}.example.com", variables: { place: { default: "a", enum: ["a", "b"] } } },
    ]),
    ...maybe("tags", () => [{ name: "things", description: words, externalDocs }]),
    securitySchemes: {
      key: { type: "apiKey", in: "header", name: "X-Key" },
      token: { type: "http", scheme: "bearer", bearerFormat: words },
    },
    ...maybe("security", () => [{ key: [] }, { token: ["read"] }]),
    ...maybe("info", () => randomAnnotations(random, "info")),
    ...maybe("paths", () => ({ [pick(random, paths)]: randomAnnotations(random, "path") })),
    ...maybe("components", () => ({ parameters: {}, ...randomAnnotations(random, "components") })),
    ...maybe("annotations", () => randomAnnotations(random, "root")),
  };
}

const json: readonly AnyJson[] = [
  null,
  true,
  -1.5,
  'a "b" \u2028 */ `${x}`',
  [1, ["x", null]],
  { "x-y": { constructor: [] }, "": false },
];

function randomAnnotations(random: Random, place: KeywordPlace): Annotations {
  const known = Object.entries(standard[place] ?? {});
  const anybodys = ["x-order", "x-\"'`", "x-constructor"].map((name): [string, AnyJson] => [
    name,
    pick(random, json),
  ]);
  return Object.fromEntries(sample(random, [...known, ...anybodys], between(random, 0, 3)));
}

const words = 'a "b" \u2028 */ `${x}`';
const externalDocs = { url: "https://example.com/a?b=c#d", description: words };
const examples = { one: { summary: words, value: [1, null] } };

/** Keywords that OpenAPI knows at a place. */
const standard: Partial<Record<KeywordPlace, Annotations>> = {
  schema: {
    title: words,
    externalDocs,
    xml: { name: words, wrapped: true },
    readOnly: true,
    $comment: words,
  },
  parameter: { style: "form", explode: false, description: words, examples },
  header: { explode: true, description: words },
  mediaType: { examples },
  answer: { links: { next: { operationId: "x", description: words } } },
  operation: { externalDocs, servers: [{ url: "/v2" }] },
  path: { summary: words, description: words },
  info: { summary: words, contact: { name: words, email: "a@example.com" }, license: { name: words } },
  components: { examples },
  root: { externalDocs, jsonSchemaDialect: "https://spec.openapis.org/oas/3.1/dialect/base" },
};

/** What a property is, by where its record stands. */
function placeOf(keys: Keys): KeywordPlace {
  const [collection, , ...inner] = keys;
  return collection === "operations" && inner.length === 1 ? "parameter" : "schema";
}

function randomContent(random: Random, schemas: readonly string[]): Record<string, MediaType> {
  const types = [
    "application/json",
    "application/xml",
    "multipart/form-data",
    "*/*",
    "text/plain; charset=utf-8",
  ];
  return Object.fromEntries(
    sample(random, types, between(random, 1, 3)).map((type): [string, MediaType] => [
      type,
      {
        ...(schemas.length > 0 && chance(random, 0.6) ? { schema: pick(random, schemas) } : {}),
        ...(chance(random, 0.3) ? { annotations: randomAnnotations(random, "mediaType") } : {}),
      },
    ]),
  );
}

function randomHeaders(random: Random): Record<string, Property> {
  const names = ["X-Rate-Limit", "ETag", "retry-after", "x_y"];
  return Object.fromEntries(
    sample(random, names, between(random, 1, 2)).map((name): [string, Property] => [
      name,
      {
        schema: chance(random, 0.5) ? randomInteger(random) : randomString(random),
        ...(chance(random, 0.5) ? { optional: true } : {}),
        ...(chance(random, 0.3) ? { annotations: randomAnnotations(random, "header") } : {}),
      },
    ]),
  );
}
