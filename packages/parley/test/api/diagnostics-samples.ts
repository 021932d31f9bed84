import { checkApi } from "../../src/api/check/check.ts";
import { report } from "../../src/api/check/report.ts";
import type { Api, Operation } from "../../src/api/document.ts";
import { database, expression, library } from "./samples/library.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

export interface Sample {
  code: keyof typeof report;
  pointer: string;
  /** Breaks the sample. */
  change: (api: Api) => void;
}

export const operation = (api: Api, name: string): Operation => api.operations[name]!;
export const properties = (api: Api, name: string) => api.schemas[name]!.properties;
export const text = { type: "string" } as const;

/** Adds an operation like another one. */
function twin(api: Api, from: string, name: string, more: Partial<Operation>): void {
  api.operations[name] = { ...structuredClone(operation(api, from)), id: name, method: name, ...more };
}

function broken(code: keyof typeof report, pointer: string, change: (api: Api) => void): Sample {
  return { code, pointer, change };
}

export const samples: Sample[] = [
  broken(
    "malformed-path",
    "/operations/getLoan/path",
    (api) => (operation(api, "getLoan").path = "/loans//{loanId}"),
  ),
  broken("undeclared-parameter", "/operations/getLoan/path", (api) => {
    operation(api, "getLoan").path = "/loans/{loanId}/{lonId}";
  }),
  broken("parameter-not-in-path", "/operations/getLoan/parameters/part", (api) => {
    operation(api, "getLoan").parameters["part"] = text;
  }),
  broken("parameter-type", "/operations/getLoan/parameters/loanId", (api) => {
    operation(api, "getLoan").parameters["loanId"] = { type: "boolean" };
  }),
  broken("duplicate-route", "/operations/again/path", (api) => twin(api, "getLoan", "again", {})),
  broken("ambiguous-route", "/operations/again/path", (api) => {
    twin(api, "getLoan", "again", { path: "/loans/{id}", parameters: { id: text } });
  }),
  broken("shadowed-route", "/operations/getLoan/path", (api) => {
    operation(api, "getLoan").parameters["loanId"] = text;
    twin(api, "reportLoans", "late", { path: "/loans/late" });
  }),
  broken("reserved-route", "/operations/getLoan/path", (api) => {
    operation(api, "getLoan").path = "/health/{loanId}";
  }),
  broken(
    "duplicate-method",
    "/operations/getLoan/method",
    (api) => (operation(api, "getLoan").method = "create"),
  ),
  broken("reserved-method", "/operations/getLoan/method", (api) => {
    operation(api, "getLoan").method = "constructor";
  }),
  broken(
    "reserved-group",
    "/operations/getLoan/group",
    (api) => (operation(api, "getLoan").group = "common"),
  ),
  broken("colliding-group", "/operations/getMember/group", (api) => {
    operation(api, "getLoan").group = "a-1b";
    operation(api, "getMember").group = "a1b";
  }),
  broken("reserved-property", "/schemas/SignIn/properties/constructor", (api) => {
    properties(api, "SignIn")["constructor"] = { schema: text };
  }),
  broken("reserved-schema", "/schemas/Promise", (api) => {
    api.schemas["Promise"] = { id: "Promise", properties: {} };
  }),
  broken("query-collision", "/operations/listBooks/query/size", (api) => {
    operation(api, "listBooks").query = { size: { schema: text } };
  }),
  broken("unknown-schema", "/operations/getLoan/answer/schema", (api) => {
    operation(api, "getLoan").answer.schema = "Loann";
  }),
  broken("unknown-model", "/schemas/Loan/model", (api) => (api.schemas["Loan"]!.model = "Lon")),
  broken("unknown-field", "/operations/listBooks/listing/sorts/title/field", (api) => {
    operation(api, "listBooks").listing!.sorts["title"] = { field: "titel" };
  }),
  broken("unknown-error", "/operations/createLoan/errors/0", (api) => {
    operation(api, "createLoan").errors = ["loan-limits"];
  }),
  broken(
    "unknown-actor",
    "/operations/getLoan/access/0",
    (api) => (operation(api, "getLoan").access = ["membr"]),
  ),
  broken("repeated-value", "/operations/createLoan/errors/1", (api) => {
    operation(api, "createLoan").errors.push("loan-limit");
  }),
  broken("status-of-framework-error", "/errors/conflict/status", (api) => {
    api.errors["conflict"] = { id: "conflict", status: 400, title: "No." };
  }),
  broken(
    "body-refused",
    "/operations/deleteBook/body",
    (api) => (operation(api, "deleteBook").body = "CreateLoan"),
  ),
  broken("managed-in-body", "/schemas/CreateLoan/properties/status", (api) => {
    properties(api, "CreateLoan")["status"] = { schema: { type: "enum", values: ["open"] } };
  }),
  broken("body-type", "/schemas/CreateLoan/properties/bookId", (api) => {
    properties(api, "CreateLoan")["bookId"] = { schema: text };
  }),
  broken("bound-beyond-column", "/schemas/CreateBook/properties/title", (api) => {
    properties(api, "CreateBook")["title"] = { schema: text };
  }),
  broken("answer-without-schema", "/operations/getLoan/answer", (api) => {
    delete operation(api, "getLoan").answer.schema;
  }),
  broken("answer-with-schema", "/operations/deleteBook/answer/schema", (api) => {
    operation(api, "deleteBook").answer.schema = "Book";
  }),
  broken("answer-status", "/operations/getLoan/answer/status", (api) => {
    operation(api, "getLoan").answer.status = 204;
  }),
  broken(
    "page-without-listing",
    "/operations/listBooks",
    (api) => delete operation(api, "listBooks").listing,
  ),
  broken("list-without-listing", "/operations/reportLoans/answer/shape", (api) => {
    operation(api, "reportLoans").answer.schema = "Loan";
  }),
  broken("listing-without-page", "/operations/listBooks/listing", (api) => {
    operation(api, "listBooks").answer.shape = "one";
  }),
  broken("listing-without-model", "/operations/listBooks/listing", (api) => {
    operation(api, "listBooks").answer.schema = "Report";
  }),
  broken("listing-field", "/operations/listBooks/listing/search/0", (api) => {
    operation(api, "listBooks").listing!.search = ["price"];
  }),
  broken("filter-type", "/operations/listBooks/listing/filters/lentTo", (api) => {
    operation(api, "listBooks").listing!.filters["lentTo"]!.schema = text;
  }),
  broken("unknown-sort", "/operations/listBooks/listing/defaultSort", (api) => {
    operation(api, "listBooks").listing!.defaultSort = "-createAt";
  }),
  broken("listing-size", "/operations/listBooks/listing/defaultSize", (api) => {
    operation(api, "listBooks").listing!.maximumSize = 10;
  }),
  broken("empty-range", "/schemas/CreateLoan/properties/pages/schema", (api) => {
    properties(api, "CreateLoan")["pages"]!.schema = { type: "integer", minimum: 2, maximum: 1 };
  }),
  broken("malformed-bound", "/schemas/CreateBook/properties/price/schema/maximum", (api) => {
    properties(api, "CreateBook")["price"]!.schema = { type: "string", format: "decimal", maximum: "much" };
  }),
  broken("malformed-pattern", "/schemas/CreateBook/properties/title/schema/pattern", (api) => {
    properties(api, "CreateBook")["title"]!.schema = { type: "string", maxLength: 9, pattern: "^(a+)+$" };
  }),
  broken("schema-cycle", "/schemas/Report/properties/period", (api) => {
    properties(api, "Period")["report"] = { schema: { type: "reference", schema: "Report" }, optional: true };
  }),
  broken("misplaced-discriminator", "/schemas/CreateLoan/properties/extra/schema/variants/0", (api) => {
    const schema = { type: "oneOf", discriminator: "kind", variants: ["SignIn"] } as const;
    properties(api, "CreateLoan")["extra"] = { schema: { ...schema, variants: [...schema.variants] } };
  }),
  broken("null-in-json", "/schemas/Report/properties/extra/schema/options/1", (api) => {
    properties(api, "Report")["extra"] = { schema: { type: "union", options: [text, { type: "null" }] } };
  }),
  broken("value-with-properties", "/schemas/Report/value", (api) => {
    api.schemas["Report"]!.value = text;
  }),
  broken("default-of-required", "/operations/reportLoans/query/least/default", (api) => {
    operation(api, "reportLoans").query!["least"]!.default = 1;
  }),
  broken("misfit-default", "/schemas/CreateBook/properties/subtitle/default", (api) => {
    properties(api, "CreateBook")["subtitle"]!.default = 5;
  }),
  broken("duplicate-wire", "/schemas/SignIn/properties/again", (api) => {
    properties(api, "SignIn")["again"] = { schema: text, wire: "password" };
  }),
  broken("refused-header", "/operations/getLoan/headers/authorization", (api) => {
    operation(api, "getLoan").headers = { authorization: { schema: text, wire: "Authorization" } };
  }),
  broken("separator-without-list", "/operations/reportLoans/query/least/separator", (api) => {
    operation(api, "reportLoans").query!["least"]!.separator = "comma";
  }),
  broken("bare-page", "/operations/listBooks/answer/bare", (api) => {
    operation(api, "listBooks").answer.bare = true;
  }),
  broken("empty-summary", "/operations/getLoan/summary", (api) => {
    operation(api, "getLoan").summary = " ";
  }),
  broken("missing-in-body", "/operations/createBook/body", (api) => {
    delete properties(api, "CreateBook")["price"];
  }),
  broken("privileged-sign-up", "/operations/join/access", (api) => {
    api.schemas["NewLibrarian"] = { id: "NewLibrarian", model: "Librarian", properties: {} };
    twin(api, "signIn", "join", { path: "/librarians", body: "NewLibrarian" });
  }),
  broken("guarded-sign-in", "/operations/signIn/access", (api) => {
    operation(api, "signIn").access = ["member"];
  }),
  broken("source-without-model", "/schemas/Report/properties/day/source", (api) => {
    properties(api, "Report")["day"]!.source = expression("row.day");
  }),
  broken("missing-source", "/schemas/Loan/properties/dueDate", (api) => {
    properties(api, "Loan")["dueDate"] = { schema: text };
  }),
  broken("source-type", "/schemas/Loan/properties/double/source", (api) => {
    properties(api, "Loan")["double"]!.schema = text;
  }),
  broken("unprintable-source", "/schemas/Loan/properties/late/source", (api) => {
    properties(api, "Loan")["late"] = {
      schema: { type: "boolean" },
      source: expression("row.dueAt < now()"),
    };
  }),
  broken("secret-in-answer", "/schemas/Loan/properties/secret/source", (api) => {
    const source = expression("row.member.account.passwordHash");
    properties(api, "Loan")["secret"] = { schema: text, source };
  }),
  broken("unknown-keyword", "/schemas/Loan/annotations/titel", (api) => {
    api.schemas["Loan"]!.annotations = { titel: "Loan" };
  }),
  broken("keyword-value", "/foreign/servers/0/url", (api) => {
    api.foreign = { basePath: "", servers: [{ url: 5 }] };
  }),
  broken("component-name", "/schemas/Loan/wire", (api) => {
    api.profile = "foreign";
    api.schemas["Loan"]!.wire = "Loan[]";
  }),
  broken("unknown-scheme", "/foreign/security/0/tokn", (api) => {
    const securitySchemes = { token: { type: "http", scheme: "bearer" } };
    Object.assign(api, {
      profile: "foreign",
      foreign: { basePath: "", securitySchemes, security: [{ tokn: [] }] },
    });
  }),
];

export const diagnosticSamples: DiagnosticSample[] = samples.map(({ code, change }) => {
  const changed = (): Api => {
    const api = structuredClone(library);
    change(api);
    return api;
  };
  return {
    code: `api/${code}`,
    provoke: () => checkApi(changed(), database),
    spoiled: () => ({
      language: "api",
      whole: { database, api: library },
      broken: { database, api: changed() },
    }),
  };
});
