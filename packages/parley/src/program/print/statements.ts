import type { Selection } from "../../api/print/selection.ts";
import { viewOf } from "../../api/print/view.ts";
import { isPrismaConstraint, constraintsOf } from "../../database/constraints.ts";
import { columnOf } from "../../database/fields.ts";
import { columnNameOf, tableNameOf } from "../../database/names.ts";
import { sqlType } from "../../database/print/types.ts";
import { bind, narrow } from "../../expression/narrow.ts";
import { booleanType, integerType, listOf, rowOf, stringType, widen, withoutNull, type Environment, type Type } from "../../expression/types.ts";
import { pascalCase } from "../../text/names.ts";
import {
  empty,
  identifier,
  lines,
  number,
  origin,
  originOf,
  property,
  sqlIdentifier,
  string,
  symbol,
  text,
  type Text,
} from "../../text/text.ts";
import { environmentAfterIf, typeOfFind } from "../check/statements.ts";
import type { Statement } from "../document.ts";
import { bindRow, forgetMembers, tokensType } from "../environment.ts";
import { blocksOf, groupType, measureType, rowsWritten } from "../rows.ts";
import { keyOf, type Where } from "../where.ts";
import { changedAt, objectText, printChange, printMerge, printNewRow } from "./data.ts";
import { printGroup } from "./group.ts";
import { delegate, problem, common, scopeNames } from "./names.ts";
import { printPage } from "./page.ts";
import { kindsOf, sameScopes } from "./scope.ts";
import { isChanged, neededByAll, neededOf, printSelect } from "./select.ts";
import {
  claim,
  client,
  lower,
  nameOf,
  now,
  prepare,
  printFailure,
  printValue,
  provide,
  speak,
  whereContext,
  type Method,
} from "./speech.ts";
import { alive, printWhere } from "./where.ts";

type StatementOf<Name extends Statement["type"]> = Extract<Statement, { type: Name }>;
type RowWrite = StatementOf<"update"> | StatementOf<"merge">;
type Keys = readonly (string | number)[];

/** What a method writes down while its statements are printed. */
export interface Writer {
  method: Method;
  /** Constants of the file. */
  constants: Text[];
  /** How many rows there are in all, by the variable of the page. */
  pages: Map<string, Text>;
  /** Rows that a branch loads anew: declared with `let`. */
  reassigned: Set<string>;
  /** All that is ever asked of these. */
  whole: Map<string, Selection>;
  transaction: boolean;
  /** Values that were answered where they came from. */
  answered: Set<string>;
}

/** Prints statements; `following` are those that come after the block. */
export function printBlock(
  writer: Writer,
  statements: readonly Statement[],
  environment: Environment,
  following: readonly Statement[],
  keys: Keys,
): Text[] {
  let current = environment;
  return statements.map((statement, index) => {
    const rest = [...statements.slice(index + 1), ...following];
    const place = [...keys, index];
    const { code, after } = printStatement(writer, statement, current, rest, place);
    current = after;
    return origin(originOf("program", place), code);
  });
}

interface Printed {
  code: Text;
  after: Environment;
}

