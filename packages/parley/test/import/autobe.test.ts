import { expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { emptyRequirements } from "../../src/agent/imported.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import { catalogue } from "../../src/diagnostic/define.ts";
import { isError, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { renderLocation } from "../../src/diagnostic/render.ts";
import { printExpression } from "../../src/expression/print.ts";
import { importAutobe } from "../../src/import/autobe.ts";
import { importPrisma } from "../../src/import/prisma.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { imported, samples } from "./diagnostics-samples.ts";
import { sample } from "./autobe-sample.ts";

/** What every check says about what was imported. */
function findings({ database, api }: ReturnType<typeof importAutobe>): Diagnostic[] {
  const program = draftProgram(emptyRequirements("club"), database, api);
  return [...checkDatabase(database), ...checkApi(api, database), ...checkProgram(program, api, database)];
}

function placesOf(diagnostics: readonly Diagnostic[], code: string): string[] {
  return diagnostics
    .filter((one) => one.code === `import/${code}`)
    .map((one) => renderLocation(one.at).replace("call ", ""));
}

test("tables become models, credentials an account, and every operation gets a meaning", () => {
  const { database, api, diagnostics } = imported();
  expect(diagnostics.filter(isError)).toEqual([]);
  expect(findings({ database, api, diagnostics })).toEqual([]);
  expect(Object.keys(database.models)).toEqual(
    expect.arrayContaining(["Account", "Session", "Member", "Book", "Note"]),
  );
  expect(database.models["Member"]).toMatchObject({
    traits: [{ type: "actor", kind: "member" }],
    fields: { nickname: { type: "text" } },
    relations: { account: { target: "Account", cardinality: "oneToOne" } },
  });
  expect(Object.keys(database.models["Member"]!.fields)).toEqual(["nickname"]);
  expect(database.models["Note"]!.relations).toMatchObject({
    book: { target: "Book", inverse: "notes", required: true, onDelete: "cascade" },
    writer: { target: "Member", inverse: "notes" },
  });
  expect(database.models["Note"]!.fields["likes"]!.default).toEqual({ type: "literal", value: 0 });
});

test("paths, verbs and names on the wire stay; values come from columns and rows that they lead to", () => {
  const { api } = imported();
  const routes = Object.values(api.operations).map(({ verb, path }) => `${verb} ${path}`);
  expect(routes).toEqual(
    Object.values(sample().operations).map(({ method, path }) => `${method.toUpperCase()} ${path}`),
  );
  expect(api.schemas["ClubNote"]).toMatchObject({
    model: "Note",
    wire: "IClubNote",
    properties: {
      bookId: { wire: "club_book_id" },
      writerId: { wire: "club_member_id" },
      createdAt: { wire: "created_at" },
    },
  });
  expect(api.schemas["ClubMemberAuthorized"]!.model).toBeUndefined();
});

test("who makes rows of his own reads and changes those alone; what the public reads all may", () => {
  const { scope } = imported().database.models["Note"]!;
  const printed = (way: "read" | "write") =>
    Object.fromEntries(
      Object.entries(scope![way]).map(([kind, condition]) => [kind, printExpression(condition)]),
    );
  expect(printed("read")).toEqual({ member: "true", guest: "true" });
  expect(printed("write")).toEqual({ member: "row.writerId == actor.id" });
});

test.each(Object.entries(samples))(
  "%s is told at its place, and what is left checks",
  (code, [bend, ...places]) => {
    const result = imported(bend);
    expect(placesOf(result.diagnostics, code)).toEqual(places);
    expect(findings(result).filter(isError)).toEqual([]);
  },
);

test("every diagnostic of the room has a sample, here or with the Prisma schemas", async () => {
  const { prismaSamples } = await import("./prisma-samples.ts");
  const provoked = new Set([
    ...Object.keys(samples),
    ...Object.values(prismaSamples).flatMap((schema) =>
      importPrisma(schema).diagnostics.map(({ code }) => code.replace("import/", "")),
    ),
  ]);
  const own = [...catalogue.keys()].filter((code) => code.startsWith("import/")).map((code) => code.slice(7));
  expect(own.filter((code) => !provoked.has(code))).toEqual([]);
});

test.each([
  ["nothing", undefined, undefined],
  ["other things", [1, 2], "text"],
  ["empty files", {}, {}],
  [
    "broken parts",
    { files: [{ models: [null, { name: 4 }] }] },
    { operations: [{}], components: { schemas: { A: 3 } } },
  ],
])("%s give no models and an error", (_, prisma, document) => {
  const { api, diagnostics } = importAutobe(prisma, document);
  expect(api.operations).toEqual({});
  expect(diagnostics.some(isError)).toBe(true);
});
