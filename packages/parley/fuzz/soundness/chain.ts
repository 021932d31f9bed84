import { languages } from "../../src/backend/documents.ts";
import { checkApi } from "../../src/api/check/check.ts";
import type { Api } from "../../src/api/document.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { draftScenarios } from "../../src/blueprint/scenario.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import type { Database } from "../../src/database/document.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { hasErrors, isError, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import type { Program } from "../../src/program/document.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { grouped, remembering } from "../../src/schema/remember.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import type { Scenarios } from "../../src/scenario/document.ts";
import { randomApi } from "../../test/random/api.ts";
import { randomProgram } from "../../test/random/program.ts";
import { randomScenarios } from "../../test/random/scenario.ts";
import { createMeter, isWanted, randomAt, type Context } from "../context.ts";
import { typecheckProjects, type BatchProject } from "../projects.ts";
import { signature } from "../result.ts";
import type { Shrinkable } from "../shrink.ts";
import { drawDatabase } from "./database.ts";
import { languageOf, projectFiles, type ProjectDocuments } from "./project.ts";
import { bump, isAccepted, printed, report, timed, wordsOf, type Drawn, type Run } from "./run.ts";

/** Projects of one compiler run, and how many share a database and so a Prisma client. */
const BATCH = 40;
const SHARED = 10;
/** One of so many APIs has the program and the tests that are derived for it, all of which must check. */
const DRAFTED = 6;

interface Chain extends ProjectDocuments {
  key: string;
  seed: string;
  client: string;
}

/**
 * Random APIs over random databases, random programs and tests over these: what is accepted is printed as one project,
 * many of which are compiled at once. Until so many APIs are accepted.
 */
export async function soundChains(context: Context, run: Run): Promise<void> {
  const meter = createMeter(context, "projects", context.count);
  let batch: Chain[] = [];
  let clients = new Map<string, ReadonlyMap<string, string>>();
  let shared: { database: Database; name: string } | undefined;
  for (
    let index = 0;
    (run.counts["api accepted"] ?? 0) < context.count && index < 3 * context.count;
    index++
  ) {
    meter(run.counts["api accepted"] ?? 0);
    if (!shared || index % SHARED === 0) {
      shared = await newDatabase(context, run, `c${index}`, clients);
      if (!shared) continue;
    }
    const chain = drawChain(context, run, shared, index);
    if (chain) batch.push(chain);
    if (batch.length < BATCH) continue;
    await compile(context, run, batch, clients);
    batch = [];
    clients = new Map([...clients].filter(([name]) => name === shared?.name));
  }
  await compile(context, run, batch, clients);
  meter(context.count);
}

async function newDatabase(
  context: Context,
  run: Run,
  name: string,
  clients: Map<string, ReadonlyMap<string, string>>,
): Promise<{ database: Database; name: string } | undefined> {
  const { document } = drawDatabase(context, "chain", name);
  if (checkDatabase(document).some(({ severity }) => severity === "error")) return undefined;
  const client = await timed(run, "Prisma client", () =>
    generateClient(printPrismaSchema(document).text, { importFileExtension: "ts", cache: false }),
  );
  if (!client.ok) return undefined;
  clients.set(name, client.value);
  return { database: remembering(document), name };
}

function drawChain(
  context: Context,
  run: Run,
  { database, name }: { database: Database; name: string },
  index: number,
): Chain | undefined {
  const drawing = <Document>(language: string, draw: (random: () => number, size: number) => Document) => {
    const { random, seed } = randomAt(context.seed, language, index);
    return { seed, document: timed(run, "draw", () => draw(random, 1 + Math.floor(random() ** 2 * 8))) };
  };
  const api = drawing("api", (random, size): Api => randomApi(random, database, size));
  if (!isAccepted(run, "api", api, () => checkApi(api.document, database))) return undefined;
  const known = remembering(api.document);
  const chain: Chain = { key: String(index), seed: api.seed, client: name, database, api: known };
  const isDrafted = index % DRAFTED === 0;
  if (isWanted(context, "program")) {
    const program = drawing("program", (random, size): Program =>
      isDrafted
        ? draftProgram(noRequirements, database, chain.api)
        : randomProgram(random, database, chain.api, size),
    );
    const check = (): Diagnostic[] => checkProgram(program.document, chain.api, database);
    if (isAccepted(run, "program", program, check)) chain.program = program.document;
    else if (isDrafted) refusedDraft(run, "program", program, check());
  }
  if (isWanted(context, "scenario")) {
    const scenario = drawing("scenario", (random, size): Scenarios =>
      isDrafted
        ? draftScenarios(noRequirements, database, chain.api)
        : randomScenarios(random, database, chain.api, size),
    );
    const check = (): Diagnostic[] => checkScenarios(scenario.document, chain.api, noRequirements, database);
    if (isAccepted(run, "scenario", scenario, check)) chain.scenario = scenario.document;
    else if (isDrafted) refusedDraft(run, "scenario", scenario, check());
  }
  return chain;
}

