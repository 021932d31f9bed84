import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { witnesses } from "../../src/blueprint/scenario.ts";
import { callValue } from "../../src/blueprint/scenario/functions.ts";
import { binaryValue } from "../../src/blueprint/scenario/operators.ts";
import { drawn, range, type Value } from "../../src/blueprint/scenario/value.ts";
import type { World } from "../../src/blueprint/scenario/world.ts";
import { binary, call, name } from "../../src/expression/build.ts";
import type { BinaryOperator, Expression } from "../../src/expression/document.ts";
import { printExpression } from "../../src/expression/print.ts";
import type { Scenario, TestStatement } from "../../src/scenario/document.ts";
import { draftBackend, draftFrom } from "../scenario/drafts.ts";

const ferry = readFileSync(new URL("../scenario/outlines/ferry.md", import.meta.url), "utf8");

const { scenario } = draftBackend("ferry");
const regatta = draftBackend("regatta").scenario;
const canteen = draftBackend("canteen").scenario;

function casesOf(id: string, among = scenario): { setup: TestStatement[]; calls: string[] } {
  const found = Object.values(among.scenarios).find(
    (one): one is Extract<Scenario, { type: "cases" }> => one.type === "cases" && one.id === `${id}/cases`,
  );
  const setup = found?.setup ?? [];
  return { setup, calls: setup.flatMap((one) => (one.type === "call" ? [one.call.operation] : [])) };
}

test("rows that a condition speaks of are brought to their states first", () => {
  expect(casesOf("trip/create").calls).toEqual([
    "createFerry",
    "createLicence",
    "giveLicence",
    "launchFerry",
  ]);
});

test("what can only be done before a while has passed is done before", () => {
  const { setup } = casesOf("trip/leave");
  const bought = setup.findIndex((one) => one.type === "call" && one.call.operation === "payTicket");
  const waited = setup.findIndex(({ type }) => type === "advance");
  expect(bought).toBeGreaterThan(-1);
  expect(waited).toBeGreaterThan(bought);
});

test("what other actions write is written by them, in the state in which they may", () => {
  const { calls } = casesOf("trip/invoice");
  expect(calls.filter((one) => one === "createCheck")).toHaveLength(2);
  expect(calls.indexOf("landTrip")).toBeGreaterThan(calls.lastIndexOf("createCheck"));
});

test("a row that an action brought about is looked up before it is changed", () => {
  const { calls } = casesOf("stay/leave", regatta);
  expect(calls.slice(calls.indexOf("arriveStay"))).toEqual(["arriveStay", "listBills", "payBill"]);
});

test("two rows that have to point to the same third one are made so", () => {
  const { setup } = casesOf("heat/create", regatta);
  const made = setup.flatMap((one) => (one.type === "call" ? [one] : []));
  expect(made.map(({ call: { operation } }) => operation)).toEqual([
    "createRegatta",
    "createBoat",
    "createBoat",
  ]);
  const [first, ...boats] = made.map(({ name: called, call: { body } }) => ({ called, said: print(body) }));
  for (const { said } of boats) expect(said).toContain(`regattaId: ${first!.called}.id`);
});

test("a condition on who they are gives an actor such a profile", () => {
  const { setup } = casesOf("boat/create", regatta);
  const rower = setup.find((one) => one.type === "actor" && one.kind === "rower");
  expect(rower).toMatchObject({
    profile: { born: { type: "call" }, weight: { type: "call", function: "amount" } },
  });
});

test("what a row does not point to from the start is told it by an update that says nothing else", () => {
  const { setup } = casesOf("heat/start", regatta);
  const updates = setup.flatMap((one) =>
    one.type === "call" && one.call.operation === "updateHeat" ? [print(one.call.body)] : [],
  );
  expect(updates).toEqual(["{ umpireId: umpire.id }"]);
});

