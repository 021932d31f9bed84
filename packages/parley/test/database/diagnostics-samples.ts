import { report } from "../../src/database/check/diagnostics.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import type { Database, Field, Model } from "../../src/database/document.ts";
import { bookingCases, bookings } from "./bookings.ts";
import { condition, library, manyToOne, model } from "./sample.ts";
import { printMigration } from "../../src/database/print/migration.ts";
import { migrationSql } from "../../src/host/migration.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

/** Breaks the sample at one place. */
export interface Case {
  code: string;
  pointer: string;
  hint?: string;
  change: (database: Database) => void;
}

export const book = (database: Database): Model => database.models["Book"]!;
export const loan = (database: Database): Model => database.models["Loan"]!;

export function field(definition: Omit<Field, "id">): (database: Database) => void {
  return (database) => {
    book(database).fields["broken"] = { id: "Book/broken", ...definition };
  };
}

export function withDefault(
  definition: Omit<Field, "id" | "default">,
  value: string | number | boolean,
): (database: Database) => void {
  return field({ ...definition, default: { type: "literal", value } });
}

export const BROKEN = "/models/Book/fields/broken";

export const cases: Record<string, Case> = {
  "a target that is no model": {
    code: "unknown-target",
    pointer: "/models/Loan/relations/book/target",
    hint: "Did you mean Book?",
    change: (database) => (loan(database).relations["book"]!.target = "Boook"),
  },
  "an enum that does not exist": {
    code: "unknown-enum",
    pointer: "/models/Loan/fields/status/enum",
    hint: "Did you mean LoanStatus?",
    change: (database) => (loan(database).fields["status"]!.enum = "LoanState"),
  },
  "an enum called like something every object has": {
    code: "unknown-enum",
    pointer: "/models/Loan/fields/status/enum",
    change: (database) => (loan(database).fields["status"]!.enum = "constructor"),
  },
  "an enum field without enum": {
    code: "missing-enum",
    pointer: BROKEN,
    change: field({ type: "enum" }),
  },
  "an enum's value twice": {
    code: "repeated-value",
    pointer: "/enums/LoanStatus/values/3",
    change: (database) => database.enums["LoanStatus"]!.values.push("open"),
  },
  "a field named like a relation": {
    code: "name-collision",
    pointer: "/models/Loan/relations/member",
    change: (database) => (loan(database).fields["member"] = { id: "x", type: "text" }),
  },
  "a field named like a foreign key": {
    code: "name-collision",
    pointer: "/models/Loan/relations/member",
    change: (database) => (loan(database).fields["memberId"] = { id: "x", type: "uuid" }),
  },
  "a field named like an implicit column": {
    code: "name-collision",
    pointer: "/models/Loan/fields/createdAt",
    change: (database) => (loan(database).fields["createdAt"] = { id: "x", type: "datetime" }),
  },
  "two inverses of one name": {
    code: "name-collision",
    pointer: "/models/Loan/relations/clerk/inverse",
    change: (database) => {
      loan(database).relations["clerk"] = { id: "x", ...manyToOne("Member", "loans", { required: false }) };
    },
  },
  "an inverse named like a field of its target": {
    code: "name-collision",
    pointer: "/models/Loan/relations/book/inverse",
    change: (database) => (loan(database).relations["book"]!.inverse = "title"),
  },
  "fields that differ in case": {
    code: "column-collision",
    pointer: "/models/Loan/fields/dueAT",
    change: (database) => (loan(database).fields["dueAT"] = { id: "x", type: "datetime" }),
  },
  "models with the same table": {
    code: "table-collision",
    pointer: "/models/LOan",
    change: (database) => (database.models["LOan"] = model("LOan", {})),
  },
  "an enum with a model's name": {
    code: "table-collision",
    pointer: "/enums/Loan",
    change: (database) => (database.enums["Loan"] = { id: "x", values: ["a"] }),
  },
  "models with the same plural": {
    code: "plural-collision",
    pointer: "/models/Loans",
    change: (database) => (database.models["Loans"] = model("Loans", {})),
  },
  "a model that Prisma refuses": {
    code: "reserved-name",
    pointer: "/models/PrismaClient",
    change: (database) => (database.models["PrismaClient"] = model("PrismaClient", {})),
  },
  "an enum that hides a global": {
    code: "reserved-name",
    pointer: "/enums/Promise",
    change: (database) => (database.enums["Promise"] = { id: "x", values: ["a"] }),
  },
  "a field that makes rows thenable": {
    code: "reserved-field",
    pointer: "/models/Loan/fields/then",
    change: (database) => (loan(database).fields["then"] = { id: "x", type: "text" }),
  },
  "a circle of required relations": {
    code: "required-cycle",
    pointer: "/models/Book/relations/favourite/required",
    hint: "Book.favourite, Loan.book",
    change: (database) => (book(database).relations["favourite"] = { id: "x", ...manyToOne("Loan", "of") }),
  },
  "a required relation to itself": {
    code: "required-cycle",
    pointer: "/models/Book/relations/sequelOf/required",
    change: (database) =>
      Object.assign(book(database).relations["sequelOf"]!, { required: true, onDelete: "cascade" }),
  },
  "setNull on a required relation": {
    code: "set-null-required",
    pointer: "/models/Loan/relations/book/onDelete",
    change: (database) => (loan(database).relations["book"]!.onDelete = "setNull"),
  },
  "a unique over nulls": {
    code: "unique-nulls",
    pointer: "/models/Loan/uniques/turn",
    change: (database) => delete loan(database).uniques!["turn"]!.nulls,
  },
  "a unique over a column that is not there": {
    code: "unknown-column",
    pointer: "/models/Loan/uniques/turn/fields/0",
    hint: "Did you mean memberId?",
    change: (database) => (loan(database).uniques!["turn"]!.fields[0] = "memberID2"),
  },
  "an index over a relation": {
    code: "unknown-column",
    pointer: "/models/Loan/indexes/due/fields/0/field",
    hint: "The column of the relation is memberId.",
    change: (database) => (loan(database).indexes!["due"]!.fields[0]!.field = "member"),
  },
  "a column twice in a unique": {
    code: "repeated-column",
    pointer: "/models/Loan/uniques/turn/fields/1",
    change: (database) => (loan(database).uniques!["turn"]!.fields[1] = "memberId"),
  },
  "an index over json": {
    code: "key-type",
    pointer: "/models/Book/indexes/newest/fields/0/field",
    change: (database) => (book(database).indexes!["newest"]!.fields[0]!.field = "extra"),
  },
  "the same unique twice": {
    code: "repeated-unique",
    pointer: "/models/Member/uniques/account",
    change: (database) => (database.models["Member"]!.uniques = { account: { fields: ["accountId"] } }),
  },
  "a plain unique with soft delete": {
    code: "unique-soft-delete",
    pointer: "/models/Book/uniques/isbn13",
    change: (database) => delete book(database).uniques!["isbn13"]!.where,
  },
  "a decimal without digits": {
    code: "missing-precision",
    pointer: BROKEN,
    change: field({ type: "decimal", precision: 10 }),
  },
  "more digits after the point than in all": {
    code: "scale-beyond-precision",
    pointer: `${BROKEN}/scale`,
    change: field({ type: "decimal", precision: 2, scale: 3 }),
  },
  "a string without length": { code: "missing-length", pointer: BROKEN, change: field({ type: "string" }) },
  "an attribute of another type": {
    code: "stray-attribute",
    pointer: `${BROKEN}/maxLength`,
    change: field({ type: "int", maxLength: 3 }),
  },
  "a list of json": {
    code: "list-type",
    pointer: `${BROKEN}/list`,
    change: field({ type: "json", list: true }),
  },
  "a list that may be null": {
    code: "nullable-list",
    pointer: `${BROKEN}/nullable`,
    change: field({ type: "int", list: true, nullable: true }),
  },
  "money as float": {
    code: "money-as-float",
    pointer: `/models/Book/fields/unitPrice/type`,
    change: (database) => (book(database).fields["unitPrice"] = { id: "x", type: "float" }),
  },
  "a state as free string": {
    code: "state-as-string",
    pointer: `/models/Book/fields/orderStatus/type`,
    change: (database) => (book(database).fields["orderStatus"] = { id: "x", type: "string", maxLength: 9 }),
  },
  "no table for mail": {
    code: "missing-infrastructure",
    pointer: "/models",
    change: (database) => void delete database.models["OutboxMessage"],
  },
  "an account without a password": {
    code: "changed-infrastructure",
    pointer: "/models/Account",
    change: (database) => void delete database.models["Account"]!.fields["passwordHash"],
  },
  "an account that needs more than is known when it is made": {
    code: "changed-infrastructure",
    pointer: "/models/Account/fields/nickname",
    change: (database) =>
      (database.models["Account"]!.fields["nickname"] = { id: "Account/nickname", type: "text" }),
  },
  "an account that sessions do not find": {
    code: "changed-infrastructure",
    pointer: "/models/Session/relations/account",
    change: (database) => (database.models["Session"]!.relations["account"]!.cardinality = "oneToOne"),
  },
  "accounts that share an address": {
    code: "changed-infrastructure",
    pointer: "/models/Account",
    change: (database) => void delete database.models["Account"]!.uniques,
  },
  "an actor without account": {
    code: "actor-without-account",
    pointer: "/models/Member/traits/0",
    change: (database) => (database.models["Member"]!.relations["account"]!.cardinality = "manyToOne"),
  },
  "a session without account": {
    code: "session-without-account",
    pointer: "/models/Session/traits/0",
    change: (database) => (database.models["Session"]!.relations["account"]!.required = false),
  },
  "two account models": {
    code: "repeated-trait",
    pointer: "/models/Book/traits/0",
    change: (database) => (book(database).traits = [{ type: "account" }]),
  },
  "two profiles of one kind": {
    code: "repeated-trait",
    pointer: "/models/Librarian/traits/0",
    change: (database) => (database.models["Librarian"]!.traits = [{ type: "actor", kind: "member" }]),
  },
  "a child of an unknown relation": {
    code: "unknown-parent",
    pointer: "/models/Loan/traits/0/relation",
    hint: "Did you mean member?",
    change: (database) => (loan(database).traits = [{ type: "child", relation: "membr" }]),
  },
  "a child that outlives its parent": {
    code: "parent-not-required",
    pointer: "/models/Loan/traits/0/relation",
    change: (database) => (loan(database).traits = [{ type: "child", relation: "member" }]),
  },
  "a join of nothing": {
    code: "join-relations",
    pointer: "/models/Book/traits/0",
    change: (database) => (book(database).traits = [{ type: "join" }]),
  },
  "a scope of an unknown kind": {
    code: "unknown-kind",
    pointer: "/models/Loan/scope/read/membr",
    hint: "Did you mean member?",
    change: (database) => (loan(database).scope!.read["membr"] = condition("true")),
  },
};