function printStatement(
  writer: Writer,
  statement: Statement,
  environment: Environment,
  rest: readonly Statement[],
  keys: Keys,
): Printed {
  const { method } = writer;
  const stay = (code: Text): Printed => ({ code, after: environment });
  switch (statement.type) {
    case "let": {
      const spoken = speak(statement.value, environment);
      const type = widen(spoken.typing.type!);
      const printed = printValue(method, spoken);
      const after = bind(environment, statement.name, type);
      if (!speaksOf(rest, statement.name)) return { code: empty, after };
      return { code: text`const ${declare(method, statement.name)} = ${printed};`, after };
    }
    case "require": {
      const code = refuse(printFailure(method, statement.condition, environment), statement.error);
      return { code, after: narrow(environment, prepare(statement.condition), true) };
    }
    case "if":
      return printIf(writer, statement, environment, rest, keys);
    case "forEach":
      return printLoop(writer, statement, environment, rest, keys);
    case "find":
      return printFind(writer, statement, environment, rest);
    case "page":
      return printPaged(writer, statement, environment, rest);
    case "create":
      return printCreate(writer, statement, environment, rest);
    case "update":
      return printUpdate(writer, statement, environment, rest);
    case "merge": {
      const model = modelOf(environment, statement.row);
      const data = printMerge(method, model, statement.except);
      return rewrite(writer, statement, model, data, environment, rest);
    }
    case "updateMany":
      return printUpdateMany(method, statement, environment, rest);
    case "delete":
      return stay(printDelete(method, statement, environment));
    case "deleteMany": {
      const where = conditionText(method, statement, environment);
      const rows = delegate(client(method), statement.model);
      if (!method.database.models[statement.model]!.softDelete) return stay(text`await ${rows}.deleteMany({ where: ${where} });`);
      return stay(text`await ${rows}.updateMany({ where: ${where}, data: ${deletion(method, statement.model)} });`);
    }
    case "emit":
      return stay(printEmit(writer, statement, environment));
    case "group": {
      const { statement: code, variable } = printGroup(method, statement, environment);
      method.names.set(statement.name, variable);
      return { code, after: bind(environment, statement.name, listOf(groupedType(statement, environment))) };
    }
    case "issueTokens": {
      const account = printValue(method, speak(statement.account, environment, stringType));
      const opened = text`${provide(method, "sessions")}.open(${client(method)}, ${account});`;
      return keep(writer, statement.name, tokensType, opened, environment, rest);
    }
    case "rotateTokens": {
      const token = printValue(method, speak(statement.token, environment, stringType));
      const rotated = text`${provide(method, "sessions")}.rotate(${token}, ${string(statement.error)});`;
      return keep(writer, statement.name, tokensType, rotated, environment, rest);
    }
    case "revokeTokens": {
      const actor = nameOf(method, "actor");
      const sessions = provide(method, "sessions");
      if (statement.of === "session") return stay(text`await ${sessions}.revoke(${client(method)}, ${actor}.sessionId);`);
      return stay(text`await ${sessions}.revokeAll(${client(method)}, ${actor}.accountId);`);
    }
    case "return":
      return stay(printReturn(writer, statement, environment, rest));
    default:
      return statement satisfies never;
  }
}

function declare(method: Method, name: string): Text {
  const printed = claim(method, name);
  method.names.set(name, printed);
  return printed;
}

function refuse(condition: Text, error: string): Text {
  return text`if (${condition}) throw new ${problem}(${string(error)});`;
}

function speaksOf(statements: readonly Statement[], name: string): boolean {
  // The model is of no matter: no path is looked up.
  return JSON.stringify(statements).includes(`"name":${JSON.stringify(name)}`);
}

function keep(
  writer: Writer,
  name: string,
  type: Type,
  value: Text,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const after = bind(environment, name, type);
  if (!speaksOf(rest, name)) return { code: text`await ${value}`, after };
  if (isAnsweredNext(writer, name, rest)) {
    writer.answered.add(name);
    return { code: text`return ${value}`, after };
  }
  return { code: text`const ${declare(method, name)} = await ${value}`, after };
}

/** Whether the next statement does nothing but answer with the value as it is. */
function isAnsweredNext({ method }: Writer, name: string, [next]: readonly Statement[]): boolean {
  const { schema, shape } = method.operation.answer;
  if (next?.type !== "return" || next.value?.type !== "name" || next.value.name !== name) return false;
  return shape === "one" && schema !== undefined && !viewOf(method.api, method.database, schema).mapper;
}

function printIf(
  writer: Writer,
  statement: StatementOf<"if">,
  environment: Environment,
  rest: readonly Statement[],
  keys: Keys,
): Printed {
  const { method } = writer;
  const condition = prepare(statement.condition);
  const printed = printValue(method, speak(statement.condition, environment, booleanType));
  const then = printBlock(writer, statement.then, narrow(environment, condition, true), rest, [...keys, "then"]);
  const otherwise = printBlock(writer, statement.else ?? [], narrow(environment, condition, false), rest, [...keys, "else"]);
  const tail = lines(otherwise).blank
    ? empty
    : text` else {
      ${lines(otherwise)}
    }`;
  const after = environmentAfterIf({ ...statement, condition }, environment);
  return {
    code: text`if (${printed}) {
      ${lines(then)}
    }${tail}`,
    after,
  };
}

