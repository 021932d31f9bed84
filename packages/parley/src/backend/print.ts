import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { printApi } from "../api/print/print.ts";
import { printErd } from "../database/print/erd.ts";
import { printPrismaSchema } from "../database/print/schema.ts";
import { printProgram, programModules } from "../program/print/print.ts";
import { printReport } from "../requirements/print/report.ts";
import { printScenarios } from "../scenario/print/print.ts";
import { formatFiles } from "../text/format.ts";
import { renderPlain, type PrintedFile } from "../text/render.ts";
import type { Backend } from "./documents.ts";
import { printReadme } from "./readme.ts";

/** A printed file, or a fixed one without origins. */
export type ProjectFiles = Map<string, PrintedFile>;

const templates = fileURLToPath(new URL("../../templates/project", import.meta.url));

/**
 * Every file of a generated project but its migrations and the generated Prisma client: the fixed ones with the
 * project's name, and what the five documents print. All documents must be without errors.
 */
export async function printBackend(backend: Backend): Promise<ProjectFiles> {
  const printed = [
    printPrismaSchema(backend.database),
    ...printApi(backend.api, backend.database, programModules(backend.program)),
    ...printProgram(backend.program, backend.api, backend.database),
    ...printScenarios(backend.scenario, backend.api, backend.database),
    renderPlain("docs/requirements.md", printReport(backend.requirements, traceOf(backend))),
    renderPlain("docs/database.md", printErd(backend.database)),
    renderPlain("README.md", printReadme(backend)),
  ];
  const files: ProjectFiles = new Map();
  for (const [path, text] of templateFiles()) files.set(path, fixedFile(path, text, backend));
  for (const file of await formatFiles(printed)) files.set(file.path, file);
  dropUnused(files);
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Fixed files that a project has only where a file beside them imports them. */
const onlyIfUsed = ["test/support/generate.ts", "src/jobs/job-runner.ts", "src/jobs/job.ts"];

/** Takes out the fixed files that nothing in this project needs. */
export function dropUnused(files: Map<string, { text: string }>): void {
  for (const path of onlyIfUsed) if (!isImported(files, path)) files.delete(path);
}

function isImported(files: ReadonlyMap<string, { text: string }>, path: string): boolean {
  const ending = path.slice(path.lastIndexOf("/"));
  const top = path.slice(0, path.indexOf("/") + 1);
  return [...files].some(([from, { text }]) => from.startsWith(top) && text.includes(`${ending}"`));
}

/** Which operations carry a requirement and which tests prove it. */
export function traceOf(backend: Backend): Record<string, { operations: string[]; tests: string[] }> {
  const trace: Record<string, { operations: string[]; tests: string[] }> = {};
  for (const id of Object.keys(backend.requirements.requirements)) trace[id] = { operations: [], tests: [] };
  for (const [name, operation] of Object.entries(backend.api.operations)) {
    for (const id of operation.requirements) if (Object.hasOwn(trace, id)) trace[id]!.operations.push(name);
  }
  for (const scenario of Object.values(backend.scenario.scenarios)) {
    for (const id of scenario.proves) if (Object.hasOwn(trace, id)) trace[id]!.tests.push(scenario.title);
  }
  return trace;
}

function fixedFile(path: string, text: string, backend: Backend): PrintedFile {
  const isNamed = path === "package.json" || path === "package-lock.json";
  return { path, text: isNamed ? named(text, backend.requirements.name) : text, origins: [] };
}

/** Both files name the project `backend` at their head, the lock once more for its root package. */
function named(text: string, name: string): string {
  return text.replaceAll(
    /^( {2}| {6})"name": "backend"/gm,
    (_, indentation: string) => `${indentation}"name": ${JSON.stringify(name)}`,
  );
}

let fixed: Map<string, string> | undefined;

function templateFiles(): Map<string, string> {
  if (!fixed) {
    fixed = new Map();
    collect(templates, "", fixed);
  }
  return fixed;
}

function collect(root: string, below: string, files: Map<string, string>): void {
  const directory = join(root, below);
  if (!existsSync(directory)) throw new Error(`The templates are missing: ${directory}`);
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== "node_modules") collect(root, path, files);
    } else files.set(path, readFileSync(join(root, path), "utf8"));
  }
}
