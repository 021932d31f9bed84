import { Api } from "../../src/api/document.ts";
import { Database } from "../../src/database/document.ts";
import { Program } from "../../src/program/document.ts";

/** What no other sample has: who belongs to which team, said by a table of its own. */
export const teams = Database.parse({
  enums: {},
  models: {
    Person: {
      id: "person",
      group: "people",
      fields: { name: { id: "person/name", type: "string", maxLength: 80 } },
      relations: {},
      scope: { read: {}, write: {} },
    },
    Team: {
      id: "team",
      group: "teams",
      fields: { name: { id: "team/name", type: "string", maxLength: 80 } },
      relations: {},
      scope: { read: {}, write: {} },
    },
    TeamMember: {
      id: "teamMember",
      group: "teams",
      traits: [{ type: "join" }],
      fields: {},
      relations: {
        person: {
          id: "teamMember/person",
          target: "Person",
          inverse: "teams",
          cardinality: "manyToOne",
          required: true,
          onDelete: "cascade",
        },
        team: {
          id: "teamMember/team",
          target: "Team",
          inverse: "members",
          cardinality: "manyToOne",
          required: true,
          onDelete: "cascade",
        },
      },
      uniques: { once: { fields: ["personId", "teamId"] } },
      indexes: { byTeam: { fields: [{ field: "teamId" }] } },
      scope: { read: {}, write: {} },
    },
  },
});

/** Somebody else's API, with what only its description says. */
export const weather = Api.parse({
  profile: "foreign",
  info: { title: "Weather", version: "3", description: "Measurements of weather stations." },
  errors: {},
  schemas: {},
  operations: {},
  foreign: {
    basePath: "/api/v3",
    servers: [{ url: "https://weather.example/api/v3", description: "Production" }],
    tags: [{ name: "stations", description: "Where is measured" }],
    securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } },
    security: [{ key: [] }],
    info: { contact: { name: "Weather service" } },
  },
});

/** Every type of value that functions and externs take and give. */
export const ports = Program.parse({
  procedures: {},
  functions: {
    dueDate: {
      id: "dueDate",
      description: "When something that is lent today is due.",
      parameters: { days: { type: "integer" } },
      result: { type: "date" },
      statements: [
        {
          type: "return",
          value: {
            type: "binary",
            operator: "+",
            left: { type: "call", function: "today", arguments: [] },
            right: { type: "call", function: "days", arguments: [{ type: "name", name: "days" }] },
          },
        },
      ],
    },
  },
  externs: {
    chargeCard: {
      id: "chargeCard",
      description: "Charges a card; null where the bank refuses.",
      parameters: {
        token: { type: "string" },
        customer: { type: "uuid" },
        amount: { type: "decimal" },
        rate: { type: "float" },
        method: { type: "enum", enum: "PaymentMethod" },
        items: { type: "list", of: { type: "string" } },
        at: { type: "datetime" },
        again: { type: "boolean" },
      },
      result: {
        type: "nullable",
        of: { type: "object", properties: { receipt: { type: "string" }, paidOn: { type: "date" } } },
      },
    },
  },
});
