import { identifier, string, template, text, type Text } from "../text/text.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { durationUnits, isComputed, isOfWholeDays } from "./durations.ts";
import { constantOf } from "./grammar.ts";
import { isMoment } from "./operators.ts";
import { isAssignable, isNullable, withoutNull, type Type } from "./types.ts";
import { Level, mentioned, runtime, wrap, type Code, type Printer, type Scope } from "./typescript-code.ts";
import { freshName } from "./visit.ts";

type Binary = ExpressionOf<"binary">;

/** A binary operator; `negated` turns `==` into `!=` and back. */
export function printBinary(printer: Printer, node: Binary, scope: Scope, negated = false): Code {
  const { operator, left, right } = node;
  switch (operator) {
    case "||":
    case "&&": {
      // One constant that decides nothing is left out; printing knows both that decide.
      const open =
        constantOf(left) !== undefined ? right : constantOf(right) !== undefined ? left : undefined;
      if (open) return printer.print(open, scope);
      const or = operator === "||";
      return infix(printer, node, scope, or ? text`||` : text`&&`, or ? Level.or : Level.and);
    }
    case "??":
      return printDefault(printer, node, scope);
    case "==":
    case "!=":
      return printEquality(printer, node, scope, (operator === "==") !== negated);
    case "in":
      return printIn(printer, node, scope);
    case "<":
    case "<=":
    case ">":
    case ">=":
      if (isDecimal(printer, left) || isDecimal(printer, right))
        return compareDecimals(printer, node, operator, scope);
      if (printer.typeOf(left).type === "duration") {
        const difference = compareDurations(
          printer.print(left, scope).text,
          printer.print(right, scope).text,
        );
        return { text: text`${difference} ${comparisons[operator].symbol} 0`, level: Level.relational };
      }
      return infix(printer, node, scope, comparisons[operator].symbol, Level.relational);
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return printArithmetic(printer, node, operator, scope);
    default:
      return operator satisfies never;
  }
}

function infix(printer: Printer, node: Binary, scope: Scope, symbol: Text, level: Level): Code {
  // All levels used here but the last are followed by a tighter one.
  const tighter = (level + 1) as Level;
  const left = wrap(printer.print(node.left, scope), level);
  const right = wrap(printer.print(node.right, scope), tighter);
  return { text: text`${left} ${symbol} ${right}`, level };
}

function printDefault(printer: Printer, node: Binary, scope: Scope): Code {
  const type = printer.typeOf(node);
  if (!isNullable(printer.typeOf(node.left))) return printer.value(node.left, scope, type);
  if (printer.typeOf(node.left).type === "null") return printer.value(node.right, scope, type);
  const converts = type.type === "decimal" && withoutNull(printer.typeOf(node.left)).type === "integer";
  const left = converts ? printer.value(node.left, scope, type) : printer.print(node.left, scope);
  const right = printer.value(node.right, scope, type);
  // TypeScript does not mix ?? with || and &&.
  const first = left.level === Level.nullish ? left.text : wrap(left, Level.bitwise);
  return { text: text`${first} ?? ${wrap(right, Level.bitwise)}`, level: Level.nullish };
}

function printEquality(printer: Printer, node: Binary, scope: Scope, equal: boolean): Code {
  const { left, right } = node;
  if (left.type === "null" || right.type === "null") {
    const code = printer.print(left.type === "null" ? right : left, scope);
    const loose = code.undefinable ? (equal ? text`==` : text`!=`) : strict(equal);
    return { text: text`${wrap(code, Level.equality)} ${loose} null`, level: Level.equality };
  }
  const types = [printer.typeOf(left), printer.typeOf(right)].map(withoutNull);
  if (types.some((type) => type.type === "decimal")) return equalDecimals(printer, node, scope, equal);
  if (types.some((type) => type.type === "date" || type.type === "datetime")) {
    const time = (side: Expression): Code => readMethod(printer, side, scope, text`getTime()`);
    return strictly(time(left), time(right), equal);
  }
  if (types.some((type) => type.type === "duration")) {
    const [one, other] = [left, right].map((side) => printer.print(side, scope).text) as [Text, Text];
    const same = text`${runtime.sameDuration}(${one}, ${other})`;
    return equal ? { text: same, level: Level.postfix } : { text: text`!${same}`, level: Level.unary };
  }
  const known = [left, right].find((side) => side.type === "boolean");
  const other = known === left ? right : left;
  if (known?.type === "boolean" && !isNullable(printer.typeOf(other))) {
    const code = printer.print(other, scope);
    return known.value === equal ? code : { text: text`!${wrap(code, Level.unary)}`, level: Level.unary };
  }
  // Undefined and null are told apart by ===, so both sides say null where both may.
  const both = [left, right].every((side) => isNullable(printer.typeOf(side)));
  const operand = (side: Expression): Code =>
    both ? printer.value(side, scope) : printer.print(side, scope);
  return strictly(operand(left), operand(right), equal);
}

