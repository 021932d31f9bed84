import { z } from "zod";
import { Expression } from "../expression/document.ts";

/** Any JSON value: examples, defaults, and what somebody else's description says besides. */
export type AnyJson = z.infer<ReturnType<typeof z.json>>;

const Id = z.string().min(1).max(200);
const SchemaName = z.string().regex(/^[A-Z][A-Za-z0-9]{0,79}$/);
/** `camelCase`; unique in the whole API, it is OpenAPI's operationId. */
const OperationName = z.string().regex(/^[a-z][A-Za-z0-9]{0,79}$/);
const GroupName = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
export const ErrorCode = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const PropertyName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,79}$/);

export const stringFormats = [
  "uuid",
  "email",
  "uri",
  "date",
  "date-time",
  "decimal",
  "duration",
  "password",
] as const;

/** What a schema of any type may say besides. */
export interface Remarks {
  description?: string;
  example?: AnyJson;
  deprecated?: boolean;
  /** Keywords of somebody else's description that have no meaning here; printed back as they are. */
  annotations?: Record<string, AnyJson>;
}

interface Range {
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  multipleOf?: number;
}

/** The shape of a value on the wire. */
export type ApiSchema = Remarks &
  (
    | { type: "boolean" }
    /** Without a format and bounds: 32 bits. */
    | ({ type: "integer"; format?: "int32" | "int64" } & Range)
    | ({ type: "number" } & Range)
    | {
        type: "string";
        format?: (typeof stringFormats)[number];
        minLength?: number;
        maxLength?: number;
        pattern?: string;
        /** For format `decimal`: digits after the point. */
        scale?: number;
        /** For format `decimal`, as text; for `integer` see there. */
        minimum?: string;
        maximum?: string;
      }
    | { type: "enum"; values: string[] }
    | { type: "constant"; value: string | number | boolean }
    | { type: "null" }
    | { type: "array"; items: ApiSchema; minItems?: number; maxItems?: number; uniqueItems?: boolean }
    /** `rest`: what properties of any other name hold; absent: there are none. The program does not see them. */
    | { type: "object"; properties: Record<string, Property>; rest?: ApiSchema }
    /** An object whose keys are data. */
    | { type: "map"; values: ApiSchema }
    | { type: "reference"; schema: string }
    | { type: "nullable"; of: ApiSchema }
    | { type: "oneOf"; discriminator: string; variants: string[] }
    /** At least one of the options; `exclusive`: one alone. Nothing tells them apart but their shape. */
    | { type: "union"; options: ApiSchema[]; exclusive?: boolean }
    /** Any JSON but null. `of`: JSON of this shape, kept as it is sent: nothing in it is converted. */
    | { type: "json"; of?: ApiSchema }
  );

/** `source`: over `row` of the object's model, for what a response shows. Absent: the field of the same name. */
export interface Property {
  schema: ApiSchema;
  optional?: boolean;
  source?: Expression;
  /** Its name on the wire, where that is another one. */
  wire?: string;
  /** What the server takes where a client sends nothing; the property is optional then. */
  default?: AnyJson;
  /** Sent in bodies alone, or answered alone; ignored in the other direction. */
  only?: "body" | "answer";
  /** For an array in a query: what stands between its values; absent: the parameter is repeated. */
  separator?: "comma" | "space" | "pipe";
  /** Keywords of a parameter or header in somebody else's description; printed back as they are. */
  annotations?: Record<string, AnyJson>;
}

const schema: z.ZodType<ApiSchema> = z.lazy(() => ApiSchema);
const description = z.string().optional();
const annotations = z.record(z.string(), z.json()).optional();
const remarks = {
  description,
  example: z.json().optional(),
  deprecated: z.boolean().optional(),
  annotations,
};

export const Property: z.ZodType<Property> = z
  .strictObject({
    schema,
    optional: z.boolean().optional(),
    source: Expression.optional(),
    wire: z.string().min(1).max(200).optional(),
    default: z.json().optional(),
    only: z.enum(["body", "answer"]).optional(),
    separator: z.enum(["comma", "space", "pipe"]).optional(),
    annotations,
  })
  .meta({ id: "Property" });

const properties = z.record(PropertyName, Property);

