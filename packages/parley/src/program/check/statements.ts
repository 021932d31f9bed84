import type { Expression } from "../../expression/document.ts";
import { constantOf } from "../../expression/grammar.ts";
import { narrow } from "../../expression/narrow.ts";
import { printExpression } from "../../expression/print.ts";
import { simplifyWhole } from "../../expression/simplify.ts";
import {
  type Environment,
  type Type,
  booleanType,
  integerType,
  isNullable,
  listOf,
  nullable,
  rowOf,
  stringType,
  widen,
  withoutNull,
} from "../../expression/types.ts";
import type { Statement } from "../document.ts";
import { bindRow, forgetMembers, tokensType } from "../environment.ts";
import { alwaysReturns, isRefusal, rowsWritten } from "../rows.ts";
import { checkAnswer } from "./answer.ts";
import { checkCall } from "./calls.ts";
import { checkCreate, checkMerge, checkUpdate, checkUpdateMany, isSent } from "./data.ts";
import { type StatementOf, checkError, checkModel, checkRow, declare } from "./names.ts";
import { checkFind, checkGroup, checkPage, checkRows } from "./reading.ts";
import { report } from "./report.ts";
import { checkCreateMany, checkIncrement, checkLock, checkTransition, checkUpsert } from "./writes.ts";
import { type Keys, type Subject, checkInnerQueries, checkNothing, checkValue, here } from "./subject.ts";

/** Checks statements one after the other; the environment is what is known after the last. */
export function checkBlock(
  subject: Subject,
  statements: readonly Statement[],
  environment: Environment,
  keys: Keys,
  loop = false,
): Environment {
  let current = environment;
  const own = new Set<string>();
  for (const [index, statement] of statements.entries()) {
    const before = statements.slice(0, index);
    if (index > 0 && alwaysReturns(before) && !alwaysReturns(before.slice(0, -1))) {
      subject.found.push(report.unreachable(here([...keys, index])));
    }
    const name = "name" in statement && statement.type !== "forEach" ? statement.name : undefined;
    if (name !== undefined) own.add(name);
    current = checkStatement(subject, statement, current, [...keys, index], loop);
  }
  for (const [index, statement] of statements.entries()) {
    if (statement.type === "let" && own.has(statement.name) && !subject.used.has(statement.name)) {
      subject.found.push(report["unused-variable"](here([...keys, index, "name"]), { name: statement.name }));
    }
  }
  return current;
}

