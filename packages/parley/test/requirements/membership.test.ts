import { expect, test } from "vitest";
import { membershipOf } from "../../src/requirements/membership.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";

const outline = `# Clubs

## Actors
- player: signs up
- coach: signs up

## Club
## Team (part of Club)
## Match (part of Team as side)
- rival -> Club, optional
- ground -> Ground

## Ground
## Keeper (part of Ground as place)
- person -> player

## Seat (part of Club)
- holder -> player, optional

## Line (part of Team)
- player -> player

## Entry (part of Club, owned by player as joiner)
- sponsor -> player, seen as sponsored

## Ticket (owned by coach)
- match -> Match
- spare -> Ground, optional
`;

const joined = (concept: string, kind: string, text = outline): unknown =>
  membershipOf(parseOutline(text).requirements!, concept, kind);

test("the nearest of what a row is part of, itself first, that says who has joined", () => {
  expect(joined("Club", "player")).toEqual({
    concept: "Entry",
    path: [],
    parentAs: "club",
    actorAs: "joiner",
  });
  const line = { concept: "Line", parentAs: "team", actorAs: "player" };
  expect(joined("Team", "player")).toEqual({ ...line, path: [] });
  expect(joined("Match", "player")).toEqual({ ...line, path: ["side"] });
  expect(joined("Line", "player")).toEqual({ ...line, path: ["team"] });
});

test("references that are not optional lead on where the parents have nobody", () => {
  const keeper = { concept: "Keeper", parentAs: "place", actorAs: "person" };
  expect(joined("Ticket", "player")).toEqual({
    concept: "Line",
    path: ["match", "side"],
    parentAs: "team",
    actorAs: "player",
  });
  const withoutTeams = outline.replace(/## Line[^#]*/, "").replace(/## Entry[^#]*/, "");
  expect(joined("Match", "player", withoutTeams)).toEqual({ ...keeper, path: ["ground"] });
  expect(joined("Ticket", "player", withoutTeams)).toEqual({ ...keeper, path: ["match", "ground"] });
});

test("what is called a membership comes before all others, what is called none is none", () => {
  const declared = outline.replace("as joiner)", "as joiner, membership)");
  expect(joined("Match", "player", declared)).toMatchObject({ concept: "Entry", path: ["side", "club"] });
  const denied = outline.replace("## Line (part of Team)", "## Line (part of Team, not membership)");
  expect(joined("Match", "player", denied)).toMatchObject({ concept: "Entry", path: ["side", "club"] });
});

test("nobody has joined what no membership of their kind leads to", () => {
  expect(joined("Match", "coach")).toBeUndefined();
  expect(joined("Match", "guest")).toBeUndefined();
  expect(joined("Player", "player")).toBeUndefined();
  expect(joined("constructor", "player")).toBeUndefined();
});