function strictly(left: Code, right: Code, equal: boolean): Code {
  const sides = text`${wrap(left, Level.equality)} ${strict(equal)} ${wrap(right, Level.relational)}`;
  return { text: sides, level: Level.equality };
}

function strict(equal: boolean): Text {
  return equal ? text`===` : text`!==`;
}

function readMethod(printer: Printer, node: Expression, scope: Scope, method: Text): Code {
  const object = wrap(printer.print(node, scope), Level.postfix);
  const dot = isNullable(printer.typeOf(node)) ? text`?.` : text`.`;
  return { text: text`${object}${dot}${method}`, level: Level.postfix };
}

function equalDecimals(printer: Printer, node: Binary, scope: Scope, equal: boolean): Code {
  const { left, right } = node;
  const empty = [left, right].map((side) => isNullable(printer.typeOf(side)));
  const receiver = [left, right].find(
    (side, index) => isDecimal(printer, side) && side.type !== "decimal" && !empty[1 - index],
  );
  if (!receiver && empty.includes(true)) {
    const digits = (side: Expression): Code => readMethod(printer, side, scope, text`toString()`);
    return strictly(digits(left), digits(right), equal);
  }
  const subject = receiver ?? (isDecimal(printer, left) ? left : right);
  const argument = decimalArgument(printer, subject === left ? right : left, scope);
  const called = readMethod(printer, subject, scope, text`eq(${argument})`);
  if (isNullable(printer.typeOf(subject))) {
    return { text: text`${called.text} ${strict(equal)} true`, level: Level.equality };
  }
  return equal ? called : { text: text`!${called.text}`, level: Level.unary };
}

const comparisons = {
  "<": { symbol: text`<`, method: text`lt`, mirrored: text`gt` },
  "<=": { symbol: text`<=`, method: text`lte`, mirrored: text`gte` },
  ">": { symbol: text`>`, method: text`gt`, mirrored: text`lt` },
  ">=": { symbol: text`>=`, method: text`gte`, mirrored: text`lte` },
} as const;

function compareDecimals(
  printer: Printer,
  node: Binary,
  operator: keyof typeof comparisons,
  scope: Scope,
): Code {
  const { method, mirrored } = comparisons[operator];
  const straight =
    isDecimal(printer, node.left) && (node.left.type !== "decimal" || !isDecimal(printer, node.right));
  const [subject, argument] = straight ? [node.left, node.right] : [node.right, node.left];
  const object = wrap(printer.print(subject, scope), Level.postfix);
  const called = text`${object}.${straight ? method : mirrored}(${decimalArgument(printer, argument, scope)})`;
  return { text: called, level: Level.postfix };
}

/** Methods of decimals take numbers, and numerals as strings. */
function decimalArgument(printer: Printer, node: Expression, scope: Scope): Text {
  return node.type === "decimal" ? string(node.value) : printer.print(node, scope).text;
}

function printIn(printer: Printer, node: Binary, scope: Scope): Code {
  const list = wrap(printer.print(node.right, scope), Level.postfix);
  const type = withoutNull(printer.typeOf(node.left));
  const listType = printer.typeOf(node.right);
  const decimals =
    type.type === "decimal" || (listType.type === "list" && withoutNull(listType.of).type === "decimal");
  if (decimals) {
    const wanted = printer.value(node.left, scope, { type: "decimal" });
    return someItem(list, wanted.text, (item, one) => text`${item}.eq(${one})`);
  }
  if (type.type === "date" || type.type === "datetime") {
    const time = readMethod(printer, node.left, scope, text`getTime()`).text;
    return someItem(list, time, (item, one) => text`${item}.getTime() === ${one}`);
  }
  if (type.type === "duration") {
    const wanted = printer.print(node.left, scope).text;
    return someItem(list, wanted, (item, one) => text`${runtime.sameDuration}(${item}, ${one})`);
  }
  // TypeScript looks for known texts among these alone, which literals of a list are none of.
  const element = listType.type === "list" ? listType.of : listType;
  const isLiteral = node.right.type === "list" && node.right.items.some((item) => item.type === "string");
  const wider =
    (element.type === "enum" || element.type === "literal") && !isLiteral && !isAssignable(type, element);
  const among = wider ? text`(${list} as readonly string[])` : list;
  return { text: text`${among}.includes(${printer.print(node.left, scope).text})`, level: Level.postfix };
}

