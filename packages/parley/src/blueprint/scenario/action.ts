import type { ApiSchema } from "../../api/document.ts";
import { all, any, equals, object, path, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { pathsOf } from "../../expression/visit.ts";
import type { TestStatement } from "../../scenario/document.ts";
import { namesRow } from "../../scenario/print/random-value.ts";
import { conditionsFor, permissionsFor, reachOf } from "../concepts.ts";
import type { Table } from "../tables.ts";
import { callersFor, resolveCaller } from "./candidates.ts";
import { type Choice, chosenAt, comparedWith, inputsOf, sampled, search } from "./choose.ts";
import { happen } from "./follow.ts";
import { actorValue, type Caller, type Named, operationFor, type Outcome, placeOf } from "./house.ts";
import { attempt, callOf, idOf, type Plan, sample, variable } from "./plan.ts";
import { predict } from "./predict.ts";
import { unknown, type Value } from "./value.ts";
import { rowValue, type WorldRow } from "./world.ts";

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
  const names = { row: rowValue(row), actor: actorValue(caller), input: unknown };
  // What the body says is chosen afterwards.
  const known = conditions.filter((one) => one !== undefined);
  const isSaid = (one: Expression): boolean => pathsOf(one, "input").length > 0;
  for (const condition of [all(known.filter((one) => !isSaid(one))), ...known.filter(isSaid)]) {
    plan.achieve(plan, condition, { names, trail: [], by: caller, body: placeOf(table, action) });
  }
  plan.effort.busy.delete(busy);
  return prepareAction(plan, table, action, row, caller, succeeds, said);
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
  const named = Object.keys(properties);
  const read = [...new Set(conditions.flatMap((condition) => inputsOf(condition, named)))];
  const required = Object.entries(properties).filter(([, { optional }]) => !optional);
  const isOpen = (name: string, type: ApiSchema): boolean =>
    namesRow(type) && type.type !== "nullable" && !Object.hasOwn(said, name);
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
  const settled = isBare ? said : { ...Object.fromEntries(preferred), ...said };
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
      input = { type: "object", properties: Object.fromEntries(held) };
      return wanted(predict(plan.house, plan.world, table, action, caller, row, input));
    },
    (name) => conditions.flatMap((condition) => comparedWith(plan.world, condition, names, name)),
  );
  if (!chosen) return undefined;
  const fixed = Object.fromEntries(
    Object.entries({ ...settled, ...chosen }).map(([name, { expression }]) => [name, expression]),
  );
  return { found, caller, body: isBare ? object(fixed) : sample(schema, fixed), input };
}