/** What a change does to rows that are there: the code, and the change. */
const changes: Record<string, (database: Database) => void> = {
  "needs-default": (database) => (book(database).fields["genre"] = { id: "genre", type: "text" }),
  "lossy-change": (database) => delete book(database).fields["summary"],
  "rows-may-break": (database) => (book(database).checks!["pages"]!.condition = condition("row.pages >= 10")),
  "value-rename": (database) => (database.enums["Visibility"]!.values[1] = "hidden"),
};

function found(
  code: string,
  document: () => Database,
  change: (database: Database) => void,
): DiagnosticSample {
  const changed = (): Database => {
    const database = document();
    change(database);
    return database;
  };
  return {
    code: `database/${code}`,
    provoke: () => checkDatabase(changed()),
    spoiled: () => ({
      language: "database",
      whole: { database: document() },
      broken: { database: changed() },
    }),
  };
}

export const diagnosticSamples: DiagnosticSample[] = [
  ...Object.values(cases).map(({ code, change }) => found(code, library, change)),
  ...Object.values(bookingCases)
    .filter(({ code }) => Object.hasOwn(report, code))
    .map(({ code, change }) => found(code, bookings, change)),
  found("default-mismatch", library, withDefault({ type: "boolean" }, "true")),
  ...Object.entries(changes).map(([code, change]): DiagnosticSample => ({
    code: `database/${code}`,
    provoke: async () => {
      const next = library();
      change(next);
      return (await printMigration(library(), next, migrationSql)).diagnostics;
    },
  })),
];
