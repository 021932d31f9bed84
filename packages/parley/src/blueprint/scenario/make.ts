import type { ApiSchema, Property } from "../../api/document.ts";
import { call as callFunction, path } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { visit } from "../../expression/visit.ts";
import { namesRow } from "../../scenario/print/builders.ts";
import type { FormalOf } from "../../requirements/document.ts";
import type { TestStatement } from "../../scenario/document.ts";
import { nounOf, ownerSource, permissionsFor, reachOf, statedOf } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import { clientFields, clientRelations, type Table } from "../tables.ts";
import { choicesOf, inputsOf, sampled, search, type Choice } from "./choose.ts";
import { conjuncts, evaluate, isTrue } from "./evaluate.ts";
import {
  actorValue,
  conditionsOf,
  guest,
  operationFor,
  predict,
  predictCreate,
  reaches,
  tableNamed,
  type Caller,
  type Named,
  type Outcome,
} from "./house.ts";
import {
  advance,
  attempt,
  callOf,
  idOf,
  kindsToTry,
  makeActor,
  newRow,
  sample,
  variable,
  type Plan,
} from "./plan.ts";
import { pathsTo } from "./paths.ts";
import { isRowId, typeOf, unknown, type Value } from "./value.ts";
import { rowAt, rowValue, type WorldRow } from "./world.ts";

/** What a row is wanted to be like. */
export interface Wish {
  /** Columns with known values: keys, and fields that are chosen. */
  fixed?: Record<string, Value>;
  /** Who should make it, where they may. */
  by?: Caller | undefined;
  chosen?: Record<string, Choice>;
  /** The name of the test's variable. */
  as?: string;
}

/** Models that are being made: a chain that comes back to one of them ends. */
type Trail = readonly string[];

/** How a row is created: everything a call needs, before it is made. */
export interface Creation {
  table: Table;
  found: Named;
  caller: Caller;
  row: WorldRow;
  parent?: WorldRow;
  schema?: string;
  fixed: Record<string, Expression>;
  input: Value;
}

const longest = 6;

/** Makes a row by its operation or by what brings it about. */
export function makeRow(plan: Plan, table: Table, wish: Wish = {}, trail: Trail = []): WorldRow | undefined {
  if (table.noun.actor !== undefined) return makeActor(plan, table.noun.actor)?.row;
  if (trail.length > longest || trail.includes(table.name)) return undefined;
  const below = [...trail, table.name];
  for (const caller of callersFor(plan, table, "create", wish.by)) {
    const made = attempt(plan, (trial) => {
      const creation = prepare(trial, table, caller, wish, below);
      return creation && outcomeOf(trial, creation)?.type === "succeeds"
        ? commit(trial, creation, wish.as)
        : undefined;
    });
    if (made) return made;
  }
  return bringAbout(plan, table, below);
}

/** A caller that exists, or a kind of which one is made. */
type Candidate = Caller | string;

export function callersFor(plan: Plan, table: Table, action: string, first?: Caller): Candidate[] {
  const found = operationFor(plan.house, table, action);
  if (!found) return [];
  const { access } = found.operation;
  const known = [...(first ? [first] : []), ...plan.callers].filter(({ kind }) => access.includes(kind));
  const kinds = kindsToTry(plan.house).filter((kind) => access.includes(kind));
  return [...new Set(known), ...kinds, ...(access.includes("public") ? [guest] : [])];
}

export function resolveCaller(plan: Plan, candidate: Candidate): Caller | undefined {
  if (typeof candidate === "string") return makeActor(plan, candidate);
  if (!candidate.row) return candidate;
  return plan.callers.find(({ row }) => row?.id === candidate.row!.id) ?? candidate;
}

/** Makes what the creation needs, and chooses what its conditions ask for. */
export function prepare(
  plan: Plan,
  table: Table,
  candidate: Candidate,
  wish: Wish,
  trail: Trail,
): Creation | undefined {
  const { house } = plan;
  const found = operationFor(house, table, "create");
  const caller = resolveCaller(plan, candidate);
  if (!found || !caller) return undefined;
  const values: Record<string, Value> = {};
  const fixed: Record<string, Expression> = {};

  const parent = parentFor(plan, table, caller, wish, trail);
  if (parent === "none") return undefined;
  if (parent) values[`${table.noun.parent!.as}Id`] = parent.id;
  if (!relate(plan, table, caller, wish, trail, values, fixed)) return undefined;

  const schema = found.operation.body;
  const properties = schema === undefined ? {} : (house.api.schemas[schema]?.properties ?? {});
  if (!fillFields(table, properties, values, fixed, wish)) return undefined;
  stateAndOwner(plan, table, caller, wish, values);
  const row = newRow(plan, table.name, values);
  row.hidden = true;
  const creation: Creation = {
    table,
    found,
    caller,
    row,
    ...(parent ? { parent } : {}),
    ...(schema === undefined ? {} : { schema }),
    fixed,
    input: { type: "object", properties: inputValues(properties, values, fixed) },
  };
  compute(plan, table, "create", caller, row, creation.input);
  if (outcomeOf(plan, creation)?.type !== "succeeds") remedy(plan, creation, trail);
  return creation;
}

