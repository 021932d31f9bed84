import type { Expression } from "../../expression/document.ts";
import { conditionsFor, permissionsFor, reachOf } from "../concepts.ts";
import { clientFields, clientRelations } from "../tables.ts";
import { lostPart } from "./achieve.ts";
import { inputsOf, search } from "./choose.ts";
import { type Creation, outcomeOf, refresh, send } from "./creation-call.ts";
import { actorValue, type Outcome, tableNamed } from "./house.ts";
import { linkedChoices, linksIn } from "./linked.ts";
import { noteMiss, type Plan, type Trail } from "./plan.ts";
import { fewValued, uniquesOf } from "./uniques.ts";
import { rowAt, rowValue, type WorldRow } from "./world.ts";

/** Chooses values, makes rows that are asked for, or waits, until the creation would succeed. */
export function remedy(plan: Plan, creation: Creation, trail: Trail): void {
  const { house } = plan;
  const { table, caller, schema } = creation;
  const conditions = conditionsFor(house.requirements, table.noun, "create").map(
    ({ formal }) => formal.condition,
  );
  const reach = reachOf(
    house.requirements,
    table.noun,
    permissionsFor(house.requirements, table.noun, "create"),
    caller.kind,
  );
  if (reach) conditions.push(reach);
  const names = { row: rowValue(creation.row), actor: actorValue(caller), input: creation.input };
  for (const target of targetsOf(plan, creation)) {
    const scope = house.database.models[target.model]?.scope?.read[caller.kind];
    const seen = { row: rowValue(target), actor: actorValue(caller) };
    if (scope) plan.achieve(plan, scope, { names: seen, trail, by: caller });
  }
  for (const condition of conditions) {
    const lost = lostPart(plan, condition, names);
    if (!lost) continue;
    noteMiss(plan, lost, { names, trail, by: caller }, true);
    return;
  }
  for (const condition of conditions) {
    if (!plan.achieve(plan, condition, { names, trail, by: caller }))
      provide(plan, creation, condition, trail);
  }
  refresh(plan, creation);
  if (schema === undefined || outcomeOf(plan, creation)?.type === "succeeds") return;
  if (choose(plan, creation, conditions, (outcome) => outcome?.type === "succeeds")) return;
  // Refused all the same: then by what comes after the conditions.
  const own = new Set([
    "forbidden",
    ...conditionsFor(house.requirements, table.noun, "create").map(({ formal }) => formal.error.code),
  ]);
  choose(
    plan,
    creation,
    conditions,
    (outcome) => outcome?.type === "refused" && !own.has(outcome.refusal.code ?? ""),
  );
}

/** Rows for the body to name by one of their values, where there are none. */
function provide(plan: Plan, creation: Creation, condition: Expression, trail: Trail): void {
  for (const { model } of linksIn(condition, sayableOf(creation))) {
    const target = tableNamed(plan.house, model);
    const isThere = plan.world.rows.some((row) => row.model === model && !row.hidden);
    if (target && !isThere) plan.makeRow(plan, target, { by: creation.caller }, trail);
  }
}

/** Properties that are not settled yet. */
function sayableOf({ table, settled }: Creation): string[] {
  return clientFields(table.model)
    .map(([name]) => name)
    .filter((name) => !Object.hasOwn(settled, name));
}

/** Rows that the caller has to see: those that the new one points to by the client's wish. */
function targetsOf(plan: Plan, { table, row, parent }: Creation): WorldRow[] {
  const named = clientRelations(plan.house.requirements, table, "create").flatMap(
    (relation) => rowAt(plan.world, row.values[`${relation}Id`]) ?? [],
  );
  return parent ? [parent, ...named] : named;
}

/** Fixes properties that the conditions read, and keys of few values, so that the outcome is the one wanted. */
export function choose(
  plan: Plan,
  creation: Creation,
  conditions: readonly Expression[],
  wanted: (outcome: Outcome | undefined) => boolean,
): boolean {
  const { schema, row, fixed } = creation;
  if (schema === undefined) return false;
  const client = sayableOf(creation);
  const links = conditions.flatMap((condition) => linksIn(condition, client));
  const read = conditions.flatMap((condition) => inputsOf(condition, client));
  const told = uniquesOf(plan.house, creation.table).flatMap((rule) => fewValued(creation.table, rule));
  const names = [...new Set([...read, ...told.filter((name) => client.includes(name))])];
  const before = { ...row.values };
  const input = creation.input;
  const found = search(
    plan.house.api,
    schema,
    names,
    (chosen) => {
      send(plan, creation, chosen);
      return wanted(outcomeOf(plan, creation));
    },
    undefined,
    (name) => linkedChoices(plan, links, name),
  );
  if (!found) {
    row.values = before;
    creation.input = input;
    return false;
  }
  for (const [name, { expression }] of Object.entries(found)) fixed[name] = expression;
  return true;
}
