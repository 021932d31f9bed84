import { path } from "../../expression/build.ts";
import type { FormalOf } from "../../requirements/document.ts";
import type { Scenario } from "../../scenario/document.ts";
import { type Stated, statedFor } from "../concepts.ts";
import type { Table } from "../tables.ts";
import { act, isNaming, prepareAction, provideNamed } from "./action.ts";
import { callersFor, resolveCaller } from "./candidates.ts";
import type { Choice } from "./choose.ts";
import { type Creation, creationCall, outcomeOf, refresh } from "./creation-call.ts";
import { commit, prepare } from "./creation.ts";
import { evaluate } from "./evaluate.ts";
import { actorValue, placeOf, type Caller, type House, operationFor, type Outcome } from "./house.ts";
import { makeRow, newPlan } from "./make.ts";
import { pathsTo } from "./paths.ts";
import { attempt, callOf, fork, idOf, type Plan, type Wish } from "./plan.ts";
import { predict } from "./predict.ts";
import { persist } from "./preferences.ts";
import { choose } from "./remedy.ts";
import { story } from "./stories.ts";
import { uniquesOf } from "./uniques.ts";
import { isRowId, isUnknown, unknown, type Value } from "./value.ts";
import { rowAt, rowValue, type WorldRow } from "./world.ts";

const mostRows = 40;

/** So many rows succeed and one more is refused; of two that arrive at once for the last place, one is. */
export function limitStories(house: House, { id, formal, requirement }: Stated<"limit">): Scenario[] {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  const found = table && operationFor(house, table, "create");
  if (!table || !found || formal.most > mostRows) return [];
  const part = { group: found.operation.group, proves: [id] };
  const full = newPlan(house, table);
  const last = fill(full, table, formal, formal.most) ? nextCreation(full, table, formal) : undefined;
  const outcome = last && outcomeOf(full, last);
  if (!last || !isRefusedWith(outcome, formal.error.code)) return [];
  refuse(full, creationCall(last), outcome);
  const refused = story(full, { ...part, id: `${requirement.id}/story`, title: requirement.statement });

  const nearly = newPlan(house, table);
  const rivals = fill(nearly, table, formal, formal.most - 1) ? rivalsFor(nearly, table, formal) : undefined;
  if (rivals && outcome?.type === "refused") {
    nearly.statements.push({
      type: "race",
      calls: rivals.map(creationCall),
      succeed: 1,
      refusal: outcome.refusal,
    });
  }
  const raced =
    rivals &&
    story(nearly, {
      ...part,
      id: `${requirement.id}/race`,
      title: `${requirement.statement} Two at once do not share the last place`,
    });
  return [refused, raced].filter((one) => one !== undefined);
}

/** Rows that count against the limit; false where they cannot be made with certainty. */
function fill(plan: Plan, table: Table, formal: FormalOf<"limit">, count: number): boolean {
  for (let index = 0; index < count; index += 1) {
    const creation = nextCreation(plan, table, formal);
    if (!creation || outcomeOf(plan, creation)?.type !== "succeeds") return false;
    commit(plan, creation);
    const counts = formal.where ? evaluate(plan.world, formal.where, { row: rowValue(creation.row) }) : true;
    if (counts !== true) return false;
  }
  return true;
}

/** One more row for the same row that the limit is per. */
function nextCreation(
  plan: Plan,
  table: Table,
  formal: FormalOf<"limit">,
  per?: Value,
): Creation | undefined {
  const key = `${formal.per}Id`;
  const rows = plan.world.rows.filter(({ model, hidden }) => model === table.name && !hidden);
  const known = per ?? rows.map(({ values }) => values[key]).find(isRowId);
  for (const candidate of callersFor(plan, table, "create")) {
    const creation = attempt(plan, (trial) => {
      const wish = known === undefined ? {} : { fixed: { [key]: known } };
      const ready = prepare(trial, table, candidate, wish, [table.name]);
      return ready && (known === undefined || ready.row.values[key] === known) ? ready : undefined;
    });
    if (creation) return creation;
  }
  return undefined;
}

function rivalsFor(plan: Plan, table: Table, formal: FormalOf<"limit">): Creation[] | undefined {
  return attempt(plan, (trial) => {
    const one = nextCreation(trial, table, formal);
    const other = one && nextCreation(trial, table, formal, one.row.values[`${formal.per}Id`]);
    if (!one || !other) return undefined;
    const both = [one, other];
    const isEither = both.every((each) => outcomeOf(trial, each)?.type === "succeeds");
    // What else is asked may refuse the second one first.
    return isEither && isRefusedWith(outcomeAfter(trial, one, other), formal.error.code) ? both : undefined;
  });
}

/** What comes of the second once the first has succeeded. */
function outcomeAfter(plan: Plan, first: Creation, second: Creation): Outcome | undefined {
  const later = fork(plan);
  const there = (creation: Creation): Creation => ({
    ...creation,
    row: later.world.rows.find(({ id }) => id === creation.row.id)!,
  });
  commit(later, there(first));
  return outcomeOf(later, there(second));
}

export function isRefusedWith(outcome: Outcome | undefined, code: string): boolean {
  return outcome?.type === "refused" && outcome.refusal.code === code;
}

export function refuse(
  plan: Plan,
  call: ReturnType<typeof creationCall>,
  outcome: Outcome | undefined,
): void {
  if (outcome?.type === "refused") plan.statements.push({ type: "refuse", call, refusal: outcome.refusal });
}

