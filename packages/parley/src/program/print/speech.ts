import { argumentsOf } from "../../api/layout.ts";
import type { Api, Operation } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import { rowsOf } from "../../database/fields.ts";
import { at, hasErrors } from "../../diagnostic/diagnostic.ts";
import { checkExpression, type Checked } from "../../expression/check.ts";
import type { Expression, ExpressionOf } from "../../expression/document.ts";
import { lowerWhere } from "../../expression/lower-where.ts";
import { simplify } from "../../expression/simplify.ts";
import type { Environment, ModelType, Type } from "../../expression/types.ts";
import { Level, type TypeScriptOptions } from "../../expression/typescript-code.ts";
import { printOperand } from "../../expression/typescript.ts";
import { always } from "../../expression/where.ts";
import { unique } from "../../text/names.ts";
import { typescriptGlobals, typescriptReserved } from "../../text/reserved.ts";
import { identifier, join, member, property, symbol, text, type Text } from "../../text/text.ts";
import type { Program, Statement } from "../document.ts";
import type { Routine } from "../routine.ts";
import type { Where } from "../where.ts";
import { asNumber, isBigColumn, isBigInteger } from "./big-integers.ts";
import { inject, type Injected, type Provider } from "./injected.ts";
import { negate } from "./negate.ts";
import { prepare, unprepare } from "./prepare.ts";
import { common, databaseClient, delegate } from "./names.ts";
import { staleReturns } from "./stale.ts";
import { alive, printWhere, type WhereContext } from "./where.ts";

/** What is written down while one method is printed. */
export interface Method {
  program: Program;
  api: Api;
  database: Database;
  models: Record<string, ModelType>;
  routine: Routine;
  operation: Operation;
  /** Returns that load their row anew. */
  stale: ReadonlySet<Statement>;
  injected: Injected;
  /** Names that are taken in the method. */
  taken: Set<string>;
  /** Variables of the procedure, and path parameters as `path x`, by what they are called in code. */
  names: Map<string, Text>;
  /** Arguments that were spoken of. */
  spoken: Set<string>;
  /** Expressions of statements as they are printed, where parts of them are not. */
  simplified: Map<Expression, Expression>;
  /** How often the current time was asked for, and what says it. */
  clock: { uses: number; now: Text };
  client: Text;
  /** Whether the caller gives the client; else it is that of the database, or of a transaction of it. */
  passedClient: boolean;
  /** Statements that come before the transaction, where there is one. */
  before?: Text[];
}

/** Begins the method of a routine; `injected` is what its class has by then. */
export function beginMethod(
  { program, api, database }: Pick<Method, "program" | "api" | "database">,
  routine: Routine,
  injected: Injected,
  now: Text,
): { method: Method; environment: Environment } {
  const { operation, statements } = routine;
  const names = new Map<string, Text>();
  const inputs: Record<string, Type> = {};
  const taken = new Set<string>([...typescriptReserved, ...typescriptGlobals, "tx", "now", "client"]);
  const method: Method = {
    program,
    api,
    database,
    models: modelTypes(database),
    routine,
    operation,
    stale: staleReturns(statements, { program, api, database, operation }),
    injected,
    taken,
    names,
    spoken: new Set(),
    simplified: new Map(),
    clock: { uses: 0, now },
    client: databaseClient,
    passedClient: false,
  };
  const { environment } = routine;
  if (routine.type !== "procedure") {
    for (const name of Object.keys(environment.names)) names.set(name, claim(method, name));
    return { method, environment };
  }
  const given = argumentsOf(operation);
  const path = environment.names["path"]!;
  for (const { parameter, name } of given.path) {
    names.set(`path ${parameter}`, identifier(name));
    inputs[`path ${parameter}`] = path.type === "object" ? path.properties[parameter]!.type : path;
    taken.add(name);
  }
  for (const one of [given.actor, given.body, given.query, given.headers, given.cookies]) {
    if (!one) continue;
    names.set(one.name, identifier(one.name));
    taken.add(one.name);
  }
  return { method, environment: { ...environment, names: { ...environment.names, ...inputs } } };
}

