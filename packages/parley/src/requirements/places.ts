import { narrow } from "../expression/narrow.ts";
import type { Expression } from "../expression/document.ts";
import {
  booleanType,
  decimalType,
  nullable,
  rowOf,
  listOf,
  stringType,
  unknownType,
  uuidType,
  type Environment,
  type Type,
} from "../expression/types.ts";
import { isListOf } from "../expression/visit.ts";
import { remembered } from "../schema/remember.ts";
import type { Formal, FormalOf, Requirements } from "./document.ts";
import {
  actorType,
  environmentOf,
  permissionEnvironments,
  withNames,
  type EnvironmentContext,
} from "./environments.ts";
import { ofNewRow, readsOwnId } from "./new-row.ts";
import { nounsOf, relationsOf, type Noun } from "./nouns.ts";
import { newRowModel, requirementsModelTypes, writableTypes } from "./types.ts";

type Keys = readonly (string | number)[];

/** What becomes of an expression: a value worked out by the server, or something that the database is asked. */
export type Use =
  | { type: "value" }
  /** A condition that an action is refused or done by. */
  | { type: "test" }
  /** Which rows of the model are meant: `parameter` is one of them. */
  | { type: "where"; model: string; parameter: string }
  /** The rows of a permission, which has a form for each kind of actor. */
  | { type: "reach"; permission: FormalOf<"permission"> }
  /** What many rows of the model are written with at once. */
  | { type: "rows"; model: string; parameter: string; attribute: string }
  /** What rows of the model are grouped by, or what is measured of them. */
  | { type: "group"; model: string }
  /** Part of a unique index. */
  | { type: "constraint"; model: string };

/** An expression of a requirements document: where it stands, what it may speak of in each case that it is for. */
export interface Place {
  keys: Keys;
  expression: Expression;
  environments: readonly Environment[];
  expected?: Type;
  use: Use;
}

interface Context extends EnvironmentContext {
  nouns: ReadonlyMap<string, Noun>;
  places: Place[];
}

/** Every expression of the document; those about nouns that do not exist are left out. */
export function placesOf(requirements: Requirements): readonly Place[] {
  return remembered(requirements, placesOf, () => readPlaces(requirements));
}

function readPlaces(requirements: Requirements): Place[] {
  const models = requirementsModelTypes(requirements);
  const context: Context = { requirements, nouns: nounsOf(requirements), models, places: [] };
  for (const [concept, { lifecycle }] of Object.entries(requirements.concepts)) {
    for (const [action, { sets }] of Object.entries(lifecycle?.transitions ?? {})) {
      const keys = ["concepts", concept, "lifecycle", "transitions", action, "sets"];
      const environment = environmentOf(context, concept, action);
      addWritten(context, sets ?? {}, context.nouns.get(concept)!, environment, keys);
    }
  }
  for (const [key, { formal }] of Object.entries(requirements.requirements)) {
    if (formal) addFormal(context, formal, ["requirements", key, "formal"]);
  }
  return context.places;
}

function add(
  context: Context,
  keys: Keys,
  expression: Expression | undefined,
  environments: Environment | readonly Environment[],
  expected: Type | undefined,
  use: Use,
): void {
  if (!expression) return;
  const all = "names" in environments ? [environments] : environments;
  context.places.push({ keys, expression, environments: all, ...(expected ? { expected } : {}), use });
}

function addFormal(context: Context, formal: Formal, keys: Keys): void {
  if (formal.type === "account" || formal.type === "structure" || formal.type === "sequence") return;
  const noun = context.nouns.get(formal.concept);
  if (!noun) return;
  const rowOnly: Environment = { names: { row: rowOf(noun.name) }, models: context.models };
  const rows: Use = { type: "where", model: noun.name, parameter: "row" };
  switch (formal.type) {
    case "permission": {
      const environments = permissionEnvironments(context, formal);
      const use: Use = { type: "reach", permission: formal };
      return add(context, [...keys, "condition"], formal.condition, environments, booleanType, use);
    }
    case "limit":
      return add(context, [...keys, "where"], formal.where, rowOnly, booleanType, rows);
    case "uniqueness": {
      const environment = { names: { row: columnsOf(noun) }, models: {} };
      const use: Use = { type: "constraint", model: noun.name };
      return add(context, [...keys, "where"], formal.where, environment, booleanType, use);
    }
    case "condition": {
      const { condition, actions } = formal;
      const environments = actions.map((action) => {
        const environment = environmentOf(context, noun.name, action);
        return action === "create" && !readsOwnId(ofNewRow(condition))
          ? withOwnId(environment, noun.name)
          : environment;
      });
      const use: Use = { type: "test" };
      return add(context, [...keys, "condition"], condition, environments, booleanType, use);
    }
    case "computed": {
      const types = writableTypes(noun);
      if (!Object.hasOwn(types, formal.attribute)) return;
      const environment = environmentOf(context, noun.name, formal.action);
      const use: Use = { type: "value" };
      return add(context, [...keys, "value"], formal.value, environment, types[formal.attribute], use);
    }
    case "effect":
      return addEffect(context, formal, noun, keys);
    case "report":
      return addReport(context, formal, noun, rowOnly, keys);
    default:
      formal satisfies never;
  }
}

