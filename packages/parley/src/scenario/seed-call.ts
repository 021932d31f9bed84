import { binary, call } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { isNumeric, isTextual, withoutNull, type Type } from "../expression/types.ts";
import type { Keyword } from "./generators.ts";
import type { SeedExpression, SeedExpressionOf } from "./seed.ts";
import { iterated } from "./seed-function.ts";
import { lowerCondition } from "./seed-operator.ts";
import { lower, typeOf, unlowered, type Keys, type Lowering } from "./seed-state.ts";

type SeedCall = SeedExpressionOf<"callExpression">;

/** A call of one of JavaScript's own functions or methods, where there is a counterpart. */
export function lowerCall(
  lowering: Lowering,
  node: SeedCall,
  keys: Keys,
  tolerant: boolean,
): Expression | undefined {
  const { expression: callee } = node;
  if (callee.type === "identifier") return lowerConversion(lowering, callee.text, node, keys);
  if (callee.type !== "propertyAccessExpression") return unlowered(lowering, "This call", keys);
  const { expression: owner, name } = callee;
  if (owner.type === "identifier" && !lowering.names.has(owner.text)) {
    return lowerStatic(lowering, `${owner.text}.${name}`, node, keys);
  }
  const object = lower(lowering, owner, [...keys, "expression", "expression"]);
  return object && lowerMethod(lowering, object, name, node, keys, tolerant);
}

function argument(lowering: Lowering, node: SeedCall, index: number, keys: Keys): Expression | undefined {
  const given = node.arguments[index];
  if (!given) return unlowered(lowering, "A call without its argument", keys);
  return lower(lowering, given, [...keys, "arguments", index]);
}

function lowerConversion(
  lowering: Lowering,
  name: string,
  node: SeedCall,
  keys: Keys,
): Expression | undefined {
  if (name === "Boolean" && node.arguments[0]) {
    return lowerCondition(lowering, node.arguments[0], [...keys, "arguments", 0]);
  }
  if (name !== "String" && name !== "Number") return unlowered(lowering, `A call of ${name}`, keys);
  const value = argument(lowering, node, 0, keys);
  const type = value && typeOf(lowering, value);
  if (!value || !type) return undefined;
  if (name === "String") return isTextual(type) ? value : call("string", value);
  return isNumeric(type) ? value : unlowered(lowering, "Number(…) of what is no number", keys);
}

/** Functions of JavaScript's own objects, and of what AutoBE's tests import, by their counterparts here. */
const statics: Record<string, string> = {
  "Math.floor": "floor",
  "Math.ceil": "ceil",
  "Math.abs": "absolute",
  "Math.min": "min",
  "Math.max": "max",
  "RandomGenerator.pick": "pick",
  "RandomGenerator.sample": "pickSome",
};

const words: Record<string, Keyword> = {
  "RandomGenerator.alphabets": "alphabets",
  "RandomGenerator.alphaNumeric": "alphaNumeric",
  "RandomGenerator.paragraph": "paragraph",
  "RandomGenerator.content": "content",
  "RandomGenerator.mobile": "mobile",
  "RandomGenerator.name": "name",
};

function lowerStatic(lowering: Lowering, name: string, node: SeedCall, keys: Keys): Expression | undefined {
  if (name === "typia.assert") return argument(lowering, node, 0, keys);
  if (name === "Math.random") {
    return call("randomNumber", { type: "integer", value: 0 }, { type: "decimal", value: "0.999" });
  }
  if (Object.hasOwn(words, name)) return call("randomWords", { type: "string", value: words[name]! });
  if (!Object.hasOwn(statics, name)) return unlowered(lowering, `A call of ${name}`, keys);
  const given = node.arguments.map((_, index) => argument(lowering, node, index, keys));
  return given.every((one) => one !== undefined) ? call(statics[name]!, ...given) : undefined;
}

const ofText: Record<string, string> = {
  toLowerCase: "lower",
  toUpperCase: "upper",
  trim: "trim",
  startsWith: "startsWith",
  endsWith: "endsWith",
  concat: "concat",
  repeat: "repeat",
};

