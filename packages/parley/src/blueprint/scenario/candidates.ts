import type { Table } from "../tables.ts";
import { type Caller, guest, operationFor } from "./house.ts";
import { kindsToTry, makeActor, type Plan } from "./plan.ts";

/** A caller that exists, or a kind of which one is made. */
export type Candidate = Caller | string;

export function callersFor(plan: Plan, table: Table, action: string, first?: Caller): Candidate[] {
  const found = operationFor(plan.house, table, action);
  if (!found) return [];
  const { access } = found.operation;
  const known = [...(first ? [first] : []), ...plan.callers].filter(({ kind }) => access.includes(kind));
  const kinds = kindsToTry(plan.house).filter((kind) => access.includes(kind));
  return [...new Set(known), ...kinds, ...(access.includes("public") ? [guest] : [])];
}

export function resolveCaller(plan: Plan, candidate: Candidate): Caller | undefined {
  if (typeof candidate === "string") return makeActor(plan, candidate);
  if (!candidate.row) return candidate;
  return plan.callers.find(({ row }) => row?.id === candidate.row!.id) ?? candidate;
}
