import type { NamedSchema, Operation } from "../../api/document.ts";
import { actorKinds } from "../../database/environment.ts";
import { equals, member, name, path } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Call } from "../../scenario/document.ts";
import { camelCase } from "../../text/names.ts";
import type { Route } from "../generic-route.ts";
import { requiredOf } from "./choose.ts";
import { bodyFor, mayCollide, newKey } from "./generic-body.ts";
import { actorsCollide, isCertainActor, isOpen, personModels } from "./generic-certain.ts";
import { propertyFor, shownBy, type Meaning } from "./generic-meaning.ts";
import { operationFor, type House } from "./house.ts";
import { makeRow } from "./make.ts";
import { adopt, fork, makeActor, variable, type Plan } from "./plan.ts";

/** A row that a test has made, and what is known of it. */
export interface Made {
  model: string;
  value: Expression;
  /** What the answer that holds it shows. */
  schema?: NamedSchema;
  /** Columns by name: keys that the test chose. */
  known: Record<string, Expression>;
  /** The column that tells it apart where its id is not shown. */
  key?: string;
}

/** A test over rows that come about by operations alone. */
export interface Making {
  house: House;
  plan: Plan;
  meanings: readonly Meaning[];
  /** One row of each model is enough. */
  rows: Map<string, Made>;
  /** Kinds of actor by the variables of those who were made. */
  actors: Map<string, string>;
  /** Models that are being made: a chain that comes back to one of them ends. */
  trail: readonly string[];
}

/** Tries something, and keeps what it did to the test where it gives something. */
export function attemptMaking<Found>(
  making: Making,
  body: (trial: Making) => Found | undefined,
  trail = making.trail,
): Found | undefined {
  const trial: Making = {
    ...making,
    trail,
    plan: fork(making.plan),
    rows: new Map(making.rows),
    actors: new Map(making.actors),
  };
  const found = body(trial);
  if (found === undefined) return undefined;
  adopt(making.plan, trial.plan);
  making.rows = trial.rows;
  making.actors = trial.actors;
  return found;
}

/** Somebody whom an operation lets in: known already, made, or a guest. */
export function callerFor(making: Making, { access }: Operation): string | undefined {
  const known = [...making.actors].find(([, kind]) => access.includes(kind));
  if (known) return known[0];
  const kinds = access.filter((one) => actorKinds(making.house.database).includes(one));
  for (const kind of kinds) {
    const actor = actorOf(making, kind);
    if (actor !== undefined) return actor;
  }
  return access.includes("public") ? "guest" : undefined;
}

/** An actor of a kind; `undefined` where their profile may be refused for the values that a test puts there. */
export function actorOf(making: Making, kind: string): string | undefined {
  const { plan, house } = making;
  const known = [...making.actors].find(([, one]) => one === kind)?.[0];
  if (known !== undefined) return known;
  if (!isCertainActor(house, kind)) return undefined;
  if (actorsCollide(house, kind)) plan.alone = true;
  const isStated = Object.hasOwn(house.requirements.actors, kind);
  const stated = isStated ? makeActor(plan, kind)?.row?.variable : undefined;
  const actor = stated ?? variable(plan, kind);
  if (stated === undefined) plan.statements.push({ type: "actor", name: actor, kind });
  making.actors.set(actor, kind);
  return actor;
}

/** A row of a model: made before, an actor's profile, or made now; `undefined` where none is certain to come about. */
export function rowOf(making: Making, model: string): Made | undefined {
  const known = making.rows.get(model);
  if (known) return known;
  const found = profileOf(making, model) ?? housed(making, model) ?? createdBy(making, model);
  if (found) making.rows.set(model, found);
  return found;
}

/** A profile, or a row that profiles rest on: it bears the same id. */
function profileOf(making: Making, model: string): Made | undefined {
  const kind = actorKinds(making.house.database).find((one) =>
    personModels(making.house, one).includes(model),
  );
  if (kind === undefined) return undefined;
  const actor = actorOf(making, kind);
  if (actor === undefined) return undefined;
  return { model, value: name(actor), known: { id: path(actor, "id"), accountId: path(actor, "accountId") } };
}

