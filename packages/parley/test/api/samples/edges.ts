import { Api } from "../../../src/api/document.ts";
import { expression } from "./library.ts";

const uuid = { type: "string", format: "uuid" } as const;
const moment = { type: "string", format: "date-time" } as const;
const day = { type: "string", format: "date" } as const;
const money = { type: "string", format: "decimal", scale: 2 } as const;
const text = { type: "string", maxLength: 50 } as const;
const reference = (schema: string) => ({ type: "reference", schema }) as const;
const array = (items: object) => ({ type: "array", items });
const nullable = (of: object) => ({ type: "nullable", of });
const object = (properties: object) => ({ type: "object", properties });

const operation = (id: string, more: object): object => ({
  id,
  parameters: {},
  errors: [],
  requirements: [],
  access: ["public", "member"],
  summary: 'Says */ "`${no}`".',
  answer: { status: 204, shape: "none" },
  ...more,
});

/** Over the library's database: names that mean something elsewhere, and whatever is unusual but allowed. */
export const edges: Api = Api.parse({
  profile: "house",
  info: { title: "Edges", version: "0", description: "" },
  errors: { constructor: { id: "constructor", status: 422, title: 'A "title"\u2028*/' } },
  schemas: {
    Cat: {
      id: "Cat",
      properties: {
        kind: { schema: { type: "enum", values: ["cat"] } },
        born: { schema: moment },
        home: { schema: reference("Home"), optional: true },
      },
    },
    Dog: {
      id: "Dog",
      properties: { kind: { schema: { type: "enum", values: ['d"og'] } }, weight: { schema: money } },
    },
    Home: { id: "Home", description: "*/ @nothing", properties: { since: { schema: day } } },
    Street: {
      id: "Street",
      properties: {
        homes: { schema: array(array(reference("Home"))) },
        pet: { schema: { type: "oneOf", discriminator: "kind", variants: ["Cat", "Dog"] } },
        toString: { schema: { type: "json" }, optional: true },
        span: { schema: { type: "string", format: "duration" } },
        site: { schema: nullable({ type: "string", format: "uri" }) },
        mail: { schema: { type: "string", format: "email", minLength: 7 } },
        inner: { schema: object({ x_Y: { schema: nullable(nullable({ type: "number", maximum: 2.5 })) } }) },
      },
    },
    DateOnly: {
      id: "DateOnly",
      properties: {
        days: { schema: array(nullable(day)) },
        rows: { schema: array(object({ at: { schema: moment }, sums: { schema: array(money) } })) },
        anything: { schema: nullable({ type: "json" }) },
        best: { schema: reference("Shelf") },
        homes: { schema: array(array(reference("Home"))), optional: true },
      },
    },
    Empty: { id: "Empty", model: "Librarian", properties: {} },
    Shelf: {
      id: "Shelf",
      model: "Book",
      properties: {
        visits: { schema: { type: "integer" }, source: expression("row.visits * 2 + row.loans.count()") },
        cost: {
          schema: money,
          source: expression("isEmpty(row.loans) ? row.price : row.loans.sum(l => l.fine ?? 0.00)"),
        },
        round: { schema: money, source: expression("row.loans.count()") },
        first: { schema: nullable(reference("Borrowing")), source: expression("row.loans[0]") },
        open: {
          schema: array(reference("Borrowing")),
          source: expression("row.loans.filter(l => l.returnedAt == null)"),
        },
        names: {
          schema: array(object({ at: { schema: moment }, by: { schema: text } })),
          source: expression("row.loans.map(row2 => { at: row2.dueAt, by: row2.member.name })"),
        },
        latest: { schema: nullable(moment), source: expression("row.loans.maximum(loan => loan.dueAt)") },
        wished: { schema: { type: "boolean" }, source: expression('row.fans.some(fan => fan.name != "x")') },
        published: { schema: day, optional: true },
        summary: {
          schema: object({ a: { schema: day }, b: { schema: nullable(money) } }),
          source: expression('{ a: row.published ?? date("2020-01-01"), b: null }'),
        },
        home: {
          schema: reference("Home"),
          source: expression('{ since: row.published ?? date("2020-01-01") }'),
        },
        again: { schema: reference("Book"), source: expression("row") },
      },
    },
    Book: {
      id: "Book",
      model: "Book",
      properties: { id: { schema: uuid }, price: { schema: money }, tags: { schema: array(text) } },
    },
    Borrowing: {
      id: "Borrowing",
      model: "Loan",
      properties: {
        borrower: { schema: reference("Person"), source: expression("row.member") },
        title: { schema: nullable(text), source: expression("row.member.favourite?.title") },
        popular: {
          schema: nullable({ type: "integer" }),
          source: expression("row.member.favourite != null ? row.member.favourite.loans.count() : null"),
        },
        seen: { schema: nullable({ type: "integer" }), source: expression("row.member.favourite?.visits") },
        on: { schema: nullable(day), source: expression("row.member.favourite?.published") },
        book: { schema: reference("Book") },
      },
    },
    Person: {
      id: "Person",
      model: "Member",
      properties: {
        name: { schema: { type: "string" } },
        favourite: { schema: nullable(reference("Book")) },
        email: { schema: { type: "string", format: "email" }, source: expression("row.account.email") },
      },
    },
  },
  operations: {
    moveIn: operation("moveIn", {
      group: "books",
      method: "static",
      verb: "PUT",
      path: "/",
      body: "Street",
    }),
    delete: operation("delete", {
      group: "old-things",
      method: "delete",
      verb: "DELETE",
      path: "/old-things/{class}/{body}/{at_}",
      parameters: { class: { type: "enum", values: ["a", "b"] }, body: { type: "string" }, at_: day },
      query: { await: { schema: array({ type: "enum", values: ["x"] }), optional: true } },
      errors: ["constructor"],
    }),
    listShelves: operation("listShelves", {
      group: "old-things",
      method: "list",
      verb: "GET",
      path: "/old-things",
      answer: { status: 200, schema: "Shelf", shape: "page" },
      listing: {
        defaultSize: 1,
        maximumSize: 1,
        search: [],
        filters: {},
        sorts: { id: { field: "id" } },
        defaultSort: "id",
      },
    }),
    report: operation("report", {
      group: "members",
      method: "get",
      verb: "GET",
      path: "/members/report",
      answer: { status: 200, schema: "DateOnly", shape: "list" },
    }),
    createMember: operation("createMember", {
      group: "members",
      method: "async",
      verb: "POST",
      path: "/members/{memberId}",
      parameters: { memberId: uuid },
      body: "Home",
      answer: { status: 201, schema: "Person", shape: "one" },
    }),
    replace: operation("replace", {
      group: "librarians",
      method: "replace",
      verb: "PATCH",
      path: "/librarians/{path}/{types}",
      parameters: { path: money, types: { type: "integer" } },
      body: "Cat",
      answer: { status: 200, schema: "Empty", shape: "one" },
    }),
  },
});
