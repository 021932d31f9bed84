import { z } from "zod";
import { Expression } from "../expression/document.ts";

const Id = z.string().min(1).max(200);
const VariableName = z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/);
const GroupName = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
const ScenarioName = z.string().regex(/^[a-z][A-Za-z0-9]{0,119}$/);

/** An operation called by an actor's variable, or by `guest`. Parameters are by name, as on the wire. */
export const Call = z
  .strictObject({
    operation: z.string(),
    as: z.string(),
    path: z.record(z.string(), Expression).optional(),
    query: z.record(z.string(), Expression).optional(),
    headers: z.record(z.string(), Expression).optional(),
    cookies: z.record(z.string(), Expression).optional(),
    body: Expression.optional(),
  })
  .meta({ id: "Call" });
export type Call = z.infer<typeof Call>;

/** How a call is refused: the HTTP status and the code of the problem. Without a status, as the client's mistake. */
export const Refusal = z
  .strictObject({ status: z.int().min(400).max(501).optional(), code: z.string().optional() })
  .meta({ id: "Refusal" });
export type Refusal = z.infer<typeof Refusal>;

/**
 * A statement of a test. Besides the shared expressions, a test may use `sample("CreateBook", { title: "x" })`
 * (a random valid body of a schema, with some properties fixed), `unique("text")`, and what draws single values
 * (`pick`, `randomInteger`, `randomMatch` …): see `functions.ts` and `random-functions.ts`.
 */
export type TestStatement =
  /**
   * A fresh actor of a kind, signed in. `name` has the properties id, accountId and email. `profile`: values of columns
   * of the profile that are not to be random.
   */
  | { type: "actor"; name: string; kind: string; profile?: Record<string, Expression> }
  /** The call must succeed; `name` keeps the answer's body. */
  | { type: "call"; call: Call; name?: string; title?: string }
  | { type: "refuse"; call: Call; refusal: Refusal; title?: string }
  /** Calls sent at the same time: so many succeed, every other one is refused so. */
  | { type: "race"; calls: Call[]; succeed: number; refusal: Refusal }
  /** Walks all pages of a list; `name` is the list of all elements. */
  | { type: "walk"; call: Call; name: string }
  | { type: "expect"; condition: Expression; title?: string }
  | { type: "let"; name: string; value: Expression }
  | { type: "if"; condition: Expression; then: TestStatement[]; else?: TestStatement[] }
  | { type: "forEach"; name: string; in: Expression; body: TestStatement[] }
  /** Moves the injected clock, without sleeping. Tokens expire too: `as` is signed in again where needed. */
  | { type: "advance"; duration: string }
  /** The mails to an actor, oldest first: a list of { subject, body }. */
  | { type: "inbox"; of: string; name: string }
  | { type: "return" }
  | { type: "throw"; message: string };

const statement: z.ZodType<TestStatement> = z.lazy(() => TestStatement);
const title = z.string().optional();

export const testStatementVariants = [
  z.strictObject({
    type: z.literal("actor"),
    name: VariableName,
    kind: z.string(),
    profile: z.record(z.string(), Expression).optional(),
  }),
  z.strictObject({ type: z.literal("call"), call: Call, name: VariableName.optional(), title }),
  z.strictObject({ type: z.literal("refuse"), call: Call, refusal: Refusal, title }),
  z.strictObject({
    type: z.literal("race"),
    calls: z.array(Call).min(2),
    succeed: z.int().min(0),
    refusal: Refusal,
  }),
  z.strictObject({ type: z.literal("walk"), call: Call, name: VariableName }),
  z.strictObject({ type: z.literal("expect"), condition: Expression, title }),
  z.strictObject({ type: z.literal("let"), name: VariableName, value: Expression }),
  z.strictObject({
    type: z.literal("if"),
    condition: Expression,
    then: z.array(statement),
    else: z.array(statement).optional(),
  }),
  z.strictObject({
    type: z.literal("forEach"),
    name: VariableName,
    in: Expression,
    body: z.array(statement),
  }),
  z.strictObject({ type: z.literal("advance"), duration: z.string() }),
  z.strictObject({ type: z.literal("inbox"), of: z.string(), name: VariableName }),
  z.strictObject({ type: z.literal("return") }),
  z.strictObject({ type: z.literal("throw"), message: z.string() }),
] as const;

export const TestStatement: z.ZodType<TestStatement> = z
  .discriminatedUnion("type", testStatementVariants)
  .meta({ id: "TestStatement" });

const common = {
  id: Id,
  group: GroupName,
  title: z.string().min(1),
  /** Ids of the requirements that it proves. */
  proves: z.array(z.string()),
  /** Gets a database of its own: races, counts, paging walks. */
  alone: z.boolean().optional(),
};

/** One row of a table test: the base call with parts replaced, and what it must answer. */
export const Case = z
  .strictObject({
    title: z.string().min(1),
    path: z.record(z.string(), Expression).optional(),
    query: z.record(z.string(), Expression).optional(),
    /** Replaces the whole body. */
    body: Expression.optional(),
    status: z.int(),
    code: z.string().optional(),
  })
  .meta({ id: "Case" });
export type Case = z.infer<typeof Case>;

export const MatrixRow = z
  .strictObject({ as: z.string(), status: z.int(), code: z.string().optional() })
  .meta({ id: "MatrixRow" });
export type MatrixRow = z.infer<typeof MatrixRow>;

export const Scenario = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("story"), ...common, statements: z.array(TestStatement).min(1) }),
    /** `setup` runs before each case. */
    z.strictObject({
      type: z.literal("cases"),
      ...common,
      setup: z.array(TestStatement),
      call: Call,
      cases: z.array(Case).min(1),
    }),
    /** `setup` runs before each row and makes the actors that the rows name; `guest` needs none. */
    z.strictObject({
      type: z.literal("matrix"),
      ...common,
      setup: z.array(TestStatement),
      call: Call,
      rows: z.array(MatrixRow).min(1),
    }),
  ])
  .meta({ id: "ScenarioNode" });
export type Scenario = z.infer<typeof Scenario>;

export const Scenarios = z
  .strictObject({ scenarios: z.record(ScenarioName, Scenario) })
  .meta({ id: "Scenarios" });
export type Scenarios = z.infer<typeof Scenarios>;