test("a sum that effects make is made with what is large enough", () => {
  const { setup } = casesOf("regatta/open", regatta);
  const pledges = setup.flatMap((one) =>
    one.type === "call" && one.call.operation === "createPledge" ? [print(one.call.body)] : [],
  );
  expect(pledges).toHaveLength(1);
  expect(pledges[0]).toContain("1000");
});

test("what is brought about only when something is said is brought about by saying it", () => {
  const { setup } = casesOf("protest/settle", regatta);
  const finished = setup.find((one) => one.type === "call" && one.call.operation === "finishHeat");
  expect(finished?.type === "call" && print(finished.call.body)).toContain("fouls");
});

test("rows that the body of a transition names are such that the conditions on them hold", () => {
  const { setup } = casesOf("protest/settle", regatta);
  const heard = setup.find((one) => one.type === "call" && one.call.operation === "hearProtest");
  const body = heard?.type === "call" ? print(heard.call.body) : "";
  const judge = /judgeId: (\w+)\.id/.exec(body)?.[1];
  const umpires = setup.flatMap((one) => (one.type === "actor" && one.kind === "umpire" ? [one.name] : []));
  expect(umpires.indexOf(judge ?? "")).toBeGreaterThan(0);
  const { calls } = casesOf("protest/hear", regatta);
  expect(calls).toContain("finishHeat");
});

function print(body: Expression | undefined): string {
  return body ? printExpression(body) : "";
}

test("what no row can meet is reported, after a bounded search", () => {
  const contradictory = ferry
    .replace("- skipper may read Trip\n", "")
    .replace("leave, land own Trip", "leave, land, read own Trip");
  const { requirements, database, api } = draftFrom(contradictory);
  const missing = witnesses(requirements, database, api).filter(({ found }) => !found);
  expect(missing.map(({ operation }) => operation)).toEqual(["invoiceTrip", "createCheck", "getCheck"]);
  expect(missing.map(({ why }) => why).at(-1)).toMatch(/nothing tried made `.*` true$/);
});

test("a report that counts no row that could be found is tested without lines", () => {
  const { requirements, database, api, scenario: drafted } = draftBackend("canteen");
  const [empty] = Object.values(drafted.scenarios).filter(({ id }) => id.endsWith("/report/nothing"));
  expect(empty?.title).toBe("Report: refunds, where there is nothing to count");
  const why = witnesses(requirements, database, api).flatMap((one) => (one.why === "" ? [] : [one]));
  expect(why).toEqual([
    { operation: "reportRefunds", found: true, why: expect.stringContaining("`row.fee < 0.00` true") },
  ]);
});

test("what actions work out, write, number and send has a test each, and so has a row that is named in vain", () => {
  const { requirements, scenario: drafted } = draftBackend("depot");
  const proved = new Set(Object.values(drafted.scenarios).flatMap(({ proves }) => proves));
  const unproved = Object.values(requirements.requirements).filter(({ id }) => !proved.has(id));
  // Nobody reads an entry.
  expect(unproved.map(({ statement }) => statement)).toEqual([expect.stringContaining("create an entry")]);
  const { calls } = casesOf("visit/create", drafted);
  expect(calls.filter((one) => one === "createBox")).toHaveLength(1);
});

const world: World = {
  database: { models: {}, enums: {} } as unknown as World["database"],
  rows: [],
  now: 0,
  fuzzy: new Set(),
  peopled: new Set(),
  crowded: false,
};
const day = 86_400_000;
const today = called("today");
const old: Value = { type: "instant", at: Date.parse("2019-05-05"), text: "2019-05-05" };

function compared(operator: BinaryOperator, left: Value, right: Value): Value {
  const node = binary(operator, name("left"), name("right"));
  return binaryValue(node as Parameters<typeof binaryValue>[0], (child) =>
    child.type === "name" && child.name === "left" ? left : right,
  );
}

