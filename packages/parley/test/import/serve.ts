import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { genericProcedure } from "../../src/blueprint/generic.ts";
import { bootProject } from "../../src/host/boot.ts";
import { createDatabase } from "../../src/host/databases.ts";
import { ensureDependencies } from "../../src/host/dependencies.ts";
import { emitProject } from "../../src/host/emit.ts";
import { startServer } from "../../src/host/postgres.ts";
import { placeFiles } from "../../src/host/staging.ts";
import { typecheck } from "../../src/host/typecheck.ts";
import { linkDependencies } from "../../src/host/verify.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { ImportedOpenapi } from "../../src/import/openapi.ts";
import type { Program } from "../../src/program/document.ts";
import { projectOf } from "../program/project.ts";
import type { Backend } from "../program/backend.ts";

interface Outcome<Value> {
  ok: boolean;
  value?: Value;
  diagnostics: { message: string }[];
}

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok || outcome.value === undefined) throw new Error(outcome.diagnostics[0]?.message);
  return outcome.value;
}

/** The backend of an imported API: what its operations do follows from the two documents. */
export function backendOf({ api, database }: ImportedOpenapi): Backend {
  const procedures = Object.entries(api.operations).map(
    ([name, operation]): [string, Program["procedures"][string]] => [
      name,
      { id: operation.id, statements: genericProcedure({ api, database }, { name, operation }) },
    ],
  );
  return { api, database, program: { procedures: Object.fromEntries(procedures) } };
}

export interface Served {
  url: string;
  /** What the compiler says of the project. */
  typecheck: () => Promise<Diagnostic[]>;
  stop: () => Promise<void>;
}

/** The project of a backend, running on a database of its own. */
export async function serve(backend: Backend, environment: Record<string, string> = {}): Promise<Served> {
  const files = await projectOf(backend);
  const manifest = files.get("package.json")!;
  const lockfile = files.get("package-lock.json")!;
  const dependencies = valueOf(await ensureDependencies({ manifest, lockfile })).directory;
  const directory = await mkdtemp(join(tmpdir(), "parley-import-"));
  await placeFiles(directory, new Map([...files, ...valueOf(await emitProject(files, dependencies))]));
  await linkDependencies(directory, dependencies);
  const server = valueOf(await startServer());
  const database = await createDatabase(server.url, `import_${process.pid}`);
  const running = valueOf(
    await bootProject({ directory, environment: { DATABASE_URL: database, ...environment } }),
  );
  return {
    url: running.url,
    typecheck: () => typecheck({ files, dependencies }),
    stop: async () => {
      await running.stop();
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