export const apiSchemaVariants = [
  z.strictObject({ type: z.literal("boolean"), ...remarks }),
  z.strictObject({
    type: z.literal("integer"),
    format: z.enum(["int32", "int64"]).optional(),
    minimum: z.int().optional(),
    maximum: z.int().optional(),
    exclusiveMinimum: z.int().optional(),
    exclusiveMaximum: z.int().optional(),
    multipleOf: z.int().min(1).optional(),
    ...remarks,
  }),
  z.strictObject({
    type: z.literal("number"),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    exclusiveMaximum: z.number().optional(),
    multipleOf: z.number().gt(0).optional(),
    ...remarks,
  }),
  z.strictObject({
    type: z.literal("string"),
    format: z.enum(stringFormats).optional(),
    minLength: z.int().min(0).optional(),
    maxLength: z.int().min(0).optional(),
    pattern: z.string().optional(),
    scale: z.int().min(0).max(18).optional(),
    minimum: z.string().optional(),
    maximum: z.string().optional(),
    ...remarks,
  }),
  z.strictObject({ type: z.literal("enum"), values: z.array(z.string()).min(1), ...remarks }),
  z.strictObject({
    type: z.literal("constant"),
    value: z.union([z.string(), z.number(), z.boolean()]),
    ...remarks,
  }),
  z.strictObject({ type: z.literal("null"), ...remarks }),
  z.strictObject({
    type: z.literal("array"),
    items: schema,
    minItems: z.int().optional(),
    maxItems: z.int().optional(),
    uniqueItems: z.boolean().optional(),
    ...remarks,
  }),
  z.strictObject({ type: z.literal("object"), properties, rest: schema.optional(), ...remarks }),
  z.strictObject({ type: z.literal("map"), values: schema, ...remarks }),
  z.strictObject({ type: z.literal("reference"), schema: SchemaName, ...remarks }),
  z.strictObject({ type: z.literal("nullable"), of: schema, ...remarks }),
  z.strictObject({
    type: z.literal("oneOf"),
    discriminator: z.string(),
    variants: z.array(SchemaName).min(1),
    ...remarks,
  }),
  z.strictObject({
    type: z.literal("union"),
    options: z.array(schema).min(1),
    exclusive: z.boolean().optional(),
    ...remarks,
  }),
  z.strictObject({ type: z.literal("json"), of: schema.optional(), ...remarks }),
] as const;

export const ApiSchema: z.ZodType<ApiSchema> = z
  .discriminatedUnion("type", apiSchemaVariants)
  .meta({ id: "ApiSchema" });

/**
 * A named schema: an object with properties, or, with `value`, whatever that is; `properties` is empty then. With
 * `model`, a response of it is made from a row of that model.
 */
export const NamedSchema = z
  .strictObject({
    id: Id,
    ...remarks,
    model: z.string().optional(),
    properties,
    rest: schema.optional(),
    value: schema.optional(),
    /** Its name in somebody else's description, where that cannot be a name here. */
    wire: z.string().min(1).max(200).optional(),
    /** Printed where it is used, not as a component: it had no name in somebody else's description. */
    inline: z.boolean().optional(),
  })
  .meta({ id: "NamedSchema" });
export type NamedSchema = z.infer<typeof NamedSchema>;

export const ApiError = z
  .strictObject({ id: Id, status: z.int().min(400).max(501), title: z.string().min(1) })
  .meta({ id: "ApiError" });
export type ApiError = z.infer<typeof ApiError>;

/** A query parameter that narrows a list: compares `field` (a path over `row`, such as `copy.bookId`) with it. */
export const Filter = z
  .strictObject({
    field: z.string(),
    operator: z.enum(["equals", "contains", "before", "after", "atLeast", "atMost", "isNull"]),
    schema,
    description,
  })
  .meta({ id: "Filter" });
export type Filter = z.infer<typeof Filter>;

export const Listing = z
  .strictObject({
    /** Size of a page: when the client says nothing, and at most. */
    defaultSize: z.int().min(1).max(200),
    maximumSize: z.int().min(1).max(200),
    /** Text fields that the query parameter `search` looks into, case-insensitively. Empty: no such parameter. */
    search: z.array(z.string()),
    filters: z.record(PropertyName, Filter),
    /** Name of a sort -> fields; a client writes `sort=name` or `sort=-name`. */
    sorts: z.record(PropertyName, z.strictObject({ field: z.string() })),
    defaultSort: z.string(),
  })
  .meta({ id: "Listing" });
export type Listing = z.infer<typeof Listing>;

/** A body or an answer in one content type: the schema of its values, and what a description says besides. */
export const MediaType = z
  .strictObject({ schema: SchemaName.optional(), annotations })
  .meta({ id: "MediaType" });
export type MediaType = z.infer<typeof MediaType>;

