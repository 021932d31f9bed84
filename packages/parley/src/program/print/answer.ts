import { viewOf } from "../../api/print/view.ts";
import type { Expression } from "../../expression/document.ts";
import type { Environment } from "../../expression/types.ts";
import { Level } from "../../expression/typescript-code.ts";
import { chainOf } from "../../expression/visit.ts";
import { type Text, empty, symbol, text } from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { wantedAnswer } from "../rows.ts";
import { common, delegate } from "./names.ts";
import { printSelect } from "./select.ts";
import { type Method, client, nameOf, printValue, speak } from "./speech.ts";
import { type StatementOf, type Writer, emptySelection } from "./writer.ts";

/** Answers with the value in the form of the operation's answer; a function gives it as it is. */
export function printReturn(
  writer: Writer,
  statement: StatementOf<"return">,
  environment: Environment,
  rest: readonly Statement[],
): Text {
  const { method } = writer;
  const { value } = statement;
  const { operation, api, database } = method;
  const { schema, shape } = operation.answer;
  const { result } = method.routine;
  if (value && result) return text`return ${printValue(method, speak(value, environment, result), result)};`;
  if (value?.type === "name" && writer.answered.has(value.name)) return empty;
  if (!value || schema === undefined || shape === "none") return rest.length === 0 ? empty : text`return;`;
  const { mapper } = viewOf(api, database, schema);
  const many = shape !== "one";
  const total = value.type === "name" ? writer.pages.get(value.name) : undefined;
  const expected = wantedAnswer(operation, api);
  const printed = method.stale.has(statement)
    ? reloaded(method, value, schema, environment)
    : printValue(
        method,
        speak(value, environment, expected),
        expected,
        many ? Level.postfix : Level.conditional,
      );
  if (shape === "one") return mapper ? text`return ${symbol(mapper)}(${printed});` : text`return ${printed};`;
  // An element written on the spot has the type that is wanted of it, not the widest one.
  const typed = mapper && !chainOf(value) && value.type !== "iterate";
  const list = typed ? text`(${printed} satisfies Parameters<typeof ${symbol(mapper)}>[0][])` : printed;
  const rows = mapper ? text`${list}.map(${symbol(mapper)})` : printed;
  if (operation.answer.bare) return text`return ${rows};`;
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
