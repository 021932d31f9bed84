import { text, type Text } from "../text/text.ts";
import type { Builtin } from "./builtins.ts";
import type { Expression } from "./document.ts";
import { withoutNull } from "./types.ts";
import { Level, wrap, type Code, type Printer } from "./typescript-code.ts";

type TextFunction = Extract<Builtin, "substring" | "replace" | "split" | "join" | "padStart">;
type ListFunction = Extract<Builtin, "first" | "last" | "take" | "skip" | "reverse" | "distinct" | "flatten">;

/** Functions of strings that are methods of JavaScript's. */
export function printTextCall(
  name: TextFunction,
  nodes: readonly Expression[],
  given: readonly Code[],
): Code {
  const object = wrap(given[0]!, Level.postfix);
  const [, second, third] = given.map((code) => code.text) as [Text, Text, Text | undefined];
  switch (name) {
    case "substring": {
      const from = atLeastZero(nodes[1]!, second);
      const to = nodes[2] && third ? text`, ${atLeastZero(nodes[2], third)}` : text``;
      return postfix(text`${object}.slice(${from}${to})`);
    }
    case "replace":
      // A string there would be read for patterns such as $&.
      return postfix(text`${object}.replaceAll(${second}, () => ${third!})`);
    case "split":
    case "join":
      return postfix(text`${object}.${name === "split" ? text`split` : text`join`}(${second})`);
    case "padStart":
      return postfix(text`${object}.padStart(${second}, ${third!})`);
    default:
      return name satisfies never;
  }
}

/** Functions of lists that are methods of JavaScript's. */
export function printListCall(
  printer: Printer,
  name: ListFunction,
  nodes: readonly Expression[],
  given: readonly Code[],
): Code {
  const object = wrap(given[0]!, Level.postfix);
  switch (name) {
    case "first":
    case "last":
      // Of a list that is written empty, TypeScript knows that nothing is in it.
      if (isEmptyList(printer, nodes[0]!)) return postfix(text`null`);
      return { ...postfix(text`${object}.at(${name === "first" ? text`0` : text`-1`})`), undefinable: true };
    case "take":
      return postfix(text`${object}.slice(0, ${atLeastZero(nodes[1]!, given[1]!.text)})`);
    case "skip":
      return postfix(text`${object}.slice(${atLeastZero(nodes[1]!, given[1]!.text)})`);
    case "reverse":
      return postfix(text`${object}.toReversed()`);
    case "flatten":
      return postfix(text`${object}.flat()`);
    case "distinct":
      return printDistinct(printer, nodes[0]!, given[0]!);
    default:
      return name satisfies never;
  }
}

function printDistinct(printer: Printer, node: Expression, code: Code): Code {
  const list = printer.typeOf(node);
  const of = list.type === "list" ? withoutNull(list.of).type : "never";
  const object = wrap(code, Level.postfix);
  if (of === "decimal") return byKey(object, text`String(item)`, text`String(other)`);
  if (of === "date" || of === "datetime") return byKey(object, text`item?.getTime()`, text`other?.getTime()`);
  return postfix(text`[...new Set(${code.text})]`);
}

/** Objects are the same to JavaScript only as such, so what tells them apart is compared. */
function byKey(list: Text, item: Text, other: Text): Code {
  const first = text`all.findIndex((other) => ${other} === ${item}) === index`;
  return postfix(text`${list}.filter((item, index, all) => ${first})`);
}

function isEmptyList(printer: Printer, node: Expression): boolean {
  const type = printer.typeOf(node);
  return type.type === "list" && type.of.type === "never";
}

function atLeastZero(node: Expression, printed: Text): Text {
  return node.type === "integer" ? printed : text`Math.max(0, ${printed})`;
}

function postfix(code: Text): Code {
  return { text: code, level: Level.postfix };
}