const content = z.record(z.string(), MediaType).optional();
const headers = z.record(z.string(), Property).optional();

export const Answer = z
  .strictObject({
    /** The house has 200, 201 and 204; somebody else's API any success or redirection. */
    status: z.int().min(200).max(399),
    /** Absent for 204. For a list: the schema of one element; on the wire `{ data, page }`. */
    schema: SchemaName.optional(),
    shape: z.enum(["one", "page", "list", "none"]),
    /** A list without the house's wrapper `{ data }`. */
    bare: z.boolean().optional(),
    description,
    /** Content types of a description; absent: `application/json`. The server answers JSON. */
    content,
    headers,
    annotations,
  })
  .meta({ id: "Answer" });
export type Answer = z.infer<typeof Answer>;

/** An answer besides the one of success, as a description lists it. */
export const FurtherAnswer = z
  .strictObject({ description: z.string(), content, headers, annotations })
  .meta({ id: "FurtherAnswer" });
export type FurtherAnswer = z.infer<typeof FurtherAnswer>;

/** Security schemes that are needed together, with the scopes of each. */
const Demand = z.record(z.string(), z.array(z.string()));

export const Operation = z
  .strictObject({
    id: Id,
    group: GroupName,
    /** Method of the controller, the service and the client: `create`, `list`, `get`, `cancel`. */
    method: z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/),
    verb: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    /** `/loans/{loanId}/renew`: every path parameter is declared in `parameters`. */
    path: z.string().regex(/^\/[A-Za-z0-9/{}_.~@-]*$/),
    /** Never empty in the house. */
    summary: z.string(),
    description,
    deprecated: z.boolean().optional(),
    /** Its operationId in somebody else's description, where that cannot be a name here. */
    wire: z.string().min(1).max(200).optional(),
    /** Absent: the group. */
    tags: z.array(z.string()).optional(),
    parameters: z.record(PropertyName, schema),
    /** Further query parameters; those of `listing` are implied (see `queryOf`). */
    query: properties.optional(),
    headers: properties.optional(),
    cookies: properties.optional(),
    body: SchemaName.optional(),
    /** A body that is left out is read as `{}`. */
    bodyOptional: z.boolean().optional(),
    bodyDescription: description,
    /** Content types of a description; absent: `application/json`. The server takes JSON. */
    bodyContent: content,
    answer: Answer,
    /** Answers besides that of success, by status, range of statuses (`4XX`) or `default`. */
    answers: z.record(z.string().regex(/^(?:[1-5](?:\d\d|XX)|default)$/), FurtherAnswer).optional(),
    /** `public`, or kinds of actors in order of precedence; `public` with kinds: a guest may, a kind is recognised. */
    access: z.array(z.string()).min(1),
    listing: Listing.optional(),
    /** Codes that this operation answers besides 400, 401 and 403 of the framework. */
    errors: z.array(ErrorCode),
    requirements: z.array(z.string()),
    unscoped: z.string().optional(),
    /** What somebody else's description demands: one of these. */
    security: z.array(Demand).optional(),
    annotations,
  })
  .meta({ id: "Operation" });
export type Operation = z.infer<typeof Operation>;

/** What somebody else's description says of the whole API. All of it is printed back as it is. */
export const Foreign = z
  .strictObject({
    /** In front of every path: that of the first server. `""` or `/api/v3`. */
    basePath: z.string().regex(/^(?:\/[A-Za-z0-9_.~@-]+)*$/),
    servers: z.array(z.json()).optional(),
    tags: z.array(z.json()).optional(),
    securitySchemes: z.record(z.string(), z.json()).optional(),
    security: z.array(Demand).optional(),
    /** Keywords of `info` besides title, version and description. */
    info: annotations,
    /** Keywords of paths, by path. */
    paths: z.record(z.string(), z.record(z.string(), z.json())).optional(),
    /** Components besides schemas and security schemes, for what still refers to them. */
    components: annotations,
    annotations,
  })
  .meta({ id: "Foreign" });
export type Foreign = z.infer<typeof Foreign>;

export const Api = z
  .strictObject({
    profile: z.enum(["house", "foreign"]),
    info: z.strictObject({ title: z.string().min(1), version: z.string(), description: z.string() }),
    errors: z.record(ErrorCode, ApiError),
    schemas: z.record(SchemaName, NamedSchema),
    operations: z.record(OperationName, Operation),
    /** For the profile `foreign`. */
    foreign: Foreign.optional(),
  })
  .meta({ id: "Api" });
export type Api = z.infer<typeof Api>;
