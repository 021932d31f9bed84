import type { Scenario } from "../../scenario/document.ts";
import { permissionsFor, type Stated } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import { stateError, type Table } from "../tables.ts";
import { act, prepareAction } from "./action.ts";
import { bringAboutBy } from "./effect.ts";
import { type Caller, type House, operationFor } from "./house.ts";
import { makeRow, newPlan } from "./make.ts";
import { notifiedStory } from "./notified.ts";
import { pathsTo } from "./paths.ts";
import { attempt, callOf, idOf, type Plan } from "./plan.ts";
import { predict } from "./predict.ts";
import { isRefusedWith, refuse } from "./rules.ts";
import { expecting, story } from "./stories.ts";
import { updatedStory } from "./updated.ts";
import { rowAt, type WorldRow } from "./world.ts";

export function lastAnswer(plan: Plan): string | undefined {
  const last = plan.statements.at(-1);
  return last?.type === "call" ? last.name : undefined;
}

/** Each transition: from a state that allows it, and refused where it was left. */
export function transitionStories(house: House, table: Table): Scenario[] {
  const { lifecycle } = table.noun;
  if (!lifecycle) return [];
  return Object.entries(lifecycle.transitions).flatMap(([action, transition]): Scenario[] => {
    const found = operationFor(house, table, action);
    if (!found) return [];
    const stated = permissionsFor(house.requirements, table.noun, action);
    for (const steps of [[], ...pathsTo(table, action)]) {
      const plan = newPlan(house, table, action);
      const row = makeRow(plan, table, {});
      if (!row || !idOf(row) || !steps.every((step) => act(plan, table, step, row))) continue;
      const done = act(plan, table, action, row);
      if (!done) continue;
      const { schema } = found.operation.answer;
      const columns = [
        lifecycle.attribute,
        ...Object.keys(transition.sets ?? {}).map((field) => columnNameOf(table.noun, field)),
      ];
      expecting(plan, row, lastAnswer(plan), schema, columns);
      const caller = plan.callers.find(({ row: own }) => own?.id === done.caller.row?.id) ?? done.caller;
      again(plan, table, action, row, caller);
      const made = story(plan, {
        id: `${transition.id}/story`,
        group: found.operation.group,
        title: `${found.operation.summary}, in the right state only`,
        proves: stated.map(({ id }) => id),
      });
      return made ? [made] : [];
    }
    return [];
  });
}

function again(plan: Plan, table: Table, action: string, row: WorldRow, caller: Caller): void {
  const code = stateError(table.noun);
  attempt(plan, (trial) => {
    const target = rowAt(trial.world, row.id)!;
    const ready = prepareAction(trial, table, action, target, caller, (outcome) =>
      isRefusedWith(outcome, code),
    );
    if (!ready) return undefined;
    const outcome = predict(trial.house, trial.world, table, action, caller, target, ready.input);
    refuse(trial, callOf(ready.found, caller, idOf(target), ready.body), outcome);
    return true;
  });
}

/** What else happens: a row appears, others change, or a mail is sent. */
export function effectStory(house: House, stated: Stated<"effect">): Scenario | undefined {
  const { id, formal, requirement } = stated;
  const source = house.tables.find(({ noun }) => noun.name === formal.concept);
  const found = source && operationFor(house, source, formal.action);
  if (!source || !found) return undefined;
  const plan = newPlan(house, source, formal.action);
  const part = {
    id: `${requirement.id}/story`,
    group: found.operation.group,
    title: requirement.statement,
    proves: [id],
  };
  if (formal.effect.type === "create") {
    const { concept, data } = formal.effect;
    const table = house.tables.find(({ noun }) => noun.name === concept);
    const row = table && bringAboutBy(plan, table, formal, [table.name]);
    if (!table || !row) return undefined;
    const columns = Object.keys(data).map((field) => columnNameOf(table.noun, field));
    const { schema } = operationFor(house, table, "list")?.operation.answer ?? {};
    expecting(plan, row, row.variable, schema, columns);
    return story(plan, part);
  }
  if (formal.effect.type === "update") return updatedStory(house, source, stated, formal.effect);
  return notifiedStory(house, source, stated, formal.effect);
}
