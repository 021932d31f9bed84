import { z } from "zod";
import { formats, keywords, type Format, type Keyword } from "./generators.ts";

/**
 * Test functions as AutoBE's syntax tree writes them: TypeScript in JSON, with generators of random data and predicates.
 * `lowerSeed` makes scenarios of them. Beyond AutoBE's own: a function may name its parameter, and an error predicate
 * may name the status and the code of the problem.
 */
export type SeedExpression =
  | { type: "booleanLiteral"; value: boolean }
  | { type: "numericLiteral"; value: number }
  | { type: "stringLiteral"; value: string }
  | { type: "arrayLiteralExpression"; elements: SeedExpression[] }
  | { type: "objectLiteralExpression"; properties: SeedProperty[] }
  | { type: "nullLiteral" }
  | { type: "undefinedKeyword" }
  | { type: "identifier"; text: string }
  | {
      type: "propertyAccessExpression";
      expression: SeedExpression;
      questionDot?: boolean | undefined;
      name: string;
    }
  | {
      type: "elementAccessExpression";
      expression: SeedExpression;
      questionDot?: boolean | undefined;
      argumentExpression: SeedExpression;
    }
  | { type: "typeOfExpression"; expression: SeedExpression }
  | { type: "prefixUnaryExpression"; operator: SeedPrefix; operand: SeedExpression }
  | { type: "postfixUnaryExpression"; operator: "++" | "--"; operand: SeedExpression }
  | { type: "binaryExpression"; operator: SeedBinary; left: SeedExpression; right: SeedExpression }
  | {
      type: "conditionalExpression";
      condition: SeedExpression;
      whenTrue: SeedExpression;
      whenFalse: SeedExpression;
    }
  | SeedFunction
  | { type: "callExpression"; expression: SeedExpression; arguments: SeedExpression[] }
  | { type: "newExpression"; expression: SeedExpression; arguments: SeedExpression[] }
  | { type: "arrayFilterExpression"; expression: SeedExpression; function: SeedFunction }
  | { type: "arrayForEachExpression"; expression: SeedExpression; function: SeedFunction }
  | { type: "arrayMapExpression"; expression: SeedExpression; function: SeedFunction }
  /** An array of so many elements, each made by a call of the function. */
  | { type: "arrayRepeatExpression"; length: SeedExpression; function: SeedFunction }
  | { type: "pickRandom"; expression: SeedExpression }
  | { type: "sampleRandom"; expression: SeedExpression; length: SeedExpression }
  | { type: "booleanRandom"; probability?: number | null | undefined }
  | ({ type: "integerRandom" } & SeedRange)
  | ({ type: "numberRandom" } & SeedRange)
  | { type: "stringRandom"; minLength?: number | null | undefined; maxLength?: number | null | undefined }
  | { type: "patternRandom"; pattern: string }
  | { type: "formatRandom"; format: Format }
  | { type: "keywordRandom"; keyword: Keyword }
  /** `x` is what is expected, `y` what came. */
  | { type: "equalPredicate"; title: string; x: SeedExpression; y: SeedExpression }
  | { type: "notEqualPredicate"; title: string; x: SeedExpression; y: SeedExpression }
  | { type: "conditionalPredicate"; title: string; expression: SeedExpression }
  /** The function's one call is refused, however that may be. */
  | { type: "errorPredicate"; title: string; function: SeedFunction }
  | {
      type: "httpErrorPredicate";
      title: string;
      status: number;
      code?: string | undefined;
      function: SeedFunction;
    };

export type SeedExpressionOf<Type extends SeedExpression["type"]> = Extract<SeedExpression, { type: Type }>;

export interface SeedFunction {
  type: "arrowFunction";
  /** Absent: the one name that the body speaks of and nothing declares. */
  parameter?: string | undefined;
  body: SeedBlock;
}

export interface SeedBlock {
  type: "block";
  statements: SeedStatement[];
}

export interface SeedProperty {
  type: "propertyAssignment";
  name: string;
  value: SeedExpression;
}

