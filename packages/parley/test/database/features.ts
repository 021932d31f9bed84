import { scalarTypes, type Database, type Field, type Model } from "../../src/database/document.ts";

/** What of the language a document speaks, in a few words each. */
export function featuresOf(database: Database): string[] {
  return Object.entries(database.models).flatMap(([name, model]) => [
    ...Object.values(model.fields).flatMap(fieldFeatures),
    ...Object.values(model.relations).map(({ target, cardinality, required, onDelete }) =>
      [target === name ? "self" : cardinality, required ? "required" : "optional", onDelete].join(" "),
    ),
    ...keyFeatures(model),
    ...(model.traits ?? []).map(({ type }) => `trait ${type}`),
    ...(["softDelete", "immutable", "scope"] as const).filter((key) => model[key] !== undefined),
  ]);
}

function fieldFeatures(field: Field): string[] {
  return [
    field.type,
    ...(field.list ? [`list of ${field.type}`] : []),
    ...(field.nullable ? [`nullable ${field.type}`] : []),
    ...(field.default ? [`default ${field.default.type}`] : []),
    ...(["secret", "personal", "managed"] as const).filter((key) => field[key] !== undefined),
  ];
}

function keyFeatures({ uniques, indexes, checks, exclusions }: Model): string[] {
  return [
    ...Object.values(uniques ?? {}).flatMap(({ where, nulls }) => [
      where ? "partial unique" : "unique",
      ...(nulls ? [`nulls ${nulls}`] : []),
    ]),
    ...Object.values(indexes ?? {}).flatMap(({ where, search, fields }) => [
      where ? "partial index" : "index",
      ...(search ? ["search"] : []),
      ...(fields.some(({ direction }) => direction === "desc") ? ["descending"] : []),
    ]),
    ...Object.values(checks ?? {}).map(({ condition }) => `check ${condition.type}`),
    ...Object.values(exclusions ?? {}).flatMap(({ where, includesEnd, fields }) => [
      where ? "partial exclusion" : "exclusion",
      includesEnd ? "closed range" : "open range",
      ...(fields.length === 0 ? ["exclusion of all"] : []),
    ]),
  ];
}

const listable = scalarTypes.filter((type) => type !== "json" && type !== "bytes");

/** All that random documents must say somewhere. */
export const expectedFeatures: string[] = [
  ...scalarTypes,
  ...scalarTypes.map((type) => `nullable ${type}`),
  ...listable.map((type) => `list of ${type}`),
  ...["literal", "uuid", "sequence", "emptyList"].map((type) => `default ${type}`),
  "secret",
  "personal",
  "managed",
  "softDelete",
  "immutable",
  "scope",
  ...["manyToOne", "oneToOne"].flatMap((cardinality) => [
    ...["cascade", "restrict"].map((onDelete) => `${cardinality} required ${onDelete}`),
    ...["cascade", "restrict", "setNull"].map((onDelete) => `${cardinality} optional ${onDelete}`),
  ]),
  ...["cascade", "restrict", "setNull"].map((onDelete) => `self optional ${onDelete}`),
  "unique",
  "partial unique",
  "nulls distinct",
  "nulls equal",
  "index",
  "partial index",
  "search",
  "descending",
  ...["binary", "unary", "member"].map((type) => `check ${type}`),
  "exclusion",
  "partial exclusion",
  "closed range",
  "open range",
  "exclusion of all",
  ...["actor", "account", "session", "outbox", "child", "join", "snapshot", "version"].map(
    (type) => `trait ${type}`,
  ),
];
