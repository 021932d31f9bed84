import { didYouMean } from "../diagnostic/suggest.ts";
import type { Checker } from "./check.ts";
import { report } from "./diagnostics.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { bindParameter } from "./narrow.ts";
import {
  booleanType,
  decimalType,
  floatType,
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

/** Type of an operation on a list. Least and most of an empty list are null, its sum is 0. */
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
  const inner = bindParameter(scope, node.parameter, source.of);
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
      return source;
    case "map": {
      const type = checker.infer(node.body, inner);
      return type && listOf(widen(type));
    }
    case "sum":
      return measured(checker, node.body, checker.present(node.body, inner), node.operation, isNumeric);
    case "minimum":
    case "maximum": {
      const type = checker.present(node.body, inner);
      const result = measured(checker, node.body, type, node.operation, isMeasurable);
      return result && nullable(result);
    }
    case "sort": {
      const type = checker.present(node.body, inner);
      const sortable = (key: Type): boolean => isMeasurable(key) || isTextual(key);
      return measured(checker, node.body, type, node.operation, sortable) && source;
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
