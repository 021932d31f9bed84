import { z } from "zod";
import { Expression } from "../expression/document.ts";
import { ValueName, ValueType } from "./values.ts";

const Id = z.string().min(1).max(200);
const VariableName = ValueName;

/** Field (or `<relation>Id`) -> value. */
type Data = Record<string, Expression>;
const Data = z.record(VariableName, Expression);

/**
 * A statement of a procedure. Variables hold rows (`find`, `create`, `update`), lists of rows or values.
 * Which columns and relations are loaded follows from what later statements and the answer use.
 */
export type Statement =
  | { type: "let"; name: string; value: Expression }
  /** Throws the error of the API's catalogue where the condition is false. */
  | { type: "require"; condition: Expression; error: string }
  | { type: "if"; condition: Expression; then: Statement[]; else?: Statement[] }
  | { type: "forEach"; name: string; in: Expression; body: Statement[] }
  /**
   * Loads a row (or a list) of a model. `where` is over `parameter`; scope `read` or `write` adds the model's scope,
   * `none` is allowed in unscoped operations and for models without one. `one` answers `error` where nothing is found,
   * and `forbidden` where a row may be read but, as asked, not written; `first` gives null then. `lock` holds the row
   * until the transaction ends. For `many`: an order with `when` counts where that holds, and `window` leaves out the
   * first `offset` rows and takes at most `size`.
   */
  | {
      type: "find";
      name: string;
      mode: "one" | "first" | "many";
      model: string;
      parameter: string;
      where?: Expression;
      scope: "read" | "write" | "none";
      error?: string;
      sort?: { field: string; direction: "asc" | "desc"; when?: Expression }[];
      limit?: number;
      window?: { offset: Expression; size: Expression };
      lock?: boolean;
    }
  /** One page of the operation's `listing`; `where` narrows it further. */
  | {
      type: "page";
      name: string;
      model: string;
      parameter: string;
      where?: Expression;
      scope: "read" | "none";
    }
  | { type: "create"; name?: string; model: string; data: Data }
  /** Writes fields of a loaded row. With `when`, only where the row still is so; else `error`: safe under races. */
  | { type: "update"; row: string; data: Data; when?: Expression; parameter?: string; error?: string }
  /** A row for every element of a list; `data` is over `parameter`, the element. `name`: how many were made. */
  | { type: "createMany"; name?: string; model: string; in: Expression; parameter: string; data: Data }
  /**
   * Makes the row that has the key, or writes the one that has it already, whoever comes first. `key` gives every field
   * of one unique; `update` speaks of the row there is by `parameter`, and may only count its fields up or down.
   */
  | {
      type: "upsert";
      name?: string;
      model: string;
      key: Data;
      create: Data;
      update: Data;
      parameter?: string;
    }
  /** Holds loaded rows until the transaction ends, in one order for all callers, and loads them anew. */
  | { type: "lock"; rows: string[] }
  /** Adds to a number of a loaded row (`by` may be negative), only where it stays within `least` and `most`; else `error`. */
  | {
      type: "increment";
      row: string;
      field: string;
      by: Expression;
      least?: Expression;
      most?: Expression;
      error?: string;
    }
  /** Brings a loaded row from one of the states `from` of an enum field to another; where it is in none of them: `error`. */
  | { type: "transition"; row: string; field: string; from: string[]; to: string; data?: Data; error: string }
  | { type: "updateMany"; model: string; parameter: string; where: Expression; data: Data; name?: string }
  /** Writes only the properties that the client sent: those of the body's schema which name fields of the row. */
  | { type: "merge"; row: string; except?: string[] }
  /** Softly where the model says so; `hard` takes such a row away for good. */
  | { type: "delete"; row: string; hard?: boolean }
  /** `hard` also reaches rows that were deleted softly, and takes all of them away for good. */
  | { type: "deleteMany"; model: string; parameter: string; where: Expression; hard?: boolean }
  /** Calls a shared function, in the same transaction, or an extern. `name`: what it gives. */
  | { type: "call"; name?: string; function: string; arguments: Data }
  /** Appends a mail to the outbox in the same transaction. */
  | { type: "emit"; to: Expression; subject: Expression; body: Expression }
  /** Rows of a model grouped and measured, for reports: each row of `name` has the group's fields and the measures. */
  | {
      type: "group";
      name: string;
      model: string;
      parameter: string;
      where?: Expression;
      by: Record<string, Expression>;
      measures: Record<
        string,
        { operation: "count" | "sum" | "average" | "minimum" | "maximum"; value?: Expression }
      >;
      sort?: { name: string; direction: "asc" | "desc" };
      limit?: number;
    }
  /** Signs an account in: `name` is the pair of tokens (schema with accessToken, refreshToken, expiresIn). */
  | { type: "issueTokens"; name: string; account: Expression }
  | { type: "rotateTokens"; name: string; token: Expression; error: string }
  /** Revokes the acting session, or every session of the account. */
  | { type: "revokeTokens"; of: "session" | "account" }
  /** Answers with a row, a list, a page or an object, shaped by the operation's answer. Absent value: 204. */
  | { type: "return"; value?: Expression };

export type StatementType = Statement["type"];

const statement: z.ZodType<Statement> = z.lazy(() => Statement);
const scope = z.enum(["read", "write", "none"]);
const sortField = z.strictObject({
  field: z.string(),
  direction: z.enum(["asc", "desc"]),
  when: Expression.optional(),
});

