import { call as callFunction, equals, list, path } from "../../expression/build.ts";
import type { Operation } from "../../api/document.ts";
import type { Expression } from "../../expression/document.ts";
import { operandsOf } from "../../expression/visit.ts";
import { directMember } from "../../expression/where.ts";
import type { Scenario, TestStatement } from "../../scenario/document.ts";
import type { Stated } from "../concepts.ts";
import type { Table } from "../tables.ts";
import { detailOf } from "./detail.ts";
import { evaluate, isTrue } from "./evaluate.ts";
import { actWith } from "./effect.ts";
import { expectValue } from "./expected.ts";
import { actorValue, type Caller, type House } from "./house.ts";
import { makeRow, newPlan } from "./make.ts";
import { attempt, callerName, makeActor, type Plan, variable } from "./plan.ts";
import { persistAnew } from "./preferences.ts";
import { story } from "./stories.ts";
import { rowValue, type WorldRow } from "./world.ts";

/** One row is counted by a report over nothing else; where none could be found, nothing is. */
export function reportStory(
  house: House,
  { id, formal, requirement }: Stated<"report">,
): Scenario | undefined {
  const entry = Object.entries(house.api.operations).find(
    ([, { id: own }]) => own === `${requirement.id}/report`,
  );
  const table = house.tables.find(
    ({ noun }) => noun.name === formal.concept || noun.actor === formal.concept,
  );
  const kind = formal.actors.find((one) => Object.hasOwn(house.requirements.actors, one));
  if (!entry || !table || kind === undefined) return undefined;
  const [operation, node] = entry;
  if (Object.values(node.query ?? {}).some(({ optional }) => !optional)) return undefined;
  if (node.answer.shape !== "list" || node.body !== undefined || Object.keys(node.parameters).length > 0)
    return undefined;
  const counted = persistAnew(house, table, requirement.id, (trial) =>
    countedRow(trial, table, kind, formal.where),
  );
  if (!counted) return emptyStory(house, { table, kind, operation, node, id: emptyIdOf(node.id) });
  const { plan } = counted;
  const { row, caller } = counted.found;
  const actor = actorValue(caller);
  const answer = variable(plan, "report");
  const line = variable(plan, "line");
  const statements: TestStatement[] = [
    { type: "call", call: { operation, as: caller.row!.variable! }, name: answer },
    { type: "let", name: line, value: callFunction("first", path(answer, "data")) },
  ];
  plan.statements.push(...statements);
  const properties = house.api.schemas[node.answer.schema!]?.properties ?? {};
  const expectLine = (property: string, value: ReturnType<typeof evaluate>): void => {
    const schema = properties[property]?.schema;
    const condition = schema && expectValue(plan, path(line, property), schema, value);
    if (condition) plan.statements.push({ type: "expect", condition });
  };
  for (const [group, expression] of Object.entries(formal.by)) {
    expectLine(group, evaluate(plan.world, expression, { row: rowValue(row), actor }));
  }
  for (const [measure, { operation: how, value }] of Object.entries(formal.measures)) {
    if (how === "count") expectLine(measure, 1);
    else if (value && how !== "average")
      expectLine(measure, evaluate(plan.world, value, { row: rowValue(row), actor }));
  }
  return story(plan, {
    id: `${requirement.id}/story`,
    group: node.group,
    title: requirement.statement,
    proves: [id],
  });
}

/** The id of the test of a report, an operation, for which no row was found that it counts. */
export function emptyIdOf(operation: string): string {
  return `${operation}/nothing`;
}

/** A report over nothing has no lines. */
function emptyStory(
  house: House,
  {
    table,
    kind,
    operation,
    node,
    id,
  }: { table: Table; kind: string; operation: string; node: Operation; id: string },
): Scenario | undefined {
  const plan = newPlan(house);
  const caller = makeActor(plan, kind);
  const { peopled, fuzzy } = plan.world;
  if (!caller || table.noun.actor !== undefined || peopled.has(table.name) || fuzzy.has(table.name)) {
    return undefined;
  }
  plan.alone = true;
  const name = variable(plan, "report");
  plan.statements.push({ type: "call", call: { operation, as: callerName(caller) }, name });
  plan.statements.push({ type: "expect", condition: equals(path(name, "data"), list([])) });
  return story(plan, {
    id,
    group: node.group,
    title: `${node.summary}, where there is nothing to count`,
    proves: [],
  });
}

/** Brings a row to the state that a condition asks for, with what the last step needs done before. */
function walked(plan: Plan, table: Table, row: WorldRow, where: Expression | undefined): boolean {
  const { lifecycle } = table.noun;
  if (!lifecycle || !where) return false;
  const wanted = operandsOf("&&", where).flatMap((part) =>
    part.type === "binary" &&
    part.operator === "==" &&
    directMember(part.left, "row") === lifecycle.attribute &&
    part.right.type === "string"
      ? [part.right.value]
      : [],
  );
  return Object.entries(lifecycle.transitions).some(
    ([action, { to }]) => wanted.includes(to) && actWith(plan, table, action, row),
  );
}

interface Counted {
  row: WorldRow;
  caller: Caller;
}

/** The only row of a table for which the condition of a report holds, and somebody who may ask for the report. */
function countedRow(
  plan: Plan,
  table: Table,
  kind: string,
  where: Expression | undefined,
): Counted | undefined {
  plan.alone = true;
  const wish = where ? detailOf(plan, table, where, "row", { names: {}, trail: [] }) : {};
  const { misses } = plan.effort;
  const before = misses.length;
  let row = makeRow(plan, table, { ...wish, unread: true });
  if (!row) {
    // What stood in the way of the wished one says nothing of a row with other values.
    misses.length = before;
    row = makeRow(plan, table, { unread: true });
  }
  const caller = row && (plan.callers.find((one) => one.kind === kind) ?? makeActor(plan, kind));
  if (!row || !caller) return undefined;
  const names = { row: rowValue(row), actor: actorValue(caller) };
  const holds = (trial: Plan): boolean => !where || trial.achieve(trial, where, { names, trail: [] });
  if (!holds(plan)) {
    const reached = attempt(plan, (trial) => (walked(trial, table, row, where) && holds(trial)) || undefined);
    if (!reached) return undefined;
  }
  if (plan.world.peopled.has(table.name)) return undefined;
  const { world } = plan;
  const counts = (one: WorldRow): boolean =>
    !where || isTrue(world, where, { ...names, row: rowValue(one) }) !== false;
  const rows = world.rows.filter((one) => one.model === table.name && !one.hidden && counts(one));
  return rows.length === 1 && !plan.world.fuzzy.has(table.name) ? { row, caller } : undefined;
}
