import { didYouMean } from "../diagnostic/suggest.ts";
import type { Checker } from "./check.ts";
import { report } from "./diagnostics.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { ownProperty } from "./narrow.ts";
import {
  isAssignable,
  join,
  listOf,
  neverType,
  printType,
  widen,
  withoutNull,
  type Environment,
  type PropertyType,
  type Type,
} from "./types.ts";
import { variantMeant } from "./unions.ts";

/** Type of a list; items that are wanted as something are held against it one by one. */
export function checkList(
  checker: Checker,
  node: ExpressionOf<"list">,
  scope: Environment,
  expected?: Type,
): Type | undefined {
  const wanted = expected && withoutNull(expected);
  const item = wanted?.type === "list" ? wanted.of : undefined;
  const items = node.items.map((element) =>
    item ? checker.expect(element, scope, item) : checker.infer(element, scope),
  );
  let of: Type | undefined = neverType;
  for (const [index, type] of items.entries()) {
    if (!of || !type) return undefined;
    const joined: Type | undefined = join(of, type) ?? joinWanted(item, of, type);
    if (!joined) noCommonType(checker, node.items[index]!, of, type);
    of = joined;
  }
  return of && listOf(item && isAssignable(of, item) && of.type !== "never" ? item : of);
}

/** Type of an object, property by property as it is wanted. */
export function checkObject(
  checker: Checker,
  node: ExpressionOf<"object">,
  scope: Environment,
  expected?: Type,
): Type | undefined {
  const given = expected && withoutNull(expected);
  const wanted = given?.type === "union" ? (variantMeant(given, node.properties) ?? given) : given;
  const declared = wanted?.type === "object" ? wanted.properties : undefined;
  const properties: [string, PropertyType][] = [];
  for (const [name, value] of Object.entries(node.properties)) {
    const property = declared && ownProperty(declared, name);
    if (declared && !property) {
      const hint = didYouMean(name, Object.keys(declared));
      checker.problem(
        report["unknown-member"](checker.at(value), { type: "The object wanted here", name, hint }),
      );
    }
    const type = property ? checker.expect(value, scope, property.type) : checker.infer(value, scope);
    // What failed is taken for what was wanted, so that one error is not told twice.
    properties.push([name, { type: property?.type ?? (type ? widen(type) : neverType) }]);
  }
  for (const [name, property] of Object.entries(declared ?? {})) {
    if (property.optional || Object.hasOwn(node.properties, name)) continue;
    checker.problem(report["missing-property"](checker.at(node), { name }));
    properties.push([name, property]);
  }
  return { type: "object", properties: Object.fromEntries(properties) };
}

/** Several objects are one of them together where that is wanted. */
export function joinWanted(expected: Type | undefined, left: Type, right: Type): Type | undefined {
  if (!expected || withoutNull(expected).type !== "union") return undefined;
  return isAssignable(left, expected) && isAssignable(right, expected) ? expected : undefined;
}

export function noCommonType(checker: Checker, node: Expression, left: Type, right: Type): undefined {
  return checker.problem(
    report["no-common-type"](checker.at(node), { left: printType(left), right: printType(right) }),
  );
}