export interface SeedRange {
  minimum?: number | null | undefined;
  maximum?: number | null | undefined;
  multipleOf?: number | null | undefined;
}

export type SeedStatement =
  /** `argument` holds the path parameters, further ones as query, and the body as `body`. */
  | {
      type: "apiOperateStatement";
      endpoint: { method: string; path: string };
      argument?: SeedExpressionOf<"objectLiteralExpression"> | null | undefined;
      variableName?: string | null | undefined;
    }
  | { type: "expressionStatement"; expression: SeedExpression }
  | SeedIf
  /** Types follow from values here: `schema` says nothing new. */
  | {
      type: "variableDeclaration";
      name: string;
      schema?: unknown;
      mutability: "const" | "let";
      initializer: SeedExpression;
    }
  | { type: "returnStatement"; expression?: SeedExpression | null | undefined }
  | { type: "throwStatement"; expression: SeedExpression };

export interface SeedIf {
  type: "ifStatement";
  condition: SeedExpression;
  thenStatement: SeedBlock;
  elseStatement?: SeedBlock | SeedIf | null | undefined;
}

export const seedPrefixes = ["!", "++", "--", "-", "+"] as const;
export type SeedPrefix = (typeof seedPrefixes)[number];

export const seedBinaries = [
  "===",
  "!==",
  "<",
  "<=",
  ">",
  ">=",
  "+",
  "-",
  "*",
  "/",
  "%",
  "&&",
  "||",
] as const;
export type SeedBinary = (typeof seedBinaries)[number];

const expression: z.ZodType<SeedExpression> = z.lazy(() => SeedExpression);
const statement: z.ZodType<SeedStatement> = z.lazy(() => SeedStatement);

export const SeedBlock: z.ZodType<SeedBlock> = z
  .strictObject({ type: z.literal("block"), statements: z.array(statement).min(1) })
  .meta({ id: "SeedBlock" });

const arrowFunction = z.strictObject({
  type: z.literal("arrowFunction"),
  parameter: z.string().optional(),
  body: SeedBlock,
});

const objectLiteral = z.strictObject({
  type: z.literal("objectLiteralExpression"),
  properties: z.array(
    z.strictObject({ type: z.literal("propertyAssignment"), name: z.string().min(1), value: expression }),
  ),
});

const range = {
  minimum: z.number().nullish(),
  maximum: z.number().nullish(),
  multipleOf: z.number().positive().nullish(),
};
const length = z.int().min(0).nullish();
const title = z.string().min(1);
const questionDot = z.boolean().optional();

