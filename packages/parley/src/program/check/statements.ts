import { frameworkErrors } from "../../api/framework-errors.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Expression } from "../../expression/document.ts";
import { bind, narrow, ownProperty, typeOfPath } from "../../expression/narrow.ts";
import {
  booleanType,
  integerType,
  isNullable,
  listOf,
  nullable,
  printType,
  rowOf,
  stringType,
  widen,
  withoutNull,
  type Environment,
  type Type,
} from "../../expression/types.ts";
import type { Statement } from "../document.ts";
import { bindRow, forgetMembers, inputNames, tokensType } from "../environment.ts";
import { alwaysReturns, groupType, measureType, rowsWritten } from "../rows.ts";
import { keyOf } from "../where.ts";
import { lowerGroupValue } from "../group.ts";
import { checkAnswer } from "./answer.ts";
import { checkCreate, checkMerge, checkUpdate, checkUpdateMany } from "./data.ts";
import { report } from "./report.ts";
import { checkInnerQueries, checkValue, checkWhere, here, type Keys, type Subject } from "./subject.ts";

type StatementOf<Name extends Statement["type"]> = Extract<Statement, { type: Name }>;

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
    const checked = checkValue(subject, expression, environment, [...keys, key], { ...(expected ? { expected } : {}), loop });
    checkInnerQueries(subject, expression, checked, [...keys, key]);
    return checked.type;
  };
  const asks = (): void => {
    if (loop) subject.found.push(report["query-in-loop"](here(keys)));
  };
  switch (statement.type) {
    case "let": {
      const type = value(statement.value, "value");
      return declare(subject, environment, statement.name, type ? widen(type) : { type: "unknown" }, keys);
    }
    case "require":
      value(statement.condition, "condition", booleanType);
      checkError(subject, statement.error, [...keys, "error"]);
      return narrow(environment, statement.condition, true);
    case "if":
      value(statement.condition, "condition", booleanType);
      return checkIf(subject, statement, environment, keys, loop);
    case "forEach": {
      const list = value(statement.in, "in");
      const element = list && withoutNull(list).type === "list" ? (withoutNull(list) as { of: Type }).of : undefined;
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
      checkRow(subject, statement.row, environment, keys);
      return environment;
    case "deleteMany":
      if (checkModel(subject, statement.model, keys)) checkRows(subject, statement, environment, keys);
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

function checkIf(
  subject: Subject,
  statement: StatementOf<"if">,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): Environment {
  const otherwise = statement.else ?? [];
  checkBlock(subject, statement.then, narrow(environment, statement.condition, true), [...keys, "then"], loop);
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

function checkFind(subject: Subject, statement: StatementOf<"find">, environment: Environment, keys: Keys): void {
  if (!checkModel(subject, statement.model, keys)) return;
  if (statement.error !== undefined) checkError(subject, statement.error, [...keys, "error"]);
  checkRows(subject, statement, environment, keys);
  checkScope(subject, statement, keys);
  for (const [index, { field }] of (statement.sort ?? []).entries()) {
    checkColumn(subject, statement.model, field, [...keys, "sort", index, "field"]);
  }
}

function checkPage(subject: Subject, statement: StatementOf<"page">, environment: Environment, keys: Keys): void {
  if (!checkModel(subject, statement.model, keys)) return;
  checkRows(subject, statement, environment, keys);
  checkScope(subject, statement, keys);
  const { answer, listing } = subject.operation;
  const element = answer.schema === undefined ? undefined : subject.api.schemas[answer.schema];
  const problem = !listing
    ? "The operation has no listing that says how to page."
    : answer.shape !== "page" || element?.model !== statement.model
      ? `The operation does not answer a page of ${statement.model}.`
      : undefined;
  if (problem) subject.found.push(report["paging-mismatch"](here(keys), { problem }));
}

/** `where` over rows of the model. */
function checkRows(
  subject: Subject,
  statement: { model: string; parameter: string; where?: Expression | undefined },
  environment: Environment,
  keys: Keys,
): void {
  checkFresh(subject, environment, statement.parameter, [...keys, "parameter"]);
  if (!statement.where) return;
  const inner = bind(environment, statement.parameter, rowOf(statement.model));
  checkWhere(subject, statement.where, statement.model, statement.parameter, inner, [...keys, "where"]);
}

function checkScope(subject: Subject, statement: StatementOf<"find"> | StatementOf<"page">, keys: Keys): void {
  const model = subject.database.models[statement.model]!;
  const place = here([...keys, "scope"]);
  if (statement.scope !== "none") {
    if (!model.scope) subject.found.push(report["no-scope"](place, { model: statement.model }));
    return;
  }
  const byKey =
    statement.type === "find" &&
    statement.mode !== "many" &&
    keyOf(subject.database, statement.model, statement.where, statement.parameter);
  if (model.scope && subject.operation.unscoped === undefined && !byKey) {
    subject.found.push(report["unscoped-read"](place, { model: statement.model }));
  }
}

function checkGroup(
  subject: Subject,
  statement: StatementOf<"group">,
  environment: Environment,
  keys: Keys,
): Environment {
  if (!checkModel(subject, statement.model, keys)) return environment;
  checkRows(subject, statement, environment, keys);
  if (subject.database.models[statement.model]!.scope && subject.operation.unscoped === undefined) {
    subject.found.push(report["unscoped-read"](here(keys), { model: statement.model }));
  }
  const inner = bind(environment, statement.parameter, rowOf(statement.model));
  const types: Record<string, Type> = {};
  const measure = (expression: Expression, place: Keys): Type | undefined => {
    const checked = checkValue(subject, expression, inner, place);
    if (checked.diagnostics.length > 0) return undefined;
    const lowered = lowerGroupValue(expression, statement.model, statement.parameter, subject.database);
    if (!("reason" in lowered)) return checked.type;
    const about = { text: lowered.node.type === "call" ? lowered.node.function : "This", reason: lowered.reason };
    subject.found.push(report["not-in-group"](here(place), about));
    return undefined;
  };
  for (const [name, expression] of Object.entries(statement.by)) {
    types[name] = measure(expression, [...keys, "by", name]) ?? { type: "unknown" };
  }
  for (const [name, { operation, value }] of Object.entries(statement.measures)) {
    const place = [...keys, "measures", name];
    if (operation !== "count" && !value) {
      subject.found.push(report["measure-without-value"](here(place), { operation }));
    }
    const type = value && measure(value, [...place, "value"]);
    types[name] = operation === "count" || type ? measureType(operation, type) : { type: "unknown" };
  }
  const { sort } = statement;
  if (sort && !Object.hasOwn(types, sort.name)) {
    const about = { name: sort.name, hint: didYouMean(sort.name, Object.keys(types)) };
    subject.found.push(report["unknown-measure"](here([...keys, "sort", "name"]), about));
  }
  return declare(subject, environment, statement.name, listOf(groupType(types)), keys);
}

function declare(
  subject: Subject,
  environment: Environment,
  name: string,
  type: Type,
  keys: Keys,
): Environment {
  checkFresh(subject, environment, name, [...keys, "name"]);
  return bind(environment, name, type);
}

function checkFresh(subject: Subject, environment: Environment, name: string, keys: Keys): void {
  const reserved = (inputNames as readonly string[]).includes(name);
  if (reserved || Object.hasOwn(environment.names, name)) {
    subject.found.push(report["duplicate-variable"](here(keys), { name }));
  }
}

function checkModel(subject: Subject, name: string, keys: Keys): boolean {
  if (Object.hasOwn(subject.database.models, name)) return true;
  const hint = didYouMean(name, Object.keys(subject.database.models));
  subject.found.push(report["unknown-model"](here([...keys, "model"]), { name, hint }));
  return false;
}

/** Model of the row that a variable holds; reports what holds none. */
function checkRow(subject: Subject, name: string, environment: Environment, keys: Keys): string | undefined {
  subject.used.add(name);
  const place = here([...keys, "row"]);
  const type = ownProperty(environment.names, name) && typeOfPath(environment, { type: "name", name });
  if (!type) {
    const hint = didYouMean(name, Object.keys(environment.names));
    subject.found.push(report["unknown-variable"](place, { name, hint }));
    return undefined;
  }
  const bare = withoutNull(type);
  if (bare.type !== "row") {
    subject.found.push(report["not-a-row"](place, { name, type: printType(type) }));
    return undefined;
  }
  if (isNullable(type)) subject.found.push(report["row-may-be-null"](place, { name }));
  return bare.model;
}

function checkColumn(subject: Subject, model: string, name: string, keys: Keys): void {
  const members = subject.models[model]?.members ?? {};
  const type = ownProperty(members, name);
  const bare = type && withoutNull(type).type;
  if (bare && bare !== "row" && bare !== "list") return;
  subject.found.push(report["unknown-field"](here(keys), { model, name, hint: didYouMean(name, Object.keys(members)) }));
}

function checkError(subject: Subject, code: string, keys: Keys): void {
  const known = [...Object.keys(subject.api.errors), ...Object.keys(frameworkErrors)];
  if (known.includes(code)) return;
  subject.found.push(report["unknown-error"](here(keys), { name: code, hint: didYouMean(code, known) }));
}
