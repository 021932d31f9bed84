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

const games = draftFrom(`# Games

## Actors

- host: bootstrap
- player: signs up

## Game

- title: string 1..80; ready: boolean, default false, set by the server
- status: states open | closed
- close: open -> closed

## Vote (part of Game, owned by player)

- points: integer 1..5

## Bill

- game -> Game, set by the server
- votes: integer 0.., set by the server

## Rules

- host, player may sign in
- host may create, read, close any Game
- host may read any Bill
- player may read any Game
- player may create, read own Vote
- create Vote only if \`row.game.status == "open"\`, else closed "The game is closed."
- on create Vote when \`Vote.count(v => v.gameId == row.gameId) >= 3\`: update Game as g where \`g.id == row.gameId\` set ready = \`true\`
- on close Game: create Bill with gameId = \`row.id\`, votes = \`Vote.count(v => v.gameId == row.id)\`
`);

test("an effect that counts rows like the one it follows sees those made at the same time", () => {
  expect(games.program.procedures["createVote"]!.isolation).toBe("serializable");
});

test("a row is held while something is made that asks for a field which others change", () => {
  const [found] = games.program.procedures["createVote"]!.statements;
  expect(found).toMatchObject({ type: "find", model: "Game", lock: true });
  expect(checkProgram(games.program, games.api, games.database)).toEqual([]);
});

test("what asks for other rows of its own kind runs apart from others that do", () => {
  const apart = Object.entries(program.procedures)
    .filter(([, { isolation }]) => isolation === "serializable")
    .map(([name]) => name);
  expect(apart.toSorted()).toEqual(["confirmStay", "createStay"]);
  const found = checkProgram(program, api, database);
  expect(found.filter(isError)).toEqual([]);
  expect(found.filter(({ code }) => code === "program/racing-creation")).toEqual([]);
});
