import { call as callFunction, equals, name, path } from "../../expression/build.ts";
import { modelNameOf } from "../../database/fields.ts";
import { visit } from "../../expression/visit.ts";
import type { FormalOf } from "../../requirements/document.ts";
import type { Scenario, TestStatement } from "../../scenario/document.ts";
import { permissionsFor, statedOf, type Stated } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import { stateError, type Table } from "../tables.ts";
import type { Choice } from "./choose.ts";
import { evaluate } from "./evaluate.ts";
import { expectColumn, expectValue } from "./expected.ts";
import {
  actorValue,
  operationFor,
  predict,
  tableNamed,
  uniquesOf,
  type Caller,
  type House,
  type Outcome,
} from "./house.ts";
import {
  act,
  bringAboutBy,
  callersFor,
  choose,
  commit,
  creationCall,
  happen,
  makeRow,
  outcomeOf,
  prepare,
  prepareAction,
  resolveCaller,
  waits,
  witness,
  type Creation,
  type Wish,
} from "./make.ts";
import { pathsTo } from "./paths.ts";
import { advance, attempt, callOf, fork, idOf, makeActor, needsAlone, newPlan, variable, type Plan } from "./plan.ts";
import { isRowId, isUnknown, type Value } from "./value.ts";
import { rowAt, rowValue, type WorldRow } from "./world.ts";

/** A story from a plan's statements; `undefined` where it would call nothing. */
export function story(
  plan: Plan,
  part: { id: string; group: string; title: string; proves: string[] },
): Scenario | undefined {
  if (!plan.statements.some(({ type }) => type !== "actor" && type !== "let")) return undefined;
  return { type: "story", ...part, ...(needsAlone(plan) ? { alone: true } : {}), statements: plan.statements };
}

function expecting(plan: Plan, row: WorldRow, answer: string | undefined, schema: string | undefined, columns: readonly string[]): number {
  let count = 0;
  for (const column of columns) {
    const condition = answer !== undefined && schema !== undefined ? expectColumn(plan, row, answer, schema, column) : undefined;
    if (!condition) continue;
    plan.statements.push({ type: "expect", condition });
    count += 1;
  }
  return count;
}

// Permissions.

