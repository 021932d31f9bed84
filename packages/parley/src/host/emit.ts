import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { HostError, report, type Outcome } from "./diagnostics.ts";
import { messageOf } from "./system-errors.ts";

interface Transformed {
  code: string;
  map?: object | null;
  helpersUsed: Record<string, string>;
  errors: { message: string; loc?: { line: number; column: number } }[];
}

interface Transformer {
  transformSync(path: string, text: string, options: object): Transformed;
  /** The bundler, which has the text of the helper functions that transformed code calls. */
  rolldown(options: object): Promise<{
    generate(options: object): Promise<{ output: { fileName: string; code?: string }[] }>;
    close(): Promise<void>;
  }>;
}

// What the project's own compiler settings mean; fields and decorators come out as `tsc` emits them.
const OPTIONS = {
  lang: "ts",
  sourceType: "module",
  target: "es2023",
  sourcemap: true,
  tsconfig: false,
  decorator: { legacy: true, emitDecoratorMetadata: true },
  typescript: { rewriteImportExtensions: "rewrite" },
};
const HELPERS = "@oxc-project/runtime";

/**
 * Turns the TypeScript of a project's `src/` into JavaScript in `dist/`, file by file, in the order of its
 * imports and without looking at types, with the transformer that also runs the project's tests (Vite's, from
 * the project's own dependencies): some milliseconds where `tsc` takes more than a second. The answer holds
 * the new files only, with their source maps.
 */
export async function emitProject(
  files: ReadonlyMap<string, string>,
  dependencies: string,
): Promise<Outcome<Map<string, string>>> {
  const { transformSync, rolldown } = await loadTransformer(dependencies);
  const emitted = new Map<string, string>();
  const helpers = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const [path, text] of files) {
    if (!path.startsWith("src/") || !path.endsWith(".ts") || path.endsWith(".d.ts")) continue;
    const result = transformSync(path, text, OPTIONS);
    for (const error of result.errors) diagnostics.push(toDiagnostic(error, path));
    for (const name of Object.values(result.helpersUsed)) helpers.add(name);
    const target = path.replace(/^src\//, "dist/").replace(/\.ts$/, ".js");
    const source = "../".repeat(target.split("/").length - 1) + path;
    emitted.set(
      `${target}.map`,
      JSON.stringify({ ...result.map, sources: [source], sourcesContent: [text] }),
    );
    emitted.set(target, `${result.code}\n//# sourceMappingURL=${basename(target)}.map\n`);
  }
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  for (const [path, text] of await helperFiles([...helpers].sort(), rolldown)) emitted.set(path, text);
  return { ok: true, value: emitted, diagnostics: [] };
}

/** A small package inside `dist/`, where the emitted imports find it before any other. */
async function helperFiles(
  helpers: string[],
  rolldown: Transformer["rolldown"],
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  if (helpers.length === 0) return files;
  const root = `dist/node_modules/${HELPERS}`;
  const build = await rolldown({
    input: Object.fromEntries(helpers.map((name) => [name.slice(HELPERS.length + 1), name])),
    platform: "node",
    tsconfig: false,
  });
  try {
    const { output } = await build.generate({ format: "esm", entryFileNames: "[name].js" });
    for (const { fileName, code } of output) if (code !== undefined) files.set(`${root}/${fileName}`, code);
  } finally {
    await build.close();
  }
  const manifest = { name: HELPERS, type: "module", exports: { "./helpers/*": "./helpers/*.js" } };
  return files.set(`${root}/package.json`, JSON.stringify(manifest));
}

function toDiagnostic(error: Transformed["errors"][number], path: string): Diagnostic {
  const location = { file: path, line: error.loc?.line ?? 1, column: (error.loc?.column ?? 0) + 1 };
  // The message is a coloured picture of the place; its first line says what is wrong.
  const plain = stripVTControlCharacters(error.message).split("\n")[0] ?? "";
  return report["emit-failed"](location, { text: plain.replace(/^\[\w+\] /, "") });
}

const loaded = new Map<string, Promise<Transformer>>();

function loadTransformer(dependencies: string): Promise<Transformer> {
  const known = loaded.get(dependencies);
  if (known) return known;
  const loading = (async () => {
    try {
      const vite = createRequire(join(dependencies, "package.json")).resolve("vite");
      const fromVite = createRequire(vite);
      const load = async (name: string) =>
        (await import(pathToFileURL(fromVite.resolve(name)).href)) as Transformer;
      const { transformSync } = await load("rolldown/utils");
      const { rolldown } = await load("rolldown");
      return { transformSync, rolldown };
    } catch (error) {
      loaded.delete(dependencies);
      throw new HostError(`There is no usable vite in ${dependencies}: ${messageOf(error)}`, {
        cause: error,
      });
    }
  })();
  loaded.set(dependencies, loading);
  return loading;
}