export function outcomeOf(plan: Plan, { table, caller, row, input }: Creation): Outcome | undefined {
  return predictCreate(plan.house, plan.world, table, caller, row, input);
}

/** The call that creates it. */
export function creationCall({ found, caller, parent, schema, fixed }: Creation) {
  const body = schema === undefined ? undefined : sample(schema, fixed);
  return callOf(found, caller, parent && idOf(parent), body);
}

/** Makes the call; the row is there now, and so is what follows from it. */
export function commit(plan: Plan, creation: Creation, wished?: string): WorldRow {
  const { table, row, caller, input, found } = creation;
  delete row.hidden;
  const call = creationCall(creation);
  if (found.operation.answer.shape === "one") {
    row.variable = variable(plan, wished ?? table.name);
    plan.statements.push({ type: "call", call, name: row.variable });
  } else plan.statements.push({ type: "call", call });
  follow(plan, table, "create", caller, row, input);
  return row;
}

function parentFor(
  plan: Plan,
  table: Table,
  caller: Caller,
  wish: Wish,
  trail: Trail,
): WorldRow | "none" | undefined {
  const { parent } = table.noun;
  if (!parent || !Object.hasOwn(table.model.relations, parent.as)) return undefined;
  const given = rowAt(plan.world, wish.fixed?.[`${parent.as}Id`]);
  const above = tableNamed(plan.house, table.model.relations[parent.as]!.target);
  const row = given ?? (above && makeRow(plan, above, { by: caller }, trail));
  return row && idOf(row) ? row : "none";
}

/** Rows that the body has to name. Profiles are of fresh actors. */
function relate(
  plan: Plan,
  table: Table,
  caller: Caller,
  wish: Wish,
  trail: Trail,
  values: Record<string, Value>,
  fixed: Record<string, Expression>,
): boolean {
  const { house } = plan;
  const ownRelation = table.noun.owner?.as;
  for (const relation of clientRelations(house.requirements, table, "create")) {
    const column = `${relation}Id`;
    const { target, required } = table.model.relations[relation]!;
    const isOwner = relation === ownRelation;
    if (
      isOwner &&
      ownerSource(house.requirements, table.noun) === "either" &&
      caller.kind === table.noun.owner!.actor
    ) {
      continue;
    }
    const given = rowAt(plan.world, wish.fixed?.[column]);
    if (!given && !required && !isOwner) {
      values[column] = null;
      continue;
    }
    const row = given ?? makeTarget(plan, target, caller, trail);
    const id = row && idOf(row);
    if (!row || !id) return false;
    values[column] = row.id;
    fixed[column] = id;
  }
  return true;
}

function makeTarget(plan: Plan, target: string, caller: Caller, trail: Trail): WorldRow | undefined {
  const table = tableNamed(plan.house, target);
  if (!table) return undefined;
  return table.noun.actor !== undefined
    ? makeActor(plan, table.noun.actor)?.row
    : makeRow(plan, table, { by: caller }, trail);
}

function fillFields(
  table: Table,
  properties: Record<string, Property>,
  values: Record<string, Value>,
  fixed: Record<string, Expression>,
  wish: Wish,
): boolean {
  const client = new Map(clientFields(table.model));
  for (const [name, { schema, optional }] of Object.entries(properties)) {
    if (Object.hasOwn(fixed, name)) continue;
    // An id that nothing here knows how to make.
    if (!client.has(name) && namesRow(schema) && !optional && schema.type !== "nullable") return false;
    if (!client.has(name)) continue;
    const chosen = wish.chosen?.[name] ?? chosenFor(schema, optional ?? false, wish.fixed?.[name]);
    if (chosen) {
      fixed[name] = chosen.expression;
      values[name] = chosen.value;
    } else values[name] = optional && namesRow(schema) ? null : sampled(schema);
  }
  for (const [name, field] of Object.entries(table.model.fields)) {
    if (Object.hasOwn(values, name)) continue;
    if (field.default?.type === "literal") values[name] = field.default.value;
    else if (field.list) values[name] = [];
    else values[name] = field.nullable ? null : unknown;
  }
  return true;
}

