import { number, string, template, text, type Text } from "../text/text.ts";
import { isBuiltin, type Builtin } from "./builtins.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { Level, runtime, wrap, type Code, type Printer, type Scope } from "./typescript-code.ts";
import { printListCall, printTextCall } from "./typescript-methods.ts";
import { durationUnits } from "./durations.ts";
import { compareDurations, countedDuration } from "./typescript-operator.ts";

/** A call of a function: the environment's own printing first, then the built-in ones. */
export function printCall(printer: Printer, node: ExpressionOf<"call">, scope: Scope): Code {
  const given = node.arguments.map((argument) => printer.value(argument, scope));
  const texts = given.map((code) => code.text);
  const own = printer.options.call?.(node.function, texts, node);
  if (own) return postfix(own);
  if (!isBuiltin(node.function)) throw new Error(`Nothing says how to print a call of ${node.function}.`);
  return printBuiltin(printer, node.function, node.arguments, given, scope);
}

function printBuiltin(
  printer: Printer,
  name: Builtin,
  nodes: readonly Expression[],
  given: readonly Code[],
  scope: Scope,
): Code {
  const [first, second] = given.map((code) => code.text) as [Text, Text];
  const object = given[0] ? wrap(given[0], Level.postfix) : text``;
  const type = nodes[0] && printer.typeOf(nodes[0]).type;
  const exact = type === "decimal";
  switch (name) {
    case "now":
      return postfix(text`${printer.options.clock}.now()`);
    case "today":
      return postfix(text`${runtime.startOfDay}(${printer.options.clock}.now())`);
    case "lower":
      return postfix(text`${object}.toLowerCase()`);
    case "upper":
      return postfix(text`${object}.toUpperCase()`);
    case "trim":
      return postfix(text`${object}.trim()`);
    case "length":
      return postfix(text`${object}.length`);
    case "contains":
      return postfix(text`${object}.includes(${second})`);
    case "startsWith":
      return postfix(text`${object}.startsWith(${second})`);
    case "endsWith":
      return postfix(text`${object}.endsWith(${second})`);
    case "substring":
    case "replace":
    case "split":
    case "join":
    case "padStart":
      return printTextCall(name, nodes, given);
    case "concat":
      return printConcat(printer, nodes, scope);
    case "string":
      return nodes[0] && given[0] ? printString(printer, nodes[0], given[0]) : postfix(object);
    case "round":
      return postfix(text`${decimalObject(printer, nodes[0]!, scope)}.toDecimalPlaces(${second})`);
    case "floor":
    case "ceil": {
      const method = name === "floor" ? text`floor` : text`ceil`;
      return postfix(exact ? text`${object}.${method}().toNumber()` : text`Math.${method}(${first})`);
    }
    case "absolute":
      return postfix(exact ? text`${object}.abs()` : text`Math.abs(${first})`);
    case "min":
    case "max":
      return printExtreme(printer, name, nodes, given, scope);
    case "decimal":
      return exact ? given[0]! : postfix(text`${runtime.decimal}(${first})`);
    case "float":
      return exact ? postfix(text`${object}.toNumber()`) : given[0]!;
    case "dateOf":
    case "startOfDay":
      return postfix(text`${runtime.startOfDay}(${first})`);
    case "daysBetween":
    case "hoursBetween":
      return postfix(text`${runtime[name]}(${first}, ${second})`);
    case "minutesBetween":
    case "secondsBetween": {
      const [from, to] = given.map((code) => text`${wrap(code, Level.postfix)}.getTime()`) as [Text, Text];
      return postfix(
        text`Math.trunc((${to} - ${from}) / ${number(name === "minutesBetween" ? 60_000 : 1000)})`,
      );
    }
    case "yearOf":
      return postfix(text`${object}.getUTCFullYear()`);
    case "monthOf":
      return { text: text`${object}.getUTCMonth() + 1`, level: Level.additive };
    case "dayOf":
      return postfix(text`${object}.getUTCDate()`);
    case "weekdayOf":
      return { text: text`((${object}.getUTCDay() + 6) % 7) + 1`, level: Level.additive };
    case "hourOf":
      return postfix(text`${object}.getUTCHours()`);
    case "minuteOf":
      return postfix(text`${object}.getUTCMinutes()`);
    case "years":
    case "months":
    case "weeks":
    case "days":
    case "hours":
    case "minutes":
    case "seconds":
      return postfix(countedDuration(printer, nodes[0]!, scope, durationUnits.get(name)!));
    case "isEmpty":
      return { text: text`${object}.length === 0`, level: Level.equality };
    case "first":
    case "last":
    case "take":
    case "skip":
    case "reverse":
    case "distinct":
    case "flatten":
      return printListCall(printer, name, nodes, given);
    default:
      return name satisfies never;
  }
}

function printConcat(printer: Printer, nodes: readonly Expression[], scope: Scope): Code {
  const [only] = nodes;
  if (nodes.length === 1 && only) return printer.print(only, scope);
  const parts = nodes.map((node) => {
    if (node.type === "string") return node.value;
    const [inner] = node.type === "call" && node.function === "string" ? node.arguments : [];
    const plain = inner && ["integer", "float", "boolean"].includes(printer.typeOf(inner).type);
    return printer.print(plain ? inner : node, scope).text;
  });
  return postfix(parts.every((part) => typeof part === "string") ? string(parts.join("")) : template(parts));
}

function printString(printer: Printer, node: Expression, code: Code): Code {
  const { type } = printer.typeOf(node);
  if (type === "decimal") return postfix(text`${wrap(code, Level.postfix)}.toFixed()`);
  if (type === "date") return postfix(text`${runtime.toDateOnly}(${code.text})`);
  if (type === "datetime") return postfix(text`${wrap(code, Level.postfix)}.toISOString()`);
  return ["integer", "float", "boolean"].includes(type) ? postfix(text`String(${code.text})`) : code;
}

function printExtreme(
  printer: Printer,
  name: "min" | "max",
  nodes: readonly Expression[],
  given: readonly Code[],
  scope: Scope,
): Code {
  const method = name === "min" ? text`Math.min` : text`Math.max`;
  const types = nodes.map((node) => printer.typeOf(node).type);
  const [left, right] = given.map((code) => code.text) as [Text, Text];
  if (types.includes("decimal")) {
    const [one, other] = nodes.map((node) => decimalObject(printer, node, scope)) as [Text, Text];
    const test = name === "min" ? text`${one}.lte(${other})` : text`${one}.gte(${other})`;
    return { text: text`${test} ? ${one} : ${other}`, level: Level.conditional };
  }
  if (types.includes("duration")) {
    const comparison = compareDurations(left, right);
    const test = name === "min" ? text`${comparison} <= 0` : text`${comparison} >= 0`;
    const [one, other] = given.map((code) => wrap(code, Level.nullish)) as [Text, Text];
    return { text: text`${test} ? ${one} : ${other}`, level: Level.conditional };
  }
  if (types.includes("date") || types.includes("datetime")) {
    const [one, other] = given.map((code) => text`${wrap(code, Level.postfix)}.getTime()`) as [Text, Text];
    return postfix(text`new Date(${method}(${one}, ${other}))`);
  }
  return postfix(text`${method}(${left}, ${right})`);
}

function decimalObject(printer: Printer, node: Expression, scope: Scope): Text {
  return wrap(printer.value(node, scope, { type: "decimal" }), Level.postfix);
}

function postfix(code: Text): Code {
  return { text: code, level: Level.postfix };
}
