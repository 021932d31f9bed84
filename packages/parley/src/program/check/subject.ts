import type { Api, Operation } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { rowsOf } from "../../database/fields.ts";
import {
  at,
  hasErrors,
  isError,
  type Diagnostic,
  type Location,
  type Span,
} from "../../diagnostic/diagnostic.ts";
import { checkExpression, type Checked } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { lowerWhere, type Unqueryable } from "../../expression/lower-where.ts";
import { printExpression, printWithSpans } from "../../expression/print.ts";
import { booleanType, type Environment, type ModelType, type Type } from "../../expression/types.ts";
import { simplify, simplifyWhole } from "../../expression/simplify.ts";
import { visit } from "../../expression/visit.ts";
import type { Program } from "../document.ts";
import type { Routine } from "../routine.ts";
import { report } from "./report.ts";

export type Keys = readonly (string | number)[];

/** What a procedure is checked against, and where findings go. */
export interface Subject {
  program: Program;
  api: Api;
  database: Database;
  models: Record<string, ModelType>;
  routine: Routine;
  operation: Operation;
  found: Diagnostic[];
  /** Inputs that were read, as `body.title`; `body.*` where the whole of it was. */
  reads: Set<string>;
  /** Variables that something spoke of. */
  used: Set<string>;
  /** Variables that hold what the client sent, as it came. */
  sent: Set<string>;
}

/** What a routine is checked against, with nothing found yet. */
export function subjectOf(
  routine: Routine,
  shared: Pick<Subject, "program" | "api" | "database" | "models">,
): Subject {
  const { operation } = routine;
  return { ...shared, routine, operation, found: [], reads: new Set(), used: new Set(), sent: new Set() };
}

export function here(keys: Keys, span?: Span): Location {
  return at("program", keys, span);
}

/** Types an expression and notes what it speaks of. */
export function checkValue(
  subject: Subject,
  expression: Expression,
  environment: Environment,
  keys: Keys,
  options: { expected?: Type; loop?: boolean } = {},
): Checked {
  const checked = checkExpression(expression, environment, {
    at: (span) => here(keys, span),
    ...(options.expected ? { expected: options.expected } : {}),
  });
  subject.found.push(
    ...checked.diagnostics,
    ...findingsOfSimple(expression, environment, checked, keys, options.expected),
  );
  noteReads(subject, expression);
  checkQueriesInside(subject, expression, keys, options.loop ?? false);
  return checked;
}

/** A value without a type of its own: null, or a list that stays empty. */
export function checkNothing(
  subject: Subject,
  expression: Expression,
  type: Type | undefined,
  keys: Keys,
): void {
  const isEmpty = type?.type === "list" && type.of.type === "never";
  if (type?.type !== "null" && !isEmpty) return;
  const text = printExpression(expression);
  subject.found.push(report.constant(here(keys), { text, value: isEmpty ? "empty" : "null" }));
}

/** What is printed is checked too: without the parts that a constant rules out, a comparison may be idle. */
function findingsOfSimple(
  expression: Expression,
  environment: Environment,
  checked: Checked,
  keys: Keys,
  expected?: Type,
): Diagnostic[] {
  if (hasErrors(checked.diagnostics)) return [];
  const simple = simplify(expression, checked);
  if (simple === expression) return [];
  const again = checkExpression(simple, environment, {
    at: () => here(keys),
    ...(expected ? { expected } : {}),
  });
  const errors = again.diagnostics.filter(isError);
  if (errors.length > 0) return errors;
  // A list that stays empty once the rest is left out is of no type that others could rely on.
  if (!expected && holdsNever(again.type) && !holdsNever(checked.type)) {
    return [report.constant(here(keys), { text: printExpression(expression), value: "empty" })];
  }
  return findingsOfSimple(simple, environment, again, keys, expected);
}

function holdsNever(type: Type | undefined): boolean {
  return JSON.stringify(type ?? null).includes('"never"');
}

