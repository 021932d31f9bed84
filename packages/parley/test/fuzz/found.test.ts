import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHost, valueOf } from "../../fuzz/context.ts";
import { typecheckProjects, type BatchProject } from "../../fuzz/projects.ts";
import { noRequirements } from "../../fuzz/soundness/chain.ts";
import { projectFiles, type ProjectDocuments } from "../../fuzz/soundness/project.ts";
import { checkDocument } from "../../src/backend/check.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { isError, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { generateClient } from "../../src/host/prisma-client.ts";

/** Documents that passed their checks and once did not compile, as small as the fuzzer made them. */
const directory = join(import.meta.dirname, "found");
const names = readdirSync(directory).map((file) => file.replace(/\.json$/, ""));
const host = createHost();
let errors: Map<string, Diagnostic[]>;

function documentsOf(name: string): ProjectDocuments {
  return JSON.parse(readFileSync(join(directory, `${name}.json`), "utf8")) as ProjectDocuments;
}

beforeAll(async () => {
  const clients = new Map<string, ReadonlyMap<string, string>>();
  const projects: BatchProject[] = [];
  for (const name of names) {
    const documents = documentsOf(name);
    const schema = printPrismaSchema(documents.database).text;
    clients.set(name, valueOf(await generateClient(schema, { importFileExtension: "ts" })));
    projects.push({ key: name, client: name, files: projectFiles(documents) });
  }
  errors = await typecheckProjects(host.typechecker, await host.dependencies(), projects, clients);
}, 120_000);
afterAll(() => host.close());

test.each(names)("%s", (name) => {
  const { database, api, program, scenario } = documentsOf(name);
  const backend = {
    requirements: noRequirements,
    database,
    api,
    program: program ?? { procedures: {} },
    scenario: scenario ?? { scenarios: {} },
  };
  const checked = ["database", "api", program && "program", scenario && "scenario"] as const;
  const findings = checked.flatMap((document) => (document ? checkDocument(document, backend) : []));
  expect(renderForModels(findings.filter(isError))).toBe("");
  expect(renderForModels(errors.get(name) ?? [])).toBe("");
});
