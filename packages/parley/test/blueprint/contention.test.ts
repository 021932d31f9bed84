import { expect, test } from "vitest";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { draftFrom } from "../scenario/drafts.ts";

const { program, api, database } = draftFrom(`# Kennel

## Actors

- owner: signs up

## Box

- name: string 1..80

## Stay (owned by owner as host)

- box -> Box
- arrivesOn: date; leavesOn: date
- status: states asked | confirmed | over
- confirm: asked -> confirmed
- finish: confirmed -> over

## Rules

- owner may sign in
- owner may create, read Box
- owner may create, read, update, delete, confirm, finish own Stay
- create Stay only if \`!Stay.exists(s => s.boxId == input.boxId && s.arrivesOn < input.leavesOn && s.leavesOn > input.arrivesOn)\`, else taken "The box is taken then."
- confirm Stay only if \`row.box.stays.count() < 9\`, else full "The box is full."
- finish Stay only if \`row.leavesOn <= today()\`, else early "It is not over."
`);

test("what asks for other rows of its own kind runs apart from others that do", () => {
  const apart = Object.entries(program.procedures)
    .filter(([, { isolation }]) => isolation === "serializable")
    .map(([name]) => name);
  expect(apart.toSorted()).toEqual(["confirmStay", "createStay"]);
  const found = checkProgram(program, api, database);
  expect(found.filter(isError)).toEqual([]);
  expect(found.filter(({ code }) => code === "program/racing-creation")).toEqual([]);
});