function chosenFor(schema: ApiSchema, optional: boolean, wanted: Value | undefined): Choice | undefined {
  if (wanted === undefined || typeof wanted === "object") return undefined;
  return choicesOf(schema, optional).find(({ value }) => value === wanted);
}

function stateAndOwner(
  plan: Plan,
  table: Table,
  caller: Caller,
  wish: Wish,
  values: Record<string, Value>,
): void {
  const { owner, lifecycle, references } = table.noun;
  if (lifecycle) values[lifecycle.attribute] = lifecycle.initial;
  if (owner && !Object.hasOwn(values, `${owner.as}Id`)) values[`${owner.as}Id`] = caller.row?.id ?? null;
  for (const [name, reference] of Object.entries(references)) {
    if (reference.server) values[`${name}Id`] ??= reference.optional ? null : unknown;
  }
  for (const { formal } of statedOf(plan.house.requirements, "sequence")) {
    if (formal.concept !== table.noun.name) continue;
    const key = values[`${formal.per}Id`];
    const before = plan.world.rows.filter(
      (row) => row.model === table.name && !row.hidden && row.values[`${formal.per}Id`] === key,
    );
    const last = before
      .map((row) => row.values[formal.attribute])
      .filter((value) => typeof value === "number");
    const isWhole = isRowId(key) && last.length === before.length && !plan.world.fuzzy.has(table.name);
    values[formal.attribute] = isWhole ? Math.max(0, ...last) + 1 : unknown;
  }
}

/** What a body holds; what it leaves out reads as null. */
function inputValues(
  properties: Record<string, Property>,
  values: Record<string, Value>,
  fixed: Record<string, Expression>,
): Record<string, Value> {
  const entries = Object.entries(properties).map(([name, { optional, schema }]): [string, Value] => {
    if (optional && namesRow(schema) && !Object.hasOwn(fixed, name)) return [name, null];
    return [name, values[name] ?? null];
  });
  return Object.fromEntries(entries);
}

/** Attributes that the server works out when an action happens. */
export function compute(
  plan: Plan,
  { noun }: Table,
  action: string,
  caller: Caller,
  row: WorldRow,
  input: Value,
): void {
  const names = { row: rowValue(row), actor: actorValue(caller), input };
  const written = statedOf(plan.house.requirements, "computed")
    .filter(({ formal }) => formal.concept === noun.name && formal.action === action)
    .map(({ formal }): [string, Value] => [
      columnNameOf(noun, formal.attribute),
      evaluate(plan.world, formal.value, names),
    ]);
  Object.assign(row.values, Object.fromEntries(written));
}

/** Rows that an action brings about or changes besides. */
export function follow(
  plan: Plan,
  { noun }: Table,
  action: string,
  caller: Caller,
  row: WorldRow,
  input: Value,
): void {
  const { house, world } = plan;
  const names = { row: rowValue(row), actor: actorValue(caller), input, action };
  for (const { formal } of statedOf(house.requirements, "effect")) {
    if (formal.concept !== noun.name || formal.action !== action || formal.effect.type === "notify") continue;
    const { effect } = formal;
    const target = nounOf(house.requirements, effect.concept);
    const table = target && house.tables.find(({ noun: other }) => other.name === target.name);
    if (!target || !table) continue;
    const happens = formal.when ? isTrue(world, formal.when, names) : true;
    if (happens === false) continue;
    if (effect.type === "create" && happens) {
      const values: Record<string, Value> = {};
      fillFields(table, {}, values, {}, {});
      if (target.lifecycle) values[target.lifecycle.attribute] = target.lifecycle.initial;
      for (const [name, relation] of Object.entries(table.model.relations)) {
        values[`${name}Id`] = relation.required ? unknown : null;
      }
      for (const [field, value] of Object.entries(effect.data)) {
        values[columnNameOf(target, field)] = evaluate(world, value, names);
      }
      newRow(plan, table.name, values);
    } else if (effect.type === "create") world.fuzzy.add(table.name);
    else {
      for (const other of world.rows.filter(({ model }) => model === table.name)) {
        const meant = isTrue(world, effect.where, { ...names, [effect.parameter]: rowValue(other) });
        if (meant === false) continue;
        for (const [field, value] of Object.entries(effect.data)) {
          other.values[columnNameOf(target, field)] =
            happens && meant ? evaluate(world, value, names) : unknown;
        }
      }
    }
  }
}