function printLoop(
  writer: Writer,
  statement: StatementOf<"forEach">,
  environment: Environment,
  rest: readonly Statement[],
  keys: Keys,
): Printed {
  const { method } = writer;
  const spoken = speak(statement.in, environment);
  const list = printValue(method, spoken);
  const type = withoutNull(spoken.typing.type!);
  const written = rowsWritten(statement.body);
  const known = forgetMembers(environment, written);
  const element = declare(method, statement.name);
  const inner = bind(known, statement.name, type.type === "list" ? type.of : type);
  const body = printBlock(writer, statement.body, inner, [...statement.body, ...rest], [...keys, "body"]);
  return {
    code: text`
      for (const ${element} of ${list}) {
        ${lines(body)}
      }
    `,
    after: known,
  };
}

// Reading.

function scopeCall(method: Method, model: string, scope: "read" | "write"): Text {
  const reference = symbol(scopeNames(method.database)(model, scope));
  const hasActor = method.operation.access.some((kind) => kind !== "public");
  return text`${reference}(${hasActor ? nameOf(method, "actor") : text`null`})`;
}

interface Asked {
  model: string;
  parameter: string;
  where?: StatementOf<"find">["where"];
}

/** A statement's condition as Prisma's `where`, without rows that were deleted softly. */
function conditionText(
  method: Method,
  asked: Asked,
  environment: Environment,
  more: readonly Text[] = [],
  scoped = more.length > 0,
): Text {
  const inner = bind(environment, asked.parameter, rowOf(asked.model));
  const spoken = speak(asked.where ?? { type: "boolean", value: true }, inner, booleanType);
  const where = lower(method, spoken, asked.model, asked.parameter);
  // A scope leaves deleted rows out by itself.
  const whole = scoped ? where : alive(where, asked.model, method.database);
  return printWhere(whole, whereContext(method, spoken.typing), more);
}

function printFind(
  writer: Writer,
  statement: StatementOf<"find">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { model, mode, scope } = statement;
  const kinds = kindsOf(method.operation.access);
  const twofold = scope === "write" && !sameScopes(method.database.models[model]!, kinds);
  const separately = twofold && mode === "one";
  const scopes =
    scope === "none" ? [] : twofold && !separately ? (["read", "write"] as const) : (["read"] as const);
  const more = scopes.map((one) => scopeCall(method, model, one));
  const where = conditionText(method, statement, environment, more);
  const reassigned = isReassigned(writer, statement.name, model, rest);
  const needed = neededBy(writer, statement.name, model, rest) ?? emptySelection();
  if (separately) needed.columns.add("id");
  const select = printSelect(needed, model, method);
  const locking = statement.lock ? lockText(method, statement, environment, where) : empty;
  const rows = delegate(client(method), model);
  const name = declare(method, statement.name);
  const after = bind(environment, statement.name, typeOfFind(statement));
  const order = statement.sort ?? (mode === "many" ? [{ field: "id", direction: "asc" as const }] : []);
  const options = [
    text`where: ${where}`,
    ...(order.length === 1 ? [text`orderBy: ${orderText(order[0]!)}`] : []),
    ...(order.length > 1 ? [text`orderBy: [${order.map(orderText).reduce((a, b) => text`${a}, ${b}`)}]`] : []),
    text`select: ${select}`,
    ...(statement.limit && mode === "many" ? [text`take: ${number(statement.limit)}`] : []),
  ];
  const found = (query: string): Text =>
    text`${reassigned ? text`let` : text`const`} ${name} = await ${rows}.${identifier(query)}(${objectText(options)});`;
  if (mode === "many") return { code: lines([locking, found("findMany")]), after };
  const query = findsUnique(method, statement, environment) ? "findUnique" : "findFirst";
  if (mode === "first") return { code: lines([locking, found(query)]), after };
  const missing = text`if (!${name}) throw new ${problem}(${string(statement.error ?? "not-found")});`;
  const forbidden = separately ? forbiddenText(method, model, name) : empty;
  return { code: lines([locking, found(query), missing, forbidden]), after };
}

