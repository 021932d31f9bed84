import type { Call, Scenario, Scenarios, TestStatement } from "./document.ts";

/** Every call of a scenario, in the order of its text. */
export function calledBy(scenario: Scenario): Call[] {
  if (scenario.type === "story") return callsOf(scenario.statements);
  return [...callsOf(scenario.setup), scenario.call];
}

/** Names of the operations that some scenario calls. */
export function testedOperations(scenarios: Scenarios): Set<string> {
  const calls = Object.values(scenarios.scenarios).flatMap(calledBy);
  return new Set(calls.map(({ operation }) => operation));
}

function callsOf(statements: readonly TestStatement[]): Call[] {
  return statements.flatMap((statement): Call[] => {
    switch (statement.type) {
      case "call":
      case "refuse":
      case "walk":
        return [statement.call];
      case "race":
        return statement.calls;
      case "if":
        return [...callsOf(statement.then), ...callsOf(statement.else ?? [])];
      case "forEach":
        return callsOf(statement.body);
      case "actor":
      case "expect":
      case "let":
      case "advance":
      case "inbox":
      case "return":
      case "throw":
        return [];
      default:
        return statement satisfies never;
    }
  });
}
