import type { Event } from "../agent/events.ts";
import { nameOf } from "../backend/edits.ts";
import type { Said } from "../reading/said.ts";
import { counted, duration, tokens } from "./figures.ts";

/** `12  2026-01-31 09:30:05  edit  model puts database models/Todo` */
export function eventLine(event: Event): string {
  const time = event.at.slice(0, 19).replace("T", " ");
  return `${String(event.seq).padStart(5)}  ${time}  ${event.type.padEnd(11)}  ${describe(event)}`;
}

function describe(event: Event): string {
  switch (event.type) {
    case "message":
      return saidText(event.said);
    case "step-start":
      return `${event.step}: ${counted(event.units, "unit")}`;
    case "attempt": {
      const verdict = event.accepted ? "accepted" : `refused, ${counted(event.findings.length, "finding")}`;
      const why = event.findings[0] ? `: ${shorten(event.findings[0].message)}` : "";
      const spent = `${tokens(event.usage.input + event.usage.output)}, ${duration(event.usage.ms)}`;
      return `${event.step} ${event.unit}, try ${event.attempt} (${spent}): ${verdict}${why}`;
    }
    case "edit": {
      const { origin, document, collection, action } = event.edit;
      const name = `${document} ${collection}/${nameOf(event.edit)}`;
      return `${origin} ${verbs[action.type]} ${name}${action.type === "rename" ? ` to ${action.to}` : ""}`;
    }
    case "withdrawn":
      return `edit ${event.edit} is taken back: ${shorten(event.because.message)}`;
    case "undone":
      return `nothing counts any more from ${event.from} on`;
    case "unit-end":
      return `${event.step} ${event.unit}: ${outcomes[event.outcome]}`;
    case "step-end":
      return `${event.step} in ${duration(event.ms)}`;
    case "file-change":
      return `${event.written.length} written, ${event.removed.length} removed`;
    case "verify": {
      const { verified, tests, operations } = event.report;
      const verdict = verified ? "verified" : "not verified";
      return `${verdict}; tests ${tests.passed} passed, ${tests.failed} failed; ${operations.tested} of ${operations.total} operations tested`;
    }
    case "run-end":
      return `${event.verified ? "verified" : "not verified"} in ${duration(event.ms)}`;
    default:
      return event satisfies never;
  }
}

const verbs = { put: "puts", remove: "removes", rename: "renames" } as const;

const outcomes = {
  draft: "the draft stands",
  edited: "changed",
  exhausted: "no answer passed; the draft stands",
  unanswered: "nobody answered; asked again next time",
} as const;

function saidText(said: Said): string {
  switch (said.type) {
    case "text":
      return `“${shorten(said.text)}”`;
    case "outline":
      return `an outline of ${counted(said.text.split("\n").length, "line")}`;
    case "answer":
      return `answer to ${said.question}: ${said.choice}`;
    default:
      return said satisfies never;
  }
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
