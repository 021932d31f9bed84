import type { Expression } from "../../expression/document.ts";
import { operandsOf, visit } from "../../expression/visit.ts";
import { statedFor, statedOf } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import type { Table } from "../tables.ts";
import { act } from "./action.ts";
import { amendWays } from "./amend.ts";
import { detailOf } from "./detail.ts";
import { effectWays } from "./effect-ways.ts";
import { type Bindings, evaluate, isTrue } from "./evaluate.ts";
import { tableNamed } from "./house.ts";
import { walksFrom } from "./paths.ts";
import { advance, attempt, type Goal, noteMiss, type Plan, type Way, type Wish } from "./plan.ts";
import { type Sought, soughtIn } from "./sought.ts";
import { makeSought, matching } from "./sought-rows.ts";
import { durationMs, isRowId } from "./value.ts";
import { waitsFor } from "./waits.ts";
import { rowAt, rowOf, rowValue, type WorldRow } from "./world.ts";

/** How many conditions may be made true each for the one before it: few first, since most need no more. */
const depths = [1, 2, 3, 4];
const mostRows = 5;
/** Where a condition counts up to a number that is written in it. */
const mostCounted = 24;

/**
 * Makes a condition true, or false, by what actors can do: rows that it asks for, walks through states, actions that
 * change its rows, and waiting. False where nothing was found; then the plan is as before, and what was missing is
 * noted in its effort.
 */
export function achieve(plan: Plan, condition: Expression, goal: Goal, wanted = true): boolean {
  const holds = ({ world }: Plan): boolean => isTrue(world, condition, goal.names) === wanted;
  if (holds(plan)) return true;
  if (condition.type === "unary" && condition.operator === "!") {
    return achieve(plan, condition.operand, goal, !wanted);
  }
  if (condition.type === "binary" && (condition.operator === "&&" || condition.operator === "||")) {
    const parts = operandsOf(condition.operator, condition);
    if ((condition.operator === "&&") !== wanted) {
      return parts.some((part) => achieve(plan, part, goal, wanted));
    }
    const lost = wanted ? lostPart(plan, condition, goal.names) : undefined;
    if (lost) {
      noteMiss(plan, lost, goal, wanted);
      return false;
    }
    // Parts that hold between two moments hold together after one wait.
    const [wait] = waitingWays(plan, condition, goal, wanted);
    if (wait) {
      wait(plan);
      return true;
    }
    // What can only be done before a while has passed comes first in one of the two orders.
    return [parts, parts.toReversed()].some((order) =>
      attempt(plan, (trial) => {
        const isDone = order.every((part) => achieve(trial, part, goal, wanted));
        return (isDone && holds(trial)) || undefined;
      }),
    );
  }
  if (isSettled(plan, condition, goal.names)) {
    noteMiss(plan, condition, goal, wanted);
    return false;
  }
  const { effort } = plan;
  const done =
    effort.depth > 0
      ? strive(plan, condition, goal, wanted)
      : depths.some(
          (deepest) => (deepest === 1 || effort.isCut) && strive(plan, condition, goal, wanted, deepest),
        );
  if (!done) noteMiss(plan, condition, goal, wanted);
  return done;
}

function strive(plan: Plan, condition: Expression, goal: Goal, wanted: boolean, deepest?: number): boolean {
  const { effort } = plan;
  if (deepest !== undefined) Object.assign(effort, { deepest, isCut: false });
  if (effort.depth >= effort.deepest) {
    effort.isCut = true;
    return false;
  }
  effort.depth += 1;
  const done = waysTo(plan, condition, goal, wanted).some((way) => {
    if (effort.left <= 0) return false;
    effort.left -= 1;
    return attempt(plan, (trial) => {
      way(trial);
      if (isTrue(trial.world, condition, goal.names) === wanted) return true;
      // Its rows may do with other values.
      if (trial.statements.length > plan.statements.length) noteMiss(trial, condition, goal, wanted);
      return undefined;
    });
  });
  effort.depth -= 1;
  return done;
}

