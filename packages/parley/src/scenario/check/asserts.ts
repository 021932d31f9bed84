import type { Expression } from "../../expression/document.ts";
import { freeNames } from "../../expression/visit.ts";
import type { TestStatement } from "../document.ts";

/** Whether a statement fails where the server does something else, whatever its conditions turn out to be. */
export function surelyAsserts(statement: TestStatement): boolean {
  switch (statement.type) {
    case "call":
    case "refuse":
    case "race":
    case "walk":
      return true;
    case "expect":
      return !isSettled(statement.condition);
    case "if":
      return statement.then.some(surelyAsserts) && (statement.else ?? []).some(surelyAsserts);
    case "forEach":
      return isFilled(statement.in) && statement.body.some(surelyAsserts);
    case "actor":
    case "let":
    case "advance":
    case "inbox":
    case "return":
    case "throw":
      return false;
    default:
      return statement satisfies never;
  }
}

/** Whether a condition speaks of nothing that the test did. */
export function isSettled(condition: Expression): boolean {
  return freeNames(condition).size === 0;
}

function isFilled(list: Expression): boolean {
  if (list.type === "list") return list.items.length > 0;
  const [count] = list.type === "call" && list.function === "times" ? list.arguments : [];
  return count?.type === "integer" && count.value > 0;
}
