import type { Operation } from "../../api/document.ts";
import { queryOf } from "../../api/query.ts";
import { equals, member, name, path } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Call, Case, Scenario, TestStatement } from "../../scenario/document.ts";
import { words } from "../../text/names.ts";
import { requiredOf } from "./choose.ts";
import { keySaid } from "../generic-rows.ts";
import { genericAccountStories } from "./generic-account.ts";
import { bodyFor, echoedBy, mayCollide } from "./generic-body.ts";
import { mayBreak } from "./generic-certain.ts";
import { meaningsOf, titleOf, type Meaning } from "./generic-meaning.ts";
import { unknownFor, withoutRequired } from "./generic-refused.ts";
import {
  attemptMaking,
  callerFor,
  columnIn,
  commitCreation,
  furtherParts,
  idOfRow,
  isSameRow,
  pathFor,
  prepareCreation,
  rowOf,
  type Made,
  type Making,
} from "./generic-rows.ts";
import { surelyReaches } from "./generic-reach.ts";
import type { House } from "./house.ts";
import { newPlan } from "./make.ts";
import { needsAlone, variable } from "./plan.ts";

/**
 * Tests of operations that no noun of the requirements covers, from api and database alone: for each whose rows can be
 * made a story, and cases of what is refused. Only what is certain is tested.
 */
export function genericScenarios(house: House, covered: ReadonlySet<string>): Scenario[] {
  const meanings = meaningsOf(house, covered);
  const accounts = genericAccountStories(house, covered, () => newMaking(house, meanings));
  const others = meanings.flatMap((meaning) => {
    const witness = witnessedBy(house, meanings, meaning);
    if (!witness) return [];
    const cases = casesOf(house, meaning, witness);
    return [storyOf(meaning, witness), ...(cases ? [cases] : [])];
  });
  return [...accounts, ...others];
}

interface Witness {
  making: Making;
  /** What stands before the call. */
  setup: TestStatement[];
  call: Call;
  /** Other tests may make rows with the same values. */
  alone: boolean;
}

function newMaking(house: House, meanings: readonly Meaning[]): Making {
  return { house, plan: newPlan(house), meanings, rows: new Map(), actors: new Map(), trail: [] };
}

/** The call, with all that it needs before it and what is expected behind it. */
function witnessedBy(house: House, meanings: readonly Meaning[], meaning: Meaning): Witness | undefined {
  const making = newMaking(house, meanings);
  const ready = meaning.type === "create" ? creation(making, meaning) : action(making, meaning);
  return ready && { making, ...ready };
}

function creation(making: Making, meaning: Meaning): Omit<Witness, "making"> | undefined {
  making.trail = [meaning.model];
  const ready = prepareCreation(making, meaning);
  making.trail = [];
  if (!ready) return undefined;
  const { plan } = making;
  const setup = [...plan.statements];
  const echoed = echoedBy(making.house, meaning);
  const sent = echoed.length > 0 ? hold(making, "sent", ready.call) : undefined;
  const collides = plan.alone || mayCollide(making.house, meaning, ready.known);
  plan.alone = collides;
  const made = commitCreation(making, { ...ready, call: sent?.call ?? ready.call });
  if (!made) plan.statements.push({ type: "call", call: ready.call });
  else {
    making.rows.set(meaning.model, made);
    if (sent) expectEchoed(making, made.value, sent.variable, echoed);
    expectFound(making, made, ready.call.as);
  }
  return { setup, call: ready.call, alone: collides };
}

/** Holds a body in a variable, to be compared with what comes back. */
function hold(making: Making, wished: string, made: Call): { variable: string; call: Call } | undefined {
  if (!made.body) return undefined;
  const held = variable(making.plan, wished);
  making.plan.statements.push({ type: "let", name: held, value: made.body });
  return { variable: held, call: { ...made, body: name(held) } };
}

function expectEchoed(
  { plan }: Making,
  shown: Expression,
  sent: string,
  echoed: readonly { sent: string; shown: string }[],
): void {
  const conditions = echoed.map((one) => equals(member(shown, one.shown), path(sent, one.sent)));
  for (const condition of conditions) plan.statements.push({ type: "expect", condition });
}

