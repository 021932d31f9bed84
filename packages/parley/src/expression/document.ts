import { z } from "zod";

export const binaryOperators = [
  "||",
  "&&",
  "??",
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "in",
  "+",
  "-",
  "*",
  "/",
  "%",
] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

/** What a list is asked, with a lambda over its elements: `lines.sum(line => line.total)`. */
export const listOperations = [
  "map",
  "filter",
  "some",
  "every",
  "count",
  "sum",
  "average",
  "minimum",
  "maximum",
  "sort",
] as const;
export type ListOperation = (typeof listOperations)[number];

/** What the rows of a model are asked: `Loan.count(loan => loan.memberId == actor.id)`. */
export const queryOperations = ["exists", "count", "sum", "average", "minimum", "maximum"] as const;
export type QueryOperation = (typeof queryOperations)[number];

/**
 * The expressions shared by all five languages: one closed union of plain records.
 *
 * Text form, by example: `null`, `true`, `42`, `0.20` (decimal), `"a"`, `duration("P21D")`, `date("2026-01-31")`,
 * `datetime("2026-01-31T10:00:00Z")`, `[1, 2]`, `{ a: 1 }`, `loan.member.name`, `loan.member?.name`, `list[0]`,
 * `!a`, `-a`, `a + b`, `a ?? b`, `a in b`, `a ? b : c`, `lower(a)`, `lines.sum(line => line.total)`,
 * `Loan.exists(loan => loan.memberId == actor.id)`, `Fine.sum(fine => fine.amount, fine => fine.memberId == actor.id)`.
 */
export type Expression =
  | { type: "null" }
  | { type: "boolean"; value: boolean }
  /** A safe integer, never negative: `-1` is a unary minus. */
  | { type: "integer"; value: number }
  /** Digits, a point and digits. */
  | { type: "decimal"; value: string }
  | { type: "string"; value: string }
  /** ISO 8601: `P21D`, `PT10M`, `P1M`. */
  | { type: "duration"; value: string }
  /** `YYYY-MM-DD`. */
  | { type: "date"; value: string }
  /** RFC 3339 in UTC. */
  | { type: "datetime"; value: string }
  | { type: "list"; items: Expression[] }
  | { type: "object"; properties: Record<string, Expression> }
  | { type: "name"; name: string }
  /** `optional` is `?.`: null where the object is null. */
  | { type: "member"; object: Expression; property: string; optional?: boolean }
  | { type: "element"; object: Expression; index: Expression }
  | { type: "unary"; operator: "!" | "-"; operand: Expression }
  | { type: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
  | { type: "conditional"; test: Expression; then: Expression; else: Expression }
  /** A built-in function, or one that the language at hand adds to the environment. */
  | { type: "call"; function: string; arguments: Expression[] }
  /** `body` is required for all but `count`. */
  | { type: "iterate"; operation: ListOperation; source: Expression; parameter: string; body: Expression }
  /** `value` is required for sum, average, minimum and maximum, absent for exists and count. */
  | {
      type: "query";
      operation: QueryOperation;
      model: string;
      parameter: string;
      value?: Expression;
      where?: Expression;
    };

export type ExpressionType = Expression["type"];
export type ExpressionOf<Type extends ExpressionType> = Extract<Expression, { type: Type }>;

const child: z.ZodType<Expression> = z.lazy(() => Expression);

export const expressionVariants = [
  z.strictObject({ type: z.literal("null") }),
  z.strictObject({ type: z.literal("boolean"), value: z.boolean() }),
  z.strictObject({ type: z.literal("integer"), value: z.int().min(0) }),
  z.strictObject({ type: z.literal("decimal"), value: z.string().regex(/^\d+\.\d+$/) }),
  z.strictObject({ type: z.literal("string"), value: z.string() }),
  z.strictObject({ type: z.literal("duration"), value: z.string() }),
  z.strictObject({ type: z.literal("date"), value: z.string() }),
  z.strictObject({ type: z.literal("datetime"), value: z.string() }),
  z.strictObject({ type: z.literal("list"), items: z.array(child) }),
  z.strictObject({ type: z.literal("object"), properties: z.record(z.string(), child) }),
  z.strictObject({ type: z.literal("name"), name: z.string() }),
  z.strictObject({
    type: z.literal("member"),
    object: child,
    property: z.string(),
    optional: z.boolean().optional(),
  }),
  z.strictObject({ type: z.literal("element"), object: child, index: child }),
  z.strictObject({ type: z.literal("unary"), operator: z.enum(["!", "-"]), operand: child }),
  z.strictObject({ type: z.literal("binary"), operator: z.enum(binaryOperators), left: child, right: child }),
  z.strictObject({ type: z.literal("conditional"), test: child, then: child, else: child }),
  z.strictObject({ type: z.literal("call"), function: z.string(), arguments: z.array(child) }),
  z.strictObject({
    type: z.literal("iterate"),
    operation: z.enum(listOperations),
    source: child,
    parameter: z.string(),
    body: child,
  }),
  z.strictObject({
    type: z.literal("query"),
    operation: z.enum(queryOperations),
    model: z.string(),
    parameter: z.string(),
    value: child.optional(),
    where: child.optional(),
  }),
] as const;

/** An expression tree in memory; outside (files, logs, prompts) its canonical text. */
export const Expression: z.ZodType<Expression> = z
  .discriminatedUnion("type", expressionVariants)
  .meta({ id: "Expression", expression: true, description: "An expression, as text" });
