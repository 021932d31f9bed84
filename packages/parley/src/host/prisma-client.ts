import { randomUUID } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { hasErrors } from "../diagnostic/diagnostic.ts";
import { cacheDirectory, exists, hashOf, makeOnce } from "./cache.ts";
import { report, wholeOf, type Outcome } from "./diagnostics.ts";
import { checkPrismaSchema, prismaConfiguration, SCHEMA_PATH } from "./prisma-schema.ts";
import { messageOf } from "./system-errors.ts";

/** Where a generated project keeps Prisma's client. */
export const CLIENT_PATH = "src/database/client";

export interface ClientOptions {
  /** Folder of the client inside the project; the keys of the answer begin with it. */
  path?: string;
  /** How the files import each other. */
  importFileExtension?: "js" | "ts";
  /** Folder for clients generated before, or `false` to generate anew. */
  cache?: string | false;
}

type Generator = typeof import("@prisma/client-generator-ts");

/**
 * The files of the Prisma client for a schema (path in the project -> text), generated in this process without
 * network or engine. At run time they need `@prisma/client` of the same version and a driver adapter.
 */
export async function generateClient(
  schema: string,
  options: ClientOptions = {},
): Promise<Outcome<Map<string, string>>> {
  const diagnostics = checkPrismaSchema(schema);
  if (hasErrors(diagnostics)) return { ok: false, diagnostics };
  const extension = options.importFileExtension ?? "js";
  const cache = options.cache ?? join(cacheDirectory(), "clients");
  const directory = cache
    ? join(cache, hashOf(generatorVersion(), extension, schema))
    : join(tmpdir(), `parley-client-${randomUUID()}`);
  try {
    if (cache) await makeOnce(directory, (temporary) => generateInto(temporary, schema, extension));
    else await generateInto(directory, schema, extension);
    return { ok: true, value: await readTree(directory, options.path ?? CLIENT_PATH), diagnostics };
  } catch (error) {
    const finding = report["prisma-client"](wholeOf(SCHEMA_PATH), {
      reason: stripVTControlCharacters(messageOf(error)),
    });
    return { ok: false, diagnostics: [...diagnostics, finding] };
  } finally {
    if (!cache && (await exists(directory))) await rm(directory, { recursive: true });
  }
}

// The package's ES module build lacks file extensions in its imports and can't be loaded by Node.
const require = createRequire(import.meta.url);

function generatorVersion(): string {
  const path = require.resolve("@prisma/client-generator-ts").replace(/dist.index\.js$/, "package.json");
  return (require(path) as { version: string }).version;
}

async function generateInto(directory: string, schema: string, extension: "js" | "ts"): Promise<void> {
  const { generateClient: generate, getDMMF } = require("@prisma/client-generator-ts") as Generator;
  type Options = Parameters<typeof generate>[0];
  const configuration = prismaConfiguration(schema);
  const version = generatorVersion();
  await generate({
    datamodel: schema,
    schemaPath: SCHEMA_PATH,
    runtimeBase: "@prisma/client/runtime",
    outputDir: join(directory, "client"),
    generator: configuration.generators[0] as Options["generator"],
    datasources: configuration.datasources as Options["datasources"],
    dmmf: await getDMMF({ datamodel: [[SCHEMA_PATH, schema]] }),
    binaryPaths: {},
    engineVersion: version,
    clientVersion: version,
    activeProvider: configuration.datasources[0]?.activeProvider as Options["activeProvider"],
    typedSql: [],
    target: "nodejs",
    generatedFileExtension: "ts",
    importFileExtension: extension,
    moduleFormat: "esm",
    tsNoCheckPreamble: true,
    compilerBuild: "fast",
  });
}

async function readTree(directory: string, path: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const root = join(directory, "client");
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of paths) {
    const relative = file.slice(root.length + 1).replaceAll("\\", "/");
    files.set(`${path}/${relative}`, await readFile(file, "utf8"));
  }
  return files;
}
