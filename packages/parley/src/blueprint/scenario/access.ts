import { isUuid } from "../../api/types.ts";
import { text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Call, MatrixRow, Scenario, TestStatement } from "../../scenario/document.ts";
import { ownerSource, statedOf } from "../concepts.ts";
import type { Table } from "../tables.ts";
import { prepareAction } from "./action.ts";
import { parameterValue, requiredOf } from "./choose.ts";
import type { Creation } from "./creation-call.ts";
import { compute } from "./follow.ts";
import {
  admitted,
  type Caller,
  guest,
  type House,
  type Named,
  operationFor,
  type Outcome,
  reaches,
} from "./house.ts";
import { newPlan } from "./make.ts";
import { attempt, fork, makeActor, needsAlone, newRow, type Plan, sample } from "./plan.ts";
import { predict, predictCreate } from "./predict.ts";
import type { Witness } from "./witness.ts";
import { rowAt, type WorldRow } from "./world.ts";

/** A uuid that names nothing. */
export const nobody = "00000000-0000-7000-8000-000000000000";

/** Who is let in, who is told that there is nothing, and who that it is not theirs. */
export function matrixScenario(
  house: House,
  table: Table,
  action: string,
  witness: Witness,
): Scenario | undefined {
  const found = operationFor(house, table, action)!;
  const { operation } = found;
  const { plan } = witness;
  const rows: MatrixRow[] = [];
  const add = (as: string, outcome: Outcome | undefined): void => {
    if (!outcome) return;
    rows.push({ as, status: outcome.type === "succeeds" ? operation.answer.status : outcome.refusal.status });
  };
  if (witness.caller.row?.variable !== undefined) add(witness.caller.row.variable, { type: "succeeds" });
  add("guest", outcomeFor(plan, table, action, found, witness, guest));
  for (const kind of Object.keys(house.requirements.actors)) {
    const outcome = attempt(plan, (trial) => {
      const other = makeActor(trial, kind, kind === witness.caller.kind ? `other_${kind}` : kind);
      const predicted = other && outcomeFor(trial, table, action, found, witness, other);
      return predicted && { predicted, as: other.row!.variable! };
    });
    if (outcome) add(outcome.as, outcome.predicted);
  }
  return rows.length === 0
    ? undefined
    : accessScenario(house, found, needsAlone(plan), plan.statements, witness.call, rows);
}

function outcomeFor(
  plan: Plan,
  table: Table,
  action: string,
  { operation }: Named,
  witness: Witness,
  caller: Caller,
): Outcome | undefined {
  const kind = admitted(plan.house, operation, caller);
  if (typeof kind !== "string") return kind;
  if (action === "list") {
    if (!witness.row) return { type: "succeeds" };
    const readable = reaches(plan.world, rowAt(plan.world, witness.row.id)!, "read", kind, caller);
    if (readable === undefined) return undefined;
    return readable ? { type: "succeeds" } : { type: "refused", refusal: { status: 404 }, why: "" };
  }
  if (action === "create") return creationFor(plan, table, witness.creation!, caller);
  const row = rowAt(plan.world, witness.row!.id)!;
  const body = operation.body;
  if (body === undefined) return predict(plan.house, plan.world, table, action, caller, row);
  const refusedEarly = prepareAction(plan, table, action, row, caller)
    ? { type: "succeeds" as const }
    : undefined;
  return refusedEarly ?? earlyRefusal(plan, table, action, caller, row);
}

/** A refusal that does not depend on the body. */
function earlyRefusal(
  plan: Plan,
  table: Table,
  action: string,
  caller: Caller,
  row: WorldRow,
): Outcome | undefined {
  const outcome = predict(plan.house, plan.world, table, action, caller, row, { type: "unknown" });
  return outcome?.type === "refused" ? outcome : undefined;
}

/** The same request by somebody else: what would be their own row. */
function creationFor(plan: Plan, table: Table, creation: Creation, caller: Caller): Outcome | undefined {
  const trial = fork(plan);
  const row = newRow(trial, table.name, { ...creation.row.values });
  row.hidden = true;
  const { owner } = table.noun;
  if (owner && ownerSource(trial.house.requirements, table.noun) !== "body") {
    if (caller.kind !== owner.actor) return undefined;
    row.values[`${owner.as}Id`] = caller.row?.id ?? null;
  }
  compute(trial, table, "create", caller, row, creation.input);
  return predictCreate(trial.house, trial.world, table, caller, row, creation.input);
}

function accessScenario(
  house: House,
  { operation }: Named,
  alone: boolean,
  setup: readonly TestStatement[],
  call: Call,
  rows: MatrixRow[],
): Scenario {
  const permissions = new Set(statedOf(house.requirements, "permission").map(({ id }) => id));
  return {
    type: "matrix",
    id: `${operation.id}/access`,
    group: operation.group,
    title: `${operation.summary}, by whom`,
    proves: operation.requirements.filter((id) => permissions.has(id)),
    ...(alone ? { alone } : {}),
    setup: [...setup],
    call,
    rows,
  };
}

/** Who is turned away before anything is looked at: for operations of which no more is known. */
export function guardScenario(house: House, found: Named): Scenario | undefined {
  const { operation, name } = found;
  if (operation.access.includes("public")) return undefined;
  const plan = newPlan(house);
  const rows: MatrixRow[] = [{ as: "guest", status: 401 }];
  for (const kind of Object.keys(house.requirements.actors)) {
    if (operation.access.includes(kind)) continue;
    const actor = makeActor(plan, kind);
    if (actor) rows.push({ as: actor.row!.variable!, status: 403 });
  }
  const path: Record<string, Expression> = {};
  for (const [parameter, schema] of Object.entries(operation.parameters)) {
    // A guest does not get as far as to be told that there is none.
    const value = isUuid(schema) ? text(nobody) : parameterValue(schema);
    if (!value) return undefined;
    path[parameter] = value;
  }
  const [query, headers, cookies] = [operation.query, operation.headers, operation.cookies].map(requiredOf);
  if (!query || !headers || !cookies) return undefined;
  const call: Call = {
    operation: name,
    as: "guest",
    ...(Object.keys(path).length > 0 ? { path } : {}),
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(Object.keys(cookies).length > 0 ? { cookies } : {}),
    ...(operation.body === undefined ? {} : { body: sample(operation.body) }),
  };
  return accessScenario(house, found, false, plan.statements, call, rows);
}
