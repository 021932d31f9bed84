import type { Expression } from "./document.ts";
import { isJson } from "./json-type.ts";

/** The type of a value; `email`, `uri` and `text` columns are strings. */
export type Type =
  | { type: "boolean" }
  | { type: "integer" }
  | { type: "float" }
  | { type: "decimal" }
  | { type: "string" }
  /** A string of that form and no other: PostgreSQL refuses to compare a uuid with any other text. */
  | { type: "uuid" }
  /** One known string: what a string literal is. `written`: it stands in the expression, and nothing declares it. */
  | { type: "literal"; value: string; written?: true }
  /** `written`: some of its values stand in the expression. */
  | { type: "enum"; name?: string; values: readonly string[]; written?: true }
  | { type: "date" }
  | { type: "datetime" }
  | { type: "duration" }
  /** With `of` an object all of whose values are of that type. */
  | { type: "json"; of?: Type }
  | { type: "null" }
  | { type: "list"; of: Type }
  | ObjectType
  /** One of several objects, told apart by the text of a property that each has: `value.kind == "a"` says which. */
  | { type: "union"; discriminator: string; variants: readonly ObjectType[] }
  | { type: "row"; model: string }
  | { type: "nullable"; of: Type }
  /** Takes every value and gives none of its own: what a parameter is that does not care. */
  | { type: "unknown" }
  /** No value at all: the element of `[]`. */
  | { type: "never" };

export interface ObjectType {
  type: "object";
  properties: Readonly<Record<string, PropertyType>>;
}

export type TypeOf<Name extends Type["type"]> = Extract<Type, { type: Name }>;

/** A property that may be absent reads as null. */
export interface PropertyType {
  type: Type;
  optional?: boolean;
}

/** What can be written after the dot of a row: columns, foreign keys (`memberId`), relations. */
export interface ModelType {
  members: Readonly<Record<string, Type>>;
}

export interface Parameter {
  name: string;
  /** Several types: any of them. */
  type: Type | readonly Type[];
  optional?: boolean;
}

/** An argument of a call with its type. */
export interface Argument {
  expression: Expression;
  type: Type;
}

/** A function that expressions can call. */
export interface Signature {
  parameters: readonly Parameter[];
  /** Type of any number of further arguments. */
  rest?: Type;
  /** Types that arguments are wanted for where other arguments say so; `undefined` leaves the parameter's own. */
  wants?: (given: readonly Expression[]) => readonly (Type | undefined)[];
  /** A type, or what follows from the arguments; a `problem` says why an argument is not taken. */
  result: Type | ((given: readonly Argument[]) => Type | { problem: string; argument: number });
}

/** What an expression may speak of. Made by each language; extended by `bind` and `narrow`. */
export interface Environment {
  names: Readonly<Record<string, Type>>;
  /** Besides the built-in functions. */
  functions?: Readonly<Record<string, Signature>>;
  models: Readonly<Record<string, ModelType>>;
  /** What is known here about paths such as `row.dueAt`, by their text. Filled by `narrow`. */
  narrowed?: ReadonlyMap<string, Narrowed>;
}

export interface Narrowed {
  type: Type;
  /** First name of the path. */
  root: string;
  /** True inside a lambda within which it is not known by itself. */
  outside: boolean;
  /** Texts of the only booleans or integers that it can be. */
  values?: readonly string[];
  /** Of one of several objects that is told apart here: all that it can be. */
  whole?: Type;
}

export const booleanType: TypeOf<"boolean"> = { type: "boolean" };
export const integerType: TypeOf<"integer"> = { type: "integer" };
export const floatType: TypeOf<"float"> = { type: "float" };
export const decimalType: TypeOf<"decimal"> = { type: "decimal" };
export const stringType: TypeOf<"string"> = { type: "string" };
export const uuidType: TypeOf<"uuid"> = { type: "uuid" };
export const dateType: TypeOf<"date"> = { type: "date" };
export const datetimeType: TypeOf<"datetime"> = { type: "datetime" };
export const durationType: TypeOf<"duration"> = { type: "duration" };
export const jsonType: TypeOf<"json"> = { type: "json" };
export const nullType: TypeOf<"null"> = { type: "null" };
export const unknownType: TypeOf<"unknown"> = { type: "unknown" };
export const neverType: TypeOf<"never"> = { type: "never" };

/** The type with null added; nothing changes where it has null already. */
export function nullable(type: Type): Type {
  return isNullable(type) ? type : { type: "nullable", of: type };
}

export function listOf(of: Type): TypeOf<"list"> {
  return { type: "list", of };
}

export function rowOf(model: string): TypeOf<"row"> {
  return { type: "row", model };
}

/** Whether null is among the values. */
export function isNullable(type: Type): boolean {
  return type.type === "nullable" || type.type === "null" || type.type === "unknown";
}

/** The type without null; `null` itself has nothing left. */
export function withoutNull(type: Type): Type {
  if (type.type === "nullable") return withoutNull(type.of);
  return type.type === "null" ? neverType : type;
}

/** Literals that stand in the expression widened to `string`, which they are wherever they are kept. */
export function widen(type: Type): Type {
  if (type.type === "literal" || type.type === "enum") return type.written ? stringType : type;
  if (type.type === "nullable") return nullable(widen(type.of));
  return type.type === "list" ? listOf(widen(type.of)) : type;
}

/** What a function gives: one literal is widened, a choice of several is not, nor one that may be null. */
export function given(type: Type): Type {
  if (type.type === "literal") return widen(type);
  if (type.type === "nullable") return nullable(settled(type.of));
  return type.type === "list" ? listOf(widen(type.of)) : settled(type);
}

function settled(type: Type): Type {
  if (type.type !== "literal" && type.type !== "enum") return type;
  const { written: _, ...declared } = type;
  return declared;
}

