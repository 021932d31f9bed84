import { z } from "zod";
import { Expression } from "../expression/document.ts";

/** Identity that survives renames; given by code, never shown to a model. */
const Id = z.string().min(1).max(200);
const ModelName = z.string().regex(/^[A-Z][A-Za-z0-9]{0,47}$/);
const FieldName = z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/);
/** A folder of the generated project: `kebab-case`. */
const GroupName = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const EnumValue = z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/);

export const scalarTypes = [
  "boolean",
  "int",
  "bigint",
  "float",
  "decimal",
  "string",
  "text",
  "uuid",
  "email",
  "uri",
  "date",
  "datetime",
  "json",
  "bytes",
  "enum",
] as const;
export type ScalarType = (typeof scalarTypes)[number];

export const Default = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("literal"), value: z.union([z.boolean(), z.number(), z.string()]) }),
  z.strictObject({ type: z.literal("uuid") }),
  z.strictObject({ type: z.literal("sequence") }),
  z.strictObject({ type: z.literal("emptyList") }),
]);
export type Default = z.infer<typeof Default>;

export const Field = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    type: z.enum(scalarTypes),
    /** Name of an enum of this document, for type `enum`. */
    enum: z.string().optional(),
    /** For `string`: most characters. */
    maxLength: z.int().min(1).max(10_000).optional(),
    /** For `decimal`: all digits, and digits after the point. */
    precision: z.int().min(1).max(38).optional(),
    scale: z.int().min(0).max(18).optional(),
    list: z.boolean().optional(),
    nullable: z.boolean().optional(),
    default: Default.optional(),
    /** Never leaves the server. */
    secret: z.boolean().optional(),
    /** Says something about a person. */
    personal: z.boolean().optional(),
    /** Set by the server alone: owner, state, counters, computed values. */
    managed: z.boolean().optional(),
  })
  .meta({ id: "Field" });
export type Field = z.infer<typeof Field>;

/** A foreign key: the column is `<name>Id`. `inverse` is the name under which the target sees this model. */
export const Relation = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    target: ModelName,
    inverse: FieldName,
    /** `manyToOne`: the target sees a list; `oneToOne`: the column is unique and the target sees one or none. */
    cardinality: z.enum(["manyToOne", "oneToOne"]),
    required: z.boolean(),
    onDelete: z.enum(["cascade", "restrict", "setNull"]),
    /** Set by the server alone: the owner of a row, a snapshot's source. */
    managed: z.boolean().optional(),
  })
  .meta({ id: "Relation" });
export type Relation = z.infer<typeof Relation>;

export const Unique = z
  .strictObject({
    fields: z.array(FieldName).min(1),
    /** A partial unique: over `row`. */
    where: Expression.optional(),
    /** What two nulls are to each other; must be said when a field is nullable. */
    nulls: z.enum(["distinct", "equal"]).optional(),
    /** Code of the API's error when it is violated; `conflict` when absent. */
    error: z.string().optional(),
  })
  .meta({ id: "Unique" });
export type Unique = z.infer<typeof Unique>;

export const Index = z
  .strictObject({
    fields: z
      .array(z.strictObject({ field: FieldName, direction: z.enum(["asc", "desc"]).optional() }))
      .min(1),
    where: Expression.optional(),
    /** Finds rows by words in any of the fields, which are texts and have no direction. */
    search: z.boolean().optional(),
  })
  .meta({ id: "Index" });
export type Index = z.infer<typeof Index>;

/**
 * No two rows overlap: of those that are equal in `fields`, no two ranges from `from` to `to` share a moment. A bound
 * that is null is open; a range that ends before it begins is empty.
 */
export const Exclusion = z
  .strictObject({
    /** Of none: any two rows get in each other's way. */
    fields: z.array(FieldName),
    /** Two dates, or two datetimes. */
    from: FieldName,
    to: FieldName,
    /** Whether `to` itself belongs to the range, as a last day does; else it ends before. */
    includesEnd: z.boolean().optional(),
    /** Over `row`: other rows are left out. */
    where: Expression.optional(),
    /** Code of the API's error when it is violated; `conflict` when absent. */
    error: z.string().optional(),
  })
  .meta({ id: "Exclusion" });
export type Exclusion = z.infer<typeof Exclusion>;

/** Boolean over `row`, printed as a check constraint. */
export const Check = z
  .strictObject({ condition: Expression, error: z.string().optional() })
  .meta({ id: "Check" });
export type Check = z.infer<typeof Check>;

/**
 * Which rows a kind of actor reaches: kind (or `guest`) -> condition over `row` and `actor`.
 * A kind that is absent reaches none. Printed into every read and write that is not `unscoped`.
 */
export const Scope = z
  .strictObject({ read: z.record(z.string(), Expression), write: z.record(z.string(), Expression) })
  .meta({ id: "Scope" });
export type Scope = z.infer<typeof Scope>;

export const Trait = z.discriminatedUnion("type", [
  /** The profile of a kind of actor; has a required one-to-one relation `account`. */
  z.strictObject({ type: z.literal("actor"), kind: FieldName }),
  z.strictObject({ type: z.literal("account") }),
  z.strictObject({ type: z.literal("session") }),
  /** Lives and dies with the row that the relation points to. */
  z.strictObject({ type: z.literal("child"), relation: z.string() }),
  z.strictObject({ type: z.literal("join") }),
  z.strictObject({ type: z.literal("outbox") }),
  /** Keeps what the row that the relation points to said at one moment; written once, and outlives that row. */
  z.strictObject({ type: z.literal("snapshot"), relation: z.string() }),
  /** Has the column `version`, which counts its updates: who writes an outdated row is refused. */
  z.strictObject({ type: z.literal("version") }),
]);
export type Trait = z.infer<typeof Trait>;

/**
 * A table. Every model has the fields `id` (uuid v7) and `createdAt`, `updatedAt` unless `immutable`, `deletedAt` with
 * `softDelete`, and `version` with that trait.
 */
export const Model = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    group: GroupName,
    traits: z.array(Trait).optional(),
    fields: z.record(FieldName, Field),
    relations: z.record(FieldName, Relation),
    uniques: z.record(FieldName, Unique).optional(),
    indexes: z.record(FieldName, Index).optional(),
    checks: z.record(FieldName, Check).optional(),
    exclusions: z.record(FieldName, Exclusion).optional(),
    scope: Scope.optional(),
    /** Deleting sets `deletedAt`; every read leaves such rows out. */
    softDelete: z.boolean().optional(),
    /** No `updatedAt`: rows are written once. */
    immutable: z.boolean().optional(),
  })
  .meta({ id: "Model" });
export type Model = z.infer<typeof Model>;

export const Enum = z
  .strictObject({ id: Id, description: z.string().optional(), values: z.array(EnumValue).min(1) })
  .meta({ id: "Enum" });
export type Enum = z.infer<typeof Enum>;

export const Database = z
  .strictObject({ enums: z.record(ModelName, Enum), models: z.record(ModelName, Model) })
  .meta({ id: "Database" });
export type Database = z.infer<typeof Database>;