/** What has to be awaited is asked before the items are gone through. */
function someItem(list: Text, wanted: Text, test: (item: Text, wanted: Text) => Text): Code {
  if (mentioned(wanted).has("await")) {
    const asked = text`((items, wanted) => items.some((item) => ${test(text`item`, text`wanted`)}))`;
    return { text: text`${asked}(${list}, ${wanted})`, level: Level.postfix };
  }
  const item = identifier(freshName("item", mentioned(wanted)));
  return { text: text`${list}.some((${item}) => ${test(item, wanted)})`, level: Level.postfix };
}

const arithmetic = {
  "+": { symbol: text`+`, method: text`plus`, level: Level.additive, swaps: true },
  "-": { symbol: text`-`, method: text`minus`, level: Level.additive, swaps: false },
  "*": { symbol: text`*`, method: text`times`, level: Level.multiplicative, swaps: true },
  "/": { symbol: text`/`, method: text`div`, level: Level.multiplicative, swaps: false },
  "%": { symbol: text`%`, method: text`mod`, level: Level.multiplicative, swaps: false },
} as const;

function printArithmetic(
  printer: Printer,
  node: Binary,
  operator: keyof typeof arithmetic,
  scope: Scope,
): Code {
  const { symbol, method, level, swaps } = arithmetic[operator];
  const type: Type = printer.typeOf(node);
  if (isMoment(type)) return printMoved(printer, node, operator === "-", scope);
  if (type.type === "duration") return printDuration(printer, node, operator === "-", scope);
  if (type.type !== "decimal") return infix(printer, node, scope, symbol, level);
  const swapped = swaps && !isDecimal(printer, node.left) && isDecimal(printer, node.right);
  const [subject, argument] = swapped ? [node.right, node.left] : [node.left, node.right];
  const object = wrap(printer.value(subject, scope, type), Level.postfix);
  return {
    text: text`${object}.${method}(${decimalArgument(printer, argument, scope)})`,
    level: Level.postfix,
  };
}

/** A moment and a duration. What is not known to be whole days is cut off from a date. */
function printMoved(printer: Printer, node: Binary, negative: boolean, scope: Scope): Code {
  const { left, right } = node;
  const moment = printer.print(left, scope).text;
  const given = isComputed(right)
    ? text`${runtime.movedBy}(${moment}, ${printer.print(right, scope).text}${negative ? text`, -1` : text``})`
    : text`${runtime.addDuration}(${moment}, ${durationText(printer, right, scope, negative)})`;
  const isWhole = printer.typeOf(node).type === "datetime" || isOfWholeDays(right, printer.typeOf);
  return { text: isWhole ? given : text`${runtime.startOfDay}(${given})`, level: Level.postfix };
}

/** What two moments are apart, or two durations together. */
function printDuration(printer: Printer, node: Binary, negative: boolean, scope: Scope): Code {
  const [left, right] = [node.left, node.right].map((side) => printer.print(side, scope).text) as [
    Text,
    Text,
  ];
  if (isMoment(printer.typeOf(node.left))) {
    return { text: text`${runtime.durationBetween}(${right}, ${left})`, level: Level.postfix };
  }
  const combine = negative ? runtime.subtractDurations : runtime.addDurations;
  return { text: text`${combine}(${left}, ${right})`, level: Level.postfix };
}

export function compareDurations(left: Text, right: Text): Text {
  return text`${runtime.compareDurations}(${left}, ${right})`;
}

function durationText(printer: Printer, node: Expression, scope: Scope, negative: boolean): Text {
  if (!negative) return printer.print(node, scope).text;
  if (node.type === "duration") return string(`-${node.value}`);
  if (node.type === "call") {
    const [count] = node.arguments;
    const unit = durationUnits.get(node.function);
    if (count && unit) return countedDuration(printer, count, scope, ["-", ...unit]);
  }
  return template(["-", printer.print(node, scope).text]);
}

/** A duration of a count of days, hours or minutes: `"P3D"`, or a template where the count is computed. */
export function countedDuration(
  printer: Printer,
  count: Expression,
  scope: Scope,
  words: readonly string[],
): Text {
  const before = words.slice(0, -1).join("");
  const after = words.at(-1) ?? "";
  if (count.type === "integer") return string(`${before}${count.value}${after}`);
  return template([before, printer.print(count, scope).text, after]);
}

function isDecimal(printer: Printer, node: Expression): boolean {
  return withoutNull(printer.typeOf(node)).type === "decimal";
}