export function isNumeric(type: Type): boolean {
  return type.type === "integer" || type.type === "float" || type.type === "decimal";
}

/** A string, a uuid, a literal or an enum's value. */
export function isTextual(type: Type): boolean {
  return ["string", "uuid", "literal", "enum"].includes(type.type);
}

const uuidForm = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Whether every value is the text of a uuid, in the form in which PostgreSQL and the API write them. */
export function holdsUuid(type: Type): boolean {
  if (type.type === "uuid") return true;
  const values = valuesOf(type);
  return values.length > 0 && values.every((value) => uuidForm.test(value));
}

/** Whether a value of type `from` may stand where `to` is wanted. Integers become decimals and floats. */
export function isAssignable(from: Type, to: Type): boolean {
  if (to.type === "unknown" || from.type === "never") return true;
  if (from.type === "nullable") return isNullable(to) && isAssignable(from.of, withoutNull(to));
  if (from.type === "union" && to.type !== "nullable") {
    return from.variants.every((variant) => isAssignable(variant, to));
  }
  if (to.type === "nullable") return from.type === "null" || isAssignable(from, to.of);
  switch (to.type) {
    case "decimal":
    case "float":
      return from.type === to.type || from.type === "integer";
    case "string":
      return isTextual(from);
    case "uuid":
      return holdsUuid(from);
    case "literal":
      return from.type === "literal"
        ? from.value === to.value
        : from.type === "enum" && from.values.every((value) => value === to.value);
    case "enum":
      if (from.type === "literal") return to.values.includes(from.value);
      return from.type === "enum" && from.values.every((value) => to.values.includes(value));
    case "list":
      return from.type === "list" && isAssignableInside(from.of, to.of);
    case "object":
      return from.type === "object" && isAssignableObject(from, to);
    case "union":
      return from.type === "object" && to.variants.some((variant) => isAssignableObject(from, variant));
    case "row":
      return from.type === "row" && from.model === to.model;
    case "json":
      return to.of ? isRecordOf(from, to.of) : isJson(from);
    case "boolean":
    case "integer":
    case "date":
    case "datetime":
    case "duration":
    case "null":
      return from.type === to.type;
    case "never":
      return false;
    default:
      return to satisfies never;
  }
}

/** What JSON holds is only known when it comes; of an object it is known. */
function isRecordOf(from: Type, of: Type): boolean {
  if (from.type === "json") return !from.of || isAssignableInside(from.of, of);
  if (from.type !== "object") return false;
  return Object.values(from.properties).every(
    ({ type, optional }) => !optional && isAssignableInside(type, of),
  );
}

/** What has no property of an object whose properties may all be absent is another thing, not an empty one. */
function isUnrelated(from: ObjectType, to: ObjectType): boolean {
  const [given, wanted] = [Object.keys(from.properties), Object.entries(to.properties)];
  if (given.length === 0 || wanted.length === 0) return false;
  return wanted.every(([name, { optional }]) => optional && !given.includes(name));
}

function isAssignableObject(from: ObjectType, to: ObjectType): boolean {
  if (isUnrelated(from, to)) return false;
  return Object.entries(to.properties).every(([name, wanted]) => {
    const given = Object.hasOwn(from.properties, name) ? from.properties[name] : undefined;
    if (!given) return wanted.optional ?? false;
    if (given.optional && !wanted.optional) return false;
    return isAssignableInside(given.type, wanted.type);
  });
}

/** Inside a list or an object nothing is converted on the way: integers there do not become decimals. */
function isAssignableInside(from: Type, to: Type): boolean {
  return (
    isAssignable(from, to) && !(withoutNull(to).type === "decimal" && withoutNull(from).type === "integer")
  );
}

/** The smallest type that has the values of both, or `undefined` where nothing sensible has. */
export function join(a: Type, b: Type): Type | undefined {
  if (isAssignable(a, b)) return b;
  if (isAssignable(b, a)) return a;
  if (isNullable(a) || isNullable(b)) {
    const joined = join(withoutNull(a), withoutNull(b));
    return joined && nullable(joined);
  }
  if (a.type === "list" && b.type === "list") {
    const of = join(a.of, b.of);
    const fits = of && isAssignableInside(a.of, of) && isAssignableInside(b.of, of);
    return fits ? listOf(of) : undefined;
  }
  if (!isTextual(a) || !isTextual(b)) return undefined;
  if (a.type === "uuid" || b.type === "uuid") return stringType;
  const values = [...new Set([...valuesOf(a), ...valuesOf(b)])];
  const isWritten = [a, b].some((one) => "written" in one && one.written);
  return { type: "enum", values, ...(isWritten ? { written: true } : {}) };
}

/** The strings that a literal or an enum can be. */
export function valuesOf(type: Type): readonly string[] {
  if (type.type === "literal") return [type.value];
  return type.type === "enum" ? type.values : [];
}

/** The type as a reader of messages sees it: `decimal`, `Book or null`, `list of Book`, `"open" | "closed"`. */
export function printType(type: Type): string {
  switch (type.type) {
    case "literal":
      return JSON.stringify(type.value);
    case "enum":
      return type.name ?? type.values.map((value) => JSON.stringify(value)).join(" | ");
    case "list":
      return `list of ${printType(type.of)}`;
    case "object": {
      const properties = Object.entries(type.properties).map(
        ([name, property]) => `${name}${property.optional ? "?" : ""}: ${printType(property.type)}`,
      );
      return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
    }
    case "union":
      return type.variants.map(printType).join(" | ");
    case "row":
      return type.model;
    case "nullable":
      return `${printType(type.of)} or null`;
    case "unknown":
      return "any value";
    case "never":
      return "nothing";
    default:
      return type.type;
  }
}
