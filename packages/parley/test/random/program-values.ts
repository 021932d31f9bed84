import { at } from "../../src/diagnostic/diagnostic.ts";
import {
  binary,
  call,
  conditional,
  integer,
  list,
  member,
  name,
  not,
  nullValue,
  object,
  text,
} from "../../src/expression/build.ts";
import { checkExpression } from "../../src/expression/check.ts";
import type { Expression, ListOperation, QueryOperation } from "../../src/expression/document.ts";
import { bind, memberOf } from "../../src/expression/narrow.ts";
import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  durationType,
  floatType,
  integerType,
  isAssignable,
  isNullable,
  listOf,
  nullable,
  rowOf,
  stringType,
  withoutNull,
  type Environment,
  type Type,
} from "../../src/expression/types.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { between, chance, pick, sample } from "./draw.ts";

/** Where expressions are drawn: what they may speak of, and whether they may ask the database. */
export interface Place {
  random: Random;
  environment: Environment;
  queries: boolean;
}

const words = ["", "a", "open", "a`${b}", "*/ \"'", "\u2028\n", "50%_x", "漢字 é"];
const scalars: readonly Type[] = [
  booleanType,
  integerType,
  decimalType,
  floatType,
  stringType,
  dateType,
  datetimeType,
];

/** An expression of the type over what the place knows; nothing where only a row would do and none is there. */
export function randomValue(place: Place, type: Type, depth = 3): Expression | undefined {
  for (let attempt = 0; attempt < 6; attempt++) {
    const drawn = draw(place, type, attempt < 4 ? depth : 0);
    if (drawn && fits(place, drawn, type)) return drawn;
  }
  const plain = literalOf(place.random, type);
  return plain && fits(place, plain, type) ? plain : undefined;
}

function holdsRows(type: Type): boolean {
  const bare = withoutNull(type);
  return bare.type === "row" || (bare.type === "list" && holdsRows(bare.of));
}

function fits({ environment }: Place, expression: Expression, expected: Type): boolean {
  return (
    checkExpression(expression, environment, { at: () => at("program", []), expected }).diagnostics.length ===
    0
  );
}

function draw(place: Place, type: Type, depth: number): Expression | undefined {
  const { random } = place;
  // Rows are variables, or reached from one.
  const held = holdsRows(type);
  if (held || chance(random, depth <= 0 ? 0.6 : 0.35)) {
    const path = randomPath(place, type);
    if (path || held) return path;
  }
  if (type.type === "nullable") return chance(random, 0.25) ? nullValue : draw(place, type.of, depth);
  if (depth > 0 && chance(random, 0.65)) {
    const composed = compose(place, type, depth - 1);
    if (composed) return composed;
  }
  return structured(place, type, depth) ?? literalOf(random, type);
}

/** A way from a name over members to a value of the type. */
export function randomPath({ random, environment }: Place, wanted: Type): Expression | undefined {
  const names = Object.keys(environment.names).filter((one) => !one.includes(" "));
  if (names.length === 0) return undefined;
  for (let attempt = 0; attempt < 10; attempt++) {
    const first = pick(random, names);
    let expression = name(first);
    let type: Type = environment.names[first]!;
    for (let step = 0; step < 4; step++) {
      if (isAssignable(type, wanted) && type.type !== "never" && chance(random, 0.7)) return expression;
      const bare = withoutNull(type);
      const members = membersOf(environment, bare);
      if (members.length === 0) break;
      const property = pick(random, members);
      const next = memberOf(environment, bare, property);
      if (!next) break;
      const optional = isNullable(type);
      expression = optional
        ? { type: "member", object: expression, property, optional }
        : member(expression, property);
      type = optional ? nullable(next) : next;
    }
  }
  return undefined;
}

function membersOf(environment: Environment, type: Type): string[] {
  if (type.type === "row") return Object.keys(environment.models[type.model]?.members ?? {});
  return type.type === "object" ? Object.keys(type.properties) : [];
}

