import { createRequire } from "node:module";
import { join } from "node:path";
import { printOpenApi } from "../../src/api/print/openapi.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { checkDocument } from "../../src/backend/check.ts";
import { documentNames } from "../../src/backend/documents.ts";
import { printMigration } from "../../src/database/print/migration.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { isError, type DocumentName } from "../../src/diagnostic/diagnostic.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { checkPrismaSchema } from "../../src/host/prisma-schema.ts";
import { draftBackend } from "../backend-files.ts";
import type { Context } from "../context.ts";
import { applyAndUndo } from "../soundness/postgres.ts";
import { projectFiles } from "../soundness/project.ts";

/** Who refused it and why; `files` where the compiler has still to be asked. */
export type Verdict = { refused: string } | { files: Map<string, string> } | { fine: true };

/** What the tools behind Parley say about a document whose rules were not asked. */
export async function judge(context: Context, language: DocumentName, backend: Backend): Promise<Verdict> {
  try {
    switch (language) {
      case "requirements":
        return judgeRequirements(backend);
      case "database":
        return await judgeDatabase(context, backend);
      case "api": {
        const problem = await routeProblem(context, backend);
        if (problem !== undefined) return { refused: problem };
        return { files: projectFiles({ database: backend.database, api: backend.api }) };
      }
      case "program":
        return {
          files: projectFiles({ database: backend.database, api: backend.api, program: backend.program }),
        };
      case "scenario":
        return {
          files: projectFiles({ database: backend.database, api: backend.api, scenario: backend.scenario }),
        };
      default:
        return language satisfies never;
    }
  } catch (error) {
    const [, place] = /\n\s+at (?:async )?(\S+)/.exec((error as Error).stack ?? "") ?? [];
    return { refused: `printer: ${error instanceof Error ? error.message : String(error)} (${place})` };
  }
}

/** Drafts are total for what is without errors: they throw, or make what is not. */
function judgeRequirements(backend: Backend): Verdict {
  const drafts = draftBackend(backend.requirements);
  for (const name of documentNames.slice(1)) {
    const [error] = checkDocument(name, drafts).filter(isError);
    if (error) return { refused: `drafts: ${error.code} ${error.message}` };
  }
  return { fine: true };
}

async function judgeDatabase(context: Context, { database }: Backend): Promise<Verdict> {
  const [finding] = checkPrismaSchema(printPrismaSchema(database).text).filter(isError);
  if (finding) return { refused: `prisma: ${finding.message}` };
  const migration = await printMigration(null, database, migrationSql);
  if (!migration.ok) return { refused: `prisma: ${migration.diagnostics[0]?.message}` };
  const problem = await applyAndUndo(await context.host.scratch(), migration.value.sql);
  return problem === undefined ? { fine: true } : { refused: `postgresql: ${problem.split("\n")[0]}` };
}

/** What OpenAPI and the router of the server say about the paths. */
async function routeProblem(context: Context, { api, database }: Backend): Promise<string | undefined> {
  const description = printOpenApi(api, database) as {
    paths: Record<
      string,
      Record<string, { operationId?: string; parameters?: { name: string; in: string }[] }>
    >;
  };
  JSON.stringify(description);
  const missing = danglingReference(description);
  if (missing !== undefined) return `openapi: ${missing} leads nowhere`;
  const load = createRequire(join(await context.host.dependencies(), "node_modules/fastify/package.json"));
  const router = (load("find-my-way") as (options: object) => Router)({ ignoreTrailingSlash: true });
  for (const [path, operations] of Object.entries(description.paths)) {
    const named = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name!);
    for (const [verb, { parameters = [] }] of Object.entries(operations)) {
      const declared = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      const astray = [
        ...named.filter((name) => !declared.includes(name)),
        ...declared.filter((name) => !named.includes(name)),
      ];
      if (astray.length > 0 || new Set(named).size < named.length)
        return `openapi: ${path} and its parameters`;
      try {
        router.on(verb.toUpperCase(), path.replaceAll(/\{([^}]*)\}/g, ":$1"), () => undefined);
      } catch (error) {
        return `router: ${String(error)}`;
      }
    }
  }
  return undefined;
}

interface Router {
  on(method: string, path: string, handler: () => void): void;
}

function danglingReference(description: object): string | undefined {
  let found: string | undefined;
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (key === "$ref" && typeof child === "string" && !resolves(description, child)) found ??= child;
      else walk(child);
    }
  };
  walk(description);
  return found;
}

function resolves(root: object, reference: string): boolean {
  let value: unknown = root;
  for (const key of reference.replace(/^#\//, "").split("/")) {
    const name = key.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return false;
    value = (value as Record<string, unknown>)[name];
  }
  return true;
}
