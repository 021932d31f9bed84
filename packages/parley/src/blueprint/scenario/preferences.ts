import { type House, placeOf } from "./house.ts";
import { learnedFor, planWith } from "./make.ts";
import { EFFORT, type Miss, type Plan, type Preferences } from "./plan.ts";
import { dependsOnChoice, solve } from "./solve.ts";
import type { Table } from "../tables.ts";

/** How often a search begins anew with other values. */
const mostRounds = 10;
/** For the last try: without it the call would not be tested at all. */
const longEffort = 4 * EFFORT;

/**
 * Looks for something in a plan; where a condition stands in its way, again with values under which the condition
 * would hold, until it is found or nothing is left to change. What was found to help is kept for the action, or as
 * something of its own.
 */
export function persist<Found>(
  house: House,
  table: Table,
  action: string,
  look: (plan: Plan) => Found | undefined,
  keptAs = action,
): { plan: Plan; found: Found } | undefined {
  let preferences = learnedFor(house, table, action);
  const met: Miss[] = [];
  let isLong = false;
  for (let round = 0; round < mostRounds; round += 1) {
    const plan = planWith(house, preferences, isLong ? longEffort : EFFORT);
    const found = look(plan);
    if (found !== undefined) {
      house.learned.set(placeOf(table, keptAs), preferences);
      return { plan, found };
    }
    const taught = learnedBesides(house, plan.effort.tried, preferences);
    if (taught) {
      preferences = taught;
      continue;
    }
    const missed = fresh(plan.effort.misses, met, (miss) => dependsOnChoice(house, miss));
    const next = firstOf([missed, ...missed.map((one) => [one])], (more) => {
      const solved = more.length > 0 ? solve(house, [...met, ...more], preferences) : undefined;
      return solved && { more, solved };
    });
    if (!next && !isLong && keptAs === action && plan.effort.left <= 0) {
      isLong = true;
      continue;
    }
    if (!next) {
      noteMissed(house, placeOf(table, keptAs), plan);
      return undefined;
    }
    met.push(...next.more);
    preferences = next.solved;
  }
  return undefined;
}

/** The last condition that could not be met, if possible one of the action itself or of a row that it needs. */
function noteMissed({ missed }: House, place: string, { effort }: Plan): void {
  const asked = effort.misses.filter(({ wanted }) => wanted);
  const last = asked.findLast(({ depth }) => depth === 0) ?? asked.at(-1);
  if (last) missed.set(place, last.condition);
}

/** With what was found to help actions that were tried on the way; `undefined` where that is nothing new. */
function learnedBesides(
  { learned }: House,
  tried: ReadonlySet<string>,
  preferences: Preferences,
): Preferences | undefined {
  const next: Record<string, Preferences[string]> = { ...preferences };
  let isNew = false;
  const isCreation = (place: string): number => (place.endsWith(".create") ? 1 : 0);
  // What a row needs later holds when it is made too, hardly the other way round.
  for (const place of [...tried].toSorted((a, b) => isCreation(a) - isCreation(b))) {
    for (const [model, fields] of Object.entries(learned.get(place) ?? {})) {
      for (const [field, choice] of Object.entries(fields)) {
        if (Object.hasOwn(next[model] ?? {}, field)) continue;
        next[model] = { ...next[model], [field]: choice };
        isNew = true;
      }
    }
  }
  return isNew ? next : undefined;
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Each condition once, where other choices may make a difference to it, and none that was met before; as it was before
 * waiting, since a wait can still be added.
 */
function fresh(misses: readonly Miss[], met: readonly Miss[], matters: (miss: Miss) => boolean): Miss[] {
  const keyOf = ({ condition, wanted }: Miss): string => JSON.stringify([condition, wanted]);
  const known = new Set(met.map(keyOf));
  const found = new Map<string, Miss>();
  for (const miss of misses) {
    const key = keyOf(miss);
    const other = found.get(key);
    if (known.has(key) || (other && other.world.now <= miss.world.now) || !matters(miss)) continue;
    found.set(key, miss);
  }
  return [...found.values()];
}
