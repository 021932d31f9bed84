import { Api } from "../../../src/api/document.ts";
import { Database } from "../../../src/database/document.ts";
import type { Expression } from "../../../src/expression/document.ts";
import { parseExpression } from "../../../src/expression/parse.ts";

export function expression(text: string): Expression {
  const parsed = parseExpression(text);
  if (!("expression" in parsed)) throw new Error(`${text}: ${JSON.stringify(parsed.problems)}`);
  return parsed.expression;
}

const string = (maxLength: number) => ({ type: "string", maxLength }) as const;
const uuid = { type: "string", format: "uuid" } as const;
const moment = { type: "string", format: "date-time" } as const;
const day = { type: "string", format: "date" } as const;
const money = { type: "string", format: "decimal", scale: 2, minimum: "0.00", maximum: "9999.99" } as const;
const reference = (schema: string) => ({ type: "reference", schema }) as const;

const relation = (target: string, inverse: string, more: object = {}) => ({
  id: `${target}/${inverse}`,
  target,
  inverse,
  cardinality: "manyToOne",
  required: true,
  onDelete: "restrict",
  ...more,
});

/** Books with copies that members borrow: every kind of column, relations both ways, a secret. */
export const database: Database = Database.parse({
  enums: { LoanStatus: { id: "LoanStatus", values: ["open", "returned"] } },
  models: {
    Account: {
      id: "Account",
      group: "accounts",
      traits: [{ type: "account" }],
      fields: {
        email: { id: "Account/email", type: "email" },
        passwordHash: { id: "Account/passwordHash", type: "string", maxLength: 200, secret: true },
      },
      relations: {},
    },
    Member: {
      id: "Member",
      group: "members",
      traits: [{ type: "actor", kind: "member" }],
      fields: { name: { id: "Member/name", type: "string", maxLength: 80 } },
      relations: {
        account: relation("Account", "member", { cardinality: "oneToOne", managed: true }),
        favourite: relation("Book", "fans", { required: false, onDelete: "setNull" }),
      },
    },
    Librarian: {
      id: "Librarian",
      group: "librarians",
      traits: [{ type: "actor", kind: "librarian" }],
      fields: {},
      relations: { account: relation("Account", "librarian", { cardinality: "oneToOne", managed: true }) },
    },
    Book: {
      id: "Book",
      group: "books",
      description: "A title of the collection.",
      fields: {
        title: { id: "Book/title", type: "string", maxLength: 200 },
        subtitle: { id: "Book/subtitle", type: "text", nullable: true },
        price: { id: "Book/price", type: "decimal", precision: 8, scale: 2 },
        published: { id: "Book/published", type: "date", nullable: true },
        visits: { id: "Book/visits", type: "bigint", managed: true },
        tags: { id: "Book/tags", type: "string", maxLength: 40, list: true },
        details: { id: "Book/details", type: "json", nullable: true },
      },
      relations: {},
    },
    Loan: {
      id: "Loan",
      group: "loans",
      fields: {
        status: { id: "Loan/status", type: "enum", enum: "LoanStatus", managed: true },
        dueAt: { id: "Loan/dueAt", type: "datetime", managed: true },
        returnedAt: { id: "Loan/returnedAt", type: "datetime", nullable: true, managed: true },
        fine: { id: "Loan/fine", type: "decimal", precision: 8, scale: 2, nullable: true, managed: true },
        pages: { id: "Loan/pages", type: "int" },
      },
      relations: {
        book: relation("Book", "loans"),
        member: relation("Member", "loans", { managed: true }),
      },
      scope: { read: {}, write: { librarian: { type: "boolean", value: true } } },
    },
  },
});

const operation = (more: object): object => ({
  parameters: {},
  errors: [],
  requirements: [],
  access: ["member"],
  summary: "Does something.",
  ...more,
});

