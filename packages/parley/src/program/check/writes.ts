import { constraintsOf, isPrismaConstraint } from "../../database/constraints.ts";
import { columnType } from "../../database/environment.ts";
import { columnOf, columnsOf } from "../../database/fields.ts";
import { hasErrors } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { bind, bindParameter } from "../../expression/narrow.ts";
import {
  isNullable,
  listOf,
  rowOf,
  unknownType,
  withoutNull,
  type Environment,
  type Type,
} from "../../expression/types.ts";
import { plainStatements } from "../plain.ts";
import { isCounted } from "../rows.ts";
import { checkCreate, checkData, checkSelfReference } from "./data.ts";
import { checkError, checkFresh, checkRow, type StatementOf } from "./names.ts";
import { report } from "./report.ts";
import {
  checkInnerQueries,
  checkNothing,
  checkValue,
  checkWhere,
  here,
  type Keys,
  type Subject,
} from "./subject.ts";

/** A row for every element: the values are computed one element after the other, so they ask nothing. */
export function checkCreateMany(
  subject: Subject,
  statement: StatementOf<"createMany">,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  const place = [...keys, "in"];
  // Asked for as a list of anything, one that is written on the spot would forget what it holds.
  const list = checkValue(subject, statement.in, environment, place, { loop });
  if (list.type && (isNullable(list.type) || list.type.type !== "list"))
    checkValue(subject, statement.in, environment, place, { expected: listOf(unknownType) });
  checkInnerQueries(subject, statement.in, list, place);
  checkNothing(subject, statement.in, list.type, place);
  checkFresh(subject, environment, statement.parameter, [...keys, "parameter"]);
  const type = list.type && withoutNull(list.type);
  const element: Type = type?.type === "list" ? type.of : { type: "unknown" };
  const inner = bindParameter(environment, statement.parameter, element);
  checkCreate(subject, statement, inner, keys, true);
}

/** The key is a unique that Prisma knows, so that whoever comes second meets the row of the first. */
export function checkUpsert(
  subject: Subject,
  statement: StatementOf<"upsert">,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  const { model, key, create, update, parameter } = statement;
  const row = subject.database.models[model]!;
  if (!uniqueOf(subject, model, Object.keys(key))) {
    const columns = Object.keys(key).join(", ") || "Nothing";
    subject.found.push(report["no-such-unique"](here([...keys, "key"]), { model, columns }));
  }
  checkData(subject, model, key, environment, [...keys, "key"], loop);
  for (const part of ["create", "update"] as const) {
    for (const name of Object.keys(statement[part])) {
      if (Object.hasOwn(key, name))
        subject.found.push(report["key-in-data"](here([...keys, part, name]), { name }));
    }
  }
  checkData(subject, model, create, environment, [...keys, "create"], loop);
  const missing = columnsOf(row)
    .filter(
      ({ name, field, implicit }) =>
        !implicit && !field.nullable && !field.default && !Object.hasOwn(create, name),
    )
    .filter(({ name }) => !Object.hasOwn(key, name));
  if (missing.length > 0) {
    const columns = missing.map(({ name }) => name).join(", ");
    subject.found.push(report["missing-column"](here([...keys, "create"]), { model, columns }));
  }
  if (parameter !== undefined) checkFresh(subject, environment, parameter, [...keys, "parameter"]);
  const inner = parameter === undefined ? environment : bind(environment, parameter, rowOf(model));
  checkData(subject, model, update, inner, [...keys, "update"], loop);
  if (parameter !== undefined) checkSelfReference(subject, model, parameter, update, [...keys, "update"]);
}

/** Whether the columns, in any order, are those of a unique that holds for all rows and has no nulls. */
function uniqueOf({ database }: Subject, model: string, columns: readonly string[]): boolean {
  const row = database.models[model]!;
  if (columns.some((name) => columnOf(row, name)?.field.nullable)) return false;
  const wanted = columns.toSorted().join(" ");
  return constraintsOf(database).some(
    (one) =>
      one.type === "unique" &&
      one.model === model &&
      isPrismaConstraint(one) &&
      one.columns.toSorted().join(" ") === wanted,
  );
}

