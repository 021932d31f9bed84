import type { Expression } from "../../expression/document.ts";
import { pathsOf, visit } from "../../expression/visit.ts";
import { statedFor } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import { clientFields, type Table } from "../tables.ts";
import { type Choice, chosenAt, comparedWith, distantChoices } from "./choose.ts";
import { waits } from "./effect.ts";
import { type Bindings, evaluate, isTrue } from "./evaluate.ts";
import { type House, operationFor, placeOf, tableNamed } from "./house.ts";
import { learnedFor, planWith } from "./make.ts";
import type { Miss, Plan, Preferences } from "./plan.ts";
import { durationMs, isUnknown, unknown } from "./value.ts";
import { cloneWorld, rowAt, rowValue, type World, type WorldRow } from "./world.ts";

const mostRounds = 10;
const mostTries = 3000;

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
  for (let round = 0; round < mostRounds; round += 1) {
    const plan = planWith(house, preferences);
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
    const missed = fresh(plan.effort.misses, met);
    const next = firstOf([missed, ...missed.map((one) => [one])], (more) => {
      const solved = more.length > 0 ? solve(house, [...met, ...more], preferences) : undefined;
      return solved && { more, solved };
    });
    if (!next) return undefined;
    met.push(...next.more);
    preferences = next.solved;
  }
  return undefined;
}

/** With what was found to help actions that were tried on the way; `undefined` where that is nothing new. */
function learnedBesides(
  { learned }: House,
  tried: ReadonlySet<string>,
  preferences: Preferences,
): Preferences | undefined {
  const next: Record<string, Record<string, Choice>> = {};
  for (const [model, fields] of Object.entries(preferences)) next[model] = { ...fields };
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

/** Each condition once, and none that was met before in the same state of things. */
function fresh(misses: readonly Miss[], met: readonly Miss[]): Miss[] {
  const keyOf = ({ condition, wanted }: Miss): string => JSON.stringify([condition, wanted]);
  const known = new Set(met.map(keyOf));
  return misses.filter((miss) => {
    const key = keyOf(miss);
    return !known.has(key) && known.add(key);
  });
}

/** A field that the client chooses when a row is made. */
interface Variable {
  model: string;
  field: string;
  choices: Choice[];
}

/** Values for fields with which each condition would hold, now or after a while. */
function solve(house: House, misses: readonly Miss[], before: Preferences): Preferences | undefined {
  const read = misses.map((miss) => variablesOf(house, miss));
  if (read.some((variables) => variables.size === 0)) return undefined;
  const variables = new Map(read.flatMap((own) => [...own]));
  const keys = [...variables.keys()];
  let tries = 0;
  const visitFrom = (
    index: number,
    chosen: ReadonlyMap<string, Choice>,
  ): ReadonlyMap<string, Choice> | undefined => {
    const isSettled = (own: ReadonlyMap<string, Variable>): boolean =>
      index > 0 && own.has(keys[index - 1]!) && [...own.keys()].every((key) => chosen.has(key));
    for (const [place, own] of read.entries()) {
      if (!isSettled(own)) continue;
      tries += 1;
      if (!wouldHold(house, misses[place]!, own, chosen)) return undefined;
    }
    if (index === keys.length) return chosen;
    for (const choice of variables.get(keys[index]!)!.choices) {
      if (tries > mostTries) return undefined;
      const found = visitFrom(index + 1, new Map([...chosen, [keys[index]!, choice]]));
      if (found) return found;
    }
    return undefined;
  };
  const found = visitFrom(0, new Map());
  if (!found) return undefined;
  const next: Record<string, Record<string, Choice>> = {};
  for (const [model, fields] of Object.entries(before)) next[model] = { ...fields };
  for (const [key, choice] of found) {
    const { model, field } = variables.get(key)!;
    next[model] = { ...next[model], [field]: choice };
  }
  return next;
}

/** Fields of rows that a condition depends on, by model and field. */
function variablesOf(house: House, { condition, names, world }: Miss): Map<string, Variable> {
  const variables = new Map<string, Variable>();
  const seen = new Set<string>();
  const read = (row: WorldRow, property: string): void => {
    const key = `${row.model}.${property}`;
    const table = tableNamed(house, row.model);
    if (!table || seen.has(key)) return;
    seen.add(key);
    const variable = variableOf(house, table, property);
    if (variable) variables.set(key, variable);
    for (const { formal } of computedFor(house, table)) {
      if (columnNameOf(table.noun, formal.attribute) === property) walk(formal.value, { row: rowValue(row) });
    }
  };
  const walk = (node: Expression, bound: Bindings): void => {
    visit(node, (inner) => {
      if (inner.type === "query") {
        for (const row of world.rows.filter(({ model }) => model === inner.model)) {
          const own = { ...bound, [inner.parameter]: rowValue(row) };
          if (inner.where) walk(inner.where, own);
          if (inner.value) walk(inner.value, own);
        }
        return false;
      }
      if (inner.type === "iterate") {
        walk(inner.source, bound);
        const items = evaluate(world, inner.source, bound);
        for (const item of Array.isArray(items) ? items : []) {
          walk(inner.body, { ...bound, [inner.parameter]: item });
        }
        return false;
      }
      if (inner.type !== "member") return undefined;
      const value = evaluate(world, inner.object, bound);
      const isRow = typeof value === "object" && value !== null && "type" in value && value.type === "row";
      const row = isRow ? rowAt(world, value.id) : undefined;
      if (row) read(row, inner.property);
      return undefined;
    });
  };
  walk(condition, names);
  return variables;
}

function computedFor(house: House, { noun }: Table) {
  return statedFor(house.requirements, "computed", noun).filter(({ formal }) => formal.action === "create");
}

function variableOf(house: House, table: Table, field: string): Variable | undefined {
  const isUnique = table.noun.attributes[field]?.unique === true;
  if (isUnique || !clientFields(table.model).some(([name]) => name === field)) return undefined;
  const schema = operationFor(house, table, "create")?.operation.body;
  const property = schema === undefined ? undefined : house.api.schemas[schema]?.properties[field];
  const choices = property ? distantChoices(property.schema, property.optional ?? false) : [];
  return choices.length > 0 ? { model: table.name, field, choices } : undefined;
}

function wouldHold(
  house: House,
  { condition, wanted, names, world }: Miss,
  own: ReadonlyMap<string, Variable>,
  chosen: ReadonlyMap<string, Choice>,
): boolean {
  const changed = cloneWorld(world);
  for (const row of changed.rows) {
    for (const [key, { model, field }] of own) {
      if (row.model === model) row.values[field] = chosenAt(chosen.get(key)!, madeAt(row)).value;
    }
  }
  for (const row of changed.rows) {
    const table = tableNamed(house, row.model);
    for (const { formal } of table ? computedFor(house, table) : []) {
      const value = evaluate(changed, formal.value, { row: rowValue(row), actor: unknown, input: unknown });
      row.values[columnNameOf(table!.noun, formal.attribute)] = value;
    }
  }
  // What the body says is chosen later, when it is known what it has to be compared with.
  const said = pathsOf(condition, "input").map(([property]) => property!);
  if (said.length > 0) {
    return said.every((property) => !comparedWith(changed, condition, names, property).some(isUnknown));
  }
  return [0, ...waits.map((wait) => durationMs(wait)!)].some((wait) => {
    const later: World = { ...changed, now: changed.now + wait };
    return isTrue(later, condition, names) === wanted;
  });
}

function madeAt(row: WorldRow): number {
  const made = row.values["createdAt"];
  return typeof made === "object" && made && "type" in made && made.type === "moment" ? made.at : 0;
}
