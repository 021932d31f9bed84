import { expect, test } from "vitest";
import { fold, lastDecision } from "../../src/agent/state.ts";
import type { Event, EventBody } from "../../src/agent/events.ts";
import type { Edit } from "../../src/backend/edits.ts";

const edit = (id: string): Edit => ({
  document: "database",
  collection: "models",
  id,
  base: null,
  origin: "model",
  action: { type: "remove" },
});

function events(bodies: EventBody[]): Event[] {
  return bodies.map((body, index) => ({ seq: index + 1, at: "2026-01-01T00:00:00.000Z", ...body }));
}

const start: EventBody = { type: "step-start", step: "s", units: 2 };
const change = (id: string, unit: string): EventBody => ({
  type: "edit",
  edit: edit(id),
  because: 1,
  step: "s",
  unit,
});

test("edits apply in the order of their units, whichever ended first", () => {
  const a = fold(events([start, change("x", "unit-1"), change("y", "unit-2")]));
  const b = fold(events([start, change("y", "unit-2"), change("x", "unit-1")]));
  expect(a.edits.map(({ edit: { id } }) => id)).toEqual(["x", "y"]);
  expect(b.edits.map(({ edit: { id } }) => id)).toEqual(["x", "y"]);
});

test("a withdrawn edit no longer counts, an unanswered unit stays open", () => {
  const because = {
    code: "a/b",
    severity: "error",
    message: "",
    at: { call: "s", pointer: "" },
    trace: [],
  } as const;
  const state = fold(
    events([
      start,
      change("x", "unit-1"),
      { type: "withdrawn", edit: 2, because: { ...because, trace: [] } },
      { type: "unit-end", step: "s", unit: "unit-1", key: "k1", outcome: "edited" },
      { type: "unit-end", step: "s", unit: "unit-2", key: "k2", outcome: "unanswered" },
    ]),
  );
  expect(state.edits).toEqual([]);
  expect(state.withdrawn).toBe(1);
  expect([...state.settled]).toEqual([["k1", "edited"]]);
});

const said = (text: string): EventBody => ({ type: "message", said: { type: "text", text } });

test("what was undone counts no more, neither the words nor what was decided because of them", () => {
  const settled = (key: string): EventBody => ({
    type: "unit-end",
    step: "s",
    unit: "u",
    key,
    outcome: "edited",
  });
  const log = [
    said("one"),
    start,
    change("x", "u"),
    settled("k1"),
    said("two"),
    change("y", "u"),
    settled("k2"),
  ];
  expect(lastDecision(events(log))).toMatchObject({ seq: 5 });

  const state = fold(events([...log, { type: "undone", from: 5 }, said("three")]));
  expect(state.messages.map(({ said: words }) => words)).toEqual([
    { type: "text", text: "one" },
    { type: "text", text: "three" },
  ]);
  expect(state.edits.map(({ edit: { id } }) => id)).toEqual(["x"]);
  expect([...state.settled.keys()]).toEqual(["k1"]);
});

test("a change of the documents by hand is undone before the words that it followed", () => {
  const hand: EventBody = { type: "edit", edit: { ...edit("x"), origin: "hand" }, because: 3 };
  const files: EventBody = { type: "file-change", written: ["a"], removed: [] };
  const log = [said("one"), said("two"), files, hand, files];
  expect(lastDecision(events(log))).toMatchObject({ seq: 3 });
  expect(lastDecision(events([...log, { type: "undone", from: 3 }]))).toMatchObject({ seq: 2 });
  expect(
    lastDecision(events([...log, { type: "undone", from: 3 }, { type: "undone", from: 2 }])),
  ).toBeUndefined();
});
