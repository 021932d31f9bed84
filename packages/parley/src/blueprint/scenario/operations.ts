import type { Operation } from "../../api/document.ts";
import { parametersOf } from "../../api/path.ts";
import { text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Call, Case, MatrixRow, Scenario, TestStatement } from "../../scenario/document.ts";
import { ownerSource, statedOf } from "../concepts.ts";
import { clientRelations, unknownError, type Table } from "../tables.ts";
import {
  admitted,
  guest,
  operationFor,
  predict,
  predictCreate,
  reaches,
  tableNamed,
  type Caller,
  type House,
  type Named,
  type Outcome,
} from "./house.ts";
import {
  callersFor,
  compute,
  creationCall,
  makeRow,
  prepare,
  prepareAction,
  resolveCaller,
  outcomeOf,
  act,
  type Creation,
} from "./make.ts";
import {
  attempt,
  callOf,
  fork,
  idOf,
  makeActor,
  needsAlone,
  newPlan,
  newRow,
  sample,
  type Plan,
} from "./plan.ts";
import { pathsTo } from "./paths.ts";
import { violationsOf } from "./violations.ts";
import { rowAt, type WorldRow } from "./world.ts";

/** A uuid that names nothing. */
export const nobody = "00000000-0000-7000-8000-000000000000";

/** A call that succeeds, with all that it needs made before it. */
export interface Witness {
  plan: Plan;
  call: Call;
  caller: Caller;
  /** The row that the path names. */
  row?: WorldRow;
  creation?: Creation;
}

/** Finds how an operation of a table can be called with success. */
export function witnessOf(house: House, table: Table, action: string): Witness | undefined {
  const plan = newPlan(house);
  if (action === "create") return creationWitness(plan, table);
  if (action === "list") return listWitness(plan, table);
  for (const steps of [[], ...pathsTo(table, action)]) {
    const found = attempt(plan, (trial) => itemWitness(trial, table, action, steps));
    if (found) return { ...found, plan, ...(found.row ? { row: rowAt(plan.world, found.row.id)! } : {}) };
  }
  return undefined;
}

function creationWitness(plan: Plan, table: Table): Witness | undefined {
  for (const candidate of callersFor(plan, table, "create")) {
    const creation = attempt(plan, (trial) => {
      const ready = prepare(trial, table, candidate, {}, [table.name]);
      return ready && outcomeOf(trial, ready)?.type === "succeeds" ? ready : undefined;
    });
    if (creation) return { plan, call: creationCall(creation), caller: creation.caller, creation };
  }
  return undefined;
}

function listWitness(plan: Plan, table: Table): Witness | undefined {
  const found = operationFor(plan.house, table, "list");
  if (!found) return undefined;
  const { parent } = table.noun;
  const isBelow = parametersOf(found.operation.path).length > 0;
  const above =
    parent && isBelow ? tableNamed(plan.house, table.model.relations[parent.as]?.target ?? "") : undefined;
  if (isBelow && !above) return undefined;
  const row = above && makeRow(plan, above, {});
  if (above && !(row && idOf(row))) return undefined;
  for (const candidate of callersFor(plan, table, "list")) {
    const caller = attempt(plan, (trial) => {
      const one = resolveCaller(trial, candidate);
      if (!one || !row) return one;
      const kind = admitted(trial.house, found.operation, one);
      return typeof kind === "string" && reaches(trial.world, rowAt(trial.world, row.id)!, "read", kind, one)
        ? one
        : undefined;
    });
    if (caller)
      return { plan, call: callOf(found, caller, row && idOf(row)), caller, ...(row ? { row } : {}) };
  }
  return undefined;
}

/** Makes a row, walks it through some transitions, and finds who may act on it then. */
function itemWitness(
  plan: Plan,
  table: Table,
  action: string,
  steps: readonly string[],
): Witness | undefined {
  const row = makeRow(plan, table, {});
  if (!row || !idOf(row)) return undefined;
  for (const step of steps) if (!act(plan, table, step, row)) return undefined;
  for (const candidate of callersFor(plan, table, action)) {
    const found = attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const target = rowAt(trial.world, row.id)!;
      const ready = caller && prepareAction(trial, table, action, target, caller);
      return ready && caller
        ? { call: callOf(ready.found, caller, idOf(target), ready.body), caller }
        : undefined;
    });
    if (found) return { plan, row, ...found };
  }
  return undefined;
}

