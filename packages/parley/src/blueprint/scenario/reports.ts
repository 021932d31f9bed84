import { call as callFunction, path } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Scenario, TestStatement } from "../../scenario/document.ts";
import type { Stated } from "../concepts.ts";
import { clientFields, type Table } from "../tables.ts";
import { inputsOf, search } from "./choose.ts";
import { evaluate } from "./evaluate.ts";
import { expectValue } from "./expected.ts";
import { actorValue, type Caller, type House, operationFor } from "./house.ts";
import { makeRow, newPlan } from "./make.ts";
import { makeActor, type Plan, variable, type Wish } from "./plan.ts";
import { story } from "./stories.ts";
import { rowValue, type WorldRow } from "./world.ts";

/** One row is counted by a report over nothing else. */
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
  if (!entry || !table || kind === undefined || table.noun.actor !== undefined) return undefined;
  const [operation, node] = entry;
  if (Object.values(node.query ?? {}).some(({ optional }) => !optional)) return undefined;
  if (node.answer.shape !== "list" || node.body !== undefined || Object.keys(node.parameters).length > 0)
    return undefined;
  const counted = countedRow(house, table, kind, formal.where);
  if (!counted) return undefined;
  const { plan, row, caller } = counted;
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
  for (const [measure, { operation: how }] of Object.entries(formal.measures))
    if (how === "count") expectLine(measure, 1);
  return story(plan, {
    id: `${requirement.id}/story`,
    group: node.group,
    title: requirement.statement,
    proves: [id],
  });
}

interface Counted {
  plan: Plan;
  row: WorldRow;
  caller: Caller;
}

/** The only row of a table, for which the condition of a report holds, and somebody who may ask for the report. */
function countedRow(
  house: House,
  table: Table,
  kind: string,
  where: Expression | undefined,
): Counted | undefined {
  const made = (wish: Wish): Counted | undefined => {
    const plan = newPlan(house);
    plan.alone = true;
    const row = makeRow(plan, table, wish);
    const caller = row && (plan.callers.find((one) => one.kind === kind) ?? makeActor(plan, kind));
    if (!row || !caller || plan.world.fuzzy.has(table.name)) return undefined;
    const rows = plan.world.rows.filter((one) => one.model === table.name && !one.hidden);
    return rows.length === 1 ? { plan, row, caller } : undefined;
  };
  const holds = ({ plan, row, caller }: Counted): boolean =>
    !where || evaluate(plan.world, where, { row: rowValue(row), actor: actorValue(caller) }) === true;
  const plain = made({});
  if (!plain || !where || holds(plain)) return plain;
  const schema = operationFor(house, table, "create")?.operation.body;
  if (schema === undefined) return undefined;
  const names = inputsOf(
    where,
    clientFields(table.model).map(([name]) => name),
  );
  const { row } = plain;
  const chosen = search(house.api, schema, names, (choices) => {
    const values = Object.entries(choices).map(([name, { value }]) => [name, value] as const);
    const changed = { ...row, values: { ...row.values, ...Object.fromEntries(values) } };
    const rows = plain.plan.world.rows.map((one) => (one === row ? changed : one));
    return holds({ ...plain, plan: { ...plain.plan, world: { ...plain.plan.world, rows } }, row: changed });
  });
  const wanted = chosen && made({ chosen });
  return wanted && holds(wanted) ? wanted : undefined;
}
