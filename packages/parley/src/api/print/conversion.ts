import type { Typing } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { isNullable, type Type } from "../../expression/types.ts";
import { Level } from "../../expression/typescript-code.ts";
import { printOperand, type TypeScriptOptions } from "../../expression/typescript.ts";
import { chainOf } from "../../expression/visit.ts";
import {
  empty,
  identifier,
  lines,
  literal,
  member,
  number,
  property,
  symbol,
  text,
  when,
  type Text,
} from "../../text/text.ts";
import { DECIMAL_SCALE } from "../bounds.ts";
import type { Api, ApiSchema, Property } from "../document.ts";
import type { Layout } from "../layout.ts";
import { schemaType } from "../types.ts";
import { WHOLE_NUMBER } from "./prepared-source.ts";
import { BASE_URL } from "./base-url.ts";
import { form } from "./forms.ts";
import { wireType } from "./wire-type.ts";
import { wire } from "./wire.ts";

/** What is needed to print how values go onto the wire. */
export interface Conversion {
  api: Api;
  layout: Layout;
}

/** Whether a schema's values look different on the wire than in the program. */
export function isConverted(api: Api, schema: ApiSchema): boolean {
  switch (schema.type) {
    case "string":
      return schema.format === "date" || schema.format === "date-time" || schema.format === "decimal";
    case "array":
      return isConverted(api, schema.items);
    case "nullable":
      return isConverted(api, schema.of);
    case "object":
      return Object.entries(schema.properties).some(([name, one]) => isRemade(api, name, one));
    case "reference":
      return hasMapper(api, schema.schema);
    case "constant":
    case "map":
    case "oneOf":
    case "union":
      return true;
    case "json":
      return schema.of !== undefined;
    case "null":
    case "boolean":
    case "integer":
    case "number":
    case "enum":
      return false;
    default:
      return schema satisfies never;
  }
}

/** Whether a property of an answer is not the program's as it is. */
function isRemade(api: Api, name: string, { schema, wire: called = name, only }: Property): boolean {
  return only !== "body" && (called !== name || isConverted(api, schema));
}

/** Whether answers of a schema are made by a function; others are answered as they are. */
export function hasMapper(api: Api, name: string): boolean {
  const { model, value, properties } = api.schemas[name]!;
  return (
    model !== undefined ||
    (value !== undefined && isConverted(api, value)) ||
    Object.entries(properties).some(([key, one]) => isRemade(api, key, one))
  );
}

/** Whether the program has a value as JSON: it was stored so, and is answered so. */
function isStored(schema: ApiSchema): boolean {
  switch (schema.type) {
    case "map":
    case "oneOf":
    case "union":
      return true;
    case "json":
      return schema.of !== undefined;
    case "nullable":
      return isStored(schema.of);
    default:
      return false;
  }
}

/** Nothing is done to JSON that was stored; `absent` is what it may be besides. */
function storedText({ layout }: Conversion, value: Text, schema: ApiSchema, absent: Text): Text {
  const type = wireType(schema, (name) => symbol(layout.answer(name)));
  return text`${form("stored")}<${type}${when(!absent.blank, text` | `)}${absent}>(${value})`;
}

/** A value of the program on the wire. `nullable`: it may be null or undefined. `plain`: it may be read twice. */
export function convertText(
  conversion: Conversion,
  value: Text,
  schema: ApiSchema,
  { nullable, plain }: { nullable: boolean; plain: boolean },
): Text {
  if (!isConverted(conversion.api, schema)) return value;
  if (isStored(schema)) return storedText(conversion, value, schema, empty);
  if (schema.type === "nullable") return convertText(conversion, value, schema.of, { nullable, plain });
  if (!nullable) return convertPresent(conversion, value, schema);
  if (schema.type === "constant") return text`${wire("orNull")}(${value}, ${converter(conversion, schema)})`;
  if (plain) return text`${value} && ${convertPresent(conversion, value, schema)}`;
  return text`${wire("orNull")}(${value}, ${converter(conversion, schema)})`;
}

/** A function from a value that is there to its form on the wire. */
function converter(conversion: Conversion, schema: ApiSchema): Text {
  if (schema.type === "reference") return symbol(conversion.layout.mapper(schema.schema));
  if (schema.type === "string" && schema.format === "date") return toDateOnly;
  if (schema.type === "constant") return text`() => ${literal(schema.value)} as const`;
  const converted = convertText(conversion, item, schema, {
    nullable: schema.type === "nullable",
    plain: true,
  });
  return text`(${item}) => ${schema.type === "object" ? text`(${converted})` : converted}`;
}

const item = identifier("item");
const toDateOnly = symbol({ name: "toDateOnly", from: "src/common/time.ts" });
const formatDecimal = symbol({ name: "formatDecimal", from: "src/common/decimal.ts" });

function convertPresent(conversion: Conversion, value: Text, schema: ApiSchema): Text {
  switch (schema.type) {
    case "string":
      if (schema.format === "date") return text`${toDateOnly}(${value})`;
      if (schema.format === "date-time") return text`${value}.toISOString()`;
      return text`${formatDecimal}(${value}, ${number(schema.scale ?? DECIMAL_SCALE)})`;
    case "array":
      return text`${value}.map(${converter(conversion, schema.items)})`;
    case "reference":
      return text`${symbol(conversion.layout.mapper(schema.schema))}(${value})`;
    case "object":
      return convertMembers(conversion, value, schema.properties);
    case "constant":
      return literal(schema.value);
    default:
      return convertText(conversion, value, schema, { nullable: false, plain: true });
  }
}

