import type { Api } from "../../src/api/document.ts";
import { printOpenApi } from "../../src/api/print/openapi.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { draftScenarios } from "../../src/blueprint/scenario.ts";
import type { Database } from "../../src/database/document.ts";
import { importOpenapi } from "../../src/import/openapi.ts";
import { database as formsDatabase, forms } from "../../test/api/samples/forms.ts";
import { errorsFrom } from "../backend-files.ts";
import type { Context } from "../context.ts";
import { draftedInputs } from "../drafted.ts";
import { makeBases, makeRequirementBases } from "../rejection/bases.ts";
import { noRequirements } from "../soundness/chain.ts";
import type { HostileInput } from "./part.ts";

/** An API in every form, and somebody else's, with what is drafted for them. */
export function describedInputs(): HostileInput[] {
  const imported = importOpenapi(printOpenApi(forms, formsDatabase));
  return [over("forms", formsDatabase, forms), over("foreign", imported.database, imported.api)];
}

function over(name: string, database: Database, api: Api): HostileInput {
  const program = draftProgram(noRequirements, database, api);
  const scenario = draftScenarios(noRequirements, database, api);
  return { name, backend: { requirements: noRequirements, database, api, program, scenario } };
}

/** So many random backends that check and compile, half of them drafted from random requirements. */
export async function randomInputs(context: Context, count: number): Promise<HostileInput[]> {
  const drafted = await makeRequirementBases(context, count, []);
  const drawn = await makeBases(context, count, []);
  return [
    ...drafted
      .slice(0, Math.ceil(count / 2))
      .map(({ name, backend }) => ({ name: `drafted ${name}`, backend })),
    ...drawn.slice(0, Math.floor(count / 2)).map(({ name, backend }) => ({ name: `drawn ${name}`, backend })),
  ].filter(({ backend }) => errorsFrom("database", backend).length === 0);
}

/** Texts that each random backend is attacked with. */
const ROUNDS = 4;

/** All of them: as many random backends as a fifth of the count, up to ten. */
export async function hostileInputs(context: Context): Promise<HostileInput[]> {
  const random = await randomInputs(context, Math.min(10, Math.floor(context.count / 5)));
  return [
    ...draftedInputs(["todo", "library", "issue-tracker"]),
    ...describedInputs(),
    ...random.map((input) => ({ ...input, rounds: ROUNDS })),
  ];
}