/** Who may see a row learns that it must not be changed; who may not see it learns nothing. */
function forbiddenText(method: Method, model: string, row: Text): Text {
  const count = claim(method, "writable");
  const rows = delegate(client(method), model);
  return lines([
    text`const ${count} = await ${rows}.count({ where: { id: ${row}.id, AND: ${scopeCall(method, model, "write")} } });`,
    refuse(text`${count} === 0`, "forbidden"),
  ]);
}

function orderText({ field, direction }: { field: string; direction: "asc" | "desc" }): Text {
  return text`{ ${property(field)}: ${string(direction)} }`;
}

/** Whether the condition begins with a key that Prisma knows to be unique. */
function findsUnique(method: Method, statement: StatementOf<"find">, environment: Environment): boolean {
  const { database } = method;
  const { model, parameter } = statement;
  const inner = bind(environment, parameter, rowOf(model));
  if (!statement.where || statement.sort) return false;
  const key = keyOf(database, model, statement.where, parameter);
  if (!key || columnOf(database.models[model]!, key.column)?.field.nullable) return false;
  const where = lower(method, speak(statement.where, inner, booleanType), model, parameter);
  const parts: readonly Where[] = where.type === "all" ? where.parts : [where];
  if (!parts.some((part) => part.type === "column" && part.column.name === key.column)) return false;
  if (parts.some((part) => part.type === "value")) return false;
  if (key.column === "id") return true;
  return constraintsOf(database).some(
    (one) =>
      one.type === "unique" &&
      one.model === model &&
      one.columns.length === 1 &&
      one.columns[0] === key.column &&
      isPrismaConstraint(one),
  );
}

/** Holds the rows before they are read, so that what is read is still true when they are written. */
function lockText(method: Method, statement: StatementOf<"find">, environment: Environment, where: Text): Text {
  const { model, parameter } = statement;
  const table = sqlIdentifier(tableNameOf(model));
  const key = keyOf(method.database, model, statement.where, parameter);
  if (key && statement.mode !== "many") {
    const column = columnOf(method.database.models[model]!, key.column)!;
    const value = printValue(method, speak(key.value, environment));
    const name = sqlIdentifier(columnNameOf(key.column));
    return text`await ${client(method)}.$queryRaw\`SELECT 1 FROM ${table} WHERE ${name} = \${${value}}::${sqlType(column.field)} FOR UPDATE\`;`;
  }
  const candidates = claim(method, "candidates");
  const ids = text`\${${candidates}.map(({ id }) => id)}::uuid[]`;
  return lines([
    text`const ${candidates} = await ${delegate(client(method), model)}.findMany({ where: ${where}, select: { id: true } });`,
    text`await ${client(method)}.$queryRaw\`SELECT 1 FROM ${table} WHERE id = ANY(${ids}) ORDER BY id FOR UPDATE\`;`,
  ]);
}

function printPaged(
  writer: Writer,
  statement: StatementOf<"page">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { model, scope } = statement;
  const scoped = scope === "none" ? [] : [scopeCall(method, model, "read")];
  const filtered = statement.where !== undefined || (scope === "none" && method.database.models[model]!.softDelete);
  const own = filtered ? [conditionText(method, statement, environment, [], scope !== "none")] : [];
  const given = [...scoped, ...own];
  const select = printSelect(neededOf(statement.name, model, rest, method) ?? emptySelection(), model, method);
  const page = printPage(method, statement, given, select, writer.transaction);
  method.names.set(statement.name, page.rows);
  writer.pages.set(statement.name, page.total);
  if (page.orders) writer.constants.push(page.orders);
  return { code: lines(page.statements), after: bind(environment, statement.name, listOf(rowOf(model))) };
}

// Writing.

