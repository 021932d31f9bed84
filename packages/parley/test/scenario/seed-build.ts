import type {
  SeedBinary,
  SeedExpression,
  SeedExpressionOf,
  SeedFunction,
  SeedStatement,
} from "../../src/scenario/seed.ts";

/** Constructors for seeds of tests. */

export const str = (value: string): SeedExpression => ({ type: "stringLiteral", value });
export const num = (value: number): SeedExpression => ({ type: "numericLiteral", value });
export const id = (name: string): SeedExpression => ({ type: "identifier", text: name });

export function prop(expression: SeedExpression, name: string, questionDot = false): SeedExpression {
  return { type: "propertyAccessExpression", expression, questionDot, name };
}

export function elem(
  expression: SeedExpression,
  argumentExpression: SeedExpression,
  questionDot = false,
): SeedExpression {
  return { type: "elementAccessExpression", expression, questionDot, argumentExpression };
}

export function array(...elements: SeedExpression[]): SeedExpression {
  return { type: "arrayLiteralExpression", elements };
}

export function object(
  properties: Record<string, SeedExpression>,
): SeedExpressionOf<"objectLiteralExpression"> {
  return {
    type: "objectLiteralExpression",
    properties: Object.entries(properties).map(([name, value]) => ({
      type: "propertyAssignment",
      name,
      value,
    })),
  };
}

export function bin(left: SeedExpression, operator: SeedBinary, right: SeedExpression): SeedExpression {
  return { type: "binaryExpression", operator, left, right };
}

export function method(owner: SeedExpression, name: string, ...given: SeedExpression[]): SeedExpression {
  return { type: "callExpression", expression: prop(owner, name), arguments: given };
}

export function fn(...statements: SeedStatement[]): SeedFunction {
  return { type: "arrowFunction", body: { type: "block", statements } };
}

/** A function that returns a value. */
export function gives(expression: SeedExpression): SeedFunction {
  return fn({ type: "returnStatement", expression });
}

export function effect(expression: SeedExpression): SeedStatement {
  return { type: "expressionStatement", expression };
}

export function constant(name: string, initializer: SeedExpression): SeedStatement {
  return { type: "variableDeclaration", name, schema: {}, mutability: "const", initializer };
}

/** Expects a condition. */
export function holds(expression: SeedExpression): SeedStatement {
  return effect({ type: "conditionalPredicate", title: "it holds", expression });
}

/** Expects the second value to be the first. */
export function same(expected: SeedExpression, actual: SeedExpression): SeedStatement {
  return effect({ type: "equalPredicate", title: "it is the same", x: expected, y: actual });
}

/** A call of an operation: `operate("POST /todos", { body })`. */
export function operate(
  endpoint: string,
  given: Record<string, SeedExpression>,
  variableName?: string,
): SeedStatement {
  const [method = "", path = ""] = endpoint.split(" ");
  return {
    type: "apiOperateStatement",
    endpoint: { method: method.toLowerCase(), path },
    argument: Object.keys(given).length > 0 ? object(given) : null,
    variableName: variableName ?? null,
  };
}
