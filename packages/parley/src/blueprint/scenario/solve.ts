import type { Expression } from "../../expression/document.ts";
import { pathsOf, visit } from "../../expression/visit.ts";
import { clientFields, type Table } from "../tables.ts";
import { type Choice, chosenAt, comparedWith } from "./choose.ts";
import { type Bindings, evaluate, isTrue } from "./evaluate.ts";
import { propertyBehind, sayable } from "./fields.ts";
import { type House, placeOf, tableNamed } from "./house.ts";
import type { Miss, Preferences } from "./plan.ts";
import { durationMs, isUnknown, propertiesOf, unknown, type Value } from "./value.ts";
import { waitsFor } from "./waits.ts";
import { valueIn, workedOutIn } from "./worked-out.ts";
import { cloneWorld, rowAt, rowOf, rowValue, type World, type WorldRow } from "./world.ts";

/** Worlds that are looked at before a solution counts as not found. */
const mostTries = 6000;

/** A column that the client chooses: when a row is made, or by an action. */
interface Variable {
  model: string;
  column: string;
  /** What it is preferred by, and under which name: see `Preferences`. */
  place: string;
  field: string;
  choices: Choice[];
}

/** How many worlds a search may still look at. */
export interface Budget {
  left: number;
}

/** Values for fields with which each condition would hold, now or after a while. */
export function solve(house: House, misses: readonly Miss[], budget: Budget): Preferences | undefined {
  const read = misses.map((miss) => new Map(variablesOf(house, miss)));
  const variables = new Map(read.flatMap((own) => [...own]));
  for (const [index, own] of read.entries()) {
    for (const key of bodyKeys(misses[index]!)) if (variables.has(key)) own.set(key, variables.get(key)!);
  }
  if (read.some((own) => own.size === 0)) return undefined;
  const keys = [...variables.keys()];
  let left = Math.min(mostTries, budget.left);
  const spend = (): void => {
    left -= 1;
    budget.left -= 1;
  };
  const visitFrom = (
    index: number,
    chosen: ReadonlyMap<string, Choice>,
  ): ReadonlyMap<string, Choice> | undefined => {
    const isSettled = (own: ReadonlyMap<string, Variable>): boolean =>
      index > 0 && own.has(keys[index - 1]!) && [...own.keys()].every((key) => chosen.has(key));
    for (const [place, own] of read.entries()) {
      if (!isSettled(own)) continue;
      if (!wouldHold(house, misses[place]!, own, chosen, spend)) return undefined;
    }
    if (index === keys.length) return chosen;
    for (const choice of variables.get(keys[index]!)!.choices) {
      if (left <= 0) return undefined;
      const found = visitFrom(index + 1, new Map([...chosen, [keys[index]!, choice]]));
      if (found) return found;
    }
    return undefined;
  };
  const found = visitFrom(0, new Map());
  if (!found) return undefined;
  const next: Record<string, Preferences[string]> = {};
  for (const [key, choice] of found) {
    const { place, field } = variables.get(key)!;
    next[place] = { ...next[place], [field]: choice };
  }
  return next;
}

/** Whether other choices may make a difference to what was missed. */
export function dependsOnChoice(house: House, miss: Miss): boolean {
  return variablesOf(house, miss).size > 0 || bodyKeys(miss).length > 0;
}

/** What a condition reads of the body of an action that is still to be chosen, as keys of variables. */
function bodyKeys({ condition, body, names }: Miss): string[] {
  if (body === undefined) return [];
  const held = propertiesOf(names["input"]);
  return pathsOf(condition, "input")
    .filter(([property]) => isUnknown(held[property!] ?? unknown))
    .map(([property]) => `${body}.${property}`);
}

const variablesRead = new WeakMap<Miss, ReadonlyMap<string, Variable>>();

/** Fields of rows that a condition depends on, by where they are chosen; a miss is asked about again and again. */
function variablesOf(house: House, miss: Miss): ReadonlyMap<string, Variable> {
  const known = variablesRead.get(miss) ?? readVariables(house, miss);
  variablesRead.set(miss, known);
  return known;
}

function readVariables(house: House, miss: Miss): Map<string, Variable> {
  const { condition, names, world } = miss;
  const variables = new Map<string, Variable>();
  const uniques = new Map<string, Variable>();
  const seen = new Set<string>();
  const read = (row: WorldRow, property: string): void => {
    const key = `${row.model}.${property}`;
    const table = tableNamed(house, row.model);
    if (!table || seen.has(key)) return;
    seen.add(key);
    const variable = variableOf(house, table, row, property);
    const isUnique = table.noun.attributes[property]?.unique === true;
    if (variable) (isUnique ? uniques : variables).set(`${variable.place}.${variable.field}`, variable);
    for (const one of workedOutIn(house, miss)) {
      if (one.row === row.id && one.column === property) walk(one.value, one.names);
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
      const isBody = inner.object.type === "name" && inner.object.name === "input";
      const body = rowOf(world, bound["input"] ?? null) ? bound["input"]! : newRowOf(world, bound);
      const row = rowOf(world, isBody ? body : evaluate(world, inner.object, bound));
      if (row) read(row, inner.property);
      return undefined;
    });
  };
  walk(condition, names);
  // What no other row may have is chosen only where nothing else can be: such a test runs alone.
  return variables.size > 0 ? variables : uniques;
}

