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
import { templateFiles } from "../projects.ts";

/** The documents of a project; what is absent is stood in for by what compiles whatever it is asked. */
export interface ProjectDocuments {
  database: Database;
  api: Api;
  program?: Program;
  scenario?: Scenarios;
}

/** The TypeScript of a generated project, as printed and not yet formatted, but its Prisma client. */
export function projectFiles({ database, api, program, scenario }: ProjectDocuments): Map<string, string> {
  const fixed = [...templateFiles()].filter(([path]) => path.endsWith(".ts") && !path.startsWith("vitest"));
  const files = new Map(fixed.map(([path, text]) => [path, { text }]));
  const printed = [
    ...printApi(api, database, programModules(program ?? nothing)),
    ...(program
      ? printProgram(program, api, database)
      : [...standIns(api), printConstraints(api, database), printActors(nothing, api, database)]),
    ...printScenarios(scenario ?? { scenarios: {} }, api, database),
  ];
  for (const file of printed) files.set(file.path, file);
  dropUnused(files);
  return new Map([...files].map(([path, { text }]) => [path, text]));
}

const nothing: Program = { procedures: {} };

/** Services whose methods take and give whatever is wanted of them. */
function standIns(api: Api): { path: string; text: string }[] {
  return groupsOf(api).map((group) => {
    const methods = operationsOf(api, group).map(
      ([, { method }]) => `  ${method}(..._given: unknown[]): Promise<any> { throw new Error(); }`,
    );
    const text = `export class ${groupClass(group, "service").name} {\n${methods.join("\n")}\n}\n`;
    return { path: groupFile(group, "service"), text };
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
