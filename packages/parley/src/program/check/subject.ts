import type { Api, Operation } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { at, type Diagnostic, type Location, type Span } from "../../diagnostic/diagnostic.ts";
import { checkExpression, type Checked } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { printWithSpans } from "../../expression/print.ts";
import type { Environment, ModelType, Type } from "../../expression/types.ts";
import { visit } from "../../expression/visit.ts";
import type { Program } from "../document.ts";
import { lowerWhere, type Unqueryable } from "../lower-where.ts";
import { report } from "./report.ts";

export type Keys = readonly (string | number)[];

/** What a procedure is checked against, and where findings go. */
export interface Subject {
  program: Program;
  api: Api;
  database: Database;
  models: Record<string, ModelType>;
  operation: Operation;
  found: Diagnostic[];
  /** Properties of the body that were read; "*" where the whole of it was. */
  bodyReads: Set<string>;
  /** Variables that something spoke of. */
  used: Set<string>;
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
  subject.found.push(...checked.diagnostics);
  noteReads(subject, expression);
  checkQueriesInside(subject, expression, keys, options.loop ?? false);
  return checked;
}

function noteReads(subject: Subject, expression: Expression): void {
  visit(expression, (node, bound) => {
    if (node.type === "name" && !bound.has(node.name)) {
      subject.used.add(node.name);
      if (node.name === "body") subject.bodyReads.add("*");
    }
    if (node.type !== "member" || node.object.type !== "name" || bound.has(node.object.name)) return;
    if (node.object.name !== "body") return;
    subject.bodyReads.add(node.property);
    subject.used.add("body");
    return false;
  });
}

/** A query inside a lambda over a loaded list, or inside a loop, runs once for each element. */
function checkQueriesInside(subject: Subject, expression: Expression, keys: Keys, loop: boolean): void {
  const { spans } = printWithSpans(expression);
  const look = (node: Expression, repeated: boolean): void =>
    visit(node, (child) => {
      // Passwords are hashed asynchronously, which functions over lists are not.
      const awaited = child.type === "query" || (child.type === "call" && hashing.has(child.function));
      if (awaited) {
        if (repeated && (child.type === "query" || node !== expression))
          subject.found.push(report["query-in-loop"](here(keys, spans.get(child))));
        return child.type === "query" ? false : undefined;
      }
      if (child.type !== "iterate") return;
      look(child.source, repeated);
      look(child.body, true);
      return false;
    });
  look(expression, loop);
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
  subject.found.push(...checked.diagnostics);
  noteReads(subject, where);
  if (subject.found.length > before) return;
  const lowered = lowerWhere(where, model, parameter, { database: subject.database, typing: checked });
  if ("problems" in lowered) refuse(subject, where, lowered.problems, keys);
}

/** The same for the queries inside an expression, once it is typed. */
export function checkInnerQueries(
  subject: Subject,
  expression: Expression,
  checked: Checked,
  keys: Keys,
): void {
  if (checked.diagnostics.length > 0) return;
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
        database: subject.database,
        typing: checked,
      });
      if ("problems" in lowered) refuse(subject, expression, lowered.problems, keys);
    }
    return false;
  });
}

function refuse(subject: Subject, whole: Expression, problems: readonly Unqueryable[], keys: Keys): void {
  const { text, spans } = printWithSpans(whole);
  for (const { node, reason } of problems) {
    const span = spans.get(node);
    const words = span ? text.slice(span.start, span.end) : text;
    subject.found.push(report["not-in-query"](here(keys, span), { text: words, reason }));
  }
}
