import { appendFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { migrationSql } from "../../src/host/migration.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { checkPrismaSchema, formatPrismaSchema } from "../../src/host/prisma-schema.ts";
import { schema, temporaryDirectory } from "./fixture.ts";

// Real processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

test("findings are located by line and UTF-16 column", () => {
  expect(checkPrismaSchema(schema)).toEqual([]);
  expect(checkPrismaSchema(schema.replace("title    String", "/// é😀\n  title Strin"))).toMatchObject([
    { at: { line: 19, column: 9 }, message: expect.stringContaining('"Strin"') },
  ]);
});

test("a schema is formatted as Prisma does, a broken one left alone", () => {
  expect(formatPrismaSchema(schema.replaceAll(/ {2,}/g, " "))).toBe(schema);
});

test("the client is generated once and read from the cache after that", async () => {
  const cache = await temporaryDirectory();
  const first = await generateClient(schema, { cache });
  if (!first.ok) throw new Error(JSON.stringify(first.diagnostics));
  expect([...first.value.keys()]).toContain("src/database/client/models/Book.ts");
  expect(first.value.get("src/database/client/client.ts")).toContain('from "./internal/class.js"');
  const [set = ""] = await readdir(cache);
  await appendFile(join(cache, set, "client/client.ts"), "// from the cache");
  const second = await generateClient(schema, { cache });
  expect(second.ok && second.value.get("src/database/client/client.ts")).toContain("// from the cache");

  const other = await generateClient(schema, { cache: false, importFileExtension: "ts", path: "client" });
  expect(other.ok && other.value.get("client/client.ts")).toContain('from "./internal/class.ts"');
});

test("a schema with errors gives findings in place of a client or a migration", async () => {
  const wrong = schema.replace("name  String", "name  Strin");
  expect(await generateClient(wrong)).toMatchObject({
    ok: false,
    diagnostics: [{ code: "host/prisma-schema" }],
  });
  expect(await migrationSql({ from: schema, to: wrong })).toMatchObject({ ok: false });
  const reserved = schema.replaceAll("Book", "async");
  expect(await generateClient(reserved, { cache: false })).toMatchObject({ ok: false });
});

test("migrations from nothing, between two schemas and between equal ones", async () => {
  const first = await migrationSql({ from: null, to: schema });
  expect(first.ok && first.value).toContain('CREATE TABLE "Book"');
  const next = schema.replace("title    String", "title    String\n  pages    Int @default(0)");
  const second = await migrationSql({ from: schema, to: next });
  expect(second.ok && second.value).toContain('ALTER TABLE "Book" ADD COLUMN     "pages" INTEGER');
  expect(await migrationSql({ from: next, to: next })).toMatchObject({ ok: true, value: "" });
});
