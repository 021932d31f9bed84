import type { Expression } from "../expression/document.ts";
import { constantOf } from "../expression/grammar.ts";
import { freeNames, map } from "../expression/visit.ts";
import type { Call, Scenario, TestStatement } from "./document.ts";

/** Variables that what is printed of a scenario speaks of. */
export function mentionedIn(scenario: Scenario): Set<string> {
  const names = new Set<string>();
  if (scenario.type === "story") {
    mentionStatements(names, scenario.statements);
    return names;
  }
  if (scenario.type === "matrix") {
    mentionCall(names, { ...scenario.call, as: "guest" });
    for (const { as } of scenario.rows) names.add(as);
  } else {
    mentionCall(names, scenario.call);
    for (const one of scenario.cases) mentionCall(names, { ...one, operation: "", as: scenario.call.as });
  }
  mentionStatements(names, scenario.setup);
  return names;
}

/** The last one first: what a variable is made of is printed only where something behind it speaks of the variable. */
function mentionStatements(names: Set<string>, statements: readonly TestStatement[]): void {
  for (const statement of statements.toReversed()) {
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
        if (names.has(statement.name)) mention(names, statement.value);
        break;
      case "if":
        mentionStatements(names, statement.then);
        mentionStatements(names, statement.else ?? []);
        mention(names, statement.condition);
        break;
      case "forEach":
        mentionStatements(names, statement.body);
        mention(names, statement.in);
        break;
      case "inbox":
        names.add(statement.of);
        break;
      case "actor":
        for (const value of Object.values(statement.profile ?? {})) mention(names, value);
        break;
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
  for (const parameters of [call.path, call.query, call.headers, call.cookies]) {
    for (const value of Object.values(parameters ?? {})) mention(names, value);
  }
  if (call.body) mention(names, call.body);
}

function mention(names: Set<string>, expression: Expression): void {
  for (const name of freeNames(map(expression, decided))) names.add(name);
}

/** What is known beforehand is not printed. */
function decided(node: Expression): Expression {
  const constant = constantOf(node);
  if (constant !== undefined) return { type: "boolean", value: constant };
  const test = node.type === "conditional" ? constantOf(node.test) : undefined;
  return node.type === "conditional" && test !== undefined ? (test ? node.then : node.else) : node;
}
