import type { Api, Operation } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Procedure, Program } from "../document.ts";
import { procedureEnvironment } from "../environment.ts";
import { alwaysReturns, wantedAnswer } from "../rows.ts";
import { checkRaces, writtenColumns } from "./races.ts";
import { report } from "./report.ts";
import { checkBlock } from "./statements.ts";
import { here, type Subject } from "./subject.ts";

/**
 * Everything wrong with a program over a database and an API that check without errors, all at once. A program
 * without errors prints to code that compiles.
 */
export function checkProgram(program: Program, api: Api, database: Database): Diagnostic[] {
  const shared = { program, api, database, models: modelTypes(database) };
  const written = writtenColumns(program, api, database);
  const found: Diagnostic[] = [];
  for (const name of Object.keys(api.operations)) {
    if (!Object.hasOwn(program.procedures, name)) {
      found.push(report["missing-procedure"](here(["procedures"]), { name }));
    }
  }
  for (const [name, procedure] of Object.entries(program.procedures)) {
    const operation = Object.hasOwn(api.operations, name) ? api.operations[name] : undefined;
    if (!operation) {
      const hint = didYouMean(name, Object.keys(api.operations));
      found.push(report["unknown-operation"](here(["procedures", name]), { name, hint }));
      continue;
    }
    const subject: Subject = { ...shared, operation, found: [], bodyReads: new Set(), used: new Set() };
    checkProcedure(subject, name, procedure, operation, written);
    found.push(...subject.found);
  }
  return found;
}

function checkProcedure(
  subject: Subject,
  name: string,
  { statements }: Procedure,
  operation: Operation,
  written: ReadonlySet<string>,
): void {
  const { api, database, models, found } = subject;
  const keys = ["procedures", name, "statements"];
  checkBlock(subject, statements, procedureEnvironment(operation, api, database, models), keys);
  checkRaces(subject, statements, written, keys);
  if (wantedAnswer(operation, api) && !alwaysReturns(statements)) {
    found.push(report["missing-return"](here(keys), { type: operation.answer.schema! }));
  }
  const properties = operation.body === undefined ? {} : (api.schemas[operation.body]?.properties ?? {});
  if (subject.bodyReads.has("*")) return;
  for (const property of Object.keys(properties)) {
    if (!subject.bodyReads.has(property)) {
      found.push(report["unused-body-property"](here(keys), { name: property }));
    }
  }
}
