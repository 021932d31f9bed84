import type { Call, Scenario, Scenarios, TestStatement } from "./document.ts";

/** Every call of a scenario, in the order of its text. */
export function calledBy(scenario: Scenario): Call[] {
  if (scenario.type === "story") return callsOf(scenario.statements, "all");
  return [...callsOf(scenario.setup, "all"), scenario.call];
}

/** Names of the operations that some scenario calls. */
export function testedOperations(scenarios: Scenarios): Set<string> {
  const calls = Object.values(scenarios.scenarios).flatMap(calledBy);
  return new Set(calls.map(({ operation }) => operation));
}

/** Names of the operations of which a call that succeeds is part of some scenario. */
export function succeedingOperations({ scenarios }: Scenarios): Set<string> {
  const calls = Object.values(scenarios).flatMap(succeeding);
  return new Set(calls.map(({ operation }) => operation));
}

function succeeding(scenario: Scenario): Call[] {
  if (scenario.type === "story") return callsOf(scenario.statements, "succeeding");
  const rows = scenario.type === "matrix" ? scenario.rows : scenario.cases;
  const own = rows.some(({ status }) => status < 400) ? [scenario.call] : [];
  return [...callsOf(scenario.setup, "succeeding"), ...own];
}

function callsOf(statements: readonly TestStatement[], which: "all" | "succeeding"): Call[] {
  return statements.flatMap((statement): Call[] => {
    switch (statement.type) {
      case "call":
      case "walk":
        return [statement.call];
      case "refuse":
        return which === "all" ? [statement.call] : [];
      case "race":
        return which === "all" || statement.succeed > 0 ? statement.calls : [];
      case "if":
        return [...callsOf(statement.then, which), ...callsOf(statement.else ?? [], which)];
      case "forEach":
        return callsOf(statement.body, which);
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