/** A second row with the same values is refused; with keys alone, also when both arrive at once. */
export function uniquenessStories(house: House, table: Table): Scenario[] {
  if (table.noun.actor || !operationFor(house, table, "create")) return [];
  return uniquesOf(house, table).flatMap((rule): Scenario[] => {
    const stated = statedFor(house.requirements, "uniqueness", table.noun).find(
      ({ formal }) => formal.error.code === rule.code,
    );
    const plan = newPlan(house, table);
    const first = makeRow(plan, table, {});
    const found = operationFor(house, table, "create")!;
    if (!first || first.variable === undefined) return [];
    const shown = house.api.schemas[found.operation.answer.schema ?? ""]?.properties ?? {};
    const sent = house.api.schemas[found.operation.body ?? ""]?.properties ?? {};
    const wish: { fixed: NonNullable<Wish["fixed"]>; chosen: Record<string, Choice> } = {
      fixed: {},
      chosen: {},
    };
    for (const field of rule.fields) {
      const known = first.values[field];
      if (isRowId(known)) wish.fixed[field] = known;
      else if (
        Object.hasOwn(sent, field) &&
        Object.hasOwn(shown, field) &&
        sent[field]!.schema.type === shown[field]!.schema.type
      ) {
        const same: Value = known === undefined || isUnknown(known) ? `=${field}` : known;
        first.values[field] = same;
        wish.chosen[field] = { expression: path(first.variable, field), value: same };
      } else return [];
    }
    for (const candidate of callersFor(plan, table, "create")) {
      const refusedCall = attempt(plan, (trial) => {
        const ready = prepare(trial, table, candidate, wish, [table.name]);
        if (!ready || !isRefusedWith(outcomeOf(trial, ready), rule.code)) return undefined;
        refuse(trial, creationCall(ready), outcomeOf(trial, ready));
        return true;
      });
      if (!refusedCall) continue;
      const title =
        stated?.requirement.statement ??
        `A second ${table.name} with the same ${rule.fields.join(", ")} is refused`;
      const id = `${found.operation.id}/unique/${rule.fields.join("-")}`;
      const made = story(plan, {
        id,
        group: found.operation.group,
        title,
        proves: stated ? [stated.id] : [],
      });
      return made ? [made] : [];
    }
    return [];
  });
}

/** Where the condition is false the action is refused. */
export function conditionStories(house: House, { id, formal, requirement }: Stated<"condition">): Scenario[] {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  if (!table) return [];
  return formal.actions.flatMap((action): Scenario[] => {
    const found = operationFor(house, table, action);
    if (!found) return [];
    const name = `${requirement.id}/${action}`;
    const done = persist(
      house,
      table,
      action,
      (plan) =>
        action === "create" ? falseCreation(plan, table, formal) : falseAction(plan, table, action, formal),
      name,
    );
    const part = { id: name, group: found.operation.group, title: requirement.statement, proves: [id] };
    const made = done && story(done.plan, part);
    return made ? [made] : [];
  });
}

type Refused = true | undefined;

function falseCreation(plan: Plan, table: Table, { condition, error }: FormalOf<"condition">): Refused {
  const wanted = (outcome: Outcome | undefined): boolean => isRefusedWith(outcome, error.code);
  for (const candidate of callersFor(plan, table, "create")) {
    const done = attempt(plan, (trial) => {
      const ready = prepare(trial, table, candidate, {}, [table.name]);
      if (!ready) return undefined;
      const { caller, row, input } = ready;
      const isRefused = (): boolean => wanted(outcomeOf(trial, ready));
      if (!isRefused() && !choose(trial, ready, [condition], wanted)) {
        const names = { row: rowValue(row), actor: actorValue(caller), input };
        trial.achieve(trial, condition, { names, trail: [], by: caller }, false);
        refresh(trial, ready);
        if (!isRefused()) return undefined;
      }
      refuse(trial, creationCall(ready), outcomeOf(trial, ready));
      return true;
    });
    if (done) return done;
  }
  return undefined;
}

function falseAction(
  plan: Plan,
  table: Table,
  action: string,
  { condition, error }: FormalOf<"condition">,
): Refused {
  const wanted = (outcome: Outcome | undefined): boolean => isRefusedWith(outcome, error.code);
  const makeFalse = (trial: Plan, row: WorldRow, caller: Caller, input: Value): boolean => {
    const names = { row: rowValue(row), actor: actorValue(caller), input };
    const goal = { names, trail: [], by: caller, body: placeOf(table, action) };
    return trial.achieve(trial, condition, goal, false);
  };
  const changes: ((trial: Plan, row: WorldRow, caller: Caller) => unknown)[] = [
    () => true,
    (trial, row) => act(trial, table, action, row),
    (trial, row, caller) => makeFalse(trial, row, caller, unknown),
  ];
  if (isNaming(plan, table, action)) {
    changes.push((trial, row, caller) => {
      const about = { row, caller, conditions: [condition], isFresh: false };
      return makeFalse(trial, row, caller, provideNamed(trial, table, action, about));
    });
  }
  for (const steps of [[], ...pathsTo(table, action)]) {
    const done = attempt(plan, (trial) => {
      const row = makeRow(trial, table, {});
      if (!row || !idOf(row) || !steps.every((step) => act(trial, table, step, row))) return undefined;
      for (const change of changes) {
        for (const candidate of callersFor(trial, table, action)) {
          const refused = attempt(trial, (other) => {
            const caller = resolveCaller(other, candidate);
            const target = rowAt(other.world, row.id)!;
            if (!caller || !change(other, target, caller)) return undefined;
            const ready = prepareAction(other, table, action, target, caller, wanted);
            if (!ready) return undefined;
            const outcome = predict(other.house, other.world, table, action, caller, target, ready.input);
            refuse(other, callOf(ready.found, caller, idOf(target), ready.body), outcome);
            return true as const;
          });
          if (refused) return refused;
        }
      }
      return undefined;
    });
    if (done) return done;
  }
  return undefined;
}
