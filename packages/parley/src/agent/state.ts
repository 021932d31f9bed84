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
  for (const event of standing(events)) {
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

/** All but what was undone; what a run proved and wrote stays known. */
function standing(events: readonly Event[]): Event[] {
  let left: Event[] = [];
  for (const event of events) {
    if (isEvent(event, "undone"))
      left = left.filter((earlier) => earlier.seq < event.from || isEvent(earlier, "verify"));
    else left.push(event);
  }
  return left;
}

/**
 * The newest thing that somebody said or changed by hand and that still counts: a message, or the change of files that
 * edits follow. `undefined` where nothing but the first message is left.
 */
export function lastDecision(events: readonly Event[]): Event | undefined {
  const left = standing(events);
  const byHand = new Set(
    left.flatMap((event) => (isEvent(event, "edit") && isByHand(event.edit) ? [event.because] : [])),
  );
  const first = left.findIndex((event) => isEvent(event, "message"));
  return left.slice(first + 1).findLast((event) => isEvent(event, "message") || byHand.has(event.seq));
}

/** What a project was imported with cannot be taken back: nothing would be left. */
function isByHand({ origin }: Edit): boolean {
  return origin === "hand" || origin === "user";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