function readerOf(making: Making, model: string): Meaning | undefined {
  return making.meanings.find((one) => one.type === "get" && one.model === model && one.shown !== undefined);
}

/** The call that reads a row, where the caller surely may. */
function readingOf(making: Making, made: Made, as: string): { call: Call; meaning: Meaning } | undefined {
  const meaning = readerOf(making, made.model);
  if (!meaning || !surelyReaches(making, made, "read", as)) return undefined;
  const kind = making.actors.get(as) ?? "guest";
  const { access } = meaning.operation;
  if (!access.includes(kind) && !access.includes("public")) return undefined;
  const given = attemptMaking(making, (trial) => pathFor(trial, meaning.route, made));
  if (!given) return undefined;
  const query = requiredOf(meaning.operation.query);
  const further = furtherParts(meaning.operation);
  if (!query || !further || Object.keys(query).length > 0) return undefined;
  return { meaning, call: { operation: meaning.name, as, path: given.path, ...further } };
}

function expectFound(making: Making, made: Made, as: string): void {
  const reading = readingOf(making, made, as);
  if (!reading) return;
  const found = variable(making.plan, "found");
  const { path: place, schema } = reading.meaning.shown!;
  const condition = isSameRow(made, path(found, ...place), schema);
  if (!condition) return;
  making.plan.statements.push({ type: "call", call: reading.call, name: found });
  making.plan.statements.push({ type: "expect", condition });
}

/** An operation on rows that are there. */
function action(making: Making, meaning: Meaning): Omit<Witness, "making"> | undefined {
  const { operation, model, route, type } = meaning;
  if ((type === "update" || type === "delete") && mayBreak(making.house, meaning)) return undefined;
  const as = callerFor(making, operation);
  const said = type === "other" ? keyIn(making.house, meaning) : undefined;
  const needsRow = route.own !== undefined || type === "list" || said !== undefined;
  const made = needsRow ? rowOf(making, model) : undefined;
  if (route.own && !made) return undefined;
  const chosen = said === undefined ? {} : keyed(made, said);
  if (!chosen) return undefined;
  const given = as === undefined ? undefined : pathFor(making, route, made);
  if (as === undefined || !given) return undefined;
  const scope = type === "update" || type === "delete" ? "write" : "read";
  if (route.own && made && !surelyReaches(making, made, scope, as)) return undefined;
  const query = requiredOf(queryOf(operation));
  const body =
    type === "list"
      ? searchBody(making, operation, model)
      : bodyFor(making.house, operation, model, (target) => idOfRow(making, target), chosen);
  const further = furtherParts(operation);
  if (!query || !body || !further) return undefined;
  const ready: Call = {
    operation: meaning.name,
    as,
    ...(Object.keys(given.path).length > 0 ? { path: given.path } : {}),
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...further,
    ...(body.value ? { body: body.value } : {}),
  };
  const setup = [...making.plan.statements];
  if (type === "update" && mayCollide(making.house, meaning, made?.known ?? {})) making.plan.alone = true;
  const { alone } = making.plan;
  finish(making, meaning, ready, made);
  return { setup, call: ready, alone };
}

/** The column by which the body alone says which row is changed. */
function keyIn({ api, database }: House, { operation, model }: Meaning): string | undefined {
  const body = operation.body === undefined ? undefined : api.schemas[operation.body];
  const isNamed = operation.verb === "PUT" && Object.keys(operation.parameters).length === 0;
  return isNamed && body?.model === model ? keySaid(database.models[model]!, body.properties) : undefined;
}

/** The key by which a body names a row. */
function keyed(made: Made | undefined, column: string): Record<string, Expression> | undefined {
  const key = made && columnIn(made, column);
  return key && { [column]: key };
}

/** A search that asks for nothing in particular, where the client may leave everything away. */
function searchBody(making: Making, operation: Operation, model: string): { value?: Expression } | undefined {
  const schema = operation.body === undefined ? undefined : making.house.api.schemas[operation.body];
  if (!schema || schema.value) return operation.body === undefined ? {} : undefined;
  const isOpen = Object.values(schema.properties).every(({ optional }) => optional);
  if (isOpen) return { value: { type: "object", properties: {} } };
  return bodyFor(making.house, operation, model, (target) => idOfRow(making, target));
}

