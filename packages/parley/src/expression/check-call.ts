import { didYouMean } from "../diagnostic/suggest.ts";
import { builtins } from "./builtins.ts";
import type { Checker } from "./check.ts";
import { possiblyNull, report } from "./diagnostics.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import {
  isAssignable,
  isNullable,
  printType,
  withoutNull,
  type Environment,
  type Signature,
  type Type,
} from "./types.ts";

/** Type of a call of a built-in function or of one that the environment adds. */
export function checkCall(
  checker: Checker,
  node: ExpressionOf<"call">,
  scope: Environment,
): Type | undefined {
  const signature = checker.signature(node.function, scope);
  if (!signature) {
    for (const argument of node.arguments) checker.infer(argument, scope);
    const known = [...Object.keys(builtins), ...Object.keys(scope.functions ?? {})];
    const hint = didYouMean(node.function, known);
    return checker.problem(report["unknown-function"](checker.at(node), { name: node.function, hint }));
  }
  const wanted = signature.wants?.(node.arguments);
  const types = node.arguments.map((argument, index) => {
    const parameter = wanted?.[index] ?? signature.parameters[index]?.type ?? signature.rest;
    return parameter ? checkArgument(checker, argument, parameter, scope) : checker.infer(argument, scope);
  });
  if (!takes(signature, node.arguments.length)) {
    const wanted = describeParameters(signature);
    const given = String(node.arguments.length);
    return checker.problem(
      report["wrong-arguments"](checker.at(node), { name: node.function, wanted, given }),
    );
  }
  if (typeof signature.result !== "function") return signature.result;
  const given = node.arguments.flatMap((expression, index) => {
    const type = types[index];
    return type ? [{ expression, type }] : [];
  });
  if (given.length < node.arguments.length) return undefined;
  const result = signature.result(given);
  if (!("problem" in result)) return result;
  const place = node.arguments[result.argument] ?? node;
  return checker.problem(report["wrong-argument"](checker.at(place), { problem: result.problem }));
}

function checkArgument(
  checker: Checker,
  argument: Expression,
  parameter: Type | readonly Type[],
  scope: Environment,
): Type | undefined {
  if (!isSeveral(parameter)) return checker.expect(argument, scope, parameter);
  const [only] = parameter;
  // A list of anything is known by what is in it.
  const anyList = only?.type === "list" && only.of.type === "unknown";
  if (parameter.length === 1 && only && !anyList) return checker.expect(argument, scope, only);
  const type = checker.infer(argument, scope);
  if (!type || parameter.some((candidate) => isAssignable(type, candidate))) return type;
  if (isNullable(type) && parameter.some((candidate) => isAssignable(withoutNull(type), candidate))) {
    return checker.problem(possiblyNull(checker.at(argument), argument, checker.text(argument)));
  }
  const expected = parameter.map(printType).join(" or ");
  return checker.problem(report["wrong-type"](checker.at(argument), { expected, found: printType(type) }));
}

function isSeveral(parameter: Type | readonly Type[]): parameter is readonly Type[] {
  return Array.isArray(parameter);
}

function takes(signature: Signature, count: number): boolean {
  const least = signature.parameters.filter((parameter) => !parameter.optional).length;
  return count >= least && (signature.rest !== undefined || count <= signature.parameters.length);
}

function describeParameters(signature: Signature): string {
  const names = signature.parameters.map((parameter) => `${parameter.name}${parameter.optional ? "?" : ""}`);
  if (signature.rest) names.push("…");
  const count = names.length === 1 ? "1 argument" : `${names.length} arguments`;
  return names.length === 0
    ? "no arguments"
    : `${signature.rest ? "arguments" : count} (${names.join(", ")})`;
}
