import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { join, number, numeral, sqlString, text, type Text } from "../text/text.ts";
import type { Typing } from "./check.ts";
import { report, type Locate } from "./diagnostics.ts";
import type { BinaryOperator, Expression, ExpressionOf } from "./document.ts";
import { isComputed } from "./durations.ts";
import { isTrue } from "./grammar.ts";
import { isMoment } from "./operators.ts";
import { printWithSpans } from "./print.ts";
import { printSqlCall } from "./sql-call.ts";
import { inUtc, Level, primary, wrap, type Code, type SqlPrinter } from "./sql-code.ts";
import { isNullable, isTextual, withoutNull, type Type } from "./types.ts";

export interface SqlOptions {
  /** What `checkExpression` found out about this very tree; it must have had no errors. */
  typing: Typing;
  /** Name of the row; `row` unless told. */
  root?: string;
  /** The column of a member of the row; none for a relation. */
  column: (member: string) => Text | undefined;
  /** The type of a member as it is declared: what is known at some place does not change the column. */
  declared?: (member: string) => Type | undefined;
  /** For an index, which takes only what is the same for ever: values of enums can be renamed. */
  immutable?: boolean;
  at: Locate;
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

  const printer: SqlPrinter = { print, textual, widened, typeOf, refuse };

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
        if (node.operator === "!")
          return { text: text`not ${wrap(print(node.operand), Level.primary)}`, level: Level.not };
        return { text: text`-${wrap(widened(node.operand), Level.primary)}`, level: Level.unary };
      }
      case "binary":
        return printBinary(node);
      case "conditional": {
        const [then, otherwise] = alike(node, node.then, node.else);
        return primary(text`case when ${print(node.test).text} then ${then} else ${otherwise} end`);
      }
      case "call":
        return printSqlCall(printer, node);
      case "element": {
        const index = text`${wrap(widened(node.index), Level.additive)} + 1`;
        return primary(text`(${print(node.object).text})[(${index})::int]`);
      }
      case "iterate":
        return printIterate(node);
      case "name":
      case "list":
      case "object":
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
        return primary(text`coalesce(${join(alike(node, left, right), text`, `)})`);
      case "==":
      case "!=":
        return printEquality(node, operator === "==");
      case "in":
        return printIn(node);
      case "<":
      case "<=":
      case ">":
      case ">=":
        return infix(node, comparisons[operator], Level.comparison, Level.other);
      case "+":
      case "-":
        return printAdditive(node, operator);
      case "*":
        return arithmetic(node, symbols[operator], Level.multiplicative);
      case "%":
        if (typeOf(node).type === "float") return refuse(node);
        return infix(node, symbols[operator], Level.multiplicative);
      case "/": {
        const exact = typeOf(left).type === "integer" && typeOf(right).type === "integer";
        if (!exact) return infix(node, symbols[operator], Level.multiplicative);
        const divided = wrap(widened(left), Level.multiplicative);
        return { text: text`${divided} / ${wrap(print(right), Level.unary)}`, level: Level.multiplicative };
      }
      default:
        return operator satisfies never;
    }
  }

  /** Whole numbers know no bounds in a process; in the type of their column they would overflow. */
  function arithmetic(node: ExpressionOf<"binary">, symbol: Text, level: Level): Code {
    if (typeOf(node).type !== "integer") return infix(node, symbol, level);
    const left = wrap(widened(node.left), level);
    const right = wrap(print(node.right), (level + 1) as Level);
    return { text: text`${left} ${symbol} ${right}`, level };
  }

  /** An integer as a number without bounds, unless it is one already. */
  function widened(node: Expression): Code {
    const printed = print(node);
    if (withoutNull(typeOf(node)).type !== "integer") return printed;
    if (node.type === "unary" || (node.type === "binary" && isUnbound(node.operator))) return printed;
    return primary(text`${wrap(printed, Level.primary)}::numeric`);
  }

  /** What is printed over numbers without bounds; a rest and a default have the types of their operands. */
  function isUnbound(operator: BinaryOperator): boolean {
    return operator !== "%" && operator !== "??";
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
    const [one, other] = sides(left, right);
    const certain = equal ? text`=` : text`<>`;
    const symbol = unsure ? (equal ? text`is not distinct from` : text`is distinct from`) : certain;
    const operand = unsure ? Level.comparison : Level.other;
    return {
      text: text`${wrap(one, operand)} ${symbol} ${wrap(other, operand)}`,
      level: unsure ? Level.is : Level.comparison,
    };
  }

  function printIn({ left, right }: ExpressionOf<"binary">): Code {
    if (right.type !== "list") {
      return printAmong(left, right);
    }
    if (right.items.length === 0) return primary(text`false`);
    const casts = enumOf(left) !== undefined && right.items.some((item) => !fits(item, enumOf(left)));
    const asText = casts || isOfTwoForms([left, ...right.items]);
    const plain = !asText && (isUuid(left) || enumOf(left) !== undefined);
    const items = right.items.map((item) => (plain ? print(item) : textual(item)).text);
    const tested = wrap(asText ? textual(left) : print(left), Level.additive);
    const test = text`${tested} in (${join(items, text`, `)})`;
    // With a null among the values, what is none of them is unknown to PostgreSQL.
    const unsure = right.items.some((item) => isNullable(typeOf(item)));
    return unsure ? primary(text`coalesce(${test}, false)`) : { text: test, level: Level.other };
  }

  /** Of lists only what needs no query: how many there are, and whether one is among them. */
  function printIterate(node: ExpressionOf<"iterate">): Code {
    const { operation, source, body, parameter } = node;
    if (operation === "count" && isTrue(body)) return primary(text`cardinality(${print(source).text})`);
    if (operation !== "some" || body.type !== "binary" || body.operator !== "==") return refuse(node);
    const isItem = (side: Expression): boolean => side.type === "name" && side.name === parameter;
    const value = [body.left, body.right].find((side) => !isItem(side));
    if (!value || ![body.left, body.right].some(isItem) || isNullable(typeOf(value))) return refuse(node);
    return printAmong(value, source);
  }

  function printAmong(value: Expression, list: Expression): Code {
    const type = withoutNull(typeOf(list));
    const ofUuids = type.type === "list" && withoutNull(type.of).type === "uuid";
    const tested = wrap(ofUuids && isUuid(value) ? print(value) : textual(value), Level.other);
    const among =
      ofUuids && !isUuid(value) ? text`${wrap(print(list), Level.primary)}::text[]` : print(list).text;
    return { text: text`${tested} = any(${among})`, level: Level.comparison };
  }

  function printAdditive(node: ExpressionOf<"binary">, operator: "+" | "-"): Code {
    const { left, right } = node;
    const { type } = typeOf(node);
    if (isTextual(typeOf(node))) {
      const [one, other] = [left, right].map((side) => wrap(textual(side), Level.additive)) as [Text, Text];
      return { text: text`${one} || ${other}`, level: Level.other };
    }
    if (type === "date" || type === "datetime") {
      if (isComputed(right)) return refuse(right);
      const moved = text`${inUtc(printer, left)} ${symbols[operator]} ${wrap(print(right), Level.multiplicative)}`;
      return primary(type === "date" ? text`(${moved})::date` : text`((${moved}) at time zone 'UTC')`);
    }
    if (type === "duration" && isMoment(typeOf(left))) {
      const apart = text`${wrap(print(left), Level.additive)} - ${wrap(print(right), Level.multiplicative)}`;
      return typeOf(left).type === "date"
        ? { text: text`(${apart}) * interval '1 day'`, level: Level.multiplicative }
        : { text: apart, level: Level.additive };
    }
    return arithmetic(node, symbols[operator], Level.additive);
  }

  /** The name of the enum of the database that a value is of, whatever is known about it here. */
  function enumOf(node: Expression): string | undefined {
    switch (node.type) {
      case "member": {
        const type = options.declared?.(node.property) ?? typeOf(node);
        const present = withoutNull(type);
        return present.type === "enum" ? (present.name ?? "") : undefined;
      }
      case "conditional":
        return enumOf(node.then) ?? enumOf(node.else);
      case "binary":
        return node.operator === "??" ? (enumOf(node.left) ?? enumOf(node.right)) : undefined;
      default:
        return undefined;
    }
  }

  /** A literal takes any type; of two enums PostgreSQL compares none with the other, nor with a text. */
  function fits(node: Expression, name: string | undefined): boolean {
    return node.type === "string" || node.type === "null" || enumOf(node) === name;
  }

  function sides(left: Expression, right: Expression): [Code, Code] {
    const same = fits(left, enumOf(right)) || fits(right, enumOf(left));
    return same && !isOfTwoForms([left, right])
      ? [print(left), print(right)]
      : [textual(left), textual(right)];
  }

  function isUuid(node: Expression): boolean {
    return withoutNull(typeOf(node)).type === "uuid";
  }

  /** Uuids and texts, which PostgreSQL does not compare; a literal takes any type. */
  function isOfTwoForms(nodes: readonly Expression[]): boolean {
    const known = nodes.filter(({ type }) => type !== "string" && type !== "null");
    return known.some(isUuid) && !known.every(isUuid);
  }

  /** Two values of which the node is one: a uuid beside another text is a text too. */
  function alike(node: Expression, ...sides: [Expression, Expression]): [Text, Text] {
    return sides.map((side) => (isUuid(side) && !isUuid(node) ? textual(side) : print(side)).text) as [
      Text,
      Text,
    ];
  }

  function textual(node: Expression): Code {
    if (isUuid(node)) return primary(text`${wrap(print(node), Level.primary)}::text`);
    if (enumOf(node) === undefined) return print(node);
    if (options.immutable) return refuse(node);
    return primary(text`${wrap(print(node), Level.primary)}::text`);
  }

  const printed = print(expression).text;
  return diagnostics.length > 0 ? { diagnostics } : { text: printed };
}
