import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { hasErrors } from "../diagnostic/diagnostic.ts";
import { report, wholeOf, type Outcome } from "./diagnostics.ts";
import { checkPrismaSchema, SCHEMA_PATH } from "./prisma-schema.ts";
import { messageOf } from "./system-errors.ts";

type Bindings = typeof import("@prisma/schema-engine-wasm") & {
  __wbg_set_wasm(exports: Exports): void;
};
type Exports = Record<string, unknown>;
type Engine = Awaited<ReturnType<Bindings["SchemaEngine"]["new"]>>;

const EMPTY = "-- This is an empty migration.";

/**
 * The SQL that leads from one Prisma schema to another, or from an empty database (`from: null`); "" where
 * nothing changes. No database is asked: renames look like a drop and an addition.
 */
export async function migrationSql(schemas: { from: string | null; to: string }): Promise<Outcome<string>> {
  const given = schemas.from === null ? [schemas.to] : [schemas.from, schemas.to];
  const diagnostics = given.flatMap((schema) => checkPrismaSchema(schema));
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  try {
    const { stdout } = await (
      await schemaEngine()
    ).diff({
      from: schemas.from === null ? { tag: "empty" } : targetOf(schemas.from),
      to: targetOf(schemas.to),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const sql = stdout ?? "";
    return { ok: true, value: sql.startsWith(EMPTY) ? "" : sql, diagnostics };
  } catch (error) {
    // An engine that panicked is in an undefined state; the next call starts a new one.
    engine = undefined;
    const finding = report["prisma-migration"](wholeOf(SCHEMA_PATH), { reason: messageOf(error) });
    return { ok: false, diagnostics: [...diagnostics, finding] };
  }
}

function targetOf(schema: string) {
  return { tag: "schemaDatamodel" as const, files: [{ path: SCHEMA_PATH, content: schema }] };
}

/** Node has it, but its types come with the browser's library only. */
function webAssembly() {
  return (
    globalThis as unknown as {
      WebAssembly: {
        instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Exports } }>;
      };
    }
  ).WebAssembly;
}

let engine: Promise<Engine> | undefined;

/** The package imports its WebAssembly as a module, which Node 20 can't; its parts are put together here. */
async function schemaEngine(): Promise<Engine> {
  engine ??= (async () => {
    const bindingsPath = createRequire(import.meta.url).resolve(
      "@prisma/schema-engine-wasm/schema_engine_bg",
    );
    const bindings = (await import(bindingsPath)) as Bindings;
    const bytes = await readFile(join(dirname(bindingsPath), "schema_engine_bg.wasm"));
    const { instance } = await webAssembly().instantiate(bytes, { "./schema_engine_bg.js": bindings });
    bindings["__wbg_set_wasm"](instance.exports);
    (instance.exports["__wbindgen_start"] as () => void)();
    return bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapterWithoutDatabase());
  })();
  engine.catch(() => (engine = undefined));
  return engine;
}

// Prisma's numbers for the types of result columns.
const INTEGER = 0;
const BOOLEAN = 5;
const TEXT = 7;

const answer = (value: unknown) => Promise.resolve({ ok: true, value });
const refuse = () => Promise.reject(new Error("There is no database behind this comparison of schemas."));

/**
 * A driver adapter that stands for an empty PostgreSQL 18. The engine asks it for the server's version when it
 * starts; comparing two schemas asks nothing more, and any other statement is refused.
 */
function adapterWithoutDatabase() {
  const connection = {
    provider: "postgres",
    adapterName: "parley-no-database",
    queryRaw: ({ sql }: { sql: string }) =>
      sql.includes("version()")
        ? answer({
            columnNames: ["exists", "version", "numeric_version"],
            columnTypes: [BOOLEAN, TEXT, INTEGER],
            rows: [[true, "PostgreSQL 18.0", 180_000]],
          })
        : refuse(),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ ok: true, value: { schemaName: "public", supportsRelationJoins: true } }),
    dispose: () => answer(undefined),
  };
  const connect = () => answer(connection);
  return {
    provider: "postgres",
    adapterName: connection.adapterName,
    connect,
    connectToShadowDb: connect,
  };
}
