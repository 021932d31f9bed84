import type { Api } from "../../src/api/document.ts";
import { groupClass, groupFile } from "../../src/api/layout.ts";
import { printApi } from "../../src/api/print/print.ts";
import { groupsOf, operationsOf } from "../../src/api/query.ts";
import { dropUnused } from "../../src/backend/print.ts";
import type { Database } from "../../src/database/document.ts";
import type { Program } from "../../src/program/document.ts";
import { printActors } from "../../src/program/print/actors.ts";
import { printConstraints } from "../../src/program/print/constraints.ts";
import { printProgram, programModules } from "../../src/program/print/print.ts";
import type { Scenarios } from "../../src/scenario/document.ts";
import { printScenarios } from "../../src/scenario/print/print.ts";
import type { PrintedFile } from "../../src/text/render.ts";
import { templateFiles } from "../projects.ts";

/** The documents of a project; what is absent is stood in for by what compiles whatever it is asked. */
export interface ProjectDocuments {
  database: Database;
  api: Api;
  program?: Program;
  scenario?: Scenarios;
}

/**
 * The TypeScript of a generated project, as printed and not yet formatted, but its Prisma client. What follows from the
 * same documents as before is not printed again.
 */
export function projectFiles(documents: ProjectDocuments): Map<string, string> {
  const { database, api, program, scenario } = documents;
  const fixed = [...templateFiles()].filter(([path]) => path.endsWith(".ts") && !path.startsWith("vitest"));
  const files = new Map<string, { text: string }>(fixed.map(([path, text]) => [path, { text }]));
  const modules = programModules(program ?? nothing);
  const printed: readonly PrintedFile[] = [
    ...once(documents, `api ${JSON.stringify(modules)}`, () => printApi(api, database, modules)),
    ...(program
      ? printProgram(program, api, database)
      : once(documents, "no program", () => [
          ...standIns(api),
          printConstraints(api, database),
          printActors(nothing, api, database),
        ])),
    ...(scenario
      ? printScenarios(scenario, api, database)
      : once(documents, "no scenario", () => printScenarios({ scenarios: {} }, api, database))),
  ];
  for (const file of printed) files.set(file.path, file);
  dropUnused(files);
  return new Map([...files].map(([path, { text }]) => [path, text]));
}

const nothing: Program = { procedures: {} };

const printedBefore = new WeakMap<Api, WeakMap<Database, Map<string, readonly PrintedFile[]>>>();

function once(
  { api, database }: ProjectDocuments,
  key: string,
  print: () => readonly PrintedFile[],
): readonly PrintedFile[] {
  const byDatabase = printedBefore.get(api) ?? new WeakMap<Database, Map<string, readonly PrintedFile[]>>();
  printedBefore.set(api, byDatabase);
  const known = byDatabase.get(database) ?? new Map<string, readonly PrintedFile[]>();
  byDatabase.set(database, known);
  const files = known.get(key) ?? print();
  known.set(key, files);
  return files;
}

/** Services whose methods take and give whatever is wanted of them. */
function standIns(api: Api): PrintedFile[] {
  return groupsOf(api).map((group) => {
    const methods = operationsOf(api, group).map(
      ([, { method }]) => `  ${method}(..._given: unknown[]): Promise<any> { throw new Error(); }`,
    );
    const text = `export class ${groupClass(group, "service").name} {\n${methods.join("\n")}\n}\n`;
    return { path: groupFile(group, "service"), text, origins: [] };
  });
}

/** The language whose printer made a file. */
export function languageOf(path: string): "api" | "program" | "scenario" {
  if (path.startsWith("test/")) return "scenario";
  const isProgram = /\.(service|scope|jobs)\.ts$|\/(actors|constraints|slug|literal-text)\.ts$|extern/.test(
    path,
  );
  return isProgram ? "program" : "api";
}
