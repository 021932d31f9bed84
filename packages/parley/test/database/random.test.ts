import { expect, test } from "vitest";
import { checkDatabase } from "../../src/database/check/check.ts";
import { constraintsOf } from "../../src/database/constraints.ts";
import { Database } from "../../src/database/document.ts";
import { printErd } from "../../src/database/print/erd.ts";
import { printMigration } from "../../src/database/print/migration.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { formatPrismaSchema } from "../../src/host/prisma-schema.ts";
import { seededRandom } from "../../src/schema/random.ts";
import { flatten } from "../../src/text/tree.ts";
import { randomDatabase } from "../random/database.ts";
import { expectedFeatures, featuresOf } from "./features.ts";
import { useServer, type LiveDatabase } from "./postgres.ts";

/** `RANDOM_DATABASES=3000` draws more of them, `RANDOM_SEED=7` others. */
const count = Number(process.env["RANDOM_DATABASES"] ?? 90);
const firstSeed = Number(process.env["RANDOM_SEED"] ?? 1);
const sizes = [1, 1, 1, 2, 2, 2, 3, 3, 4, 6];
const LARGE_EVERY = 150;
const LAYOUT_EVERY = 10;

const newDatabase = useServer();

/** Small ones, and at times one of a size that few backends reach. */
function documentOf(index: number): Database {
  const random = seededRandom(firstSeed + index);
  const size =
    index % LARGE_EVERY === LARGE_EVERY - 1 ? 20 + (index % 140) * 2 : sizes[index % sizes.length]!;
  return randomDatabase(random, size);
}

/** Prisma's formatter leaves the schema as it is, and no word of the document breaks out of the diagram. */
function expectLayout(document: Database, seed: number): void {
  const { text } = printPrismaSchema(document);
  expect(text, `seed ${seed}`).toBe(formatPrismaSchema(text));
  expect(flatten(printErd(document)).replaceAll(/"[^"\n]*"/g, ""), `seed ${seed}`).not.toMatch(/["`$%;]/);
}

async function applyAndForget(live: LiveDatabase, sql: string, seed: number): Promise<void> {
  await live.query("BEGIN");
  try {
    await live.query(sql);
  } catch (cause) {
    throw new Error(`seed ${seed}: ${String(cause)}`, { cause });
  } finally {
    await live.query("ROLLBACK");
  }
}

test("random documents say all that the language has", () => {
  const said = new Set(Array.from({ length: 300 }, (_, index) => featuresOf(documentOf(index))).flat());
  expect(expectedFeatures.filter((feature) => !said.has(feature))).toEqual([]);
});

test("every foreign key is the beginning of an index that has all rows", () => {
  for (let index = 0; index < 100; index++) {
    const constraints = constraintsOf(documentOf(index));
    const leading = constraints.flatMap((one) => {
      if ((one.type !== "unique" && one.type !== "index") || one.where) return [];
      const [first] = one.columns;
      return [`${one.model}.${typeof first === "object" ? first.field : first}`];
    });
    const keys = constraints.flatMap((one) =>
      one.type === "foreignKey" ? [`${one.model}.${one.column}`] : [],
    );
    expect(
      keys.filter((key) => !leading.includes(key)),
      `seed ${firstSeed + index}`,
    ).toEqual([]);
  }
});

test(
  `${count} random documents are accepted, valid for Prisma, and applied by PostgreSQL`,
  async () => {
    const live = await newDatabase();
    let applied: Promise<void> | undefined;
    for (let index = 0; index < count; index++) {
      const seed = firstSeed + index;
      const document = documentOf(index);
      expect(Database.safeParse(document).error, `seed ${seed}`).toBeUndefined();
      const errors = checkDatabase(document).filter((finding) => hasErrors([finding]));
      expect(errors, `seed ${seed}`).toEqual([]);

      if (index % LAYOUT_EVERY === 0) expectLayout(document, seed);

      // Prisma's own findings about the schema come with it.
      const printed = await printMigration(null, document, migrationSql);
      expect(printed.diagnostics, `seed ${seed}`).toEqual([]);
      if (!printed.ok) return;
      // PostgreSQL works while the next document is printed.
      await applied;
      applied = applyAndForget(live, printed.value.sql, seed);
      applied.catch(() => undefined);
    }
    await applied;
  },
  Math.max(120_000, count * 500),
);
