import { importAutobe } from "../../src/import/autobe.ts";
import { importPrisma } from "../../src/import/prisma.ts";
import { filesOf, foreign, sample, type Sample } from "./autobe-sample.ts";
import { importOpenapi } from "../../src/import/openapi.ts";
import { readOpenapiText } from "../../src/import/openapi-text.ts";
import { samples as descriptions } from "./openapi-samples.ts";
import { prismaSamples } from "./prisma-samples.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

type Bend = (bent: Sample) => void;

export function imported(bend: Bend = () => {}): ReturnType<typeof importAutobe> {
  const bent = sample();
  bend(bent);
  return importAutobe(...filesOf(bent));
}

/** Each bends the sample so that a diagnostic is told, at the place that was bent. */
export const samples: Record<string, [bend: Bend, ...places: string[]]> = {
  malformed: [
    ({ models }) => delete (models["books"] as Partial<Sample["models"][string]>).name,
    "prisma.json /files/0/models/1/name",
  ],
  "nothing-there": [(bent) => (bent.operations = {}), "document.json /"],
  renamed: [
    ({ models }) => (models["books"]!.plainFields[1]!.name = "xmin"),
    "prisma.json /files/0/models/1/plainFields/1",
  ],
  "unknown-target": [
    ({ models }) => (models["notes"]!.foreignFields[0]!.relation.targetModel = "club_magazines"),
    "prisma.json /files/0/models/2/foreignFields/0",
  ],
  "column-type": [
    ({ models }) => (models["books"]!.plainFields[0]!.type = "geometry"),
    "prisma.json /files/0/models/1/plainFields/0/type",
  ],
  "money-as-float": [
    ({ models }) => models["books"]!.plainFields.push({ name: "price", type: "double", nullable: true }),
    "prisma.json /files/0/models/1/plainFields/4/type",
  ],
  "free-status": [
    ({ models }) => models["books"]!.plainFields.push({ name: "status", type: "string", nullable: true }),
    "prisma.json /files/0/models/1/plainFields/4/type",
  ],
  "enum-made": [
    ({ models, schemas }) => {
      models["books"]!.plainFields.push({ name: "shelf", type: "string", nullable: true });
      schemas["IClubBook"]!.properties!["shelf"] = { oneOf: [{ const: "front" }, { const: "back" }] };
    },
    "prisma.json /files/0/models/1/plainFields/4",
  ],
  "index-added": [() => {}, "prisma.json /files/0/models/2/foreignFields/1"],
  "index-dropped": [
    ({ models }) => models["books"]!.ginIndexes.push({ fieldName: "title" }),
    "prisma.json /files/0/models/1/ginIndexes/0",
  ],
  "unique-beside-deleted": [
    ({ models }) =>
      models["books"]!.plainFields.push({ name: "deleted_at", type: "datetime", nullable: true }),
    "prisma.json /files/0/models/1/uniqueIndexes/0",
  ],
  "deletion-guessed": [
    () => {},
    "prisma.json /files/0/models/2/foreignFields/0",
    "prisma.json /files/0/models/2/foreignFields/1",
  ],
  "times-added": [({ models }) => models["books"]!.plainFields.pop(), "prisma.json /files/0/models/1"],
  "default-guessed": [
    () => {},
    "prisma.json /files/0/models/2/plainFields/1",
    "prisma.json /files/0/models/2/plainFields/2",
  ],
  "credentials-moved": [
    () => {},
    "prisma.json /files/0/models/0/plainFields/0",
    "prisma.json /files/0/models/0/plainFields/1",
  ],
  "session-table": [
    ({ models }) => {
      models["sessions"] = {
        ...models["books"]!,
        name: "club_member_sessions",
        plainFields: [{ name: "expired_at", type: "datetime", nullable: false }],
        foreignFields: [foreign("club_member_id", "member", "club_members")],
        uniqueIndexes: [],
      };
    },
    "prisma.json /files/0/models/3",
  ],
  "guest-account": [
    ({ roles }) => roles.push({ name: "guest", kind: "guest" }),
    "document.json /components/authorization/1",
  ],
  "profile-added": [
    ({ roles }) => roles.push({ name: "librarian", kind: "member" }),
    "document.json /components/authorization/1",
  ],
  "secret-dropped": [
    ({ schemas }) => (schemas["IClubMember.IAuthorized"]!.properties!["password_hash"] = { type: "string" }),
    "document.json /components/schemas/IClubMember.IAuthorized/properties/password_hash",
  ],
  "server-value-dropped": [
    ({ schemas }) =>
      (schemas["IClubNote.IUpdate"]!.properties!["club_member_id"] = { type: "string", format: "uuid" }),
    "document.json /components/schemas/IClubNote.IUpdate/properties/club_member_id",
  ],
  "no-source": [
    ({ schemas }) => (schemas["IClubBook"]!.properties!["weight"] = { type: "integer" }),
    "document.json /components/schemas/IClubBook/properties/weight",
  ],
  "cycle-broken": [
    ({ schemas }) => {
      schemas["IClubBook"]!.properties!["notes"] = {
        type: "array",
        items: { $ref: "#/components/schemas/IClubNote" },
      };
      schemas["IClubNote"]!.properties!["book"] = { $ref: "#/components/schemas/IClubBook" };
    },
    "document.json /components/schemas/IClubBook/properties/notes",
  ],
  "source-guessed": [
    ({ schemas }) => (schemas["IClubBook"]!.properties!["note_count"] = { type: "integer" }),
    "document.json /components/schemas/IClubBook/properties/note_count",
  ],
  "null-admitted": [
    ({ schemas }) => {
      schemas["IClubBook"]!.properties!["isbn"] = { type: "string" };
      schemas["IClubBook"]!.required!.push("isbn");
    },
    "document.json /components/schemas/IClubBook/properties/isbn",
  ],
  "now-required": [
    ({ schemas }) => (schemas["IClubBook.ICreate"]!.required = []),
    "document.json /components/schemas/IClubBook.ICreate/properties/title",
  ],
  "schema-widened": [
    ({ schemas }) => (schemas["IClubNote"]!.properties!["likes"] = { oneOf: [{ const: 0 }, { const: 1 }] }),
    "document.json /components/schemas/IClubNote/properties/likes",
  ],
  "schema-unsaid": [
    ({ schemas }) => (schemas["IClubNote.IRequest"]!.properties!["anything"] = {}),
    "document.json /components/schemas/IClubNote.IRequest/properties/anything",
  ],
  "pattern-dropped": [
    ({ schemas }) =>
      (schemas["IClubBook.ICreate"]!.properties!["isbn"] = { type: "string", pattern: "(a+)+$" }),
    "document.json /components/schemas/IClubBook.ICreate/properties/isbn/pattern",
  ],
  "unknown-schema": [
    ({ operations }) => (operations["getBook"]!.responseBody = { typeName: "IClubMagazine" }),
    "document.json /operations/4/responseBody/typeName",
  ],
  "undeclared-parameter": [
    ({ operations }) => (operations["eraseNote"]!.parameters = []),
    "document.json /operations/8/parameters",
    "document.json /operations/8/parameters",
  ],
  "stray-parameter": [
    ({ operations }) =>
      operations["getBook"]!.parameters.push({ name: "language", schema: { type: "string" } }),
    "document.json /operations/4/parameters/1",
  ],
  "parameter-type": [
    ({ operations }) => (operations["getBook"]!.parameters[0]!.schema = { type: "string" }),
    "document.json /operations/4/parameters/0",
  ],
  "duplicate-route": [
    ({ operations }) => {
      const { getBook } = operations;
      operations["again"] = {
        ...getBook!,
        path: "/club/books/{id}",
        parameters: [{ name: "id", schema: { type: "string" } }],
      };
    },
    "document.json /operations/9/path",
  ],
  "malformed-path": [
    ({ operations }) => (operations["getBook"]!.path = "/club/books/x{bookId}"),
    "document.json /operations/4/path",
  ],
  "body-refused": [
    ({ operations }) => (operations["getBook"]!.requestBody = { typeName: "IClubBook.ICreate" }),
    "document.json /operations/4/requestBody/typeName",
  ],
  "sign-in-with-token": [
    ({ operations }) => (operations["login"]!.authorizationRole = "member"),
    "document.json /operations/1/authorizationRole",
  ],
  "privileged-sign-up": [
    ({ roles }) => (roles[0]!.kind = "admin"),
    "document.json /operations/0/authorizationRole",
  ],
  "scope-guessed": [() => {}, "prisma.json /files/0/models/2"],
  "scope-open": [
    ({ operations }) => {
      const { eraseNote } = operations;
      operations["eraseBook"] = {
        ...eraseNote!,
        path: "/club/member/books/{bookId}",
        parameters: [eraseNote!.parameters[0]!],
      };
    },
    "prisma.json /files/0/models/1",
  ],
};

export const diagnosticSamples: DiagnosticSample[] = [
  ...Object.entries(samples).map(([code, [bend]]): DiagnosticSample => ({
    code: `import/${code}`,
    provoke: () => imported(bend).diagnostics,
  })),
  ...Object.values(prismaSamples).flatMap((schema) => {
    const { diagnostics } = importPrisma(schema);
    const codes = new Set(diagnostics.map(({ code }) => code));
    return [...codes].map((code): DiagnosticSample => ({ code, provoke: () => diagnostics }));
  }),
  ...descriptions.map(({ code, description }): DiagnosticSample => ({
    code: `openapi/${code}`,
    provoke: () => importOpenapi(description).diagnostics,
  })),
  { code: "openapi/malformed-text", provoke: () => readOpenapiText("a: [1").diagnostics },
];
