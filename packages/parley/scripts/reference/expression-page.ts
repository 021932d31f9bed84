import { z } from "zod";
import { builtins } from "../../src/expression/builtins.ts";
import { expressionVariants, type Expression, type ExpressionType } from "../../src/expression/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { printExpression } from "../../src/expression/print.ts";
import { printType, type Signature, type Type } from "../../src/expression/types.ts";
import { visit } from "../../src/expression/visit.ts";
import { describe } from "../../src/schema/describe.ts";
import { convertExpressions } from "../../src/schema/expressions.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import type { Schema } from "../../src/schema/ir.ts";
import { languagePage } from "./language-page.ts";
import { codeSpan, tableOf } from "./markdown.ts";

const variants = z.discriminatedUnion("type", expressionVariants).meta({ id: "Node" });

/** The schema of one node of an expression, whose parts are text. */
export function expressionSchema(descriptions: Readonly<Record<string, string>>): Schema {
  const own = Object.entries(descriptions).map(([key, text]) => [key.replace(/^Expression/, "Node"), text]);
  return describe(schemaOf(variants), Object.fromEntries(own) as Record<string, string>);
}

/** Lengths of texts that show a kind best. */
const BEST_LENGTH = 32;

/** A text for each kind of expression that the texts use. */
export function expressionExamples(texts: Iterable<string>): Map<ExpressionType, string> {
  const best = new Map<ExpressionType, string>();
  for (const text of texts) {
    const parsed = parseExpression(text);
    if ("problems" in parsed) continue;
    visit(parsed.expression, (node) => {
      const own = printExpression(node);
      const before = best.get(node.type);
      if (before === undefined || rank(own) < rank(before)) best.set(node.type, own);
    });
  }
  return best;
}

function rank(text: string): string {
  return `${String(Math.abs(text.length - BEST_LENGTH)).padStart(9, "0")} ${text}`;
}

/** The node of a text, its parts as text. */
export function nodeOf(text: string): unknown {
  const parsed = parseExpression(text);
  if ("problems" in parsed) throw new Error(`${text} is no expression.`);
  return convertExpressions(schemaOf(variants), parsed.expression, (node) => ({
    value: printExpression(node as Expression),
  })).value;
}

export function expressionPage(
  descriptions: Readonly<Record<string, string>>,
  texts: ReadonlyMap<ExpressionType, string>,
): string {
  const examples = [...texts].map(([type, text]): [string, unknown] => [`Node(${type})`, nodeOf(text)]);
  const rows = [...texts.keys()]
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((type) => [`[${type}](#${type})`, codeSpan(texts.get(type)!)]);
  return languagePage({
    title: "Expressions",
    intro: [
      descriptions["Expression"] ?? "",
      "Documents, outlines and logs hold the text; in memory an expression is a tree of the nodes below. In their examples the parts are given as text.",
      tableOf(["Kind", "Text"], rows),
    ],
    schema: expressionSchema(descriptions),
    examples: new Map(examples),
    more: [
      "## Functions",
      "Every language has these; programs and scenarios add their own. A result that depends on what is given is left open.",
      tableOf(["Function", "Result"], Object.entries(builtins).map(functionRow)),
    ],
  });
}

const order: readonly ExpressionType[] = expressionVariants.map(
  (variant) => variant.shape.type.value as ExpressionType,
);

function typesText(types: Type | readonly Type[]): string {
  return (isList(types) ? types : [types]).map(printType).join(" or ");
}

function isList(types: Type | readonly Type[]): types is readonly Type[] {
  return Array.isArray(types);
}

function functionRow([name, signature]: [string, Signature]): string[] {
  const parameters = signature.parameters.map(
    ({ name: parameter, type, optional }) => `${parameter}${optional ? "?" : ""}: ${typesText(type)}`,
  );
  const rest = signature.rest ? [`…: ${printType(signature.rest)}`] : [];
  const result = typeof signature.result === "function" ? "" : printType(signature.result);
  return [codeSpan(`${name}(${[...parameters, ...rest].join(", ")})`), result];
}
