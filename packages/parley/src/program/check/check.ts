import type { Api, Operation } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import { at, type Diagnostic, type Location, type Span } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { checkExpression } from "../../expression/check.ts";
import { printExpression } from "../../expression/print.ts";
import { booleanType, rowOf } from "../../expression/types.ts";
import type { Procedure, Program } from "../document.ts";
import { actorOf, procedureEnvironment } from "../environment.ts";
import { alwaysReturns, wantedAnswer } from "../rows.ts";
import { lowerWhere } from "../lower-where.ts";
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
  const found: Diagnostic[] = checkScopes(database);
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

/** Scopes become conditions of queries, too. */
function checkScopes(database: Database): Diagnostic[] {
  const models = modelTypes(database);
  const found: Diagnostic[] = [];
  for (const [name, { scope }] of Object.entries(database.models)) {
    for (const reach of ["read", "write"] as const) {
      for (const [kind, condition] of Object.entries(scope?.[reach] ?? {})) {
        const names = { row: rowOf(name), ...(kind === "guest" ? {} : { actor: actorOf([kind]) }) };
        const place = ["models", name, "scope", reach, kind];
        const locate = (span?: Span): Location => at("database", place, span);
        const typing = checkExpression(condition, { names, models }, { at: locate, expected: booleanType });
        found.push(...typing.diagnostics);
        if (typing.diagnostics.length > 0) continue;
        const lowered = lowerWhere(condition, name, "row", { database, typing });
        if ("where" in lowered) continue;
        for (const { node, reason } of lowered.problems) {
          found.push(report["not-in-query"](locate(), { text: printExpression(node), reason }));
        }
      }
    }
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
