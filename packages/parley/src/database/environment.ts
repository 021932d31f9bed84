import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  floatType,
  integerType,
  jsonType,
  listOf,
  nullable,
  rowOf,
  stringType,
  uuidType,
  unknownType,
  type ModelType,
  type Type,
  type TypeOf,
} from "../expression/types.ts";
import { remembered } from "../schema/remember.ts";
import type { Database, Enum, Field, Model } from "./document.ts";
import { columnsOf, sidesOf, type Side } from "./fields.ts";

/** The key of a scope that speaks of somebody who is not signed in: there is no `actor`. */
export const GUEST = "guest";

/** What expressions see of every model: its columns, its relations and the lists of those that point to it. */
export function modelTypes(database: Database): Record<string, ModelType> {
  return remembered(database, modelTypes, () =>
    Object.fromEntries(
      Object.entries(database.models).map(([name, model]) => {
        const relations = sidesOf(database, name).map((side) => [side.name, sideType(side)] as const);
        return [
          name,
          { members: { ...columnTypes(model, database.enums), ...Object.fromEntries(relations) } },
        ];
      }),
    ),
  );
}

/** What a check constraint sees of a row: its columns alone. */
export function columnTypes(model: Model, enums: Database["enums"]): Record<string, Type> {
  return Object.fromEntries(columnsOf(model).map(({ name, field }) => [name, columnType(field, enums)]));
}

/** Type of a column's values; an enum that does not exist is `unknown`, so that it is reported once only. */
export function columnType(field: Field, enums: Record<string, Enum>): Type {
  const type = scalarType(field, enums);
  if (field.list) return listOf(type);
  return field.nullable ? nullable(type) : type;
}

/** Who asks: the kind, the id of its profile and that of its account. Without `kinds`, every kind there is. */
export function actorType(
  database: Database,
  kinds: readonly string[] = actorKinds(database),
): TypeOf<"object"> {
  return {
    type: "object",
    properties: {
      kind: { type: { type: "enum", values: kinds } },
      id: { type: uuidType },
      accountId: { type: uuidType },
    },
  };
}

/** A kind of actor and the model of its profile. */
export interface Profile {
  kind: string;
  name: string;
  model: Model;
}

/** Kinds of actor that have a profile, in the order of the models. */
export function profilesOf(database: Database): Profile[] {
  return Object.entries(database.models).flatMap(([name, model]) =>
    (model.traits ?? []).flatMap((trait) =>
      trait.type === "actor" ? [{ kind: trait.kind, name, model }] : [],
    ),
  );
}

/** The profile of a kind; `undefined` for a kind that has none. */
export function profileOf(database: Database, kind: string): Profile | undefined {
  return profilesOf(database).find((one) => one.kind === kind);
}

export function actorKinds(database: Database): string[] {
  return profilesOf(database).map(({ kind }) => kind);
}

export function isProfile(database: Database, model: string, kind: string): boolean {
  return profilesOf(database).some((profile) => profile.name === model && profile.kind === kind);
}

function sideType({ target, many, nullable: optional }: Side): Type {
  if (many) return listOf(rowOf(target));
  return optional ? nullable(rowOf(target)) : rowOf(target);
}

function scalarType(field: Field, enums: Record<string, Enum>): Type {
  switch (field.type) {
    case "boolean":
      return booleanType;
    case "int":
    case "bigint":
      return integerType;
    case "float":
      return floatType;
    case "decimal":
      return decimalType;
    case "string":
    case "text":
    case "email":
    case "uri":
      return stringType;
    case "uuid":
      return uuidType;
    case "date":
      return dateType;
    case "datetime":
      return datetimeType;
    case "json":
      return jsonType;
    case "bytes":
      return unknownType;
    case "enum": {
      const name = field.enum;
      if (name === undefined || !Object.hasOwn(enums, name)) return unknownType;
      return { type: "enum", name, values: enums[name]!.values };
    }
    default:
      return field.type satisfies never;
  }
}
