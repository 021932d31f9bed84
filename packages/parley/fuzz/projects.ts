import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, posix, relative } from "node:path";
import { isError, type Diagnostic, type Location } from "../src/diagnostic/diagnostic.ts";
import type { Typechecker } from "../src/host/typecheck.ts";
import { template } from "./context.ts";

/** A project of a batch: path -> text. `client` names the Prisma client that it uses. */
export interface BatchProject {
  key: string;
  files: ReadonlyMap<string, string>;
  client?: string;
  /** Unused names are no errors: for what is not Parley's to print. */
  lenient?: boolean;
  /** Known to be without errors: there for the projects `over` it. */
  known?: boolean;
  /** Key of a project of the same batch that has, word for word, what this one needs and does not hold. */
  over?: string;
}

/**
 * What of a project has to be compiled beside another that is nearly the same: files that are not there, and those that
 * import such, however indirectly.
 */
export function differingFiles(
  files: ReadonlyMap<string, string>,
  other: ReadonlyMap<string, string>,
): Map<string, string> {
  const differs = (path: string): boolean => files.get(path) !== other.get(path);
  const importers = new Map<string, string[]>();
  for (const [path, text] of files) {
    for (const target of importsOf(path, text))
      importers.set(target, [...(importers.get(target) ?? []), path]);
  }
  const differing = new Set<string>();
  const waiting = [...new Set([...files.keys(), ...other.keys()])].filter(differs);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (differing.has(path)) continue;
    differing.add(path);
    waiting.push(...(importers.get(path) ?? []));
  }
  return new Map([...files].filter(([path]) => differing.has(path)));
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
      // Two files whose names differ in case alone are an error of the whole program.
      const [, told] = /'[^']*\/(p\d+)\/[^']*' differs/.exec(error.message) ?? [];
      const folder = told ?? file.split("/")[0]!;
      broken.set(folder, [...(broken.get(folder) ?? []), error]);
    }
    for (const { folder, key } of left) if (broken.has(folder)) found.set(key, broken.get(folder)!);
    const outside = [...broken.keys()].find((folder) => !left.some((project) => project.folder === folder));
    if (outside !== undefined) throw new Error(`${outside}: ${broken.get(outside)![0]!.message}`);
    // The compiler tells nothing about types while some file does not parse, or files are confused.
    if (!errors.every(({ code, at }) => /TS1\d{3}$/.test(code) || isOfAll(at))) break;
    if (errors.length === 0) break;
    left = left.filter(({ folder }) => !broken.has(folder));
  }
  return found;
}

/** Prisma switches checks of its own files off; here they are what is checked, but for the one with browsers' names. */
export function checkedClient(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    [...files].map(([path, text]) => [
      path,
      path.endsWith("class.ts") ? text : text.replaceAll(/^\/\/ @ts-nocheck.*$/gm, ""),
    ]),
  );
}

function isOfAll(at: Location): boolean {
  return "file" in at && at.file === "tsconfig.json";
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
  const places = new Map<string, string>();
  for (const { folder, files: own, client, known, over } of projects) {
    const sources = new Map([...own].filter(([path]) => path.endsWith(".ts")));
    for (const path of over === undefined ? (clients.get(client ?? "")?.keys() ?? []) : [])
      sources.set(path, like(path, client!));
    if (known || over !== undefined) {
      for (const [path, text] of sources)
        files.set(`${folder}/${path}`, `${known ? "// @ts-nocheck\n" : ""}${apart(text)}`);
      continue;
    }
    const signatureOf = signatures(sources);
    for (const [path, text] of sources) {
      const place = `${folder}/${path}`;
      const before = places.get(`${path} ${signatureOf(path)}`);
      if (before === undefined) places.set(`${path} ${signatureOf(path)}`, place);
      files.set(place, before === undefined ? apart(text) : sameAs(place, before));
    }
  }
  for (const { folder, files: own, over } of projects) {
    const whole = projects.find(({ key }) => key === over)?.folder;
    if (whole === undefined) continue;
    for (const path of new Set([...own].flatMap(([from, text]) => importsOf(from, text)))) {
      if (!own.has(path) && files.has(`${whole}/${path}`)) files.set(`${folder}/${path}`, like(path, whole));
    }
  }
  return files;
}

/** A file that another project has too, with all that it imports, is read and checked once. */
function sameAs(place: string, known: string): string {
  return `export * from "${posix.relative(posix.dirname(place), known)}";\n`;
}

/** A name for a file's text and the texts of all that it imports, by path. */
function signatures(sources: ReadonlyMap<string, string>): (path: string) => string {
  const imports = new Map([...sources].map(([path, text]) => [path, importsOf(path, text)]));
  return remembered((path) => {
    const reached = new Set([path]);
    for (const one of reached) for (const other of imports.get(one) ?? []) reached.add(other);
    const digest = createHash("sha256");
    for (const one of [...reached].toSorted()) digest.update(`${one}\n${sources.get(one) ?? ""}\n`);
    return digest.digest("hex");
  });
}

function importsOf(path: string, text: string): string[] {
  const named = [
    ...text.matchAll(
      /^(?:import|export|\}).*?\bfrom "(\.[^"]+)";$|\bimport\("(\.[^"]+)"\)|^import "(\.[^"]+)";$/gm,
    ),
  ];
  return named.map(([, from, dynamic, bare]) => posix.join(posix.dirname(path), (from ?? dynamic ?? bare)!));
}

function remembered(compute: (path: string) => string): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const value = known.get(path) ?? compute(path);
    known.set(path, value);
    return value;
  };
}

/** A file that is the one of the same path in another folder. */
function like(path: string, folder: string): string {
  return `export * from "${"../".repeat(path.split("/").length)}${folder}/${path}";\n`;
}
