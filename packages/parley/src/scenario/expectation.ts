import { isTrue } from "../expression/grammar.ts";
import type { Expression } from "../expression/document.ts";

/** How the condition of an `expect` is stated: by a comparison that shows both sides where it fails, if possible. */
export type Expectation =
  | { type: "same"; actual: Expression; expected: Expression; negated: boolean }
  | { type: "matches"; actual: Expression; part: Expression }
  | { type: "length"; list: Expression; length: Expression }
  | { type: "true"; condition: Expression }
  | { type: "false"; condition: Expression };

export function expectationOf(condition: Expression): Expectation {
  if (condition.type === "call" && condition.function === "matches") {
    const [actual, part] = condition.arguments;
    if (actual && part) return { type: "matches", actual, part };
  }
  if (condition.type === "unary" && condition.operator === "!") {
    return { type: "false", condition: condition.operand };
  }
  if (condition.type !== "binary") return { type: "true", condition };
  const { operator, left, right } = condition;
  if (operator !== "==" && operator !== "!=") return { type: "true", condition };
  if (operator === "==" && left.type === "iterate" && left.operation === "count" && isTrue(left.body)) {
    return { type: "length", list: left.source, length: right };
  }
  return { type: "same", actual: left, expected: right, negated: operator === "!=" };
}
