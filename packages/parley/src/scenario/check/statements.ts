import { columnType, profileOf } from "../../database/environment.ts";
import { at } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Expression } from "../../expression/document.ts";
import { isValidLiteral } from "../../expression/literals.ts";
import { narrow } from "../../expression/narrow.ts";
import { booleanType, isAssignable, listOf, unknownType, type Type } from "../../expression/types.ts";
import type { TestStatement } from "../document.ts";
import { expectationOf } from "../expectation.ts";
import { isTakenName } from "../names.ts";
import { answerOf, bound, heldType, operationOf, scopeAfter, type Scope } from "../scope.ts";
import { isSettled } from "./asserts.ts";
import { checkCall, checkRefusal, mayBeLetIn, meantBy } from "./call.ts";
import { report as expressions } from "../../expression/diagnostics.ts";
import { report } from "./diagnostics.ts";
import { checkValue, type Context, type Keys } from "./value.ts";

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
    ended = ends(statement);
    scope = checkStatement(context, scope, statement, here);
  }
  return scope;
}

/** Whether nothing behind a statement is reached. */
export function ends({ type }: TestStatement): boolean {
  return type === "return" || type === "throw";
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
      } else checkProfile(context, scope, statement, keys);
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
    case "refuse":
      checkCall(context, scope, statement.call, [...keys, "call"], meantBy(statement.refusal));
      checkRefusal(context, statement.refusal, [statement.call.operation], [...keys, "refusal"]);
      break;
    case "race":
      for (const [index, call] of statement.calls.entries()) {
        checkCall(context, scope, call, [...keys, "calls", index], "denied");
      }
      checkRefusal(
        context,
        statement.refusal,
        statement.calls.map(({ operation }) => operation),
        [...keys, "refusal"],
      );
      checkSuccesses(context, scope, statement, keys);
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
      if (isSettled(statement.condition)) {
        findings.push(report["constant-expectation"](at("scenario", [...keys, "condition"])));
      }
      break;
    case "let":
      value = heldType(checkValue(context, scope, statement.value, [...keys, "value"]));
      checkEmpty(context, value, "let", [...keys, "value"]);
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
      const list = checkList(context, scope, statement.in, [...keys, "in"]);
      checkEmpty(context, list, "forEach", [...keys, "in"]);
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

/** Columns of the profile, each with a value that it can hold. */
function checkProfile(
  context: Context,
  scope: Scope,
  { kind, profile = {} }: Extract<TestStatement, { type: "actor" }>,
  keys: Keys,
): void {
  const model = profileOf(context.database, kind)?.model;
  for (const [name, value] of Object.entries(profile)) {
    const field = model && Object.hasOwn(model.fields, name) ? model.fields[name] : undefined;
    const place = [...keys, "profile", name];
    if (!field) {
      const hint = didYouMean(name, Object.keys(model?.fields ?? {}));
      context.findings.push(report["unknown-column"](at("scenario", place), { kind, name, hint }));
    } else if (field.type === "bytes") {
      context.findings.push(report["bytes-column"](at("scenario", place), { kind, name }));
      continue;
    }
    checkValue(context, scope, value, place, field && columnType(field, context.database.enums));
  }
}

/** As many calls of a race succeed at most as are let in. */
function checkSuccesses(
  context: Context,
  scope: Scope,
  { calls, succeed }: Extract<TestStatement, { type: "race" }>,
  keys: Keys,
): void {
  const able = calls.filter((call) => mayBeLetIn(context, scope, call)).length;
  if (succeed <= able) return;
  const words = { succeed, calls: calls.length, able };
  context.findings.push(report["more-than-all"](at("scenario", [...keys, "succeed"]), words));
}

function checkName(context: Context, name: string, scope: Scope, keys: Keys): void {
  if (!Object.hasOwn(scope.environment.names, name) && !isTakenName(name)) return;
  context.findings.push(report["taken-name"](at("scenario", [...keys, "name"]), { name }));
}

/** The type of a list as it is by itself: asked for as a list of anything, a literal would be one. */
function checkList(context: Context, scope: Scope, source: Expression, keys: Keys): Type | undefined {
  const type = heldType(checkValue(context, scope, source, keys));
  if (!type || type.type === "list") return type;
  return checkValue(context, scope, source, keys, listOf(unknownType));
}

/** Of a list that stays empty TypeScript knows nothing either. */
function checkEmpty({ findings }: Context, type: Type | undefined, operation: string, keys: Keys): void {
  if (type?.type !== "list" || type.of.type !== "never") return;
  findings.push(expressions["empty-list"](at("scenario", keys), { operation }));
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
