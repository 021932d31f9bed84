import { expect, test } from "vitest";
import { printExpression } from "../../src/expression/print.ts";
import { draftFrom } from "../scenario/drafts.ts";

const { database, scenario } = draftFrom(`# Fair

## Actors

- organizer: bootstrap
- visitor: signs up

## Stand (owned by visitor as holder)

- name: string 1..80
- shown: boolean, default true

## Hall

- name: string 1..80

## Visit (part of Hall, owned by visitor)

- note: string 1..80

## Lamp (owned by visitor as holder)

- broken: boolean, default false

## Rules

- organizer, visitor may sign in
- anybody may read Hall
- organizer may create Hall
- visitor may create, read own Visit
- anybody may read Stand where \`row.shown\`
- visitor may create, read own Stand
- visitor may create, read own Lamp
- visitor may update Lamp where \`row.holderId != actor.id\`
- organizer may update Lamp where \`row.broken\`
`);

function readersOf(model: string): Record<string, string> {
  const read = database.models[model]!.scope!.read;
  return Object.fromEntries(
    Object.entries(read).map(([kind, condition]) => [kind, printExpression(condition)]),
  );
}

test("what anybody may read is for those signed in too", () => {
  expect(readersOf("Hall")).toEqual({ organizer: "true", visitor: "true", guest: "true" });
  expect(readersOf("Stand")).toEqual({
    organizer: "row.shown",
    visitor: "row.holderId == actor.id || row.shown",
    guest: "row.shown",
  });
  const visits = Object.values(scenario.scenarios).filter(({ group }) => group === "visits");
  expect(JSON.stringify(visits)).toContain('"operation":"createVisit"');
});

test("whoever may change a row may read it, unless it was said what they may read", () => {
  expect(readersOf("Lamp")).toEqual({
    organizer: "row.broken",
    visitor: "row.holderId == actor.id",
  });
  const { write } = database.models["Lamp"]!.scope!;
  expect(printExpression(write["visitor"]!)).toBe("row.holderId != actor.id");
});