function housed(making: Making, model: string): Made | undefined {
  const { house, plan } = making;
  const table = house.tables.find((one) => one.name === model);
  const creation = table && operationFor(house, table, "create");
  const row = table && makeRow(plan, table);
  if (!row || row.variable === undefined) return undefined;
  for (const { kind, row: actor } of plan.callers) {
    if (actor?.variable !== undefined) making.actors.set(actor.variable, kind);
  }
  const shown = creation && shownBy(house, creation.operation, model);
  return {
    model,
    value: name(row.variable),
    ...(shown ? { schema: shown.schema } : {}),
    known: { id: path(row.variable, "id") },
  };
}

const longest = 5;

function createdBy(making: Making, model: string): Made | undefined {
  if (making.trail.includes(model) || making.trail.length > longest) return undefined;
  const creations = making.meanings
    .filter((meaning) => meaning.type === "create" && meaning.model === model && meaning.shown)
    .toSorted((a, b) => a.route.parents.length - b.route.parents.length);
  for (const creation of creations) {
    const made = attemptMaking(
      making,
      (trial) => {
        const ready = prepareCreation(trial, creation);
        return ready && commitCreation(trial, ready);
      },
      [...making.trail, model],
    );
    if (made) return made;
  }
  return undefined;
}

export interface Ready {
  meaning: Meaning;
  call: Call;
  known: Record<string, Expression>;
  key?: string;
}

/** The call that makes a row, with all that it needs made before. */
export function prepareCreation(making: Making, meaning: Meaning): Ready | undefined {
  const { operation, model } = meaning;
  // What checks and exclusions demand of values is not looked at here.
  if (!isOpen(making.house.database.models[model]!)) return undefined;
  const as = callerFor(making, operation);
  const given = as === undefined ? undefined : pathFor(making, meaning.route);
  if (as === undefined || !given) return undefined;
  const chosen = choosesKey(making, meaning);
  const key = chosen && holdKey(making, chosen);
  const body = bodyFor(making.house, operation, model, (target) => idOfRow(making, target), key);
  const query = requiredOf(operation.query);
  const further = furtherParts(operation);
  if (!body || !query || !further) return undefined;
  const owned = ownersOf(making, meaning, as, { ...given.known, ...body.known });
  return {
    meaning,
    call: {
      operation: meaning.name,
      as,
      ...(Object.keys(given.path).length > 0 ? { path: given.path } : {}),
      ...(Object.keys(query).length > 0 ? { query } : {}),
      ...further,
      ...(body.value ? { body: body.value } : {}),
    },
    known: { ...owned, ...given.known, ...body.known },
    ...(chosen ? { key: chosen.column } : {}),
  };
}

interface ChosenKey {
  column: string;
  property: string;
  value: Expression;
}

/**
 * A key by which other operations find rows of the model, where the answer may leave it away and the body may say it:
 * then the test has to choose it.
 */
function choosesKey({ house, meanings }: Making, meaning: Meaning): ChosenKey | undefined {
  const { operation, model, shown } = meaning;
  const body = operation.body === undefined ? undefined : house.api.schemas[operation.body];
  if (!body) return undefined;
  for (const { model: other, route } of meanings) {
    const column = other === model ? route.own?.column : undefined;
    if (column === undefined || column === "id") continue;
    if (shown && isShown(propertyFor(shown.schema, column))) continue;
    const sent = Object.entries(body.properties).find(
      ([property, { only }]) => camelCase(property) === column && only !== "answer",
    );
    const value = sent && newKey(sent[1]);
    if (sent && value) return { column, property: sent[0], value };
  }
  return undefined;
}

