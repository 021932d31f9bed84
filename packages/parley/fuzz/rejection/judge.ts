import { isDeepStrictEqual } from "node:util";
import { parseSync } from "vite";
import { printOpenApi } from "../../src/api/print/openapi.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { printMigration } from "../../src/database/print/migration.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { isError, type Diagnostic, type DocumentName } from "../../src/diagnostic/diagnostic.ts";
import { migrationSql } from "../../src/host/migration.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { checkPrismaSchema } from "../../src/host/prisma-schema.ts";
import { draftBackend, errorsFrom } from "../backend-files.ts";
import type { Context } from "../context.ts";
import { checkedClient, differingFiles, typecheckProjects, type BatchProject } from "../projects.ts";
import { noRequirements } from "../soundness/chain.ts";
import { applyAndUndo } from "../soundness/postgres.ts";
import { projectFiles } from "../soundness/project.ts";
import { wordsOf } from "../soundness/run.ts";
import { filesFor, type CompiledBase, type CompiledLanguage } from "./bases.ts";
import { descriptionProblem, lintProblem, routeProblem, type Description } from "./description.ts";

/** A backend with one document broken, and the whole one that it was made from. */
export interface BrokenBackend {
  language: DocumentName;
  base: CompiledBase;
  backend: Backend;
}

/** A project for the compiler, and whose verdict it is. */
interface Compiling {
  index: number;
  files: ReadonlyMap<string, string>;
  client: ReadonlyMap<string, string>;
  /** What the project differs from. */
  whole?: { key: string; files: ReadonlyMap<string, string> };
}

/**
 * What the tools behind Parley say about documents whose rules were not asked, each in its place: the first words of a
 * refusal, which begin with the judge; or undefined where there is none. `printer` and `drafts` are no tools: the one
 * gave nothing to judge, the others are rules of Parley's own. With `thorough`, bases need not compile, for what the
 * compiler minds there already is no refusal; and it is asked about Prisma's clients too.
 */
export async function judgeAll(
  context: Context,
  broken: readonly BrokenBackend[],
  { thorough = false }: { thorough?: boolean } = {},
): Promise<(string | undefined)[]> {
  const verdicts: (string | undefined)[] = [];
  const compiling: Compiling[] = [];
  for (const [index, one] of broken.entries()) {
    try {
      const verdict = await judgeBefore(context, one, index, thorough);
      if (typeof verdict === "object") compiling.push(verdict);
      verdicts[index] = typeof verdict === "object" ? undefined : verdict;
    } catch (error) {
      verdicts[index] = thrown(error);
    }
  }
  const errors = await compile(context, compiling, thorough);
  compiling.forEach(({ index }, position) => (verdicts[index] = errors[position]));
  if (thorough) await judgeProgramsOver(context, broken, verdicts);
  for (const [index, { language, base, backend }] of broken.entries()) {
    if (verdicts[index] !== undefined) continue;
    if (language === "database" && thorough) verdicts[index] = await clientProblem(context, backend);
    if (language === "requirements") verdicts[index] = draftProblem(backend);
    if (language === "api") {
      verdicts[index] = await lintProblem(descriptionOf(backend), descriptionOf(base.backend));
    }
  }
  return verdicts;
}

/** What the compiler says about programs that are drafted for APIs at which nobody took offence by themselves. */
async function judgeProgramsOver(
  context: Context,
  broken: readonly BrokenBackend[],
  verdicts: (string | undefined)[],
): Promise<void> {
  const compiling: Compiling[] = [];
  for (const [index, { language, base, backend }] of broken.entries()) {
    if (language !== "api" || verdicts[index] !== undefined) continue;
    try {
      const whole = { key: `drafted ${base.name}`, files: filesFor("program", withProgram(base.backend)) };
      const files = differingFiles(filesFor("program", withProgram(backend)), whole.files);
      verdicts[index] = syntaxProblem(files);
      if (verdicts[index] === undefined) compiling.push({ index, files, client: base.client, whole });
    } catch (error) {
      verdicts[index] = thrown(error);
    }
  }
  const errors = await compile(context, compiling, true);
  compiling.forEach(({ index }, position) => (verdicts[index] = errors[position]));
}

function withProgram(backend: Backend): Backend {
  const { database, api } = backend;
  return { ...backend, program: draftProgram(noRequirements, database, api) };
}

/** What is said without the compiler, or what it is to be asked. */
async function judgeBefore(
  context: Context,
  { language, base, backend }: BrokenBackend,
  index: number,
  thorough: boolean,
): Promise<string | Compiling | undefined> {
  if (language === "database") return judgeDatabase(context, backend);
  if (language === "requirements") return judgeDrafts(context, backend, base, index, thorough);
  const problem = language === "api" ? await pathProblem(context, backend) : undefined;
  if (problem !== undefined) return problem;
  return compilingOver(language, backend, base, index);
}

/** What of a project the compiler has to look at, beside the whole one. */
function compilingOver(
  language: CompiledLanguage,
  backend: Backend,
  base: CompiledBase,
  index: number,
): string | Compiling | undefined {
  const whole = { key: `${language} ${base.name}`, files: wholeFiles(language, base) };
  const files = differingFiles(filesFor(language, backend), whole.files);
  if (files.size === 0) return undefined;
  return syntaxProblem(files) ?? { index, files, client: base.client, whole };
}

/** The judge that a refusal names first. */
export function judgeOf(refusal: string): string {
  return refusal.slice(0, refusal.indexOf(":"));
}