/** Chooses values, makes rows that are asked for, or waits, until the creation would succeed. */
function remedy(plan: Plan, creation: Creation, trail: Trail): void {
  const { house } = plan;
  const { table, caller, schema } = creation;
  const conditions = conditionsOf(house, table, "create").map(({ formal }) => formal.condition);
  const reach = reachOf(
    house.requirements,
    table.noun,
    permissionsFor(house.requirements, table.noun, "create"),
    caller.kind,
  );
  if (reach) conditions.push(reach);
  for (const condition of conditions) {
    witness(
      plan,
      condition,
      { row: rowValue(creation.row), actor: actorValue(caller), input: creation.input },
      trail,
      caller,
    );
  }
  if (schema === undefined || outcomeOf(plan, creation)?.type === "succeeds") return;
  if (choose(plan, creation, conditions, (outcome) => outcome?.type === "succeeds")) return;
  // Refused all the same: then by what comes after the conditions.
  const own = new Set(["forbidden", ...conditionsOf(house, table, "create").map(({ formal }) => formal.error.code)]);
  choose(plan, creation, conditions, (outcome) => outcome?.type === "refused" && !own.has(outcome.refusal.code ?? ""));
}

/** Fixes properties that the conditions read so that the outcome is the one wanted. */
export function choose(
  plan: Plan,
  creation: Creation,
  conditions: readonly Expression[],
  wanted: (outcome: Outcome | undefined) => boolean,
): boolean {
  const { schema, row, fixed } = creation;
  if (schema === undefined) return false;
  const client = clientFields(creation.table.model).map(([name]) => name);
  const names = [...new Set(conditions.flatMap((condition) => inputsOf(condition, client)))];
  const before = { ...row.values };
  const apply = (chosen: Record<string, Choice>): void => {
    for (const [name, { value }] of Object.entries(chosen)) row.values[name] = value;
    if (typeof creation.input === "object" && creation.input && "properties" in creation.input) {
      const changed = Object.fromEntries(Object.entries(chosen).map(([name, { value }]) => [name, value]));
      creation.input = { type: "object", properties: { ...creation.input.properties, ...changed } };
    }
    compute(plan, creation.table, "create", creation.caller, row, creation.input);
  };
  const input = creation.input;
  const found = search(plan.house.api, schema, names, (chosen) => {
    apply(chosen);
    return wanted(outcomeOf(plan, creation));
  });
  if (!found) {
    row.values = before;
    creation.input = input;
    return false;
  }
  for (const [name, { expression }] of Object.entries(found)) fixed[name] = expression;
  return true;
}

/** Makes rows that a condition asks to exist, where equations say which. */
export function witness(
  plan: Plan,
  condition: Expression,
  names: Record<string, Value>,
  trail: Trail,
  by: Caller | undefined,
): void {
  visit(condition, (node) => {
    if (node.type !== "query" || node.operation !== "exists") return;
    if (isTrue(plan.world, condition, names)) return false;
    const table = tableNamed(plan.house, node.model);
    if (!table) return;
    const fixed: Record<string, Value> = {};
    for (const part of conjuncts(node.where)) {
      if (part.type !== "binary" || part.operator !== "==") continue;
      for (const [column, value] of [
        [part.left, part.right],
        [part.right, part.left],
      ] as const) {
        if (
          column.type !== "member" ||
          column.object.type !== "name" ||
          column.object.name !== node.parameter
        )
          continue;
        const known = evaluate(plan.world, value, names);
        if (typeOf(known) !== "unknown") fixed[column.property] = known;
      }
    }
    const chain = trail.filter((model) => model !== table.name);
    if (chain.length < trail.length) return;
    attempt(plan, (trial) => {
      const made = makeRow(trial, table, { fixed, by }, trail);
      return made && isTrue(trial.world, condition, names) ? made : undefined;
    });
  });
}

export const waits = ["P1DT12H", "P10DT12H", "P40DT12H", "P400DT12H"];

/** A row that only an action on another one brings about. */
function bringAbout(plan: Plan, table: Table, trail: Trail): WorldRow | undefined {
  for (const { formal } of statedOf(plan.house.requirements, "effect")) {
    const made = bringAboutBy(plan, table, formal, trail);
    if (made) return made;
  }
  return undefined;
}

