import { answerType } from "../api/types.ts";
import type { Api, Operation } from "../api/document.ts";
import type { Database, Model } from "../database/document.ts";
import { columnOf } from "../database/fields.ts";
import type { Expression } from "../expression/document.ts";
import { bind, narrow } from "../expression/narrow.ts";
import {
  decimalType,
  integerType,
  nullable,
  rowOf,
  withoutNull,
  type Environment,
  type Type,
  type TypeOf,
} from "../expression/types.ts";
import { chainOf } from "../expression/visit.ts";
import type { Statement } from "./document.ts";

/** What the procedure hands to the answer's printer. */
export function wantedAnswer(operation: Operation, api: Api): Type | undefined {
  return answerType(operation, api, "program");
}

/** Properties of the body that a merge writes: those that name a column of the model which clients may set. */
export function mergedProperties(
  operation: Operation,
  api: Api,
  database: Database,
  model: string,
  except: readonly string[] = [],
): string[] {
  const row = database.models[model];
  const properties = operation.body === undefined ? {} : (api.schemas[operation.body]?.properties ?? {});
  if (!row) return [];
  return Object.keys(properties).filter((name) => {
    const column = columnOf(row, name);
    const sent = properties[name]!.only !== "answer";
    return sent && column !== undefined && !column.implicit && !except.includes(name);
  });
}

/** Type of a measure over values of a type. */
export function measureType(operation: string, value: Type | undefined): Type {
  const bare = value ? withoutNull(value) : integerType;
  if (operation === "count") return integerType;
  if (operation === "average") return nullable(decimalType);
  return operation === "sum" ? bare : nullable(bare);
}

/** How `data` changes a number in place: `row.stock - line.quantity` is `{ decrement: line.quantity }`. */
export function incrementOf(
  model: Model,
  row: string,
  column: string,
  value: Expression,
): { operator: "increment" | "decrement"; by: Expression } | undefined {
  if (!isCounted(columnOf(model, column)?.field.type)) return undefined;
  if (value.type !== "binary" || (value.operator !== "+" && value.operator !== "-")) return undefined;
  const isOwn = (node: Expression): boolean => {
    const chain = chainOf(node);
    return chain?.length === 2 && chain[0] === row && chain[1] === column;
  };
  if (isOwn(value.left))
    return { operator: value.operator === "+" ? "increment" : "decrement", by: value.right };
  return value.operator === "+" && isOwn(value.right) ? { operator: "increment", by: value.left } : undefined;
}

export function isCounted(type: string | undefined): boolean {
  return type === "int" || type === "bigint" || type === "float" || type === "decimal";
}

/** Names of rows that statements write, also in branches: what was loaded of them is no longer true. */
export function rowsWritten(statements: readonly Statement[]): Set<string> {
  const rows = new Set<string>();
  for (const statement of statements) {
    for (const row of writtenBy(statement)) rows.add(row);
    for (const inner of blocksOf(statement)) for (const row of rowsWritten(inner)) rows.add(row);
  }
  return rows;
}

/** Variables whose rows a statement writes or loads anew. */
export function writtenBy(statement: Statement): readonly string[] {
  switch (statement.type) {
    case "update":
    case "merge":
    case "increment":
    case "transition":
      return [statement.row];
    case "lock":
      return statement.rows;
    default:
      return [];
  }
}

/** Variables that a statement speaks of by name, not in an expression. */
export function rowsNamedBy(statement: Statement): readonly string[] {
  return statement.type === "delete" ? [statement.row] : writtenBy(statement);
}

/** Blocks of statements inside a statement. */
export function blocksOf(statement: Statement): Statement[][] {
  if (statement.type === "if") return [statement.then, statement.else ?? []];
  return statement.type === "forEach" ? [statement.body] : [];
}

/** Whether the statements never run to their end: they return, or are refused whatever happens. */
export function alwaysReturns(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    if (statement.type === "return" || isRefusal(statement)) return true;
    if (statement.type !== "if" || !statement.else) return false;
    return alwaysReturns(statement.then) && alwaysReturns(statement.else);
  });
}

/** `require false`: whoever comes here is refused. */
export function isRefusal(statement: Statement): boolean {
  return statement.type === "require" && statement.condition.type === "boolean" && !statement.condition.value;
}

/** What is known of a row that a group counts: that the group's condition holds for it. */
export function groupedRow(
  { model, parameter, where }: Extract<Statement, { type: "group" }>,
  environment: Environment,
): Environment {
  const row = bind(environment, parameter, rowOf(model));
  return where ? narrow(row, where, true) : row;
}

/** Type of the rows of a group. */
export function groupType(properties: Readonly<Record<string, Type>>): TypeOf<"object"> {
  return {
    type: "object",
    properties: Object.fromEntries(Object.entries(properties).map(([name, type]) => [name, { type }])),
  };
}

/** The expressions of a statement itself, not of the statements inside it, with their keys. */
export function expressionsOf(statement: Statement): { keys: (string | number)[]; expression: Expression }[] {
  const found: { keys: (string | number)[]; expression: Expression }[] = [];
  const add = (expression: Expression | undefined, ...keys: (string | number)[]): void => {
    if (expression) found.push({ keys, expression });
  };
  const addAll = (values: Record<string, Expression>, key: string): void => {
    for (const [name, expression] of Object.entries(values)) add(expression, key, name);
  };
  switch (statement.type) {
    case "let":
      add(statement.value, "value");
      break;
    case "require":
    case "if":
      add(statement.condition, "condition");
      break;
    case "forEach":
      add(statement.in, "in");
      break;
    case "find":
      add(statement.where, "where");
      for (const [index, { when }] of (statement.sort ?? []).entries()) add(when, "sort", index, "when");
      add(statement.window?.offset, "window", "offset");
      add(statement.window?.size, "window", "size");
      break;
    case "page":
    case "deleteMany":
      add(statement.where, "where");
      break;
    case "create":
      addAll(statement.data, "data");
      break;
    case "update":
      addAll(statement.data, "data");
      add(statement.when, "when");
      break;
    case "createMany":
      add(statement.in, "in");
      addAll(statement.data, "data");
      break;
    case "upsert":
      addAll(statement.key, "key");
      addAll(statement.create, "create");
      addAll(statement.update, "update");
      break;
    case "increment":
      add(statement.by, "by");
      add(statement.least, "least");
      add(statement.most, "most");
      break;
    case "transition":
      addAll(statement.data ?? {}, "data");
      break;
    case "call":
      addAll(statement.arguments, "arguments");
      break;
    case "updateMany":
      add(statement.where, "where");
      addAll(statement.data, "data");
      break;
    case "emit":
      add(statement.to, "to");
      add(statement.subject, "subject");
      add(statement.body, "body");
      break;
    case "group":
      add(statement.where, "where");
      addAll(statement.by, "by");
      for (const [name, measure] of Object.entries(statement.measures))
        add(measure.value, "measures", name, "value");
      break;
    case "issueTokens":
      add(statement.account, "account");
      break;
    case "rotateTokens":
      add(statement.token, "token");
      break;
    case "return":
      add(statement.value, "value");
      break;
    case "merge":
    case "delete":
    case "lock":
    case "revokeTokens":
      break;
    default:
      statement satisfies never;
  }
  return found;
}
