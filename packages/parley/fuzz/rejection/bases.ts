import { checkApi } from "../../src/api/check/check.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { draftScenarios } from "../../src/blueprint/scenario.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { hasErrors, type DocumentName } from "../../src/diagnostic/diagnostic.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import { randomApi } from "../../test/random/api.ts";
import { randomProgram } from "../../test/random/program.ts";
import { randomScenarios } from "../../test/random/scenario.ts";
import { draftBackend, errorsFrom } from "../backend-files.ts";
import { randomAt, type Context } from "../context.ts";
import { draftedInputs, type NamedBackend } from "../drafted.ts";
import { typecheckProjects, type BatchProject } from "../projects.ts";
import { noRequirements } from "../soundness/chain.ts";
import { drawDatabase } from "../soundness/database.ts";
import { projectFiles } from "../soundness/project.ts";
import { drawRequirements } from "../soundness/requirements.ts";

/** A valid backend to be broken: it compiles, with the Prisma client of its database. */
export interface CompiledBase extends NamedBackend {
  client: ReadonlyMap<string, string>;
}

/** Languages whose print the compiler judges: that of requirements is what is drafted from them. */
export type CompiledLanguage = Exclude<DocumentName, "database">;

/** The project in which a broken document of a language is judged: what is neither it nor above it is stood in for. */
export function filesFor(language: CompiledLanguage, backend: Backend): Map<string, string> {
  const { database, api, program, scenario } = backend;
  switch (language) {
    case "requirements":
      return projectFiles({ database, api, program, scenario });
    case "api":
      return projectFiles({ database, api });
    case "program":
      return projectFiles({ database, api, program });
    case "scenario":
      return projectFiles({ database, api, scenario });
    default:
      return language satisfies never;
  }
}

function outlinesFor(count: number): string[] {
  return count > 2 ? ["todo", "library"] : ["todo"];
}

/** Backends without errors: some as drafted from outlines of the tests, the others random. */
export async function makeBases(
  context: Context,
  count: number,
  outlines: readonly string[] = outlinesFor(count),
): Promise<CompiledBase[]> {
  const drafted = draftedInputs(outlines);
  const bases: CompiledBase[] = [];
  for (const base of drafted) bases.push({ ...base, client: await clientOf(base.backend) });
  for (let index = 0; bases.length < count && index < 5 * count; index++) {
    const backend = randomBackend(context, index);
    if (backend) bases.push({ name: `random-${index}`, backend, client: await clientOf(backend) });
  }
  return compiling(context, bases, ["api", "program", "scenario"]);
}

/** Requirements without errors whose drafts have none either, and compile. */
export async function makeRequirementBases(
  context: Context,
  count: number,
  outlines: readonly string[] = outlinesFor(count),
): Promise<CompiledBase[]> {
  const bases: NamedBackend[] = draftedInputs(outlines);
  for (let index = 0; bases.length < count && index < 20 * count; index++) {
    const { document } = drawRequirements(context, "base", index);
    if (hasErrors(checkRequirements(document))) continue;
    try {
      const backend = draftBackend(document);
      if (errorsFrom("database", backend).length === 0) bases.push({ name: `random-${index}`, backend });
    } catch {
      // What a draft throws at is found where requirements are asked for.
    }
  }
  const withClients: CompiledBase[] = [];
  for (const base of bases) withClients.push({ ...base, client: await clientOf(base.backend) });
  return compiling(context, withClients, ["requirements"]);
}

/** What is broken can only be told of what was whole. */
async function compiling(
  context: Context,
  bases: readonly CompiledBase[],
  languages: readonly CompiledLanguage[],
): Promise<CompiledBase[]> {
  const printed = bases.flatMap((base) => {
    try {
      return [{ base, wholes: languages.map((name) => filesFor(name, base.backend)) }];
    } catch {
      return [];
    }
  });
  const projects = printed.flatMap(({ base, wholes }) =>
    wholes.map((files, index): BatchProject => ({
      key: `${base.name} ${index}`,
      client: base.name,
      files,
    })),
  );
  const { typechecker, dependencies } = context.host;
  const clients = new Map(bases.map(({ name, client }) => [name, client]));
  const errors = await typecheckProjects(typechecker, await dependencies(), projects, clients);
  const broken = new Set([...errors.keys()].map((key) => key.split(" ")[0]));
  return printed.map(({ base }) => base).filter(({ name }) => !broken.has(name));
}

function randomBackend(context: Context, index: number): Backend | undefined {
  const { random } = randomAt(context.seed, "base", index);
  const { document: database } = drawDatabase(context, "base", index);
  if (hasErrors(checkDatabase(database))) return undefined;
  const api = randomApi(random, database, 4);
  if (hasErrors(checkApi(api, database))) return undefined;
  const program = randomProgram(random, database, api, 5);
  if (hasErrors(checkProgram(program, api, database))) return undefined;
  const drawn = randomScenarios(random, database, api, 5);
  const scenario = hasErrors(checkScenarios(drawn, api, noRequirements, database))
    ? draftScenarios(noRequirements, database, api)
    : drawn;
  if (hasErrors(checkScenarios(scenario, api, noRequirements, database))) return undefined;
  return { requirements: noRequirements, database, api, program, scenario };
}

async function clientOf({ database }: Backend): Promise<ReadonlyMap<string, string>> {
  const client = await generateClient(printPrismaSchema(database).text, { importFileExtension: "ts" });
  if (!client.ok) throw new Error(client.diagnostics[0]?.message);
  return client.value;
}
