import { bind, narrow } from "../../expression/narrow.ts";
import { type Environment, booleanType, listOf, stringType, withoutNull } from "../../expression/types.ts";
import { type Text, empty, lines, origin, originOf, string, text } from "../../text/text.ts";
import { environmentAfterIf } from "../check/statements.ts";
import type { Statement } from "../document.ts";
import { forgetMembers, tokensType } from "../environment.ts";
import { isRefusal, rowsWritten } from "../rows.ts";
import { printReturn } from "./answer.ts";
import { printMerge } from "./data.ts";
import { printGroup } from "./group.ts";
import { keep, printCall, printLet } from "./kept.ts";
import { problem } from "./names.ts";
import { prepare } from "./prepare.ts";
import { groupedType, printFind, printPaged } from "./reading.ts";
import { printCreateMany, printLock, printUpsert } from "./rows-written.ts";
import { claim, client, nameOf, printFailure, printValue, provide, speak } from "./speech.ts";
import {
  type Printed,
  type StatementOf,
  type Writer,
  declare,
  modelOf,
  refuse,
  speaksOf,
  type Keys,
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
    case "let":
      return printLet(writer, statement, environment, rest);
    case "require": {
      if (isRefusal(statement)) return stay(text`throw new ${problem}(${string(statement.error)});`);
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
    case "createMany":
      return printCreateMany(writer, statement, environment, rest);
    case "upsert":
      return printUpsert(writer, statement, environment, rest);
    case "lock":
      return printLock(writer, statement, environment, rest);
    case "call":
      return printCall(writer, statement, environment, rest);
    case "increment":
    case "transition":
      throw new Error(`A ${statement.type} is printed as the update that it is.`);
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
