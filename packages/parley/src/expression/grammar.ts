import {
  binaryOperators,
  listOperations,
  queryOperations,
  type BinaryOperator,
  type Expression,
  type ListOperation,
} from "./document.ts";

/** Loosest first; operators of one level group from the left, those of a comparison do not chain. */
const levels: readonly { operators: readonly BinaryOperator[]; chains: boolean }[] = [
  { operators: ["||"], chains: true },
  { operators: ["&&"], chains: true },
  { operators: ["??"], chains: true },
  { operators: ["==", "!="], chains: false },
  { operators: ["<", "<=", ">", ">=", "in"], chains: false },
  { operators: ["+", "-"], chains: true },
  { operators: ["*", "/", "%"], chains: true },
];

export interface Precedence {
  level: number;
  /** Whether `a op b op c` is allowed; it means `(a op b) op c`. */
  chains: boolean;
}

const table: ReadonlyMap<BinaryOperator, Precedence> = new Map(
  levels.flatMap(({ operators, chains }, index) =>
    operators.map((operator): [BinaryOperator, Precedence] => [operator, { level: index + 1, chains }]),
  ),
);

export const CONDITIONAL_LEVEL = 0;
export const UNARY_LEVEL = levels.length + 1;
export const POSTFIX_LEVEL = levels.length + 2;

/** How tightly an operator binds: 1 is `||`. */
export function binaryPrecedence(operator: BinaryOperator): Precedence {
  return table.get(operator)!;
}

/** The binary operator that a symbol is, if any. */
export function binaryOperatorNamed(symbol: string): BinaryOperator | undefined {
  return binaryOperators.find((operator) => operator === symbol);
}

/** Literals that look like calls, each with an example. */
export const literalCalls = new Map<string, string>([
  ["duration", 'duration("P21D")'],
  ["date", 'date("2026-01-31")'],
  ["datetime", 'datetime("2026-01-31T10:00:00Z")'],
]);

/** Whether a bare name in front of an operation is read as a model's. */
export function looksLikeModel(name: string): boolean {
  return /^[A-Z]/.test(name);
}

/** The name that a lambda's parameter gets where the text leaves the lambda out. */
export function unusedParameter(model?: string): string {
  if (model === undefined) return "item";
  return model === "" ? "row" : model.slice(0, 1).toLowerCase() + model.slice(1);
}

export function isTrue(expression: Expression): boolean {
  return expression.type === "boolean" && expression.value;
}

export function isListOperation(word: string): word is ListOperation {
  return (listOperations as readonly string[]).includes(word);
}

export function isQueryOperation(word: string): word is (typeof queryOperations)[number] {
  return (queryOperations as readonly string[]).includes(word);
}

/** The value of a condition that is made of `true` and `false` alone, or decided by them. */
export function constantOf(expression: Expression): boolean | undefined {
  switch (expression.type) {
    case "boolean":
      return expression.value;
    case "unary": {
      const operand = expression.operator === "!" ? constantOf(expression.operand) : undefined;
      return operand === undefined ? undefined : !operand;
    }
    case "binary": {
      const { operator, left, right } = expression;
      if (operator === "in" && isEmptyList(right)) return false;
      const [one, other] = [constantOf(left), constantOf(right)];
      if (operator === "==" || operator === "!=") {
        return one === undefined || other === undefined ? undefined : (one === other) === (operator === "==");
      }
      if (operator !== "&&" && operator !== "||") return undefined;
      const decides = operator === "||";
      if (one === decides || other === decides) return decides;
      return one === undefined ? undefined : other;
    }
    case "conditional": {
      const test = constantOf(expression.test);
      if (test !== undefined) return constantOf(test ? expression.then : expression.else);
      const [then, otherwise] = [constantOf(expression.then), constantOf(expression.else)];
      return then === otherwise ? then : undefined;
    }
    case "iterate":
      if (!isEmptyList(expression.source)) return undefined;
      return expression.operation === "some" ? false : expression.operation === "every" ? true : undefined;
    default:
      return undefined;
  }
}

function isEmptyList(expression: Expression): boolean {
  return expression.type === "list" && expression.items.length === 0;
}
