import { z } from "zod";

/**
 * Keywords that OpenAPI 3.1 and JSON Schema 2020-12 know at a place, beside those that the language has words for. Of
 * somebody else's description they are kept as they are, so they have to be what a reader of it expects.
 */
type Table = Readonly<Record<string, z.ZodType>>;

const text = z.string();
const flag = z.boolean();
const anything = z.json();
const count = z.int().min(0);
/** RFC 3986 lets no blanks, quotes or brackets stand. */
const address = z.string().regex(/^[^\s<>"{}|\\^`]*$/, "an address");
const componentName = z.string().regex(/^[a-zA-Z0-9._-]+$/, "a name of letters, digits, . - and _");

/** An object of known keywords; what begins with `x-` is anybody's. */
function keywords(table: Table | (() => Table), needed: readonly string[] = []): z.ZodType {
  return z.record(z.string(), z.unknown()).superRefine((value, context) => {
    const known = typeof table === "function" ? table() : table;
    for (const [key, given] of Object.entries(value)) {
      if (key.startsWith("x-")) continue;
      const wanted = Object.hasOwn(known, key) ? known[key]! : undefined;
      if (!wanted) {
        context.addIssue({ code: "unrecognized_keys", keys: [key], path: [key] });
        continue;
      }
      for (const issue of wanted.safeParse(given).error?.issues ?? []) {
        context.addIssue({ ...issue, path: [key, ...issue.path] } as never);
      }
    }
    for (const key of needed) {
      if (!Object.hasOwn(value, key)) {
        context.addIssue({ code: "custom", message: `${key} is missing`, path: [], input: value });
      }
    }
  });
}

const mapOf = (values: z.ZodType, names: z.ZodString = text): z.ZodType => z.record(names, values);
/** Either the thing itself or a reference to it. */
const referable = (table: Table | (() => Table), needed?: readonly string[]): z.ZodType =>
  z.lazy(() => z.union([z.looseObject({ $ref: text }), keywords(table, needed)]));

const externalDocs = keywords({ url: address, description: text }, ["url"]);
const serverVariable = keywords({ enum: z.array(text).min(1), default: text, description: text }, [
  "default",
]);
const server = keywords(
  { url: text.min(1), description: text, name: text, variables: mapOf(serverVariable) },
  ["url"],
);
const tag = keywords({ name: text, description: text, externalDocs }, ["name"]);
const xml = keywords({ name: text, namespace: text, prefix: text, attribute: flag, wrapped: flag });
const exampleTable = { summary: text, description: text, value: anything, externalValue: address };
const examples = mapOf(referable(exampleTable));

const types = z.enum(["null", "boolean", "object", "array", "number", "string", "integer"]);
const schema: z.ZodType = z.lazy(() => z.union([flag, keywords(() => schemaTable)]));
const schemas = z.array(schema).min(1);
const schemaTable: Table = {
  $ref: text,
  $comment: text,
  $id: address,
  $schema: address,
  $anchor: text,
  $defs: mapOf(schema),
  title: text,
  description: text,
  default: anything,
  example: anything,
  examples: z.array(anything),
  deprecated: flag,
  readOnly: flag,
  writeOnly: flag,
  xml,
  externalDocs,
  discriminator: keywords({ propertyName: text, mapping: mapOf(text) }, ["propertyName"]),
  type: z.union([types, z.array(types).min(1)]),
  enum: z.array(anything),
  const: anything,
  format: text,
  contentEncoding: text,
  contentMediaType: text,
  contentSchema: schema,
  allOf: schemas,
  anyOf: schemas,
  oneOf: schemas,
  not: schema,
  if: schema,
  then: schema,
  else: schema,
  prefixItems: schemas,
  items: schema,
  contains: schema,
  minContains: count,
  maxContains: count,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  properties: mapOf(schema),
  patternProperties: mapOf(schema),
  additionalProperties: schema,
  propertyNames: schema,
  unevaluatedItems: schema,
  unevaluatedProperties: schema,
  dependentSchemas: mapOf(schema),
  dependentRequired: mapOf(z.array(text)),
  required: z.array(text),
  minProperties: count,
  maxProperties: count,
  minLength: count,
  maxLength: count,
  pattern: text,
  multipleOf: z.number().positive(),
  minimum: z.number(),
  maximum: z.number(),
  exclusiveMinimum: z.number(),
  exclusiveMaximum: z.number(),
};

const mediaTable: Table = { example: anything, examples, encoding: mapOf(z.looseObject({})) };
const mediaType = keywords(() => ({ ...mediaTable, schema }));
/** What parameters and headers have in common. */
const valueTable: Table = {
  explode: flag,
  deprecated: flag,
  description: text,
  example: anything,
  examples,
  content: mapOf(mediaType),
};
const parameterTable: Table = {
  ...valueTable,
  style: z.enum(["form", "simple", "label", "matrix", "spaceDelimited", "pipeDelimited", "deepObject"]),
  allowReserved: flag,
  allowEmptyValue: flag,
};
const headerTable: Table = { ...valueTable, style: z.literal("simple") };
const loose = z.looseObject({});
const header = referable(() => ({ ...headerTable, required: flag, schema }));
const link = referable({
  operationId: text,
  operationRef: text,
  parameters: mapOf(anything),
  requestBody: anything,
  description: text,
  server,
});
const parameter = referable(
  () => ({
    ...parameterTable,
    name: text,
    in: z.enum(["path", "query", "header", "cookie"]),
    required: flag,
    schema,
  }),
  ["name", "in"],
);

const scopes = mapOf(text);
const flows = keywords({
  implicit: keywords({ authorizationUrl: address, refreshUrl: address, scopes }, [
    "authorizationUrl",
    "scopes",
  ]),
  password: keywords({ tokenUrl: address, refreshUrl: address, scopes }, ["tokenUrl", "scopes"]),
  clientCredentials: keywords({ tokenUrl: address, refreshUrl: address, scopes }, ["tokenUrl", "scopes"]),
  authorizationCode: keywords({ authorizationUrl: address, tokenUrl: address, refreshUrl: address, scopes }, [
    "authorizationUrl",
    "tokenUrl",
    "scopes",
  ]),
});
const schemeTables: Readonly<Record<string, z.ZodType>> = {
  apiKey: keywords({ type: text, name: text, in: z.enum(["query", "header", "cookie"]), description: text }, [
    "name",
    "in",
  ]),
  http: keywords({ type: text, scheme: text, bearerFormat: text, description: text }, ["scheme"]),
  oauth2: keywords({ type: text, flows, description: text }, ["flows"]),
  openIdConnect: keywords({ type: text, openIdConnectUrl: address, description: text }, ["openIdConnectUrl"]),
  mutualTLS: keywords({ type: text, description: text }),
};
const securityScheme = z
  .looseObject({ type: z.enum(Object.keys(schemeTables)) })
  .superRefine((value, context) => {
    const own = Object.hasOwn(schemeTables, value.type) ? schemeTables[value.type] : undefined;
    for (const issue of own?.safeParse(value).error?.issues ?? []) context.addIssue(issue as never);
  });

const named = (values: z.ZodType): z.ZodType => mapOf(values, componentName);

/** What may stand beside our own words, by place. */
export const keywordsOf = {
  schema: keywords(() => schemaTable),
  parameter: keywords(parameterTable),
  header: keywords(headerTable),
  mediaType: keywords(mediaTable),
  answer: keywords({ links: named(link) }),
  operation: keywords({ externalDocs, callbacks: named(loose), servers: z.array(server) }),
  path: keywords({
    summary: text,
    description: text,
    servers: z.array(server),
    parameters: z.array(parameter),
  }),
  info: keywords({
    summary: text,
    termsOfService: address,
    contact: keywords({ name: text, url: address, email: z.email() }),
    license: keywords({ name: text, url: address, identifier: text }, ["name"]),
  }),
  servers: z.array(server),
  tags: z.array(tag),
  securitySchemes: named(z.union([z.looseObject({ $ref: text }), securityScheme])),
  components: keywords({
    responses: named(loose),
    parameters: named(parameter),
    examples: named(referable(exampleTable)),
    requestBodies: named(loose),
    headers: named(header),
    links: named(link),
    callbacks: named(loose),
    pathItems: named(loose),
  }),
  root: keywords({ externalDocs, webhooks: mapOf(loose), jsonSchemaDialect: address }),
} as const satisfies Record<string, z.ZodType>;

/** A place where keywords of somebody else's description are kept. */
export type KeywordPlace = keyof typeof keywordsOf;

/** Whether a description may call a component so. */
export function isComponentName(name: string): boolean {
  return componentName.safeParse(name).success;
}
