import type { Api } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import { rowsOf } from "../../database/fields.ts";
import { at, hasErrors, type Diagnostic, type Location, type Span } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { checkExpression } from "../../expression/check.ts";
import { lowerWhere } from "../../expression/lower-where.ts";
import { printExpression } from "../../expression/print.ts";
import { booleanType, rowOf } from "../../expression/types.ts";
import { remembering } from "../../schema/remember.ts";
import type { Program } from "../document.ts";
import { actorOf } from "../environment.ts";
import { plainStatements } from "../plain.ts";
import { routinesOf, writesOf } from "../routine.ts";
import { alwaysReturns, isRefusal, wantedAnswer } from "../rows.ts";
import { wantedName } from "./answer.ts";
import { checkRaces } from "./races.ts";
import { report } from "./report.ts";
import { checkDeclarations } from "./routines.ts";
import { checkBlock } from "./statements.ts";
import { here, subjectOf, type Subject } from "./subject.ts";

/**
 * Everything wrong with a program over a database and an API that check without errors, all at once. A program
 * without errors prints to code that compiles.
 */
export function checkProgram(program: Program, api: Api, database: Database): Diagnostic[] {
  return findingsOf(program, remembering(api), remembering(database));
}

function findingsOf(program: Program, api: Api, database: Database): Diagnostic[] {
  const shared = { program, api, database, models: modelTypes(database) };
  const found: Diagnostic[] = [...checkScopes(database), ...checkDeclarations(program, database)];
  for (const name of Object.keys(api.operations)) {
    if (!Object.hasOwn(program.procedures, name)) {
      found.push(report["missing-procedure"](here(["procedures"]), { name }));
    }
  }
  for (const name of Object.keys(program.procedures)) {
    if (Object.hasOwn(api.operations, name)) continue;
    const hint = didYouMean(name, Object.keys(api.operations));
    found.push(report["unknown-operation"](here(["procedures", name]), { name, hint }));
  }
  const routines = routinesOf(program, api, database, shared.models);
  const written = new Set(
    routines.flatMap(({ statements, operation }) => [...writesOf(statements, operation, api, database)]),
  );
  for (const routine of routines) {
    const subject = subjectOf(routine, shared);
    checkRoutine(subject, written);
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
        if (hasErrors(typing.diagnostics)) continue;
        const lowered = lowerWhere(condition, name, "row", { rows: rowsOf(database), typing });
        if ("where" in lowered) continue;
        for (const { node, reason } of lowered.problems) {
          found.push(report["not-in-query"](locate(), { text: printExpression(node), reason }));
        }
      }
    }
  }
  return found;
}

function checkRoutine(subject: Subject, written: ReadonlySet<string>): void {
  const { routine, operation, api, found } = subject;
  const { statements, name } = routine;
  const keys = [...routine.keys, "statements"];
  const [first] = statements;
  if (first?.type === "require" && isRefusal(first) && first.error === "not-implemented") {
    found.push(report["not-implemented"](here(routine.keys), { name }));
  }
  checkBlock(subject, statements, routine.environment, keys);
  checkRaces(subject, plainStatements(statements), written, keys);
  if ((routine.result ?? wantedAnswer(operation, api)) && !alwaysReturns(statements)) {
    found.push(report["missing-return"](here(keys), { type: wantedName(routine) }));
  }
  if (!statements.some(isRefusal)) checkInputs(subject);
}

/** What a client may send, or a caller passes, is there to be read. */
function checkInputs({ routine, operation, api, reads, used, found }: Subject): void {
  const keys = [...routine.keys, "statements"];
  if (routine.type === "function") {
    for (const name of Object.keys(routine.environment.names)) {
      if (used.has(name)) continue;
      found.push(report["unused-parameter"](here([...routine.keys, "parameters", name]), { name }));
    }
    return;
  }
  const properties = operation.body === undefined ? {} : (api.schemas[operation.body]?.properties ?? {});
  for (const [name, { only }] of Object.entries(properties)) {
    if (only === "answer" || isRead(reads, "body", name)) continue;
    found.push(report["unused-body-property"](here(keys), { name }));
  }
  const { query = {}, headers = {}, cookies = {} } = operation;
  const inputs = { path: operation.parameters, query, headers, cookies };
  for (const [input, names] of Object.entries(inputs)) {
    for (const name of Object.keys(names)) {
      if (isRead(reads, input, name)) continue;
      found.push(report["unused-parameter"](here(keys), { name: `${input}.${name}` }));
    }
  }
}

function isRead(reads: ReadonlySet<string>, input: string, name: string): boolean {
  return reads.has(`${input}.*`) || reads.has(`${input}.${name}`);
}
