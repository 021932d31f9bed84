import type { Span } from "../diagnostic/diagnostic.ts";
import { didYouMean } from "../diagnostic/suggest.ts";
import { readTokens } from "./cursor.ts";
import { listOperations, queryOperations } from "./document.ts";
import type { BinaryOperator, Expression, ListOperation, QueryOperation } from "./document.ts";
import {
  binaryOperatorNamed,
  binaryPrecedence,
  isListOperation,
  isQueryOperation,
  literalCalls,
  looksLikeModel,
  unusedParameter,
} from "./grammar.ts";
import {
  ExpressionSyntaxError,
  keywords,
  tokenize,
  wordOperators,
  type Problem,
  type Token,
} from "./tokens.ts";
import { heightOf } from "./visit.ts";

export type { Problem } from "./tokens.ts";

export type Parsed = { expression: Expression } | { problems: Problem[] };

/** Most characters of a text, most levels of parentheses and lambdas in it, and most levels of its tree. */
export const MAXIMUM_LENGTH = 10_000;
export const MAXIMUM_DEPTH = 100;
export const MAXIMUM_HEIGHT = 500;

/** Reads the text form of an expression. Problems are located in the text; nothing but the grammar is accepted. */
export function parseExpression(text: string): Parsed {
  if (text.length > MAXIMUM_LENGTH) {
    const message = `An expression has at most ${MAXIMUM_LENGTH} characters.`;
    return { problems: [{ message, span: { start: MAXIMUM_LENGTH, end: text.length } }] };
  }
  try {
    const tokens = tokenize(text);
    const expression = parseTokens(tokens);
    // Every level of a tree has a token of its own.
    if (tokens.length <= MAXIMUM_HEIGHT || heightOf(expression) <= MAXIMUM_HEIGHT) return { expression };
    const message = `The tree of an expression has at most ${MAXIMUM_HEIGHT} levels.`;
    return { problems: [{ message, span: { start: 0, end: text.length } }] };
  } catch (error) {
    if (error instanceof ExpressionSyntaxError) return { problems: [error.problem] };
    throw error;
  }
}

interface Lambda {
  parameter: string;
  body: Expression;
  span: Span;
}