function structured(place: Place, type: Type, depth: number): Expression | undefined {
  const { random } = place;
  if (type.type === "list") {
    const items = Array.from({ length: between(random, 0, 2) }, () => randomValue(place, type.of, depth - 1));
    return list(items.filter((item) => item !== undefined));
  }
  if (type.type === "union") return structured(place, pick(random, type.variants), depth);
  if (type.type !== "object") return undefined;
  const properties: [string, Expression][] = [];
  for (const [key, property] of Object.entries(type.properties)) {
    if (property.optional && chance(random, 0.4)) continue;
    const value = randomValue(place, property.type, depth - 1);
    if (value) properties.push([key, value]);
    else if (!property.optional) return undefined;
  }
  return object(Object.fromEntries(properties));
}

/** A value that speaks of nothing. */
export function literalOf(random: Random, type: Type): Expression | undefined {
  switch (type.type) {
    case "boolean":
      return { type: "boolean", value: chance(random, 0.5) };
    case "integer":
      return integer(between(random, -3, 40));
    case "float":
    case "decimal":
      return { type: "decimal", value: pick(random, ["0.50", "12.00", "3.14"]) };
    case "string":
    case "json":
      return text(pick(random, words));
    case "uuid":
      return text("00000000-0000-7000-8000-000000000001");
    case "literal":
      return text(type.value);
    case "enum":
      return text(pick(random, type.values));
    case "date":
      return { type: "date", value: pick(random, ["2026-01-31", "2024-02-29"]) };
    case "datetime":
      return { type: "datetime", value: "2026-01-31T10:00:00Z" };
    case "duration":
      return { type: "duration", value: pick(random, ["P21D", "PT10M", "P1M"]) };
    case "list":
      return list([]);
    case "object": {
      const parts = Object.entries(type.properties).flatMap(
        ([key, property]): [string, Expression | undefined][] =>
          property.optional ? [] : [[key, literalOf(random, property.type)]],
      );
      return parts.some(([, value]) => !value)
        ? undefined
        : object(Object.fromEntries(parts) as Record<string, Expression>);
    }
    case "null":
    case "nullable":
    case "unknown":
      return nullValue;
    case "union":
      return literalOf(random, pick(random, type.variants));
    case "row":
    case "never":
      return undefined;
    default:
      return type satisfies never;
  }
}

/** An operation that gives the type. */
function compose(place: Place, type: Type, depth: number): Expression | undefined {
  const { random } = place;
  const some = (wanted: Type): Expression | undefined => randomValue(place, wanted, depth);
  const both = (
    build: (left: Expression, right: Expression) => Expression,
    left: Type,
    right = left,
  ): Expression | undefined => {
    const [a, b] = [some(left), some(right)];
    return a && b && build(a, b);
  };
  if (chance(random, 0.12)) {
    const [test, then, otherwise] = [some(booleanType), some(type), some(type)];
    return test && then && otherwise && conditional(test, then, otherwise);
  }
  if (chance(random, 0.12) && !isNullable(type))
    return both((a, b) => binary("??", a, b), nullable(type), type);
  const called = (fn: string, ...types: Type[]): Expression | undefined => {
    const given = types.map(some);
    return given.every((one) => one !== undefined) ? call(fn, ...given) : undefined;
  };
  switch (type.type) {
    case "boolean":
      return composeBoolean(place, depth, both, called);
    case "integer":
    case "decimal":
    case "float":
      return composeNumber(place, type, depth, both, called);
    case "string":
      return pick(random, [
        () => both((a, b) => binary("+", a, b), stringType),
        () => called("concat", stringType, stringType),
        () => called(pick(random, ["lower", "upper", "trim", "slug"]), stringType),
        () => called("string", pick(random, [integerType, decimalType, dateType, datetimeType, booleanType])),
        () => called("randomCode", integerType),
        () => called("hashToken", stringType),
      ])();
    case "uuid":
      return called("uuid");
    case "date":
      return chance(random, 0.5)
        ? called("dateOf", datetimeType)
        : both((a, b) => binary("+", a, b), dateType, durationType);
    case "datetime":
      return pick(random, [
        () => called("now"),
        () => called("startOfDay", dateType),
        () => both((a, b) => binary("-", a, b), datetimeType, durationType),
        () => called(pick(random, ["min", "max"]), datetimeType, datetimeType),
      ])();
    case "duration":
      return call(pick(random, ["days", "hours", "minutes"]), integer(between(random, 0, 30)));
    case "list":
      return iterate(place, pick(random, ["filter", "map", "sort"]), type, depth);
    default:
      return undefined;
  }
}

