import type { Statement } from "../../src/program/document.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { bookingBackend, expression as e, type Backend } from "./backend.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";
import { formsBackend } from "./forms.ts";
import { placed } from "./placed.ts";

/** Statements of the operation that confirms a booking; `find`, `require`, `update`, effects, `return`. */
const confirm = (backend: Backend): Statement[] => backend.program.procedures["confirmBooking"]!.statements;
const create = (backend: Backend): Statement[] => backend.program.procedures["createBooking"]!.statements;

export function change<Type extends Statement["type"]>(
  statements: readonly Statement[],
  type: Type,
  more: Partial<Extract<Statement, { type: Type }>>,
): void {
  const found = statements.find((statement) => statement.type === type);
  if (!found) throw new Error(`No statement is a ${type}.`);
  Object.assign(found, more);
}

const find = (more: object): Statement =>
  ({
    type: "find",
    name: "found",
    mode: "one",
    model: "Booking",
    parameter: "row",
    scope: "read",
    ...more,
  }) as Statement;

export const samples: [string, (backend: Backend) => void][] = [
  [
    "unknown-operation",
    ({ program }) => void (program.procedures["confirmBokking"] = program.procedures["confirmBooking"]!),
  ],
  ["missing-procedure", ({ program }) => delete program.procedures["confirmBooking"]],
  ["unknown-model", (backend) => change(confirm(backend), "find", { model: "Boking" })],
  ["unknown-field", (backend) => change(create(backend), "create", { data: { dai: e("body.day") } })],
  ["unknown-error", (backend) => change(confirm(backend), "require", { error: "not-fond" })],
  ["unknown-variable", (backend) => change(confirm(backend), "update", { row: "bokking" })],
  ["not-a-row", (backend) => change(confirm(backend), "update", { row: "path" })],
  [
    "row-may-be-null",
    ({ program }) => change(program.procedures["deleteBooking"]!.statements, "find", { mode: "first" }),
  ],
  [
    "duplicate-variable",
    (backend) => confirm(backend).unshift({ type: "let", name: "booking", value: e("1") }),
  ],
  ["unused-variable", (backend) => confirm(backend).unshift({ type: "let", name: "one", value: e("1") })],
  [
    "unused-body-property",
    ({ program }) =>
      void (program.procedures["cancelBooking"]!.statements = [
        find({ where: e("row.id == path.bookingId") }),
        { type: "return", value: e("found") },
      ]),
  ],
  ["missing-column", (backend) => change(create(backend), "create", { data: {} })],
  ["generated-column", (backend) => change(confirm(backend), "update", { data: { createdAt: e("now()") } })],
  [
    "managed-from-client",
    ({ api, program }) => {
      api.schemas["CreateBooking"]!.properties["reason"] = { schema: { type: "string" } };
      change(program.procedures["createBooking"]!.statements, "create", {
        data: { reason: e("body.reason") },
      });
    },
  ],
  [
    "self-referring-data",
    (backend) => change(confirm(backend), "updateMany", { data: { confirmed: e("room.seats * 2") } }),
  ],
  ["merge-without-body", (backend) => confirm(backend).splice(1, 0, { type: "merge", row: "booking" })],
  ["when-without-error", (backend) => change(confirm(backend), "update", { when: e("true") })],
  ["not-in-query", (backend) => change(confirm(backend), "find", { where: e('length(row.note ?? "") > 3') })],
  [
    "not-in-query",
    ({ database }) =>
      void (database.models["Booking"]!.scope!.read["member"] = e("row.day > dateOf(row.createdAt)")),
  ],
  [
    "query-in-loop",
    (backend) =>
      confirm(backend).splice(1, 0, {
        type: "forEach",
        name: "x",
        in: e("[1, 2]"),
        body: [find({ where: e("row.persons == x") })],
      }),
  ],
  [
    "query-in-loop",
    (backend) =>
      change(confirm(backend), "require", {
        condition: e("[1, 2].some(x => Booking.exists(b => b.persons == x))"),
      }),
  ],
  ["lost-update", (backend) => change(confirm(backend), "find", { lock: false })],
  ["no-scope", (backend) => change(confirm(backend), "find", { model: "Account" })],
  [
    "unscoped-read",
    (backend) => change(confirm(backend), "find", { scope: "none", where: e("row.persons == 1") }),
  ],
  [
    "paging-mismatch",
    ({ program }) =>
      void (program.procedures["listBookings"]!.statements = [
        { type: "page", name: "rooms", model: "Room", parameter: "row", scope: "read" },
        { type: "return", value: e("rooms") },
      ]),
  ],
  ["missing-return", (backend) => confirm(backend).pop()],
  [
    "unexpected-return",
    ({ program }) =>
      void program.procedures["deleteBooking"]!.statements.splice(-1, 1, { type: "return", value: e("1") }),
  ],
  [
    "answer-not-a-row",
    (backend) => change(confirm(backend), "return", { value: e("true ? booking : booking") }),
  ],
  ["unreachable", (backend) => confirm(backend).push({ type: "return", value: e("booking") })],
  [
    "no-actor",
    ({ program }) =>
      program.procedures["signIn"]!.statements.unshift({ type: "revokeTokens", of: "session" }),
  ],
  [
    "not-in-group",
    ({ program }) =>
      change(program.procedures["reportTurnover"]!.statements, "group", {
        by: { room: e("upper(row.room.name)") },
      }),
  ],
  [
    "unknown-measure",
    ({ program }) =>
      change(program.procedures["reportTurnover"]!.statements, "group", {
        sort: { name: "totl", direction: "asc" },
      }),
  ],
  [
    "measure-without-value",
    ({ program }) =>
      change(program.procedures["reportTurnover"]!.statements, "group", {
        measures: { total: { operation: "sum" } },
      }),
  ],
];

export const diagnosticSamples: DiagnosticSample[] = [
  ...samples.map(([code, spoil]) => found(code, bookingBackend, spoil)),
  ...placed.map(([code, , spoil]) => found(code, formsBackend, spoil)),
];

function found(code: string, whole: () => Backend, spoil: (backend: Backend) => void): DiagnosticSample {
  const spoiled = (): Backend => {
    const backend = structuredClone(whole());
    spoil(backend);
    return backend;
  };
  return {
    code: `program/${code}`,
    provoke: () => {
      const { program, api, database } = spoiled();
      return checkProgram(program, api, database);
    },
    spoiled: () => ({ language: "program", whole: whole(), broken: spoiled() }),
  };
}
