import { argumentsOf } from "../../api/layout.ts";
import type { Api, Operation } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import { at, hasErrors } from "../../diagnostic/diagnostic.ts";
import { checkExpression, type Checked } from "../../expression/check.ts";
import type { Expression, ExpressionOf } from "../../expression/document.ts";

import { type Environment, type ModelType, type Type } from "../../expression/types.ts";
import { Level, type TypeScriptOptions } from "../../expression/typescript-code.ts";
import { printOperand } from "../../expression/typescript.ts";
import { map } from "../../expression/visit.ts";
import { unique } from "../../text/names.ts";
import { typescriptGlobals, typescriptReserved } from "../../text/reserved.ts";
import { identifier, member, property, symbol, text, type Text } from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { procedureEnvironment } from "../environment.ts";
import { lowerWhere } from "../lower-where.ts";
import { always, type Where } from "../where.ts";
import { common, databaseClient, delegate } from "./names.ts";
import { staleReturns } from "./stale.ts";
import { alive, printWhere, type WhereContext } from "./where.ts";

/** A service that a procedure needs, by its property: `private readonly clock: Clock`. */
export const providers = {
  database: { name: "DatabaseService", from: "src/database/database.service.ts" },
  clock: { name: "Clock", from: "src/common/clock.ts" },
  random: { name: "Random", from: "src/common/random.ts" },
  passwords: { name: "Passwords", from: "src/security/passwords.ts" },
  sessions: { name: "Sessions", from: "src/security/sessions.ts" },
  mailer: { name: "Mailer", from: "src/mail/mailer.ts" },
} as const;
export type Provider = keyof typeof providers;

/** What is written down while one method is printed. */
export interface Method {
  api: Api;
  database: Database;
  models: Record<string, ModelType>;
  operation: Operation;
  /** Returns that load their row anew. */
  stale: ReadonlySet<Statement>;
  providers: Set<Provider>;
  /** Names that are taken in the method. */
  taken: Set<string>;
  /** Variables of the procedure, and path parameters as `path x`, by what they are called in code. */
  names: Map<string, Text>;
  /** Arguments that were spoken of. */
  spoken: Set<string>;
  /** How often the current time was asked for, and what says it. */
  clock: { uses: number; now: Text };
  client: Text;
  /** Statements that come before the transaction, where there is one. */
  before?: Text[];
}

export function beginMethod(
  api: Api,
  database: Database,
  operation: Operation,
  statements: readonly Statement[],
  shared: Set<Provider>,
  now: Text,
): { method: Method; environment: Environment } {
  const given = argumentsOf(operation);
  const models = modelTypes(database);
  const environment = procedureEnvironment(operation, api, database, models);
  const names = new Map<string, Text>();
  const inputs: Record<string, Type> = {};
  const path = environment.names["path"]!;
  for (const { parameter, name } of given.path) {
    names.set(`path ${parameter}`, identifier(name));
    inputs[`path ${parameter}`] = path.type === "object" ? path.properties[parameter]!.type : path;
  }
  for (const one of [given.actor, given.body, given.query])
    if (one) names.set(one.name, identifier(one.name));
  const taken = new Set<string>([...typescriptReserved, ...typescriptGlobals, "tx", "now"]);
  for (const { name } of given.path) taken.add(name);
  for (const one of [given.actor, given.body, given.query]) if (one) taken.add(one.name);
  const method: Method = {
    api,
    database,
    models,
    operation,
    stale: staleReturns(statements, { api, database, operation }),
    providers: shared,
    taken,
    names,
    spoken: new Set(),
    clock: { uses: 0, now },
    client: databaseClient,
  };
  return { method, environment: { ...environment, names: { ...environment.names, ...inputs } } };
}

/** A name that is free in the method, and is taken from now on. */
export function claim(method: Method, wish: string): Text {
  const name = unique(wish, method.taken);
  method.taken.add(name);
  return identifier(name);
}

export function provide(method: Method, provider: Provider): Text {
  method.providers.add(provider);
  return text`this${member(provider)}`;
}

export function now(method: Method): Text {
  method.clock.uses += 1;
  method.providers.add("clock");
  return method.clock.now;
}

export function client(method: Method): Text {
  method.providers.add("database");
  return method.client;
}

/** An expression whose nodes are typed in an environment, ready to be printed. */
export interface Spoken {
  expression: Expression;
  typing: Checked;
}

/** Path parameters become names of their own: `path.loanId` is the argument `loanId`. */
export function prepare(expression: Expression): Expression {
  return map(expression, (node) =>
    node.type === "member" && node.object.type === "name" && node.object.name === "path"
      ? { type: "name", name: `path ${node.property}` }
      : node,
  );
}

export function speak(expression: Expression, environment: Environment, expected?: Type): Spoken {
  const prepared = prepare(expression);
  const typing = checkExpression(prepared, environment, {
    at: (span) => at("program", [], span),
    ...(expected ? { expected } : {}),
  });
  if (hasErrors(typing.diagnostics)) {
    throw new Error(`A program with errors was to be printed: ${typing.diagnostics[0]!.message}`);
  }
  return { expression: prepared, typing };
}

export function printValue(
  method: Method,
  spoken: Spoken,
  expected?: Type,
  level: Level = Level.conditional,
): Text {
  const options = optionsFor(method, spoken.typing);
  return printOperand(spoken.expression, expected ? { ...options, expected } : options, level);
}