/** A listing, a nested resource, a guest, a report, a body that is also an answer, mappers that use each other. */
export const library: Api = Api.parse({
  profile: "house",
  info: { title: "Library", version: "1.0.0", description: "Lends books." },
  errors: {
    "loan-limit": { id: "loan-limit", status: 409, title: "You have borrowed enough." },
    "wrong-credentials": { id: "wrong-credentials", status: 401, title: "E-mail or password is wrong." },
  },
  schemas: {
    SignIn: {
      id: "SignIn",
      properties: {
        email: { schema: { type: "string", format: "email" } },
        password: { schema: { type: "string", format: "password" } },
      },
    },
    Tokens: {
      id: "Tokens",
      properties: {
        accessToken: { schema: string(2000) },
        refreshToken: { schema: string(200) },
        expiresIn: { schema: { type: "integer" } },
      },
    },
    CreateBook: {
      id: "CreateBook",
      model: "Book",
      properties: {
        title: { schema: { ...string(200), minLength: 1, pattern: "^[^<>]*$" } },
        subtitle: { schema: { type: "nullable", of: string(500) }, optional: true },
        price: { schema: money },
        published: { schema: { type: "nullable", of: day }, optional: true },
        tags: { schema: { type: "array", items: string(40), maxItems: 10 } },
        details: { schema: { type: "json" }, optional: true },
      },
    },
    BookSummary: {
      id: "BookSummary",
      model: "Book",
      properties: { id: { schema: uuid }, title: { schema: string(200) } },
    },
    Book: {
      id: "Book",
      model: "Book",
      description: "A book and how it is lent.",
      properties: {
        id: { schema: uuid },
        title: { schema: string(200) },
        subtitle: { schema: { type: "nullable", of: string(500) } },
        price: { schema: money },
        published: { schema: { type: "nullable", of: day } },
        visits: { schema: { type: "integer" } },
        tags: { schema: { type: "array", items: string(40) } },
        details: { schema: { type: "nullable", of: { type: "json" } } },
        loanCount: { schema: { type: "integer" }, source: expression("row.loans.count()") },
        openLoans: {
          schema: { type: "integer" },
          source: expression("row.loans.count(loan => loan.returnedAt == null)"),
        },
        dueDates: {
          schema: { type: "array", items: moment },
          source: expression("row.loans.map(loan => loan.dueAt)"),
        },
        heading: { schema: string(1000), source: expression('concat(row.title, ": ", row.subtitle ?? "")') },
        fans: { schema: { type: "array", items: reference("MemberSummary") } },
        createdAt: { schema: moment },
      },
    },
    MemberSummary: {
      id: "MemberSummary",
      model: "Member",
      properties: {
        id: { schema: uuid },
        name: { schema: string(80) },
        favourite: { schema: { type: "nullable", of: reference("BookSummary") } },
      },
    },
    CreateLoan: {
      id: "CreateLoan",
      model: "Loan",
      properties: { pages: { schema: { type: "integer", minimum: 1 } } },
    },
    Loan: {
      id: "Loan",
      model: "Loan",
      properties: {
        id: { schema: uuid },
        status: { schema: { type: "enum", values: ["open", "returned"] } },
        dueAt: { schema: moment },
        returnedAt: { schema: { type: "nullable", of: moment } },
        fine: { schema: money, optional: true },
        double: { schema: { type: "integer" }, source: expression("row.pages * 2") },
        book: { schema: reference("BookSummary") },
        bookTitle: { schema: string(200), source: expression("row.book.title") },
        favouriteTitle: {
          schema: { type: "nullable", of: string(200) },
          source: expression("row.member.favourite?.title"),
        },
        member: {
          schema: {
            type: "object",
            properties: {
              name: { schema: string(80), source: expression("row.member.name") },
              since: { schema: moment, source: expression("row.member.createdAt") },
            },
          },
        },
      },
    },
    Period: { id: "Period", properties: { from: { schema: day }, to: { schema: day, optional: true } } },
    Report: {
      id: "Report",
      properties: {
        day: { schema: day },
        count: { schema: { type: "integer" } },
        fines: { schema: { type: "nullable", of: money } },
        period: { schema: reference("Period") },
        latest: { schema: { type: "nullable", of: reference("Loan") } },
      },
    },
  },
  operations: {
    signIn: operation({
      id: "signIn",
      group: "auth",
      method: "signIn",
      verb: "POST",
      path: "/auth/sign-in",
      access: ["public"],
      body: "SignIn",
      answer: { status: 200, schema: "Tokens", shape: "one" },
      errors: ["wrong-credentials"],
    }),
    createBook: operation({
      id: "createBook",
      group: "books",
      method: "create",
      verb: "POST",
      path: "/books",
      access: ["librarian"],
      body: "CreateBook",
      answer: { status: 201, schema: "Book", shape: "one" },
      requirements: ["R1"],
    }),
    listBooks: operation({
      id: "listBooks",
      group: "books",
      method: "list",
      verb: "GET",
      path: "/books",
      access: ["member", "public"],
      answer: { status: 200, schema: "Book", shape: "page" },
      listing: {
        defaultSize: 20,
        maximumSize: 100,
        search: ["title", "subtitle"],
        filters: {
          publishedAfter: { field: "published", operator: "after", schema: day },
          lentTo: { field: "loans.memberId", operator: "equals", schema: uuid },
          hasSubtitle: { field: "subtitle", operator: "isNull", schema: { type: "boolean" } },
          maximumPrice: { field: "price", operator: "atMost", schema: money },
        },
        sorts: { title: { field: "title" }, createdAt: { field: "createdAt" } },
        defaultSort: "-createdAt",
      },
    }),
    getBook: operation({
      id: "getBook",
      group: "books",
      method: "get",
      verb: "GET",
      path: "/books/{bookId}",
      access: ["public"],
      parameters: { bookId: uuid },
      answer: { status: 200, schema: "Book", shape: "one" },
      errors: ["not-found"],
    }),
    deleteBook: operation({
      id: "deleteBook",
      group: "books",
      method: "delete",
      verb: "DELETE",
      path: "/books/{bookId}",
      access: ["librarian"],
      parameters: { bookId: uuid },
      answer: { status: 204, shape: "none" },
    }),
    createLoan: operation({
      id: "createLoan",
      group: "loans",
      method: "create",
      verb: "POST",
      path: "/books/{bookId}/loans",
      parameters: { bookId: uuid },
      body: "CreateLoan",
      answer: { status: 201, schema: "Loan", shape: "one" },
      errors: ["loan-limit"],
      requirements: ["R2"],
    }),
    getLoan: operation({
      id: "getLoan",
      group: "loans",
      method: "get",
      verb: "GET",
      path: "/loans/{loanId}",
      parameters: { loanId: uuid },
      answer: { status: 200, schema: "Loan", shape: "one" },
    }),
    reportLoans: operation({
      id: "reportLoans",
      group: "loans",
      method: "report",
      verb: "GET",
      path: "/reports/loans",
      access: ["librarian"],
      query: {
        days: { schema: { type: "array", items: day }, optional: true },
        least: { schema: { type: "number", minimum: 0.5 } },
      },
      answer: { status: 200, schema: "Report", shape: "list" },
    }),
    setPeriod: operation({
      id: "setPeriod",
      group: "members",
      method: "setPeriod",
      verb: "PUT",
      path: "/members/{memberId}/periods/{number}",
      parameters: { memberId: uuid, number: { type: "integer", minimum: 1 } },
      access: ["member", "librarian"],
      body: "Period",
      answer: { status: 200, schema: "Period", shape: "one" },
    }),
    getMember: operation({
      id: "getMember",
      group: "members",
      method: "get",
      verb: "GET",
      path: "/members/{memberId}",
      parameters: { memberId: uuid },
      answer: { status: 200, schema: "MemberSummary", shape: "one" },
    }),
  },
});