export const seedExpressionVariants = [
  z.strictObject({ type: z.literal("booleanLiteral"), value: z.boolean() }),
  z.strictObject({ type: z.literal("numericLiteral"), value: z.number() }),
  z.strictObject({ type: z.literal("stringLiteral"), value: z.string() }),
  z.strictObject({ type: z.literal("arrayLiteralExpression"), elements: z.array(expression) }),
  objectLiteral,
  z.strictObject({ type: z.literal("nullLiteral") }),
  z.strictObject({ type: z.literal("undefinedKeyword") }),
  z.strictObject({ type: z.literal("identifier"), text: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/) }),
  z.strictObject({
    type: z.literal("propertyAccessExpression"),
    expression,
    questionDot,
    name: z.string(),
  }),
  z.strictObject({
    type: z.literal("elementAccessExpression"),
    expression,
    questionDot,
    argumentExpression: expression,
  }),
  z.strictObject({ type: z.literal("typeOfExpression"), expression }),
  z.strictObject({
    type: z.literal("prefixUnaryExpression"),
    operator: z.enum(seedPrefixes),
    operand: expression,
  }),
  z.strictObject({
    type: z.literal("postfixUnaryExpression"),
    operator: z.enum(["++", "--"]),
    operand: expression,
  }),
  z.strictObject({
    type: z.literal("binaryExpression"),
    operator: z.enum(seedBinaries),
    left: expression,
    right: expression,
  }),
  z.strictObject({
    type: z.literal("conditionalExpression"),
    condition: expression,
    whenTrue: expression,
    whenFalse: expression,
  }),
  arrowFunction,
  z.strictObject({ type: z.literal("callExpression"), expression, arguments: z.array(expression) }),
  z.strictObject({ type: z.literal("newExpression"), expression, arguments: z.array(expression) }),
  z.strictObject({ type: z.literal("arrayFilterExpression"), expression, function: arrowFunction }),
  z.strictObject({ type: z.literal("arrayForEachExpression"), expression, function: arrowFunction }),
  z.strictObject({ type: z.literal("arrayMapExpression"), expression, function: arrowFunction }),
  z.strictObject({
    type: z.literal("arrayRepeatExpression"),
    length: expression,
    function: arrowFunction,
  }),
  z.strictObject({ type: z.literal("pickRandom"), expression }),
  z.strictObject({ type: z.literal("sampleRandom"), expression, length: expression }),
  z.strictObject({ type: z.literal("booleanRandom"), probability: z.number().min(0).max(1).nullish() }),
  z.strictObject({ type: z.literal("integerRandom"), ...range }),
  z.strictObject({ type: z.literal("numberRandom"), ...range }),
  z.strictObject({ type: z.literal("stringRandom"), minLength: length, maxLength: length }),
  z.strictObject({ type: z.literal("patternRandom"), pattern: z.string() }),
  z.strictObject({ type: z.literal("formatRandom"), format: z.enum(formats) }),
  z.strictObject({ type: z.literal("keywordRandom"), keyword: z.enum(keywords) }),
  z.strictObject({ type: z.literal("equalPredicate"), title, x: expression, y: expression }),
  z.strictObject({ type: z.literal("notEqualPredicate"), title, x: expression, y: expression }),
  z.strictObject({ type: z.literal("conditionalPredicate"), title, expression }),
  z.strictObject({ type: z.literal("errorPredicate"), title, function: arrowFunction }),
  z.strictObject({
    type: z.literal("httpErrorPredicate"),
    title,
    status: z.int().min(400).max(499),
    code: z.string().optional(),
    function: arrowFunction,
  }),
] as const;

export const SeedExpression: z.ZodType<SeedExpression> = z
  .discriminatedUnion("type", seedExpressionVariants)
  .meta({ id: "SeedExpression" });

export const seedStatementVariants = [
  z.strictObject({
    type: z.literal("apiOperateStatement"),
    endpoint: z.strictObject({ method: z.string(), path: z.string() }),
    argument: objectLiteral.nullish(),
    variableName: z.string().nullish(),
  }),
  z.strictObject({ type: z.literal("expressionStatement"), expression }),
  z.strictObject({
    type: z.literal("ifStatement"),
    condition: expression,
    thenStatement: SeedBlock,
    elseStatement: z.lazy(() => SeedElse).nullish(),
  }),
  z.strictObject({
    type: z.literal("variableDeclaration"),
    name: z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/),
    schema: z.unknown().optional(),
    mutability: z.enum(["const", "let"]),
    initializer: expression,
  }),
  z.strictObject({ type: z.literal("returnStatement"), expression: expression.nullish() }),
  z.strictObject({ type: z.literal("throwStatement"), expression }),
] as const;

export const SeedStatement: z.ZodType<SeedStatement> = z
  .discriminatedUnion("type", seedStatementVariants)
  .meta({ id: "SeedStatement" });

const SeedElse: z.ZodType<SeedBlock | SeedIf> = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("block"), statements: z.array(statement).min(1) }),
    seedStatementVariants[2],
  ])
  .meta({ id: "SeedElse" });

/** A test function as AutoBE keeps it; what it planned and drafted as text is not looked at. */
export const SeedTest = z
  .strictObject({
    plan: z.string().optional(),
    draft: z.string().optional(),
    statements: z.array(statement).min(1),
  })
  .meta({ id: "SeedTest" });
export type SeedTest = z.infer<typeof SeedTest>;
