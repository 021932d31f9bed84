import { empty, join, member, number, property, string, text, type Text } from "../text/text.ts";
import { flatten } from "../text/tree.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { comparisons } from "./operators.ts";
import { booleanType, isNullable, withoutNull, type Type } from "./types.ts";
import { constantOf } from "./grammar.ts";
import { isHalfConverted } from "./simplify.ts";
import { printCall } from "./typescript-call.ts";
import {
  Level,
  runtime,
  wrap,
  type Code,
  type Printer,
  type Scope,
  type TypeScriptOptions,
} from "./typescript-code.ts";
import { printIterate } from "./typescript-list.ts";
import { printBinary } from "./typescript-operator.ts";
import { isOptionalIn } from "./unions.ts";

export type { TypeScriptOptions } from "./typescript-code.ts";

/**
 * Prints an expression as TypeScript over loaded values: decimals are `Prisma.Decimal`, dates (midnight UTC) and times
 * are `Date`, durations ISO 8601 strings, enums strings. Nothing that may be undefined leaves: it is null then.
 */
export function printTypeScript(expression: Expression, options: TypeScriptOptions): Text {
  return printOperand(expression, options, Level.conditional);
}

/** Like `printTypeScript`, in parentheses where it binds looser than `level`: to be put into a larger expression. */
export function printOperand(expression: Expression, options: TypeScriptOptions, level: Level): Text {
  const printer: Printer = { options, print, value, typeOf };

  function typeOf(node: Expression): Type {
    // Comparisons that queries are brought to are made of parts that have types.
    const type = options.typing.types.get(node) ?? (isComparison(node) ? booleanType : undefined);
    if (!type) throw new Error(`An expression of type ${node.type} is printed without its type.`);
    return type;
  }

  function value(node: Expression, scope: Scope, wanted?: Type): Code {
    const code = print(node, scope);
    const type = typeOf(node);
    if (wanted && withoutNull(wanted).type === "decimal" && withoutNull(type).type === "integer") {
      const converted: Code = { text: text`${runtime.decimal}(${code.text})`, level: Level.postfix };
      if (!isNullable(type)) return converted;
      const equals = code.undefinable ? text`==` : text`===`;
      // TypeScript learns from a test of a path alone, and what is computed is computed once.
      if (!isPath(code.text)) {
        const convert = text`((value) => (value ${equals} null ? null : ${runtime.decimal}(value)))`;
        return { text: text`${convert}(${code.text})`, level: Level.postfix };
      }
      const test = text`${wrap(code, Level.equality)} ${equals} null`;
      return { text: text`${test} ? null : ${converted.text}`, level: Level.conditional };
    }
    if (!code.undefinable) return code;
    return { text: text`${wrap(code, Level.bitwise)} ?? null`, level: Level.nullish };
  }

  function print(node: Expression, scope: Scope): Code {
    // TypeScript knows nothing about what stands behind a constant condition, so none is printed.
    const constant = constantOf(node);
    if (constant !== undefined) return { text: constant ? text`true` : text`false`, level: Level.postfix };
    switch (node.type) {
      case "null":
        return { text: text`null`, level: Level.postfix };
      case "boolean":
        return { text: node.value ? text`true` : text`false`, level: Level.postfix };
      case "integer":
        return { text: number(node.value), level: Level.unary };
      case "decimal":
        if (typeOf(node).type === "float") return { text: number(Number(node.value)), level: Level.unary };
        return { text: text`${runtime.decimal}(${string(node.value)})`, level: Level.postfix };
      case "string":
      case "duration":
        return { text: string(node.value), level: Level.postfix };
      case "date":
      case "datetime":
        return { text: text`new Date(${string(node.value)})`, level: Level.postfix };
      case "name": {
        const printed = scope.get(node.name) ?? options.names(node.name);
        return readValue(
          node,
          printed,
          printed.piece.type !== "identifier",
          isNullable(typeOf(node)) && !isPlain(printed),
        );
      }
      case "member":
        return printMember(node, scope);
      case "element": {
        const object = wrap(print(node.object, scope), Level.postfix);
        return {
          text: text`${object}[${print(node.index, scope).text}]`,
          level: Level.postfix,
          undefinable: true,
        };
      }
      case "list": {
        const type = typeOf(node);
        const items = node.items.map(
          (item) => value(item, scope, type.type === "list" ? type.of : undefined).text,
        );
        return { text: text`[${join(items, text`, `)}]`, level: Level.postfix };
      }
      case "object":
        return printObject(node, scope);
      case "unary":
        return printUnary(node, scope);
      case "binary":
        return printBinary(printer, node, scope);
      case "conditional": {
        const type = typeOf(node);
        const decided = constantOf(node.test);
        const open = decided === undefined ? undefined : decided ? node.then : node.else;
        if (open && !isHalfConverted(type, typeOf(open))) return value(open, scope, type);
        const test = wrap(print(node.test, scope), Level.nullish);
        const then = value(node.then, scope, type).text;
        const otherwise = value(node.else, scope, type).text;
        return { text: text`${test} ? ${then} : ${otherwise}`, level: Level.conditional };
      }
      case "call":
        return printCall(printer, node, scope);
      case "iterate":
        return printIterate(printer, node, scope);
      case "query":
        if (!options.query) throw new Error(`A query of ${node.model} is printed where none is allowed.`);
        return {
          text: options.query(node, (name) => scope.get(name) ?? options.names(name)),
          level: Level.unary,
        };
      default:
        return node satisfies never;
    }
  }

  function printMember(node: ExpressionOf<"member">, scope: Scope): Code {
    const object = print(node.object, scope);
    const found = typeOf(node.object);
    const type = withoutNull(found);
    const optional =
      type.type === "union"
        ? isOptionalIn(type, node.property)
        : type.type === "object" && Object.hasOwn(type.properties, node.property)
          ? (type.properties[node.property]!.optional ?? false)
          : false;
    const access = member(node.property, node.optional && isNullable(found) ? "?." : ".");
    const printed = text`${wrap(object, Level.postfix)}${access}`;
    return readValue(node, printed, true, optional || (isNullable(found) && (node.optional ?? false)));
  }

  function readValue(node: Expression, printed: Text, path: boolean, mayBeUndefined: boolean): Code {
    const type = typeOf(node);
    // TypeScript forgets inside a function what is known about a path outside of it.
    const asserted = path && options.typing.captured.has(node) && !isNullable(type);
    const sure = asserted ? text`${printed}!` : printed;
    const wrapped = options.read?.(sure, type, node);
    if (wrapped) return { text: wrapped, level: Level.postfix };
    return { text: sure, level: Level.postfix, undefinable: mayBeUndefined && isNullable(type) };
  }

  function printObject(node: ExpressionOf<"object">, scope: Scope): Code {
    const type = typeOf(node);
    const members = Object.entries(node.properties).map(([name, child]) => {
      const wanted = type.type === "object" ? type.properties[name]?.type : undefined;
      const printed = value(child, scope, wanted).text;
      const short = printed.piece.type === "identifier" && printed.piece.name === name;
      return short ? printed : text`${property(name)}: ${printed}`;
    });
    const inner = members.length === 0 ? empty : text` ${join(members, text`, `)} `;
    return { text: text`{${inner}}`, level: Level.postfix, object: true };
  }

  function printUnary(node: ExpressionOf<"unary">, scope: Scope): Code {
    const { operand } = node;
    if (node.operator === "!") {
      if (operand.type === "binary" && (operand.operator === "==" || operand.operator === "!=")) {
        return printBinary(printer, operand, scope, true);
      }
      return { text: text`!${wrap(print(operand, scope), Level.unary)}`, level: Level.unary };
    }
    const code = print(operand, scope);
    if (typeOf(operand).type === "decimal") {
      return { text: text`${wrap(code, Level.postfix)}.neg()`, level: Level.postfix };
    }
    const inner = operand.type === "unary" ? text`(${code.text})` : wrap(code, Level.unary);
    return { text: text`-${inner}`, level: Level.unary };
  }

  return wrap(value(expression, new Map(), options.expected), level);
}

/** A variable or a member of one, and so on. */
function isPath(printed: Text): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:(?:\?\.|\.)[\p{ID_Start}$_][\p{ID_Continue}$]*|\["[^"]*"\])*$/u.test(
    flatten(printed),
  );
}

/** A bare variable: it holds null, not undefined, where a path that stands for a name may hold either. */
function isPlain(printed: Text): boolean {
  return printed.piece.type === "identifier";
}

function isComparison(node: Expression): boolean {
  return node.type === "binary" && comparisons.includes(node.operator);
}
