import { equals, name, path } from "../../expression/build.ts";
import type { FormalOf } from "../../requirements/document.ts";
import type { Scenario } from "../../scenario/document.ts";
import { permissionsFor, type Stated } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import { stateError, type Table } from "../tables.ts";
import { act, prepareAction } from "./action.ts";
import { bringAboutBy } from "./effect.ts";
import { evaluate } from "./evaluate.ts";
import { expectValue } from "./expected.ts";
import { actorValue, type Caller, type House, operationFor, tableNamed } from "./house.ts";
import { makeRow, newPlan } from "./make.ts";
import { pathsTo } from "./paths.ts";
import { attempt, callOf, fork, idOf, type Plan, variable } from "./plan.ts";
import { predict } from "./predict.ts";
import { isRefusedWith, refuse } from "./rules.ts";
import { expecting, story } from "./stories.ts";
import { rowAt, rowValue, type WorldRow } from "./world.ts";

/** What the server works out is what was said. */
export function computedStory(
  house: House,
  { id, formal, requirement }: Stated<"computed">,
): Scenario | undefined {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  if (!table) return undefined;
  const column = columnNameOf(table.noun, formal.attribute);
  const plan = newPlan(house, table, formal.action);
  const found = operationFor(house, table, formal.action);
  const { schema } = found?.operation.answer ?? {};
  if (!found || schema === undefined) return undefined;
  const row = makeRow(plan, table, {});
  if (!row) return undefined;
  let answer = row.variable;
  if (formal.action !== "create") {
    const steps = [[], ...pathsTo(table, formal.action)].find((path) => {
      const trial = fork(plan);
      const target = rowAt(trial.world, row.id)!;
      return [...path, formal.action].every((step) => act(trial, table, step, target));
    });
    if (!steps) return undefined;
    for (const step of [...steps, formal.action]) act(plan, table, step, row);
    answer = lastAnswer(plan);
  }
  if (expecting(plan, row, answer, schema, [column]) === 0) return undefined;
  return story(plan, {
    id: `${requirement.id}/story`,
    group: found.operation.group,
    title: requirement.statement,
    proves: [id],
  });
}

function lastAnswer(plan: Plan): string | undefined {
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

/** What else happens: a row appears, or a mail is sent. */
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
  if (formal.effect.type === "update") return undefined;
  return notified(plan, source, formal, formal.effect) ? story(plan, part) : undefined;
}

function notified(
  plan: Plan,
  source: Table,
  formal: FormalOf<"effect">,
  effect: Extract<FormalOf<"effect">["effect"], { type: "notify" }>,
): boolean {
  const row = makeRow(plan, source, {});
  if (!row) return false;
  let caller: Caller | undefined;
  if (formal.action !== "create") {
    for (const step of pathsTo(source, formal.action)[0] ?? [])
      if (!act(plan, source, step, row)) return false;
    caller = act(plan, source, formal.action, row)?.caller;
    if (!caller) return false;
  }
  const names = {
    row: rowValue(row),
    ...(caller ? { actor: actorValue(caller) } : {}),
    action: formal.action,
  };
  if (formal.when && evaluate(plan.world, formal.when, names) !== true) return false;
  const recipient = recipientOf(plan, effect.to, names);
  const mailed = recipient && plan.callers.find(({ row: own }) => own?.id === recipient.id);
  if (!mailed) return false;
  const subject = evaluate(plan.world, effect.subject, names);
  const mails = variable(plan, "mails");
  plan.statements.push({ type: "inbox", of: mailed.row!.variable!, name: mails });
  const wanted =
    typeof subject === "string" &&
    !subject.includes("@") &&
    expectValue(plan, path("mail", "subject"), { type: "string" }, subject);
  plan.statements.push({
    type: "expect",
    condition: {
      type: "iterate",
      operation: "some",
      source: name(mails),
      parameter: "mail",
      body: wanted || equals(path("mail", "recipient"), path(mailed.row!.variable!, "email")),
    },
  });
  return true;
}

/** The profile that an address is read from. */
function recipientOf(
  plan: Plan,
  to: FormalOf<"effect">["when"] & object,
  names: Parameters<typeof evaluate>[2],
): WorldRow | undefined {
  let node: typeof to = to;
  for (;;) {
    const value = evaluate(plan.world, node, names);
    if (typeof value === "object" && value !== null && "type" in value && value.type === "row") {
      const row = rowAt(plan.world, value.id);
      return row && tableNamed(plan.house, row.model)?.noun.actor !== undefined ? row : undefined;
    }
    if (node.type !== "member" || !["email", "account"].includes(node.property)) return undefined;
    node = node.object;
  }
}
