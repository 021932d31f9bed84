import { rowsOf } from "../../database/fields.ts";
import { hasErrors } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Expression } from "../../expression/document.ts";
import { bind, ownProperty } from "../../expression/narrow.ts";
import {
  type Environment,
  type Type,
  booleanType,
  integerType,
  listOf,
  rowOf,
  withoutNull,
} from "../../expression/types.ts";
import { lowerGroupValue, testsOf } from "../../expression/group.ts";
import { lowerWhere } from "../../expression/lower-where.ts";
import { chainOf } from "../../expression/visit.ts";
import { groupedRow, groupType, measureType } from "../rows.ts";
import { keyOf } from "../where.ts";
import { type StatementOf, checkError, checkFresh, checkModel, declare } from "./names.ts";
import { report } from "./report.ts";
import { type Keys, type Subject, checkValue, checkWhere, here, refuse } from "./subject.ts";

export function checkFind(
  subject: Subject,
  statement: StatementOf<"find">,
  environment: Environment,
  keys: Keys,
): void {
  if (!checkModel(subject, statement.model, keys)) return;
  const key = keyOf(subject.database, statement.model, statement.where, statement.parameter);
  // Whoever calls has a row of their own.
  const isOwn = key !== undefined && chainOf(key.value)?.[0] === "actor";
  if (statement.error !== undefined) checkError(subject, statement.error, [...keys, "error"], isOwn);
  checkRows(subject, statement, environment, keys);
  checkScope(subject, statement, keys);
  for (const [index, { field, when }] of (statement.sort ?? []).entries()) {
    checkColumn(subject, statement.model, field, [...keys, "sort", index, "field"]);
    if (!when) continue;
    checkValue(subject, when, environment, [...keys, "sort", index, "when"], { expected: booleanType });
  }
  const { window } = statement;
  if (!window) return;
  checkValue(subject, window.offset, environment, [...keys, "window", "offset"], { expected: integerType });
  checkValue(subject, window.size, environment, [...keys, "window", "size"], { expected: integerType });
}

export function checkPage(
  subject: Subject,
  statement: StatementOf<"page">,
  environment: Environment,
  keys: Keys,
): void {
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
export function checkRows(
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

function checkScope(
  subject: Subject,
  statement: StatementOf<"find"> | StatementOf<"page">,
  keys: Keys,
): void {
  const model = subject.database.models[statement.model]!;
  const place = here([...keys, "scope"]);
  if (statement.scope !== "none" && subject.routine.type !== "procedure") {
    subject.found.push(report["no-caller"](place, { routine: subject.routine.type }));
    return;
  }
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

export function checkGroup(
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
  const inner = groupedRow(statement, environment);
  const types: Record<string, Type> = {};
  const measure = (expression: Expression, place: Keys): Type | undefined => {
    const checked = checkValue(subject, expression, inner, place);
    if (hasErrors(checked.diagnostics)) return undefined;
    const lowered = lowerGroupValue(
      expression,
      statement.model,
      statement.parameter,
      rowsOf(subject.database),
    );
    if (!("reason" in lowered)) {
      for (const test of testsOf(expression)) {
        const asked = lowerWhere(test, statement.model, statement.parameter, {
          rows: rowsOf(subject.database),
          typing: checked,
          comparesColumns: true,
        });
        if ("problems" in asked) refuse(subject, expression, asked.problems, place);
      }
      return checked.type;
    }
    const about = {
      text: lowered.node.type === "call" ? lowered.node.function : "This",
      reason: lowered.reason,
    };
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

function checkColumn(subject: Subject, model: string, name: string, keys: Keys): void {
  const members = subject.models[model]?.members ?? {};
  const type = ownProperty(members, name);
  const bare = type && withoutNull(type).type;
  if (bare && bare !== "row" && bare !== "list") return;
  subject.found.push(
    report["unknown-field"](here(keys), { model, name, hint: didYouMean(name, Object.keys(members)) }),
  );
}
