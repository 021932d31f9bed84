import type { NamedSchema, Property } from "../api/document.ts";
import type { Database, Field } from "../database/document.ts";
import { parseExpression } from "../expression/parse.ts";
import { unique } from "../text/names.ts";
import { beginning, keptIn, literal, type Drafting, type Kept } from "./openapi-columns.ts";
import { findEntities, type Entity } from "./openapi-entities.ts";
import type { Importing } from "./openapi-leaves.ts";
import { identify, type Identity } from "./openapi-keys.ts";
import { here, report } from "./openapi-report.ts";
import { typeNames } from "./openapi-type-names.ts";

/** In a description: the expression over `row` that a property is made from. */
export const SOURCE = "x-parley-source";

/** Adds a table for everything that a path shows one of, and says in the schemas where their values come from. */
export function draftTables(importing: Importing, database: Database): void {
  const names = typeNames(Object.keys(database.models));
  for (const entity of findEntities(importing, names)) draftTable(importing, { database, names }, entity);
}

/** A table while its columns are found. */
interface Table {
  entity: Entity;
  identity: Identity;
  columns: Map<string, { field: Column; property: Property }>;
}

type Column = Omit<Field, "id">;

function draftTable(importing: Importing, drafting: Drafting, entity: Entity): void {
  const { api } = importing;
  const identity = identify(importing, entity);
  const table: Table = { entity, identity, columns: new Map() };
  for (const name of entity.schemas) {
    const schema = api.schemas[name]!;
    const properties = keepProperties(importing, drafting, table, schema);
    api.schemas[name] = { ...schema, model: entity.model, properties };
  }
  const fields = new Map(Object.entries(identity.columns));
  for (const [name, { field, property }] of table.columns) {
    fields.set(name, settled(importing, drafting, table, name, field, property));
  }
  const { description } = api.schemas[entity.schemas[0]!]!;
  drafting.database.models[entity.model] = {
    id: entity.model,
    ...(description === undefined ? {} : { description }),
    group: entity.group,
    fields: Object.fromEntries(
      [...fields].map(([name, field]) => [name, { id: `${entity.model}/${name}`, ...field }]),
    ),
    relations: {},
    ...(Object.keys(identity.uniques).length > 0 ? { uniques: identity.uniques } : {}),
  };
}

/** Columns that every table has: their names mean something else there. */
const IMPLICIT = new Set(["id", "key", "createdAt", "updatedAt", "deletedAt", "version"]);

/** The properties of a schema under the names of the columns that keep them. */
function keepProperties(
  importing: Importing,
  drafting: Drafting,
  table: Table,
  schema: NamedSchema,
): Record<string, Property> {
  const taken = new Set<string>();
  return Object.fromEntries(
    Object.entries(schema.properties).map(([key, property]): [string, Property] => {
      const [wish, kept] = keepProperty(importing, drafting, table, key, property);
      const name = unique(wish, taken);
      taken.add(name);
      const { wire = key, ...rest } = kept;
      return [name, { ...rest, ...(name === wire ? {} : { wire }) }];
    }),
  );
}

function keepProperty(
  importing: Importing,
  drafting: Drafting,
  table: Table,
  key: string,
  property: Property,
): [string, Property] {
  const { entity, identity, columns } = table;
  const source = property.schema.annotations?.[SOURCE];
  if (typeof source === "string") return [key, withSource(importing, table, key, property, source)];
  const own = identity.names.get(key);
  if (own !== undefined) return [own, property];
  const kept = keptIn(drafting, `${entity.model} ${key}`, property.schema);
  if (!kept) return [key, property];
  const name = columnFor(importing, table, key, property, kept);
  if (!columns.has(name) && !IMPLICIT.has(name)) {
    columns.set(name, { field: kept.field, property });
    const what = { model: entity.model, property: name };
    if (kept.note) importing.diagnostics.push(report[kept.note](here(entity.keys), what));
    if (name !== key) {
      const parts = { model: entity.model, wire: property.wire ?? key, name };
      importing.diagnostics.push(report["property-renamed"](here(entity.keys), parts));
    }
  }
  return [name, { ...property, schema: kept.schema }];
}

