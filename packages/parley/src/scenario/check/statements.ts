import { at } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Expression } from "../../expression/document.ts";
import { isValidLiteral } from "../../expression/literals.ts";
import { narrow } from "../../expression/narrow.ts";
import { booleanType, isAssignable, listOf, unknownType, type Type } from "../../expression/types.ts";
import { typescriptGlobals, typescriptReserved } from "../../text/reserved.ts";
import type { TestStatement } from "../document.ts";
import { expectationOf } from "../expectation.ts";
import { answerOf, bound, operationOf, scopeAfter, type Scope } from "../scope.ts";
import { checkCall, checkRefusal } from "./call.ts";
import { report } from "./diagnostics.ts";
import { checkValue, type Context, type Keys } from "./value.ts";

/** Fixtures of every test, and what its file imports. */
const taken: ReadonlySet<string> = new Set(
  `as guest bearer advance inbox random clock seed server test alone limited describe expect outcomes outcome
  isFulfilled isRejected statusOf answerTo walk first isNear lastWord invalid caller callers refusal status path query body`.split(
    /\s+/,
  ),
);

/** Checks statements one after the other; gives the scope after the last. */
export function checkStatements(
  context: Context,
  start: Scope,
  statements: readonly TestStatement[],
  keys: Keys,
): Scope {
  let scope = start;
  let ended = false;
  for (const [index, statement] of statements.entries()) {
    const here = [...keys, index];
    if (ended) context.findings.push(report.unreachable(at("scenario", here)));
    ended = statement.type === "return" || statement.type === "throw";
    scope = checkStatement(context, scope, statement, here);
  }
  return scope;
}

function checkStatement(context: Context, scope: Scope, statement: TestStatement, keys: Keys): Scope {
  const { api, kinds, findings } = context;
  if ("name" in statement && statement.name !== undefined) checkName(context, statement.name, scope, keys);
  let value: Type | undefined;
  switch (statement.type) {
    case "actor":
      if (!kinds.includes(statement.kind)) {
        const words = { name: statement.kind, hint: didYouMean(statement.kind, kinds) };
        findings.push(report["unknown-kind"](at("scenario", [...keys, "kind"]), words));
      }
      break;
    case "call":
      checkCall(context, scope, statement.call, [...keys, "call"], "succeeds");
      if (statement.name !== undefined && operationOf(api, statement.call.operation)) {
        if (!answerOf(api, statement.call.operation)) {
          const words = { operation: statement.call.operation, name: statement.name };
          findings.push(report["answers-nothing"](at("scenario", [...keys, "name"]), words));
        }
      }
      break;
    case "refuse": {
      const meant = statement.refusal.status === 400 ? "invalid" : "denied";
      checkCall(context, scope, statement.call, [...keys, "call"], meant);
      checkRefusal(context, statement.refusal, [...keys, "refusal"]);
      break;
    }
    case "race":
      for (const [index, call] of statement.calls.entries()) {
        checkCall(context, scope, call, [...keys, "calls", index], "denied");
      }
      checkRefusal(context, statement.refusal, [...keys, "refusal"]);
      if (statement.succeed > statement.calls.length) {
        const words = { succeed: statement.succeed, calls: statement.calls.length };
        findings.push(report["more-than-all"](at("scenario", [...keys, "succeed"]), words));
      }
      break;
    case "walk": {
      checkCall(context, scope, statement.call, [...keys, "call"], "succeeds");
      const operation = operationOf(api, statement.call.operation);
      if (operation && operation.answer.shape !== "page") {
        const words = { operation: statement.call.operation };
        findings.push(report["not-a-page"](at("scenario", [...keys, "call", "operation"]), words));
      }
      break;
    }
    case "expect":
      checkExpectation(context, scope, statement.condition, [...keys, "condition"]);
      break;
    case "let":
      value = checkValue(context, scope, statement.value, [...keys, "value"]);
      break;
    case "if": {
      checkValue(context, scope, statement.condition, [...keys, "condition"], booleanType);
      const branch = (truth: boolean): Scope => ({
        ...scope,
        environment: narrow(scope.environment, statement.condition, truth),
      });
      checkStatements(context, branch(true), statement.then, [...keys, "then"]);
      checkStatements(context, branch(false), statement.else ?? [], [...keys, "else"]);
      break;
    }
    case "forEach": {
      const list = checkValue(context, scope, statement.in, [...keys, "in"], listOf(unknownType));
      const inner = bound(scope, statement.name, list?.type === "list" ? list.of : undefined);
      checkStatements(context, inner, statement.body, [...keys, "body"]);
      break;
    }
    case "advance":
      if (!isValidLiteral("duration", statement.duration)) {
        const words = { text: JSON.stringify(statement.duration) };
        findings.push(report["invalid-duration"](at("scenario", [...keys, "duration"]), words));
      }
      break;
    case "inbox":
      if (!scope.actors.has(statement.of)) {
        const words = { name: statement.of, hint: didYouMean(statement.of, scope.actors.keys()) };
        findings.push(report["unknown-caller"](at("scenario", [...keys, "of"]), words));
      }
      break;
    case "return":
    case "throw":
      break;
    default:
      return statement satisfies never;
  }
  return scopeAfter(api, scope, statement, value);
}

function checkName(context: Context, name: string, scope: Scope, keys: Keys): void {
  const known = Object.hasOwn(scope.environment.names, name);
  if (!known && !taken.has(name) && !typescriptReserved.has(name) && !typescriptGlobals.has(name)) return;
  context.findings.push(report["taken-name"](at("scenario", [...keys, "name"]), { name }));
}

/** Both sides of an equation may be of any type that they share, objects and lists too. */
function checkExpectation(context: Context, scope: Scope, condition: Expression, keys: Keys): void {
  const expectation = expectationOf(condition);
  if (expectation.type !== "same") {
    checkValue(context, scope, condition, keys, booleanType);
    return;
  }
  const left = checkValue(context, scope, expectation.actual, keys);
  const right = checkValue(context, scope, expectation.expected, keys);
  if (!left || !right || isAssignable(left, right) || isAssignable(right, left)) return;
  checkValue(context, scope, condition, keys, booleanType);
}
