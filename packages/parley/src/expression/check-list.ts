import { didYouMean } from "../diagnostic/suggest.ts";
import type { Checker } from "./check.ts";
import { report } from "./diagnostics.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { bindParameter } from "./narrow.ts";
import {
  booleanType,
  decimalType,
  floatType,
  given,
  integerType,
  isNumeric,
  isTextual,
  listOf,
  nullable,
  printType,
  rowOf,
  widen,
  withoutNull,
  type Environment,
  type Type,
} from "./types.ts";

/** Type of an operation on a list. Least, most and average of an empty list are null, its sum is 0. */
export function checkIterate(
  checker: Checker,
  node: ExpressionOf<"iterate">,
  scope: Environment,
): Type | undefined {
  const source = checker.present(node.source, scope);
  if (!source) return undefined;
  if (source.type !== "list") {
    const about = { operation: node.operation, type: printType(source) };
    return checker.problem(report["not-a-list"](checker.at(node.source), about));
  }
  if (source.of.type === "never") {
    return checker.problem(report["empty-list"](checker.at(node.source), { operation: node.operation }));
  }
  const inner = bindParameter(scope, node.parameter, source.of);
  // The elements of a list that stands here are texts to TypeScript, not these very ones.
  const same = node.source.type === "list" ? widen(source) : source;
  switch (node.operation) {
    case "some":
    case "every":
      checker.expect(node.body, inner, booleanType);
      return booleanType;
    case "count":
      checker.expect(node.body, inner, booleanType);
      return integerType;
    case "filter":
      checker.expect(node.body, inner, booleanType);
      return same;
    case "map": {
      const type = checker.infer(node.body, inner);
      return type && listOf(given(type));
    }
    case "sum": {
      const type = checker.present(node.body, inner);
      const addable = (part: Type): boolean => isNumeric(part) || part.type === "duration";
      return measured(checker, node.body, type, node.operation, addable);
    }
    case "average": {
      const type = checker.present(node.body, inner);
      const result = measured(checker, node.body, type, node.operation, isNumeric);
      return result && nullable(result.type === "decimal" ? decimalType : floatType);
    }
    case "minimum":
    case "maximum": {
      const type = checker.present(node.body, inner);
      const result = measured(checker, node.body, type, node.operation, isOrderable);
      return result && nullable(result);
    }
    case "sort": {
      const type = checker.present(node.body, inner);
      const sortable = (key: Type): boolean => isOrderable(key) || isTextual(key);
      return measured(checker, node.body, type, node.operation, sortable) && same;
    }
    default:
      return node.operation satisfies never;
  }
}

/**
 * Type of a query. Nulls are left out of measures; a sum over no rows is 0, the other measures are null then.
 * The average of decimals is a decimal, of other numbers a float.
 */
export function checkQuery(
  checker: Checker,
  node: ExpressionOf<"query">,
  scope: Environment,
): Type | undefined {
  if (!Object.hasOwn(scope.models, node.model)) {
    const hint = didYouMean(node.model, Object.keys(scope.models));
    return checker.problem(report["unknown-model"](checker.at(node), { name: node.model, hint }));
  }
  const inner = bindParameter(scope, node.parameter, rowOf(node.model));
  const value = node.value ?? node;
  const found = node.value && checker.infer(node.value, inner);
  if (node.where) checker.expect(node.where, inner, booleanType);
  if (node.operation === "exists") return booleanType;
  if (node.operation === "count") return integerType;
  const moments = node.operation === "minimum" || node.operation === "maximum";
  const accepts = moments ? isMeasurable : isNumeric;
  const type = measured(checker, value, found && withoutNull(found), node.operation, accepts);
  if (!type || node.operation === "sum") return type;
  if (node.operation === "average") return nullable(type.type === "decimal" ? decimalType : floatType);
  return nullable(type);
}

/** Durations too: they are never columns, so no query measures them. */
function isOrderable(type: Type): boolean {
  return isMeasurable(type) || type.type === "duration";
}

function isMeasurable(type: Type): boolean {
  return isNumeric(type) || type.type === "date" || type.type === "datetime";
}

function measured(
  checker: Checker,
  node: Expression,
  type: Type | undefined,
  operator: string,
  accepts: (type: Type) => boolean,
): Type | undefined {
  if (!type || accepts(type)) return type;
  return checker.problem(report["wrong-operand"](checker.at(node), { operator, type: printType(type) }));
}
