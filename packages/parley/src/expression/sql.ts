import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { join, number, numeral, sqlString, text, type Text } from "../text/text.ts";
import type { Typing } from "./check.ts";
import { report, type Locate } from "./diagnostics.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { isWholeDays } from "./literals.ts";
import { printWithSpans } from "./print.ts";
import { isNullable, withoutNull, type Type } from "./types.ts";

export interface SqlOptions {
  /** What `checkExpression` found out about this very tree; it must have had no errors. */
  typing: Typing;
  /** Name of the row; `row` unless told. */
  root?: string;
  /** The column of a member of the row; none for a relation. */
  column: (member: string) => Text | undefined;
  at: Locate;
}

/** How tightly PostgreSQL binds, loosest first. */
const Level = {
  or: 1,
  and: 2,
  not: 3,
  is: 4,
  comparison: 5,
  other: 6,
  additive: 7,
  multiplicative: 8,
  unary: 9,
  primary: 10,
} as const;
type Level = (typeof Level)[keyof typeof Level];

interface Code {
  text: Text;
  level: Level;
}

const comparisons = { "<": text`<`, "<=": text`<=`, ">": text`>`, ">=": text`>=` } as const;
const symbols = { "+": text`+`, "-": text`-`, "*": text`*`, "/": text`/`, "%": text`%` } as const;

/**
 * Prints an expression over one row for a check constraint, a partial unique or a partial index of PostgreSQL. It is
 * true or false there exactly when it is in a process: a comparison with null is false, not unknown. What depends on
 * other rows, on the clock or on the time zone is a diagnostic `expression/not-in-sql`.
 */
