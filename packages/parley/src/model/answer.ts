import type { z } from "zod";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { coerce } from "../schema/coerce.ts";
import type { CoercionNote } from "../schema/coerce-scalars.ts";
import type { ExportFlavour } from "../schema/export.ts";
import type { ConvertExpression } from "../schema/expressions.ts";
import { schemaOf } from "../schema/from-zod.ts";
import type { Schema } from "../schema/ir.ts";
import { importAnswer } from "../schema/import-answer.ts";
import { readValue } from "../schema/validate.ts";
import { parseAnswer, type ParseNote, type ParseOptions } from "./parse.ts";

export interface AnswerOptions<Value> extends ParseOptions {
  type: z.ZodType<Value>;
  /** The schema the model was shown, where that is not all of the type. */
  schema?: Schema;
  /** Adds what the model was not shown, before validation. */
  complete?: (value: unknown) => unknown;
  /** The form in which the schema was sent. */
  flavour: ExportFlavour;
  /** Makes trees of expressions that are text; those that are trees already are left to validation. */
  parseExpression: ConvertExpression;
}

export interface ReadAnswer<Value> {
  /** Only without errors. */
  value?: Value;
  /** The answer after parsing and coercion, whether valid or not: what feedback shows. */
  answer: unknown;
  diagnostics: Diagnostic[];
  notes: { parse: ParseNote[]; coercion: CoercionNote[] };
}

/**
 * One raw answer through parsing, import, coercion and validation. Where it holds several values, the best is
 * taken: with the fewest errors, then with the fewest keys dropped, then the likeliest by its place.
 */
export function readAnswer<Value>(raw: string, options: AnswerOptions<Value>): ReadAnswer<Value> {
  const parsed = parseAnswer(raw, options);
  const read = parsed.candidates.map((candidate) => readCandidate(candidate, options));
  const [best] = read.toSorted(byFit);
  const notes = { parse: parsed.notes, coercion: best?.coercion ?? [] };
  if (!best) return { answer: parsed.partial, diagnostics: parsed.diagnostics, notes };
  const { value, answer, diagnostics } = best;
  return { ...(value === undefined ? {} : { value }), answer, diagnostics, notes };
}

interface Candidate<Value> {
  value?: Value;
  answer: unknown;
  diagnostics: Diagnostic[];
  coercion: CoercionNote[];
}

function byFit(a: Candidate<unknown>, b: Candidate<unknown>): number {
  return a.diagnostics.length - b.diagnostics.length || droppedKeys(a) - droppedKeys(b);
}

function droppedKeys({ coercion }: Candidate<unknown>): number {
  return coercion.filter(({ type }) => type === "key-dropped").length;
}

function readCandidate<Value>(candidate: unknown, options: AnswerOptions<Value>): Candidate<Value> {
  const schema = options.schema ?? schemaOf(options.type);
  const imported = importAnswer(schema, options.flavour, candidate, options.name);
  const coerced = coerce(schema, imported.value);
  const place = { call: options.name };
  const completed = options.complete ? options.complete(coerced.value) : coerced.value;
  const read = readValue(options.type, completed, place, (expression, pointer) =>
    parseEither(expression, pointer, options.parseExpression),
  );
  const diagnostics = [...imported.diagnostics, ...read.diagnostics];
  const value = hasErrors(diagnostics) ? undefined : read.value;
  return {
    ...(value === undefined ? {} : { value }),
    answer: coerced.value,
    diagnostics,
    coercion: coerced.notes,
  };
}

/** Models may write an expression as a tree, and the tree as text; the text form is tried first. */
function parseEither(
  expression: unknown,
  pointer: string,
  parse: ConvertExpression,
): ReturnType<ConvertExpression> {
  if (typeof expression !== "string") return { value: expression };
  const result = parse(expression, pointer);
  if ("value" in result || !expression.trimStart().startsWith("{")) return result;
  try {
    return { value: JSON.parse(expression) as unknown };
  } catch {
    // It is no tree either: what the grammar says about the text is the better finding.
    return result;
  }
}
