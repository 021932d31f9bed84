import type { ApiSchema, Filter, Listing, Property } from "../api/document.ts";
import type { Database, Model } from "../database/document.ts";
import { columnsOf } from "../database/fields.ts";
import { path } from "../expression/build.ts";
import type { Requirements } from "../requirements/document.ts";
import { camelCase } from "../text/names.ts";
import { nounsOf, ownerSource, permissionsFor, registrars } from "./concepts.ts";
import { clientFields, clientRelations, type Table } from "./tables.ts";
import { fieldSchema, uuid } from "./wire.ts";

/** What a row looks like to whoever may read it. */
export function viewOf(
  requirements: Requirements,
  database: Database,
  model: Model,
): Record<string, Property> {
  const properties: Record<string, Property> = {};
  for (const { name, field, relation } of columnsOf(model)) {
    if (field.secret || name === "deletedAt" || relation === "account") continue;
    properties[name] = { schema: fieldSchema(database, field, { reading: true }) };
    if (name === "id" && showsAddress(requirements, model)) {
      properties["email"] = {
        schema: { type: "string", format: "email" },
        source: path("row", "account", "email"),
      };
    }
  }
  return properties;
}

/** Staff that makes the accounts of a kind has to tell them apart; nobody else sees addresses but their own. */
function showsAddress(requirements: Requirements, model: Model): boolean {
  const noun = nounsOf(requirements).find(({ id }) => id === model.id);
  if (noun?.actor === undefined || Object.hasOwn(model.fields, "email")) return false;
  const staff = registrars(requirements, noun.actor);
  const reading = permissionsFor(requirements, noun, "read");
  return reading.every(
    ({ formal }) => formal.scope === "own" || formal.actors.every((kind) => staff.includes(kind)),
  );
}

export function createBody(
  requirements: Requirements,
  database: Database,
  table: Table,
): Record<string, Property> {
  const properties: Record<string, Property> = {};
  for (const relation of clientRelations(requirements, table, "create")) {
    const required = table.model.relations[relation]!.required;
    const either = relation === table.noun.owner?.as && ownerSource(requirements, table.noun) === "either";
    properties[`${relation}Id`] = { schema: uuid, ...(required && !either ? {} : { optional: true }) };
  }
  for (const [name, field] of clientFields(table.model)) {
    const schema = fieldSchema(database, field, { attribute: table.noun.attributes[name] });
    const required = !field.nullable && field.default === undefined;
    properties[name] = { schema, ...(required ? {} : { optional: true }) };
  }
  return properties;
}

export function updateBody(database: Database, { noun, model }: Table): Record<string, Property> {
  const properties: Record<string, Property> = {};
  for (const [name, relation] of Object.entries(model.relations)) {
    if (relation.managed || name === noun.owner?.as) continue;
    const schema: ApiSchema = relation.required ? uuid : { type: "nullable", of: uuid };
    properties[`${name}Id`] = { schema, optional: true };
  }
  for (const [name, field] of clientFields(model)) {
    properties[name] = {
      schema: fieldSchema(database, field, { attribute: noun.attributes[name] }),
      optional: true,
    };
  }
  return properties;
}

const defaultPageSize = 20;
const maximumPageSize = 100;

/** Query parameters that every list may have. */
const impliedParameters = new Set(["page", "size", "sort", "search"]);

export function listingOf(requirements: Requirements, database: Database, { noun, model }: Table): Listing {
  const search: string[] = [];
  const filters: Record<string, Filter> = {};
  const sorts: Listing["sorts"] = { createdAt: { field: "createdAt" } };
  for (const [name, field] of Object.entries(model.fields)) {
    const attribute = noun.attributes[name];
    const isState = name === noun.lifecycle?.attribute;
    if (attribute?.search) search.push(name);
    if (attribute?.sort) sorts[name] = { field: name };
    if (!attribute?.filter && !isState) continue;
    const bare = fieldSchema(database, { ...field, nullable: false, list: false }, {});
    const plain = impliedParameters.has(name) ? camelCase(`by_${name}`) : name;
    if (field.list) filters[plain] = { field: name, operator: "contains", schema: bare };
    else if (field.type === "date" || field.type === "datetime") {
      filters[`${name}From`] = { field: name, operator: "atLeast", schema: bare };
      filters[`${name}To`] = { field: name, operator: "atMost", schema: bare };
    } else if (field.type === "int" || field.type === "decimal") {
      filters[`${name}Minimum`] = { field: name, operator: "atLeast", schema: bare };
      filters[`${name}Maximum`] = { field: name, operator: "atMost", schema: bare };
    } else filters[plain] = { field: name, operator: "equals", schema: bare };
  }
  const readsOthers = permissionsFor(requirements, noun, "read").some(({ formal }) => formal.scope !== "own");
  const related = [...(noun.owner && readsOthers ? [noun.owner.as] : []), ...Object.keys(noun.references)];
  for (const relation of related) {
    if (Object.hasOwn(model.relations, relation)) {
      filters[`${relation}Id`] = { field: `${relation}Id`, operator: "equals", schema: uuid };
    }
  }
  return {
    defaultSize: defaultPageSize,
    maximumSize: maximumPageSize,
    search,
    filters,
    sorts,
    defaultSort: "-createdAt",
  };
}
