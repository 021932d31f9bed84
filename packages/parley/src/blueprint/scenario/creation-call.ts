import type { Expression } from "../../expression/document.ts";
import type { Table } from "../tables.ts";
import { type Choice, chosenAt } from "./choose.ts";
import { compute } from "./follow.ts";
import type { Caller, Named, Outcome } from "./house.ts";
import { callOf, idOf, type Plan, sample } from "./plan.ts";
import { predictCreate } from "./predict.ts";
import type { Value } from "./value.ts";
import type { WorldRow } from "./world.ts";

/** How a row is created: everything a call needs, before it is made. */
export interface Creation {
  table: Table;
  found: Named;
  caller: Caller;
  row: WorldRow;
  parent?: WorldRow;
  schema?: string;
  fixed: Record<string, Expression>;
  input: Value;
  /** Properties that were chosen already. */
  settled: Readonly<Record<string, Choice>>;
}

/** A creation after a while: what is told from the moment of the call on, and what the server works out then. */
export function refresh(plan: Plan, creation: Creation): void {
  const { now } = plan.world;
  creation.row.values["createdAt"] = { type: "moment", at: now, slack: 0 };
  const relative = Object.entries(creation.settled).filter(([, { after }]) => after !== undefined);
  send(plan, creation, Object.fromEntries(relative.map(([name, choice]) => [name, chosenAt(choice, now)])));
}

/** Puts chosen values into the row and the body of a creation, and what the server works out from them. */
export function send(plan: Plan, creation: Creation, chosen: Readonly<Record<string, Choice>>): void {
  const { table, caller, row, input } = creation;
  const changed = Object.fromEntries(Object.entries(chosen).map(([name, { value }]) => [name, value]));
  Object.assign(row.values, changed);
  if (typeof input === "object" && input && "properties" in input) {
    creation.input = { type: "object", properties: { ...input.properties, ...changed } };
  }
  compute(plan, table, "create", caller, row, creation.input);
}

export function outcomeOf(plan: Plan, { table, caller, row, input }: Creation): Outcome | undefined {
  return predictCreate(plan.house, plan.world, table, caller, row, input);
}

/** The call that creates it. */
export function creationCall({ found, caller, parent, schema, fixed }: Creation) {
  const body = schema === undefined ? undefined : sample(schema, fixed);
  return callOf(found, caller, parent && idOf(parent), body);
}
