import { firstOf } from "./first-of.ts";
import { type House, placeOf } from "./house.ts";
import { learnedFor, planWith } from "./make.ts";
import { EFFORT, type Miss, type Plan, type Preferences } from "./plan.ts";
import { type Budget, dependsOnChoice, solve } from "./solve.ts";
import type { Table } from "../tables.ts";

/** Worlds that are looked at while values are solved for: for a call to succeed, and for a test besides. */
const mostWorlds = 60_000;
const fewWorlds = 6000;
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
  const budget: Budget = { left: keptAs === action ? mostWorlds : fewWorlds };
  const known = learnedFor(house, table, action);
  let state: Searched = { preferences: known, chosen: known, met: [], tried: new Set() };
  const others: (() => Searched | undefined)[] = [];
  let stuck: Plan | undefined;
  let isLong = false;
  for (let round = 0; round < mostRounds; round += 1) {
    const { preferences, met } = state;
    const current = state;
    const plan = planWith(house, preferences, isLong ? longEffort : EFFORT);
    const found = look(plan);
    if (found !== undefined) {
      house.learned.set(placeOf(table, keptAs), preferences);
      return { plan, found };
    }
    const taught = learnedBesides(house, state, plan.effort.tried);
    if (taught) {
      state = taught;
      continue;
    }
    const missed = fresh(plan.effort.misses, met, (miss) => dependsOnChoice(house, miss));
    const firsts = missed.map(({ first }) => first);
    const richest = missed.map((one) => one.richest);
    const own = missed.flatMap((one) => (one.isOwn ? [one.richest] : []));
    const single = [...new Set([...firsts, ...richest])].map((one) => [one]);
    const next = firstOf([firsts, richest, ...single], (more) => solvedWith(house, budget, state, more));
    // Where this leads nowhere: those alone that the call asks for; as many as go together, the last ones first.
    if (next) others.push(() => together(house, budget, current, own));
    if (next && next.met.length < met.length + firsts.length) {
      others.push(
        () => together(house, budget, current, firsts.toReversed()),
        () => together(house, budget, current, firsts),
      );
    }
    if (!next && !isLong && keptAs === action && plan.effort.left <= 0) {
      isLong = true;
      continue;
    }
    if (!next) stuck ??= plan;
    const back = next ?? firstGiven(others);
    if (!back) break;
    state = back;
  }
  if (stuck) noteMissed(house, placeOf(table, keptAs), stuck);
  return undefined;
}

/** The same, and where it leads nowhere once more without what other searches found to help. */
export function persistAnew<Found>(
  house: House,
  table: Table,
  action: string,
  look: (plan: Plan) => Found | undefined,
): { plan: Plan; found: Found } | undefined {
  const found = persist(house, table, action, look);
  if (found || house.learned.size === 0) return found;
  const learned: House["learned"] = new Map();
  const again = persist({ ...house, learned }, table, action, look);
  const place = placeOf(table, action);
  if (again) house.learned.set(place, learned.get(place)!);
  return again;
}

/** Values that a search begins with, and conditions that they were chosen for. */
interface Searched {
  preferences: Preferences;
  /** Those of them that were chosen here: the others are known from actions that were tried. */
  chosen: Preferences;
  met: readonly Miss[];
  tried: ReadonlySet<string>;
}

function solvedWith(
  house: House,
  budget: Budget,
  { preferences, chosen, met, tried }: Searched,
  more: readonly Miss[],
): Searched | undefined {
  if (more.length === 0) return undefined;
  const solved = solve(house, [...met, ...more], budget);
  return (
    solved && {
      preferences: merged(preferences, solved),
      chosen: merged(chosen, solved),
      met: [...met, ...more],
      tried,
    }
  );
}

/** With the second's values where both have one. */
export function merged(one: Preferences, other: Preferences): Preferences {
  const next: Record<string, Preferences[string]> = { ...one };
  for (const [place, fields] of Object.entries(other)) next[place] = { ...next[place], ...fields };
  return next;
}

/** One condition after the other, without those that do not go together with the ones before. */
function together(
  house: House,
  budget: Budget,
  start: Searched,
  misses: readonly Miss[],
): Searched | undefined {
  let state = start;
  for (const miss of misses) state = solvedWith(house, budget, state, [miss]) ?? state;
  return state === start ? undefined : state;
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
  { preferences, chosen, met, tried: before }: Searched,
  now: ReadonlySet<string>,
): Searched | undefined {
  const tried = new Set([...before, ...now]);
  const isCreation = (place: string): number => (place.endsWith(".create") ? 1 : 0);
  // What a row needs later holds when it is made too, hardly the other way round.
  const next = [...tried]
    .toSorted((a, b) => isCreation(a) - isCreation(b))
    .reduce((all, place) => merged(learned.get(place) ?? {}, all), chosen);
  return textOf(next) === textOf(preferences) ? undefined : { preferences: next, chosen, met, tried };
}

/** The same for preferences that are the same. */
function textOf(preferences: Preferences): string {
  const places = Object.entries(preferences).map(([place, fields]) => [
    place,
    Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  return JSON.stringify(places.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}

/** What the first of them that gives something gives; those before it are used up as well. */
function firstGiven<Found>(others: (() => Found | undefined)[]): Found | undefined {
  for (let other = others.shift(); other; other = others.shift()) {
    const found = other();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A condition that was missed: as it was before waiting, since a wait can still be added, and with most rows made for it. */
interface Missed {
  first: Miss;
  richest: Miss;
  /** Whether it was wanted for itself, not on the way to another one. */
  isOwn: boolean;
}

/** Each condition once, where other choices may make a difference to it, and none that was met before. */
function fresh(misses: readonly Miss[], met: readonly Miss[], matters: (miss: Miss) => boolean): Missed[] {
  const keyOf = ({ condition, wanted }: Miss): string => JSON.stringify([condition, wanted]);
  const known = new Set(met.map(keyOf));
  const found = new Map<string, Missed>();
  for (const miss of misses) {
    const key = keyOf(miss);
    const { first, richest, isOwn = false } = found.get(key) ?? {};
    const isEarlier = !first || miss.world.now < first.world.now;
    const isRicher = !richest || miss.world.rows.length > richest.world.rows.length;
    const isNewlyOwn = !isOwn && miss.depth === 0;
    if (known.has(key) || (!isEarlier && !isRicher && !isNewlyOwn) || !matters(miss)) continue;
    found.set(key, {
      first: isEarlier ? miss : first,
      richest: isRicher ? miss : richest,
      isOwn: isOwn || isNewlyOwn,
    });
  }
  return [...found.values()];
}
