import { Api } from "../../../src/api/document.ts";
import { Database } from "../../../src/database/document.ts";
import { infrastructureModels } from "../../../src/database/infrastructure.ts";
import { Program } from "../../../src/program/document.ts";
import { expression } from "./library.ts";

const text = { type: "string", maxLength: 40 } as const;
const day = { type: "string", format: "date" } as const;
const reference = (schema: string) => ({ type: "reference", schema }) as const;
const cat = { type: "object", properties: { name: { schema: text }, born: { schema: day, optional: true } } };

const operation = (id: string, more: object): object => ({
  id,
  group: "things",
  method: id,
  parameters: {},
  errors: [],
  requirements: [],
  access: ["public"],
  summary: "Does something",
  ...more,
});

/** A table whose rows hold JSON of several shapes. */
export const database: Database = Database.parse({
  enums: {},
  models: {
    ...infrastructureModels(),
    Thing: {
      id: "Thing",
      group: "things",
      fields: {
        name: { id: "Thing/name", type: "string", maxLength: 40 },
        labels: { id: "Thing/labels", type: "json" },
        extra: { id: "Thing/extra", type: "json", nullable: true },
      },
      relations: {},
    },
  },
});

const shape = {
  always: { schema: { type: "constant", value: "shape" } },
  five: { schema: { type: "constant", value: 5 }, optional: true },
  nothing: { schema: { type: "null" } },
  odd: { schema: { type: "integer", exclusiveMinimum: 0, multipleOf: 3 } },
  share: { schema: { type: "number", minimum: 0, exclusiveMaximum: 1 } },
  tags: { schema: { type: "array", items: text, uniqueItems: true, maxItems: 3 } },
  prices: { schema: { type: "map", values: { type: "number" } } },
  key: { schema: { type: "union", options: [{ type: "integer" }, text] }, wire: "the-key" },
  pet: { schema: { type: "oneOf", discriminator: "kind", variants: ["Bird", "Fish"] } },
  kept: { schema: { type: "json", of: cat } },
  inner: {
    schema: {
      type: "object",
      properties: { at: { schema: day }, part: { schema: text, wire: "1" } },
      rest: { type: "integer" },
    },
  },
  level: { schema: { type: "integer" }, optional: true, default: 7 },
  secret: { schema: text, only: "body", optional: true },
  stamp: { schema: text, only: "answer" },
};