function holdKey({ plan }: Making, { column, property, value }: ChosenKey): Record<string, Expression> {
  const held = variable(plan, property);
  plan.statements.push({ type: "let", name: held, value });
  return { [column]: name(held) };
}

/** Headers and cookies that an operation demands. */
export function furtherParts(operation: Operation): Pick<Call, "headers" | "cookies"> | undefined {
  const [headers, cookies] = [requiredOf(operation.headers), requiredOf(operation.cookies)];
  if (!headers || !cookies) return undefined;
  return {
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(Object.keys(cookies).length > 0 ? { cookies } : {}),
  };
}

/** Makes the call, and keeps the row that it answers with. */
export function commitCreation(making: Making, { meaning, call, known, key }: Ready): Made | undefined {
  const { shown, model } = meaning;
  if (!shown) return undefined;
  const answer = variable(making.plan, model);
  making.plan.statements.push({ type: "call", call, name: answer });
  if (mayCollide(making.house, meaning, known)) making.plan.alone = true;
  const value = path(answer, ...shown.path);
  return { model, value, schema: shown.schema, known, ...(key === undefined ? {} : { key }) };
}

/** Keys of relations that the server takes from who calls: of those that could mean the same there is one alone. */
function ownersOf(
  { house, actors }: Making,
  { model, operation }: Meaning,
  as: string,
  known: Record<string, Expression>,
): Record<string, Expression> {
  const kind = actors.get(as);
  if (kind === undefined || operation.access.length !== 1) return {};
  const people = personModels(house, kind);
  const relations = Object.entries(house.database.models[model]!.relations);
  const owners = relations.filter(([relation, { target, required }]) => {
    const rivals = relations.filter(([, other]) => other.target === target && other.required === required);
    return people.includes(target) && rivals.length === 1 && !Object.hasOwn(known, `${relation}Id`);
  });
  return Object.fromEntries(owners.map(([relation]) => [`${relation}Id`, path(as, "id")]));
}

/** A column of a row, where its answer shows it or the test chose it. */
export function columnIn(made: Made, column: string): Expression | undefined {
  const known = made.known[column];
  const shown = made.schema && propertyFor(made.schema, column);
  if (known && !(column === "id" && shown)) return known;
  return shown && isShown(shown) ? member(made.value, shown.wire) : undefined;
}

function isShown(shown: ReturnType<typeof propertyFor>): boolean {
  return shown !== undefined && !shown.property.optional && shown.property.schema.type !== "nullable";
}

/** Whether what was answered is a row: by its id, or by the key that the test chose for it. */
export function isSameRow(made: Made, answered: Expression, schema: NamedSchema): Expression | undefined {
  const column = columnIn(made, "id") ? "id" : made.key;
  const known = column === undefined ? undefined : columnIn(made, column);
  const shown = column === undefined ? undefined : propertyFor(schema, column);
  // A key that a row has is shown also by a description that leaves it open.
  if (!known || !shown || (column === "id" && !isShown(shown))) return undefined;
  return equals(member(answered, shown.wire), known);
}

/** The id of a row of a model. */
export function idOfRow(making: Making, model: string): Expression | undefined {
  const row = rowOf(making, model);
  return row && columnIn(row, "id");
}

/** The parameters of a path, with the rows that they name; `own` is the row that the last one names. */
export function pathFor(
  making: Making,
  route: Route,
  own?: Made,
): { path: Record<string, Expression>; known: Record<string, Expression> } | undefined {
  const found = { path: {} as Record<string, Expression>, known: {} as Record<string, Expression> };
  for (const { parameter, model, column, relation, child } of route.parents) {
    const row = rowOf(making, model);
    const value = row && columnIn(row, column);
    if (!value) return undefined;
    found.path[parameter] = value;
    const key = columnIn(row, "id");
    if (!child && key) found.known[`${relation}Id`] = key;
  }
  if (route.own) {
    const value = own && columnIn(own, route.own.column);
    if (!value) return undefined;
    found.path[route.own.parameter] = value;
  }
  return found;
}
