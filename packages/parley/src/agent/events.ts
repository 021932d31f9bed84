import type { Edit } from "../backend/edits.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Usage } from "../model/usage.ts";
import type { Said } from "../reading/said.ts";
import type { Report } from "./report.ts";

/** Anything that happened. The log of these is the only history; everything shown is a fold of it. */
export type EventBody =
  | { type: "message"; said: Said }
  | { type: "step-start"; step: string; units: number }
  /** One try at a unit: `findings` are what was fed back; none when it was accepted. */
  | {
      type: "attempt";
      step: string;
      unit: string;
      attempt: number;
      accepted: boolean;
      usage: Usage;
      findings: Diagnostic[];
    }
  /** `because` is the `seq` of what led to it: a message, a step-start or a file-change. */
  | { type: "edit"; edit: Edit; because: number; step?: string; unit?: string }
  /** The edit with `seq` `edit` no longer counts. */
  | { type: "withdrawn"; edit: number; because: Diagnostic }
  /** Nothing counts any more of what was said and decided from event `from` on, up to this one. */
  | { type: "undone"; from: number }
  /** `key` is the hash of all that the unit may know; a unit with a known key is not asked again. */
  | {
      type: "unit-end";
      step: string;
      unit: string;
      key: string;
      outcome: "draft" | "edited" | "exhausted" | "unanswered";
    }
  | { type: "step-end"; step: string; ms: number }
  | { type: "file-change"; written: string[]; removed: string[] }
  /** `documents`: hash of each document's file as it is written next; what differs from all of these was changed by hand. */
  | { type: "verify"; report: Report; documents: Record<string, string> }
  | { type: "run-end"; verified: boolean; ms: number };

export type EventType = EventBody["type"];

/** `seq` counts from 1; `at` is an RFC 3339 time in UTC. */
export type Event = EventBody & { seq: number; at: string };
export type EventOf<Type extends EventType> = Extract<EventBody, { type: Type }> & {
  seq: number;
  at: string;
};

export function isEvent<Type extends EventType>(event: Event, type: Type): event is Event & EventOf<Type> {
  return event.type === type;
}
