import type { Expression } from "../../expression/document.ts";
import type { Table } from "../tables.ts";
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
  settled: readonly string[];
}

export function outcomeOf(plan: Plan, { table, caller, row, input }: Creation): Outcome | undefined {
  return predictCreate(plan.house, plan.world, table, caller, row, input);
}

/** The call that creates it. */
export function creationCall({ found, caller, parent, schema, fixed }: Creation) {
  const body = schema === undefined ? undefined : sample(schema, fixed);
  return callOf(found, caller, parent && idOf(parent), body);
}
