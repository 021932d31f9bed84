import { expect, test } from "vitest";
import { modelTypes } from "../../src/database/environment.ts";
import { rowsOf } from "../../src/database/fields.ts";
import { at } from "../../src/diagnostic/diagnostic.ts";
import { checkExpression } from "../../src/expression/check.ts";
import {
  booleanType,
  integerType,
  nullable,
  rowOf,
  stringType,
  uuidType,
} from "../../src/expression/types.ts";
import { printTypeScript } from "../../src/expression/typescript.ts";
import { formatFiles } from "../../src/text/format.ts";
import { renderTypeScript } from "../../src/text/render.ts";
import { identifier, text } from "../../src/text/text.ts";
import { printWhere } from "../../src/program/print/where.ts";
import { lowerWhere } from "../../src/expression/lower-where.ts";
import { bookingBackend, expression } from "./backend.ts";

const { database } = bookingBackend();
database.models["Booking"]!.relations["substitute"] = {
  id: "Booking/substitute",
  target: "Room",
  inverse: "substitutions",
  cardinality: "manyToOne",
  required: false,
  onDelete: "setNull",
};
const names = {
  row: rowOf("Booking"),
  x: uuidType,
  n: integerType,
  maybe: nullable(uuidType),
  word: stringType,
};

function lowered(condition: string): { text: string } | { reasons: string[] } {
  const node = expression(condition);
  const typing = checkExpression(
    node,
    { names, models: modelTypes(database) },
    { at: () => at("program", []), expected: booleanType },
  );
  expect(typing.diagnostics).toEqual([]);
  const outcome = lowerWhere(node, "Booking", "row", {
    rows: rowsOf(database),
    typing,
    comparesColumns: true,
  });
  if ("problems" in outcome) return { reasons: outcome.problems.map(({ reason }) => reason) };
  const options = { typing, names: identifier, clock: text`clock` };
  const printed = printWhere(outcome.where, {
    database,
    value: (value) => printTypeScript(value, options),
    condition: (value, truth) =>
      truth ? printTypeScript(value, options) : text`!(${printTypeScript(value, options)})`,
    column: (model, name) => text`tx.${identifier(model.toLowerCase())}.fields.${identifier(name)}`,
  });
  return { text: renderTypeScript("where.ts", text`const where = ${printed};`, { extension: ".ts" }).text };
}

async function printed(condition: string): Promise<string> {
  const outcome = lowered(condition);
  if ("reasons" in outcome) throw new Error(outcome.reasons.join(", "));
  const [file] = await formatFiles([{ path: "where.ts", text: outcome.text, origins: [] }]);
  return /const where = ([^]*);/
    .exec(file!.text)![1]!
    .replaceAll(/\s+/g, " ")
    .replaceAll(/,(?= [}\]])/g, "");
}