function modelOf(environment: Environment, name: string): string {
  const type = withoutNull(environment.names[name] ?? { type: "null" });
  if (type.type !== "row") throw new Error(`${name} is no row.`);
  return type.model;
}

function emptySelection(): Selection {
  return { columns: new Set(), relations: new Map(), counts: new Set(), uses: new Set() };
}

/** Whether a later branch or loop writes the row, and what comes after reads it. */
function isReassigned(writer: Writer, name: string, model: string, rest: readonly Statement[]): boolean {
  const inner = rest.some((statement, index) => {
    const written = blocksOf(statement).some((block) => rowsWritten(block).has(name));
    return written && neededByAll(name, model, [statement, ...rest.slice(index + 1)], writer.method) !== undefined;
  });
  if (inner) writer.reassigned.add(name);
  return inner;
}

/** What a variable is loaded with; one that branches load anew always has all that is asked of it. */
function neededBy(
  writer: Writer,
  name: string,
  model: string,
  rest: readonly Statement[],
): ReturnType<typeof neededOf> {
  const all = writer.reassigned.has(name) ? writer.whole.get(name) : undefined;
  if (all) return all;
  const whole = writer.reassigned.has(name);
  const needed = (whole ? neededByAll : neededOf)(name, model, rest, writer.method);
  if (whole && needed) writer.whole.set(name, needed);
  return needed;
}

function printCreate(
  writer: Writer,
  statement: StatementOf<"create">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { name, model } = statement;
  const data = printNewRow(method, model, statement.data, environment);
  const rows = delegate(client(method), model);
  const reassigned = name !== undefined && isReassigned(writer, name, model, rest);
  const needed = name === undefined ? undefined : neededBy(writer, name, model, rest);
  const after = name === undefined ? environment : bind(environment, name, rowOf(model));
  if (name === undefined || !needed) return { code: text`await ${rows}.create({ data: ${data} });`, after };
  const keyword = reassigned ? text`let` : text`const`;
  const select = printSelect(needed, model, method);
  return { code: text`${keyword} ${declare(method, name)} = await ${rows}.create({ data: ${data}, select: ${select} });`, after };
}

function printUpdate(
  writer: Writer,
  statement: StatementOf<"update">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const model = modelOf(environment, statement.row);
  const data = printChange(method, model, statement.row, statement.data, environment);
  if (!statement.when) return rewrite(writer, statement, model, data, environment, rest);
  const parameter = statement.parameter!;
  const inner = bind(environment, parameter, rowOf(model));
  const spoken = speak(statement.when, inner, booleanType);
  const printed = printWhere(lower(method, spoken, model, parameter), whereContext(method, spoken.typing));
  const row = nameOf(method, statement.row);
  const rows = delegate(client(method), model);
  const count = claim(method, "count");
  const counted = count.piece.type === "identifier" && count.piece.name === "count" ? text`{ count }` : text`{ count: ${count} }`;
  const update = lines([
    text`const ${counted} = await ${rows}.updateMany({ where: { id: ${row}.id, AND: ${printed} }, data: ${data} });`,
    refuse(text`${count} === 0`, statement.error!),
  ]);
  const loaded = (select: Text): Text => text`await ${rows}.findUniqueOrThrow({ where: { id: ${row}.id }, select: ${select} });`;
  const { code, after } = reload(writer, statement, model, loaded, environment, rest);
  return { code: lines([update, code]), after };
}

function rewrite(
  writer: Writer,
  statement: RowWrite,
  model: string,
  data: Text,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { row } = statement;
  const rows = delegate(client(method), model);
  const where = text`{ id: ${nameOf(method, row)}.id }`;
  const loaded = (select: Text): Text => text`await ${rows}.update({ where: ${where}, data: ${data}, select: ${select} });`;
  const printed = reload(writer, statement, model, loaded, environment, rest);
  if (!printed.code.blank) return printed;
  return { code: text`await ${rows}.update({ where: ${where}, data: ${data} });`, after: printed.after };
}

