import { checkApi } from "../../src/api/check/check.ts";
import type { Backend } from "../../src/backend/documents.ts";
import { draftScenarios } from "../../src/blueprint/scenario.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import { randomApi } from "../../test/random/api.ts";
import { randomProgram } from "../../test/random/program.ts";
import { randomScenarios } from "../../test/random/scenario.ts";
import { randomAt, type Context } from "../context.ts";
import { draftedInputs } from "../hostile/inputs.ts";
import { typecheckProjects, type BatchProject } from "../projects.ts";
import { noRequirements } from "../soundness/chain.ts";
import { drawDatabase } from "../soundness/database.ts";
import { projectFiles } from "../soundness/project.ts";

/** A valid backend to be broken, with the Prisma client of its database. */
export interface Base {
  name: string;
  backend: Backend;
  client: ReadonlyMap<string, string>;
}

/** Backends without errors: some as drafted from outlines of the tests, the others random. */
export async function makeBases(context: Context, count: number): Promise<Base[]> {
  const drafted = draftedInputs(count > 2 ? ["todo", "library"] : ["todo"]);
  const bases: Base[] = [];
  for (const { name, backend } of drafted) bases.push({ name, backend, client: await clientOf(backend) });
  for (let index = 0; bases.length < count && index < 5 * count; index++) {
    const backend = randomBackend(context, index);
    if (!backend) continue;
    const base: Base = { name: `random ${index}`, backend, client: await clientOf(backend) };
    if (await compiles(context, base)) bases.push(base);
  }
  return bases;
}

/** What is broken can only be told of what was whole. */
async function compiles(context: Context, { backend, client }: Base): Promise<boolean> {
  const { database, api, program, scenario } = backend;
  let projects: BatchProject[];
  try {
    projects = [
      { key: "whole", client: "c", files: projectFiles({ database, api, program, scenario }) },
      { key: "api", client: "c", files: projectFiles({ database, api }) },
    ];
  } catch {
    return false;
  }
  const { typechecker, dependencies } = context.host;
  const errors = await typecheckProjects(
    typechecker,
    await dependencies(),
    projects,
    new Map([["c", client]]),
  );
  return errors.size === 0;
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
  const scenario = hasErrors(checkScenarios(drawn, api, noRequirements))
    ? draftScenarios(noRequirements, database, api)
    : drawn;
  if (hasErrors(checkScenarios(scenario, api, noRequirements))) return undefined;
  return { requirements: noRequirements, database, api, program, scenario };
}

async function clientOf({ database }: Backend): Promise<ReadonlyMap<string, string>> {
  const client = await generateClient(printPrismaSchema(database).text, { importFileExtension: "ts" });
  if (!client.ok) throw new Error(client.diagnostics[0]?.message);
  return client.value;
}