/** Every kind of schema in bodies and answers, and parameters in every place. */
export const forms: Api = Api.parse({
  profile: "house",
  info: { title: "Forms", version: "1.0.0", description: "Every form." },
  errors: {},
  schemas: {
    Bird: {
      id: "Bird",
      properties: {
        kind: { schema: { type: "constant", value: "bird" } },
        wings: { schema: { type: "integer", minimum: 0 } },
      },
    },
    Fish: {
      id: "Fish",
      properties: {
        kind: { schema: { type: "constant", value: "fish" } },
        salt: { schema: { type: "boolean" } },
      },
    },
    Shape: { id: "Shape", properties: shape },
    Amounts: {
      id: "Amounts",
      properties: {},
      value: { type: "array", items: { type: "integer" }, minItems: 1 },
    },
    Total: { id: "Total", properties: {}, value: { type: "integer" } },
    Title: { id: "Title", properties: {}, value: { type: "nullable", of: text } },
    Found: {
      id: "Found",
      properties: {
        ids: { schema: { type: "array", items: { type: "integer" } } },
        mode: { schema: text },
        client: { schema: { type: "nullable", of: text } },
        theme: { schema: text },
      },
    },
    NewThing: {
      id: "NewThing",
      model: "Thing",
      properties: {
        name: { schema: text, wire: "thing_name" },
        labels: { schema: { type: "map", values: text } },
        extra: { schema: { type: "nullable", of: { type: "json", of: reference("Tree") } }, optional: true },
      },
    },
    Tree: {
      id: "Tree",
      properties: {
        leaf: { schema: text },
        below: { schema: { type: "json", of: { type: "array", items: reference("Tree") } }, optional: true },
      },
    },
    Thing: {
      id: "Thing",
      model: "Thing",
      properties: {
        id: { schema: { type: "string", format: "uuid" } },
        kind: { schema: { type: "constant", value: "thing" } },
        name: { schema: text, wire: "thing_name" },
        labels: { schema: { type: "map", values: text } },
        extra: { schema: { type: "nullable", of: { type: "json", of: reference("Tree") } } },
      },
    },
  },
  operations: {
    echo: operation("echo", {
      verb: "POST",
      path: "/shapes",
      body: "Shape",
      answer: { status: 200, schema: "Shape", shape: "one" },
    }),
    add: operation("add", {
      verb: "POST",
      path: "/sums",
      body: "Amounts",
      answer: { status: 200, schema: "Total", shape: "one" },
    }),
    title: operation("title", {
      verb: "GET",
      path: "/titles/{number}",
      parameters: { number: { type: "number", minimum: 0.5 } },
      answer: { status: 200, schema: "Title", shape: "one" },
    }),
    find: operation("find", {
      verb: "GET",
      path: "/found",
      query: {
        ids: { schema: { type: "array", items: { type: "integer" }, minItems: 1 }, separator: "comma" },
        mode: { schema: text, optional: true, default: "plain", wire: "search-mode" },
      },
      headers: { client: { schema: { type: "nullable", of: text }.of, optional: true, wire: "X-Client" } },
      cookies: { theme: { schema: { type: "enum", values: ["light", "dark"] } } },
      answer: { status: 200, schema: "Found", shape: "one" },
    }),
    createThing: operation("createThing", {
      verb: "POST",
      path: "/things",
      body: "NewThing",
      answer: {
        status: 201,
        schema: "Thing",
        shape: "one",
        headers: { "X-Made": { schema: text, optional: true } },
      },
      answers: {
        "418": { description: "It is a teapot.", content: { "application/json": { schema: "Found" } } },
      },
    }),
    readThing: operation("readThing", {
      verb: "GET",
      path: "/things/{thingId}",
      parameters: { thingId: { type: "string", format: "uuid" } },
      answer: { status: 200, schema: "Thing", shape: "one" },
    }),
    poke: operation("poke", {
      verb: "POST",
      path: "/pokes",
      body: "Poke",
      bodyOptional: true,
      answer: { status: 200, schema: "Poke", shape: "list", bare: true },
    }),
  },
});
forms.schemas["Poke"] = {
  id: "Poke",
  properties: { force: { schema: { type: "integer" }, optional: true, default: 1 } },
};

const shown = Object.keys(shape)
  .filter((name) => !["five", "secret", "stamp"].includes(name))
  .map((name) =>
    name === "inner" ? "inner: { at: body.inner.at, part: body.inner.part }" : `${name}: body.${name}`,
  );

/** What the operations do: they answer what they were sent. */
export const program: Program = Program.parse({
  procedures: Object.fromEntries(
    Object.entries({
      echo: [{ type: "return", value: expression(`{ ${shown.join(", ")}, stamp: body.secret ?? "none" }`) }],
      add: [{ type: "return", value: expression("body.sum(one => one)") }],
      title: [
        {
          type: "return",
          value: expression('path.number > 1 ? concat("number ", string(path.number)) : null'),
        },
      ],
      find: [
        {
          type: "return",
          value: expression(
            "{ ids: query.ids, mode: query.mode, client: headers.client, theme: cookies.theme }",
          ),
        },
      ],
      createThing: [
        {
          type: "create",
          name: "thing",
          model: "Thing",
          data: {
            name: expression("body.name"),
            labels: expression("body.labels"),
            extra: expression("body.extra"),
          },
        },
        { type: "return", value: expression("thing") },
      ],
      readThing: [
        {
          type: "find",
          name: "thing",
          mode: "one",
          model: "Thing",
          parameter: "row",
          where: expression("row.id == path.thingId"),
          scope: "none",
          error: "not-found",
        },
        { type: "return", value: expression("thing") },
      ],
      poke: [{ type: "return", value: expression("[{ force: body.force }, { force: body.force + 1 }]") }],
    }).map(([name, statements]) => [name, { id: name, statements }]),
  ),
});
