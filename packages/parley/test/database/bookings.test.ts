import { describe, expect, test } from "vitest";
import type { Api } from "../../src/api/document.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import { Database } from "../../src/database/document.ts";
import { isVersioned } from "../../src/database/fields.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { checkPrismaSchema, formatPrismaSchema } from "../../src/host/prisma-schema.ts";
import { printConstraints } from "../../src/program/print/constraints.ts";
import { bookingCases, bookings } from "./bookings.ts";
import { catalogueOf, useServer, type LiveDatabase } from "./postgres.ts";
import { condition } from "./sample.ts";

const newDatabase = useServer();
const room = "00000000-0000-7000-8000-000000000001";
const other = "00000000-0000-7000-8000-000000000002";

async function withRooms(): Promise<LiveDatabase> {
  const database = await newDatabase();
  await database.migrate(bookings());
  await database.query(`insert into room (id, name, notes, created_at, updated_at) values
    ('${room}', 'The Blue Room', 'überblick, quiet', now(), now()), ('${other}', 'Attic', null, now(), now())`);
  return database;
}

/** Times are hours of one day; `null` stays open. */
function book(
  from: string,
  to: string | null,
  more: { room?: string; state?: string; deleted?: string } = {},
) {
  const hour = (time: string | null) => (time === null ? "null" : `'2026-05-01T${time}Z'`);
  return `insert into booking (id, state, starts_at, ends_at, room_id, created_at, updated_at, deleted_at)
    values (gen_random_uuid(), '${more.state ?? "held"}', ${hour(from)}, ${hour(to)}, '${more.room ?? room}',
      now(), now(), ${more.deleted ?? "null"})`;
}

test("the sample has no finding, and Prisma takes it", () => {
  expect(checkDatabase(bookings())).toEqual([]);
  const { text } = printPrismaSchema(bookings());
  expect(checkPrismaSchema(text)).toEqual([]);
  expect(text).toBe(formatPrismaSchema(text));
  expect(text).toContain("version   Int      @default(1)");
  expect(Object.values(bookings().models).filter(isVersioned)).toHaveLength(1);
});

describe("every rule finds what breaks it, at its place", () => {
  test.each(Object.entries(bookingCases))("%s", (_, { code, pointer, hint = "", change }) => {
    const database = bookings();
    change(database);
    const findings = checkDatabase(database).map(({ code: full, at, message }) => ({
      code: full.split("/")[1],
      pointer: "document" in at && at.pointer,
      message,
    }));
    expect(findings).toContainEqual({ code, pointer, message: expect.stringContaining(hint) });
    expect(findings.map(({ message }) => message).join()).not.toMatch(/\{\w+\}/);
  });
});

test("an enum without values is refused by the schema, at its values", () => {
  const database = bookings();
  database.enums["BookingState"]!.values = [];
  const problems = Database.safeParse(database).error?.issues.map(({ path }) => path);
  expect(problems).toEqual([["enums", "BookingState", "values"]]);
});

test("rows that overlap are refused by name, and by no more than is said", async () => {
  const database = await withRooms();
  const refused = (sql: string) =>
    expect(database.query(sql)).rejects.toMatchObject({ code: "23P01", constraint: "booking_overlap_excl" });
  await database.query(book("10:00", "12:00"));
  await refused(book("11:59", "13:00"));
  await refused(book("09:00", null));
  await database.query(book("12:00", "13:00"));
  await database.query(book("11:00", "13:00", { room: other }));
  await database.query(book("11:00", "13:00", { state: "cancelled" }));
  await database.query(book("11:00", "13:00", { deleted: "now()" }));
  // A check may refuse it; the range alone must not fail.
  await database.query(book("13:00", "09:00"));
  await refused("update booking set state = 'held' where state = 'cancelled'");
  await database.query(book("20:00", null));
  await refused(book("23:00", "23:30"));

  const close = (from: string, to: string) =>
    database.query(`insert into closure (id, first_day, last_day, created_at, updated_at)
      values (gen_random_uuid(), '${from}', '${to}', now(), now())`);
  await close("2026-01-01", "2026-01-03");
  await expect(close("2026-01-03", "2026-01-04")).rejects.toMatchObject({ code: "23P01" });
  await close("2026-01-04", "2026-01-04");
});

test("a violation is answered with the error that the exclusion names", () => {
  const api = { errors: { "room-taken": { id: "e", status: 409, title: "Taken." } } } as unknown as Api;
  expect(printConstraints(api, bookings()).text).toContain('booking_overlap_excl: "room-taken"');
});

test("words are found in any of the fields, by the index", async () => {
  const database = await withRooms();
  const words = "to_tsvector('simple', coalesce(name, '') || ' ' || coalesce(notes, ''))";
  const query = `select name from room where ${words} @@ websearch_to_tsquery('simple', 'BLUE überblick')`;
  expect(await database.query(query)).toEqual([{ name: "The Blue Room" }]);
  await database.query("set enable_seqscan = off");
  expect(JSON.stringify(await database.query(`explain ${query}`))).toContain("room_words_idx");
});

test("rows begin with version 1, those that were there before too", async () => {
  const database = await newDatabase();
  const before = bookings();
  delete before.models["Room"]!.traits;
  await database.migrate(before);
  await database.query(
    `insert into room (id, name, created_at, updated_at) values ('${room}', 'One', now(), now())`,
  );
  expect((await database.migrate(bookings())).diagnostics).toEqual([]);
  expect(await database.query("select version from room")).toEqual([{ version: 1 }]);
  expect((await database.migrate(before)).diagnostics.map(({ message }) => message)).toEqual([
    "Room.version will be lost: it is gone.",
  ]);
});

test("exclusions and searches come, change, follow renames and go", async () => {
  const plain = bookings();
  delete plain.models["Room"]!.indexes;
  delete plain.models["Booking"]!.exclusions;
  delete plain.models["Closure"]!.exclusions;
  const renamed = bookings();
  renamed.enums["BookingState"]!.values = ["held", "confirmed", "dropped"];
  const { Room, Booking, ...rest } = renamed.models;
  const { startsAt, ...fields } = Booking!.fields;
  Booking!.fields = { beginsAt: startsAt!, ...fields };
  Object.assign(Booking!.relations["room"]!, { target: "Hall" });
  Object.assign(Booking!.exclusions!["overlap"]!, {
    from: "beginsAt",
    where: condition('row.deletedAt == null && row.state != "dropped"'),
  });
  rest["BookedRoom"]!.relations["room"]!.target = "Hall";
  renamed.models = { Hall: Room!, Reservation: Booking!, ...rest };
  const narrower = structuredClone(renamed);
  narrower.models["Hall"]!.indexes!["words"]!.fields.pop();
  narrower.models["Reservation"]!.exclusions!["overlap"]!.includesEnd = true;

  const database = await newDatabase();
  const scripts: string[] = [];
  for (const next of [plain, bookings(), renamed, narrower, plain]) {
    scripts.push((await database.migrate(next)).value.sql);
    const fresh = await newDatabase();
    await fresh.migrate(next);
    expect(await catalogueOf(database)).toEqual(await catalogueOf(fresh));
  }
  expect(scripts[1]).toContain("CREATE EXTENSION");
  expect(scripts[2]).not.toMatch(/DROP|ADD|CREATE/);
  expect(scripts[3]).toMatch(/DROP CONSTRAINT[^]*DROP INDEX|DROP INDEX[^]*DROP CONSTRAINT/);
  expect(scripts.filter((script) => script.includes("CREATE EXTENSION"))).toHaveLength(1);
});