type Both = (
  build: (left: Expression, right: Expression) => Expression,
  left: Type,
  right?: Type,
) => Expression | undefined;
type Called = (fn: string, ...types: Type[]) => Expression | undefined;

function composeBoolean(place: Place, depth: number, both: Both, called: Called): Expression | undefined {
  const { random } = place;
  return pick(random, [
    () => both((a, b) => binary(pick(random, ["&&", "||"]), a, b), booleanType),
    () => {
      const operand = randomValue(place, booleanType, depth);
      return operand && not(operand);
    },
    () => {
      const operator = pick(random, ["<", "<=", ">", ">="] as const);
      return both(
        (a, b) => binary(operator, a, b),
        pick(random, [integerType, decimalType, dateType, datetimeType]),
      );
    },
    () => both((a, b) => binary(pick(random, ["==", "!="]), a, b), pick(random, scalars)),
    () => {
      const tested = randomPath(place, nullable(pick(random, scalars)));
      return tested && binary(pick(random, ["==", "!="]), tested, nullValue);
    },
    () => {
      const type = pick(random, [integerType, stringType, dateType]);
      return both((a, b) => binary("in", a, b), type, listOf(type));
    },
    () => called(pick(random, ["contains", "startsWith", "endsWith"]), stringType, stringType),
    () => called("isEmpty", listOf(stringType)),
    () => iterate(place, pick(random, ["some", "every"]), booleanType, depth),
    () => query(place, "exists", depth),
  ])();
}

function composeNumber(
  place: Place,
  type: Type,
  depth: number,
  both: Both,
  called: Called,
): Expression | undefined {
  const { random } = place;
  const other = type.type === "integer" ? integerType : pick(random, [type, integerType]);
  return pick(random, [
    () => both((a, b) => binary(pick(random, ["+", "-", "*"]), a, b), type, other),
    () =>
      type.type === "integer"
        ? both((a, b) => binary("%", a, b), integerType)
        : both((a, b) => binary("/", a, b), type, other),
    () => called(pick(random, ["min", "max"]), type, other),
    () => called("absolute", type),
    () =>
      type.type === "decimal"
        ? called("round", decimalType, integerType)
        : called(pick(random, ["floor", "ceil"]), decimalType),
    () => (type.type === "integer" ? called("length", stringType) : called("decimal", integerType)),
    () => called(pick(random, ["daysBetween", "hoursBetween"]), datetimeType, datetimeType),
    () => iterate(place, pick(random, ["count", "sum", "average", "minimum", "maximum"]), type, depth),
    () => query(place, pick(random, ["count", "sum", "average", "minimum", "maximum"]), depth),
  ])();
}

/** A lambda over a list that is at hand. */
function iterate(place: Place, operation: ListOperation, type: Type, depth: number): Expression | undefined {
  const element =
    operation === "filter" || operation === "sort" ? (type.type === "list" ? type.of : undefined) : undefined;
  const source = randomList(place, element);
  if (!source) return undefined;
  const parameter = free(place.environment, pick(place.random, ["x", "row", "item"]));
  const inner: Place = {
    ...place,
    environment: bind(place.environment, parameter, source.of),
    queries: false,
  };
  const wanted = {
    map: type.type === "list" ? type.of : stringType,
    filter: booleanType,
    some: booleanType,
    every: booleanType,
    count: booleanType,
    sum: type,
    average: type,
    minimum: type,
    maximum: type,
    sort: pick(place.random, [integerType, stringType, datetimeType]),
  }[operation];
  const body = randomValue(inner, wanted, depth);
  return body && { type: "iterate", operation, source: source.expression, parameter, body };
}