test.each([
  ["true", "{}"],
  ["false", "{ id: { in: [] } }"],
  ["row.id == x", "{ id: x }"],
  ["x == row.id && row.persons == n", "{ id: x, persons: n }"],
  ["row.persons != null && row.persons > 1 && n >= row.persons", "{ persons: { not: null, gt: 1, lte: n } }"],
  [
    "(row.persons ?? 2) < n",
    "{ OR: [{ persons: { not: null, lt: n } }, { persons: null, AND: 2 < n ? {} : { id: { in: [] } } }] }",
  ],
  ['(row.note ?? "none") == "some"', '{ note: { not: null }, AND: { note: "some" } }'],
  [
    "(row.note ?? word) == x",
    "{ OR: [ { note: { not: null }, AND: { note: x } }, { note: null, AND: word === x ? {} : { id: { in: [] } } } ] }",
  ],
  ["row.note != x", "{ OR: [{ note: null }, { note: { not: x } }] }"],
  ["row.roomId != x", "{ roomId: { not: x } }"],
  ["!(row.id == x || row.note == null)", "{ id: { not: x }, note: { not: null } }"],
  ["row.room.open", "{ room: { open: true } }"],
  ["row.room.open && !(row.room.seats < n)", "{ room: { open: true, seats: { gte: n } } }"],
  ["row.substitute == null", "{ substitute: null }"],
  ["row.substitute?.name == x", "{ substitute: { name: x } }"],
  ["row.substitute?.name != x", "{ OR: [{ substitute: null }, { substitute: { name: { not: x } } }] }"],
  ['row.status in ["requested", "cancelled"]', '{ status: { in: ["requested", "cancelled"] } }'],
  ['!(row.status in ["requested"])', '{ status: { notIn: ["requested"] } }'],
  ["row.note == maybe", "{ note: maybe }"],
  [
    "maybe != null && row.roomId == maybe",
    "{ AND: maybe !== null ? { roomId: maybe } : { id: { in: [] } } }",
  ],
  ["maybe == null || row.roomId == maybe", "{ AND: maybe === null ? {} : { roomId: maybe } }"],
  [
    "row.note == x || maybe == null",
    "{ OR: [{ note: x }, maybe === null ? { id: { notIn: [] } } : { id: { in: [] } }] }",
  ],
  ["row.createdAt < row.updatedAt", "{ createdAt: { lt: tx.booking.fields.updatedAt } }"],
  ["!(row.createdAt < row.updatedAt)", "{ createdAt: { gte: tx.booking.fields.updatedAt } }"],
  ["row.createdAt != row.updatedAt", "{ createdAt: { not: { equals: tx.booking.fields.updatedAt } } }"],
  ["row.roomId == row.memberId", "{ roomId: { equals: tx.booking.fields.memberId } }"],
  ["x in row.room.equipment", "{ room: { equipment: { has: x } } }"],
  ["!isEmpty(row.messages)", "{ messages: { some: {} } }"],
  [
    "contains(lower(row.room.name), lower(x))",
    '{ room: { name: { contains: literalText(x), mode: "insensitive" } } }',
  ],
  ["row.messages.some(m => m.text == x)", "{ messages: { some: { text: x } } }"],
  ["!row.messages.some(m => m.text == x)", "{ messages: { none: { text: x } } }"],
  [
    "row.room.bookings.every(b => b.persons != null)",
    "{ room: { bookings: { every: { persons: { not: null } } } } }",
  ],
  ["Message.exists(m => m.bookingId == row.id && m.text == x)", "{ messages: { some: { text: x } } }"],
  [
    "Booking.exists(b => b.roomId == row.roomId && b.note == x)",
    "{ room: { bookings: { some: { note: x } } } }",
  ],
  [
    "Booking.exists(b => b.roomId == row.roomId && (b.note == x || row.persons == n))",
    "{ OR: [{ room: { bookings: { some: { note: x } } } }, { persons: n, room: { bookings: { some: {} } } }] }",
  ],
  ["!Message.exists(m => m.bookingId == row.id)", "{ messages: { none: {} } }"],
  ["Room.exists(r => r.id == row.roomId && r.open)", "{ room: { open: true } }"],
  [
    "row.member.bookings.some(b => b.room.substitutions.some(s => s.id == x))",
    "{ member: { bookings: { some: { room: { substitutions: { some: { id: x } } } } } } }",
  ],
])("%s", async (condition, wanted) => {
  expect(await printed(condition)).toBe(wanted);
});

test("related rows that were deleted softly are left out", async () => {
  database.models["Message"]!.softDelete = true;
  expect(await printed("row.messages.some(m => m.text == x)")).toBe(
    "{ messages: { some: { text: x, deletedAt: null } } }",
  );
  expect(await printed("row.messages.every(m => m.text == x)")).toBe(
    "{ messages: { every: { OR: [{ deletedAt: { not: null } }, { text: x }] } } }",
  );
  delete database.models["Message"]!.softDelete;
});

test.each([
  [
    "row.createdAt < row.room.createdAt",
    "one side must be a column of the row, the other must not speak of the row",
  ],
  ["row.confirmedAt == row.createdAt", "one of them may be null"],
  ["row.note != null && row.note == row.status", "these columns are not compared in a query"],
  ["row.roomId == maybe", "it may be null: test that before"],
  ["row.roomId == word", "it is no uuid"],
  ["row.id in [string(n)]", "it is no uuid"],
  ["row.messages.count() > 1", "one side must be a column of the row, the other must not speak of the row"],
  [
    "Message.count(m => m.bookingId == row.id) > 1",
    "one side must be a column of the row, the other must not speak of the row",
  ],
  ["Message.exists(m => m.text == row.note)", "no key relates Message to the row"],
  [
    "concat(row.note ?? word, word) == word",
    "one side must be a column of the row, the other must not speak of the row",
  ],
])("refused: %s", (condition, reason) => {
  expect(lowered(condition)).toEqual({ reasons: [reason] });
});
