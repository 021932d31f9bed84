import { pathsOf } from "../../expression/visit.ts";
import type { FormalOf } from "../../requirements/document.ts";
import type { Scenario } from "../../scenario/document.ts";
import type { Stated } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import { clientFields, type Table } from "../tables.ts";
import { act } from "./action.ts";
import { lastAnswer } from "./changes.ts";
import { namedTargets } from "../input.ts";
import { sayable } from "./fields.ts";
import { type House, operationFor, placeOf, tableNamed } from "./house.ts";
import { learnedFor, makeRow, newPlan, planWith } from "./make.ts";
import { pathsTo } from "./paths.ts";
import { fork, idOf, type Plan, type Preferences } from "./plan.ts";
import { merged } from "./preferences.ts";
import { expecting, story } from "./stories.ts";
import { isRowId, isUnknown } from "./value.ts";
import { rowAt } from "./world.ts";

/** What the server works out is what was said: of values as they are drawn, or, where that tells nothing, of chosen ones. */
export function computedStory(
  house: House,
  { id, formal, requirement }: Stated<"computed">,
): Scenario | undefined {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  const found = table && operationFor(house, table, formal.action);
  if (!table || found?.operation.answer.schema === undefined) return undefined;
  const learned = learnedFor(house, table, formal.action);
  for (const preferences of [learned, merged(chosenFor(house, table, formal), learned)]) {
    const plan = planWith(house, preferences);
    if (!isComputed(plan, table, formal, found.operation.answer.schema)) continue;
    return story(plan, {
      id: `${requirement.id}/story`,
      group: found.operation.group,
      title: requirement.statement,
      proves: [id],
    });
  }
  return undefined;
}

/** Does the action, and expects what follows from what is known of the row. */
function isComputed(
  plan: Plan,
  table: Table,
  { action, attribute }: FormalOf<"computed">,
  schema: string,
): boolean {
  const row = makeRow(plan, table, {});
  if (!row) return false;
  let answer = row.variable;
  if (action !== "create") {
    const steps = [[], ...pathsTo(table, action)].find((path) => {
      const trial = fork(plan);
      const target = rowAt(trial.world, row.id)!;
      return [...path, action].every((step) => act(trial, table, step, target));
    });
    if (!steps) return false;
    for (const step of [...steps, action]) act(plan, table, step, row);
    answer = lastAnswer(plan);
  }
  return expecting(plan, row, answer, schema, [columnNameOf(table.noun, attribute)]) > 0;
}

/** A known value for everything that the client says and the value is worked out from. */
function chosenFor(house: House, table: Table, { action, value }: FormalOf<"computed">): Preferences {
  const said: Record<string, Record<string, Preferences[string][string]>> = {};
  const choose = (owner: Table, of: string, name: string): void => {
    const known = sayable(house, owner, of, name).find(
      (choice) => choice.value !== null && !isUnknown(choice.value),
    );
    const place = of === "create" ? owner.name : placeOf(owner, of);
    if (known) said[place] = { ...said[place], [name]: known };
  };
  for (const route of pathsOf(value, "row")) {
    const owner = tableAt(house, table, route.slice(0, -1));
    const isOfClient = owner && clientFields(owner.model).some(([name]) => name === route.at(-1));
    if (isOfClient) choose(owner, "create", route.at(-1)!);
  }
  const named = namedTargets(house.requirements, house.database, table.noun, action);
  for (const [name, ...deeper] of pathsOf(value, "input")) {
    const target = named.find((one) => one.name === name);
    const owner = target && tableNamed(house, target.model);
    if (!owner) choose(table, action, name!);
    else if (deeper.length === 1) choose(owner, "create", deeper[0]!);
  }
  return said;
}

/** The table that references lead to. */
function tableAt(house: House, table: Table, route: readonly string[]): Table | undefined {
  let found: Table | undefined = table;
  for (const name of route) {
    const target: string | undefined = found?.model.relations[name]?.target;
    found = target === undefined ? undefined : tableNamed(house, target);
  }
  return found;
}

/** Rows of one whole are numbered one after the other. */
export function sequenceStory(
  house: House,
  { id, formal, requirement }: Stated<"sequence">,
): Scenario | undefined {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  const found = table && operationFor(house, table, "create");
  if (!table || !found) return undefined;
  const plan = newPlan(house, table);
  const key = `${formal.per}Id`;
  const first = makeRow(plan, table, {});
  const whole = first?.values[key];
  const second = isRowId(whole) ? makeRow(plan, table, { fixed: { [key]: whole } }) : undefined;
  if (!first || !second || !idOf(first) || second.values[key] !== whole) return undefined;
  const { schema } = found.operation.answer;
  const counts = [first, second].map((row) =>
    expecting(plan, row, row.variable, schema, [columnNameOf(table.noun, formal.attribute)]),
  );
  if (counts.includes(0)) return undefined;
  return story(plan, {
    id: `${requirement.id}/story`,
    group: found.operation.group,
    title: requirement.statement,
    proves: [id],
  });
}
