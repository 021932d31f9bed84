import { viewOf } from "../../api/print/view.ts";
import type { Expression } from "../../expression/document.ts";
import { bind } from "../../expression/narrow.ts";
import { type Environment, type Type, isNullable, widen, withoutNull } from "../../expression/types.ts";
import { Level } from "../../expression/typescript-code.ts";
import { type Text, empty, join, member as access, text } from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { typeOfValue } from "../values.ts";
import { objectText } from "./data.ts";
import { inject } from "./injected.ts";
import { client, printValue, provide, speak } from "./speech.ts";
import { member } from "./where.ts";
import { type Printed, type StatementOf, type Writer, declare, speaksOf } from "./writer.ts";

export function printLet(
  { method }: Writer,
  { name, value }: StatementOf<"let">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const spoken = speak(value, environment);
  const found = spoken.typing.type!;
  const type = widen(found);
  const literal = literalType(value) ?? widenedType(found, type);
  const printed = literal
    ? text`${printValue(method, spoken, type, Level.relational)} as ${literal}`
    : printValue(method, spoken);
  const after = bind(environment, name, type);
  if (!speaksOf(rest, name)) return { code: empty, after };
  return { code: text`const ${declare(method, name)} = ${printed};`, after };
}

/**
 * The type of a value that is made of literals alone, where TypeScript would take the variable for these very ones and
 * refuse to compare it with others.
 */
function literalType(node: Expression): Text | undefined {
  switch (node.type) {
    case "boolean":
      return text`boolean`;
    case "integer":
      return text`number`;
    case "string":
      return text`string`;
    case "unary":
      return node.operator === "-" && node.operand.type === "integer" ? text`number` : undefined;
    case "conditional": {
      const [then, otherwise] = [node.then, node.else].map((one) =>
        one.type === "null" ? nullText : literalType(one),
      );
      if (!then || !otherwise || then === nullText)
        return otherwise && then ? text`${otherwise} | null` : undefined;
      return otherwise === nullText ? text`${then} | null` : then;
    }
    default:
      return undefined;
  }
}

const nullText = text`null`;

/** A choice between literals and what has a type of its own is text, too. */
function widenedType(found: Type, type: Type): Text | undefined {
  if (withoutNull(type).type !== "string" || withoutNull(found).type === "string") return undefined;
  return isNullable(type) ? text`string | null` : text`string`;
}

/** Functions take the client first, so that they write in the caller's transaction; externs know none. */
export function printCall(
  writer: Writer,
  statement: StatementOf<"call">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { name, function: called } = statement;
  const { functions = {}, externs = {} } = method.program;
  const declared = Object.hasOwn(functions, called) ? functions[called]! : externs[called]!;
  const { enums } = method.database;
  const given = Object.keys(declared.parameters).map((parameter): [string, Text] => {
    const expected = typeOfValue(declared.parameters[parameter]!, enums);
    const spoken = speak(statement.arguments[parameter]!, environment, expected);
    return [parameter, printValue(method, spoken, expected)];
  });
  const values = given.map(([, value]) => value);
  const result = declared.result && typeOfValue(declared.result, enums);
  if (!Object.hasOwn(functions, called)) {
    const input = objectText(given.map(([parameter, value]) => member(parameter, value)));
    const call = text`${inject(method.injected, `extern ${called}`)}.run(${input});`;
    return keepCalled(writer, name, result, call, environment, rest);
  }
  const provider = method.routine.type === "function" ? text`this` : provide(method, "functions");
  const call = text`${provider}${access(called)}(${join([client(method), ...values], text`, `)});`;
  return keepCalled(writer, name, result, call, environment, rest);
}

function keepCalled(
  writer: Writer,
  name: string | undefined,
  result: Type | undefined,
  call: Text,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  if (name === undefined || !result) return { code: text`await ${call}`, after: environment };
  return keep(writer, name, result, call, environment, rest);
}

/** Keeps what a call gives, if something speaks of it; answers with it at once where that is all that follows. */
export function keep(
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