/** A part of a condition that is false for good, so that nothing has to be tried for the others. */
export function lostPart(plan: Plan, condition: Expression, names: Bindings): Expression | undefined {
  return operandsOf("&&", condition).find(
    (part) => isSettled(plan, part, names) && isTrue(plan.world, part, names) === false,
  );
}

/** Whether a condition compares the ids of two known rows: nothing that actors do changes that. */
function isSettled({ world }: Plan, condition: Expression, names: Bindings): boolean {
  if (condition.type !== "binary" || !["==", "!="].includes(condition.operator)) return false;
  return [condition.left, condition.right].every((side) => isRowId(evaluate(world, side, names)));
}

function waysTo(plan: Plan, condition: Expression, goal: Goal, wanted: boolean): Way[] {
  const read = readRows(plan, condition, goal.names);
  const holds = ({ world }: Plan): boolean => isTrue(world, condition, goal.names) === wanted;
  return [
    ...rowWays(plan, condition, goal, wanted),
    ...waitingWays(plan, condition, goal, wanted),
    ...[...read].flatMap(([row, columns]) => walkWays(plan, row, columns)),
    ...[...read].flatMap(([row, columns]) => effectWays(plan, row, columns, goal, holds)),
    ...[...read].flatMap(([row, columns]) => amendWays(plan, condition, row, columns, goal, wanted)),
  ];
}

/** The shortest wait after which the condition is as wanted. */
function waitingWays({ world }: Plan, condition: Expression, { names }: Goal, wanted: boolean): Way[] {
  const wait = waitsFor(world, condition).find((duration) => {
    const later = { ...world, now: world.now + durationMs(duration)! };
    return isTrue(later, condition, names) === wanted;
  });
  return wait === undefined ? [] : [(trial) => advance(trial, wait)];
}

/** Rows that a condition reads by name, and what it reads of each. */
function readRows(plan: Plan, condition: Expression, names: Bindings): Map<WorldRow, Set<string>> {
  const rows = new Map<WorldRow, Set<string>>();
  visit(condition, (node) => {
    if (node.type === "query") return false;
    if (node.type !== "member") return undefined;
    const row = rowOf(plan.world, evaluate(plan.world, node.object, names));
    if (row && !row.hidden) rows.set(row, (rows.get(row) ?? new Set()).add(node.property));
    return undefined;
  });
  return rows;
}

/** Rows that a condition looks for or counts are made; those that it speaks of are brought to what it says. */
function rowWays(plan: Plan, condition: Expression, goal: Goal, wanted: boolean): Way[] {
  const ways: Way[] = [];
  visit(condition, (node) => {
    const sought = soughtIn(plan, condition, node, goal.names);
    if (!sought) return undefined;
    const isWhole = node === condition;
    if (isWhole && wanted === (sought.how === "every") && sought.how !== "none") {
      ways.push((trial) => settle(trial, sought, goal, wanted));
    } else if (!isWhole || wanted === (sought.how === "some")) {
      ways.push((trial) => {
        const holds = (): boolean => isTrue(trial.world, condition, goal.names) === wanted;
        const most = Math.max(mostRows, countedTo(condition));
        for (let count = 0; count < most && !holds(); count += 1) {
          if (!find(trial, sought, goal)) return;
        }
      });
    }
    return false;
  });
  return ways;
}

/** The greatest number of rows that a condition may ask for. */
function countedTo(condition: Expression): number {
  if (condition.type !== "binary") return 0;
  const [count, bound] =
    condition.right.type === "integer"
      ? [condition.left, condition.right]
      : [condition.right, condition.left];
  const isCount = (count.type === "query" || count.type === "iterate") && count.operation === "count";
  return isCount && bound.type === "integer" && bound.value < mostCounted ? bound.value + 1 : 0;
}

