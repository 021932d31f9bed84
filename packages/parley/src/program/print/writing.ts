import { bind } from "../../expression/narrow.ts";
import { type Environment, booleanType, integerType, rowOf, stringType } from "../../expression/types.ts";
import { pascalCase } from "../../text/names.ts";
import { type Text, empty, lines, text } from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { bindRow } from "../environment.ts";
import { changedAt, objectText, printChange, printNewRow } from "./data.ts";
import { delegate } from "./names.ts";
import { conditionText } from "./reading.ts";
import { isChanged, neededOf, printSelect } from "./select.ts";
import {
  type Method,
  claim,
  client,
  lower,
  nameOf,
  now,
  printValue,
  provide,
  speak,
  whereContext,
} from "./speech.ts";
import { printWhere } from "./where.ts";
import {
  type Printed,
  type StatementOf,
  type Writer,
  declare,
  isReassigned,
  modelOf,
  neededBy,
  refuse,
  speaksOf,
  type RowWrite,
} from "./writer.ts";

export function printCreate(
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
  return {
    code: text`${keyword} ${declare(method, name)} = await ${rows}.create({ data: ${data}, select: ${select} });`,
    after,
  };
}

export function printUpdate(
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
  const row = nameOf(method, statement.row);
  const key = [["id", text`${row}.id`]] as const;
  const where = printWhere(
    lower(method, spoken, model, parameter),
    whereContext(method, spoken.typing),
    [],
    key,
  );
  const rows = delegate(client(method), model);
  const count = claim(method, "count");
  const counted =
    count.piece.type === "identifier" && count.piece.name === "count"
      ? text`{ count }`
      : text`{ count: ${count} }`;
  const update = lines([
    text`const ${counted} = await ${rows}.updateMany({ where: ${where}, data: ${data} });`,
    refuse(text`${count} === 0`, statement.error!),
  ]);
  const loaded = (select: Text): Text =>
    text`await ${rows}.findUniqueOrThrow({ where: { id: ${row}.id }, select: ${select} });`;
  const { code, after } = reload(writer, statement, statement.row, model, loaded, environment, rest);
  return { code: lines([update, code]), after };
}

export function rewrite(
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
  const loaded = (select: Text): Text =>
    text`await ${rows}.update({ where: ${where}, data: ${data}, select: ${select} });`;
  const printed = reload(writer, statement, row, model, loaded, environment, rest);
  if (!printed.code.blank) return printed;
  return { code: text`await ${rows}.update({ where: ${where}, data: ${data} });`, after: printed.after };
}

/** What the row is after a write, where something later asks: `updatedLoan`, or the same variable in branches. */
export function reload(
  writer: Writer,
  statement: Statement,
  row: string,
  model: string,
  loaded: (select: Text) => Text,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const after = bindRow(environment, row, model);
  const needed = writer.reassigned.has(row) ? writer.whole.get(row) : neededOf(row, model, rest, method);
  if (!needed || !isChanged(statement, model, needed, method)) return { code: empty, after };
  const select = printSelect(needed, model, method);
  if (writer.reassigned.has(row)) return { code: text`${nameOf(method, row)} = ${loaded(select)}`, after };
  const query = loaded(select);
  const name = claim(method, `updated${pascalCase(row)}`);
  method.names.set(row, name);
  return { code: text`const ${name} = ${query}`, after };
}

export function printUpdateMany(
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

export function printDelete(
  method: Method,
  { row, hard }: StatementOf<"delete">,
  environment: Environment,
): Text {
  const model = modelOf(environment, row);
  const rows = delegate(client(method), model);
  const where = text`{ id: ${nameOf(method, row)}.id }`;
  if (hard || !method.database.models[model]!.softDelete)
    return text`await ${rows}.delete({ where: ${where} });`;
  return text`await ${rows}.update({ where: ${where}, data: ${deletion(method, model)} });`;
}

export function printDeleteMany(
  method: Method,
  statement: StatementOf<"deleteMany">,
  environment: Environment,
): Text {
  const where = conditionText(method, statement, environment, [], statement.hard === true);
  const rows = delegate(client(method), statement.model);
  if (statement.hard || !method.database.models[statement.model]!.softDelete)
    return text`await ${rows}.deleteMany({ where: ${where} });`;
  return text`await ${rows}.updateMany({ where: ${where}, data: ${deletion(method, statement.model)} });`;
}

export function printEmit(
  { method, transaction }: Writer,
  statement: StatementOf<"emit">,
  environment: Environment,
): Text {
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
