import type { Scenario } from "../../scenario/document.ts";
import { expectColumn } from "./expected.ts";
import { needsAlone, type Plan } from "./plan.ts";
import type { WorldRow } from "./world.ts";

/** A story from a plan's statements; `undefined` where it would call nothing. */
export function story(
  plan: Plan,
  part: { id: string; group: string; title: string; proves: string[] },
): Scenario | undefined {
  if (!plan.statements.some(({ type }) => type !== "actor" && type !== "let")) return undefined;
  return {
    type: "story",
    ...part,
    ...(needsAlone(plan) ? { alone: true } : {}),
    statements: plan.statements,
  };
}

export function expecting(
  plan: Plan,
  row: WorldRow,
  answer: string | undefined,
  schema: string | undefined,
  columns: readonly string[],
): number {
  let count = 0;
  for (const column of columns) {
    const condition =
      answer !== undefined && schema !== undefined
        ? expectColumn(plan, row, answer, schema, column)
        : undefined;
    if (!condition) continue;
    plan.statements.push({ type: "expect", condition });
    count += 1;
  }
  return count;
}
