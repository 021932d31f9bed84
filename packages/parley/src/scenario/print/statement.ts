import { clientType } from "../../api/print/client.ts";
import { namedType } from "../../api/types.ts";
import type { Database } from "../../database/document.ts";
import { columnType, profileOf } from "../../database/environment.ts";
import type { Expression } from "../../expression/document.ts";
import { bind, narrow } from "../../expression/narrow.ts";
import { withoutNull, type Type } from "../../expression/types.ts";
import {
  comment,
  empty,
  identifier,
  join,
  lines,
  member,
  number,
  origin,
  originOf,
  string,
  symbol,
  text,
  type Text,
} from "../../text/text.ts";
import type { Refusal, TestStatement } from "../document.ts";
import { expectationOf } from "../expectation.ts";
import { typeIn } from "../typing.ts";
import { bound, heldType, scopeAfter, type Scope } from "../scope.ts";
import { printCall } from "./call.ts";
import { generateSupport } from "./pattern.ts";
import { entry, fits, printValue, support, type ExpressionContext } from "./expression.ts";

type Keys = readonly (string | number)[];

export interface StatementContext extends ExpressionContext {
  database: Database;
  keys: Keys;
  /** Variables that something speaks of: others are not declared. */
  mentioned: ReadonlySet<string>;
}

/** Statements, a line or more each, and the scope behind them. */
export function printStatements(
  context: StatementContext,
  start: Scope,
  statements: readonly TestStatement[],
  keys: Keys,
): { body: Text[]; scope: Scope } {
  let scope = start;
  const body = statements.map((statement, index) => {
    const printed = printStatement(context, scope, statement, [...keys, index]);
    const value = statement.type === "let" ? heldType(typeIn(scope, statement.value)) : undefined;
    scope = scopeAfter(context.api, scope, statement, value);
    return origin(originOf("scenario", [...keys, index]), printed);
  });
  return { body, scope };
}

function printStatement(context: StatementContext, scope: Scope, statement: TestStatement, keys: Keys): Text {
  const { fixtures } = context;
  const expect = support("expect", "test");
  switch (statement.type) {
    case "actor":
      fixtures.add("as");
      return text`${declared(context, statement.name)}await as${member(statement.kind)}(${printProfile(context, scope, statement)});`;
    case "call":
      return text`${declared(context, statement.name)}await ${printCall(context, scope, statement.call)};`;
    case "refuse": {
      const call = printCall(context, scope, statement.call);
      const { refusal } = statement;
      if (refusal.status !== undefined) {
        return text`await ${expect}(${call}).rejects.toMatchProblem(${refusalText(refusal)});`;
      }
      const status = text`await ${support("statusOf", "test")}(${call})`;
      return text`${expect}(${status}).toSatisfy(${generateSupport("isRefusal")});`;
    }
    case "race":
      return printRace(context, scope, statement);
    case "walk": {
      const call = {
        ...statement.call,
        query: { ...statement.call.query, page: { type: "name", name: "page" } as const },
      };
      const inner: Scope = { ...scope, environment: bind(scope.environment, "page", { type: "integer" }) };
      return text`${declared(context, statement.name)}await ${support("walk", "values")}((page) => ${printCall(context, inner, call)});`;
    }
    case "expect":
      return lines([
        statement.title === undefined ? empty : comment(statement.title),
        printExpectation(context, scope, statement.condition),
      ]);
    case "let":
      if (!context.mentioned.has(statement.name)) return empty;
      return text`const ${identifier(statement.name)}${heldAs(context, scope, statement.value)} = ${printValue(context, scope, statement.value)};`;
    case "if": {
      const branch = (truth: boolean): Scope => ({
        ...scope,
        environment: narrow(scope.environment, statement.condition, truth),
      });
      const inside = (truth: boolean, inner: readonly TestStatement[], key: string): Text =>
        lines(printStatements(context, branch(truth), inner, [...keys, key]).body);
      const otherwise = statement.else
        ? text` else {
            ${inside(false, statement.else, "else")}
          }`
        : empty;
      return text`
        if (${printValue(context, scope, statement.condition)}) {
          ${inside(true, statement.then, "then")}
        }${otherwise}
      `;
    }
    case "forEach": {
      const list = heldType(typeIn(scope, statement.in));
      const inner = bound(scope, statement.name, list?.type === "list" ? list.of : undefined);
      const { body } = printStatements(context, inner, statement.body, [...keys, "body"]);
      const name = identifier(context.mentioned.has(statement.name) ? statement.name : "_item");
      return text`
        for (const ${name} of ${printValue(context, scope, statement.in)}) {
          ${lines(body)}
        }
      `;
    }
    case "advance":
      fixtures.add("advance");
      return text`advance(${string(statement.duration)});`;
    case "inbox":
      fixtures.add("inbox");
      return text`${declared(context, statement.name)}await inbox(${identifier(statement.of)}.email);`;
    case "return":
      return text`return;`;
    case "throw":
      return text`throw new Error(${string(statement.message)});`;
    default:
      return statement satisfies never;
  }
}