function parseTokens(tokens: readonly Token[]): Expression {
  const { peek, isSymbol, next, take, fail, unexpected, expect } = readTokens(tokens);
  let depth = 0;

  function nested<Result>(parse: () => Result): Result {
    depth += 1;
    if (depth > MAXIMUM_DEPTH) fail(`An expression is nested at most ${MAXIMUM_DEPTH} levels deep.`);
    const result = parse();
    depth -= 1;
    return result;
  }

  function parseWhole(): Expression {
    return nested(() => {
      const test = parseBinary(1);
      if (!take("?")) return test;
      const then = parseWhole();
      expect(":");
      return { type: "conditional", test, then, else: parseWhole() };
    });
  }

  function parseBinary(minimum: number): Expression {
    let left = parseUnary();
    for (;;) {
      const operator = binaryOperatorOf(peek());
      if (!operator) return left;
      const { level, chains } = binaryPrecedence(operator);
      if (level < minimum) return left;
      next();
      const right = parseBinary(level + 1);
      left = { type: "binary", operator, left, right };
      const follower = binaryOperatorOf(peek());
      if (!chains && follower && binaryPrecedence(follower).level === level) {
        fail(`${operator} and ${follower} do not chain: join two comparisons with &&, or use parentheses.`);
      }
    }
  }

  function parseUnary(): Expression {
    const token = peek();
    if (token.type === "symbol" && (token.text === "!" || token.text === "-")) {
      next();
      const operator = token.text;
      return nested(() => ({ type: "unary", operator, operand: parseUnary() }));
    }
    return parsePostfix();
  }

  function parsePostfix(): Expression {
    const head = peek();
    let expression = parsePrimary();
    // Parentheses turn a model's name into a plain one: `(Loan).count()` asks a list that is called Loan.
    let model = head.type === "quoted" || (head.type === "name" && looksLikeModel(head.text));
    // As in JavaScript, what follows `?.` is not asked of null either.
    let isOptional = false;
    for (;;) {
      if (isSymbol(".") || isSymbol("?.")) {
        const isAsked = next().text === "?.";
        isOptional ||= isAsked;
        const property = peek();
        if (property.type !== "name" && property.type !== "quoted") return unexpected(["a name"]);
        next();
        if (isSymbol("(")) {
          if (isAsked) fail("An operation follows a plain dot.", property);
          const asked = model && expression.type === "name" ? expression.name : undefined;
          expression = parseOperation(expression, property, asked);
          isOptional = false;
        } else {
          expression = {
            type: "member",
            object: expression,
            property: property.text,
            ...(isOptional ? { optional: true } : {}),
          };
        }
      } else if (take("[")) {
        const index = parseWhole();
        expect("]");
        expression = { type: "element", object: expression, index };
      } else return expression;
      model = false;
    }
  }

  function parseOperation(source: Expression, word: Token, model: string | undefined): Expression {
    expect("(");
    if (model !== undefined && isQueryOperation(word.text)) return queryOf(model, word.text);
    if (isListOperation(word.text)) return iterateOf(source, word.text);
    const known: readonly string[] = model === undefined ? listOperations : queryOperations;
    return fail(
      `${word.text} is no operation on ${model === undefined ? "a list" : "a model"}.${didYouMean(word.text, known)}`,
      word,
      [...known],
    );
  }

  /** The lambdas up to the closing parenthesis; what is said where there are too few or too many of them. */
  function parseLambdas(
    [least, most]: readonly [least: number, most: number],
    tooFew: string,
    tooMany: string,
  ): Lambda[] {
    const lambdas: Lambda[] = [];
    while (!isSymbol(")")) {
      if (lambdas.length === most && isSymbol(",")) fail(tooMany);
      if (lambdas.length > 0) expect(",");
      lambdas.push(parseLambda());
    }
    if (lambdas.length < least) fail(tooFew);
    next();
    return lambdas;
  }

  function parseLambda(): Lambda {
    const parameter = peek();
    const plain = parameter.type === "name" && !keywords.has(parameter.text);
    if (!plain && parameter.type !== "quoted") return unexpected(["name => …"]);
    next();
    expect("=>");
    const body = parseWhole();
    return { parameter: parameter.text, body, span: { start: parameter.start, end: peek(-1).end } };
  }

  function iterateOf(source: Expression, operation: ListOperation): Expression {
    const [lambda] = parseLambdas(
      [operation === "count" ? 0 : 1, 1],
      `${operation} takes a lambda: ${operation}(item => …).`,
      `${operation} takes one lambda.`,
    );
    if (lambda) return { type: "iterate", operation, source, parameter: lambda.parameter, body: lambda.body };
    return {
      type: "iterate",
      operation,
      source,
      parameter: unusedParameter(),
      body: { type: "boolean", value: true },
    };
  }

  function queryOf(model: string, operation: QueryOperation): Expression {
    if (operation === "exists" || operation === "count") {
      const [condition] = parseLambdas([0, 1], "", `${operation} takes one lambda.`);
      const parameter = condition?.parameter ?? unusedParameter(model);
      return { type: "query", operation, model, parameter, ...(condition ? { where: condition.body } : {}) };
    }
    const [value, condition] = parseLambdas(
      [1, 2],
      `${operation} takes a lambda that says of what: ${operation}(row => row.amount).`,
      `${operation} takes a lambda for the value and one for the condition.`,
    ) as [Lambda, Lambda?];
    const { parameter, body } = value;
    if (condition && condition.parameter !== parameter) {
      fail(`Both lambdas must call the row ${parameter}.`, condition.span);
    }
    const where = condition ? { where: condition.body } : {};
    return { type: "query", operation, model, parameter, value: body, ...where };
  }

  function parsePrimary(): Expression {
    const token = next();
    switch (token.type) {
      case "integer": {
        const value = Number(token.text);
        if (!Number.isSafeInteger(value)) fail("The integer is too large.", token);
        return { type: "integer", value };
      }
      case "decimal":
        return { type: "decimal", value: token.text };
      case "string":
        return { type: "string", value: token.text };
      case "name":
        if (token.text === "null") return { type: "null" };
        if (token.text === "true" || token.text === "false") {
          return { type: "boolean", value: token.text === "true" };
        }
        if (!keywords.has(token.text)) return parseNamed(token, literalCalls.has(token.text));
        break;
      case "quoted":
        return parseNamed(token, false);
      case "symbol":
        if (token.text === "(") return parseParenthesized();
        if (token.text === "[") return { type: "list", items: parseSequence("]", parseWhole) };
        if (token.text === "{") return parseObject();
        break;
      case "bad":
      case "end":
        break;
      default:
        token satisfies never;
    }
    return unexpected(["a value"], token);
  }

  function parseParenthesized(): Expression {
    const inner = parseWhole();
    if (isSymbol("=>")) fail("A lambda stands only in an operation on a list or a model.");
    expect(")");
    return inner;
  }

  function parseNamed(token: Token, literal: boolean): Expression {
    if (isSymbol("=>")) fail("A lambda stands only in an operation on a list or a model.");
    if (!take("(")) return { type: "name", name: token.text };
    if (literal) {
      const value = peek();
      if (value.type !== "string") {
        return fail(
          `${token.text} takes a string in quotes, such as ${literalCalls.get(token.text)}.`,
          value,
        );
      }
      next();
      expect(")");
      return { type: token.text as "duration" | "date" | "datetime", value: value.text };
    }
    return { type: "call", function: token.text, arguments: parseSequence(")", parseWhole) };
  }

  function parseSequence<Item>(closing: string, parseItem: () => Item): Item[] {
    const items: Item[] = [];
    while (!take(closing)) {
      if (items.length > 0 && !take(",")) unexpected([",", closing]);
      items.push(parseItem());
    }
    return items;
  }

  function parseObject(): Expression {
    const names = new Set<string>();
    const properties = parseSequence("}", (): [string, Expression] => {
      const key = peek();
      if (key.type !== "name" && key.type !== "string" && key.type !== "quoted")
        return unexpected(["a property"]);
      if (names.has(key.text)) fail(`The property ${key.text} is given twice.`, key);
      names.add(key.text);
      next();
      expect(":");
      return [key.text, parseWhole()];
    });
    return { type: "object", properties: Object.fromEntries(properties) };
  }

  const expression = parseWhole();
  if (isSymbol("=>")) fail("A lambda stands only in an operation on a list or a model.");
  if (peek().type !== "end") {
    const meant = wordOperators.get(peek().text);
    if (meant !== undefined) fail(`Write ${meant} instead of ${peek().text}.`, peek(), [meant]);
    unexpected(["an operator", "the end"]);
  }
  return expression;
}

function binaryOperatorOf(token: Token): BinaryOperator | undefined {
  if (token.type === "name") return token.text === "in" ? "in" : undefined;
  return token.type === "symbol" ? binaryOperatorNamed(token.text) : undefined;
}