/** What the row is after a write, where something later asks: `updatedLoan`, or the same variable in branches. */
function reload(
  writer: Writer,
  statement: RowWrite,
  model: string,
  loaded: (select: Text) => Text,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { row } = statement;
  const after = bindRow(environment, row, model);
  const needed = writer.reassigned.has(row)
    ? neededByAll(row, model, rest, method) && neededBy(writer, row, model, rest)
    : neededOf(row, model, rest, method);
  if (!needed || !isChanged(statement, model, needed, method)) return { code: empty, after };
  const select = printSelect(needed, model, method);
  if (writer.reassigned.has(row)) return { code: text`${nameOf(method, row)} = ${loaded(select)}`, after };
  const query = loaded(select);
  const name = claim(method, `updated${pascalCase(row)}`);
  method.names.set(row, name);
  return { code: text`const ${name} = ${query}`, after };
}

function printUpdateMany(
  method: Method,
  statement: StatementOf<"updateMany">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { model, parameter, name } = statement;
  const where = conditionText(method, statement, environment);
  const inner = bind(environment, parameter, rowOf(model));
  const data = printChange(method, model, parameter, statement.data, inner);
  const query = text`await ${delegate(client(method), model)}.updateMany({ where: ${where}, data: ${data} });`;
  if (name === undefined) return { code: query, after: environment };
  const after = bind(environment, name, integerType);
  if (!speaksOf(rest, name)) return { code: query, after };
  return { code: text`const { count: ${declare(method, name)} } = ${query}`, after };
}

function deletion(method: Method, model: string): Text {
  return objectText([text`deletedAt: ${now(method)}`, ...changedAt(method, model)]);
}

function printDelete(method: Method, { row }: StatementOf<"delete">, environment: Environment): Text {
  const model = modelOf(environment, row);
  const rows = delegate(client(method), model);
  const where = text`{ id: ${nameOf(method, row)}.id }`;
  if (!method.database.models[model]!.softDelete) return text`await ${rows}.delete({ where: ${where} });`;
  return text`await ${rows}.update({ where: ${where}, data: ${deletion(method, model)} });`;
}

function printEmit({ method, transaction }: Writer, statement: StatementOf<"emit">, environment: Environment): Text {
  const value = (key: "to" | "subject" | "body"): Text =>
    printValue(method, speak(statement[key], environment, stringType), stringType);
  const message = text`{
    recipient: ${value("to")},
    subject: ${value("subject")},
    body: ${value("body")},
  }`;
  const tail = transaction ? text`, ${client(method)}` : empty;
  return text`await ${provide(method, "mailer")}.send(${message}${tail});`;
}

function groupedType(statement: StatementOf<"group">, environment: Environment): ReturnType<typeof groupType> {
  const inner = bind(environment, statement.parameter, rowOf(statement.model));
  const types: Record<string, Type> = {};
  for (const [name, by] of Object.entries(statement.by)) types[name] = speak(by, inner).typing.type!;
  for (const [name, { operation, value }] of Object.entries(statement.measures)) {
    types[name] = measureType(operation, value && speak(value, inner).typing.type);
  }
  return groupType(types);
}

// Answering.

function printReturn(
  writer: Writer,
  { value }: StatementOf<"return">,
  environment: Environment,
  rest: readonly Statement[],
): Text {
  const { method } = writer;
  const { operation, api, database } = method;
  const { schema, shape } = operation.answer;
  if (value?.type === "name" && writer.answered.has(value.name)) return empty;
  if (!value || schema === undefined || shape === "none") return rest.length === 0 ? empty : text`return;`;
  const { mapper } = viewOf(api, database, schema);
  const total = value.type === "name" ? writer.pages.get(value.name) : undefined;
  const printed = printValue(method, speak(value, environment));
  if (shape === "one") return mapper ? text`return ${symbol(mapper)}(${printed});` : text`return ${printed};`;
  const rows = mapper ? text`${printed}.map(${symbol(mapper)})` : printed;
  if (shape === "list" || !total) return text`return { data: ${rows} };`;
  return text`return ${common("toPage", "page")}(${rows}, ${total}, ${nameOf(method, "query")});`;
}
