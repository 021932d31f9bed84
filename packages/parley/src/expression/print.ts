import type { Span } from "../diagnostic/diagnostic.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import {
  binaryPrecedence,
  CONDITIONAL_LEVEL,
  isQueryOperation,
  isTrue,
  literalCalls,
  looksLikeModel,
  POSTFIX_LEVEL,
  UNARY_LEVEL,
  unusedParameter,
} from "./grammar.ts";
import { isPlainName } from "./tokens.ts";
import { mapChildren } from "./visit.ts";

export interface Printed {
  text: string;
  /** Place of every node in the text, without parentheses around it. */
  spans: Map<Expression, Span>;
}

/** The canonical text of an expression, on one line; `parseExpression` gives the tree back (see `normalize`). */
export function printExpression(expression: Expression): string {
  return printWithSpans(expression).text;
}

/** The canonical text, and where each node stands in it. A node that is shared has the place of its last use. */
export function printWithSpans(expression: Expression): Printed {
  const spans = new Map<Expression, Span>();
  let text = "";

  function write(words: string): void {
    text += words;
  }

  function print(node: Expression, minimum: number): void {
    const wrap = levelOf(node) < minimum;
    if (wrap) write("(");
    const start = text.length;
    printNode(node);
    spans.set(node, { start, end: text.length });
    if (wrap) write(")");
  }

  function printSequence(items: readonly Expression[]): void {
    for (const [index, item] of items.entries()) {
      if (index > 0) write(", ");
      print(item, CONDITIONAL_LEVEL);
    }
  }

  function printLambda(parameter: string, body: Expression): void {
    write(`${nameText(parameter)} => `);
    print(body, CONDITIONAL_LEVEL);
  }

  function printNode(node: Expression): void {
    switch (node.type) {
      case "null":
        return write("null");
      case "boolean":
      case "integer":
        return write(String(node.value));
      case "decimal":
        return write(node.value);
      case "string":
        return write(stringText(node.value));
      case "duration":
      case "date":
      case "datetime":
        return write(`${node.type}(${stringText(node.value)})`);
      case "list":
        write("[");
        printSequence(node.items);
        return write("]");
      case "object":
        return printObject(node);
      case "name":
        return write(nameText(node.name));
      case "member":
        // Without parentheses the chain after a `?.` would be optional as a whole.
        print(node.object, !node.optional && isAsked(node.object) ? POSTFIX_LEVEL + 1 : POSTFIX_LEVEL);
        return write(`${node.optional ? "?." : "."}${propertyText(node.property)}`);
      case "element":
        print(node.object, POSTFIX_LEVEL);
        write("[");
        print(node.index, CONDITIONAL_LEVEL);
        return write("]");
      case "unary":
        write(node.operator);
        return print(node.operand, UNARY_LEVEL);
      case "binary":
        return printBinary(node);
      case "conditional":
        print(node.test, CONDITIONAL_LEVEL + 1);
        write(" ? ");
        print(node.then, CONDITIONAL_LEVEL);
        write(" : ");
        return print(node.else, CONDITIONAL_LEVEL);
      case "call":
        write(`${literalCalls.has(node.function) ? quotedName(node.function) : nameText(node.function)}(`);
        printSequence(node.arguments);
        return write(")");
      case "iterate":
        return printIterate(node);
      case "query":
        return printQuery(node);
      default:
        node satisfies never;
    }
  }

  function printObject(node: ExpressionOf<"object">): void {
    const entries = Object.entries(node.properties);
    if (entries.length === 0) return write("{}");
    for (const [index, [name, value]] of entries.entries()) {
      write(index === 0 ? "{ " : ", ");
      write(`${isPlainName(name) ? name : stringText(name)}: `);
      print(value, CONDITIONAL_LEVEL);
    }
    write(" }");
  }

  function printBinary(node: ExpressionOf<"binary">): void {
    const { level, chains } = binaryPrecedence(node.operator);
    print(node.left, chains ? level : level + 1);
    write(` ${node.operator} `);
    print(node.right, level + 1);
  }

  function printIterate(node: ExpressionOf<"iterate">): void {
    // Without parentheses this name would be read as a model's.
    const ambiguous =
      node.source.type === "name" &&
      isQueryOperation(node.operation) &&
      (looksLikeModel(node.source.name) || !isPlainName(node.source.name));
    if (ambiguous) write("(");
    print(node.source, POSTFIX_LEVEL);
    write(`${ambiguous ? ")" : ""}.${node.operation}(`);
    if (node.operation !== "count" || !isTrue(node.body)) printLambda(node.parameter, node.body);
    write(")");
  }

  function printQuery(node: ExpressionOf<"query">): void {
    const plain = looksLikeModel(node.model) && isPlainName(node.model);
    write(`${plain ? node.model : quotedName(node.model)}.${node.operation}(`);
    const measures = node.operation !== "exists" && node.operation !== "count";
    if (measures) printLambda(node.parameter, node.value ?? { type: "null" });
    if (measures && node.where) write(", ");
    if (node.where) printLambda(node.parameter, node.where);
    write(")");
  }

  print(expression, CONDITIONAL_LEVEL);
  return { text, spans };
}

/** Whether a chain ends in what is asked of null too. */
function isAsked(node: Expression): boolean {
  return node.type === "element" ? isAsked(node.object) : node.type === "member" && node.optional === true;
}

/**
 * The one tree of all that print to the same text: lambdas that the text leaves out get their usual parameter, a
 * `value` that the operation has no use for goes, one that it lacks is null, and `optional: false` goes.
 */
export function normalize(node: Expression): Expression {
  switch (node.type) {
    case "member": {
      const object = normalize(node.object);
      const { property } = node;
      return node.optional
        ? { type: "member", object, property, optional: true }
        : { type: "member", object, property };
    }
    case "iterate":
      return {
        ...node,
        source: normalize(node.source),
        parameter: node.operation === "count" && isTrue(node.body) ? unusedParameter() : node.parameter,
        body: normalize(node.body),
      };
    case "query": {
      const { type, operation, model } = node;
      const where = node.where && normalize(node.where);
      const measures = operation !== "exists" && operation !== "count";
      const value: Expression | undefined = measures ? normalize(node.value ?? { type: "null" }) : undefined;
      const parameter = value || where ? node.parameter : unusedParameter(model);
      return { type, operation, model, parameter, ...(value ? { value } : {}), ...(where ? { where } : {}) };
    }
    default:
      return mapChildren(node, normalize);
  }
}

function levelOf(node: Expression): number {
  if (node.type === "conditional") return CONDITIONAL_LEVEL;
  if (node.type === "binary") return binaryPrecedence(node.operator).level;
  return node.type === "unary" ? UNARY_LEVEL : POSTFIX_LEVEL;
}

function nameText(name: string): string {
  return isPlainName(name) ? name : quotedName(name);
}

/** Behind a dot the keywords are names too. */
function propertyText(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quotedName(name);
}

function quotedName(name: string): string {
  return `\`${stringText(name).slice(1, -1).replaceAll('\\"', '"').replaceAll("`", "\\`")}\``;
}

function stringText(value: string): string {
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
