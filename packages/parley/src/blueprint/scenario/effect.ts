import type { Expression } from "../../expression/document.ts";
import type { FormalOf } from "../../requirements/document.ts";
import { statedOf } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import type { Table } from "../tables.ts";
import { pathsOf } from "../../expression/visit.ts";
import { act, type Settled } from "./action.ts";
import { type Choice, chosenAt, distantChoices } from "./choose.ts";
import { propertyBehind } from "./fields.ts";
import { operationFor } from "./house.ts";
import { locate } from "./locate.ts";
import { pathsTo } from "./paths.ts";
import { attempt, idOf, type Plan, type Trail, type Wish } from "./plan.ts";
import type { Value } from "./value.ts";
import { rowAt, rowValue, type WorldRow } from "./world.ts";

/** A row that only an action on another one brings about. */
export function bringAbout(plan: Plan, table: Table, trail: Trail, wish: Wish = {}): WorldRow | undefined {
  for (const { formal } of statedOf(plan.house.requirements, "effect")) {
    const made = bringAboutBy(plan, table, formal, trail, wish);
    if (made) return made;
  }
  return undefined;
}

/** Does what brings a row about, and reads the row where it has to be named. */
export function bringAboutBy(
  plan: Plan,
  table: Table,
  formal: FormalOf<"effect">,
  trail: Trail,
  { unread = false, fixed = {} }: Pick<Wish, "unread" | "fixed"> = {},
): WorldRow | undefined {
  if (formal.effect.type !== "create" || formal.effect.concept !== table.noun.name) return undefined;
  const source = plan.house.tables.find(({ noun }) => noun.name === formal.concept);
  if (!source) return undefined;
  const { action, when } = formal;
  const isCreation = action === "create";
  const asked = behind(table, formal, fixed, "row");
  const named = isCreation ? {} : namedIn(plan, behind(table, formal, fixed, "input"));
  const ways = saidBy(plan, source, action, when ? [when] : []).map((said) => ({
    said: { ...named, ...said },
    isReady: false,
  }));
  // Only when something is so: after what brings that about.
  if (when && !isCreation) ways.push({ said: named, isReady: true });
  for (const { said, isReady } of ways) {
    let isStuck = false;
    const made = attempt(plan, (trial) => {
      const given = isCreation ? undefined : rowAt(trial.world, asked["id"]);
      const wish: Wish = { ...(isCreation ? { chosen: said } : {}), fixed: asked };
      const origin = given ?? trial.makeRow(trial, source, wish, trail);
      if (origin && when && isReady) trial.achieve(trial, when, { names: { row: rowValue(origin) }, trail });
      const first = trial.world.rows.length;
      isStuck = !origin || (!isCreation && !actWith(trial, source, action, origin, said));
      if (isStuck) return undefined;
      const later = isCreation ? trial.world.rows : trial.world.rows.slice(first);
      const row = later.findLast(({ model }) => model === table.name);
      if (!row || trial.world.fuzzy.has(table.name)) return undefined;
      return unread || locate(trial, table, row) ? row : undefined;
    });
    if (made) return made;
    // Other values help only where the rest can be done.
    if (isStuck && said === ways[0]?.said) return undefined;
  }
  return undefined;
}

/** What the row or the body of an action has to hold, for the row that its effect creates to hold what is wished. */
function behind(
  { noun }: Table,
  { effect }: FormalOf<"effect">,
  fixed: Readonly<Record<string, Value>>,
  root: "row" | "input",
): Record<string, Value> {
  if (effect.type !== "create") return {};
  const asked: Record<string, Value> = {};
  for (const [field, value] of Object.entries(effect.data)) {
    const [column, ...deeper] = pathsOf(value, root)[0] ?? [];
    const wished = fixed[columnNameOf(noun, field)];
    if (value.type !== "member" || column === undefined || deeper.length > 0 || wished === undefined)
      continue;
    asked[column] = wished;
  }
  return asked;
}

/** Rows for a body to name. */
function namedIn({ world }: Plan, ids: Readonly<Record<string, Value>>): Record<string, Choice> {
  const named: Record<string, Choice> = {};
  for (const [name, id] of Object.entries(ids)) {
    const row = rowAt(world, id);
    const expression = row && idOf(row);
    if (row && expression) named[name] = { expression, value: row.id };
  }
  return named;
}

/** How many values of a property are tried. */
const mostSaid = 6;

/** What the body of an action may say where something depends on what it says: first anything. */
export function saidBy(
  plan: Plan,
  source: Table,
  action: string,
  dependent: readonly Expression[],
): Record<string, Choice>[] {
  const schema = operationFor(plan.house, source, action)?.operation.body;
  const properties = schema === undefined ? {} : (plan.house.api.schemas[schema]?.properties ?? {});
  const read = dependent.flatMap((value) => [
    ...pathsOf(value, "input").map(([name]) => name),
    ...pathsOf(value, "row").map(([name]) =>
      action === "create" ? name : propertyBehind(source.noun, action, name!),
    ),
  ]);
  const named = Object.entries(properties).filter(([name]) => read.includes(name));
  const chosen = named.flatMap(([name, { schema: type, optional = false }]) =>
    distantChoices(type, optional)
      .slice(0, mostSaid)
      .map((choice) => ({ [name]: chosenAt(choice, plan.world.now) })),
  );
  return [{}, ...chosen];
}

/** Does an action, after the transitions that it needs. */
export function actWith(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  said: Settled["said"] = {},
): boolean {
  for (const steps of [[], ...pathsTo(table, action)]) {
    const done = attempt(plan, (trial) => {
      const target = rowAt(trial.world, row.id)!;
      return (
        (steps.every((step) => act(trial, table, step, target)) &&
          act(trial, table, action, target, { said }) !== undefined) ||
        undefined
      );
    });
    if (done) return true;
  }
  return false;
}
