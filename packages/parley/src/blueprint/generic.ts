import type { Api, Operation } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { hasErrors } from "../diagnostic/diagnostic.ts";
import { falseValue } from "../expression/build.ts";
import { checkProgram } from "../program/check/check.ts";
import type { Statement } from "../program/document.ts";
import { accountProcedure } from "./generic-account.ts";
import { answerOf } from "./generic-answer.ts";
import { readings } from "./generic-reading.ts";
import { modelInPath, routeOf } from "./generic-route.ts";
import { writings } from "./generic-writing.ts";

/** All that a draft may look at where nobody wrote requirements. */
export interface GenericContext {
  database: Database;
  api: Api;
}

/** An operation with its name. */
export interface NamedOperation {
  name: string;
  operation: Operation;
}

/** What an operation may be about: a model, and how its answer shows rows of it. */
export interface Subject extends NamedOperation {
  context: GenericContext;
  model: string;
  answer: ReturnType<typeof answerOf>;
}

/** The framework's error of an operation whose meaning does not follow from the documents. */
export const NOT_IMPLEMENTED = "not-implemented";

/**
 * What an operation that no block brought can only mean, by its shape: rows listed, searched, counted, shown, made,
 * changed or deleted, and signing up and in. An operation whose shape leaves it open answers `not-implemented`.
 * Total: the statements pass their checks, whatever the documents are that passed theirs.
 */
export function genericProcedure(context: GenericContext, named: NamedOperation): Statement[] {
  for (const statements of candidates(context, named)) {
    if (isSound(context, named, statements)) return statements;
  }
  return [{ type: "require", condition: falseValue, error: NOT_IMPLEMENTED }];
}

/** Readings of the operation, the likeliest first; lazily, since the first one mostly stands. */
function* candidates(context: GenericContext, named: NamedOperation): Generator<Statement[]> {
  const account = accountProcedure(context, named);
  if (account) yield account;
  const answer = answerOf(context, named.operation);
  for (const model of modelsOf(context, named.operation, answer)) {
    const subject: Subject = { ...named, context, model, answer };
    yield* readings(subject);
    yield* writings(subject);
  }
}

/** The model whose rows are shown; where none are, that of the body or the one that the path speaks of. */
function modelsOf(
  { api, database }: GenericContext,
  operation: Operation,
  answer: ReturnType<typeof answerOf>,
): string[] {
  const known = (model: string | undefined): string[] =>
    model !== undefined && Object.hasOwn(database.models, model) ? [model] : [];
  if (answer.model !== undefined) return known(answer.model);
  const body = operation.body === undefined ? undefined : api.schemas[operation.body]?.model;
  const byKey = Object.keys(database.models).find((model) => {
    const route = routeOf({ api, database }, operation, model, true);
    return route?.own?.column === "id" && route.tail.length === 0;
  });
  return [...new Set([body, modelInPath(database, operation), byKey].flatMap(known))];
}

function isSound(
  { api, database }: GenericContext,
  { name, operation }: NamedOperation,
  statements: Statement[],
): boolean {
  const program = { procedures: { [name]: { id: operation.id, statements } } };
  const found = checkProgram(program, { ...api, operations: { [name]: operation } }, database);
  return !hasErrors(found.filter(({ at }) => "document" in at && at.document === "program"));
}
