import { call as callFunction, equals, name, path } from "../../expression/build.ts";
import type { FormalOf } from "../../requirements/document.ts";
import type { Scenario } from "../../scenario/document.ts";
import type { Stated } from "../concepts.ts";
import type { Table } from "../tables.ts";
import { prepareAction } from "./action.ts";
import { outcomeOf } from "./creation-call.ts";
import { commit, prepare } from "./creation.ts";
import { happen } from "./follow.ts";
import { type Caller, type House, listsBelow, operationFor } from "./house.ts";
import { makeRow, newPlan } from "./make.ts";
import { attempt, callOf, idOf, makeActor, type Plan, variable, type Wish } from "./plan.ts";
import { predict } from "./predict.ts";
import { expecting, story } from "./stories.ts";
import { rowAt, type WorldRow } from "./world.ts";

/** What an actor may do with a row, from its making to its end. */
export function permissionStory(
  house: House,
  { id, formal, requirement }: Stated<"permission">,
): Scenario | undefined {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  if (!table) return undefined;
  for (const kind of formal.actors) {
    const plan = newPlan(house, table);
    const caller = kind === "guest" ? { kind } : makeActor(plan, kind);
    if (!caller || !live(plan, table, formal, caller)) continue;
    const group = table.model.group;
    const actions = formal.actions.filter((action) => !table.noun.lifecycle?.transitions[action]);
    if (actions.length === 0) return undefined;
    const title = requirement.statement;
    return story(plan, { id: `${requirement.id}/story`, group, title, proves: [id] });
  }
  return undefined;
}

function live(plan: Plan, table: Table, formal: FormalOf<"permission">, caller: Caller): boolean {
  const may = (action: string): boolean => formal.actions.includes(action);
  let row: WorldRow | undefined;
  if (may("create") && !table.noun.actor) row = attempt(plan, (trial) => created(trial, table, caller));
  if (may("create") && !table.noun.actor && !row) return false;
  if (!row && table.noun.actor === caller.kind && formal.scope === "own") row = caller.row;
  row ??= attempt(plan, (trial) => ownRow(trial, table, formal, caller)) && newest(plan, table);
  if (!row || !idOf(row)) return false;
  const before = plan.statements.length;
  if (may("read") || may("list")) reads(plan, table, row, caller);
  if (may("update")) updates(plan, table, row, caller);
  if (may("delete")) deletes(plan, table, row, caller);
  return may("create") || plan.statements.length > before;
}

function newest(plan: Plan, table: Table): WorldRow | undefined {
  return plan.world.rows.findLast(
    ({ model, variable: known }) => model === table.name && known !== undefined,
  );
}

/** A row that the caller reaches: their own where that is what is permitted. */
function ownRow(
  plan: Plan,
  table: Table,
  formal: FormalOf<"permission">,
  caller: Caller,
): WorldRow | undefined {
  const fixed: Wish["fixed"] = {};
  const { owner, references } = table.noun;
  if (caller.row && formal.scope === "own") {
    if (owner?.actor === caller.kind) fixed[`${owner.as}Id`] = caller.row.id;
    for (const [reference, { target }] of Object.entries(references)) {
      if (target === caller.kind) fixed[`${reference}Id`] = caller.row.id;
    }
  }
  const row = makeRow(plan, table, { fixed, by: caller });
  if (!row) return undefined;
  const outcome = predict(plan.house, plan.world, table, "get", caller, row);
  const able = formal.actions.some(
    (action) => predict(plan.house, plan.world, table, action, caller, row)?.type === "succeeds",
  );
  return outcome?.type === "succeeds" || able ? row : undefined;
}

function created(plan: Plan, table: Table, caller: Caller): WorldRow | undefined {
  const creation = prepare(plan, table, caller, { by: caller }, [table.name]);
  if (!creation || outcomeOf(plan, creation)?.type !== "succeeds") return undefined;
  const row = commit(plan, creation);
  const { schema } = creation.found.operation.answer;
  nameBody(plan, row.variable, creation.schema, schema);
  const managed = [
    ...Object.keys(table.model.fields),
    ...Object.keys(table.model.relations).map((one) => `${one}Id`),
  ].filter(
    (column) => !Object.hasOwn(plan.house.api.schemas[creation.schema ?? ""]?.properties ?? {}, column),
  );
  expecting(plan, row, row.variable, schema, managed);
  return row;
}