/** Brings the rows that are there to where the condition holds for them, or does not. */
function settle(plan: Plan, { table, where, parameter, fixed }: Sought, goal: Goal, wanted: boolean): void {
  if (!where) return;
  for (const row of matching(plan, table, fixed)) achieve(plan, where, about(goal, parameter, row), wanted);
}

/** One more row for which the condition holds: one that is there, or a new one. */
function find(plan: Plan, { table, where, parameter, fixed }: Sought, goal: Goal): boolean {
  const fits = (trial: Plan, row: WorldRow): boolean =>
    !where || achieve(trial, where, about(goal, parameter, row));
  for (const row of where ? matching(plan, table, fixed) : []) {
    const own = about(goal, parameter, row);
    if (isTrue(plan.world, where!, own.names) !== true && fits(plan, row)) return true;
  }
  const isMade = (wishFor: (trial: Plan) => Pick<Wish, "fixed" | "chosen">): boolean =>
    attempt(plan, (trial) => {
      const wish = wishFor(trial);
      const made = makeSought(trial, table, { ...wish.fixed, ...fixed }, goal, wish.chosen);
      return made && fits(trial, made) ? made : undefined;
    }) !== undefined;
  if (isMade(() => ({}))) return true;
  if (!where) return false;
  return [false, true].some((isFresh) =>
    isMade((trial) => detailOf(trial, table, where, parameter, goal, { isFresh })),
  );
}

function about(goal: Goal, parameter: string, row: WorldRow): Goal {
  return { ...goal, names: { ...goal.names, [parameter]: rowValue(row) } };
}

/** Through the states of a row; last by transitions from a state that something else has to bring about. */
function walkWays(plan: Plan, row: WorldRow, columns: ReadonlySet<string>): Way[] {
  const table = tableNamed(plan.house, row.model);
  const { lifecycle } = table?.noun ?? {};
  const state = lifecycle && row.values[lifecycle.attribute];
  if (!table || typeof state !== "string") return [];
  const walks = [{ state, steps: [] }, ...walksFrom(table, state)];
  const reached = new Set(walks.map((walk) => walk.state));
  const names = Object.entries(lifecycle!.transitions);
  const main = walks.map(({ steps }) => steps);
  // Transitions that lead to no new state may write what is wanted all the same.
  const further = names.flatMap(([name, { from }]) => {
    const before = walks.find((walk) => from.includes(walk.state));
    const isMain = main.some((steps) => steps.at(-1) === name);
    return before && !isMain ? [[...before.steps, name]] : [];
  });
  const distant = names
    .filter(([, { from }]) => isSetBesides(plan, table) && !from.some((one) => reached.has(one)))
    .map(([step]) => [step]);
  return [...main, ...further, ...distant]
    .filter((steps) => steps.some((step) => writes(plan, table, step).some((column) => columns.has(column))))
    .map((steps): Way => (trial) => {
      steps.every((step) => act(trial, table, step, rowAt(trial.world, row.id)!));
    });
}

/** Whether actions on other rows change the state too. */
function isSetBesides({ house }: Plan, { noun }: Table): boolean {
  return statedOf(house.requirements, "effect").some(
    ({ formal: { effect } }) =>
      effect.type === "update" &&
      effect.concept === noun.name &&
      Object.hasOwn(effect.data, noun.lifecycle!.attribute),
  );
}

/** Columns that a transition writes. */
function writes({ house }: Plan, { noun }: Table, action: string): string[] {
  const { attribute, transitions } = noun.lifecycle!;
  const { sets = {}, input = {}, references = {} } = transitions[action]!;
  const computed = statedFor(house.requirements, "computed", noun)
    .filter(({ formal }) => formal.action === action)
    .map(({ formal }) => formal.attribute);
  const members = [...Object.keys(sets), ...Object.keys(input), ...computed];
  const keys = Object.keys(references).flatMap((name) => [name, `${name}Id`]);
  return [attribute, ...members.map((member) => columnNameOf(noun, member)), ...keys];
}
