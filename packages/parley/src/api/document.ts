import { z } from "zod";
import { Expression } from "../expression/document.ts";

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

/** The shape of a value on the wire. */
export type ApiSchema =
  | { type: "boolean"; description?: string }
  | { type: "integer"; minimum?: number; maximum?: number; description?: string }
  | { type: "number"; minimum?: number; maximum?: number; description?: string }
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
      description?: string;
    }
  | { type: "enum"; values: string[]; description?: string }
  | { type: "array"; items: ApiSchema; minItems?: number; maxItems?: number; description?: string }
  | { type: "object"; properties: Record<string, Property>; description?: string }
  | { type: "reference"; schema: string; description?: string }
  | { type: "nullable"; of: ApiSchema; description?: string }
  | { type: "oneOf"; discriminator: string; variants: string[]; description?: string }
  | { type: "json"; description?: string };

/** `source`: over `row` of the object's model, for what a response shows. Absent: the field of the same name. */
export interface Property {
  schema: ApiSchema;
  optional?: boolean;
  source?: Expression;
}

const schema: z.ZodType<ApiSchema> = z.lazy(() => ApiSchema);
const description = z.string().optional();

export const Property: z.ZodType<Property> = z
  .strictObject({ schema, optional: z.boolean().optional(), source: Expression.optional() })
  .meta({ id: "Property" });

export const apiSchemaVariants = [
  z.strictObject({ type: z.literal("boolean"), description }),
  z.strictObject({
    type: z.literal("integer"),
    minimum: z.int().optional(),
    maximum: z.int().optional(),
    description,
  }),
  z.strictObject({
    type: z.literal("number"),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    description,
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
    description,
  }),
  z.strictObject({ type: z.literal("enum"), values: z.array(z.string()).min(1), description }),
  z.strictObject({
    type: z.literal("array"),
    items: schema,
    minItems: z.int().optional(),
    maxItems: z.int().optional(),
    description,
  }),
  z.strictObject({ type: z.literal("object"), properties: z.record(PropertyName, Property), description }),
  z.strictObject({ type: z.literal("reference"), schema: SchemaName, description }),
  z.strictObject({ type: z.literal("nullable"), of: schema, description }),
  z.strictObject({
    type: z.literal("oneOf"),
    discriminator: z.string(),
    variants: z.array(SchemaName).min(1),
    description,
  }),
  z.strictObject({ type: z.literal("json"), description }),
] as const;

export const ApiSchema: z.ZodType<ApiSchema> = z
  .discriminatedUnion("type", apiSchemaVariants)
  .meta({ id: "ApiSchema" });

/** A named object schema. With `model`, a response of it is made from a row of that model. */
export const NamedSchema = z
  .strictObject({
    id: Id,
    description,
    model: z.string().optional(),
    properties: z.record(PropertyName, Property),
  })
  .meta({ id: "NamedSchema" });
export type NamedSchema = z.infer<typeof NamedSchema>;

export const ApiError = z
  .strictObject({ id: Id, status: z.int().min(400).max(499), title: z.string().min(1) })
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

export const Answer = z
  .strictObject({
    status: z.union([z.literal(200), z.literal(201), z.literal(204)]),
    /** Absent for 204. For a list: the schema of one element; on the wire `{ data, page }`. */
    schema: SchemaName.optional(),
    shape: z.enum(["one", "page", "list", "none"]),
  })
  .meta({ id: "Answer" });
export type Answer = z.infer<typeof Answer>;

export const Operation = z
  .strictObject({
    id: Id,
    group: GroupName,
    /** Method of the controller, the service and the client: `create`, `list`, `get`, `cancel`. */
    method: z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/),
    verb: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    /** `/loans/{loanId}/renew`: every path parameter is declared in `parameters`. */
    path: z.string().regex(/^\/[A-Za-z0-9/{}_-]*$/),
    summary: z.string().min(1),
    description,
    parameters: z.record(PropertyName, schema),
    /** Further query parameters; those of `listing` are implied (see `queryOf`). */
    query: z.record(PropertyName, Property).optional(),
    body: SchemaName.optional(),
    answer: Answer,
    /** `public`, or kinds of actors in order of precedence; `public` with kinds: a guest may, a kind is recognised. */
    access: z.array(z.string()).min(1),
    listing: Listing.optional(),
    /** Codes that this operation answers besides 400, 401 and 403 of the framework. */
    errors: z.array(ErrorCode),
    requirements: z.array(z.string()),
    unscoped: z.string().optional(),
  })
  .meta({ id: "Operation" });
export type Operation = z.infer<typeof Operation>;

export const Api = z
  .strictObject({
    profile: z.enum(["house", "foreign"]),
    info: z.strictObject({ title: z.string().min(1), version: z.string(), description: z.string() }),
    errors: z.record(ErrorCode, ApiError),
    schemas: z.record(SchemaName, NamedSchema),
    operations: z.record(OperationName, Operation),
  })
  .meta({ id: "Api" });
export type Api = z.infer<typeof Api>;