/** Keeps the body of the last call, and expects the answer to show it. */
function nameBody(
  plan: Plan,
  answer: string | undefined,
  body: string | undefined,
  schema: string | undefined,
): void {
  const last = plan.statements.at(-1);
  if (
    answer === undefined ||
    body === undefined ||
    schema === undefined ||
    last?.type !== "call" ||
    !last.call.body
  )
    return;
  const { schemas } = plan.house.api;
  const shown = schemas[schema]?.properties ?? {};
  const bare = (one: string | undefined): string => one ?? "";
  const isShown = Object.entries(schemas[body]?.properties ?? {}).every(([property, sent]) => {
    const seen = shown[property];
    if (!seen || seen.source) return false;
    const [a, b] = [sent.schema, seen.schema].map((node) => (node.type === "nullable" ? node.of : node)) as [
      typeof sent.schema,
      typeof sent.schema,
    ];
    return (
      a.type === b.type && (a.type !== "string" || b.type !== "string" || bare(a.format) === bare(b.format))
    );
  });
  if (!isShown || JSON.stringify(last.call.body).includes('"function":"absent"')) return;
  const sent = variable(plan, "sent");
  plan.statements.splice(-1, 0, { type: "let", name: sent, value: last.call.body });
  last.call = { ...last.call, body: name(sent) };
  plan.statements.push({ type: "expect", condition: callFunction("matches", name(answer), name(sent)) });
}

function reads(plan: Plan, table: Table, row: WorldRow, caller: Caller): void {
  const { house } = plan;
  if (predict(house, plan.world, table, "get", caller, row)?.type !== "succeeds") return;
  const get = operationFor(house, table, "get");
  if (get) {
    const found = variable(plan, `found_${table.name}`);
    plan.statements.push({ type: "call", call: callOf(get, caller, idOf(row)), name: found });
    plan.statements.push({ type: "expect", condition: equals(path(found, "id"), idOf(row)!) });
  }
  const list = operationFor(house, table, "list");
  const parent = table.noun.parent && rowAt(plan.world, row.values[`${table.noun.parent.as}Id`]);
  if (!list || list.operation.listing?.defaultSort !== "-createdAt" || (parent && !idOf(parent))) return;
  if (parent && !listsBelow(plan.house, plan.world, list.operation, parent, caller)) return;
  if (plan.world.rows.filter(({ model }) => model === table.name).length > 10) return;
  // Rows of other tests may be newer only where other tests run at the same time, which they do not.
  const page = variable(plan, table.model.group);
  plan.statements.push({ type: "call", call: callOf(list, caller, parent && idOf(parent)), name: page });
  plan.statements.push({
    type: "expect",
    condition: {
      type: "iterate",
      operation: "some",
      source: path(page, "data"),
      parameter: "item",
      body: equals(path("item", "id"), idOf(row)!),
    },
  });
}

function updates(plan: Plan, table: Table, row: WorldRow, caller: Caller): void {
  attempt(plan, (trial) => {
    const target = rowAt(trial.world, row.id)!;
    const ready = prepareAction(trial, table, "update", target, caller);
    if (!ready) return undefined;
    const { answer, body } = ready.found.operation;
    const changed = variable(trial, `changed_${table.name}`);
    trial.statements.push({
      type: "call",
      call: callOf(ready.found, caller, idOf(target), ready.body),
      name: changed,
    });
    happen(trial, table, "update", caller, target, ready.input);
    // What the body leaves to chance it may leave away too, so only the sent properties are looked at.
    const unsent = Object.entries(trial.house.api.schemas[body ?? ""]?.properties ?? {}).some(
      ([, { schema }]) => schema.type === "string" && schema.format === "uuid",
    );
    if (!unsent) nameBody(trial, changed, body, answer.schema);
    return true;
  });
}

function deletes(plan: Plan, table: Table, row: WorldRow, caller: Caller): void {
  attempt(plan, (trial) => {
    const target = rowAt(trial.world, row.id)!;
    const ready = prepareAction(trial, table, "delete", target, caller);
    if (!ready) return undefined;
    const readable = predict(trial.house, trial.world, table, "get", caller, target)?.type === "succeeds";
    const get = operationFor(trial.house, table, "get");
    trial.statements.push({ type: "call", call: callOf(ready.found, caller, idOf(target), ready.body) });
    if (readable && get && trial.house.api.errors["not-found"]) {
      const refusal = { status: trial.house.api.errors["not-found"].status, code: "not-found" };
      trial.statements.push({ type: "refuse", call: callOf(get, caller, idOf(target)), refusal });
    }
    happen(trial, table, "delete", caller, target, ready.input);
    return true;
  });
}
