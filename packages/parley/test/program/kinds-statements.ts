import type { Statement, StatementType } from "../../src/program/document.ts";
import { expression as e } from "./backend.ts";
import type { StatementSample } from "./kinds.ts";

const room: Statement = {
  type: "find",
  name: "room",
  mode: "one",
  model: "Room",
  parameter: "row",
  where: e("row.id == path.roomId"),
  scope: "read",
  error: "not-found",
};

const answersRoom = { answer: { status: 200, shape: "one", schema: "Room" } } as const;
const answersAmount = { answer: { status: 200, shape: "one", schema: "Amount" } } as const;
const answersTokens = { answer: { status: 200, shape: "one", schema: "Tokens" } } as const;
const seats = "SELECT seats FROM room WHERE id = $1";
const booked: Statement = {
  type: "create",
  name: "booking",
  model: "Booking",
  data: {
    roomId: e("room.id"),
    memberId: e("actor.id"),
    day: e('date("2050-01-01")'),
    status: e('"requested"'),
    total: e("room.price"),
  },
};

/** Every kind of statement at work. */
export const statementSamples: Record<StatementType, StatementSample> = {
  let: {
    shows: "names a value",
    operation: answersAmount,
    statements: [
      room,
      { type: "let", name: "twice", value: e("room.seats * 2") },
      { type: "return", value: e("{ amount: twice + twice }") },
    ],
    answers: ["200"],
    body200: { amount: 20 },
  },
  require: {
    shows: "refuses with an error of the catalogue",
    statements: [room, { type: "require", condition: e("room.seats > 5"), error: "conflict" }],
    answers: ["409 conflict"],
  },
  if: {
    shows: "branches",
    statements: [
      { ...room, lock: true },
      {
        type: "if",
        condition: e("room.seats > 5"),
        then: [{ type: "update", row: "room", data: { seats: e("1") } }],
        else: [{ type: "update", row: "room", data: { seats: e("6") } }],
      },
    ],
    answers: ["204", "204"],
    sql: [seats, 1],
  },
  forEach: {
    shows: "does something for every element",
    statements: [
      room,
      {
        type: "forEach",
        name: "piece",
        in: e("room.equipment"),
        body: [{ type: "emit", to: e('"loop@example.com"'), subject: e("room.id"), body: e("piece") }],
      },
    ],
    answers: ["204"],
    sql: ["SELECT count(*)::int FROM outbox_message WHERE subject = $1::text", 2],
  },
  find: {
    shows: "loads a row, or rows in order",
    operation: answersAmount,
    statements: [
      room,
      {
        type: "find",
        name: "rooms",
        mode: "many",
        model: "Room",
        parameter: "row",
        where: e("row.seats == room.seats && row.name == room.name"),
        scope: "none",
        sort: [{ field: "createdAt", direction: "desc" }],
        limit: 3,
      },
      { type: "return", value: e("{ amount: rooms.sum(one => one.seats) }") },
    ],
    answers: ["200"],
    body200: { amount: 5 },
  },
  page: {
    shows: "loads one page of the operation's listing",
    operation: {
      verb: "GET",
      answer: { status: 200, shape: "page", schema: "Room" },
      listing: {
        defaultSize: 1,
        maximumSize: 5,
        search: [],
        filters: {},
        sorts: { name: { field: "name" } },
        defaultSort: "name",
      },
    },
    statements: [
      {
        type: "page",
        name: "rooms",
        model: "Room",
        parameter: "row",
        where: e("row.id == path.roomId"),
        scope: "read",
      },
      { type: "return", value: e("rooms") },
    ],
    answers: ["200"],
    body200: { data: [{ seats: 5 }], page: { total: 1, size: 1 } },
  },
  create: {
    shows: "makes a row",
    as: "ann",
    operation: { access: ["member"] },
    statements: [
      room,
      booked,
      { type: "require", condition: e("booking.total == room.price"), error: "conflict" },
    ],
    answers: ["204", "409 room-taken"],
    sql: ["SELECT count(*)::int FROM booking WHERE room_id = $1", 1],
  },
  createMany: {
    shows: "makes a row for every element of a list",
    as: "ann",
    operation: { access: ["member"], ...answersAmount },
    statements: [
      room,
      booked,
      {
        type: "createMany",
        name: "made",
        model: "Message",
        in: e('room.equipment.filter(one => one != "")'),
        parameter: "piece",
        data: { bookingId: e("booking.id"), text: e('piece + " of " + room.name') },
      },
      { type: "return", value: e("{ amount: made }") },
    ],
    answers: ["200"],
    body200: { amount: 2 },
    sql: [
      "SELECT min(text) LIKE 'beamer of %' FROM message m JOIN booking b ON b.id = m.booking_id WHERE b.room_id = $1",
      true,
    ],
  },
  upsert: {
    shows: "makes the row with a key, or writes the one there is",
    operation: { access: ["manager"] },
    statements: [
      room,
      {
        type: "upsert",
        name: "profile",
        model: "Member",
        key: { accountId: e("actor.accountId") },
        create: { name: e("room.name") },
        update: { phone: e("room.name") },
      },
      { type: "require", condition: e("length(profile.account.email) > 1"), error: "conflict" },
    ],
    answers: ["204", "204"],
    sql: [
      "SELECT count(*)::int FROM member m, room r WHERE r.id = $1 AND m.name = r.name AND m.phone = r.name",
      1,
    ],
  },
  lock: {
    shows: "holds loaded rows until the transaction ends",
    statements: [
      room,
      { type: "lock", rows: ["room"] },
      { type: "update", row: "room", data: { seats: e("max(room.seats, 1) + 1") } },
    ],
    answers: ["204"],
    sql: [seats, 6],
  },
  increment: {
    shows: "counts a number up or down within bounds",
    operation: answersRoom,
    statements: [
      room,
      { type: "increment", row: "room", field: "seats", by: e("-3"), least: e("0"), error: "conflict" },
      { type: "return", value: e("room") },
    ],
    answers: ["200", "409 conflict"],
    sql: [seats, 2],
  },
  transition: {
    shows: "brings a row from one state to another",
    statements: [
      { ...room, lock: true },
      {
        type: "if",
        condition: e("room.kind == null"),
        then: [{ type: "update", row: "room", data: { kind: e('"small"') } }],
      },
      {
        type: "transition",
        row: "room",
        field: "kind",
        from: ["small"],
        to: "large",
        data: { seats: e("50") },
        error: "conflict",
      },
    ],
    answers: ["204", "409 conflict"],
    sql: ["SELECT kind::text || seats FROM room WHERE id = $1", "large50"],
  },
  update: {
    shows: "writes fields of a loaded row, where it still is so",
    operation: answersRoom,
    statements: [
      room,
      {
        type: "update",
        row: "room",
        data: { seats: e("room.seats + 1"), kind: e('"large"') },
        when: e("now.seats < 6"),
        parameter: "now",
        error: "conflict",
      },
      { type: "return", value: e("room") },
    ],
    answers: ["200", "409 conflict"],
    sql: [seats, 6],
  },
  updateMany: {
    shows: "writes fields of all rows of a condition",
    operation: answersAmount,
    statements: [
      {
        type: "updateMany",
        model: "Room",
        parameter: "row",
        where: e("row.id == path.roomId && row.seats < 100"),
        data: { seats: e("row.seats + 1") },
        name: "changed",
      },
      { type: "return", value: e("{ amount: changed }") },
    ],
    answers: ["200"],
    body200: { amount: 1 },
    sql: [seats, 6],
  },
  merge: {
    shows: "writes what the client sent",
    operation: { body: "UpdateRoom", ...answersRoom },
    statements: [
      room,
      { type: "merge", row: "room", except: ["name"] },
      { type: "return", value: e("room") },
    ],
    body: { seats: 9, name: "ignored" },
    answers: ["200"],
    body200: { seats: 9, price: "12.50" },
    sql: ["SELECT count(*)::int FROM room WHERE id = $1 AND name = 'ignored'", 0],
  },
  delete: {
    shows: "deletes a row, softly where its model says so",
    statements: [
      room,
      {
        type: "if",
        condition: e("room.seats > 5"),
        then: [{ type: "delete", row: "room", hard: true }],
        else: [{ type: "delete", row: "room" }],
      },
    ],
    answers: ["204", "404 not-found"],
    sql: ["SELECT deleted_at IS NOT NULL FROM room WHERE id = $1", true],
  },
  deleteMany: {
    shows: "deletes all rows of a condition; hard: for good, and those deleted before too",
    operation: answersAmount,
    statements: [
      { type: "deleteMany", model: "Room", parameter: "row", where: e("row.id == path.roomId") },
      { type: "let", name: "left", value: e("Room.count(one => one.id == path.roomId)") },
      {
        type: "deleteMany",
        model: "Room",
        parameter: "row",
        where: e("row.id == path.roomId && row.deletedAt != null"),
        hard: true,
      },
      { type: "return", value: e("{ amount: left }") },
    ],
    answers: ["200"],
    body200: { amount: 0 },
    sql: ["SELECT count(*)::int FROM room WHERE id = $1", 0],
  },
  call: {
    shows: "calls a shared function or an extern",
    operation: { answer: { status: 200, shape: "one", schema: "Words" } },
    statements: [
      room,
      {
        type: "call",
        name: "named",
        function: "nameRoom",
        arguments: { roomId: e("room.id"), suffix: e("room.equipment[0]") },
      },
      { type: "return", value: e('{ words: [replace(named, room.name, "")] }') },
    ],
    answers: ["200"],
    body200: { words: [" beamer"] },
    sql: ["SELECT name LIKE '% beamer' FROM room WHERE id = $1", true],
  },
  emit: {
    shows: "sends a mail by the outbox",
    statements: [
      room,
      { type: "emit", to: e('"someone@example.com"'), subject: e("room.id"), body: e("room.name") },
    ],
    answers: ["204"],
    sql: ["SELECT recipient FROM outbox_message WHERE subject = $1::text", "someone@example.com"],
  },
  group: {
    shows: "measures rows in groups",
    operation: { answer: { status: 200, shape: "list", schema: "Measure" } },
    statements: [
      {
        type: "group",
        name: "states",
        model: "Room",
        parameter: "row",
        where: e("row.id == path.roomId"),
        by: { status: e("row.name") },
        measures: { amount: { operation: "sum", value: e("row.seats") } },
        sort: { name: "amount", direction: "desc" },
        limit: 10,
      },
      { type: "return", value: e("states") },
    ],
    answers: ["200"],
    body200: { data: [{ amount: 5 }] },
  },
  issueTokens: {
    shows: "signs an account in",
    operation: answersTokens,
    statements: [
      { type: "issueTokens", name: "tokens", account: e("actor.accountId") },
      { type: "return", value: e("tokens") },
    ],
    answers: ["200"],
    body200: { expiresIn: 900 },
  },
  rotateTokens: {
    shows: "exchanges a refresh token",
    operation: { body: "Refresh", ...answersTokens },
    statements: [
      { type: "rotateTokens", name: "tokens", token: e("body.refreshToken"), error: "invalid-refresh-token" },
      { type: "return", value: e("tokens") },
    ],
    body: { refreshToken: "none of ours, but long enough" },
    answers: ["401 invalid-refresh-token"],
  },
  revokeTokens: {
    shows: "signs out",
    as: "cid",
    statements: [{ type: "revokeTokens", of: "account" }],
    answers: ["204"],
    sql: ["SELECT count(*)::int FROM session WHERE revoked_at IS NOT NULL AND $1::text <> ''", 1],
  },
  return: {
    shows: "answers",
    operation: answersRoom,
    statements: [room, { type: "return", value: e("room") }],
    answers: ["200"],
    body200: { seats: 5, equipment: ["beamer", "chairs"] },
  },
};