function randomList(place: Place, element?: Type): { expression: Expression; of: Type } | undefined {
  for (let attempt = 0; attempt < 4; attempt++) {
    const of =
      element ?? pick(place.random, [...scalars, ...Object.keys(place.environment.models).map(rowOf)]);
    const expression = randomPath(place, listOf(of));
    if (expression) return { expression, of };
  }
  if (element?.type === "row") return undefined;
  const of = element ?? integerType;
  const items = [0, 1].map(() => literalOf(place.random, of)).filter((item) => item !== undefined);
  return { expression: list(items), of };
}

/** What the rows of a model are asked; conditions compare columns, as queries can. */
function query(place: Place, operation: QueryOperation, depth: number): Expression | undefined {
  const { random, environment } = place;
  const models = Object.keys(environment.models);
  if (!place.queries || models.length === 0) return undefined;
  const model = pick(random, models);
  const parameter = free(environment, "asked");
  const where = chance(random, 0.7)
    ? randomWhere({ ...place, queries: false }, model, parameter, depth)
    : undefined;
  const base = { type: "query" as const, operation, model, parameter, ...(where ? { where } : {}) };
  if (operation === "exists" || operation === "count") return base;
  const numeric = Object.entries(environment.models[model]!.members).filter(([, type]) =>
    ["integer", "decimal", "float"].includes(withoutNull(type).type),
  );
  if (numeric.length === 0) return undefined;
  return { ...base, value: member(name(parameter), pick(random, numeric)[0]) };
}

/** A condition over rows of a model such as queries can ask. */
export function randomWhere(
  place: Place,
  model: string,
  parameter: string,
  depth = 2,
): Expression | undefined {
  const { random, environment } = place;
  if (depth > 0 && chance(random, 0.3)) {
    const [a, b] = [
      randomWhere(place, model, parameter, depth - 1),
      randomWhere(place, model, parameter, depth - 1),
    ];
    if (!a || !b) return a ?? b;
    return chance(random, 0.15) ? not(a) : binary(pick(random, ["&&", "||"]), a, b);
  }
  const members = sample(random, Object.entries(environment.models[model]?.members ?? {}), 4);
  for (const [key, type] of members) {
    const test = columnTest(place, member(name(parameter), key), type, depth);
    if (test) return test;
  }
  return undefined;
}

function columnTest(place: Place, column: Expression, type: Type, depth: number): Expression | undefined {
  const { random, environment } = place;
  const bare = withoutNull(type);
  if (isNullable(type) && bare.type !== "never" && chance(random, 0.5)) {
    return binary(pick(random, ["==", "!="]), column, nullValue);
  }
  if (isNullable(type)) return undefined;
  const value = (wanted: Type): Expression | undefined => randomValue(place, wanted, 1);
  if (type.type === "boolean") return chance(random, 0.5) ? column : not(column);
  if (type.type === "list") {
    if (type.of.type !== "row") return call("isEmpty", column);
    const parameter = free(environment, "each");
    const body = randomWhere({ ...place, environment }, type.of.model, parameter, depth - 1);
    const operation = pick(random, ["some", "every"] as const);
    return body && { type: "iterate", operation, source: column, parameter, body };
  }
  const orders = ["<", "<=", ">", ">="] as const;
  const ordered = ["integer", "decimal", "float", "date", "datetime"].includes(type.type);
  if (ordered || type.type === "string" || type.type === "uuid" || type.type === "enum") {
    const other = value(type);
    if (!other) return undefined;
    if (type.type === "string" && chance(random, 0.4))
      return call(pick(random, ["contains", "startsWith", "endsWith"]), column, other);
    if (chance(random, 0.2)) return binary("in", column, list([other]));
    return binary(pick(random, ordered ? orders : (["==", "!="] as const)), column, other);
  }
  if (type.type !== "row") return undefined;
  const members = Object.entries(environment.models[type.model]?.members ?? {});
  const [key, inner] = pick(random, members);
  return inner.type === "row" ? undefined : columnTest(place, member(column, key), inner, 0);
}

/** The name, or one like it that means nothing there yet. */
export function free(environment: Environment, wish: string): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? wish : `${wish}${count}`;
    if (!Object.hasOwn(environment.names, candidate)) return candidate;
  }
}
