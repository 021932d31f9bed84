import type { ApiSchema } from "../../api/document.ts";
import { all, any, equals, object, path, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { chainOf, equalitiesOf, pathsOf } from "../../expression/visit.ts";
import type { TestStatement } from "../../scenario/document.ts";
import { namesRow } from "../../scenario/print/random-value.ts";
import { conditionsFor, permissionsFor, reachOf } from "../concepts.ts";
import { namedTargets } from "../input.ts";
import type { Table } from "../tables.ts";
import { callersFor, resolveCaller } from "./candidates.ts";
import { type Choice, chosenAt, comparedWith, inputsOf, sampled, search } from "./choose.ts";
import { type Bindings, evaluate } from "./evaluate.ts";
import { happen } from "./follow.ts";
import {
  actorValue,
  type Caller,
  type Named,
  operationFor,
  type Outcome,
  placeOf,
  tableNamed,
} from "./house.ts";
import { linkedChoices, linksIn } from "./linked.ts";
import { locate } from "./locate.ts";
import { attempt, callOf, idOf, makeActor, type Plan, sample, variable } from "./plan.ts";
import { predict } from "./predict.ts";
import { isRowId, unknown, type Value } from "./value.ts";
import { rowValue, type WorldRow } from "./world.ts";

/** How many combinations of rows are tried for a body that names some. */
const mostNamings = 6;

/** An action that is ready to be called. */
export interface Action {
  found: Named;
  caller: Caller;
  body?: Expression;
  input: Value;
}

/** What is settled of an action before it is prepared. */
export interface Settled {
  /** Who should do it, where they may. */
  by?: Caller | undefined;
  /** What its body is to say. */
  said?: Readonly<Record<string, Choice>>;
}

/** Finds somebody who may do an action on a row, and does it. */
export function act(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  { by, said = {} }: Settled = {},
): Action | undefined {
  plan.effort.tried.add(placeOf(table, action));
  for (const candidate of callersFor(plan, table, action, by)) {
    const done = attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const target = trial.world.rows.find(({ id }) => id === row.id)!;
      if (!idOf(target) && !locate(trial, table, target)) return undefined;
      const ready = caller && readyAction(trial, table, action, target, caller, said);
      if (!ready) return undefined;
      const { answer } = ready.found.operation;
      const call = callOf(ready.found, ready.caller, idOf(target), ready.body);
      const statement: TestStatement = { type: "call", call };
      if (answer.shape === "one") {
        const answered = variable(trial, `${action}_${table.name}`);
        statement.name = answered;
      }
      trial.statements.push(statement);
      happen(trial, table, action, ready.caller, target, ready.input);
      return ready;
    });
    if (done) return done;
  }
  return undefined;
}

/** An action that would succeed, after what makes its conditions true. */
export function readyAction(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  caller: Caller,
  said: Settled["said"] = {},
): Action | undefined {
  const ready = prepareAction(plan, table, action, row, caller, succeeds, said);
  const busy = `${row.id}.${action}`;
  if (ready || plan.effort.busy.has(busy)) return ready;
  plan.effort.busy.add(busy);
  const { requirements, database } = plan.house;
  const { read, write } = database.models[table.name]?.scope ?? { read: {}, write: {} };
  const { lifecycle } = table.noun;
  const states = lifecycle?.transitions[action]?.from.map((state) =>
    equals(path("row", lifecycle.attribute), text(state)),
  );
  const conditions = [
    (action === "get" ? read : write)[caller.kind],
    reachOf(requirements, table.noun, permissionsFor(requirements, table.noun, action), caller.kind),
    ...conditionsFor(requirements, table.noun, action).map(({ formal }) => formal.condition),
    states && any(states),
  ];
  const known = conditions.filter((one) => one !== undefined);
  const isSaid = (one: Expression): boolean => pathsOf(one, "input").length > 0;
  let done: Action | undefined;
  for (const isFresh of isNaming(plan, table, action) ? [false, true] : [false]) {
    // What else the body says is chosen afterwards.
    const input = provideNamed(plan, table, action, { row, caller, conditions: known, isFresh });
    const names = { row: rowValue(row), actor: actorValue(caller), input };
    for (const condition of [all(known.filter((one) => !isSaid(one))), ...known.filter(isSaid)]) {
      plan.achieve(plan, condition, { names, trail: [], by: caller, body: placeOf(table, action) });
    }
    done = prepareAction(plan, table, action, row, caller, succeeds, said);
    if (done) break;
  }
  plan.effort.busy.delete(busy);
  return done;
}

