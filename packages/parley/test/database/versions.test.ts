import { expect, test } from "vitest";
import { catalogueOf, useServer, type LiveDatabase } from "./postgres.ts";
import { firstRows, firstVersion, versions } from "./versions.ts";

const newDatabase = useServer();

/** Every row of every table as text: what a migration that stops must leave as it was. */
async function contentsOf(database: LiveDatabase): Promise<unknown> {
  const tables = await database.query(
    "select tablename from pg_tables where schemaname = 'public' order by 1",
  );
  const contents: unknown[] = [];
  for (const { tablename } of tables) {
    contents.push(
      tablename,
      await database.query(`select t::text from "${String(tablename)}" t order by id`),
    );
  }
  return contents;
}

async function rowCount(database: LiveDatabase): Promise<number> {
  const [row] = await database.query(
    `select sum((xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I', tablename), false, true, '')))[1]::text::int)::int as rows
     from pg_tables where schemaname = 'public'`,
  );
  return row!["rows"] as number;
}

test("ten versions of one document keep every row, or ask before they do not", async () => {
  const database = await newDatabase();
  let current = firstVersion();
  await database.migrate(current);
  await database.query(firstRows);
  const table: string[] = [];

  for (const [index, { title, edit, asked, stops, rows }] of versions.entries()) {
    let next = structuredClone(current);
    edit(next);
    if (stops) {
      const before = await contentsOf(database);
      await expect(database.migrate(next), title).rejects.toThrow(stops.saying);
      expect(await contentsOf(database), title).toEqual(before);
    }
    const found = await database.findings(next);
    expect(found, title).toEqual(asked.map(([code, pointer]) => [`database/${code}`, pointer]));
    if (stops?.rows) await database.query(stops.rows);
    if (stops?.document) {
      next = structuredClone(next);
      stops.document(next);
    }
    await database.migrate(next);
    current = next;

    for (const [query, expected] of rows) expect(await database.query(query), query).toEqual(expected);
    const fresh = await newDatabase();
    await fresh.migrate(current);
    expect(await catalogueOf(database), title).toEqual(await catalogueOf(fresh));
    table.push(
      `${index + 2} | ${await rowCount(database)} rows | asked ${asked.length} | ${stops ? "stopped once" : "-"} | ${title}`,
    );
  }

  expect(table).toEqual([
    "2 | 5 rows | asked 1 | - | a model, a field, a relation and a value of an enum get other names",
    "3 | 5 rows | asked 1 | - | columns get wider, and a text becomes an enum",
    "4 | 5 rows | asked 1 | stopped once | required fields come, one of them without a value for old rows",
    "5 | 5 rows | asked 0 | - | a column is split, first half: what it becomes stands beside it",
    "6 | 5 rows | asked 3 | stopped once | a column is split, second half: it goes, and nothing is null any more",
    "7 | 5 rows | asked 1 | stopped once | what must be unique is not",
    "8 | 5 rows | asked 0 | - | a list comes, and a value becomes a list",
    "9 | 5 rows | asked 2 | stopped once | a check and an exclusion come, which rows break",
    "10 | 5 rows | asked 3 | - | null is filled, digits go, an enum loses a value, rows are versioned and deleted softly",
  ]);
});
