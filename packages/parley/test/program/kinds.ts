import type { ApiSchema, Operation } from "../../src/api/document.ts";
import { expressionVariants } from "../../src/expression/document.ts";
import { printExpression } from "../../src/expression/print.ts";
import { Statement, statementVariants } from "../../src/program/document.ts";
import { blocksOf } from "../../src/program/rows.ts";
import { convertExpressions } from "../../src/schema/expressions.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { bookingBackend, expression as e, type Backend } from "./backend.ts";
import { expressionSamples } from "./kinds-expressions.ts";
import { statementSamples } from "./kinds-statements.ts";

/** What a sample does over the rooms and bookings of `bookingBackend`, and what is seen from outside afterwards. */
export interface StatementSample {
  /** What it shows, for the table. */
  shows: string;
  statements: Statement[];
  /** Differences from an operation of managers and members that answers nothing. */
  operation?: Partial<Operation>;
  /** Who calls; a manager unless told. */
  as?: string;
  /** What is sent; `ROOM` stands for the id of a room of its own. */
  body?: object;
  /** Status of each call in turn, with the code of an error. */
  answers: string[];
  /** Parts of the last answer's body. */
  body200?: object;
  /** SQL over the room's id (`$1`), and the value of the first column of its first row after all calls. */
  sql?: [query: string, value: unknown];
}

/** An expression, or several of its kind, with what a server computes; `room` is a row. */
export type ExpressionSample = [text: string, value: unknown];

export const kindOf = {
  statement: statementVariants.map((variant) => variant.shape.type.value),
  expression: expressionVariants.map((variant) => variant.shape.type.value),
};

export const findRoom: Extract<Statement, { type: "find" }> = {
  type: "find",
  name: "room",
  mode: "one",
  model: "Room",
  parameter: "row",
  where: e("row.id == path.roomId"),
  scope: "read",
  error: "not-found",
};

/** The operation of a sample: `POST /kinds/<name>/{roomId}`. */
export function sampleOperation(name: string, more: Partial<Operation> = {}): Operation {
  return {
    id: `kinds/${name}`,
    group: "kinds",
    method: name,
    verb: "POST",
    path: `/kinds/${name.toLowerCase()}/{roomId}`,
    summary: `Shows ${name}`,
    parameters: { roomId: { type: "string", format: "uuid" } },
    answer: { status: 204, shape: "none" },
    access: ["manager", "member"],
    errors: [],
    requirements: [],
    unscoped: "It shows a kind of node.",
    ...more,
  };
}

/** Counts what there is and adds one: two at once would not see each other. */
function countedCreation(): Statement[] {
  return [
    findRoom,
    {
      type: "require",
      condition: e("Booking.count(one => one.roomId == room.id) < 1"),
      error: "too-many-bookings",
    },
    {
      type: "create",
      model: "Booking",
      data: {
        roomId: e("room.id"),
        memberId: e("actor.id"),
        day: e('date("2060-01-01") + days(floor(body.amount / 1))'),
        status: e('"requested"'),
        total: e("1.00"),
      },
    },
  ];
}

const anything: ApiSchema = { type: "nullable", of: { type: "json" } };

