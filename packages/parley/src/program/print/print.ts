import type { Api } from "../../api/document.ts";
import { EXTENSION } from "../../api/layout.ts";
import type { Database } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import { withRuntime } from "../../expression/runtime.ts";
import { remembering } from "../../schema/remember.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { text, type SymbolReference } from "../../text/text.ts";
import type { Program } from "../document.ts";
import { plainProgram } from "../plain.ts";
import { routinesOf } from "../routine.ts";
import { printActors } from "./actors.ts";
import { printConstraints } from "./constraints.ts";
import { externsModule, printExterns } from "./externs.ts";
import { functionsModule, printFunctions } from "./functions.ts";
import { jobsModule, printJobs } from "./jobs.ts";
import { printScopes } from "./scope.ts";
import { printServices } from "./service.ts";

/** All files of a generated project that follow from a program without errors, unformatted. */
export function printProgram(written: Program, api: Api, database: Database): PrintedFile[] {
  return printAll(written, remembering(api), remembering(database));
}

function printAll(written: Program, api: Api, database: Database): PrintedFile[] {
  const program = plainProgram(written);
  const documents = { program, api, database };
  const routines = routinesOf(program, api, database, modelTypes(database));
  const code = [
    ...printServices(documents, routines),
    ...printFunctions(documents, routines),
    ...printJobs(documents, routines),
    ...printScopes(program, api, database),
  ];
  return withRuntime([
    ...code,
    ...printExterns(program, database),
    printConstraints(api, database),
    printActors(program, api, database),
    ...shared.filter((file) => code.some(({ text: printed }) => printed.includes(importOf(file)))),
  ]);
}

/** Modules that a program adds to the application. */
export function programModules(program: Program): SymbolReference[] {
  const has = (record: object | undefined): boolean => Object.keys(record ?? {}).length > 0;
  return [
    ...(has(program.externs) ? [externsModule] : []),
    ...(has(program.functions) ? [functionsModule] : []),
    ...(has(program.jobs) ? [jobsModule] : []),
  ];
}

function importOf({ path }: PrintedFile): string {
  return path.replace("src/", "../");
}

const slug = renderTypeScript(
  "src/common/slug.ts",
  text`
    /** Letters and digits with hyphens between them, as in addresses: "Zoë's Café" becomes "zoe-s-cafe". */
    export function slug(text: string): string {
      return text
        .normalize("NFKD")
        .replace(/\\p{M}/gu, "")
        .toLowerCase()
        .replace(/[^\\p{L}\\p{N}]+/gu, "-")
        .replace(/^-|-$/g, "");
    }
  `,
  { extension: EXTENSION },
);

const literalText = renderTypeScript(
  "src/common/literal-text.ts",
  text`
    /** Text that a search finds as it is: "%" and "_" would stand for other characters. */
    export function literalText(text: string): string {
      return text.replace(/[\\\\%_]/g, "\\\\$&");
    }
  `,
  { extension: EXTENSION },
);

/** Files that are only there where something needs them. */
const shared: readonly PrintedFile[] = [slug, literalText];
