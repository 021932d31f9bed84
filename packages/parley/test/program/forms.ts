import type { Api, Operation } from "../../src/api/document.ts";
import type { Statement } from "../../src/program/document.ts";
import { bookingBackend, expression as e, type Backend } from "./backend.ts";

const nothing = { status: 204, shape: "none" } as const;

function operation(name: string, more: Partial<Operation> = {}): Operation {
  return {
    id: name,
    group: "forms",
    method: name,
    verb: "POST",
    path: `/forms/${name.toLowerCase()}/{roomId}`,
    summary: `Does ${name}`,
    parameters: { roomId: { type: "string", format: "uuid" } },
    answer: nothing,
    access: ["member", "manager"],
    errors: ["not-found", "conflict"],
    requirements: [],
    unscoped: "A test of all forms.",
    ...more,
  };
}

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

/** Procedures that have every form of statement, besides those that drafts make. */
const forms: Record<string, { statements: Statement[]; operation?: Partial<Operation> }> = {
  guarded: {
    statements: [
      room,
      {
        type: "update",
        row: "room",
        data: { seats: e("room.seats - 1") },
        when: e("now.seats > 1 && now.open"),
        parameter: "now",
        error: "conflict",
      },
      { type: "require", condition: e("room.seats > 0"), error: "conflict" },
      { type: "delete", row: "room" },
    ],
  },
  branches: {
    operation: { access: ["public", "member"], answer: { status: 200, shape: "one", schema: "Room" } },
    statements: [
      { ...room, lock: true },
      { type: "let", name: "mine", value: e("actor != null ? actor.id : null") },
      {
        type: "if",
        condition: e("room.kind == null && mine != null"),
        then: [
          {
            type: "update",
            row: "room",
            data: { kind: e('"small"'), name: e('concat(room.name, " ", slug(room.name))') },
          },
          {
            type: "emit",
            to: e('concat(randomToken(), "@example.com")'),
            subject: e("room.name"),
            body: e("randomCode(6)"),
          },
        ],
        else: [
          { type: "if", condition: e("room.seats > 400"), then: [{ type: "return", value: e("room") }] },
        ],
      },
      { type: "return", value: e("room") },
    ],
  },
  // Nothing is said about guests and bookings.
  peeked: {
    operation: { access: ["public", "manager"] },
    statements: [{ ...room, name: "booking", model: "Booking" }],
  },
  loops: {
    statements: [
      room,
      {
        type: "find",
        name: "bookings",
        mode: "many",
        model: "Booking",
        parameter: "row",
        where: e('row.roomId == room.id && (row.status in ["requested", "confirmed"] || row.note != "x")'),
        scope: "none",
        sort: [{ field: "day", direction: "desc" }],
        limit: 10,
        lock: true,
      },
      {
        type: "forEach",
        name: "booking",
        in: e("bookings"),
        body: [
          {
            type: "create",
            model: "Message",
            data: { bookingId: e("booking.id"), text: e("booking.member.name") },
          },
          { type: "update", row: "booking", data: { reason: e("booking.member.account.email") } },
        ],
      },
      {
        type: "updateMany",
        model: "Booking",
        parameter: "row",
        where: e(
          "row.roomId == room.id && row.messages.some(m => contains(lower(m.text), lower(room.name)))",
        ),
        data: { total: e("row.total + 1"), persons: e("null") },
        name: "changed",
      },
      {
        type: "require",
        condition: e("changed < 100 && bookings.sum(b => b.persons ?? 0) < 100"),
        error: "conflict",
      },
      {
        type: "deleteMany",
        model: "Room",
        parameter: "row",
        where: e('row.open == false && !startsWith(row.name, "A%")'),
      },
    ],
    operation: { access: ["manager"] },
  },
  queries: {
    statements: [
      room,
      {
        type: "let",
        name: "spent",
        value: e("Booking.sum(b => b.total, b => b.roomId == room.id && b.persons != null && b.persons > 1)"),
      },
      {
        type: "require",
        condition: e("spent < 10.5 || !Booking.exists(b => b.roomId == room.id)"),
        error: "conflict",
      },
      { type: "let", name: "last", value: e("Booking.maximum(b => b.day, b => b.room.seats > 3)") },
      { type: "let", name: "mean", value: e("Room.average(r => r.seats)") },
      {
        type: "require",
        condition: e("last == null || last > today() || (mean ?? 0.0) > 2.5"),
        error: "conflict",
      },
      {
        type: "find",
        name: "other",
        mode: "first",
        model: "Room",
        parameter: "row",
        where: e(
          'Booking.exists(b => b.roomId == row.id && b.status == "confirmed") && (row.kind != "large" || !row.open) && "beamer" in row.equipment && (body.name == null || row.name == body.name)',
        ),
        scope: "read",
      },
      {
        type: "if",
        condition: e("other != null"),
        then: [{ type: "merge", row: "other", except: ["name"] }],
      },
    ],
    operation: { body: "UpdateRoom", access: ["manager"] },
  },
  measured: {
    operation: { answer: { status: 200, shape: "list", schema: "Measured" }, verb: "GET" },
    statements: [
      {
        type: "group",
        name: "days",
        model: "Booking",
        parameter: "row",
        where: e(
          'row.roomId == path.roomId && row.note != null && contains(row.note, "x") && row.messages.every(m => m.text != "y") && row.createdAt < now()',
        ),
        by: { day: e("dateOf(row.createdAt)"), status: e("row.status") },
        measures: {
          amount: { operation: "count" },
          total: { operation: "sum", value: e("row.total * row.room.seats") },
          persons: { operation: "average", value: e("row.persons") },
          last: { operation: "maximum", value: e("row.day") },
        },
        sort: { name: "amount", direction: "asc" },
      },
      { type: "return", value: e("days") },
    ],
  },
};

const measured: Api["schemas"][string] = {
  id: "Measured",
  properties: {
    day: { schema: { type: "string", format: "date" } },
    status: { schema: { type: "enum", values: ["requested", "confirmed", "cancelled"] } },
    amount: { schema: { type: "integer" } },
    total: { schema: { type: "string", format: "decimal", scale: 2 } },
    persons: { schema: { type: "nullable", of: { type: "string", format: "decimal", scale: 2 } } },
    last: { schema: { type: "nullable", of: { type: "string", format: "date" } } },
  },
};

/** The booking backend with a group `forms`, whose operations need no sense. */
export function formsBackend(): Backend {
  const { database, api, program } = bookingBackend();
  api.schemas["Measured"] = measured;
  for (const [name, form] of Object.entries(forms)) {
    api.operations[name] = operation(name, form.operation);
    program.procedures[name] = { id: name, statements: form.statements };
  }
  program.procedures["guarded"]!.isolation = "serializable";
  program.procedures["guarded"]!.retry = 3;
  // Members see all bookings and change their own.
  database.models["Booking"]!.scope!.read["member"] = e("true");
  // And messages of bookings that are not too far away.
  database.models["Message"]!.scope!.read["member"] = e(
    'row.booking.memberId == actor.id && row.booking.day < today() + duration("P20000D") && row.createdAt <= now()',
  );
  database.models["Room"]!.checks = {
    affordable: { condition: e("row.price < 1000"), error: "room-too-dear" },
  };
  api.errors["room-too-dear"] = { id: "room-too-dear", status: 422, title: "Rooms cost less than 1000." };
  return { database, api, program };
}