function lowerMethod(
  lowering: Lowering,
  object: Expression,
  name: string,
  node: SeedCall,
  keys: Keys,
  tolerant: boolean,
): Expression | undefined {
  const found = typeOf(lowering, object);
  const type = found && withoutNull(found);
  const [first] = node.arguments;
  if (type?.type === "list" && first?.type === "arrowFunction") {
    return lowerListMethod(lowering, object, name, first, [...keys, "arguments", 0], tolerant);
  }
  if (name === "includes") {
    const part = argument(lowering, node, 0, keys);
    if (!part) return undefined;
    return type?.type === "list" ? binary("in", part, object) : call("contains", object, part);
  }
  if (name === "at" && type?.type === "list") {
    const index = argument(lowering, node, 0, keys);
    return index && (tolerant ? { type: "element", object, index } : call("item", object, index));
  }
  if (name === "toString" || name === "toISOString") return written(type, object);
  if (!type || !isTextual(type) || !Object.hasOwn(ofText, name)) {
    return unlowered(lowering, `The method ${name}`, keys);
  }
  const given = node.arguments.map((_, index) => argument(lowering, node, index, keys));
  return given.every((one) => one !== undefined) ? call(ofText[name]!, object, ...given) : undefined;
}

function written(type: Type | undefined, value: Expression): Expression {
  return type && isTextual(type) ? value : call("string", value);
}

function lowerListMethod(
  lowering: Lowering,
  list: Expression,
  name: string,
  fn: SeedExpressionOf<"arrowFunction">,
  keys: Keys,
  tolerant: boolean,
): Expression | undefined {
  if (name === "map" || name === "filter" || name === "some" || name === "every") {
    return iterated(lowering, name, list, fn, keys);
  }
  if (name !== "find") return unlowered(lowering, `The method ${name}`, keys);
  const found = iterated(lowering, "filter", list, fn, keys);
  if (!found) return undefined;
  return tolerant
    ? { type: "element", object: found, index: { type: "integer", value: 0 } }
    : call("first", found);
}

/** `new Date()` is now, `new Date(text)` the moment that the text says. */
export function lowerNew(
  lowering: Lowering,
  node: SeedExpressionOf<"newExpression">,
  keys: Keys,
): Expression | undefined {
  const name = node.expression.type === "identifier" ? node.expression.text : "this";
  if (name !== "Date") return unlowered(lowering, `A new ${name}`, keys);
  const [given] = node.arguments;
  if (!given) return call("now");
  const value: Expression | undefined = lower(lowering, given, [...keys, "arguments", 0]);
  const type = value && typeOf(lowering, value);
  if (!value || !type) return value;
  if (type.type === "date" || type.type === "datetime") return value;
  return isTextual(type) ? call("moment", value) : unlowered(lowering, "A moment of a number", keys);
}

/** The predicates as calls of AutoBE's own library, which earlier tests have. */
export function predicateOf({ expression: callee, arguments: given }: SeedCall): SeedExpression | undefined {
  if (callee.type !== "propertyAccessExpression" || callee.expression.type !== "identifier") return undefined;
  if (callee.expression.text !== "TestValidator") return undefined;
  const [first, x, y] = given;
  if (first?.type !== "stringLiteral" || !x) return undefined;
  const title = first.value;
  switch (callee.name) {
    case "equals":
      return y && { type: "equalPredicate", title, x, y };
    case "notEquals":
      return y && { type: "notEqualPredicate", title, x, y };
    case "predicate":
      return { type: "conditionalPredicate", title, expression: x };
    case "error":
      return x.type === "arrowFunction" ? { type: "errorPredicate", title, function: x } : undefined;
    case "httpError":
      return x.type === "numericLiteral" && y?.type === "arrowFunction"
        ? { type: "httpErrorPredicate", title, status: x.value, function: y }
        : undefined;
    default:
      return undefined;
  }
}
