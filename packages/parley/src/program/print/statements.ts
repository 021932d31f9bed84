import { viewOf } from "../../api/print/view.ts";
import type { Expression } from "../../expression/document.ts";
import { bind, narrow } from "../../expression/narrow.ts";
import {
  type Environment,
  type Type,
  booleanType,
  listOf,
  stringType,
  widen,
  withoutNull,
} from "../../expression/types.ts";
import { Level } from "../../expression/typescript-code.ts";
import { type Text, empty, lines, origin, originOf, string, symbol, text } from "../../text/text.ts";
import { environmentAfterIf } from "../check/statements.ts";
import type { Statement } from "../document.ts";
import { forgetMembers, tokensType } from "../environment.ts";
import { rowsWritten } from "../rows.ts";
import { printMerge } from "./data.ts";
import { printGroup } from "./group.ts";
import { common, delegate } from "./names.ts";
import { groupedType, printFind, printPaged } from "./reading.ts";
import { printSelect } from "./select.ts";
import {
  type Method,
  claim,
  client,
  nameOf,
  prepare,
  printFailure,
  printValue,
  provide,
  speak,
} from "./speech.ts";
import {
  type Printed,
  type StatementOf,
  type Writer,
  declare,
  modelOf,
  refuse,
  speaksOf,
  type Keys,
  emptySelection,
} from "./writer.ts";
import {
  printCreate,
  printDelete,
  printDeleteMany,
  printEmit,
  printUpdate,
  printUpdateMany,
  rewrite,
} from "./writing.ts";

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
      if (!speaksOf(rest, statement.name)) return stay(empty);
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
    case "deleteMany":
      return stay(printDeleteMany(method, statement, environment));
    case "emit":
      return stay(printEmit(writer, statement, environment));
    case "group": {
      if (!speaksOf(rest, statement.name)) return stay(empty);
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
      if (statement.of === "session")
        return stay(text`await ${sessions}.revoke(${client(method)}, ${actor}.sessionId);`);
      return stay(text`await ${sessions}.revokeAll(${client(method)}, ${actor}.accountId);`);
    }
    case "return":
      return stay(printReturn(writer, statement, environment, rest));
    default:
      return statement satisfies never;
  }
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
  const then = printBlock(writer, statement.then, narrow(environment, condition, true), rest, [
    ...keys,
    "then",
  ]);
  const otherwise = printBlock(writer, statement.else ?? [], narrow(environment, condition, false), rest, [
    ...keys,
    "else",
  ]);
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
  const element = speaksOf(statement.body, statement.name)
    ? declare(method, statement.name)
    : claim(method, `_${statement.name}`);
  const inner = bind(known, statement.name, type.type === "list" ? type.of : type);
  const body = printBlock(writer, statement.body, inner, rest, [...keys, "body"]);
  return {
    code: text`
      for (const ${element} of ${list}) {
        ${lines(body)}
      }
    `,
    after: known,
  };
}

function printReturn(
  writer: Writer,
  statement: StatementOf<"return">,
  environment: Environment,
  rest: readonly Statement[],
): Text {
  const { method } = writer;
  const { value } = statement;
  const { operation, api, database } = method;
  const { schema, shape } = operation.answer;
  if (value?.type === "name" && writer.answered.has(value.name)) return empty;
  if (!value || schema === undefined || shape === "none") return rest.length === 0 ? empty : text`return;`;
  const { mapper } = viewOf(api, database, schema);
  const total = value.type === "name" ? writer.pages.get(value.name) : undefined;
  const printed = method.stale.has(statement)
    ? reloaded(method, value, schema, environment)
    : printValue(method, speak(value, environment));
  if (shape === "one") return mapper ? text`return ${symbol(mapper)}(${printed});` : text`return ${printed};`;
  const rows = mapper ? text`${printed}.map(${symbol(mapper)})` : printed;
  if (shape === "list" || !total) return text`return { data: ${rows} };`;
  return text`return ${common("toPage", "page")}(${rows}, ${total}, ${nameOf(method, "query")});`;
}

/** The row of a variable as it is now, with what it shows of others. */
function reloaded(method: Method, value: Expression, schema: string, environment: Environment): Text {
  const { model } = method.api.schemas[schema]!;
  const row = printValue(method, speak(value, environment), undefined, Level.postfix);
  const select = printSelect({ ...emptySelection(), uses: new Set([schema]) }, model!, method);
  return text`await ${delegate(client(method), model!)}.findUniqueOrThrow({ where: { id: ${row}.id }, select: ${select} })`;
}