/** A column of the property's name and kind: the one there is, or a new one. */
function columnFor({ api }: Importing, table: Table, key: string, property: Property, kept: Kept): string {
  const { columns, entity } = table;
  const isMoment = kept.field.type === "datetime" && !kept.field.nullable && !property.optional;
  const bodies = Object.values(api.operations).map(({ body }) => body);
  const isSent = entity.schemas.some((name) => bodies.includes(name) && api.schemas[name]!.properties[key]);
  if ((key === "createdAt" || key === "updatedAt") && isMoment && !isSent) return key;
  const stem = IMPLICIT.has(key) ? `${key}Given` : key;
  for (let count = 1; ; count++) {
    const name = count === 1 ? stem : `${stem}${count}`;
    const known = columns.get(name)?.field;
    const isSame =
      known?.type === kept.field.type && known.list === kept.field.list && known.enum === kept.field.enum;
    if (!known || isSame) return name;
  }
}

/** A property of one of the schemas that a column keeps, and what the schema is for. */
interface Use {
  property: Property;
  isAnswer: boolean;
  isNew: boolean;
}

/** The column as all schemas together want it: nullable unless shown always, and then with a value to begin with. */
function settled(
  { api, diagnostics }: Importing,
  { database }: Drafting,
  { entity }: Table,
  name: string,
  field: Column,
  property: Property,
): Column {
  const operations = Object.values(api.operations);
  const uses = entity.schemas.flatMap((schema): Use[] => {
    const one = api.schemas[schema]!.properties[name];
    if (!one) return [];
    const isAnswer = one.only !== "body" && operations.some(({ answer }) => answer.schema === schema);
    const isNew =
      one.only !== "answer" && operations.some(({ verb, body }) => verb === "POST" && body === schema);
    return [{ property: one, isAnswer, isNew }];
  });
  const where = here(entity.keys);
  const what = { model: entity.model, property: name };
  const isPassword = /password/i.test(name);
  const isHidden = !uses.some(({ isAnswer }) => isAnswer);
  if (isPassword && !isHidden) diagnostics.push(report["password-kept"](where, what));
  const column: Column = {
    ...sized(field, uses),
    ...(isHidden && /password|secret|token/i.test(name) ? { secret: true } : {}),
  };
  if (field.default || field.list) return column;
  const isNull = uses.some((use) => use.property.schema.type === "nullable");
  const isShown = uses.some((use) => use.isAnswer && !use.property.optional);
  const creating = uses.filter(({ isNew }) => isNew);
  const isAsked = creating.length > 0 && creating.every((use) => !use.property.optional);
  if (isNull || (!isShown && !isAsked)) return { ...column, nullable: true };
  const standard = uses.map((use) => literal(use.property.default, column)).find((one) => one !== undefined);
  if (standard) return { ...column, default: standard };
  if (isAsked) return column;
  const value = beginning(property, column, database.enums);
  if (!value) return column;
  const shown = value.type === "literal" ? JSON.stringify(value.value) : value.type;
  diagnostics.push(report["default-guessed"](where, { ...what, value: shown }));
  return { ...column, default: value };
}

/** Text takes the longest that any of the schemas admits. */
function sized(field: Column, uses: readonly Use[]): Column {
  if (field.type !== "string" && field.type !== "text") return field;
  const lengths = uses.map(({ property: { schema } }) => {
    const bare = schema.type === "nullable" ? schema.of : schema;
    return bare.type === "string" ? (bare.maxLength ?? Infinity) : 0;
  });
  const longest = Math.max(...lengths);
  const { maxLength: _maxLength, ...rest } = field;
  return longest > 0 && longest <= 10_000
    ? { ...rest, type: "string", maxLength: longest }
    : { ...rest, type: "text" };
}

function withSource(
  { diagnostics }: Importing,
  { entity }: Table,
  key: string,
  property: Property,
  text: string,
): Property {
  const parsed = parseExpression(text);
  if ("expression" in parsed) return { ...property, source: parsed.expression };
  const reason = parsed.problems[0]?.message ?? "it is no expression.";
  diagnostics.push(report["source-refused"](here(entity.keys), { property: key, reason }));
  return property;
}
