import type { Edit } from "../backend/edits.ts";
import type { Message } from "../reading/said.ts";
import { isEvent, type Event } from "./events.ts";
import type { Report } from "./report.ts";

/** An edit that counts, with its place in the log. */
export interface StandingEdit {
  seq: number;
  edit: Edit;
}

/** What the log comes to. */
export interface State {
  messages: Message[];
  /** In the order in which they apply. */
  edits: StandingEdit[];
  /** Keys of units that were settled, by anything but silence. */
  settled: Map<string, string>;
  withdrawn: number;
  report?: Report;
}

/** Folds the log. Units of a step end in any order; their edits apply in the units' order, so a replay is the same. */
export function fold(events: readonly Event[]): State {
  const state: State = { messages: [], edits: [], settled: new Map(), withdrawn: 0 };
  const withdrawn = new Set<number>();
  const ordered: (StandingEdit & { run: number; unit: string })[] = [];
  let run = 0;
  for (const event of events) {
    if (isEvent(event, "message")) state.messages.push({ seq: event.seq, said: event.said });
    else if (isEvent(event, "step-start")) run = event.seq;
    else if (isEvent(event, "edit"))
      ordered.push({ seq: event.seq, edit: event.edit, run, unit: event.unit ?? "" });
    else if (isEvent(event, "withdrawn")) withdrawn.add(event.edit);
    else if (isEvent(event, "unit-end") && event.outcome !== "unanswered")
      state.settled.set(event.key, event.outcome);
    else if (isEvent(event, "verify")) state.report = event.report;
  }
  state.withdrawn = withdrawn.size;
  state.edits = ordered
    .filter(({ seq }) => !withdrawn.has(seq))
    .toSorted((a, b) => a.run - b.run || compare(a.unit, b.unit) || a.seq - b.seq)
    .map(({ seq, edit }) => ({ seq, edit }));
  return state;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