function noteReads(subject: Subject, expression: Expression): void {
  visit(expression, (node, bound) => {
    if (node.type === "name" && !bound.has(node.name)) {
      subject.used.add(node.name);
      if (isInput(node.name)) subject.reads.add(`${node.name}.*`);
    }
    if (node.type !== "member" || node.object.type !== "name" || bound.has(node.object.name)) return;
    if (!isInput(node.object.name)) return;
    subject.reads.add(`${node.object.name}.${node.property}`);
    subject.used.add(node.object.name);
    return false;
  });
}

/** A query inside a lambda over a loaded list, or inside a loop, runs once for each element. */
function checkQueriesInside(subject: Subject, expression: Expression, keys: Keys, loop: boolean): void {
  const look = (node: Expression, repeated: boolean): void =>
    visit(node, (child) => {
      // Passwords are hashed asynchronously, which functions over lists are not.
      const awaited = child.type === "query" || (child.type === "call" && hashing.has(child.function));
      if (awaited) {
        if (repeated && (child.type === "query" || node !== expression))
          subject.found.push(
            report["query-in-loop"](here(keys, printWithSpans(expression).spans.get(child))),
          );
        return child.type === "query" ? false : undefined;
      }
      if (child.type !== "iterate") return;
      look(child.source, repeated);
      look(child.body, true);
      return false;
    });
  look(expression, loop);
}

function isInput(name: string): boolean {
  return ["body", "query", "path", "headers", "cookies"].includes(name);
}

const hashing: ReadonlySet<string> = new Set(["hashPassword", "verifyPassword"]);

/** Checks that a condition on rows of a model can be asked of the database. */
export function checkWhere(
  subject: Subject,
  where: Expression,
  model: string,
  parameter: string,
  environment: Environment,
  keys: Keys,
): void {
  const before = subject.found.length;
  const checked = checkExpression(where, environment, {
    at: (span) => here(keys, span),
    expected: { type: "boolean" },
  });
  subject.found.push(
    ...checked.diagnostics,
    ...findingsOfSimple(where, environment, checked, keys, booleanType),
  );
  noteReads(subject, where);
  if (hasErrors(subject.found.slice(before))) return;
  const lowered = lowerWhere(where, model, parameter, {
    rows: rowsOf(subject.database),
    typing: checked,
    comparesColumns: true,
  });
  if ("problems" in lowered) refuse(subject, where, lowered.problems, keys);
  else checkSimpleWhere(subject, where, model, parameter, environment, keys);
}

/** What is left of a condition, once the parts are gone that are decided, is asked of the database. */
function checkSimpleWhere(
  subject: Subject,
  where: Expression,
  model: string,
  parameter: string,
  environment: Environment,
  keys: Keys,
): void {
  const simple = simplifyWhole(where, environment, booleanType, true);
  if (simple === where) return;
  const typing = checkExpression(simple, environment, { at: () => here(keys), expected: booleanType });
  const lowered = lowerWhere(simple, model, parameter, {
    rows: rowsOf(subject.database),
    typing,
    comparesColumns: true,
  });
  if ("problems" in lowered) refuse(subject, simple, lowered.problems, keys);
}

/** The same for the queries inside an expression, once it is typed. */
export function checkInnerQueries(
  subject: Subject,
  expression: Expression,
  checked: Checked,
  keys: Keys,
): void {
  if (hasErrors(checked.diagnostics)) return;
  visit(expression, (node) => {
    if (node.type !== "query") return;
    const value = node.value;
    if (
      value &&
      !(value.type === "member" && value.object.type === "name" && value.object.name === node.parameter)
    ) {
      refuse(subject, expression, [{ node: value, reason: "only a column of the row is measured" }], keys);
    }
    if (node.where) {
      const lowered = lowerWhere(node.where, node.model, node.parameter, {
        rows: rowsOf(subject.database),
        typing: checked,
        comparesColumns: true,
      });
      if ("problems" in lowered) refuse(subject, expression, lowered.problems, keys);
    }
    return false;
  });
}

export function refuse(
  subject: Subject,
  whole: Expression,
  problems: readonly Unqueryable[],
  keys: Keys,
): void {
  const { text, spans } = printWithSpans(whole);
  for (const { node, reason } of problems) {
    const span = spans.get(node);
    const words = span ? text.slice(span.start, span.end) : text;
    subject.found.push(report["not-in-query"](here(keys, span), { text: words, reason }));
  }
}
