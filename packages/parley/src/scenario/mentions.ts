import type { Expression } from "../expression/document.ts";
import { freeNames } from "../expression/visit.ts";
import type { Call, Scenario, TestStatement } from "./document.ts";

/** Variables that calls, conditions and values of a scenario speak of. */
export function mentionedIn(scenario: Scenario): Set<string> {
  const names = new Set<string>();
  if (scenario.type === "story") {
    mentionStatements(names, scenario.statements);
    return names;
  }
  mentionStatements(names, scenario.setup);
  if (scenario.type === "matrix") {
    mentionCall(names, { ...scenario.call, as: "guest" });
    for (const { as } of scenario.rows) names.add(as);
    return names;
  }
  mentionCall(names, scenario.call);
  for (const one of scenario.cases) mentionCall(names, { ...one, operation: "", as: scenario.call.as });
  return names;
}

function mentionStatements(names: Set<string>, statements: readonly TestStatement[]): void {
  for (const statement of statements) {
    switch (statement.type) {
      case "call":
      case "refuse":
      case "walk":
        mentionCall(names, statement.call);
        break;
      case "race":
        for (const call of statement.calls) mentionCall(names, call);
        break;
      case "expect":
        mention(names, statement.condition);
        break;
      case "let":
        mention(names, statement.value);
        break;
      case "if":
        mention(names, statement.condition);
        mentionStatements(names, [...statement.then, ...(statement.else ?? [])]);
        break;
      case "forEach":
        mention(names, statement.in);
        mentionStatements(names, statement.body);
        break;
      case "inbox":
        names.add(statement.of);
        break;
      case "actor":
      case "advance":
      case "return":
      case "throw":
        break;
      default:
        statement satisfies never;
    }
  }
}

function mentionCall(names: Set<string>, call: Call): void {
  names.add(call.as);
  for (const value of Object.values({ ...call.path, ...call.query })) mention(names, value);
  if (call.body) mention(names, call.body);
}

function mention(names: Set<string>, expression: Expression): void {
  for (const name of freeNames(expression)) names.add(name);
}