function addEffect(context: Context, formal: FormalOf<"effect">, noun: Noun, keys: Keys): void {
  const action: Type = { type: "literal", value: formal.action };
  const before = withNames(environmentOf(context, noun.name, formal.action, true), { action });
  const environment = formal.when ? narrow(before, formal.when, true) : before;
  const { effect } = formal;
  const inside = [...keys, "effect"];
  add(context, [...keys, "when"], formal.when, before, booleanType, { type: "test" });
  if (effect.type === "notify") {
    for (const part of ["to", "subject", "body"] as const) {
      const isMany = part === "to" && isListOf(effect.to);
      const expected = isMany ? listOf(stringType) : stringType;
      add(context, [...inside, part], effect[part], environment, expected, { type: "value" });
    }
    return;
  }
  const target = context.nouns.get(effect.concept);
  if (!target) return;
  if (effect.type === "create") {
    addWritten(context, effect.data, target, environment, [...inside, "data"]);
    return;
  }
  const { parameter } = effect;
  const model = target.name;
  const found = withNames(environment, { [parameter]: rowOf(model) });
  add(context, [...inside, "where"], effect.where, found, booleanType, { type: "where", model, parameter });
  addWritten(context, effect.data, target, found, [...inside, "data"], parameter);
}

function addReport(
  context: Context,
  formal: FormalOf<"report">,
  noun: Noun,
  rowOnly: Environment,
  keys: Keys,
): void {
  const environment = withNames(rowOnly, { actor: actorType(context.requirements, formal.actors) });
  const model = noun.name;
  const use: Use = { type: "group", model };
  const rows: Use = { type: "where", model, parameter: "row" };
  add(context, [...keys, "where"], formal.where, environment, booleanType, rows);
  // What is counted are rows for which the condition holds.
  const counted = formal.where ? narrow(environment, formal.where, true) : environment;
  for (const [name, value] of Object.entries(formal.by)) {
    add(context, [...keys, "by", name], value, counted, undefined, use);
  }
  for (const [name, { operation, value }] of Object.entries(formal.measures)) {
    const wanted = operation === "sum" || operation === "average" ? nullable(decimalType) : undefined;
    add(context, [...keys, "measures", name, "value"], value, counted, wanted, use);
  }
}

/** A row that is being made may be told apart from others: see `ofNewRow`. */
function withOwnId(environment: Environment, concept: string): Environment {
  const model = newRowModel(concept);
  const members = { ...environment.models[model]?.members, id: uuidType };
  return { ...environment, models: { ...environment.models, [model]: { members } } };
}

/** Values that are written under the names of attributes and relations; unknown names are a rule's. */
function addWritten(
  context: Context,
  data: Readonly<Record<string, Expression>>,
  noun: Noun,
  environment: Environment,
  keys: Keys,
  parameter?: string,
): void {
  const types = writableTypes(noun);
  for (const [name, value] of Object.entries(data)) {
    const type = Object.hasOwn(types, name) ? types[name] : unknownType;
    const use: Use =
      parameter === undefined
        ? { type: "value" }
        : { type: "rows", model: noun.name, parameter, attribute: name };
    add(context, [...keys, name], value, environment, type, use);
  }
}

/** What a constraint of the database sees: the row's own columns. */
function columnsOf(noun: Noun): Type {
  const relations = new Set(relationsOf(noun).map(({ name }) => name));
  const properties = Object.entries(writableTypes(noun)).flatMap(([name, type]) =>
    relations.has(name) ? [] : [[name, { type }] as const],
  );
  return { type: "object", properties: Object.fromEntries(properties) };
}
