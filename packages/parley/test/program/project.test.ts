import { afterAll, beforeAll, expect, test } from "vitest";
import { typecheck } from "../../src/host/typecheck.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { formsBackend } from "./forms.ts";
import { codeOf as code, runProject, type Answer, type RunningProject } from "./running.ts";

const backend = formsBackend();
let project: RunningProject;
let call: RunningProject["call"];

beforeAll(async () => {
  project = await runProject(backend, "program", ["ann", "bob", "cid"]);
  ({ call } = project);
}, 180_000);

afterAll(() => project?.stop());

async function newRoom(name: string, more: object = {}): Promise<Answer> {
  return call("POST", "/rooms", { name, seats: 5, price: "12.50", ...more }, "manager");
}

test("a program that checks prints to code that compiles", async () => {
  expect(checkProgram(backend.program, backend.api, backend.database)).toEqual([]);
  const { files, dependencies } = project;
  expect(await typecheck({ files, dependencies })).toEqual([]);
}, 60_000);

test("what a constraint refuses is answered with the constraint's error", async () => {
  expect(code(await newRoom("Amber"))).toBe("201");
  expect(code(await newRoom("Amber"))).toBe("409 room-name-taken");
  expect(code(await newRoom("Gold", { price: "1000.00" }))).toBe("422 room-too-dear");
  const again = { email: "Ann@example.com", password: "correct horse", name: "Ann" };
  expect(code(await call("POST", "/auth/join", again))).toBe("409 email-taken");
});

test("404 where a row may not be read, 403 where it may not be written", async () => {
  const room = await newRoom("Coral");
  const booking = await call("POST", "/bookings", { roomId: room.body["id"], day: "2040-01-01" }, "ann");
  const path = `/bookings/${booking.body["id"]}`;
  expect(code(await call("POST", `${path}/cancel`, {}, "bob"))).toBe("403 forbidden");
  const message = await call("POST", `${path}/messages`, { text: "hello" }, "ann");
  expect(code(await call("GET", `/messages/${message.body["id"]}`, undefined, "bob"))).toBe("404 not-found");
  expect(code(await call("POST", `${path}/cancel`, { reason: "ill" }, "ann"))).toBe("200");
  expect(code(await call("POST", `${path}/cancel`, {}, "ann"))).toBe("409 booking-wrong-state");
});

test("a scope that says nothing about the caller reaches no row", async () => {
  const room = await newRoom("Ivory");
  const booking = await call("POST", "/bookings", { roomId: room.body["id"], day: "2043-01-01" }, "ann");
  const path = `/forms/peeked/${booking.body["id"]}`;
  expect(code(await call("POST", path))).toBe("404 not-found");
  expect(code(await call("POST", path, undefined, "bob"))).toBe("404 not-found");
  expect(code(await call("POST", path, undefined, "manager"))).toBe("204");
});

test("a scope is asked with the time of the call", async () => {
  const { files } = project;
  const scope = files.get("src/messages/messages.scope.ts");
  expect(scope).toContain("readableMessages(actor: Actor | null, now: Date)");
  expect(files.get("src/bookings/bookings.scope.ts")).toContain("readableBookings(actor: Actor | null)");
  const room = await newRoom("Pearl");
  const read = async (day: string): Promise<string> => {
    const booking = await call("POST", "/bookings", { roomId: room.body["id"], day }, "cid");
    const message = await call("POST", `/bookings/${booking.body["id"]}/messages`, { text: "hi" }, "cid");
    return code(await call("GET", `/messages/${message.body["id"]}`, undefined, "cid"));
  };
  expect(await read("2044-01-01")).toBe("200");
  expect(await read("2244-01-01")).toBe("404 not-found");
});

test("of many at once only as many as the limit allows get through", async () => {
  const room = await newRoom("Jade");
  const days = Array.from({ length: 6 }, (_, index) => `2041-01-0${index + 1}`);
  const answers = await Promise.all(
    days.map((day) => call("POST", "/bookings", { roomId: room.body["id"], day }, "bob")),
  );
  expect(answers.map(code).sort()).toEqual([
    ...Array(2).fill("201"),
    ...Array(4).fill("409 too-many-bookings"),
  ]);
});

test("an update with a condition is refused when the row is no longer so", async () => {
  const room = await newRoom("Onyx", { seats: 3 });
  const path = `/forms/guarded/${room.body["id"]}`;
  const answers = await Promise.all(Array.from({ length: 3 }, () => call("POST", path, undefined, "ann")));
  expect(answers.map(code).filter((one) => one === "204")).toHaveLength(1);
});

test("groups, branches, loops and searches do what they say", async () => {
  const room = await newRoom("50%_Ruby", { equipment: ["beamer"] });
  const id = room.body["id"];
  const booking = await call(
    "POST",
    "/bookings",
    { roomId: id, day: "2042-01-01", persons: 2, note: "x" },
    "ann",
  );
  const measured = await call("GET", `/forms/measured/${id}`, undefined, "manager");
  const row = { status: "requested", amount: 1, total: "125.00", persons: "2.00", last: "2042-01-01" };
  expect(measured.body.data).toEqual([expect.objectContaining(row)]);
  const branched = await call("POST", `/forms/branches/${id}`, undefined, "ann");
  expect(branched.body).toMatchObject({ kind: "small", name: "50%_Ruby 50-ruby" });
  expect(code(await call("POST", `/forms/loops/${id}`, undefined, "manager"))).toBe("204");
  const shown = await call("GET", `/bookings/${booking.body["id"]}`, undefined, "ann");
  expect(shown.body["reason"]).toBe("ann@example.com");
  expect((await call("GET", "/rooms?search=0%25_r")).body.data).toHaveLength(1);
  expect((await call("GET", "/rooms?search=0%25%25r")).body.data).toHaveLength(0);
});
