import type { Expression } from "../../src/expression/document.ts";
import { isAssignable, printType, type Type, type TypeOf } from "../../src/expression/types.ts";
import { formats, keywords } from "../../src/scenario/generators.ts";
import type { Scope } from "../../src/scenario/scope.ts";
import type { Random } from "../../src/schema/pattern.ts";

/** Something that a test knows by a name or a path, and its type. */
export interface Known {
  expression: Expression;
  type: Type;
}

export function pick<Item>(random: Random, items: readonly Item[]): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

export function chance(random: Random, share: number): boolean {
  return random() < share;
}

/** A whole number, both bounds included. */
export function integerBetween(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

const traps = [
  "'",
  '"',
  "`",
  "\\",
  "${x}",
  "*/",
  "//",
  "\n",
  "\u2028",
  "%s",
  "$name",
  "</script>",
  "é",
  "漢",
  "😀",
  " ",
];

/** Text that leaves its place most easily; never empty. */
export function words(random: Random): string {
  const parts = Array.from({ length: integerBetween(random, 0, 3) }, () => pick(random, traps)!);
  return `text ${parts.join("a")}`;
}

const deepest = 3;

/** All variables of a scope, and what can be read of them without a condition. */
export function valuesIn({ environment }: Scope): Known[] {
  return Object.entries(environment.names).flatMap(([name, type]) =>
    below({ expression: { type: "name", name }, type }, deepest),
  );
}

function below(known: Known, depth: number): Known[] {
  if (known.type.type !== "object" || depth === 0) return [known];
  const members = Object.entries(known.type.properties).flatMap(([property, { type, optional }]) => {
    const expression: Expression = { type: "member", object: known.expression, property };
    return optional ? [] : below({ expression, type }, depth - 1);
  });
  return [known, ...members];
}

/** A random expression that may stand where a type is wanted. */
export function randomValue(random: Random, scope: Scope, type: Type, depth = deepest): Expression {
  const known = valuesIn(scope).filter((one) => isAssignable(one.type, type) && !hasMore(one.type, type));
  const usable = type.type !== "unknown" && type.type !== "never" && chance(random, 0.35);
  const found = usable ? pick(random, known) : undefined;
  if (found) return found.expression;
  const inner = (wanted: Type): Expression => randomValue(random, scope, wanted, depth - 1);
  if (depth > 0 && chance(random, 0.1)) {
    const test = inner({ type: "boolean" });
    if (type.type === "string") return { type: "conditional", test, then: inner(type), else: inner(type) };
  }
  switch (type.type) {
    case "boolean":
      return depth > 0 ? randomBoolean(random, inner) : { type: "boolean", value: chance(random, 0.5) };
    case "integer":
      return randomInteger(random, inner, depth);
    case "float":
      return chance(random, 0.3)
        ? call("randomNumber", { type: "decimal", value: "0.5" }, { type: "integer", value: 9 })
        : { type: "decimal", value: `${integerBetween(random, 0, 99)}.${integerBetween(random, 0, 99)}` };
    case "decimal":
      return call("amount", { type: "string", value: `${integerBetween(random, 0, 99)}.50` });
    case "string":
      return randomText(random, inner, depth);
    case "literal":
      return { type: "string", value: type.value };
    case "enum":
      return { type: "string", value: pick(random, type.values) ?? "" };
    case "date":
      return chance(random, 0.5) ? call("today") : { type: "date", value: "2031-02-28" };
    case "datetime":
      return chance(random, 0.5) ? call("now") : { type: "datetime", value: "2031-02-28T10:00:00Z" };
    case "duration":
      return { type: "duration", value: pick(random, ["P1D", "PT10M"])! };
    case "uuid":
      return chance(random, 0.5)
        ? call("unknownId")
        : call("randomFormat", { type: "string", value: "uuid" });
    case "null":
      return { type: "null" };
    case "list":
      return {
        type: "list",
        items: Array.from({ length: integerBetween(random, 0, 2) }, () => inner(type.of)),
      };
    case "object":
      return randomObject(random, inner, type, depth);
    case "union":
      return randomValue(random, scope, pick(random, type.variants)!, depth);
    case "nullable":
      return chance(random, 0.3) ? { type: "null" } : randomValue(random, scope, type.of, depth);
    case "json":
    case "unknown":
      return { type: "string", value: words(random) };
    case "row":
    case "never":
      throw new Error(`No value of a test is ${printType(type)}.`);
    default:
      return type satisfies never;
  }
}

function hasMore(given: Type, wanted: Type): boolean {
  if (given.type === "object" && wanted.type === "union") {
    return !wanted.variants.some((variant) => isAssignable(given, variant) && !hasMore(given, variant));
  }
  if (given.type !== "object" || wanted.type !== "object") return false;
  return Object.keys(given.properties).some((name) => !Object.hasOwn(wanted.properties, name));
}

type Inner = (type: Type) => Expression;

function randomBoolean(random: Random, inner: Inner): Expression {
  const [boolean, integer, string]: Type[] = [{ type: "boolean" }, { type: "integer" }, { type: "string" }];
  const forms: (() => Expression)[] = [
    () => ({ type: "boolean", value: chance(random, 0.5) }),
    () => ({ type: "unary", operator: "!", operand: inner(boolean!) }),
    () => ({
      type: "binary",
      operator: pick(random, ["==", "!=", "<", "<=", ">", ">="])!,
      left: call("length", inner(string!)),
      right: inner(integer!),
    }),
    () => ({
      type: "binary",
      operator: pick(random, ["&&", "||"])!,
      left: inner(boolean!),
      right: inner(boolean!),
    }),
    () => call("contains", inner(string!), inner(string!)),
    () => ({ type: "binary", operator: "==", left: call("lower", inner(string!)), right: inner(string!) }),
    () => call("randomBoolean"),
    () => call("randomBoolean", { type: "decimal", value: "0.9" }),
    () => ({
      type: "binary",
      operator: "==",
      left: call("typeOf", inner(string!)),
      right: { type: "string", value: pick(random, ["string", "number", "object"])! },
    }),
    () => call("near", call("moment", { type: "string", value: "2031-02-28T10:00:00Z" }), call("now")),
  ];
  return pick(random, forms)!();
}

function randomInteger(random: Random, inner: Inner, depth: number): Expression {
  const value: Expression = { type: "integer", value: integerBetween(random, 0, 9) };
  if (depth === 0) return value;
  const forms: (() => Expression)[] = [
    () => value,
    () => ({ type: "unary", operator: "-", operand: value }),
    () => ({
      type: "binary",
      operator: pick(random, ["+", "-", "*"])!,
      left: inner({ type: "integer" }),
      right: value,
    }),
    () => call("length", inner({ type: "string" })),
    () => call("randomInteger", value, { type: "integer", value: 20 }),
    () => call("randomInteger", value, { type: "integer", value: 20 }, { type: "integer", value: 5 }),
    () => call("item", call("times", { type: "integer", value: 3 }), { type: "integer", value: 1 }),
    () => ({
      type: "iterate",
      operation: "sum",
      source: call("pickSome", call("times", { type: "integer", value: 5 }), { type: "integer", value: 2 }),
      parameter: "item",
      body: { type: "name", name: "item" },
    }),
    () => ({
      type: "iterate",
      operation: "count",
      source: { type: "list", items: [inner({ type: "string" }), { type: "string", value: "x" }] },
      parameter: "item",
      body: call("startsWith", { type: "name", name: "item" }, { type: "string", value: "a" }),
    }),
  ];
  return pick(random, forms)!();
}

function randomText(random: Random, inner: Inner, depth: number): Expression {
  const value: Expression = { type: "string", value: words(random) };
  if (depth === 0) return value;
  const forms: (() => Expression)[] = [
    () => value,
    () => call("unique", { type: "string", value: words(random) }),
    () => call("unknownId"),
    () => call("repeat", inner({ type: "string" }), { type: "integer", value: integerBetween(random, 1, 3) }),
    () => call("string", inner({ type: "integer" })),
    () => call("lower", inner({ type: "string" })),
    () => call("concat", inner({ type: "string" }), inner({ type: "string" })),
    () => call("lastWord", inner({ type: "string" })),
    () => call("pick", { type: "list", items: [inner({ type: "string" }), inner({ type: "string" })] }),
    () => call("first", { type: "list", items: [inner({ type: "string" })] }),
    () => call("randomText", { type: "integer", value: 2 }, { type: "integer", value: 9 }),
    () => call("randomMatch", { type: "string", value: pick(random, patterns)! }),
    () => call("randomFormat", { type: "string", value: pick(random, formats)! }),
    () => call("randomWords", { type: "string", value: pick(random, keywords)! }),
  ];
  return pick(random, forms)!();
}

/** Some of the properties that may be absent are. */
function randomObject(random: Random, inner: Inner, type: TypeOf<"object">, depth: number): Expression {
  const kept = Object.entries(type.properties).filter(
    ([, { optional }]) => !optional || (depth > 0 && chance(random, 0.5)),
  );
  const properties = kept.map(([name, { type: of }]): [string, Expression] => [name, inner(of)]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

const patterns = [
  "^[A-Z]{3}-\\d{4}$",
  "(red|green)+x?",
  "^#(?:[0-9a-f]{3}){1,2}$",
  "^[^<>`${}]*$",
  "a",
  ".{0,5}",
];

function call(name: string, ...values: Expression[]): Expression {
  return { type: "call", function: name, arguments: values };
}
