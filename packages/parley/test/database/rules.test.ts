import { describe, expect, test } from "vitest";
import { checkDatabase } from "../../src/database/check/check.ts";
import type { Database, Field, Model } from "../../src/database/document.ts";
import { hasErrors, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { catalogue } from "../../src/diagnostic/define.ts";
import { condition, library, manyToOne, model } from "./sample.ts";

/** Breaks the sample at one place. */
interface Case {
  code: string;
  pointer: string;
  hint?: string;
  change: (database: Database) => void;
}

const book = (database: Database): Model => database.models["Book"]!;
const loan = (database: Database): Model => database.models["Loan"]!;

function field(definition: Omit<Field, "id">): (database: Database) => void {
  return (database) => {
    book(database).fields["broken"] = { id: "Book/broken", ...definition };
  };
}

function withDefault(
  definition: Omit<Field, "id" | "default">,
  value: string | number | boolean,
): (database: Database) => void {
  return field({ ...definition, default: { type: "literal", value } });
}

const BROKEN = "/models/Book/fields/broken";

const cases: Record<string, Case> = {
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

function find(findings: readonly Diagnostic[], { code, pointer }: Case): Diagnostic | undefined {
  return findings.find(
    (finding) =>
      finding.code === `database/${code}` && "document" in finding.at && finding.at.pointer === pointer,
  );
}

test("the sample has no finding", () => {
  expect(checkDatabase(library())).toEqual([]);
});

describe("every rule finds what breaks it, at its place", () => {
  test.each(Object.entries(cases))("%s", (_, broken) => {
    const database = library();
    broken.change(database);
    const findings = checkDatabase(database);
    const finding = find(findings, broken);
    expect(finding, JSON.stringify(findings, undefined, 1)).toBeDefined();
    expect(finding!.message).toContain(broken.hint ?? "");
    expect(finding!.message).not.toMatch(/\{\w+\}/);
  });

  test("every code of the area has a case here or in the migrations' tests", () => {
    const codes = [...catalogue.keys()].filter((code) => code.startsWith("database/"));
    const covered = new Set([
      ...Object.values(cases).map(({ code }) => `database/${code}`),
      "database/default-mismatch",
      "database/needs-default",
      "database/lossy-change",
      "database/value-rename",
    ]);
    expect(codes.filter((code) => !covered.has(code))).toEqual([]);
  });
});

describe("defaults", () => {
  const refused: [string, (database: Database) => void][] = [
    ["text for a boolean", withDefault({ type: "boolean" }, "true")],
    ["a fraction for an int", withDefault({ type: "int" }, 1.5)],
    ["an int beyond 32 bits", withDefault({ type: "int" }, 2 ** 31)],
    ["a bigint beyond 64 bits", withDefault({ type: "bigint" }, "9223372036854775808")],
    ["a float with an exponent", withDefault({ type: "float" }, 1e21)],
    ["a decimal with too many digits", withDefault({ type: "decimal", precision: 4, scale: 2 }, "123.4")],
    ["a decimal with too fine digits", withDefault({ type: "decimal", precision: 4, scale: 2 }, "1.234")],
    ["a string that is too long", withDefault({ type: "string", maxLength: 2 }, "abc")],
    ["a string PostgreSQL refuses", withDefault({ type: "text" }, "a\0")],
    ["a word for a date", withDefault({ type: "date" }, "today")],
    ["a day that does not exist", withDefault({ type: "date" }, "2026-02-30")],
    ["a date for a datetime", withDefault({ type: "datetime" }, "2026-02-20")],
    ["no JSON", withDefault({ type: "json" }, "{a: 1}")],
    ["bytes", withDefault({ type: "bytes" }, "AA==")],
    ["no value of the enum", withDefault({ type: "enum", enum: "Visibility" }, "publik")],
    ["a uuid for a string", field({ type: "text", default: { type: "uuid" } })],
    ["a sequence of text", field({ type: "text", default: { type: "sequence" } })],
    ["an empty list for a scalar", field({ type: "int", default: { type: "emptyList" } })],
    ["a literal for a list", withDefault({ type: "int", list: true }, 1)],
  ];
  test.each(refused)("%s", (_, change) => {
    const database = library();
    change(database);
    const pointer = `${BROKEN}/default`;
    expect(find(checkDatabase(database), { code: "default-mismatch", pointer, change })).toBeDefined();
  });
});

describe("conditions", () => {
  const refused: [string, string, (database: Database) => void][] = [
    [
      "a check that is no boolean",
      "/models/Book/checks/pages/condition",
      (database) => (book(database).checks!["pages"]!.condition = condition("row.pages + 1")),
    ],
    [
      "a check over a relation",
      "/models/Loan/checks/own/condition",
      (database) => (loan(database).checks = { own: { condition: condition('row.member.name != ""') } }),
    ],
    [
      "a check that asks the clock",
      "/models/Loan/checks/due/condition",
      (database) => (loan(database).checks = { due: { condition: condition("row.dueAt > now()") } }),
    ],
    [
      "a partial index over what is not there",
      "/models/Loan/indexes/due/where",
      (database) => (loan(database).indexes!["due"]!.where = condition("row.returned == null")),
    ],
    [
      "an actor in a guest's scope",
      "/models/Book/scope/read/guest",
      (database) => (book(database).scope!.read["guest"] = condition("row.id == actor.id")),
    ],
    [
      "a scope that is no boolean",
      "/models/Book/scope/write/librarian",
      (database) => (book(database).scope!.write["librarian"] = condition("row.title")),
    ],
  ];
  test.each(refused)("%s", (_, pointer, change) => {
    const database = library();
    change(database);
    const findings = checkDatabase(database);
    expect(hasErrors(findings)).toBe(true);
    expect(findings.map(({ at }) => "document" in at && at.pointer)).toContain(pointer);
  });
});