/** The row that is being made, whose body `input` is then. */
function newRowOf(world: World, { row = null }: Bindings): Value {
  return rowOf(world, row)?.hidden ? row : null;
}

function variableOf(house: House, table: Table, row: WorldRow, column: string): Variable | undefined {
  const isOfClient = clientFields(table.model).some(([name]) => name === column);
  const [action, said] = isOfClient ? ["create", column] : (inputBehind(table, row, column) ?? []);
  if (action === undefined || said === undefined) return undefined;
  const choices = sayable(house, table, action, said);
  const place = isOfClient ? table.name : placeOf(table, action);
  return choices.length > 0 ? { model: table.name, column, place, field: said, choices } : undefined;
}

/** The transition whose body a column was taken from, and the property of that body. */
function inputBehind({ noun }: Table, row: WorldRow, column: string): [string, string] | undefined {
  if ((row.values[column] ?? null) === null) return undefined;
  for (const action of Object.keys(noun.lifecycle?.transitions ?? {})) {
    const property = propertyBehind(noun, action, column);
    if (property !== undefined) return [action, property];
  }
  return undefined;
}

function wouldHold(
  house: House,
  miss: Miss,
  own: ReadonlyMap<string, Variable>,
  chosen: ReadonlyMap<string, Choice>,
  spend: () => void,
): boolean {
  const at = (now: number): World => chosenWorld(house, miss, own, chosen, now);
  spend();
  const before = at(miss.world.now);
  if (holdsIn(house, before, miss, own, chosen)) return true;
  return waitsFor(before, miss.condition).some((wait) => {
    spend();
    return holdsIn(house, at(miss.world.now + durationMs(wait)!), miss, own, chosen);
  });
}

/** The world of a miss at a moment, with other values in it. */
function chosenWorld(
  house: House,
  miss: Miss,
  own: ReadonlyMap<string, Variable>,
  chosen: ReadonlyMap<string, Choice>,
  now: number,
): World {
  const changed = { ...cloneWorld(miss.world), now };
  for (const row of changed.rows) {
    for (const [key, { model, column }] of own) {
      if (row.model !== model || row.settled?.has(column)) continue;
      // What nobody said is not there; of a profile anything can be said.
      const isProfile = tableNamed(house, model)?.noun.actor !== undefined;
      if (row.values[column] === null && !row.hidden && !isProfile) continue;
      row.values[column] = chosenAt(chosen.get(key)!, row.hidden ? now : madeAt(row)).value;
    }
  }
  for (const { row, column, value, names } of workedOutIn(house, miss)) {
    rowAt(changed, row)!.values[column] = valueIn(changed, value, names);
  }
  return changed;
}

function holdsIn(
  house: House,
  world: World,
  miss: Miss,
  own: ReadonlyMap<string, Variable>,
  chosen: ReadonlyMap<string, Choice>,
): boolean {
  const { condition, wanted, names } = miss;
  const made = rowOf(world, newRowOf(world, names));
  const said = bodyKeys(miss);
  if (said.some((key) => !own.has(key))) {
    // Chosen later, when it is known what it has to be compared with.
    const properties = said.map((key) => key.slice(miss.body!.length + 1));
    return (
      properties.every((property) => !comparedWith(world, condition, names, property).some(isUnknown)) &&
      maybeSaid(house, world, miss, properties)
    );
  }
  const body = said.map((key): [string, Value] => [
    own.get(key)!.field,
    chosenAt(chosen.get(key)!, world.now).value,
  ]);
  const input: Value = made
    ? bodyOf(names["input"], made)
    : { type: "object", properties: { ...propertiesOf(names["input"]), ...Object.fromEntries(body) } };
  return isTrue(world, condition, { ...names, input }) === wanted;
}

/** Whether something may be said with which the condition is not certain to fail. */
function maybeSaid(
  house: House,
  world: World,
  { condition, wanted, names, body }: Miss,
  [property, ...more]: readonly string[],
): boolean {
  const table = house.tables.find(({ name }) => body?.startsWith(`${name}.`));
  if (!table || property === undefined || more.length > 0) return true;
  const choices = sayable(house, table, body!.slice(table.name.length + 1), property);
  const values = [
    ...choices.map((choice) => chosenAt(choice, world.now).value),
    ...comparedWith(world, condition, names, property).filter((value) => typeof value !== "object"),
  ];
  const held = propertiesOf(names["input"]);
  return (
    choices.length === 0 ||
    values.some((value) => {
      const input: Value = { type: "object", properties: { ...held, [property]: value } };
      const holds = isTrue(world, condition, { ...names, input });
      return holds === undefined || holds === wanted;
    })
  );
}

/** What the body of a new row says, as its columns have it now. */
function bodyOf(input: Value | undefined, row: WorldRow): Value {
  if (typeof input !== "object" || input === null || !("properties" in input)) return unknown;
  const properties = Object.entries(input.properties).map(([name, value]) => [
    name,
    Object.hasOwn(row.values, name) ? row.values[name]! : value,
  ]);
  return { type: "object", properties: Object.fromEntries(properties) };
}

function madeAt(row: WorldRow): number {
  const made = row.values["createdAt"];
  return typeof made === "object" && made && "type" in made && made.type === "moment" ? made.at : 0;
}