/** Changes of the call, and how each is answered. */
export function casesScenario(
  house: House,
  table: Table,
  action: string,
  witness: Witness,
): Scenario | undefined {
  const found = operationFor(house, table, action)!;
  const { operation } = found;
  const cases: Case[] = [{ title: "as it is", status: operation.answer.status }];
  const [parameter] = parametersOf(operation.path);
  const missing = house.api.errors["not-found"];
  if (parameter !== undefined && missing && operation.errors.includes("not-found")) {
    cases.push({
      title: "of what is not there",
      path: { [parameter]: text(nobody) },
      status: missing.status,
      code: "not-found",
    });
  }
  if (operation.body !== undefined) {
    cases.push(...bodyCases(house, operation, witness.call.body));
    if (action === "create" || action === "update")
      cases.push(...unknownTargets(house, table, action, operation, witness));
  }
  if (operation.listing) {
    const invalid = { status: 400, code: "validation-failed" };
    const { maximumSize } = operation.listing;
    cases.push(
      { title: "with pages of nothing", query: { size: { type: "integer", value: 0 } }, ...invalid },
      {
        title: "with pages too large",
        query: { size: { type: "integer", value: maximumSize + 1 } },
        ...invalid,
      },
    );
  }
  return {
    type: "cases",
    id: `${operation.id}/cases`,
    group: operation.group,
    title: operation.summary,
    proves: [],
    ...(needsAlone(witness.plan) ? { alone: true } : {}),
    setup: witness.plan.statements,
    call: witness.call,
    cases,
  };
}

function fixedOf(body: Expression | undefined): Record<string, Expression> {
  if (body?.type !== "call") return {};
  const fixed = body.arguments[1];
  return fixed?.type === "object" ? fixed.properties : {};
}

/** Each constraint of the body violated once. */
export function bodyCases(house: House, operation: Operation, body: Expression | undefined): Case[] {
  const fixed = fixedOf(body);
  return violationsOf(house.api, operation.body!).map(({ title, property, value }) => ({
    title,
    body: sample(operation.body!, { ...fixed, [property]: value }),
    status: 400,
    code: "validation-failed",
  }));
}

function unknownTargets(
  house: House,
  table: Table,
  action: "create" | "update",
  operation: Operation,
  witness: Witness,
): Case[] {
  const properties = house.api.schemas[operation.body!]?.properties ?? {};
  return clientRelations(house.requirements, table, action).flatMap((relation): Case[] => {
    const isOwner = relation === table.noun.owner?.as;
    if (isOwner && ownerSource(house.requirements, table.noun) === "either") return [];
    const { target } = table.model.relations[relation]!;
    const code = unknownError(target);
    const error = house.api.errors[code];
    if (!error || !operation.errors.includes(code) || !Object.hasOwn(properties, `${relation}Id`)) return [];
    const fixed = { ...fixedOf(witness.call.body), [`${relation}Id`]: text(nobody) };
    const body = sample(operation.body!, fixed);
    return [{ title: `for an unknown ${relation}`, body, status: error.status, code }];
  });
}

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
  const path = Object.fromEntries(
    Object.entries(operation.parameters).map(([parameter, schema]): [string, Expression] => [
      parameter,
      schema.type === "integer"
        ? { type: "integer", value: 1 }
        : text(schema.type === "enum" ? schema.values[0]! : nobody),
    ]),
  );
  const call: Call = {
    operation: name,
    as: "guest",
    ...(Object.keys(path).length > 0 ? { path } : {}),
    ...(operation.body === undefined ? {} : { body: sample(operation.body) }),
  };
  return accessScenario(house, found, false, plan.statements, call, rows);
}
