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

/** Names of the operations of which a call that succeeds is part of some scenario. */
export function succeedingOperations({ scenarios }: Scenarios): Set<string> {
  return new Set(Object.values(scenarios).flatMap(succeeding));
}

function succeeding(scenario: Scenario): string[] {
  if (scenario.type === "story") return succeedingIn(scenario.statements);
  const rows = scenario.type === "matrix" ? scenario.rows : scenario.cases;
  const own = rows.some(({ status }) => status < 400) ? [scenario.call.operation] : [];
  return [...succeedingIn(scenario.setup), ...own];
}

function succeedingIn(statements: readonly TestStatement[]): string[] {
  return statements.flatMap((statement): string[] => {
    switch (statement.type) {
      case "call":
      case "walk":
        return [statement.call.operation];
      case "race":
        return statement.succeed > 0 ? statement.calls.map(({ operation }) => operation) : [];
      case "if":
        return [...succeedingIn(statement.then), ...succeedingIn(statement.else ?? [])];
      case "forEach":
        return succeedingIn(statement.body);
      case "refuse":
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
