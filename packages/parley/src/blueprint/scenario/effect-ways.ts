import type { Expression } from "../../expression/document.ts";
import { statedOf } from "../concepts.ts";
import { pathsOf } from "../../expression/visit.ts";
import { columnNameOf } from "../database.ts";
import type { Table } from "../tables.ts";
import type { Choice } from "./choose.ts";
import { fieldsFor } from "./detail.ts";
import { actWith, saidBy } from "./effect.ts";
import { tableNamed } from "./house.ts";
import { walksFrom } from "./paths.ts";
import { type Goal, noteMiss, type Plan, type Way } from "./plan.ts";
import { equated } from "./sought.ts";
import { makeSought, matching } from "./sought-rows.ts";
import { isTrue } from "./evaluate.ts";
import { rowValue, type WorldRow } from "./world.ts";

/** Some follow only from the second row, or the third. */
const mostCreated = 5;

/** What is settled of an action: its body, or what the row that it happens to is made with. */
interface Saying {
  said: Record<string, Choice>;
  chosen?: Record<string, Choice>;
}

/** Actions on other rows that change what is read of this one. */
export function effectWays(
  plan: Plan,
  row: WorldRow,
  columns: ReadonlySet<string>,
  goal: Goal,
  holds: (plan: Plan) => boolean,
): Way[] {
  const table = tableNamed(plan.house, row.model);
  return statedOf(plan.house.requirements, "effect").flatMap(({ formal }): Way[] => {
    const { effect, action, when } = formal;
    const source = plan.house.tables.find(({ noun }) => noun.name === formal.concept);
    if (!source || effect.type !== "update" || effect.concept !== table?.noun.name) return [];
    const written = Object.entries(effect.data).flatMap(([field, value]) =>
      columns.has(columnNameOf(table.noun, field)) ? [value] : [],
    );
    if (written.length === 0) return [];
    const fixed = equated(plan, effect.where, "row", { [effect.parameter]: rowValue(row) });
    // Only when something is so of the row that the action happens to.
    const asked = when ? fieldsFor(plan, source, when, "row", goal.names) : {};
    return sayingsOf(plan, source, action, written, asked).map(({ said, chosen }): Way => (trial) => {
      if (action === "create") {
        const most = when ? mostCreated : 1;
        for (let count = 0; count < most && !holds(trial); count += 1) {
          const made = makeSought(trial, source, fixed, goal, said);
          if (!made) return;
          if (when) noteUnmet(trial, when, { ...goal, names: { row: rowValue(made) } });
        }
        return;
      }
      const known = matching(trial, source, fixed).find((one) => isYetToCome(source, action, one));
      const origin = (chosen ? undefined : known) ?? makeSought(trial, source, fixed, goal, chosen);
      if (!origin) return;
      const names = { ...goal.names, row: rowValue(origin), [effect.parameter]: rowValue(row) };
      const about = { ...goal, names };
      if (!trial.achieve(trial, effect.where, about)) return;
      if (when && pathsOf(when, "input").length === 0) trial.achieve(trial, when, about);
      actWith(trial, source, action, origin, said);
    });
  });
}

/** What an action may say, and what its row may be made with, where what is written depends on it. */
function sayingsOf(
  plan: Plan,
  source: Table,
  action: string,
  written: readonly Expression[],
  asked: Record<string, Choice>,
): Saying[] {
  const bodies = saidBy(plan, source, action, written);
  if (action === "create") return bodies.map((said) => ({ said: { ...asked, ...said } }));
  const isAsked = Object.keys(asked).length > 0;
  const rows = saidBy(plan, source, "create", written).slice(isAsked ? 0 : 1);
  return [
    ...bodies.map((said) => ({ said })),
    ...rows.map((chosen) => ({ said: {}, chosen: { ...asked, ...chosen } })),
  ];
}

/** Whether an action may still happen to a row: not where its state has gone past it. */
function isYetToCome(table: Table, action: string, row: WorldRow): boolean {
  const { lifecycle } = table.noun;
  const from = lifecycle?.transitions[action]?.from;
  const state = lifecycle && row.values[lifecycle.attribute];
  if (!from || typeof state !== "string") return true;
  return from.includes(state) || walksFrom(table, state).some((walk) => from.includes(walk.state));
}

/** Other values of the rows before may do what these did not. */
function noteUnmet(plan: Plan, when: Expression, goal: Goal): void {
  if (isTrue(plan.world, when, goal.names) !== true) noteMiss(plan, when, goal, true);
}