/** The condition's opposite, where nothing may go on. */
export function printFailure(method: Method, expression: Expression, environment: Environment): Text {
  const opposite = negate(expression);
  return printValue(method, speak(opposite, environment));
}

function negate(node: Expression): Expression {
  if (node.type === "unary" && node.operator === "!") return node.operand;
  if (node.type === "boolean") return { type: "boolean", value: !node.value };
  if (node.type === "binary") {
    const { operator, left, right } = node;
    if (operator === "&&" || operator === "||") {
      return {
        type: "binary",
        operator: operator === "&&" ? "||" : "&&",
        left: negate(left),
        right: negate(right),
      };
    }
    if (operator in opposites) {
      return { ...node, operator: opposites[operator as keyof typeof opposites] };
    }
  }
  return { type: "unary", operator: "!", operand: node };
}

const opposites = { "==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

export function optionsFor(method: Method, typing: Checked): TypeScriptOptions {
  const names = (name: string): Text => nameOf(method, name);
  return {
    typing,
    names,
    clock: text`this.clock`,
    call: (name, given, node) => printProgramCall(method, name, given, node),
    query: (node) => printQuery(method, node, typing),
  };
}

export function nameOf(method: Method, name: string): Text {
  const printed = method.names.get(name);
  if (!printed) throw new Error(`Nothing is called ${name}.`);
  method.spoken.add(name);
  return printed;
}

function printProgramCall(
  method: Method,
  name: string,
  given: readonly Text[],
  node: ExpressionOf<"call">,
): Text | undefined {
  const [first, second] = given as [Text, Text];
  switch (name) {
    case "now":
      return now(method);
    case "today":
      return text`${common("startOfDay", "time")}(${now(method)})`;
    case "uuid":
      return text`${provide(method, "random")}.uuid()`;
    case "randomToken":
      return text`${provide(method, "random")}.token()`;
    case "randomCode":
      return text`${provide(method, "random")}.code(${first})`;
    case "hashToken":
      return text`${symbol({ name: "hashToken", from: "src/security/tokens.ts" })}(${first})`;
    case "hashPassword":
      if (method.before && isSent(method, node.arguments[0]!)) return hoistHash(method, first);
      return text`(await ${provide(method, "passwords")}.hash(${first}))`;
    case "verifyPassword":
      return text`(await ${provide(method, "passwords")}.verify(${hashText(method, node.arguments[1]!, second)}, ${first}))`;
    case "slug":
      return text`${common("slug", "slug")}(${first})`;
    default:
      return undefined;
  }
}

/** Hashing is slow on purpose: what the client sent is hashed before the transaction begins. */
function hoistHash(method: Method, password: Text): Text {
  const name = claim(method, "passwordHash");
  method.before!.push(text`const ${name} = await ${provide(method, "passwords")}.hash(${password});`);
  return name;
}

/** A property of the body that is always there. */
function isSent({ api, operation }: Method, node: Expression): boolean {
  if (node.type !== "member" || node.object.type !== "name" || node.object.name !== "body") return false;
  const property = api.schemas[operation.body ?? ""]?.properties[node.property];
  return property?.optional !== true && property?.schema.type === "string";
}

/** A missing hash is undefined there. */
function hashText(method: Method, node: Expression, printed: Text): Text {
  if (node.type === "member" && node.object.type === "name") {
    return text`${nameOf(method, node.object.name)}${member(node.property, node.optional ? "?." : ".")}`;
  }
  return text`${printed} ?? undefined`;
}

export function lower(
  method: Method,
  { expression, typing }: Spoken,
  model: string,
  parameter: string,
): Where {
  const lowered = lowerWhere(expression, model, parameter, { database: method.database, typing });
  if ("problems" in lowered) throw new Error("A condition that no query can ask was to be printed.");
  return lowered.where;
}

export function whereContext(method: Method, typing: Checked): WhereContext {
  const options = optionsFor(method, typing);
  return {
    database: method.database,
    value: (node) => printOperand(node, options, Level.conditional),
    condition: (node, truth) => {
      const printed = printOperand(node, options, truth ? Level.nullish : Level.postfix);
      return truth ? printed : text`!${printed}`;
    },
  };
}

/** `await tx.loan.count({ where })`; what may be deleted softly is not counted. */
function printQuery(method: Method, node: ExpressionOf<"query">, typing: Checked): Text {
  const { model, operation } = node;
  const lowered = node.where
    ? lower(method, { expression: node.where, typing }, model, node.parameter)
    : always;
  const where = printWhere(alive(lowered, model, method.database), whereContext(method, typing));
  const rows = delegate(client(method), model);
  if (operation === "count") return text`await ${rows}.count({ where: ${where} })`;
  if (operation === "exists") {
    return text`((await ${rows}.findFirst({ where: ${where}, select: { id: true } })) !== null)`;
  }
  const column = node.value?.type === "member" ? node.value.property : "id";
  const measure = { sum: "_sum", average: "_avg", minimum: "_min", maximum: "_max" }[operation];
  const asked = text`(await ${rows}.aggregate({ where: ${where}, ${property(measure)}: { ${property(column)}: true } }))`;
  const found = text`${asked}${member(measure)}${member(column)}`;
  if (operation !== "sum") return found;
  const type = typing.types.get(node);
  return text`(${found} ?? ${type?.type === "decimal" ? text`${common("decimal", "decimal")}(0)` : text`0`})`;
}