/** A name that is free in the method, and is taken from now on. */
export function claim(method: Method, wish: string): Text {
  const name = unique(wish, method.taken);
  method.taken.add(name);
  return identifier(name);
}

export function provide(method: Method, provider: Provider): Text {
  return inject(method.injected, provider);
}

export function now(method: Method): Text {
  method.clock.uses += 1;
  provide(method, "clock");
  return method.clock.now;
}

export function client(method: Method): Text {
  if (method.passedClient) method.spoken.add("client");
  else provide(method, "database");
  return method.client;
}

/** An expression whose nodes are typed in an environment, ready to be printed. */
export interface Spoken {
  expression: Expression;
  typing: Checked;
  /** As it stands in the statement. */
  written: Expression;
}

/** Notes what of an expression will not be printed. */
function note(method: Method, { expression, typing, written }: Spoken, inQuery = false): void {
  const simple = simplify(expression, typing, inQuery);
  if (simple !== expression) method.simplified.set(written, unprepare(simple));
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
  return { expression: prepared, typing, written: expression };
}

export function printValue(
  method: Method,
  spoken: Spoken,
  expected?: Type,
  level: Level = Level.conditional,
): Text {
  note(method, spoken);
  const options = optionsFor(method, spoken.typing);
  return printOperand(spoken.expression, expected ? { ...options, expected } : options, level);
}

/** The condition's opposite, where nothing may go on. */
export function printFailure(method: Method, expression: Expression, environment: Environment): Text {
  note(method, speak(expression, environment));
  const opposite = negate(expression);
  return printValue(method, speak(opposite, environment));
}

export function optionsFor(method: Method, typing: Checked): TypeScriptOptions {
  const names = (name: string): Text => nameOf(method, name);
  return {
    typing,
    names,
    clock: text`this.clock`,
    read: (read, type, node) =>
      isBigInteger(method.database, typing, node) ? asNumber(read, type) : undefined,
    call: (name, given, node) => printProgramCall(method, name, given, node),
    query: (node) => printQuery(method, node, typing),
  };
}

/** All parameters of the path as one value. */
function wholePath(method: Method): Text {
  const members = argumentsOf(method.operation).path.map(
    ({ parameter }) => text`${property(parameter)}: ${nameOf(method, `path ${parameter}`)}`,
  );
  return members.length === 0 ? text`({})` : text`({ ${join(members, text`, `)} })`;
}

export function nameOf(method: Method, name: string): Text {
  if (name === "path" && !method.names.has(name)) return wholePath(method);
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

export function lower(method: Method, spoken: Spoken, model: string, parameter: string): Where {
  const { expression, typing } = spoken;
  note(method, spoken, true);
  const context = { rows: rowsOf(method.database), typing, comparesColumns: true };
  const lowered = lowerWhere(expression, model, parameter, context);
  if ("problems" in lowered) throw new Error(`A query cannot ask this: ${lowered.problems[0]!.reason}.`);
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
    column: (model, name) => text`${delegate(client(method), model)}.fields${member(name)}`,
  };
}

/** `await tx.loan.count({ where })`; what may be deleted softly is not counted. */
function printQuery(method: Method, node: ExpressionOf<"query">, typing: Checked): Text {
  const { model, operation } = node;
  const lowered = node.where
    ? lower(method, { expression: node.where, typing, written: node.where }, model, node.parameter)
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
  const type = typing.types.get(node);
  const plain = text`${asked}${member(measure)}${member(column)}`;
  const big = operation !== "average" && isBigColumn(method.database, model, column);
  const found = big ? text`Number(${plain})` : plain;
  if (big && operation !== "sum") return text`((value) => (value === null ? null : Number(value)))(${plain})`;
  if (big || operation !== "sum") return found;
  return text`(${found} ?? ${type?.type === "decimal" ? text`${common("decimal", "decimal")}(0)` : text`0`})`;
}