/** Does what brings a row about, waiting before it where that helps, and reads the row. */
export function bringAboutBy(
  plan: Plan,
  table: Table,
  formal: FormalOf<"effect">,
  trail: Trail,
): WorldRow | undefined {
  if (formal.effect.type !== "create" || formal.effect.concept !== table.noun.name) return undefined;
  const source = plan.house.tables.find(({ noun }) => noun.name === formal.concept);
  if (!source) return undefined;
  for (const wait of [undefined, ...waits]) {
    const made = attempt(plan, (trial) => {
      const origin = makeRow(trial, source, {}, trail);
      if (!origin) return undefined;
      const first = trial.world.rows.length;
      if (wait !== undefined) advance(trial, wait);
      if (formal.action !== "create" && !actWith(trial, source, formal.action, origin)) return undefined;
      const later = formal.action === "create" ? trial.world.rows : trial.world.rows.slice(first);
      const row = later.findLast(({ model }) => model === table.name);
      return row && !trial.world.fuzzy.has(table.name) && locate(trial, table, row) ? row : undefined;
    });
    if (made) return made;
  }
  return undefined;
}

/** Does an action, after the transitions that it needs. */
function actWith(plan: Plan, table: Table, action: string, row: WorldRow): boolean {
  for (const steps of [[], ...pathsTo(table, action)]) {
    const done = attempt(plan, (trial) => {
      const target = rowAt(trial.world, row.id)!;
      return [...steps, action].every((step) => act(trial, table, step, target)) || undefined;
    });
    if (done) return true;
  }
  return false;
}

/** Reads a row that no answer told of from a list in which it stands alone. */
function locate(plan: Plan, table: Table, row: WorldRow): WorldRow | undefined {
  for (const candidate of callersFor(plan, table, "list")) {
    const found = attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const list = operationFor(trial.house, table, "list");
      const target = trial.world.rows.find(({ id }) => id === row.id)!;
      if (!caller || !list) return undefined;
      const query = narrowing(trial, list, target);
      const parent = table.noun.parent && rowAt(trial.world, target.values[`${table.noun.parent.as}Id`]);
      const inside = trial.world.rows.filter(
        (other) =>
          other.model === table.name &&
          !other.hidden &&
          (!query || other.values[query.column] === target.values[query.column]) &&
          (!parent || other.values[`${table.noun.parent!.as}Id`] === parent.id),
      );
      const seen = inside.map((other) => reaches(trial.world, other, "read", caller.kind, caller));
      if (seen.some((one) => one === undefined)) return undefined;
      const visible = inside.filter((_, index) => seen[index]);
      if (visible.length !== 1 || visible[0] !== target) return undefined;
      if (table.noun.parent && !(parent && idOf(parent))) return undefined;
      if (!query && !parent) trial.alone = true;
      const answer = variable(trial, table.model.group);
      const call = callOf(list, caller, parent && idOf(parent));
      trial.statements.push({
        type: "call",
        call: { ...call, ...(query ? { query: query.query } : {}) },
        name: answer,
      });
      target.variable = variable(trial, table.name);
      trial.statements.push({
        type: "let",
        name: target.variable,
        value: callFunction("first", path(answer, "data")),
      });
      return target;
    });
    if (found) return found;
  }
  return undefined;
}

/** A filter by a row of this test that the wanted one points to. */
function narrowing(
  plan: Plan,
  { operation }: Named,
  row: WorldRow,
): { column: string; query: Record<string, Expression> } | undefined {
  for (const [name, { field, operator }] of Object.entries(operation.listing?.filters ?? {})) {
    const target = operator === "equals" ? rowAt(plan.world, row.values[field]) : undefined;
    const id = target && idOf(target);
    if (id) return { column: field, query: { [name]: id } };
  }
  return undefined;
}

/** An action that is ready to be called. */
export interface Action {
  found: Named;
  caller: Caller;
  body?: Expression;
  input: Value;
}

