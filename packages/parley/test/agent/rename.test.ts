import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { run } from "../../src/agent/run.ts";
import { createDatabase, dropDatabase } from "../../src/host/databases.ts";
import { withServer } from "../../src/host/postgres.ts";

const outline = `# Shelf

Members keep books.

## Actors

- member: signs up

## Book (owned by member)

- title: string 1..200, searchable

## Note (part of Book)

- words: text 1..500

## Rules

- member may sign in
- member may create, read, delete own Book, Note
- at most 2 Book per member, else shelf-full "The shelf is full."
`;

describe("a model renamed by hand in .parley/documents/database.json", () => {
  const directory = join(mkdtempSync(join(tmpdir(), "parley-rename-")), "shelf");
  const documentOf = (name: string): string => join(directory, ".parley/documents", `${name}.json`);
  const read = (name: string): Record<string, Record<string, unknown>> =>
    JSON.parse(readFileSync(documentOf(name), "utf8")) as Record<string, Record<string, unknown>>;

  beforeAll(async () => {
    const first = await run({ directory, said: [{ type: "outline", text: outline }] });
    expect(first.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(first.verified).toBe(true);
    const text = readFileSync(documentOf("database"), "utf8");
    // Only the key: what mentions the old name follows.
    writeFileSync(documentOf("database"), text.replace('"Book": {', '"Volume": {'));
    const second = await run({ directory, said: [] });
    expect(second.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(second.verified).toBe(true);
  });

  test("every document follows", () => {
    expect(Object.keys(read("requirements")["concepts"]!)).toEqual(["Volume", "Note"]);
    expect(read("database")["models"]!["Note"]).toMatchObject({ relations: { book: { target: "Volume" } } });
    expect(Object.keys(read("api")["operations"]!)).toEqual(
      expect.arrayContaining(["createVolume", "listVolumes"]),
    );
    expect(Object.keys(read("program")["procedures"]!)).toContain("createVolume");
    for (const name of ["api", "program", "scenario"]) {
      expect(readFileSync(documentOf(name), "utf8"), name).not.toMatch(/\bBook\b|createBook/);
    }
    expect(readdirSync(join(directory, "src"))).toContain("volumes");
    expect(readdirSync(join(directory, "src"))).not.toContain("books");
  });

  test("the migration renames, and rows are kept", async () => {
    const folder = join(directory, "prisma/migrations");
    const [first, second] = readdirSync(folder)
      .filter((name) => /^\d/.test(name))
      .toSorted()
      .map((name) => readFileSync(join(folder, name, "migration.sql"), "utf8"));
    expect(second).toMatch(/ALTER TABLE "?book"? RENAME TO "?volume"?/i);
    expect(second).not.toMatch(/DROP TABLE/i);
    const outcome = await withServer(async ({ url }) => {
      const name = `parley_rename_${process.pid}`;
      const client = new Client({ connectionString: await createDatabase(url, name) });
      await client.connect();
      try {
        await client.query(first!);
        const id = (digit: number): string => `00000000-0000-7000-8000-00000000000${digit}`;
        await client.query(
          "INSERT INTO account (id, email, password_hash, created_at) VALUES ($1, 'a@b.c', 'x', now())",
          [id(1)],
        );
        await client.query(
          "INSERT INTO member (id, account_id, created_at, updated_at) VALUES ($1, $2, now(), now())",
          [id(2), id(1)],
        );
        await client.query(
          "INSERT INTO book (id, title, member_id, created_at, updated_at) VALUES ($1, 'kept', $2, now(), now())",
          [id(3), id(2)],
        );
        await client.query(second!);
        return (await client.query<{ title: string }>("SELECT title FROM volume")).rows;
      } finally {
        await client.end();
        await dropDatabase(url, name);
      }
    });
    expect(outcome).toMatchObject({ ok: true, value: [{ title: "kept" }] });
  });
});
