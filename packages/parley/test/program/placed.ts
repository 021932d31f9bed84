import type { Extern, Job, SharedFunction, Statement } from "../../src/program/document.ts";
import { expression as e, type Backend } from "./backend.ts";

type Placed = [code: string, pointer: string, spoil: (backend: Backend) => void];

const at = "/procedures/peeked/statements";
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

/** The statements of an operation that answers nothing; a row `room` comes first. */
function procedure(...statements: Statement[]): (backend: Backend) => void {
  return ({ program, api }) => {
    api.operations["peeked"]!.access = ["manager"];
    program.procedures["peeked"]!.statements = [room, ...statements];
  };
}

const booking = {
  roomId: e("room.id"),
  memberId: e("actor.id"),
  day: e("today()"),
  status: e('"requested"'),
  total: e("1.00"),
};
const upsert = {
  type: "upsert",
  model: "Member",
  key: { accountId: e("actor.accountId") },
  create: { name: e("room.name") },
  update: {},
} as const;
const increment = { type: "increment", row: "room", field: "seats", by: e("1") } as const;
const transition = {
  type: "transition" as const,
  row: "room",
  field: "kind",
  from: ["small"],
  to: "large",
  error: "conflict",
} satisfies Statement;

function functions(more: Record<string, Partial<SharedFunction>>): (backend: Backend) => void {
  return ({ program }) => {
    program.functions = Object.fromEntries(
      Object.entries(more).map(([name, declared]) => [
        name,
        { id: name, parameters: {}, statements: [{ type: "return" }], ...declared },
      ]),
    );
  };
}

function call(name: string, values: Record<string, string> = {}, more: { name?: string } = {}): Statement {
  const given = Object.entries(values).map(([key, text]) => [key, e(text)]);
  return { type: "call", function: name, arguments: Object.fromEntries(given), ...more };
}

const extern: Extern = { id: "charge", parameters: {} };
const job: Job = { id: "job", schedule: { type: "daily", at: "03:00" }, statements: [{ type: "return" }] };
const both =
  (...changes: ((backend: Backend) => void)[]) =>
  (backend: Backend): void =>
    changes.forEach((change) => change(backend));