/** An object made from the members of a value. */
export function convertMembers(
  conversion: Conversion,
  value: Text,
  properties: Record<string, Property>,
  mark: (name: string, member: Text) => Text = (_name, member) => member,
): Text {
  const answered = Object.entries(properties).filter(([, { only }]) => only !== "body");
  const members = answered.map(([name, one]) =>
    mark(
      name,
      text`${property(one.wire ?? name)}: ${convertMember(conversion, text`${value}${member(name)}`, one)},`,
    ),
  );
  return text`{
    ${lines(members)}
  }`;
}

function convertMember(conversion: Conversion, value: Text, { schema, optional = false }: Property): Text {
  if (schema.type === "constant") return literal(schema.value);
  if (isStored(schema)) return storedText(conversion, value, schema, when(optional, text`undefined`));
  const nullable = optional || schema.type === "nullable";
  return convertText(conversion, value, schema, { nullable, plain: true });
}

/** An expression of the program, printed as its form on the wire. */
export function convertExpression(
  conversion: Conversion,
  node: Expression,
  schema: ApiSchema,
  options: TypeScriptOptions,
): Text {
  const { api } = conversion;
  const expected = schemaType(schema, api, "rows");
  if (!isConverted(api, schema)) return printOperand(node, { ...options, expected }, Level.conditional);
  const inner = schema.type === "nullable" ? schema.of : schema;
  if (schema.type === "constant") return literal(schema.value);
  if (node.type === "null") return text`null`;
  if (isStored(schema)) {
    const isAbsent = isNullable(typeIn(options.typing, node)) && schema.type !== "nullable";
    const value = printOperand(node, { ...options, expected }, Level.conditional);
    return storedText(conversion, value, schema, when(isAbsent, text`null`));
  }
  if (node.type === "conditional") {
    const test = printOperand(node.test, options, Level.nullish);
    const [then, otherwise] = [node.then, node.else].map((side) =>
      convertExpression(conversion, side, schema, options),
    ) as [Text, Text];
    return text`${test} ? ${then} : ${otherwise}`;
  }
  if (inner.type === "array" && node.type === "iterate" && node.operation === "map") {
    const source = printOperand(node.source, options, Level.postfix);
    const parameter = identifier(node.parameter);
    const names = (name: string): Text => (name === node.parameter ? parameter : options.names(name));
    const body = convertExpression(conversion, node.body, inner.items, { ...options, names });
    return text`${source}.map((${parameter}) => ${node.body.type === "object" ? text`(${body})` : body})`;
  }
  if (inner.type === "object" && node.type === "object") {
    const members = Object.entries(node.properties).map(([name, child]) => {
      const declared = inner.properties[name];
      const value = declared
        ? convertProperty(conversion, child, declared, options)
        : printOperand(child, options, Level.conditional);
      return text`${property(declared?.wire ?? name)}: ${value},`;
    });
    return text`{
      ${lines(members)}
    }`;
  }
  const plain = chainOf(node) !== undefined && !isOptionalChain(node);
  const type = typeIn(options.typing, node);
  const wanted = isNullable(type) ? expected : schemaType(inner, api, "rows");
  const level = plain || !isNullable(type) ? Level.postfix : Level.conditional;
  const value = printOperand(node, { ...options, expected: wanted }, level);
  if (inner.type === "object" && !plain && !isNullable(type)) {
    return text`(${converter(conversion, inner)})(${value})`;
  }
  return convertText(conversion, value, inner, { nullable: isNullable(type), plain });
}

/** Like `convertExpression` for a property: what is null is left out where the property is optional. */
export function convertProperty(
  conversion: Conversion,
  node: Expression,
  { schema, optional }: Property,
  options: TypeScriptOptions,
): Text {
  const value = convertExpression(conversion, node, schema, options);
  const drops = (optional ?? false) && schema.type !== "nullable" && isNullable(typeIn(options.typing, node));
  return text`${when(drops, text`(`)}${value}${when(drops, text`) ?? undefined`)}`;
}

function typeIn(typing: Typing, node: Expression): Type {
  const type = typing.types.get(node);
  if (!type) throw new Error("An expression is printed without its type.");
  return type;
}

function isOptionalChain(node: Expression): boolean {
  return node.type === "member" && ((node.optional ?? false) || isOptionalChain(node.object));
}

/** How the functions are printed that sources have besides the built-in ones. */
export function printSourceCall(
  name: string,
  given: readonly Text[],
  type: Type | undefined,
): Text | undefined {
  if (name === "baseUrl") return text`${symbol({ name: "baseUrl", from: BASE_URL })}()`;
  if (name !== WHOLE_NUMBER) return undefined;
  const [value] = given as [Text];
  if (type?.type === "list") return text`${value}.map(Number)`;
  return type && isNullable(type) ? text`${wire("orNull")}(${value}, Number)` : text`Number(${value})`;
}
