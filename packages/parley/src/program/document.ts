import { z } from "zod";
import { Expression } from "../expression/document.ts";

const Id = z.string().min(1).max(200);
const VariableName = z.string().regex(/^[a-z][A-Za-z0-9]{0,47}$/);

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
   * `none` is allowed in unscoped operations and for models without one. `one` answers `error` where nothing is found;
   * `first` gives null then. `lock` holds the row until the transaction ends.
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
      sort?: { field: string; direction: "asc" | "desc" }[];
      limit?: number;
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
  | { type: "updateMany"; model: string; parameter: string; where: Expression; data: Data; name?: string }
  /** Writes only the properties that the client sent: those of the body's schema which name fields of the row. */
  | { type: "merge"; row: string; except?: string[] }
  | { type: "delete"; row: string }
  | { type: "deleteMany"; model: string; parameter: string; where: Expression }
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
const sortField = z.strictObject({ field: z.string(), direction: z.enum(["asc", "desc"]) });

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
    type: z.literal("updateMany"),
    model: z.string(),
    parameter: VariableName,
    where: Expression,
    data: Data,
    name: VariableName.optional(),
  }),
  z.strictObject({ type: z.literal("merge"), row: VariableName, except: z.array(z.string()).optional() }),
  z.strictObject({ type: z.literal("delete"), row: VariableName }),
  z.strictObject({
    type: z.literal("deleteMany"),
    model: z.string(),
    parameter: VariableName,
    where: Expression,
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

/** What an operation does; its key is the operation's name. Two writes or more always run in one transaction. */
export const Procedure = z
  .strictObject({
    id: Id,
    description: z.string().optional(),
    isolation: z.enum(["readCommitted", "repeatableRead", "serializable"]).optional(),
    /** How often it is tried again when the database reports a conflict of transactions. */
    retry: z.int().min(0).max(10).optional(),
    statements: z.array(Statement).min(1),
  })
  .meta({ id: "Procedure" });
export type Procedure = z.infer<typeof Procedure>;

export const Program = z
  .strictObject({ procedures: z.record(z.string(), Procedure) })
  .meta({ id: "Program" });
export type Program = z.infer<typeof Program>;