/** What is wrong, where exactly that is said, and what provokes it. */
export const placed: Placed[] = [
  ["unknown-model", `${at}/1/model`, procedure({ ...upsert, model: "Membr" })],
  [
    "unknown-model",
    `${at}/1/model`,
    procedure({ type: "createMany", model: "X", in: e("[1]"), parameter: "x", data: {} }),
  ],
  [
    "missing-column",
    `${at}/1/data`,
    procedure({ type: "createMany", model: "Room", in: e("[1]"), parameter: "x", data: {} }),
  ],
  ["missing-column", `${at}/1/create`, procedure({ ...upsert, create: {} })],
  [
    "duplicate-variable",
    `${at}/1/parameter`,
    procedure({ type: "createMany", model: "Room", in: e("[1]"), parameter: "room", data: {} }),
  ],
  [
    "query-in-loop",
    `${at}/1/data/seats`,
    procedure({
      type: "createMany",
      model: "Room",
      in: e("[1]"),
      parameter: "x",
      data: { seats: e("Room.count()") },
    }),
  ],
  ["no-such-unique", `${at}/1/key`, procedure({ ...upsert, key: { name: e("room.name") } })],
  ["no-such-unique", `${at}/1/key`, procedure({ ...upsert, model: "Room", key: { name: e("room.name") } })],
  ["key-in-data", `${at}/1/update/accountId`, procedure({ ...upsert, update: { accountId: e("room.id") } })],
  ["key-in-data", `${at}/1/data/kind`, procedure({ ...transition, data: { kind: e("null") } })],
  [
    "self-referring-data",
    `${at}/1/update/phone`,
    procedure({ ...upsert, parameter: "there", update: { phone: e("there.name") } }),
  ],
  ["unknown-variable", `${at}/1/rows/1`, procedure({ type: "lock", rows: ["room", "rom"] })],
  ["not-a-row", `${at}/1/rows/0`, procedure({ type: "lock", rows: ["path"] })],
  ["unknown-field", `${at}/1/field`, procedure({ ...increment, field: "seat" })],
  ["not-countable", `${at}/1/field`, procedure({ ...increment, field: "name", by: e('"a"') })],
  ["bound-without-error", `${at}/1`, procedure({ ...increment, least: e("0") })],
  ["unknown-error", `${at}/1/error`, procedure({ ...increment, most: e("9"), error: "conflikt" })],
  ["unknown-field", `${at}/1/field`, procedure({ ...transition, field: "knd" })],
  ["no-states", `${at}/1/field`, procedure({ ...transition, field: "name" })],
  ["unknown-state", `${at}/1/from/1`, procedure({ ...transition, from: ["small", "smal"] })],
  ["unknown-state", `${at}/1/to`, procedure({ ...transition, to: "huge" })],
  [
    "needless-hard",
    `${at}/1/hard`,
    procedure({
      type: "deleteMany",
      model: "Booking",
      parameter: "row",
      where: e("row.total > 1"),
      hard: true,
    }),
  ],
  [
    "constant",
    `${at}/1/condition`,
    procedure({ type: "require", condition: e("true || room.open"), error: "conflict" }),
  ],
  ["constant", `${at}/1/value`, procedure({ type: "let", name: "none", value: e("[]") })],
  [
    "unreachable",
    `${at}/2`,
    procedure({ type: "require", condition: e("false"), error: "conflict" }, { type: "delete", row: "room" }),
  ],
  [
    "not-implemented",
    "/procedures/peeked",
    ({ program }) =>
      void (program.procedures["peeked"]!.statements = [
        { type: "require", condition: e("false"), error: "not-implemented" },
      ]),
  ],
  [
    "undeclared-error",
    `${at}/1/error`,
    procedure({ type: "require", condition: e("room.open"), error: "room-taken" }),
  ],
  [
    "unused-parameter",
    `${at}`,
    ({ program }) => void (program.procedures["peeked"]!.statements = [{ type: "return" }]),
  ],
  [
    "managed-from-client",
    "/procedures/createBooking/statements/0/data/reason",
    ({ api, program }) => {
      api.schemas["CreateBooking"]!.properties["reason"] = { schema: { type: "string" }, optional: true };
      program.procedures["createBooking"]!.statements = [
        { type: "create", model: "Booking", data: { ...booking, reason: e('body.reason ?? "none"') } },
      ];
    },
  ],
  [
    "managed-from-client",
    "/procedures/createBooking/statements/1/data/reason",
    ({ api, program }) => {
      api.schemas["CreateBooking"]!.properties["reason"] = { schema: { type: "string" } };
      program.procedures["createBooking"]!.statements = [
        { type: "let", name: "why", value: e("body.reason") },
        { type: "create", model: "Booking", data: { ...booking, reason: e("why") } },
      ];
    },
  ],
  [
    "stale-guard",
    `${at}/2`,
    procedure(
      { type: "require", condition: e("room.seats > 1"), error: "conflict" },
      { type: "delete", row: "room" },
    ),
  ],
  [
    "racing-creation",
    `${at}/2`,
    ({ database, ...rest }) => {
      database.models["Booking"]!.uniques = {};
      procedure(
        {
          type: "require",
          condition: e("Booking.count(one => one.roomId == room.id) < 3"),
          error: "conflict",
        },
        { type: "create", model: "Booking", data: booking },
      )({ database, ...rest });
    },
  ],
  [
    "bytes-column",
    `${at}/1/data/plan`,
    (backend) => {
      backend.database.models["Room"]!.fields["plan"] = { id: "plan", type: "bytes", nullable: true };
      procedure({ type: "update", row: "room", data: { plan: e("null") } })(backend);
    },
  ],
  [
    "merge-of-nothing",
    `${at}/1`,
    (backend) => {
      backend.api.operations["peeked"]!.body = "Refresh";
      procedure({ type: "merge", row: "room" })(backend);
    },
  ],
  [
    "merge-type",
    `${at}/1`,
    (backend) => {
      backend.api.operations["peeked"]!.body = "UpdateRoom";
      backend.api.schemas["UpdateRoom"]!.properties["seats"] = { schema: { type: "string" } };
      procedure({ type: "merge", row: "room" })(backend);
    },
  ],
  [
    "paging-mismatch",
    "/procedures/listRooms/statements/0/value",
    ({ program }) =>
      void (program.procedures["listRooms"]!.statements = [{ type: "return", value: e("[]") }]),
  ],
  ["unknown-function", `${at}/1/function`, both(functions({ named: {} }), procedure(call("namd")))],
  [
    "unknown-argument",
    `${at}/1/arguments/x`,
    both(functions({ named: {} }), procedure(call("named", { x: "1" }))),
  ],
  [
    "missing-argument",
    `${at}/1/arguments`,
    both(functions({ named: { parameters: { x: { type: "integer" } } } }), procedure(call("named"))),
  ],
  [
    "call-without-result",
    `${at}/1/name`,
    both(functions({ named: {} }), procedure(call("named", {}, { name: "got" }))),
  ],
  [
    "query-in-loop",
    `${at}/1/body/0`,
    both(
      functions({
        named: {
          parameters: { id: { type: "uuid" } },
          statements: [{ ...room, where: e("row.id == id"), scope: "none" }],
        },
      }),
      procedure({
        type: "forEach",
        name: "x",
        in: e('["00000000-0000-7000-8000-000000000000"]'),
        body: [call("named", { id: "x" })],
      }),
    ),
  ],
  [
    "recursive-function",
    "/functions/one",
    functions({ one: { statements: [call("two")] }, two: { statements: [call("one")] } }),
  ],
  [
    "unused-parameter",
    "/functions/one/parameters/x",
    functions({ one: { parameters: { x: { type: "integer" } } } }),
  ],
  ["missing-return", "/functions/one/statements/0", functions({ one: { result: { type: "integer" } } })],
  [
    "unknown-enum",
    "/functions/one/parameters/x/of/enum",
    functions({ one: { parameters: { x: { type: "list", of: { type: "enum", enum: "RoomKnd" } } } } }),
  ],
  [
    "no-caller",
    "/functions/one/statements/0/scope",
    functions({ one: { statements: [{ ...room, where: e('row.id == "x"') }] } }),
  ],
  [
    "unscoped-read",
    "/functions/one/statements/0/scope",
    functions({ one: { statements: [{ ...room, where: e("row.open"), scope: "none" }] } }),
  ],
  ["reserved-function", "/functions/constructor", functions({ constructor: {} })],
  [
    "duplicate-function",
    "/externs/charge",
    both(functions({ charge: {} }), ({ program }) => void (program.externs = { charge: extern })),
  ],
  [
    "duplicate-function",
    "/externs/chargeSMS",
    ({ program }) => void (program.externs = { chargeSms: extern, chargeSMS: extern }),
  ],
  [
    "unknown-enum",
    "/externs/charge/result/enum",
    ({ program }) => void (program.externs = { charge: { ...extern, result: { type: "enum", enum: "X" } } }),
  ],
  [
    "job-interval",
    "/jobs/often/schedule/duration",
    ({ program }) =>
      void (program.jobs = { often: { ...job, schedule: { type: "every", duration: "P1M" } } }),
  ],
  [
    "no-actor",
    "/jobs/often/statements/0",
    ({ program }) =>
      void (program.jobs = { often: { ...job, statements: [{ type: "revokeTokens", of: "session" }] } }),
  ],
  [
    "unknown-field",
    "/jobs/often/statements/0/data/opn",
    ({ program }) =>
      void (program.jobs = {
        often: {
          ...job,
          statements: [
            {
              type: "updateMany",
              model: "Room",
              parameter: "row",
              where: e("row.open"),
              data: { opn: e("true") },
            },
          ],
        },
      }),
  ],
];
