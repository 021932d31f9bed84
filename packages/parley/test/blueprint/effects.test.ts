import { expect, test } from "vitest";
import { printExpression } from "../../src/expression/print.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import { draftFrom } from "../scenario/drafts.ts";

const outline = (to: string): string => `# Club

## Actors

- member: signs up

## Trip (owned by member)

- name: string 1..40

## Seat (part of Trip, owned by member as passenger)

## Rules

- member may sign in
- member may create, read, update Trip
- member may create, read own Seat
- on update Trip: notify \`${to}\` with \`"Changed"\` and \`row.name\`
`;

test("each of a list of addresses gets a mail of its own", () => {
  const { program } = draftFrom(outline("distinct(row.seats.map(s => s.passenger.account.email))"));
  const { statements } = program.procedures["updateTrip"]!;
  const each = statements.find(({ type }) => type === "forEach");
  expect(each).toMatchObject({
    name: "address",
    body: [{ type: "emit", to: { type: "name", name: "address" } }],
  });
});

test("one address gets one mail", () => {
  const { program } = draftFrom(outline("row.member.account.email"));
  const emitted = program.procedures["updateTrip"]!.statements.find(({ type }) => type === "emit");
  expect(emitted?.type === "emit" && printExpression(emitted.to)).toBe("trip.member.account.email");
});

test.each([
  ["row.seats.map(s => s.passenger.account)", "list of"],
  ["row.seats.count()", "integer"],
])("%s is no address", (to, found) => {
  const { requirements } = parseOutline(outline(to));
  const messages = checkRequirements(requirements!).map(({ message }) => message);
  expect(messages.filter((message) => message.includes(found))).toHaveLength(1);
});
