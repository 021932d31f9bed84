import type { Expression } from "../expression/document.ts";
import type { Statement } from "./document.ts";

/** What becomes of the parts of a statement. */
export interface Rewriting {
  /** `binds`: the name of the row or element that the expression alone speaks of. */
  expression: (expression: Expression, binds?: string) => Expression;
  /** Of a variable that the statement speaks of by name. */
  variable: (name: string) => string;
}

/** A statement with its own expressions and variables rewritten; the name it declares and the blocks in it stay. */
export function rewriteStatement(statement: Statement, { expression, variable }: Rewriting): Statement {
  const plain = (one: Expression): Expression => expression(one);
  const maybe = <Key extends string>(
    key: Key,
    one: Expression | undefined,
    binds?: string,
  ): { [K in Key]?: Expression } =>
    one ? ({ [key]: expression(one, binds) } as { [K in Key]?: Expression }) : {};
  const all = (data: Record<string, Expression>, binds?: string): Record<string, Expression> =>
    Object.fromEntries(Object.entries(data).map(([name, one]) => [name, expression(one, binds)]));
  switch (statement.type) {
    case "let":
      return { ...statement, value: plain(statement.value) };
    case "require":
    case "if":
      return { ...statement, condition: plain(statement.condition) };
    case "forEach":
      return { ...statement, in: plain(statement.in) };
    case "find": {
      const { where, sort, window, parameter } = statement;
      return {
        ...statement,
        ...maybe("where", where, parameter),
        ...(sort ? { sort: sort.map((order) => ({ ...order, ...maybe("when", order.when) })) } : {}),
        ...(window ? { window: { offset: plain(window.offset), size: plain(window.size) } } : {}),
      };
    }
    case "page":
      return { ...statement, ...maybe("where", statement.where, statement.parameter) };
    case "create":
      return { ...statement, data: all(statement.data) };
    case "createMany":
      return { ...statement, in: plain(statement.in), data: all(statement.data, statement.parameter) };
    case "upsert": {
      const { key, create, update, parameter } = statement;
      return { ...statement, key: all(key), create: all(create), update: all(update, parameter) };
    }
    case "update": {
      const { row, data, when, parameter } = statement;
      return { ...statement, row: variable(row), data: all(data), ...maybe("when", when, parameter) };
    }
    case "increment": {
      const { row, by, least, most } = statement;
      return {
        ...statement,
        row: variable(row),
        by: plain(by),
        ...maybe("least", least),
        ...maybe("most", most),
      };
    }
    case "transition": {
      const { row, data } = statement;
      return { ...statement, row: variable(row), ...(data ? { data: all(data) } : {}) };
    }
    case "updateMany": {
      const { where, data, parameter } = statement;
      return { ...statement, where: expression(where, parameter), data: all(data, parameter) };
    }
    case "deleteMany":
      return { ...statement, where: expression(statement.where, statement.parameter) };
    case "merge":
    case "delete":
      return { ...statement, row: variable(statement.row) };
    case "lock":
      return { ...statement, rows: statement.rows.map(variable) };
    case "call":
      return { ...statement, arguments: all(statement.arguments) };
    case "emit":
      return {
        ...statement,
        to: plain(statement.to),
        subject: plain(statement.subject),
        body: plain(statement.body),
      };
    case "group": {
      const { where, by, measures, parameter } = statement;
      const measured = Object.entries(measures).map(([name, measure]) => [
        name,
        { ...measure, ...maybe("value", measure.value, parameter) },
      ]);
      return {
        ...statement,
        ...maybe("where", where, parameter),
        by: all(by, parameter),
        measures: Object.fromEntries(measured) as typeof measures,
      };
    }
    case "issueTokens":
      return { ...statement, account: plain(statement.account) };
    case "rotateTokens":
      return { ...statement, token: plain(statement.token) };
    case "return":
      return { ...statement, ...maybe("value", statement.value) };
    case "revokeTokens":
      return statement;
    default:
      return statement satisfies never;
  }
}