function checkStatement(
  subject: Subject,
  statement: Statement,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): Environment {
  const value = (expression: Expression, key: string, expected?: Type): Type | undefined => {
    const checked = checkValue(subject, expression, environment, [...keys, key], {
      ...(expected ? { expected } : {}),
      loop,
    });
    checkInnerQueries(subject, expression, checked, [...keys, key]);
    return checked.type;
  };
  const asks = (): void => {
    if (loop) subject.found.push(report["query-in-loop"](here(keys)));
  };
  switch (statement.type) {
    case "let": {
      const type = value(statement.value, "value");
      if (isSent(statement.value, subject.sent)) subject.sent.add(statement.name);
      checkNothing(subject, statement.value, type, [...keys, "value"]);
      return declare(subject, environment, statement.name, type ? widen(type) : { type: "unknown" }, keys);
    }
    case "require":
      value(statement.condition, "condition", booleanType);
      if (!isRefusal(statement)) checkConstant(subject, statement.condition, environment, keys);
      checkError(subject, statement.error, [...keys, "error"]);
      return narrow(environment, statement.condition, true);
    case "if":
      value(statement.condition, "condition", booleanType);
      checkConstant(subject, statement.condition, environment, keys);
      return checkIf(subject, statement, environment, keys, loop);
    case "forEach": {
      const list = value(statement.in, "in");
      const element =
        list && withoutNull(list).type === "list" ? (withoutNull(list) as { of: Type }).of : undefined;
      checkNothing(subject, statement.in, list, [...keys, "in"]);
      if (list && (!element || isNullable(list))) value(statement.in, "in", listOf({ type: "unknown" }));
      const written = rowsWritten(statement.body);
      const inner = declare(
        subject,
        forgetMembers(environment, written),
        statement.name,
        element ?? { type: "unknown" },
        keys,
      );
      checkBlock(subject, statement.body, inner, [...keys, "body"], true);
      return forgetMembers(environment, written);
    }
    case "find":
      asks();
      checkFind(subject, statement, environment, keys);
      return declare(subject, environment, statement.name, typeOfFind(statement), keys);
    case "page":
      asks();
      checkPage(subject, statement, environment, keys);
      return declare(subject, environment, statement.name, listOf(rowOf(statement.model)), keys);
    case "create":
      if (!checkModel(subject, statement.model, keys)) return environment;
      checkCreate(subject, statement, environment, keys, loop);
      return statement.name === undefined
        ? environment
        : declare(subject, environment, statement.name, rowOf(statement.model), keys);
    case "createMany":
      if (!checkModel(subject, statement.model, keys)) return environment;
      checkCreateMany(subject, statement, environment, keys, loop);
      return statement.name === undefined
        ? environment
        : declare(subject, environment, statement.name, integerType, keys);
    case "upsert":
      if (!checkModel(subject, statement.model, keys)) return environment;
      checkUpsert(subject, statement, environment, keys, loop);
      return statement.name === undefined
        ? environment
        : declare(subject, environment, statement.name, rowOf(statement.model), keys);
    case "lock":
      return [...checkLock(subject, statement, environment, keys)].reduce(
        (known, [row, model]) => bindRow(known, row, model),
        environment,
      );
    case "increment":
    case "transition": {
      const model = checkRow(subject, statement.row, environment, keys);
      if (model === undefined) return environment;
      if (statement.type === "increment") checkIncrement(subject, statement, model, environment, keys, loop);
      else checkTransition(subject, statement, model, environment, keys, loop);
      return bindRow(environment, statement.row, model);
    }
    case "call":
      return checkCall(subject, statement, environment, keys, loop);
    case "update": {
      const model = checkRow(subject, statement.row, environment, keys);
      if (model === undefined) return environment;
      checkUpdate(subject, statement, model, environment, keys, loop);
      if (statement.error !== undefined) checkError(subject, statement.error, [...keys, "error"]);
      return bindRow(environment, statement.row, model);
    }
    case "merge": {
      const model = checkRow(subject, statement.row, environment, keys);
      if (model === undefined) return environment;
      checkMerge(subject, statement, model, keys);
      return bindRow(environment, statement.row, model);
    }
    case "updateMany":
      if (!checkModel(subject, statement.model, keys)) return environment;
      checkRows(subject, statement, environment, keys);
      checkUpdateMany(subject, statement, environment, keys, loop);
      return statement.name === undefined
        ? environment
        : declare(subject, environment, statement.name, integerType, keys);
    case "delete":
      checkHard(subject, statement.hard, checkRow(subject, statement.row, environment, keys), keys);
      return environment;
    case "deleteMany":
      if (!checkModel(subject, statement.model, keys)) return environment;
      checkRows(subject, statement, environment, keys);
      checkHard(subject, statement.hard, statement.model, keys);
      return environment;
    case "emit":
      value(statement.to, "to", stringType);
      value(statement.subject, "subject", stringType);
      value(statement.body, "body", stringType);
      return environment;
    case "group":
      asks();
      return checkGroup(subject, statement, environment, keys);
    case "issueTokens":
      value(statement.account, "account", stringType);
      return declare(subject, environment, statement.name, tokensType, keys);
    case "rotateTokens":
      value(statement.token, "token", stringType);
      checkError(subject, statement.error, [...keys, "error"]);
      return declare(subject, environment, statement.name, tokensType, keys);
    case "revokeTokens":
      if (subject.operation.access.includes("public")) subject.found.push(report["no-actor"](here(keys)));
      return environment;
    case "return":
      checkAnswer(subject, statement, environment, keys, loop);
      return environment;
    default:
      return statement satisfies never;
  }
}

/** What stands behind a condition that is decided already would never run, or always. */
function checkConstant(subject: Subject, condition: Expression, environment: Environment, keys: Keys): void {
  const place = here([...keys, "condition"]);
  const value = constantOf(simplifyWhole(condition, environment));
  if (value === undefined) return;
  subject.found.push(report.constant(place, { text: printExpression(condition), value: String(value) }));
}

/** A row that is only ever deleted for good needs no word of it. */
function checkHard(subject: Subject, hard: boolean | undefined, model: string | undefined, keys: Keys): void {
  if (!hard || model === undefined || subject.database.models[model]?.softDelete) return;
  subject.found.push(report["needless-hard"](here([...keys, "hard"]), { model }));
}

function checkIf(
  subject: Subject,
  statement: StatementOf<"if">,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): Environment {
  const otherwise = statement.else ?? [];
  checkBlock(
    subject,
    statement.then,
    narrow(environment, statement.condition, true),
    [...keys, "then"],
    loop,
  );
  checkBlock(subject, otherwise, narrow(environment, statement.condition, false), [...keys, "else"], loop);
  return environmentAfterIf(statement, environment);
}

/** What is known after a branch: the condition where one side returns, nothing of rows that were written. */
export function environmentAfterIf(statement: StatementOf<"if">, environment: Environment): Environment {
  const otherwise = statement.else ?? [];
  const [left, right] = [alwaysReturns(statement.then), alwaysReturns(otherwise)];
  const survivors = [...(left ? [] : statement.then), ...(right ? [] : otherwise)];
  const known = left === right ? environment : narrow(environment, statement.condition, right);
  return forgetMembers(known, rowsWritten(survivors));
}

export function typeOfFind(statement: StatementOf<"find">): Type {
  const row = rowOf(statement.model);
  if (statement.mode === "many") return listOf(row);
  return statement.mode === "one" ? row : nullable(row);
}
