import { sample } from "fast-check";
import type { Client } from "pg";
import { at } from "../../src/diagnostic/diagnostic.ts";
import { printSql } from "../../src/expression/sql.ts";
import { printExpression } from "../../src/expression/print.ts";
import { flatten } from "../../src/text/tree.ts";
import { snakeCase } from "../../src/text/names.ts";
import { sqlIdentifier } from "../../src/text/text.ts";
import { evaluate } from "../../test/expression/evaluate.ts";
import { environment } from "../../test/expression/library.ts";
import { sqlTexts } from "../../test/expression/sql-trees.ts";
import { tryRead, values } from "../../test/expression/world.ts";
import type { TextRun } from "./text.ts";

/** The columns of the library's `Loan`, and values for one row of it. */
const columns = [
  "title text",
  "note text",
  "status loan_status",
  "state loan_status",
  "count integer",
  '"limit" integer',
  "ratio double precision",
  "fee numeric(12, 2)",
  "discount numeric(12, 2)",
  "paid boolean",
  "checked boolean",
  "due_on date",
  "lent_at timestamptz(3)",
  "returned_at timestamptz(3)",
  "renewed_at timestamptz(3)",
  "tags text[]",
];
const members = new Set(columns.map((column) => column.replace(/^"?(\w+)"? .*/, "$1")));

const rows = [
  {
    note: null,
    state: "late",
    limit: null,
    discount: "0.5",
    checked: null,
    returnedAt: "2026-01-12T08:00:00Z",
    renewedAt: null,
  },
  {
    note: " a\t",
    state: null,
    limit: 7,
    discount: null,
    checked: true,
    returnedAt: null,
    renewedAt: "2026-01-10T08:00:00Z",
  },
] as const;

/** Conditions over a row: PostgreSQL says the same as the process, whatever the session's settings are. */
export async function sqlConditions(
  run: TextRun,
  client: Client,
  seed: number,
  count: number,
): Promise<void> {
  const report = (kind: string, message: string, text: unknown): void =>
    void run.findings.push({
      part: "expression",
      language: "sql",
      kind,
      message,
      seed: String(seed),
      sample: text,
    });
  await client.query("begin");
  await client.query(
    "set local time zone 'Pacific/Chatham'; set local datestyle to 'SQL, DMY'; set local intervalstyle to 'sql_standard'",
  );
  await client.query("create type loan_status as enum ('open', 'late', 'returned')");
  await client.query(`create table loan (${columns.join(", ")})`);
  await fillRows(client);
  run.counts["conditions"] = 0;
  run.counts["conditions in SQL"] = 0;
  for (const text of sample(sqlTexts, { numRuns: count, seed })) {
    run.counts["conditions"]! += 1;
    const read = tryRead(text);
    if (!read) continue;
    const { tree, typing } = read;
    const printed = printSql(tree, {
      typing,
      at: (span) => at("database", [], span),
      column: (member) => (members.has(snakeCase(member)) ? sqlIdentifier(snakeCase(member)) : undefined),
      declared: (member) => environment.models["Loan"]!.members[member],
    });
    if (!("text" in printed)) continue;
    run.counts["conditions in SQL"]! += 1;
    const sql = flatten(printed.text);
    await client.query("savepoint one");
    try {
      const { rows: found } = await client.query(
        `select (${sql}) as holds from loan order by note nulls first`,
      );
      for (const [index, row] of rowValues().entries()) {
        const wanted = evaluate(tree, { ...values, row }, typing);
        const holds: unknown = found[index].holds;
        if (wanted !== holds)
          report("another value", `row ${index}: ${String(wanted)} is meant, ${String(holds)} comes out`, {
            text: printExpression(tree),
            sql,
          });
      }
    } catch (error) {
      const message = String(error);
      if (!/out of range|invalid time/i.test(message))
        report("refused by PostgreSQL", message, { text, sql });
    }
    await client.query("rollback to savepoint one");
  }
  await client.query("rollback");
}

function rowValues(): Record<string, unknown>[] {
  const row = values.row as Record<string, unknown>;
  const Decimal = (row["fee"] as object).constructor as new (value: string) => unknown;
  return rows.map((own) => ({
    ...row,
    ...own,
    discount: own.discount === null ? null : new Decimal(own.discount),
    returnedAt: own.returnedAt === null ? null : new Date(own.returnedAt),
    renewedAt: own.renewedAt === null ? null : new Date(own.renewedAt),
  }));
}

async function fillRows(client: Client): Promise<void> {
  for (const row of rowValues()) {
    const given = [...members].map((column) => {
      const value = row[column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())];
      if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
      return value instanceof Date ? value.toISOString() : String(value);
    });
    await client.query(
      `insert into loan values (${given.map((_, index) => `$${index + 1}`).join(", ")})`,
      given,
    );
  }
}