/** Whether the body of an action names rows. */
export function isNaming({ house }: Plan, { noun }: Table, action: string): boolean {
  return namedTargets(house.requirements, house.database, noun, action).length > 0;
}

/**
 * Rows for the body to name, made where there are none or fresh ones are asked for; what is known of the body then: the rest of it is `unknown`, as
 * is all of it where it names none.
 */
export function provideNamed(
  plan: Plan,
  table: Table,
  action: string,
  {
    row,
    caller,
    conditions,
    isFresh,
  }: { row: WorldRow; caller: Caller; conditions: readonly Expression[]; isFresh: boolean },
): Value {
  const { house } = plan;
  const named = namedTargets(house.requirements, house.database, table.noun, action);
  if (named.length === 0) return unknown;
  for (const { name, model, optional } of named) {
    const target = tableNamed(house, model);
    if (!target || optional || (!isFresh && rowsToName(plan, model, caller).length > 0)) continue;
    const fixed = columnsOfNamed(plan, conditions, name, { row: rowValue(row), actor: actorValue(caller) });
    if (target.noun.actor === undefined) plan.makeRow(plan, target, { by: caller, fixed }, []);
    else makeActor(plan, target.noun.actor);
  }
  const schema = operationFor(house, table, action)?.operation.body;
  const properties = schema === undefined ? {} : (house.api.schemas[schema]?.properties ?? {});
  const held = new Map(Object.keys(properties).map((name): [string, Value] => [name, unknown]));
  for (const { name, column, model, optional } of named) {
    const rows = rowsToName(plan, model, caller);
    const first = isFresh ? rows.at(-1) : rows[0];
    if (first && !optional) held.set(name, rowValue(first)).set(column, first.id);
  }
  return { type: "object", properties: Object.fromEntries(held) };
}

/** What conditions ask of columns of a named row: `input.winner.tenderId == row.id`. */
function columnsOfNamed(
  { world }: Plan,
  conditions: readonly Expression[],
  name: string,
  names: Bindings,
): Record<string, Value> {
  const fixed: Record<string, Value> = {};
  for (const [one, other] of conditions.flatMap(equalitiesOf)) {
    const [root, property, column, ...deeper] = chainOf(one) ?? [];
    if (root !== "input" || property !== name || column === undefined || deeper.length > 0) continue;
    const value = evaluate(world, other, names);
    if (isRowId(value)) fixed[column] = value;
  }
  return fixed;
}

/** Rows of a model that a body can name, the caller's own profile last. */
function rowsToName({ world }: Plan, model: string, caller: Caller): WorldRow[] {
  const rows = world.rows.filter((row) => row.model === model && !row.hidden && idOf(row));
  return rows.toSorted((a, b) => Number(a.id === caller.row?.id) - Number(b.id === caller.row?.id));
}

/** What a body may name, by property: nothing where it may be left out, else each of the rows there are. */
function namings(plan: Plan, table: Table, action: string, caller: Caller): Record<string, WorldRow>[] {
  const { requirements, database } = plan.house;
  let found: Record<string, WorldRow>[] = [{}];
  for (const { column, model, optional } of namedTargets(requirements, database, table.noun, action)) {
    const rows = rowsToName(plan, model, caller);
    const choices = rows.map((row) => ({ [column]: row }));
    found = found.flatMap((before) =>
      [...(optional ? [{}] : []), ...choices].map((choice) => ({ ...before, ...choice })),
    );
  }
  return found.slice(0, mostNamings);
}