/** Rooms and bookings with an operation for every sample. */
export function kindsBackend(): Backend {
  const { database, api, program } = bookingBackend();
  const object = (properties: Record<string, ApiSchema>): (typeof api.schemas)[string] => ({
    id: Object.keys(properties).join(" "),
    properties: Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, { schema }])),
  });
  api.schemas["Amount"] = object({ amount: { type: "integer" } });
  api.schemas["Words"] = object({ words: { type: "array", items: { type: "string" } } });
  api.schemas["Measure"] = object({ status: { type: "string" }, amount: { type: "integer" } });
  api.schemas["Value"] = object({ value: anything });
  for (const [kind, sample] of Object.entries(statementSamples)) {
    api.operations[`${kind}Kind`] = sampleOperation(`${kind}Kind`, sample.operation);
    program.procedures[`${kind}Kind`] = { id: `kinds/${kind}`, statements: sample.statements };
  }
  for (const [kind, samples] of Object.entries(expressionSamples)) {
    for (const [index, [text]] of samples.entries()) {
      const name = `${kind}Value${index}`;
      const answer = { status: 200, shape: "one", schema: "Value" } as const;
      api.operations[name] = sampleOperation(name, { answer });
      program.procedures[name] = {
        id: `kinds/${name}`,
        statements: [findRoom, { type: "return", value: e(`{ value: ${text} }`) }],
      };
    }
  }
  for (const [name, retry] of Object.entries({ bookedOnce: 0, bookedAgain: 10 })) {
    api.operations[name] = sampleOperation(name, { body: "Amount", access: ["member"] });
    program.procedures[name] = {
      id: `kinds/${name}`,
      isolation: "serializable",
      retry,
      statements: countedCreation(),
    };
  }
  program.functions = {
    nameRoom: {
      id: "nameRoom",
      description: "Gives a room a name made of two parts, and the name.",
      parameters: { roomId: { type: "uuid" }, suffix: { type: "nullable", of: { type: "string" } } },
      result: { type: "string" },
      statements: [
        { ...findRoom, where: e("row.id == roomId"), scope: "none" },
        { type: "let", name: "longer", value: e('room.name + " " + (suffix ?? "")') },
        { type: "update", row: "room", data: { name: e("longer") } },
        { type: "return", value: e("longer") },
      ],
    },
  };
  program.externs = {
    weatherAt: {
      id: "weatherAt",
      description: "What the weather is like on a day.",
      parameters: {
        day: { type: "date" },
        place: { type: "object", properties: { name: { type: "string" } } },
      },
      result: { type: "nullable", of: { type: "decimal" } },
    },
  };
  api.operations["askWeather"] = sampleOperation("askWeather");
  program.procedures["askWeather"] = {
    id: "kinds/askWeather",
    statements: [
      findRoom,
      {
        type: "call",
        name: "degrees",
        function: "weatherAt",
        arguments: { day: e("today()"), place: e("{ name: room.name }") },
      },
      { type: "require", condition: e("degrees == null || degrees > -10.5"), error: "conflict" },
    ],
  };
  program.jobs = {
    countRooms: {
      id: "countRooms",
      description: "Counts up what waits for it.",
      schedule: { type: "every", duration: "PT1S" },
      statements: [
        {
          type: "updateMany",
          model: "Room",
          parameter: "row",
          where: e('startsWith(row.name, "counted")'),
          data: { confirmed: e("row.confirmed + 1") },
        },
      ],
    },
    closeRooms: {
      id: "closeRooms",
      schedule: { type: "daily", at: "03:30" },
      isolation: "serializable",
      statements: [
        {
          type: "updateMany",
          model: "Room",
          parameter: "row",
          where: e('startsWith(row.name, "closed")'),
          data: { open: e("false") },
        },
      ],
    },
  };
  return { database, api, program };
}

const statementSchema = schemaOf(Statement);

/** A statement as it stands in a file: its expressions as text. */
function shown(statement: Statement): string {
  const { value } = convertExpressions(statementSchema, statement, (node) => ({
    value: printExpression(node as Parameters<typeof printExpression>[0]),
    sound: true,
  }));
  return JSON.stringify(value);
}

/** Statements and those inside them. */
export function allOf(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(allOf)]);
}

/** Every kind of statement and of expression with its sample, as two tables in Markdown. */
export function printKinds(): string {
  const cell = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;
  const statements = Object.entries(statementSamples).map(([kind, { shows, statements: lines }]) => {
    const own = allOf(lines).filter((line) => line.type === kind);
    return `| ${kind} | ${shows} | ${own.map(shown).map(cell).join("<br>")} |`;
  });
  const expressions = Object.entries(expressionSamples).map(
    ([kind, samples]) =>
      `| ${kind} | ${samples.map(([text, value]) => `${cell(text)} gives ${cell(JSON.stringify(value))}`).join("<br>")} |`,
  );
  return [
    "| statement | what it does | sample |",
    "|---|---|---|",
    ...statements,
    "",
    "| expression | samples |",
    "|---|---|",
    ...expressions,
    "",
  ].join("\n");
}
