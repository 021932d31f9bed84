import { either } from "./alternatives.ts";
import { all, any, binary, isNull, number, path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import type {
  Check,
  Database,
  Enum,
  Field,
  Index,
  Model,
  Relation,
  Scope,
  Unique,
} from "../database/document.ts";
import { infrastructureModels } from "../database/infrastructure.ts";
import type { Attribute, Requirements } from "../requirements/document.ts";
import { plainRequirements } from "../requirements/plain.ts";
import { camelCase, kebabCase, pascalCase, plural } from "../text/names.ts";
import {
  kindsByPrecedence,
  nounsOf,
  permissionsFor,
  reachOf,
  targetOf,
  type Noun,
  type Stated,
  ownerSource,
  statedFor,
} from "./concepts.ts";

/** Tables that follow from the requirements: accounts, a profile per kind of actor, a table per concept. Total. */
export function draftDatabase(requirements: Requirements): Database {
  // What every project comes with relies on the accounts' tables, also where nobody signs in.
  const database: Database = { enums: {}, models: infrastructureModels() };
  const known = plainRequirements(requirements);
  for (const noun of nounsOf(known)) database.models[noun.name] = draftModel(known, noun, database.enums);
  return database;
}

function draftModel(requirements: Requirements, noun: Noun, enums: Record<string, Enum>): Model {
  const fields: Record<string, Field> = {};
  for (const [name, attribute] of Object.entries(noun.attributes)) {
    fields[name] = draftField(noun.name, name, attribute, enums);
  }
  if (noun.lifecycle) fields[noun.lifecycle.attribute] = draftState(noun, enums);

  const uniques = draftUniques(requirements, noun);
  const indexes = draftIndexes(noun);
  const checks = draftChecks(noun);
  return {
    id: noun.id,
    ...(noun.description ? { description: noun.description } : {}),
    group: groupOf(noun.name),
    ...(noun.actor ? { traits: [{ type: "actor" as const, kind: noun.actor }] } : {}),
    ...(noun.parent ? { traits: [{ type: "child" as const, relation: noun.parent.as }] } : {}),
    fields,
    relations: draftRelations(requirements, noun),
    ...(Object.keys(uniques).length > 0 ? { uniques } : {}),
    ...(Object.keys(indexes).length > 0 ? { indexes } : {}),
    ...(Object.keys(checks).length > 0 ? { checks } : {}),
    scope: draftScope(requirements, noun),
    ...(noun.softDelete ? { softDelete: true } : {}),
  };
}

/** Folder and path segment of a model: `OrderLine` -> `order-lines`. */
export function groupOf(model: string): string {
  return kebabCase(plural(model));
}

function draftField(model: string, name: string, attribute: Attribute, enums: Record<string, Enum>): Field {
  const field: Field = { id: attribute.id, ...columnTypeOf(model, name, attribute, enums) };
  if (attribute.description) field.description = attribute.description;
  if (attribute.list) {
    field.list = true;
    field.default = { type: "emptyList" };
  } else if (attribute.optional) field.nullable = true;
  if (attribute.default !== undefined && !attribute.list)
    field.default = { type: "literal", value: attribute.default };
  if (attribute.type === "email") field.personal = true;
  if (attribute.server) field.managed = true;
  return field;
}

const defaultScale = 2;
const wholeDigits = 12;
/** Characters of a one-line text when nobody said how many. */
export const defaultLength = 200;

function columnTypeOf(
  model: string,
  name: string,
  attribute: Attribute,
  enums: Record<string, Enum>,
): Omit<Field, "id"> {
  switch (attribute.type) {
    case "boolean":
    case "date":
    case "datetime":
    case "email":
    case "uri":
    case "json":
    case "text":
      return { type: attribute.type };
    case "integer":
      return { type: "int" };
    case "decimal":
      return {
        type: "decimal",
        precision: wholeDigits + (attribute.scale ?? defaultScale),
        scale: attribute.scale ?? defaultScale,
      };
    case "string":
      return { type: "string", maxLength: attribute.maximum ?? defaultLength };
    case "enum": {
      const enumName = `${model}${pascalCase(name)}`;
      enums[enumName] = { id: `${attribute.id}/values`, values: attribute.values ?? [] };
      return { type: "enum", enum: enumName };
    }
    default:
      return attribute.type satisfies never;
  }
}

function draftState(noun: Noun, enums: Record<string, Enum>): Field {
  const { attribute, states, initial } = noun.lifecycle!;
  const enumName = `${noun.name}${pascalCase(attribute)}`;
  enums[enumName] = { id: `${noun.id}/states`, values: states };
  return {
    id: `${noun.id}/state`,
    type: "enum",
    enum: enumName,
    default: { type: "literal", value: initial },
    managed: true,
  };
}

function draftRelations(requirements: Requirements, noun: Noun): Record<string, Relation> {
  const relations: Record<string, Relation> = {};
  if (noun.actor) {
    relations["account"] = {
      id: `${noun.id}/account`,
      target: "Account",
      inverse: camelCase(noun.name),
      cardinality: "oneToOne",
      required: true,
      onDelete: "cascade",
      managed: true,
    };
  }
  if (noun.owner) {
    relations[noun.owner.as] = {
      id: `${noun.id}/owner`,
      target: targetOf(requirements, noun.owner.actor)?.name ?? noun.owner.actor,
      inverse: noun.owner.inverse,
      cardinality: "manyToOne",
      required: true,
      onDelete: "restrict",
      // Where others make such a row for somebody, they say for whom.
      ...(ownerSource(requirements, noun) === "actor" ? { managed: true } : {}),
    };
  }
  if (noun.parent) {
    relations[noun.parent.as] = {
      id: `${noun.id}/parent`,
      target: noun.parent.concept,
      inverse: noun.parent.inverse,
      cardinality: "manyToOne",
      required: true,
      onDelete: "cascade",
      managed: true,
    };
  }
  for (const [name, reference] of Object.entries(noun.references)) {
    relations[name] = {
      id: reference.id,
      ...(reference.description ? { description: reference.description } : {}),
      target: targetOf(requirements, reference.target)?.name ?? reference.target,
      inverse: reference.inverse,
      cardinality: reference.one ? "oneToOne" : "manyToOne",
      required: !reference.optional,
      onDelete: reference.optional ? "setNull" : "restrict",
      ...(reference.server ? { managed: true } : {}),
    };
  }
  return relations;
}

/** `copy` -> `copyId` where it names a relation of the noun; a field stays. */
export function columnNameOf(noun: Noun, member: string): string {
  const isRelation =
    member === noun.owner?.as || member === noun.parent?.as || Object.hasOwn(noun.references, member);
  return isRelation ? `${member}Id` : member;
}

function draftUniques(requirements: Requirements, noun: Noun): Record<string, Unique> {
  const alive = noun.softDelete ? [isNull(path("row", "deletedAt"))] : [];
  const uniques: Record<string, Unique> = {};
  const add = (fields: string[], conditions: Expression[], error?: string): void => {
    const nullable = fields.some((field) => isNullable(noun, field));
    const [where] = conditions;
    uniques[camelCase(fields.join("_"))] = {
      fields,
      ...(where
        ? {
            where: conditions
              .slice(1)
              .reduce((a, b) => ({ type: "binary", operator: "&&", left: a, right: b }), where),
          }
        : {}),
      ...(nullable ? { nulls: "distinct" as const } : {}),
      ...(error ? { error } : {}),
    };
  };
  for (const [name, attribute] of Object.entries(noun.attributes)) {
    if (attribute.unique) add([name], alive, takenError(noun.name, name));
  }
  for (const { formal } of statedFor(requirements, "uniqueness", noun)) {
    const fields = formal.fields.map((field) => columnNameOf(noun, field));
    add(fields, [...(formal.where ? [formal.where] : []), ...alive], formal.error.code);
  }
  for (const { formal } of statedFor(requirements, "sequence", noun)) {
    add([columnNameOf(noun, formal.per), formal.attribute], alive);
  }
  return uniques;
}

/** Code of the error that answers a second row with the same unique attribute: `book-isbn-taken`. */
export function takenError(noun: string, attribute: string): string {
  return `${kebabCase(noun)}-${kebabCase(attribute)}-taken`;
}

function isNullable(noun: Noun, column: string): boolean {
  const attribute = noun.attributes[column];
  if (attribute) return attribute.optional === true && !attribute.list;
  const reference = noun.references[column.replace(/Id$/, "")];
  return reference?.optional === true;
}

/** Lists come newest first, within the owner or parent; filters and sorts the client may use get an index too. */
function draftIndexes(noun: Noun): Record<string, Index> {
  if (noun.actor) return {};
  const within = noun.parent?.as ?? noun.owner?.as;
  const prefix = within ? [{ field: `${within}Id` }] : [];
  const indexes: Record<string, Index> = {
    newest: { fields: [...prefix, { field: "createdAt", direction: "desc" }] },
  };
  const add = (column: string): void => {
    indexes[`by${pascalCase(column)}`] = { fields: [...prefix, { field: column }] };
  };
  for (const [name, attribute] of Object.entries(noun.attributes)) {
    if (attribute.list && attribute.filter) indexes[`by${pascalCase(name)}`] = { fields: [{ field: name }] };
    else if ((attribute.filter || attribute.sort) && attribute.type !== "json") add(name);
  }
  if (noun.lifecycle) add(noun.lifecycle.attribute);
  return indexes;
}

/** Bounds of numbers hold for what the server computes too, also when two requests meet. */
function draftChecks(noun: Noun): Record<string, Check> {
  const checks: Record<string, Check> = {};
  for (const [name, { type, list, optional, minimum, maximum }] of Object.entries(noun.attributes)) {
    if ((type !== "integer" && type !== "decimal") || list) continue;
    const value = path("row", name);
    const bounds = [
      ...(minimum === undefined ? [] : [binary(">=", value, number(minimum))]),
      ...(maximum === undefined ? [] : [binary("<=", value, number(maximum))]),
    ];
    if (bounds.length === 0) continue;
    const condition = all(bounds);
    checks[camelCase(`${name}_bounds`)] = {
      condition: optional ? any([isNull(value), condition]) : condition,
    };
  }
  return checks;
}

/** Actions that write an existing row. */
export function writingActions(noun: Noun): string[] {
  return ["update", "delete", ...Object.keys(noun.lifecycle?.transitions ?? {})];
}

/**
 * Who reaches which rows. Whoever may write a row may read it too, unless it was said of their kind what they may read:
 * then only what is their own besides. What anybody may read is for those signed in too.
 */
function draftScope(requirements: Requirements, noun: Noun): Scope {
  const scope: Scope = { read: {}, write: {} };
  const reading = permissionsFor(requirements, noun, "read");
  const writing = distinctById(
    writingActions(noun).flatMap((action) => permissionsFor(requirements, noun, action)),
  );
  const open = reachOf(requirements, noun, reading, "guest");
  for (const kind of kindsByPrecedence(requirements)) {
    const write = reachOf(requirements, noun, writing, kind);
    const isSaid = reading.some(({ formal }) => formal.actors.includes(kind));
    const besides = writing.filter(({ formal }) => !isSaid || formal.scope !== "any");
    const own = reachOf(requirements, noun, [...reading, ...besides], kind);
    const isWhole = kind === "guest" || (open?.type === "boolean" && open.value);
    const read = open && own && !isWhole ? either([own, open]) : (open ?? own);
    if (write) scope.write[kind] = write;
    if (read) scope.read[kind] = read;
  }
  return scope;
}

function distinctById(permissions: Stated<"permission">[]): Stated<"permission">[] {
  return [...new Map(permissions.map((permission) => [permission.id, permission])).values()];
}