function succeeds(outcome: Outcome | undefined): boolean {
  return outcome?.type === "succeeds";
}

/** The body that lets an action succeed, where there is one. */
export function prepareAction(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  caller: Caller,
  wanted: (outcome: Outcome | undefined) => boolean = succeeds,
  said: Settled["said"] = {},
): Action | undefined {
  for (const named of namings(plan, table, action, caller)) {
    const ready = prepareNaming(plan, table, action, row, caller, { wanted, said, named });
    if (ready) return ready;
  }
  return undefined;
}

function prepareNaming(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  caller: Caller,
  {
    wanted,
    said = {},
    named,
  }: Pick<Settled, "said"> & {
    wanted: (outcome: Outcome | undefined) => boolean;
    named: Readonly<Record<string, WorldRow>>;
  },
): Action | undefined {
  const found = operationFor(plan.house, table, action);
  if (!found || !idOf(row)) return undefined;
  const schema = found.operation.body;
  if (schema === undefined) {
    const input: Value = { type: "object", properties: {} };
    return wanted(predict(plan.house, plan.world, table, action, caller, row, input))
      ? { found, caller, input }
      : undefined;
  }
  const properties = plan.house.api.schemas[schema]?.properties ?? {};
  const conditions = conditionsFor(plan.house.requirements, table.noun, action).map(
    ({ formal }) => formal.condition,
  );
  const sent = Object.keys(properties);
  const read = [...new Set(conditions.flatMap((condition) => inputsOf(condition, sent)))];
  const links = conditions.flatMap((condition) => linksIn(condition, sent));
  const required = Object.entries(properties).filter(([, { optional }]) => !optional);
  const ids = Object.entries(named).map(([name, target]): [string, Choice] => [
    name,
    { expression: idOf(target)!, value: target.id },
  ]);
  const given = { ...said, ...Object.fromEntries(ids) };
  const isOpen = (name: string, type: ApiSchema): boolean =>
    namesRow(type) && type.type !== "nullable" && !Object.hasOwn(given, name);
  if (required.some(([name, { schema: type }]) => isOpen(name, type))) return undefined;
  // Of a row that is changed nothing is touched but what is said.
  const isBare = Object.keys(said).length > 0 && required.every(([name]) => Object.hasOwn(said, name));
  const plain = Object.fromEntries(
    (isBare ? [] : Object.entries(properties)).map(([name, { schema: type, optional }]): [string, Value] => [
      name,
      optional && namesRow(type) ? null : sampled(type),
    ]),
  );
  const preferred = Object.entries(plan.preferences[placeOf(table, action)] ?? {})
    .filter(([name]) => Object.hasOwn(properties, name))
    .map(([name, choice]) => [name, chosenAt(choice, plan.world.now)] as const);
  const settled = isBare ? said : { ...Object.fromEntries(preferred), ...given };
  let input: Value = { type: "object", properties: plain };
  const names = { row: rowValue(row), actor: actorValue(caller), input: unknown };
  const chosen = search(
    plan.house.api,
    schema,
    isBare ? [] : read.filter((name) => !Object.hasOwn(settled, name)),
    (choices) => {
      const held = new Map(Object.entries<Value>(plain));
      for (const [name, { expression, value }] of Object.entries({ ...settled, ...choices })) {
        if (expression.type === "call" && expression.function === "absent") held.delete(name);
        else held.set(name, value);
      }
      for (const [column, target] of Object.entries(named)) held.set(column.slice(0, -2), rowValue(target));
      input = { type: "object", properties: Object.fromEntries(held) };
      return wanted(predict(plan.house, plan.world, table, action, caller, row, input));
    },
    (name) => conditions.flatMap((condition) => comparedWith(plan.world, condition, names, name)),
    (name) => linkedChoices(plan, links, name),
  );
  if (!chosen) return undefined;
  const fixed = Object.fromEntries(
    Object.entries({ ...settled, ...chosen }).map(([name, { expression }]) => [name, expression]),
  );
  return { found, caller, body: isBare ? object(fixed) : sample(schema, fixed), input };
}
