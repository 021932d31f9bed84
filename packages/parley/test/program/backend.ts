import type { Api } from "../../src/api/document.ts";
import { draftApi } from "../../src/blueprint/api.ts";
import { draftDatabase } from "../../src/blueprint/database.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import type { Database } from "../../src/database/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import type { Expression } from "../../src/expression/document.ts";
import type { Program } from "../../src/program/document.ts";
import type { Attribute, Formal, Requirements } from "../../src/requirements/document.ts";

export interface Backend {
  database: Database;
  api: Api;
  program: Program;
}

export function expression(text: string): Expression {
  const parsed = parseExpression(text);
  if (!("expression" in parsed)) throw new Error(`${text}: ${parsed.problems[0]?.message}`);
  return parsed.expression;
}

const attribute = (id: string, type: Attribute["type"], more: Partial<Attribute> = {}): Attribute => ({
  id,
  type,
  ...more,
});

const own = (actors: string[], actions: string[], concept: string, scope: "own" | "any" = "own"): Formal => ({
  type: "permission",
  actors,
  actions,
  concept,
  scope,
});

/** Rooms that members book, with a limit, a condition, a computed price, effects, a report and a thread of messages. */
export function bookingRequirements(): Requirements {
  const formals: Formal[] = [
    { type: "account", actors: ["member", "manager"] },
    own(["manager"], ["create", "update", "delete"], "Room", "any"),
    own(["guest", "member", "manager"], ["read"], "Room", "any"),
    own(["member"], ["create", "read", "update", "cancel"], "Booking"),
    own(["manager"], ["read", "confirm", "cancel", "delete"], "Booking", "any"),
    own(["member"], ["create", "read", "delete"], "Message"),
    own(["manager"], ["create", "read"], "Message", "any"),
    {
      type: "limit",
      concept: "Booking",
      per: "member",
      most: 2,
      where: expression('row.status != "cancelled"'),
      error: { code: "too-many-bookings", title: "You have booked twice already." },
    },
    {
      type: "uniqueness",
      concept: "Booking",
      fields: ["room", "day"],
      where: expression('row.status != "cancelled"'),
      error: { code: "room-taken", title: "The room is booked on this day." },
    },
    {
      type: "condition",
      concept: "Booking",
      actions: ["create"],
      condition: expression("input.day > today() && row.room.open"),
      error: { code: "not-bookable", title: "The room cannot be booked on this day." },
    },
    {
      type: "condition",
      concept: "Booking",
      actions: ["update"],
      condition: expression('row.status == "requested"'),
      error: { code: "booking-settled", title: "The booking is settled." },
    },
    {
      type: "computed",
      concept: "Booking",
      attribute: "total",
      action: "create",
      value: expression("row.room.price * (input.persons ?? 1)"),
    },
    {
      type: "computed",
      concept: "Booking",
      attribute: "confirmedAt",
      action: "confirm",
      value: expression("now()"),
    },
    {
      type: "effect",
      concept: "Booking",
      action: "confirm",
      when: expression("row.total > 10"),
      effect: {
        type: "notify",
        to: expression("row.member.account.email"),
        subject: expression('concat("Booking of ", row.room.name)'),
        body: expression('concat("Confirmed for ", string(row.day))'),
      },
    },
    {
      type: "effect",
      concept: "Booking",
      action: "confirm",
      effect: {
        type: "update",
        concept: "Room",
        parameter: "room",
        where: expression("room.id == row.roomId"),
        data: { confirmed: expression("room.confirmed + 1") },
      },
    },
    {
      type: "report",
      name: "turnover",
      actors: ["manager"],
      concept: "Booking",
      where: expression('row.status == "confirmed"'),
      by: { room: expression("row.room.name"), day: expression("row.day") },
      measures: {
        bookings: { operation: "count" },
        total: { operation: "sum", value: expression("row.total") },
      },
      sort: { name: "total", direction: "desc" },
      limit: 100,
    },
  ];
  return {
    name: "rooms",
    title: "Rooms",
    description: "Rooms to book.",
    language: "en",
    actors: {
      member: {
        id: "member",
        arises: "signUp",
        attributes: {
          name: attribute("member/name", "string"),
          phone: attribute("member/phone", "string", { optional: true }),
        },
      },
      manager: {
        id: "manager",
        arises: "bootstrap",
        attributes: { title: attribute("manager/title", "string") },
      },
    },
    concepts: {
      Room: {
        id: "Room",
        attributes: {
          name: attribute("Room/name", "string", { unique: true, search: true, sort: true }),
          seats: attribute("Room/seats", "integer", { minimum: 1, maximum: 500, filter: true }),
          price: attribute("Room/price", "decimal"),
          open: attribute("Room/open", "boolean", { default: true, filter: true }),
          equipment: attribute("Room/equipment", "string", { list: true }),
          kind: attribute("Room/kind", "enum", { values: ["small", "large"], optional: true }),
          confirmed: attribute("Room/confirmed", "integer", { server: true, default: 0 }),
        },
        references: {},
        softDelete: true,
      },
      Booking: {
        id: "Booking",
        description: "A room for a day.",
        attributes: {
          day: attribute("Booking/day", "date", { filter: true, sort: true }),
          persons: attribute("Booking/persons", "integer", { minimum: 1, maximum: 100, optional: true }),
          note: attribute("Booking/note", "text", { optional: true, maximum: 500, search: true }),
          total: attribute("Booking/total", "decimal", { server: true }),
          confirmedAt: attribute("Booking/confirmedAt", "datetime", { server: true, optional: true }),
          reason: attribute("Booking/reason", "string", { server: true, optional: true }),
        },
        owner: { actor: "member", as: "member", inverse: "bookings" },
        references: { room: { id: "Booking/room", target: "Room", inverse: "bookings" } },
        lifecycle: {
          attribute: "status",
          states: ["requested", "confirmed", "cancelled"],
          initial: "requested",
          transitions: {
            confirm: { id: "Booking/confirm", from: ["requested"], to: "confirmed" },
            cancel: {
              id: "Booking/cancel",
              from: ["requested", "confirmed"],
              to: "cancelled",
              input: { reason: attribute("Booking/cancel/reason", "string", { optional: true }) },
            },
          },
        },
      },
      Message: {
        id: "Message",
        attributes: { text: attribute("Message/text", "text", { maximum: 1000 }) },
        parent: { concept: "Booking", as: "booking", inverse: "messages" },
        references: {},
      },
    },
    requirements: Object.fromEntries(
      formals.map((formal, index) => [
        `R${index + 1}`,
        {
          id: `R${index + 1}`,
          kind: "functional" as const,
          statement: "The system shall.",
          evidence: [],
          status: "built" as const,
          formal,
        },
      ]),
    ),
    uses: {},
    nonGoals: [],
    questions: {},
    sentences: {},
  };
}

export function bookingBackend(requirements = bookingRequirements()): Backend {
  const database = draftDatabase(requirements);
  const api = draftApi(requirements, database);
  return { database, api, program: draftProgram(requirements, database, api) };
}