/** Whether somebody else than Parley refused. */
export function isIndependent(refusal: string): boolean {
  return !["printer", "drafts"].includes(judgeOf(refusal));
}

/** A print that throws is none. */
function thrown(error: unknown): string {
  const [, place] = /\n\s+at (?:async )?(\S+)/.exec((error as Error).stack ?? "") ?? [];
  return `printer: ${error instanceof Error ? error.message : String(error)} (${place})`;
}

/** Drafts are total for what is without errors: they throw, or make what is not. */
function draftProblem({ requirements }: Backend): string | undefined {
  const [error] = errorsFrom("database", draftBackend(requirements));
  return error && `drafts: ${error.code} ${error.message}`;
}

/** What is printed from drafts that are not without errors. */
async function judgeDrafts(
  context: Context,
  backend: Backend,
  base: CompiledBase,
  index: number,
  thorough: boolean,
): Promise<string | Compiling | undefined> {
  if (draftProblem(backend) === undefined) return undefined;
  const drafted = draftBackend(backend.requirements);
  const route = await pathProblem(context, drafted);
  if (route !== undefined) return route;
  if (isDeepStrictEqual(drafted.database, base.backend.database)) {
    return compilingOver("requirements", drafted, base, index);
  }
  const problem = await judgeDatabase(context, drafted);
  // A client and a whole project for every document would take longer than all else.
  if (problem !== undefined || !thorough) return problem;
  const client = await generateClient(printPrismaSchema(drafted.database).text, {
    importFileExtension: "ts",
    cache: false,
  });
  if (!client.ok) return `prisma: ${client.diagnostics[0]?.message}`;
  const files = projectFiles(drafted);
  return syntaxProblem(files) ?? { index, files, client: client.value };
}

async function judgeDatabase(context: Context, { database }: Backend): Promise<string | undefined> {
  const [finding] = checkPrismaSchema(printPrismaSchema(database).text).filter(isError);
  if (finding) return `prisma: ${finding.message}`;
  const migration = await printMigration(null, database, migrationSql);
  if (!migration.ok) return `prisma: ${migration.diagnostics[0]?.message}`;
  const problem = await applyAndUndo(await context.host.scratch(), migration.value.sql);
  return problem === undefined ? undefined : `postgresql: ${problem.split("\n")[0]}`;
}

async function pathProblem(context: Context, backend: Backend): Promise<string | undefined> {
  return (await routeProblem(context, backend.api)) ?? descriptionProblem(descriptionOf(backend));
}

function descriptionOf({ api, database }: Backend): Description {
  return JSON.parse(JSON.stringify(printOpenApi(api, database))) as Description;
}

const printedWhole = new WeakMap<CompiledBase, Map<CompiledLanguage, ReadonlyMap<string, string>>>();

function wholeFiles(language: CompiledLanguage, base: CompiledBase): ReadonlyMap<string, string> {
  const known = printedWhole.get(base) ?? new Map<CompiledLanguage, ReadonlyMap<string, string>>();
  printedWhole.set(base, known);
  const files = known.get(language) ?? filesFor(language, base.backend);
  known.set(language, files);
  return files;
}

/** One file that does not parse would keep the compiler from telling of types in all others. */
function syntaxProblem(files: ReadonlyMap<string, string>): string | undefined {
  for (const [path, text] of files) {
    if (!path.endsWith(".ts")) continue;
    const [problem] = parseSync(path, text, { lang: "ts" }).errors;
    if (problem) return `typescript: ${problem.message} ${path}`;
  }
  return undefined;
}

async function compile(
  context: Context,
  compiling: readonly Compiling[],
  thorough: boolean,
): Promise<(string | undefined)[]> {
  if (compiling.length === 0) return [];
  const names = new Map<ReadonlyMap<string, string>, string>();
  for (const { client } of compiling) names.set(client, names.get(client) ?? `c${names.size}`);
  const wholes = new Map<string, BatchProject>();
  const projects = compiling.map(({ files, client, whole }, index): BatchProject => {
    const name = names.get(client)!;
    if (!whole) return { key: String(index), files, client: name };
    wholes.set(whole.key, { key: whole.key, files: whole.files, client: name, known: !thorough });
    return { key: String(index), files, over: whole.key };
  });
  const { typechecker, dependencies } = context.host;
  const errors = await typecheckProjects(
    typechecker,
    await dependencies(),
    [...wholes.values(), ...projects],
    new Map([...names].map(([client, name]) => [name, client])),
  );
  return compiling.map(({ whole }, index) => {
    const known = new Set((errors.get(whole?.key ?? "") ?? []).map(fileOf));
    const found = (errors.get(String(index)) ?? []).filter((error) => !known.has(fileOf(error)));
    return found.length > 0 ? `typescript: ${wordsOf(found.slice(0, 1))}` : undefined;
  });
}

/** Path of a file in its project, without the folder that the project has in the batch. */
function fileOf({ at }: Diagnostic): string {
  return "file" in at ? at.file.replace(/^[^/]*\//, "") : "";
}

async function clientProblem(context: Context, { database }: Backend): Promise<string | undefined> {
  const client = await generateClient(printPrismaSchema(database).text, {
    importFileExtension: "ts",
    cache: false,
  });
  if (!client.ok) return `prisma: ${client.diagnostics[0]?.message}`;
  const { typechecker, dependencies } = context.host;
  const project = { key: "client", files: checkedClient(client.value), lenient: true };
  const errors = await typecheckProjects(typechecker, await dependencies(), [project], new Map());
  const [first] = errors.get("client") ?? [];
  return first && `typescript: ${wordsOf([first])}`;
}