export const statementVariants = [
  z.strictObject({ type: z.literal("let"), name: VariableName, value: Expression }),
  z.strictObject({ type: z.literal("require"), condition: Expression, error: z.string() }),
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
  z.strictObject({
    type: z.literal("find"),
    name: VariableName,
    mode: z.enum(["one", "first", "many"]),
    model: z.string(),
    parameter: VariableName,
    where: Expression.optional(),
    scope,
    error: z.string().optional(),
    sort: z.array(sortField).optional(),
    limit: z.int().min(1).optional(),
    window: z.strictObject({ offset: Expression, size: Expression }).optional(),
    lock: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("page"),
    name: VariableName,
    model: z.string(),
    parameter: VariableName,
    where: Expression.optional(),
    scope: z.enum(["read", "none"]),
  }),
  z.strictObject({ type: z.literal("create"), name: VariableName.optional(), model: z.string(), data: Data }),
  z.strictObject({
    type: z.literal("update"),
    row: VariableName,
    data: Data,
    when: Expression.optional(),
    parameter: VariableName.optional(),
    error: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("createMany"),
    name: VariableName.optional(),
    model: z.string(),
    in: Expression,
    parameter: VariableName,
    data: Data,
  }),
  z.strictObject({
    type: z.literal("upsert"),
    name: VariableName.optional(),
    model: z.string(),
    key: Data,
    create: Data,
    update: Data,
    parameter: VariableName.optional(),
  }),
  z.strictObject({ type: z.literal("lock"), rows: z.array(VariableName).min(1) }),
  z.strictObject({
    type: z.literal("increment"),
    row: VariableName,
    field: z.string(),
    by: Expression,
    least: Expression.optional(),
    most: Expression.optional(),
    error: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("transition"),
    row: VariableName,
    field: z.string(),
    from: z.array(z.string()).min(1),
    to: z.string(),
    data: Data.optional(),
    error: z.string(),
  }),
  z.strictObject({
    type: z.literal("updateMany"),
    model: z.string(),
    parameter: VariableName,
    where: Expression,
    data: Data,
    name: VariableName.optional(),
  }),
  z.strictObject({ type: z.literal("merge"), row: VariableName, except: z.array(z.string()).optional() }),
  z.strictObject({ type: z.literal("delete"), row: VariableName, hard: z.boolean().optional() }),
  z.strictObject({
    type: z.literal("deleteMany"),
    model: z.string(),
    parameter: VariableName,
    where: Expression,
    hard: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal("call"),
    name: VariableName.optional(),
    function: z.string(),
    arguments: Data,
  }),
  z.strictObject({ type: z.literal("emit"), to: Expression, subject: Expression, body: Expression }),
  z.strictObject({
    type: z.literal("group"),
    name: VariableName,
    model: z.string(),
    parameter: VariableName,
    where: Expression.optional(),
    by: z.record(VariableName, Expression),
    measures: z.record(
      VariableName,
      z.strictObject({
        operation: z.enum(["count", "sum", "average", "minimum", "maximum"]),
        value: Expression.optional(),
      }),
    ),
    sort: z.strictObject({ name: z.string(), direction: z.enum(["asc", "desc"]) }).optional(),
    limit: z.int().min(1).optional(),
  }),
  z.strictObject({ type: z.literal("issueTokens"), name: VariableName, account: Expression }),
  z.strictObject({
    type: z.literal("rotateTokens"),
    name: VariableName,
    token: Expression,
    error: z.string(),
  }),
  z.strictObject({ type: z.literal("revokeTokens"), of: z.enum(["session", "account"]) }),
  z.strictObject({ type: z.literal("return"), value: Expression.optional() }),
] as const;

export const Statement: z.ZodType<Statement> = z
  .discriminatedUnion("type", statementVariants)
  .meta({ id: "Statement" });

const isolation = z.enum(["readCommitted", "repeatableRead", "serializable"]).optional();
/** How often it is tried again when the database reports a conflict of transactions. */
const retry = z.int().min(0).max(10).optional();
const statements = z.array(Statement).min(1);
const description = z.string().optional();

/** What an operation does; its key is the operation's name. Two writes or more always run in one transaction. */
export const Procedure = z
  .strictObject({ id: Id, description, isolation, retry, statements })
  .meta({ id: "Procedure" });
export type Procedure = z.infer<typeof Procedure>;

/** Statements that several procedures call. They know their parameters alone: no actor, no input of an operation. */
export const SharedFunction = z
  .strictObject({
    id: Id,
    description,
    parameters: z.record(ValueName, ValueType),
    result: ValueType.optional(),
    /** Why it reads beyond the scopes of models. */
    unscoped: z.string().optional(),
    statements,
  })
  .meta({ id: "SharedFunction" });
export type SharedFunction = z.infer<typeof SharedFunction>;

/** `every`: a duration of fixed length, in steps of UTC: `PT1H` is on the hour. `daily`: a time of day in UTC. */
export const Schedule = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("every"), duration: z.string() }),
  z.strictObject({ type: z.literal("daily"), at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** What the server does by itself, on one instance at a time and in one transaction. It sees every row. */
export const Job = z
  .strictObject({ id: Id, description, schedule: Schedule, isolation, retry, statements })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;

/** A port to code that the owner writes by hand. */
export const Extern = z
  .strictObject({
    id: Id,
    description,
    parameters: z.record(ValueName, ValueType),
    result: ValueType.optional(),
  })
  .meta({ id: "Extern" });
export type Extern = z.infer<typeof Extern>;

export const Program = z
  .strictObject({
    procedures: z.record(z.string(), Procedure),
    /** Functions and externs share their names: a statement calls either. */
    functions: z.record(ValueName, SharedFunction).optional(),
    externs: z.record(ValueName, Extern).optional(),
    jobs: z.record(ValueName, Job).optional(),
  })
  .meta({ id: "Program" });
export type Program = z.infer<typeof Program>;