function refusedDraft(
  run: Run,
  language: "program" | "scenario",
  { document, seed }: Drawn<unknown>,
  diagnostics: readonly Diagnostic[],
): void {
  const errors = diagnostics.filter(isError);
  report(run, {
    language,
    kind: "draft does not check",
    message: wordsOf(errors),
    seed,
    sample: { document },
  });
}

/** The requirements of what was not made from any. */
export const noRequirements: Requirements = {
  name: "fuzz",
  title: "Fuzz",
  description: "",
  language: "en",
  actors: {},
  concepts: {},
  requirements: {},
  uses: {},
  nonGoals: [],
  questions: {},
  sentences: {},
};

async function compile(
  context: Context,
  run: Run,
  batch: readonly Chain[],
  clients: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<void> {
  const projects: BatchProject[] = [];
  for (const chain of batch) {
    const language = chain.program ? "program" : chain.scenario ? "scenario" : "api";
    const sample = { document: documentsOf(chain), seed: chain.seed };
    const files = await timed(run, "print", () => printed(run, language, sample, () => projectFiles(chain)));
    if (files) projects.push({ key: chain.key, client: chain.client, files });
  }
  if (projects.length === 0) return;
  const { typechecker, dependencies } = context.host;
  const folder = await dependencies();
  const errors = await timed(run, "typecheck", () =>
    typecheckProjects(typechecker, folder, projects, clients),
  );
  bump(run, "projects typechecked", projects.length);
  for (const [key, diagnostics] of errors) {
    const chain = batch.find((one) => one.key === key)!;
    const files = projects.find((one) => one.key === key)!.files;
    for (const found of apart(diagnostics)) {
      const path = pathOf(found[0]!);
      const language = languageOf(path);
      report(run, {
        language,
        kind: "typescript",
        message: `${wordsOf(found)}\n${lineAt(files, found[0]!)}`,
        seed: chain.seed,
        sample: { document: documentsOf(chain), path, code: files.get(path) },
        shrinkable: shrinkableOf(context, chain, language, found[0]!.code),
      });
    }
  }
}

/** Errors of one project that say different things, or of other printers: each may have a cause of its own. */
function apart(diagnostics: readonly Diagnostic[]): Diagnostic[][] {
  const kinds = grouped(
    diagnostics,
    (one) => `${languageOf(pathOf(one))} ${one.code} ${signature(one.message)}`,
  );
  return [...kinds.values()];
}

/** Smaller documents that still print to code with the same error in a file of the same language. */
function shrinkableOf(
  context: Context,
  chain: Chain,
  language: ReturnType<typeof languageOf>,
  code: string,
): Shrinkable {
  const { scenario: _, ...rest } = documentsOf(chain);
  const { program: __, ...least } = rest;
  return {
    document:
      language === "scenario"
        ? documentsOf(chain)
        : language === "program"
          ? rest
          : rest.program
            ? rest
            : least,
    isValid: (value) => isValidChain(value as ProjectDocuments),
    shows: async (value) => {
      const documents = value as ProjectDocuments;
      const client = await generateClient(printPrismaSchema(documents.database).text, {
        importFileExtension: "ts",
        cache: false,
      });
      if (!client.ok) return false;
      const { typechecker, dependencies } = context.host;
      const project: BatchProject = { key: "one", client: "c", files: projectFiles(documents) };
      const clients = new Map([["c", client.value]]);
      const errors =
        (await typecheckProjects(typechecker, await dependencies(), [project], clients)).get("one") ?? [];
      return errors.some((error) => error.code === code && languageOf(pathOf(error)) === language);
    },
  };
}

function isValidChain({ database, api, program, scenario }: ProjectDocuments): boolean {
  const parts = [
    [languages.database, database],
    [languages.api, api],
    [languages.program, program],
    [languages.scenario, scenario],
  ] as const;
  if (parts.some(([language, part]) => part && !language.zod.safeParse(part).success)) return false;
  try {
    return !hasErrors([
      ...checkDatabase(database),
      ...checkApi(api, database),
      ...(program ? checkProgram(program, api, database) : []),
      ...(scenario ? checkScenarios(scenario, api, noRequirements, database) : []),
    ]);
  } catch {
    return false;
  }
}

function documentsOf({ database, api, program, scenario }: Chain): ProjectDocuments {
  return { database, api, ...(program ? { program } : {}), ...(scenario ? { scenario } : {}) };
}

/** Without the folder that the project has in its batch. */
function pathOf({ at }: Diagnostic): string {
  return "file" in at ? at.file.replace(/^p\d+\//, "") : "";
}

function lineAt(files: ReadonlyMap<string, string>, diagnostic: Diagnostic): string {
  const line = "line" in diagnostic.at ? diagnostic.at.line : 0;
  return files.get(pathOf(diagnostic))?.split("\n")[line - 1]?.trim() ?? "";
}
