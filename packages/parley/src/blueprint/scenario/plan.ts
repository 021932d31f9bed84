import { parametersOf } from "../../api/path.ts";
import { modelNameOf } from "../../database/fields.ts";
import { call, object, path, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { FormalOf } from "../../requirements/document.ts";
import { freshName } from "../../expression/visit.ts";
import type { Call, TestStatement } from "../../scenario/document.ts";
import { fileNames } from "../../scenario/names.ts";
import { camelCase } from "../../text/names.ts";
import { typescriptGlobals, typescriptReserved } from "../../text/reserved.ts";
import { kindsByPrecedence, profileName, statedOf, targetOf } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import type { Table } from "../tables.ts";
import { type Choice, chosenAt } from "./choose.ts";
import type { Bindings } from "./evaluate.ts";
import type { Caller, House, Named } from "./house.ts";
import { durationMs, unknown, type Value } from "./value.ts";
import { columnExpression, profileValue } from "./profile.ts";
import { cloneWorld, type World, type WorldRow } from "./world.ts";

/** What a row is wanted to be like. */
export interface Wish {
  /** Columns with known values: keys, and fields that are chosen. */
  fixed?: Record<string, Value>;
  /** Who should make it, where they may. */
  by?: Caller | undefined;
  chosen?: Record<string, Choice>;
  /** References to actors of the caller's kind name the caller, not somebody else. */
  self?: boolean;
  /** Rows that it points to are made by somebody else of the caller's kind. */
  apart?: boolean;
  /** What rows below it point to of the caller's kind is the caller. */
  own?: boolean;
  /** Rows whose references are used again: what the new row points to has them in common. */
  near?: readonly string[];
  /** The name of the test's variable. */
  as?: string;
  /** Nothing names it, so that it may be one that nobody can read. */
  unread?: boolean;
}

/** Models that are being made: a chain that comes back to one of them ends. */
export type Trail = readonly string[];

/** Makes a row by its operation or by what brings it about. */
export type MakeRow = (plan: Plan, table: Table, wish: Wish, trail: Trail) => WorldRow | undefined;

/**
 * What bodies are to hold where the house's own choice would not do: by the model of a new row, or by `Table.action`,
 * then by field.
 */
export type Preferences = Readonly<Record<string, Readonly<Record<string, Choice>>>>;

/** For whom and with what a condition is to hold. */
export interface Goal {
  names: Bindings;
  /** Models that are being made. */
  trail: Trail;
  /** Who makes what is missing, where they may. */
  by?: Caller | undefined;
  /** The action whose body is `input`, as `Table.action`: it is chosen after what its conditions ask for. */
  body?: string;
}

/** A step that may make a condition true. */
export type Way = (trial: Plan) => void;

/** Makes a condition true, or false where that is wanted, by what actors can do. */
export type Achieve = (plan: Plan, condition: Expression, goal: Goal, wanted?: boolean) => boolean;

/** A condition that could not be made true (or false), in the world in which it was wanted. */
export interface Miss {
  condition: Expression;
  wanted: boolean;
  names: Bindings;
  body?: string | undefined;
  /** How many other conditions it was wanted for. */
  depth: number;
  world: World;
}

/** What is being tried, shared by a plan and its forks. */
export interface Effort {
  /** How many more ways may be tried. */
  left: number;
  /** How many conditions are being made true, each for the one before it, and how many may be. */
  depth: number;
  deepest: number;
  /** Whether more would have been tried if it might have been. */
  isCut: boolean;
  /** Rows and the actions that are being prepared on them. */
  busy: Set<string>;
  /** Actions that were tried, as `Table.action`. */
  tried: Set<string>;
  misses: Miss[];
}

/** Statements of a test so far, and what is known of the rows that they make. */
export interface Plan {
  house: House;
  /** How the rows are made that other rows need. */
  makeRow: MakeRow;
  achieve: Achieve;
  world: World;
  statements: TestStatement[];
  names: Set<string>;
  callers: Caller[];
  /** Counts ids and chosen words. */
  count: number;
  /** The clock is moved, or rows of everybody are counted. */
  alone: boolean;
  preferences: Preferences;
  effort: Effort;
  /** Told whenever an effect happens, at the point where it does. */
  watched?: { formal: FormalOf<"effect">; happens: (plan: Plan, names: Bindings) => void };
}

/** Names that no variable of a test may have. */
const reservedNames = new Set([...fileNames, "page", "answer", ...typescriptReserved, ...typescriptGlobals]);

/** How many ways are tried for one call: more help only where nothing would. */
export const EFFORT = 150;

/** A plan without statements. */
export function emptyPlan(
  house: House,
  { makeRow, achieve }: Pick<Plan, "makeRow" | "achieve">,
  preferences: Preferences,
  left = EFFORT,
): Plan {
  const { database, requirements } = house;
  const peopled = Object.values(requirements.actors).flatMap((actor) =>
    actor.arises === "bootstrap" ? (modelNameOf(database, actor.id) ?? []) : [],
  );
  return {
    house,
    world: { database, rows: [], now: 0, fuzzy: new Set(), peopled: new Set(peopled), crowded: false },
    makeRow,
    achieve,
    statements: [],
    names: new Set(),
    callers: [],
    count: 0,
    alone: false,
    preferences,
    effort: { left, depth: 0, deepest: 0, isCut: false, busy: new Set(), tried: new Set(), misses: [] },
  };
}

/** A plan that goes on from here without touching the first. */
export function fork(plan: Plan): Plan {
  const world = cloneWorld(plan.world);
  return {
    ...plan,
    world,
    statements: [...plan.statements],
    names: new Set(plan.names),
    callers: plan.callers.map(({ kind, row }) => ({
      kind,
      ...(row ? { row: world.rows.find(({ id }) => id === row.id)! } : {}),
    })),
  };
}

/** Takes over what a fork found out. Rows and callers that the plan knows stay the same objects. */
export function adopt(plan: Plan, from: Plan): void {
  const known = new Map(plan.world.rows.map((row) => [row.id, row]));
  const rows = from.world.rows.map((row) => {
    const own = known.get(row.id);
    if (!own) return row;
    delete own.hidden;
    return Object.assign(own, row);
  });
  const callers = from.callers.map(
    (caller) => plan.callers.find(({ row }) => row && row.id === caller.row?.id) ?? caller,
  );
  Object.assign(plan, from, { world: { ...from.world, rows }, callers });
}

/** Tries something on a fork, and keeps it where it gives something. */
export function attempt<Found>(plan: Plan, body: (trial: Plan) => Found | undefined): Found | undefined {
  const trial = fork(plan);
  const found = body(trial);
  if (found !== undefined) adopt(plan, trial);
  return found;
}

export function needsAlone(plan: Plan): boolean {
  return plan.alone || plan.world.crowded;
}

export function variable(plan: Plan, wished: string): string {
  const base = camelCase(wished).slice(0, 40);
  const has = (name: string): boolean => plan.names.has(name) || reservedNames.has(name);
  const free = freshName(/^[a-z]/.test(base) ? base : `row${base}`, { has });
  plan.names.add(free);
  return free;
}

export function newRow(plan: Plan, model: string, values: Record<string, Value>): WorldRow {
  const row: WorldRow = {
    id: `@${(plan.count += 1)}`,
    model,
    values: { createdAt: { type: "moment", at: plan.world.now, slack: 0 }, ...values },
  };
  plan.world.rows.push(row);
  return row;
}

/** A fresh actor of a kind, signed in. `chosen`: what the profile is to hold. */
export function makeActor(
  plan: Plan,
  kind: string,
  wished = kind,
  chosen: Readonly<Record<string, Choice>> = {},
): Caller | undefined {
  const actor = plan.house.requirements.actors[kind];
  const model = actor && modelNameOf(plan.house.database, actor.id);
  if (model === undefined) return undefined;
  const row = newRow(plan, model, { accountId: `@${(plan.count += 1)}` });
  const profile = plan.house.database.models[model]!;
  for (const [name, field] of Object.entries(profile.fields)) {
    row.values[name] ??= profileValue(profile, name, field);
  }
  const said: Record<string, Expression> = {};
  for (const [name, preferred] of Object.entries({ ...plan.preferences[model], ...chosen })) {
    const field = profile.fields[name];
    if (!field) continue;
    const choice = chosenAt(preferred, plan.world.now);
    row.values[name] = choice.value;
    said[name] = columnExpression(field, choice.expression);
  }
  row.settled = new Set(Object.keys(chosen));
  row.variable = variable(plan, wished);
  const isSaid = Object.keys(said).length > 0;
  plan.statements.push({ type: "actor", name: row.variable, kind, ...(isSaid ? { profile: said } : {}) });
  forgetTouched(plan, kind);
  const caller: Caller = { kind, row };
  plan.callers.push(caller);
  return caller;
}

/** What follows from signing up is not followed here, so what it may touch is not known. */
function forgetTouched({ house, world }: Plan, kind: string): void {
  for (const { formal } of statedOf(house.requirements, "effect")) {
    if (formal.concept !== profileName(kind) || formal.action !== "create") continue;
    if (formal.effect.type === "notify") continue;
    const target = targetOf(house.requirements, formal.effect.concept);
    const model = target && modelNameOf(house.database, target.id);
    if (!target || model === undefined) continue;
    if (formal.effect.type === "create") world.fuzzy.add(model);
    for (const field of Object.keys(formal.effect.data)) {
      for (const row of world.rows)
        if (row.model === model) row.values[columnNameOf(target, field)] = unknown;
    }
  }
}

export function callerName({ row }: Caller): string {
  return row?.variable ?? "guest";
}

/** The variable of a row's id; `undefined` where no answer told it. */
export function idOf(row: WorldRow): Expression | undefined {
  return row.variable === undefined ? undefined : path(row.variable, "id");
}

export function callOf(
  { name, operation }: Named,
  caller: Caller,
  target: Expression | undefined,
  body?: Expression,
): Call {
  const [parameter] = parametersOf(operation.path);
  return {
    operation: name,
    as: callerName(caller),
    ...(parameter !== undefined && target ? { path: { [parameter]: target } } : {}),
    ...(body ? { body } : operation.body === undefined ? {} : { body: object({}) }),
  };
}

export function sample(schema: string, fixed: Record<string, Expression> = {}): Expression {
  return Object.keys(fixed).length === 0
    ? call("sample", text(schema))
    : call("sample", text(schema), object(fixed));
}

export function advance(plan: Plan, duration: string): void {
  plan.statements.push({ type: "advance", duration });
  plan.world.now += durationMs(duration) ?? 0;
  plan.alone = true;
}

/** Kinds that may act at all, in the order in which they are tried: those who arise most easily first. */
export function kindsToTry(house: House): string[] {
  return kindsByPrecedence(house.requirements)
    .filter((kind) => kind !== "guest")
    .toReversed();
}

/** Notes a condition that could not be met as things are. */
export function noteMiss(
  { effort, world }: Plan,
  condition: Expression,
  { names, body }: Goal,
  wanted: boolean,
): void {
  effort.misses.push({ condition, wanted, names, body, depth: effort.depth, world: cloneWorld(world) });
}