export function printSql(
  expression: Expression,
  options: SqlOptions,
): { text: Text } | { diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const { text: canonical, spans } = printWithSpans(expression);

  function refuse(node: Expression): Code {
    const span = spans.get(node);
    const words = span ? canonical.slice(span.start, span.end) : canonical;
    diagnostics.push(report["not-in-sql"](options.at(span), { text: words }));
    return primary(text`null`);
  }

  function typeOf(node: Expression): Type {
    const type = options.typing.types.get(node);
    if (!type) throw new Error(`An expression of type ${node.type} is printed without its type.`);
    return type;
  }

  function print(node: Expression): Code {
    switch (node.type) {
      case "null":
        return primary(text`null`);
      case "boolean":
        return primary(node.value ? text`true` : text`false`);
      case "integer":
        return primary(number(node.value));
      case "decimal":
        return primary(numeral(node.value));
      case "string":
        // PostgreSQL keeps neither U+0000 nor halves of surrogate pairs.
        return node.value.includes("\0") || /\p{Cs}/u.test(node.value)
          ? refuse(node)
          : primary(sqlString(node.value));
      case "duration":
        return primary(text`interval ${sqlString(node.value)}`);
      case "date":
        return primary(text`date ${sqlString(node.value)}`);
      case "datetime":
        return primary(text`timestamptz ${sqlString(node.value)}`);
      case "member": {
        const ofRow = node.object.type === "name" && node.object.name === (options.root ?? "row");
        const column = ofRow ? options.column(node.property) : undefined;
        return column ? primary(column) : refuse(node);
      }
      case "unary": {
        const operand = print(node.operand);
        if (node.operator === "!")
          return { text: text`not ${wrap(operand, Level.primary)}`, level: Level.not };
        return { text: text`-${wrap(operand, Level.primary)}`, level: Level.unary };
      }
      case "binary":
        return printBinary(node);
      case "conditional": {
        const [test, then, otherwise] = [node.test, node.then, node.else].map(
          (child) => print(child).text,
        ) as [Text, Text, Text];
        return primary(text`case when ${test} then ${then} else ${otherwise} end`);
      }
      case "call":
        return printCall(node);
      case "name":
      case "list":
      case "object":
      case "element":
      case "iterate":
      case "query":
        return refuse(node);
      default:
        return node satisfies never;
    }
  }

  function printBinary(node: ExpressionOf<"binary">): Code {
    const { operator, left, right } = node;
    switch (operator) {
      case "&&":
        return infix(node, text`and`, Level.and);
      case "||":
        return infix(node, text`or`, Level.or);
      case "??":
        return primary(text`coalesce(${print(left).text}, ${print(right).text})`);
      case "==":
      case "!=":
        return printEquality(node, operator === "==");
      case "in": {
        if (right.type !== "list") return refuse(right);
        const items = right.items.map((item) => print(item).text);
        if (items.length === 0) return primary(text`false`);
        const tested = wrap(print(left), Level.additive);
        return { text: text`${tested} in (${join(items, text`, `)})`, level: Level.other };
      }
      case "<":
      case "<=":
      case ">":
      case ">=":
        return infix(node, comparisons[operator], Level.comparison, Level.other);
      case "+":
      case "-":
        return printAdditive(node, operator);
      case "*":
      case "%":
        return infix(node, symbols[operator], Level.multiplicative);
      case "/": {
        const exact = typeOf(left).type === "integer" && typeOf(right).type === "integer";
        if (!exact) return infix(node, symbols[operator], Level.multiplicative);
        const divided = text`${wrap(print(left), Level.primary)}::numeric`;
        return { text: text`${divided} / ${wrap(print(right), Level.unary)}`, level: Level.multiplicative };
      }
      default:
        return operator satisfies never;
    }
  }

  function infix(node: ExpressionOf<"binary">, symbol: Text, level: Level, operand?: Level): Code {
    const left = wrap(print(node.left), operand ?? level);
    const right = wrap(print(node.right), operand ?? ((level + 1) as Level));
    return { text: text`${left} ${symbol} ${right}`, level };
  }

  function printEquality(node: ExpressionOf<"binary">, equal: boolean): Code {
    const { left, right } = node;
    if (left.type === "null" || right.type === "null") {
      const tested = wrap(print(left.type === "null" ? right : left), Level.comparison);
      return { text: equal ? text`${tested} is null` : text`${tested} is not null`, level: Level.is };
    }
    const unsure = isNullable(typeOf(left)) || isNullable(typeOf(right));
    if (!unsure) return infix(node, equal ? text`=` : text`<>`, Level.comparison, Level.other);
    return infix(
      node,
      equal ? text`is not distinct from` : text`is distinct from`,
      Level.is,
      Level.comparison,
    );
  }

  function printAdditive(node: ExpressionOf<"binary">, operator: "+" | "-"): Code {
    const type = typeOf(node);
    if (type.type === "datetime") return refuse(node);
    if (type.type === "date") {
      if (node.right.type !== "duration" || !isWholeDays(node.right.value)) return refuse(node);
      const sum = infix(node, symbols[operator], Level.additive);
      return primary(text`(${sum.text})::date`);
    }
    const joined = type.type === "string";
    return joined
      ? infix(node, text`||`, Level.other, Level.additive)
      : infix(node, symbols[operator], Level.additive);
  }

  function printCall(node: ExpressionOf<"call">): Code {
    const [first] = node.arguments;
    const argument = first && print(first).text;
    if (!argument) return refuse(node);
    const list = withoutNull(typeOf(first)).type === "list";
    switch (node.function) {
      case "length":
        return primary(list ? text`cardinality(${argument})` : text`char_length(${argument})`);
      case "isEmpty":
        return { text: text`cardinality(${argument}) = 0`, level: Level.comparison };
      case "lower":
        return primary(text`lower(${argument})`);
      case "upper":
        return primary(text`upper(${argument})`);
      case "trim":
        return primary(text`btrim(${argument})`);
      case "absolute":
        return primary(text`abs(${argument})`);
      default:
        return refuse(node);
    }
  }

  const printed = print(expression).text;
  return diagnostics.length > 0 ? { diagnostics } : { text: printed };
}

function primary(code: Text): Code {
  return { text: code, level: Level.primary };
}

function wrap(code: Code, level: Level): Text {
  return code.level < level ? text`(${code.text})` : code.text;
}
