import type { Expression } from "../../expression/document.ts";
import type { TestStatement } from "../../scenario/document.ts";
import { namesRow } from "../../scenario/print/random-value.ts";
import { conditionsFor } from "../concepts.ts";
import type { Table } from "../tables.ts";
import { callersFor, resolveCaller } from "./candidates.ts";
import { inputsOf, sampled, search } from "./choose.ts";
import { happen } from "./follow.ts";
import { type Caller, type Named, operationFor, type Outcome } from "./house.ts";
import { attempt, callOf, idOf, type Plan, sample, variable } from "./plan.ts";
import { predict } from "./predict.ts";
import type { Value } from "./value.ts";
import type { WorldRow } from "./world.ts";

/** An action that is ready to be called. */
export interface Action {
  found: Named;
  caller: Caller;
  body?: Expression;
  input: Value;
}

/** Finds somebody who may do an action on a row, and does it. */
export function act(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  first?: Caller,
): Action | undefined {
  for (const candidate of callersFor(plan, table, action, first)) {
    const done = attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const target = trial.world.rows.find(({ id }) => id === row.id)!;
      const ready = caller && prepareAction(trial, table, action, target, caller);
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

/** The body that lets an action succeed, where there is one. */
export function prepareAction(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  caller: Caller,
  wanted: (outcome: Outcome | undefined) => boolean = (outcome) => outcome?.type === "succeeds",
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
  if (required.some(([, { schema: type }]) => namesRow(type) && type.type !== "nullable")) return undefined;
  const plain = Object.fromEntries(
    Object.entries(properties).map(([name, { schema: type, optional }]): [string, Value] => [
      name,
      optional && namesRow(type) ? null : sampled(type),
    ]),
  );
  let input: Value = { type: "object", properties: plain };
  const chosen = search(plan.house.api, schema, read, (choices) => {
    const changed = Object.fromEntries(Object.entries(choices).map(([name, { value }]) => [name, value]));
    input = { type: "object", properties: { ...plain, ...changed } };
    return wanted(predict(plan.house, plan.world, table, action, caller, row, input));
  });
  if (!chosen) return undefined;
  const fixed = Object.fromEntries(
    Object.entries(chosen).map(([name, { expression }]) => [name, expression]),
  );
  return { found, caller, body: sample(schema, fixed), input };
}