/** What an actor may do with a row, from its making to its end. */
export function permissionStory(house: House, { id, formal, requirement }: Stated<"permission">): Scenario | undefined {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  if (!table) return undefined;
  for (const kind of formal.actors) {
    const plan = newPlan(house);
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
  return plan.world.rows.findLast(({ model, variable: known }) => model === table.name && known !== undefined);
}

/** A row that the caller reaches: their own where that is what is permitted. */
function ownRow(plan: Plan, table: Table, formal: FormalOf<"permission">, caller: Caller): WorldRow | undefined {
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
  const able = formal.actions.some((action) => predict(plan.house, plan.world, table, action, caller, row)?.type === "succeeds");
  return outcome?.type === "succeeds" || able ? row : undefined;
}

function created(plan: Plan, table: Table, caller: Caller): WorldRow | undefined {
  const creation = prepare(plan, table, caller, { by: caller }, [table.name]);
  if (!creation || outcomeOf(plan, creation)?.type !== "succeeds") return undefined;
  const row = commit(plan, creation);
  const { schema } = creation.found.operation.answer;
  nameBody(plan, row.variable, creation.schema, schema);
  const managed = [...Object.keys(table.model.fields), ...Object.keys(table.model.relations).map((one) => `${one}Id`)].filter(
    (column) => !Object.hasOwn(plan.house.api.schemas[creation.schema ?? ""]?.properties ?? {}, column),
  );
  expecting(plan, row, row.variable, schema, managed);
  return row;
}

/** Keeps the body of the last call, and expects the answer to show it. */
function nameBody(plan: Plan, answer: string | undefined, body: string | undefined, schema: string | undefined): void {
  const last = plan.statements.at(-1);
  if (answer === undefined || body === undefined || schema === undefined || last?.type !== "call" || !last.call.body) return;
  const { schemas } = plan.house.api;
  const shown = schemas[schema]?.properties ?? {};
  const bare = (one: string | undefined): string => one ?? "";
  const isShown = Object.entries(schemas[body]?.properties ?? {}).every(([property, sent]) => {
    const seen = shown[property];
    if (!seen || seen.source) return false;
    const [a, b] = [sent.schema, seen.schema].map((node) => (node.type === "nullable" ? node.of : node)) as [typeof sent.schema, typeof sent.schema];
    return a.type === b.type && (a.type !== "string" || b.type !== "string" || bare(a.format) === bare(b.format));
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
    trial.statements.push({ type: "call", call: callOf(ready.found, caller, idOf(target), ready.body), name: changed });
    happen(trial, table, "update", caller, target, ready.input);
    // What the body leaves to chance it may leave away too, so only the sent properties are looked at.
    const unsent = Object.entries(trial.house.api.schemas[body ?? ""]?.properties ?? {}).some(([, { schema }]) => schema.type === "string" && schema.format === "uuid");
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

// Rules.

const mostRows = 40;

/** So many rows succeed and one more is refused; of two that arrive at once for the last place, one is. */
export function limitStories(house: House, { id, formal, requirement }: Stated<"limit">): Scenario[] {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  const found = table && operationFor(house, table, "create");
  if (!table || !found || formal.most > mostRows) return [];
  const part = { group: found.operation.group, proves: [id] };
  const full = newPlan(house);
  const last = fill(full, table, formal, formal.most) ? nextCreation(full, table, formal) : undefined;
  const outcome = last && outcomeOf(full, last);
  if (!last || !isRefusedWith(outcome, formal.error.code)) return [];
  refuse(full, creationCall(last), outcome);
  const refused = story(full, { ...part, id: `${requirement.id}/story`, title: requirement.statement });

  const nearly = newPlan(house);
  const rivals = fill(nearly, table, formal, formal.most - 1) ? rivalsFor(nearly, table, formal) : undefined;
  if (rivals && outcome?.type === "refused") {
    nearly.statements.push({ type: "race", calls: rivals.map(creationCall), succeed: 1, refusal: outcome.refusal });
  }
  const raced = rivals && story(nearly, { ...part, id: `${requirement.id}/race`, title: `${requirement.statement} Two at once do not share the last place` });
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
function nextCreation(plan: Plan, table: Table, formal: FormalOf<"limit">, per?: Value): Creation | undefined {
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
    const both = one && other ? [one, other] : [];
    return both.length === 2 && both.every((each) => outcomeOf(trial, each)?.type === "succeeds") ? both : undefined;
  });
}

function isRefusedWith(outcome: Outcome | undefined, code: string): boolean {
  return outcome?.type === "refused" && outcome.refusal.code === code;
}

function refuse(plan: Plan, call: ReturnType<typeof creationCall>, outcome: Outcome | undefined): void {
  if (outcome?.type === "refused") plan.statements.push({ type: "refuse", call, refusal: outcome.refusal });
}

/** A second row with the same values is refused; with keys alone, also when both arrive at once. */
export function uniquenessStories(house: House, table: Table): Scenario[] {
  if (table.noun.actor || !operationFor(house, table, "create")) return [];
  return uniquesOf(house, table).flatMap((rule): Scenario[] => {
    const stated = statedOf(house.requirements, "uniqueness").find(
      ({ formal }) => formal.concept === table.noun.name && formal.error.code === rule.code,
    );
    const plan = newPlan(house);
    const first = makeRow(plan, table, {});
    const found = operationFor(house, table, "create")!;
    if (!first || first.variable === undefined) return [];
    const shown = house.api.schemas[found.operation.answer.schema ?? ""]?.properties ?? {};
    const sent = house.api.schemas[found.operation.body ?? ""]?.properties ?? {};
    const wish: { fixed: NonNullable<Wish["fixed"]>; chosen: Record<string, Choice> } = { fixed: {}, chosen: {} };
    for (const field of rule.fields) {
      const known = first.values[field];
      if (isRowId(known)) wish.fixed[field] = known;
      else if (Object.hasOwn(sent, field) && Object.hasOwn(shown, field) && sent[field]!.schema.type === shown[field]!.schema.type) {
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
      const title = stated?.requirement.statement ?? `A second ${table.name} with the same ${rule.fields.join(", ")} is refused`;
      const id = `${found.operation.id}/unique/${rule.fields.join("-")}`;
      const made = story(plan, { id, group: found.operation.group, title, proves: stated ? [stated.id] : [] });
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
    const plan = newPlan(house);
    const done = found && (action === "create" ? falseCreation(plan, table, formal) : falseAction(plan, table, action, formal));
    if (!found || !done) return [];
    const made = story(plan, {
      id: `${requirement.id}/${action}`,
      group: found.operation.group,
      title: requirement.statement,
      proves: [id],
    });
    return made ? [made] : [];
  });
}

function falseCreation(plan: Plan, table: Table, formal: FormalOf<"condition">): boolean {
  for (const candidate of callersFor(plan, table, "create")) {
    const done = attempt(plan, (trial) => {
      const ready = prepare(trial, table, candidate, {}, [table.name]);
      if (!ready) return undefined;
      const wanted = (outcome: Outcome | undefined): boolean => isRefusedWith(outcome, formal.error.code);
      if (!wanted(outcomeOf(trial, ready)) && !choose(trial, ready, [formal.condition], wanted)) return undefined;
      refuse(trial, creationCall(ready), outcomeOf(trial, ready));
      return true;
    });
    if (done) return true;
  }
  return false;
}

function falseAction(plan: Plan, table: Table, action: string, formal: FormalOf<"condition">): boolean {
  const wanted = (outcome: Outcome | undefined): boolean => isRefusedWith(outcome, formal.error.code);
  const others = Object.keys(table.noun.lifecycle?.transitions ?? {});
  const changes: ((trial: Plan, row: WorldRow) => unknown)[] = [
    () => true,
    (trial, row) => act(trial, table, action, row),
    (trial, row) => asked(trial, table, formal, row),
    ...others.map((other) => (trial: Plan, row: WorldRow) => act(trial, table, other, row)),
    ...waits.map((wait) => (trial: Plan) => (advance(trial, wait), true)),
  ];
  for (const steps of [[], ...pathsTo(table, action)]) {
    for (const change of changes) {
      const done = attempt(plan, (trial) => {
        const row = makeRow(trial, table, {});
        if (!row || !idOf(row) || !steps.every((step) => act(trial, table, step, row)) || !change(trial, row)) return undefined;
        for (const candidate of callersFor(trial, table, action)) {
          const refusedCall = attempt(trial, (other) => {
            const caller = resolveCaller(other, candidate);
            const target = rowAt(other.world, row.id)!;
            const ready = caller && prepareAction(other, table, action, target, caller, wanted);
            if (!ready || !caller) return undefined;
            const outcome = predict(other.house, other.world, table, action, caller, target, ready.input);
            refuse(other, callOf(ready.found, caller, idOf(target), ready.body), outcome);
            return true;
          });
          if (refusedCall) return true;
        }
        return undefined;
      });
      if (done) return true;
    }
  }
  return false;
}

/** Makes a row that the condition says must not be there. */
function asked(plan: Plan, table: Table, formal: FormalOf<"condition">, row: WorldRow): boolean {
  const actor = plan.callers.find(({ kind }) => operationFor(plan.house, table, formal.actions[0]!)?.operation.access.includes(kind));
  const names = { row: rowValue(row), ...(actor ? { actor: actorValue(actor) } : {}) };
  let made = false;
  visit(formal.condition, (node) => {
    if (node.type !== "unary" || node.operator !== "!" || node.operand.type !== "query") return;
    witness(plan, node.operand, names, [table.name], actor);
    made = true;
  });
  return made;
}

// Values, states and effects.

/** What the server works out is what was said. */
export function computedStory(house: House, { id, formal, requirement }: Stated<"computed">): Scenario | undefined {
  const table = house.tables.find(({ noun }) => noun.name === formal.concept);
  if (!table) return undefined;
  const column = columnNameOf(table.noun, formal.attribute);
  const plan = newPlan(house);
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
  return story(plan, { id: `${requirement.id}/story`, group: found.operation.group, title: requirement.statement, proves: [id] });
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
      const plan = newPlan(house);
      const row = makeRow(plan, table, {});
      if (!row || !idOf(row) || !steps.every((step) => act(plan, table, step, row))) continue;
      const done = act(plan, table, action, row);
      if (!done) continue;
      const { schema } = found.operation.answer;
      const columns = [lifecycle.attribute, ...Object.keys(transition.sets ?? {}).map((field) => columnNameOf(table.noun, field))];
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
    const ready = prepareAction(trial, table, action, target, caller, (outcome) => isRefusedWith(outcome, code));
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
  const plan = newPlan(house);
  const part = { id: `${requirement.id}/story`, group: found.operation.group, title: requirement.statement, proves: [id] };
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
    for (const step of pathsTo(source, formal.action)[0] ?? []) if (!act(plan, source, step, row)) return false;
    caller = act(plan, source, formal.action, row)?.caller;
    if (!caller) return false;
  }
  const names = { row: rowValue(row), ...(caller ? { actor: actorValue(caller) } : {}), action: formal.action };
  if (formal.when && evaluate(plan.world, formal.when, names) !== true) return false;
  const recipient = recipientOf(plan, effect.to, names);
  const mailed = recipient && plan.callers.find(({ row: own }) => own?.id === recipient.id);
  if (!mailed) return false;
  const subject = evaluate(plan.world, effect.subject, names);
  const mails = variable(plan, "mails");
  plan.statements.push({ type: "inbox", of: mailed.row!.variable!, name: mails });
  const wanted = typeof subject === "string" && !subject.includes("@") && expectValue(plan, path("mail", "subject"), { type: "string" }, subject);
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
function recipientOf(plan: Plan, to: FormalOf<"effect">["when"] & object, names: Parameters<typeof evaluate>[2]): WorldRow | undefined {
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

/** One row is counted by a report over nothing else. */
export function reportStory(house: House, { id, formal, requirement }: Stated<"report">): Scenario | undefined {
  const entry = Object.entries(house.api.operations).find(([, { id: own }]) => own === `${requirement.id}/report`);
  const noun = house.tables.find(({ noun: one }) => one.name === formal.concept || one.actor === formal.concept);
  const model = noun && modelNameOf(house.database, noun.noun.id);
  const kind = formal.actors.find((one) => Object.hasOwn(house.requirements.actors, one));
  if (!entry || !noun || model === undefined || kind === undefined || noun.noun.actor !== undefined) return undefined;
  const [operation, node] = entry;
  if (node.answer.shape !== "list" || node.body !== undefined || Object.keys(node.parameters).length > 0) return undefined;
  const plan = newPlan(house);
  plan.alone = true;
  const row = makeRow(plan, noun, {});
  const caller = row && (plan.callers.find((one) => one.kind === kind) ?? makeActor(plan, kind));
  if (!row || !caller || plan.world.fuzzy.has(model)) return undefined;
  const rows = plan.world.rows.filter((one) => one.model === model && !one.hidden);
  const actor = actorValue(caller);
  const inside = rows.map((one) => (formal.where ? evaluate(plan.world, formal.where, { row: rowValue(one), actor }) : true));
  if (rows.length !== 1 || inside[0] !== true) return undefined;
  const answer = variable(plan, "report");
  const line = variable(plan, "line");
  const statements: TestStatement[] = [
    { type: "call", call: { operation, as: caller.row!.variable! }, name: answer },
    { type: "let", name: line, value: callFunction("first", path(answer, "data")) },
  ];
  plan.statements.push(...statements);
  const properties = house.api.schemas[node.answer.schema!]?.properties ?? {};
  const expectLine = (property: string, value: ReturnType<typeof evaluate>): void => {
    const schema = properties[property]?.schema;
    const condition = schema && expectValue(plan, path(line, property), schema, value);
    if (condition) plan.statements.push({ type: "expect", condition });
  };
  for (const [group, expression] of Object.entries(formal.by)) {
    expectLine(group, evaluate(plan.world, expression, { row: rowValue(row), actor }));
  }
  for (const [measure, { operation: how }] of Object.entries(formal.measures)) if (how === "count") expectLine(measure, 1);
  return story(plan, { id: `${requirement.id}/story`, group: node.group, title: requirement.statement, proves: [id] });
}