/** The type of a variable that holds a sample in which texts are fixed that would forget which ones they are. */
function heldAs({ api }: StatementContext, scope: Scope, value: Expression): Text {
  const [schema, fixed] = value.type === "call" && value.function === "sample" ? value.arguments : [];
  if (schema?.type !== "string" || fixed?.type !== "object") return empty;
  const type = namedType(schema.value, api, "sent");
  const isClosed = Object.keys(fixed.properties).some(
    (name) => type.type === "object" && holdsChoice(type.properties[name]?.type),
  );
  return isClosed && fits(api, scope, value, schema.value)
    ? text`: ${symbol(clientType(schema.value))}`
    : empty;
}

/** Whether a type has texts of which only some are taken. */
function holdsChoice(type: Type | undefined): boolean {
  switch (type?.type) {
    case "enum":
    case "literal":
    case "union":
      return true;
    case "nullable":
    case "list":
      return holdsChoice(type.of);
    case "object":
      return Object.values(type.properties).some((property) => holdsChoice(property.type));
    default:
      return false;
  }
}

function declared({ mentioned }: StatementContext, name: string | undefined): Text {
  return name !== undefined && mentioned.has(name) ? text`const ${identifier(name)} = ` : empty;
}

/** `{ status: 409, code: "title-taken" }` */
export function refusalText({ status, code }: Refusal): Text {
  const words = status === undefined ? [] : [text`status: ${number(status)}`];
  if (code !== undefined) words.push(text`code: ${string(code)}`);
  return text`{ ${join(words, text`, `)} }`;
}

function printProfile(
  context: StatementContext,
  scope: Scope,
  { kind, profile = {} }: Extract<TestStatement, { type: "actor" }>,
): Text {
  const { database } = context;
  const fields = profileOf(database, kind)?.model.fields ?? {};
  const values = Object.entries(profile).map(([name, value]) =>
    entry(name, printValue(context, scope, value, columnType(fields[name]!, database.enums))),
  );
  return values.length === 0 ? empty : text`{ ${join(values, text`, `)} }`;
}

function printRace(
  context: StatementContext,
  scope: Scope,
  { calls, succeed, refusal }: Extract<TestStatement, { type: "race" }>,
): Text {
  const expect = support("expect", "test");
  const losing =
    refusal.status === undefined
      ? text`${expect}(await ${support("statusOf", "test")}(Promise.reject(outcome.reason))).toSatisfy(${generateSupport("isRefusal")});`
      : text`${expect}(outcome).toMatchProblem(${refusalText(refusal)});`;
  const printed = calls.map((call) => text`${printCall(context, scope, call)},`);
  return text`
    {
      const outcomes = await Promise.allSettled([
        ${lines(printed)}
      ]);
      ${expect}(outcomes.filter(${support("isFulfilled", "test")})).toHaveLength(${number(succeed)});
      for (const outcome of outcomes.filter(${support("isRejected", "test")})) {
        ${losing}
      }
    }
  `;
}

function printExpectation(
  context: StatementContext,
  scope: Scope,
  condition: Parameters<typeof expectationOf>[0],
): Text {
  const expect = support("expect", "test");
  const print = (node: typeof condition): Text => printValue(context, scope, node);
  const expectation = expectationOf(condition);
  switch (expectation.type) {
    case "same": {
      const { actual, expected, negated } = expectation;
      const not = negated ? text`.not` : empty;
      const value = (node: Expression, beside: Expression): Text =>
        printValue(context, scope, node, fractionIn(scope, beside));
      const subject = text`${expect}(${value(actual, expected)})${not}`;
      if (expected.type === "null") return text`${subject}.toBeNull();`;
      const plain = ["string", "integer", "boolean"].includes(expected.type);
      return plain
        ? text`${subject}.toBe(${value(expected, actual)});`
        : text`${subject}.toEqual(${value(expected, actual)});`;
    }
    case "matches":
      return text`${expect}(${print(expectation.actual)}).toMatchObject(${print(expectation.part)});`;
    case "length":
      return text`${expect}(${print(expectation.list)}).toHaveLength(${print(expectation.length)});`;
    case "true":
      return text`${expect}(${print(expectation.condition)}).toBe(true);`;
    case "false":
      return text`${expect}(${print(expectation.condition)}).toBe(false);`;
    default:
      return expectation satisfies never;
  }
}

/** What a number has to be to be the same as the one beside it: digits with a point are exact or not, as that is. */
function fractionIn(scope: Scope, beside: Expression): Type | undefined {
  if (beside.type === "decimal" || beside.type === "integer") return undefined;
  const type = typeIn(scope, beside);
  const bare = type && withoutNull(type);
  return bare?.type === "float" || bare?.type === "decimal" ? type : undefined;
}