export function checkIncrement(
  subject: Subject,
  statement: StatementOf<"increment">,
  model: string,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  const { field, least, most, error } = statement;
  const column = columnOf(subject.database.models[model]!, field);
  const expected = column && columnType(column.field, subject.database.enums);
  if (!column) {
    const known = columnsOf(subject.database.models[model]!).map(({ name }) => name);
    const about = { model, name: field, hint: didYouMean(field, known) };
    subject.found.push(report["unknown-field"](here([...keys, "field"]), about));
  } else if (
    !expected ||
    column.implicit ||
    !isCounted(column.field.type) ||
    column.field.list ||
    isNullable(expected)
  ) {
    subject.found.push(report["not-countable"](here([...keys, "field"]), { model, name: field }));
  }
  for (const [key, value] of Object.entries({ by: statement.by, least, most })) {
    if (!value) continue;
    const place = [...keys, key];
    const options = { ...(expected ? { expected } : {}), loop };
    checkInnerQueries(subject, value, checkValue(subject, value, environment, place, options), place);
  }
  checkBounds(subject, statement, model, environment, keys);
  if ((least || most) && error === undefined) subject.found.push(report["bound-without-error"](here(keys)));
  if (error !== undefined) checkError(subject, error, [...keys, "error"]);
}

/** Bounds are asked of the database, where floats and decimals do not mix. */
function checkBounds(
  subject: Subject,
  statement: StatementOf<"increment">,
  model: string,
  environment: Environment,
  keys: Keys,
): void {
  const [plain] = plainStatements([statement]);
  if (plain?.type !== "update" || !plain.when || plain.parameter === undefined) return;
  if (hasErrors(subject.found)) return;
  const inner = bind(environment, plain.parameter, rowOf(model));
  const trial: Subject = { ...subject, found: [] };
  checkWhere(trial, plain.when, model, plain.parameter, inner, keys);
  if (!hasErrors(trial.found)) return;
  const about = { model, name: statement.field };
  subject.found.push(report["not-countable"](here([...keys, "field"]), about));
}

export function checkTransition(
  subject: Subject,
  { field, from, to, data = {}, error }: StatementOf<"transition">,
  model: string,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  const { database, found } = subject;
  const column = columnOf(database.models[model]!, field);
  const states = column?.field.type === "enum" ? database.enums[column.field.enum ?? ""]?.values : undefined;
  if (!column) {
    const known = columnsOf(database.models[model]!).map(({ name }) => name);
    found.push(
      report["unknown-field"](here([...keys, "field"]), {
        model,
        name: field,
        hint: didYouMean(field, known),
      }),
    );
  } else if (!states || column.field.list) {
    found.push(report["no-states"](here([...keys, "field"]), { model, name: field }));
  } else {
    const check = (name: string, place: Keys): void => {
      if (states.includes(name)) return;
      found.push(
        report["unknown-state"](here(place), { name, model, field, hint: didYouMean(name, states) }),
      );
    };
    from.forEach((name, index) => check(name, [...keys, "from", index]));
    check(to, [...keys, "to"]);
  }
  checkError(subject, error, [...keys, "error"]);
  checkData(subject, model, data, environment, [...keys, "data"], loop);
  if (Object.hasOwn(data, field))
    found.push(report["key-in-data"](here([...keys, "data", field]), { name: field }));
}

/** Models of the rows that are locked. */
export function checkLock(
  subject: Subject,
  { rows }: StatementOf<"lock">,
  environment: Environment,
  keys: Keys,
): Map<string, string> {
  const models = new Map<string, string>();
  for (const [index, row] of rows.entries()) {
    const model = checkRow(subject, row, environment, [...keys, "rows", index], []);
    if (model !== undefined) models.set(row, model);
  }
  return models;
}