/** Finds somebody who may do an action on a row, and does it. */
export function act(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  first?: Caller,
): Action | undefined {
  for (const candidate of callersFor(plan, table, action, first)) {
    const done = attempt(plan, (trial) => {
      const caller = resolveCaller(trial, candidate);
      const target = trial.world.rows.find(({ id }) => id === row.id)!;
      const ready = caller && prepareAction(trial, table, action, target, caller);
      if (!ready) return undefined;
      const { answer } = ready.found.operation;
      const call = callOf(ready.found, ready.caller, idOf(target), ready.body);
      const statement: TestStatement = { type: "call", call };
      if (answer.shape === "one") {
        const answered = variable(trial, `${action}_${table.name}`);
        statement.name = answered;
      }
      trial.statements.push(statement);
      happen(trial, table, action, ready.caller, target, ready.input);
      return ready;
    });
    if (done) return done;
  }
  return undefined;
}

/** The body that lets an action succeed, where there is one. */
export function prepareAction(
  plan: Plan,
  table: Table,
  action: string,
  row: WorldRow,
  caller: Caller,
  wanted: (outcome: Outcome | undefined) => boolean = (outcome) => outcome?.type === "succeeds",
): Action | undefined {
  const found = operationFor(plan.house, table, action);
  if (!found || !idOf(row)) return undefined;
  const schema = found.operation.body;
  if (schema === undefined) {
    const input: Value = { type: "object", properties: {} };
    return wanted(predict(plan.house, plan.world, table, action, caller, row, input))
      ? { found, caller, input }
      : undefined;
  }
  const properties = plan.house.api.schemas[schema]?.properties ?? {};
  const conditions = conditionsOf(plan.house, table, action).map(({ formal }) => formal.condition);
  const named = Object.keys(properties);
  const read = [...new Set(conditions.flatMap((condition) => inputsOf(condition, named)))];
  const required = Object.entries(properties).filter(([, { optional }]) => !optional);
  if (required.some(([, { schema: type }]) => namesRow(type) && type.type !== "nullable")) return undefined;
  const plain = Object.fromEntries(
    Object.entries(properties).map(([name, { schema: type, optional }]): [string, Value] => [
      name,
      optional && namesRow(type) ? null : sampled(type),
    ]),
  );
  let input: Value = { type: "object", properties: plain };
  const chosen = search(plan.house.api, schema, read, (choices) => {
    const changed = Object.fromEntries(Object.entries(choices).map(([name, { value }]) => [name, value]));
    input = { type: "object", properties: { ...plain, ...changed } };
    return wanted(predict(plan.house, plan.world, table, action, caller, row, input));
  });
  if (!chosen) return undefined;
  const fixed = Object.fromEntries(
    Object.entries(chosen).map(([name, { expression }]) => [name, expression]),
  );
  return { found, caller, body: sample(schema, fixed), input };
}

/** What an action that succeeded changed. */
export function happen(
  plan: Plan,
  table: Table,
  action: string,
  caller: Caller,
  row: WorldRow,
  input: Value,
): void {
  const { noun } = table;
  const properties = typeof input === "object" && input && "properties" in input ? input.properties : {};
  const names = { row: rowValue(row), actor: actorValue(caller), input };
  if (action === "delete") {
    follow(plan, table, action, caller, row, input);
    row.hidden = true;
    for (const model of Object.keys(plan.world.database.models)) {
      const points = Object.values(plan.world.database.models[model]!.relations).some(
        ({ target }) => target === row.model,
      );
      if (points && plan.world.rows.some((other) => other.model === model && !other.hidden))
        plan.world.fuzzy.add(model);
    }
    return;
  }
  const transition = noun.lifecycle?.transitions[action];
  const written: Record<string, Value> = {};
  if (transition) {
    if (transition.from.length > 1 || transition.from[0] !== transition.to)
      written[noun.lifecycle!.attribute] = transition.to;
    for (const field of Object.keys(transition.input ?? {})) {
      if (Object.hasOwn(table.model.fields, field)) written[field] = properties[field] ?? null;
    }
    for (const [field, value] of Object.entries(transition.sets ?? {})) {
      written[columnNameOf(noun, field)] = evaluate(plan.world, value, names);
    }
  } else {
    for (const [field, value] of Object.entries(properties)) {
      if (Object.hasOwn(row.values, field))
        written[field] = namesRowColumn(table, field) ? row.values[field]! : value;
    }
  }
  const before = { ...row.values };
  compute(plan, table, action, caller, row, input);
  const computed = Object.fromEntries(
    Object.entries(row.values).filter(([name, value]) => before[name] !== value),
  );
  Object.assign(row.values, written, computed);
  follow(plan, table, action, caller, row, input);
}

function namesRowColumn(table: Table, column: string): boolean {
  return column.endsWith("Id") && Object.hasOwn(table.model.relations, column.slice(0, -2));
}