function called(fn: string, ...given: Value[]): Value {
  const node = call(fn, ...given.map((_, index) => name(`a${index}`)));
  return callValue(world, node as Parameters<typeof callValue>[1], (child) =>
    child.type === "name" ? given[Number(child.name.slice(1))]! : null,
  );
}

test("tests begin on a known day of the calendar, at a known time of it", () => {
  expect(called("daysBetween", old, today)).toBe((Date.parse("2040-01-02") - Date.parse("2019-05-05")) / day);
  const now: Value = { type: "moment", at: 0, slack: 0 };
  expect(called("weekdayOf", now)).toBe(1);
  expect(called("hourOf", now)).toBe(10);
  expect(called("monthOf", compared("+", today, called("months", 1)))).toBe(2);
  expect(compared("==", compared("+", now, called("hours", 14)), now)).toBe(false);
  expect(called("minuteOf", now)).toEqual({ type: "unknown" });
  expect(called("hourOf", { type: "moment", at: 0, slack: 3_600_000 })).toEqual({ type: "unknown" });
});

test("the day of a moment is known as well as the moment", () => {
  const noon: Value = {
    type: "instant",
    at: Date.parse("2094-03-10T12:00:00Z"),
    text: "2094-03-10T12:00:00.000Z",
  };
  expect(called("dateOf", noon)).toEqual({
    type: "instant",
    at: Date.parse("2094-03-10"),
    text: "2094-03-10",
  });
  const vague: Value = { type: "moment", at: day, slack: day };
  expect(compared("<=", called("dateOf", vague), today)).toEqual({ type: "unknown" });
  expect(compared("<=", called("dateOf", { type: "moment", at: 2 * day, slack: 0 }), today)).toBe(false);
  expect(compared(">", called("dateOf", { type: "moment", at: 5 * day, slack: 0 }), today)).toBe(true);
});

test("whoever comes when all seats are taken waits, and can give up", () => {
  const { calls } = casesOf("place/giveUp", canteen);
  expect(calls.filter((operation) => operation === "createPlace")).toHaveLength(2);
});

test("what an effect writes only when something is so is brought about, and from values that serve", () => {
  const { setup, calls } = casesOf("place/create", canteen);
  const shown = setup.find((one) => one.type === "call" && one.call.operation === "createCertificate");
  expect(shown?.type === "call" && print(shown.call.body)).toContain("health");
  expect(calls).toContain("approveCertificate");
});

test("what a row needs that only another one says of it is made first", () => {
  expect(casesOf("delivery/create", canteen).calls).toContain("createTour");
});

test("a range is only as certain as its bounds", () => {
  expect(compared("<", 0, range(1, 50))).toBe(true);
  expect(compared("<", range(1, 50), 51)).toBe(true);
  expect(compared("<=", range(1, 50), 20)).toEqual({ type: "unknown" });
  expect(compared("==", range(1, 50), 60)).toBe(false);
  expect(range(4, 4)).toBe(4);
});

test("two draws differ, one is itself, and what a function made of it is neither", () => {
  const [one, other] = [drawn(), drawn()];
  expect(compared("==", one, other)).toBe(false);
  expect(compared("==", one, one)).toBe(true);
  expect(compared("!=", called("lower", one), called("lower", other))).toBe(true);
  expect(compared("==", called("lower", one), called("lower", one))).toBe(true);
  expect(compared("==", called("lower", one), one)).toEqual({ type: "unknown" });
});

test("a span of unknown length leaves a moment unsharp by as much", () => {
  const end = compared("+", { type: "moment", at: 2 * day, slack: 0 }, called("minutes", range(15, 240)));
  const now = (at: number): Value => ({ type: "moment", at, slack: 0 });
  expect(compared("<=", end, now(2 * day + 5 * 3_600_000))).toBe(true);
  expect(compared("<=", end, now(2 * day + 3_600_000))).toEqual({ type: "unknown" });
  expect(compared("<=", end, now(2 * day))).toBe(false);
});
