import type { Expression } from "../../expression/document.ts";
import { statedOf } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import type { Table } from "../tables.ts";
import type { Choice } from "./choose.ts";
import { actWith, saidBy } from "./effect.ts";
import { tableNamed } from "./house.ts";
import { walksFrom } from "./paths.ts";
import type { Goal, Plan, Way } from "./plan.ts";
import { equated } from "./sought.ts";
import { makeSought, matching } from "./sought-rows.ts";
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
    const { effect, action } = formal;
    const source = plan.house.tables.find(({ noun }) => noun.name === formal.concept);
    if (!source || effect.type !== "update" || effect.concept !== table?.noun.name) return [];
    if (!Object.keys(effect.data).some((field) => columns.has(columnNameOf(table.noun, field)))) return [];
    const fixed = equated(plan, effect.where, "row", { [effect.parameter]: rowValue(row) });
    return sayingsOf(plan, source, action, Object.values(effect.data)).map(
      ({ said, chosen }): Way =>
        (trial) => {
          if (action === "create") {
            const most = formal.when ? mostCreated : 1;
            for (let count = 0; count < most && !holds(trial); count += 1) {
              if (!makeSought(trial, source, fixed, goal, said)) return;
            }
            return;
          }
          const known = matching(trial, source, fixed).find((one) => isYetToCome(source, action, one));
          const origin = (chosen ? undefined : known) ?? makeSought(trial, source, fixed, goal, chosen);
          if (!origin) return;
          const names = { ...goal.names, row: rowValue(origin), [effect.parameter]: rowValue(row) };
          const isMeant = trial.achieve(trial, effect.where, { ...goal, names });
          if (isMeant) actWith(trial, source, action, origin, said);
        },
    );
  });
}

/** What an action may say, and what its row may be made with, where what is written depends on it. */
function sayingsOf(plan: Plan, source: Table, action: string, written: readonly Expression[]): Saying[] {
  const bodies = saidBy(plan, source, action, written).map((said) => ({ said }));
  const rows = action === "create" ? [] : saidBy(plan, source, "create", written).slice(1);
  return [...bodies, ...rows.map((chosen) => ({ said: {}, chosen }))];
}

/** Whether an action may still happen to a row: not where its state has gone past it. */
function isYetToCome(table: Table, action: string, row: WorldRow): boolean {
  const { lifecycle } = table.noun;
  const from = lifecycle?.transitions[action]?.from;
  const state = lifecycle && row.values[lifecycle.attribute];
  if (!from || typeof state !== "string") return true;
  return from.includes(state) || walksFrom(table, state).some((walk) => from.includes(walk.state));
}
