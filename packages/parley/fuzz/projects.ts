import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isError, type Diagnostic } from "../src/diagnostic/diagnostic.ts";
import type { Typechecker } from "../src/host/typecheck.ts";
import { template } from "./context.ts";

/** A project of a batch: path -> text. `client` names the Prisma client that it uses. */
export interface BatchProject {
  key: string;
  files: ReadonlyMap<string, string>;
  client?: string;
  /** Unused names are no errors: for what is not Parley's to print. */
  lenient?: boolean;
}

/** The fixed files of a generated project. */
export function templateFiles(): ReadonlyMap<string, string> {
  fixed ??= new Map(
    readdirSync(template, { recursive: true, withFileTypes: true }).flatMap((entry): [string, string][] => {
      const path = relative(template, join(entry.parentPath, entry.name)).replaceAll("\\", "/");
      if (!entry.isFile() || path.startsWith("node_modules/")) return [];
      return [[path, readFileSync(join(template, path), "utf8")]];
    }),
  );
  return fixed;
}

let fixed: Map<string, string> | undefined;

/**
 * Typechecks many printed projects as one program, which parses the dependencies and each Prisma client once. Gives the
 * errors of each project by its key.
 */
export async function typecheckProjects(
  checker: Typechecker,
  dependencies: string,
  projects: readonly BatchProject[],
  clients: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<Map<string, Diagnostic[]>> {
  const found = new Map<string, Diagnostic[]>();
  let left = projects.map((project, index) => ({ ...project, folder: `p${index}` }));
  while (left.length > 0) {
    const errors = (await checker.check({ files: filesOf(left, clients), dependencies })).filter(isError);
    const broken = new Map<string, Diagnostic[]>();
    for (const error of errors) {
      const file = "file" in error.at ? error.at.file : "";
      const folder = file.split("/")[0]!;
      broken.set(folder, [...(broken.get(folder) ?? []), error]);
    }
    for (const { folder, key } of left) if (broken.has(folder)) found.set(key, broken.get(folder)!);
    const outside = [...broken.keys()].find((folder) => !left.some((project) => project.folder === folder));
    if (outside !== undefined) throw new Error(`${outside}: ${broken.get(outside)![0]!.message}`);
    // The compiler tells nothing about types while some file does not parse.
    if (!errors.some(({ code }) => /TS1\d{3}$/.test(code))) break;
    left = left.filter(({ folder }) => !broken.has(folder));
  }
  return found;
}

/** What one project says about a module of a dependency would hold for all of them. */
function apart(text: string): string {
  return text.replace(/(interface FastifyRequest \{\s*actor\?:) Actor;/, "$1 any;");
}

function filesOf(
  projects: readonly (BatchProject & { folder: string })[],
  clients: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Map<string, string> {
  const files = new Map<string, string>();
  const { compilerOptions } = JSON.parse(templateFiles().get("tsconfig.json")!) as {
    compilerOptions: object;
  };
  const options = projects.some(({ lenient }) => lenient)
    ? { ...compilerOptions, noUnusedLocals: false }
    : compilerOptions;
  const include = projects.flatMap(({ folder }) =>
    ["src", "client", "test"].map((name) => `${folder}/${name}`),
  );
  files.set("tsconfig.json", JSON.stringify({ compilerOptions: options, include }));
  files.set("package.json", templateFiles().get("package.json")!);
  for (const name of new Set(projects.map(({ client }) => client))) {
    for (const [path, text] of clients.get(name ?? "") ?? []) files.set(`${name}/${path}`, text);
  }
  for (const { folder, files: own, client } of projects) {
    for (const [path, text] of own) if (path.endsWith(".ts")) files.set(`${folder}/${path}`, apart(text));
    for (const path of clients.get(client ?? "")?.keys() ?? []) {
      const up = "../".repeat(path.split("/").length);
      files.set(`${folder}/${path}`, `export * from "${up}${client}/${path}";\n`);
    }
  }
  return files;
}