/** Makes the call, and expects what has to follow. */
function finish(making: Making, meaning: Meaning, ready: Call, made: Made | undefined): void {
  const { plan } = making;
  const { shown, type } = meaning;
  const push = (statement: TestStatement): void => void plan.statements.push(statement);
  if (type === "delete" && made) {
    const reading = readingOf(making, made, ready.as);
    push({ type: "call", call: ready });
    if (reading) push({ type: "refuse", call: reading.call, refusal: notFound(reading.meaning.operation) });
    return;
  }
  if (!shown || !made) {
    push({ type: "call", call: ready });
    return;
  }
  if (type === "list") {
    const listed = variable(plan, "listed");
    push({ type: "call", call: ready, name: listed });
    expectListed(making, meaning, made, path(listed, ...shown.path), ready);
    return;
  }
  const echoed = type === "update" ? echoedBy(making.house, meaning) : [];
  const sent = echoed.length > 0 ? hold(making, "changes", ready) : undefined;
  const answer = variable(plan, type === "update" ? "changed" : "found");
  push({ type: "call", call: sent?.call ?? ready, name: answer });
  const value = path(answer, ...shown.path);
  const condition = isSameRow(made, value, shown.schema);
  if (condition) push({ type: "expect", condition });
  if (sent) expectEchoed(making, value, sent.variable, echoed);
}

/** The row is among all rows of a server of its own, where nothing narrows the list. */
function expectListed(making: Making, meaning: Meaning, made: Made, list: Expression, ready: Call): void {
  const { plan } = making;
  const body = isSameRow(made, name("one"), meaning.shown!.schema);
  const isNarrow =
    ready.query !== undefined ||
    Object.values(meaning.operation.query ?? {}).some((one) => one.default !== undefined) ||
    (ready.body !== undefined && ready.body.type !== "object") ||
    !surelyReaches(making, made, "read", ready.as);
  if (!body || isNarrow || !hangsBelow(made, meaning)) return;
  plan.alone = true;
  plan.statements.push({
    type: "expect",
    condition: { type: "iterate", operation: "some", source: list, parameter: "one", body },
  });
}

/** Whether a row hangs below the rows that a list's path names. */
function hangsBelow(made: Made, { route }: Meaning): boolean {
  return route.parents.every(
    ({ child, relation }) => child !== undefined || Object.hasOwn(made.known, `${relation}Id`),
  );
}

/** How a row that is not there is answered; the code is told where the operation lists it. */
function notFound({ errors }: Operation): { status: number; code?: string } {
  return { status: 404, ...(errors.includes("not-found") ? { code: "not-found" } : {}) };
}

function storyOf(meaning: Meaning, { making }: Witness): Scenario {
  const { operation } = meaning;
  return {
    type: "story",
    id: `${operation.id}/story`,
    group: operation.group,
    title: `${titleOf(operation)}, from the beginning`,
    proves: [],
    ...(needsAlone(making.plan) ? { alone: true } : {}),
    statements: making.plan.statements,
  };
}

/** Changes of the call that are refused: without what is required, and of rows that are not there. */
function casesOf(
  house: House,
  meaning: Meaning,
  { setup, call: base, alone }: Witness,
): Scenario | undefined {
  const { operation, route } = meaning;
  const cases: Case[] = [];
  const parameters = [
    ...route.parents.map(({ parameter }) => parameter),
    ...(route.own ? [route.own.parameter] : []),
  ];
  for (const parameter of parameters) {
    const unknown = unknownFor(operation, parameter);
    if (!unknown) continue;
    const label = words(parameter).join(" ");
    cases.push({ title: `for an unknown ${label}`, path: { [parameter]: unknown }, ...notFound(operation) });
  }
  cases.push(...withoutRequired(house, operation, base));
  if (cases.length === 0) return undefined;
  return {
    type: "cases",
    id: `${operation.id}/cases`,
    group: operation.group,
    title: titleOf(operation),
    proves: [],
    ...(alone ? { alone } : {}),
    setup,
    call: base,
    cases,
  };
}
