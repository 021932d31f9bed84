import { z } from "zod";
import type { Database } from "../database/document.ts";
import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  floatType,
  integerType,
  listOf,
  nullable,
  stringType,
  uuidType,
  unknownType,
  type PropertyType,
  type Type,
} from "../expression/types.ts";

/** What shared functions and externs take and give. `enum` is one of the database; rows are passed by their ids. */
export type ValueType =
  | { type: "boolean" }
  | { type: "integer" }
  | { type: "float" }
  | { type: "decimal" }
  | { type: "string" }
  | { type: "uuid" }
  | { type: "date" }
  | { type: "datetime" }
  | { type: "enum"; enum: string }
  | { type: "list"; of: ValueType }
  | { type: "nullable"; of: ValueType }
  | { type: "object"; properties: Record<string, ValueType> };

const value: z.ZodType<ValueType> = z.lazy(() => ValueType);
export const ValueName = z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/);

export const valueTypeVariants = [
  z.strictObject({ type: z.literal("boolean") }),
  z.strictObject({ type: z.literal("integer") }),
  z.strictObject({ type: z.literal("float") }),
  z.strictObject({ type: z.literal("decimal") }),
  z.strictObject({ type: z.literal("string") }),
  z.strictObject({ type: z.literal("uuid") }),
  z.strictObject({ type: z.literal("date") }),
  z.strictObject({ type: z.literal("datetime") }),
  z.strictObject({ type: z.literal("enum"), enum: z.string() }),
  z.strictObject({ type: z.literal("list"), of: value }),
  z.strictObject({ type: z.literal("nullable"), of: value }),
  z.strictObject({ type: z.literal("object"), properties: z.record(ValueName, value) }),
] as const;

export const ValueType: z.ZodType<ValueType> = z
  .discriminatedUnion("type", valueTypeVariants)
  .meta({ id: "ValueType" });

/** The type of the values; of an enum that does not exist `unknown`: a rule reports it. */
export function typeOfValue(declared: ValueType, enums: Database["enums"]): Type {
  switch (declared.type) {
    case "boolean":
      return booleanType;
    case "integer":
      return integerType;
    case "float":
      return floatType;
    case "decimal":
      return decimalType;
    case "string":
      return stringType;
    case "uuid":
      return uuidType;
    case "date":
      return dateType;
    case "datetime":
      return datetimeType;
    case "enum": {
      const found = Object.hasOwn(enums, declared.enum) ? enums[declared.enum] : undefined;
      return found ? { type: "enum", name: declared.enum, values: found.values } : unknownType;
    }
    case "list":
      return listOf(typeOfValue(declared.of, enums));
    case "nullable":
      return nullable(typeOfValue(declared.of, enums));
    case "object":
      return parametersType(declared.properties, enums);
    default:
      return declared satisfies never;
  }
}

/** Parameters, or the properties of an object, as the type of one value. */
export function parametersType(
  parameters: Readonly<Record<string, ValueType>>,
  enums: Database["enums"],
): Extract<Type, { type: "object" }> {
  const properties = Object.entries(parameters).map(([name, declared]): [string, PropertyType] => [
    name,
    { type: typeOfValue(declared, enums) },
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

/** Enums that a type speaks of, with the keys that lead there. */
export function enumsIn(declared: ValueType, keys: readonly string[]): { name: string; keys: string[] }[] {
  switch (declared.type) {
    case "enum":
      return [{ name: declared.enum, keys: [...keys, "enum"] }];
    case "list":
    case "nullable":
      return enumsIn(declared.of, [...keys, "of"]);
    case "object":
      return Object.entries(declared.properties).flatMap(([name, inner]) =>
        enumsIn(inner, [...keys, "properties", name]),
      );
    case "boolean":
    case "integer":
    case "float":
    case "decimal":
    case "string":
    case "uuid":
    case "date":
    case "datetime":
      return [];
    default:
      return declared satisfies never;
  }
}
