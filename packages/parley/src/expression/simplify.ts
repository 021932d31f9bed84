import { at, hasErrors } from "../diagnostic/diagnostic.ts";
import { call } from "./build.ts";
import { checkExpression, type Typing } from "./check.ts";
import type { Expression } from "./document.ts";
import { constantOf } from "./grammar.ts";
import { isNullable, withoutNull, type Environment, type Type } from "./types.ts";
import { mapChildren } from "./visit.ts";

/**
 * An expression without the parts that are never printed: branches that a constant rules out, and what stands in for a
 * null that never comes. The very same node where there are none.
 */
export function simplify(node: Expression, typing: Typing, inQuery = false): Expression {
  const constant = constantOf(node) ?? (inQuery ? nullTest(node, typing) : undefined);
  if (constant !== undefined) return node.type === "boolean" ? node : { type: "boolean", value: constant };
  const open = openPart(node, typing);
  if (open) return simplify(open, typing, inQuery);
  let changed = false;
  const mapped = mapChildren(node, (child) => {
    const simple = simplify(child, typing, inQuery);
    if (simple !== child) changed = true;
    return simple;
  });
  return changed ? mapped : node;
}

/** A query does not ask whether a column is null that never is. */
function nullTest(node: Expression, { types }: Typing): boolean | undefined {
  if (node.type !== "binary" || (node.operator !== "==" && node.operator !== "!=")) return undefined;
  const tested = node.right.type === "null" ? node.left : node.left.type === "null" ? node.right : undefined;
  const type = tested && types.get(tested);
  return !type || isNullable(type) ? undefined : node.operator === "!=";
}

/** The same until nothing changes any more: what is left has other types. Of an expression with errors nothing changes. */
export function simplifyWhole(
  expression: Expression,
  environment: Environment,
  expected?: Type,
  inQuery = false,
): Expression {
  const typing = checkExpression(expression, environment, {
    at: () => at("program", []),
    ...(expected ? { expected } : {}),
  });
  if (hasErrors(typing.diagnostics)) return expression;
  const simple = simplify(expression, typing, inQuery);
  return simple === expression ? expression : simplifyWhole(simple, environment, expected, inQuery);
}

/** The only part of a node that counts; an integer becomes the decimal that it would be in its place. */
function openPart(node: Expression, { types }: Typing): Expression | undefined {
  const alone = (part: Expression): Expression | undefined => {
    const [before, after] = [types.get(node), types.get(part)];
    if (before && after && withoutNull(before).type === "decimal") {
      if (after.type === "integer") return call("decimal", part);
      if (isHalfConverted(before, after)) return undefined;
    }
    return part;
  };
  if (node.type === "conditional") {
    const test = constantOf(node.test);
    return test === undefined ? undefined : alone(test ? node.then : node.else);
  }
  if (node.type !== "binary") return undefined;
  const { operator, left, right } = node;
  if (operator === "&&" || operator === "||") {
    if (constantOf(left) !== undefined) return right;
    return constantOf(right) === undefined ? undefined : left;
  }
  const type = types.get(left);
  if (operator !== "??" || !type) return undefined;
  if (type.type === "null") return alone(right);
  return isNullable(type) ? undefined : alone(left);
}

/** Whether a branch that is the only one has to be converted where it is not null: then the other one stays too. */
export function isHalfConverted(whole: Type, part: Type): boolean {
  return withoutNull(whole).type === "decimal" && part.type === "nullable" && part.of.type === "integer";
}
