import { didYouMean } from "../diagnostic/suggest.ts";
import { call, conditional, equals, member, nullValue, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { integerType, isNullable, isTextual, withoutNull, type Type } from "../expression/types.ts";
import type { SeedExpression, SeedExpressionOf } from "./seed.ts";
import { lowerCall, lowerNew } from "./seed-call.ts";
import { enter, iterated, lowerValue } from "./seed-function.ts";
import { assigned, lowerBinary, lowerCondition, lowerPrefix, narrowed } from "./seed-operator.ts";
import { lowerRandom } from "./seed-random.ts";
import { numeral, report, typeOf, unlowered, type Keys, type Lowering } from "./seed-state.ts";

/**
 * The expression that a seed's one stands for; `undefined` after a diagnostic. `tolerant`: what asks for it copes with
 * an element that is not there.
 */
export function lowerExpression(
  lowering: Lowering,
  node: SeedExpression,
  keys: Keys,
  tolerant = false,
): Expression | undefined {
  const lower = (child: SeedExpression, ...below: Keys): Expression | undefined =>
    lowerExpression(lowering, child, [...keys, ...below]);
  switch (node.type) {
    case "booleanLiteral":
      return { type: "boolean", value: node.value };
    case "numericLiteral":
      return numeral(node.value);
    case "stringLiteral":
      return text(node.value);
    case "arrayLiteralExpression": {
      const items = node.elements.map((element, index) => lower(element, "elements", index));
      return items.every((item) => item !== undefined) ? { type: "list", items } : undefined;
    }
    case "objectLiteralExpression":
      return lowerObject(lowering, node, keys);
    case "nullLiteral":
    case "undefinedKeyword":
      return nullValue;
    case "identifier":
      return lowerName(lowering, node.text, keys);
    case "propertyAccessExpression":
      return lowerProperty(lowering, node, keys);
    case "elementAccessExpression":
      return lowerElement(lowering, node, keys, tolerant);
    case "typeOfExpression": {
      const value = lowerExpression(lowering, node.expression, [...keys, "expression"], true);
      return value && call("typeOf", value);
    }
    case "prefixUnaryExpression":
      return lowerPrefix(lowering, node, keys);
    case "postfixUnaryExpression":
      return assigned(lowering, node, keys);
    case "binaryExpression":
      return lowerBinary(lowering, node, keys);
    case "conditionalExpression": {
      const test = lowerCondition(lowering, node.condition, [...keys, "condition"]);
      if (!test) return undefined;
      const then = lowerExpression(narrowed(lowering, test, true), node.whenTrue, [...keys, "whenTrue"]);
      const other = lowerExpression(narrowed(lowering, test, false), node.whenFalse, [...keys, "whenFalse"]);
      return then && other && conditional(test, then, other);
    }
    case "callExpression":
      return lowerCall(lowering, node, keys, tolerant);
    case "newExpression":
      return lowerNew(lowering, node, keys);
    case "arrayFilterExpression":
      return lowerIterate(lowering, "filter", node, keys);
    case "arrayMapExpression":
      return lowerIterate(lowering, "map", node, keys);
    case "arrayRepeatExpression": {
      const count = lower(node.length, "length");
      const entered = enter(lowering, node.function, integerType, [...keys, "function"]);
      const body = entered && lowerValue(entered.inner, node.function, [...keys, "function"]);
      return (
        count &&
        entered &&
        body && {
          type: "iterate",
          operation: "map",
          source: call("times", count),
          parameter: entered.parameter,
          body,
        }
      );
    }
    case "arrowFunction":
      return unlowered(lowering, "A function as a value", keys);
    case "arrayForEachExpression":
      return unlowered(lowering, "forEach inside an expression", keys);
    case "equalPredicate":
    case "notEqualPredicate":
    case "conditionalPredicate":
    case "errorPredicate":
    case "httpErrorPredicate":
      return unlowered(lowering, "A predicate inside an expression", keys);
    case "pickRandom":
    case "sampleRandom":
    case "booleanRandom":
    case "integerRandom":
    case "numberRandom":
    case "stringRandom":
    case "patternRandom":
    case "formatRandom":
    case "keywordRandom":
      return lowerRandom(lowering, node, keys);
    default:
      return node satisfies never;
  }
}

function lowerName(lowering: Lowering, name: string, keys: Keys): Expression | undefined {
  const known = lowering.names.get(name);
  if (known) return known;
  const hint = didYouMean(name, lowering.names.keys());
  lowering.findings.push(report["unknown-name"](lowering.locate(keys), { name, hint }));
  return undefined;
}

/** What is undefined is not there. */
function lowerObject(
  lowering: Lowering,
  node: SeedExpressionOf<"objectLiteralExpression">,
  keys: Keys,
): Expression | undefined {
  const properties: [string, Expression][] = [];
  for (const [index, { name, value }] of node.properties.entries()) {
    const here = [...keys, "properties", index];
    if (properties.some(([known]) => known === name)) {
      lowering.findings.push(report["doubled-property"](lowering.locate([...here, "name"]), { name }));
    }
    if (value.type === "undefinedKeyword") continue;
    const lowered = lowerExpression(lowering, value, [...here, "value"]);
    if (!lowered) return undefined;
    properties.push([name, lowered]);
  }
  return { type: "object", properties: Object.fromEntries(properties) };
}

function lowerProperty(
  lowering: Lowering,
  node: SeedExpressionOf<"propertyAccessExpression">,
  keys: Keys,
): Expression | undefined {
  const object = lowerExpression(
    lowering,
    node.expression,
    [...keys, "expression"],
    node.questionDot ?? false,
  );
  if (!object) return undefined;
  const type = typeOf(lowering, object);
  const bare = type && withoutNull(type);
  if (node.name === "length" && bare && (bare.type === "list" || isTextual(bare))) {
    return unlessNull(type, object, call("length", object));
  }
  return node.questionDot && type && isNullable(type)
    ? { type: "member", object, property: node.name, optional: true }
    : member(object, node.name);
}

function unlessNull(type: Type, object: Expression, value: Expression): Expression {
  return isNullable(type) ? conditional(equals(object, nullValue), nullValue, value) : value;
}

function lowerElement(
  lowering: Lowering,
  node: SeedExpressionOf<"elementAccessExpression">,
  keys: Keys,
  tolerant: boolean,
): Expression | undefined {
  const { argumentExpression: argument, expression, questionDot = false } = node;
  if (argument.type === "stringLiteral") {
    return lowerProperty(
      lowering,
      { type: "propertyAccessExpression", expression, questionDot, name: argument.value },
      keys,
    );
  }
  const object = lowerExpression(lowering, expression, [...keys, "expression"], questionDot);
  const index = lowerExpression(lowering, argument, [...keys, "argumentExpression"]);
  if (!object || !index) return undefined;
  const type = typeOf(lowering, object);
  const isFirst = index.type === "integer" && index.value === 0;
  const value: Expression = tolerant
    ? { type: "element", object, index }
    : isFirst
      ? call("first", object)
      : call("item", object, index);
  return type ? unlessNull(type, object, value) : value;
}

function lowerIterate(
  lowering: Lowering,
  operation: "filter" | "map",
  node: SeedExpressionOf<"arrayFilterExpression" | "arrayMapExpression">,
  keys: Keys,
): Expression | undefined {
  const source = lowerExpression(lowering, node.expression, [...keys, "expression"]);
  return source && iterated(lowering, operation, source, node.function, [...keys, "function"]);
}
