import type { Diagnostic, Span } from "../diagnostic/diagnostic.ts";
import { didYouMean } from "../diagnostic/suggest.ts";
import { builtins, isBuiltin } from "./builtins.ts";
import { checkCall } from "./check-call.ts";
import { checkIterate, checkQuery } from "./check-list.ts";
import { checkList, checkObject, joinWanted, noCommonType } from "./check-literal.ts";
import { checkBinary } from "./check-operator.ts";
import { possiblyNull, report, type Locate } from "./diagnostics.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import { literalCalls } from "./grammar.ts";
import { isValidLiteral } from "./literals.ts";
import { memberOf, narrow, narrowedAt, ownProperty } from "./narrow.ts";
import { printWithSpans } from "./print.ts";
import {
  booleanType,
  decimalType,
  floatType,
  integerType,
  isAssignable,
  isNullable,
  isNumeric,
  join,
  nullable,
  nullType,
  printType,
  withoutNull,
  type Environment,
  type Signature,
  type Type,
} from "./types.ts";
import { tagsOfUnion } from "./unions.ts";
import { visit } from "./visit.ts";

/** What is known of an expression's nodes, by identity; printers need it. */
export interface Typing {
  /** Nodes with an error below them may be missing. */
  types: ReadonlyMap<Expression, Type>;
  /** Paths inside a lambda whose value is only known to be there from outside of it. */
  captured: ReadonlySet<Expression>;
}

export interface Checked extends Typing {
  /** `undefined` where errors leave it open. */
  type: Type | undefined;
  diagnostics: Diagnostic[];
}

export interface CheckOptions {
  /** What the value is wanted for; also gives `[]`, objects and literals their type. */
  expected?: Type;
  at: Locate;
}

/** What the parts of the checker share: one run over one expression. */
export interface Checker {
  /** Type of a node, recorded; `undefined` after an error that is reported already. */
  infer: (node: Expression, environment: Environment, expected?: Type) => Type | undefined;
  /** Like `infer`; reports what is not assignable. */
  expect: (node: Expression, environment: Environment, expected: Type) => Type | undefined;
  /** Like `infer`; reports what may be null and goes on without it. */
  present: (node: Expression, environment: Environment, expected?: Type) => Type | undefined;
  /** Says that an expression is printed inside a function, where less is known of paths than around it. */
  capture: (node: Expression, environment: Environment) => void;
  /** Makes a decimal literal a float, where one is wanted. */
  asFloat: (node: Expression) => boolean;
  problem: (diagnostic: Diagnostic) => undefined;
  /** The type that a node was given before. */
  typeOf: (node: Expression) => Type | undefined;
  at: (node: Expression) => ReturnType<Locate>;
  /** Canonical text of a node. */
  text: (node: Expression) => string;
  signature: (name: string, environment: Environment) => Signature | undefined;
}

/**
 * Types every node of an expression and finds all errors at once, located in its canonical text. Nodes are known by
 * identity; of one that stands in several places (see `unshare`) the last place is reported.
 */
export function checkExpression(
  expression: Expression,
  environment: Environment,
  options: CheckOptions,
): Checked {
  const types = new Map<Expression, Type>();
  const captured = new Set<Expression>();
  const diagnostics: Diagnostic[] = [];
  // Most expressions have nothing wrong, and are not printed.
  let printed: ReturnType<typeof printWithSpans> | undefined;
  const spanOf = (node: Expression): Span | undefined =>
    (printed ??= printWithSpans(expression)).spans.get(node);

  const checker: Checker = {
    infer,
    expect,
    present,
    asFloat,
    capture: (node, scope) =>
      visit(node, (path) => {
        if (narrowedAt(scope, path)) captured.add(path);
      }),
    problem: (diagnostic) => {
      diagnostics.push(diagnostic);
      return undefined;
    },
    typeOf: (node) => types.get(node),
    at: (node) => options.at(spanOf(node)),
    text: (node) => {
      const span = spanOf(node);
      return span && printed ? printed.text.slice(span.start, span.end) : "";
    },
    signature: (name, scope) =>
      (scope.functions && ownProperty(scope.functions, name)) ??
      (isBuiltin(name) ? builtins[name] : undefined),
  };
  const { at, problem, text } = checker;

  function infer(node: Expression, scope: Environment, expected?: Type): Type | undefined {
    const type = inferNode(node, scope, expected);
    // A node that stands in several places has what holds in all of them.
    const before = types.get(node);
    if (type) types.set(node, before ? (join(before, type) ?? type) : type);
    return type;
  }

  function expect(node: Expression, scope: Environment, expected: Type): Type | undefined {
    const type = infer(node, scope, expected);
    if (!type || isAssignable(type, expected)) return type;
    if (withoutNull(expected).type === "float" && asFloat(node)) return floatType;
    if (isNullable(type) && type.type !== "null" && isAssignable(withoutNull(type), expected)) {
      return problem(possiblyNull(at(node), node, text(node)));
    }
    return problem(report["wrong-type"](at(node), { expected: printType(expected), found: printType(type) }));
  }

  function present(node: Expression, scope: Environment, expected?: Type): Type | undefined {
    const type = infer(node, scope, expected);
    if (!type || !isNullable(type)) return type;
    problem(possiblyNull(at(node), node, text(node)));
    const rest = withoutNull(type);
    return rest.type === "never" || rest.type === "unknown" ? undefined : rest;
  }

  function asFloat(node: Expression): boolean {
    const operand = node.type === "unary" && node.operator === "-" ? node.operand : node;
    if (operand.type !== "decimal") return false;
    types.set(node, floatType);
    types.set(operand, floatType);
    return true;
  }

  function inferNode(node: Expression, scope: Environment, expected?: Type): Type | undefined {
    switch (node.type) {
      case "null":
        return nullType;
      case "boolean":
        return booleanType;
      case "integer":
        return integerType;
      case "decimal":
        return expected && withoutNull(expected).type === "float" ? floatType : decimalType;
      case "string":
        return { type: "literal", value: node.value, written: true };
      case "duration":
      case "date":
      case "datetime":
        if (isValidLiteral(node.type, node.value)) return { type: node.type };
        return problem(
          report["invalid-literal"](at(node), {
            value: JSON.stringify(node.value),
            type: node.type,
            example: literalCalls.get(node.type)!,
          }),
        );
      case "name":
        return inferName(node, scope);
      case "member":
        return inferMember(node, scope);
      case "element": {
        const object = present(node.object, scope);
        expect(node.index, scope, integerType);
        if (!object) return undefined;
        if (object.type === "list") return nullable(object.of);
        return problem(report["not-a-list"](at(node.object), { operation: "[]", type: printType(object) }));
      }
      case "list":
        return checkList(checker, node, scope, expected);
      case "object":
        return checkObject(checker, node, scope, expected);
      case "unary":
        return inferUnary(node, scope, expected);
      case "binary":
        return checkBinary(checker, node, scope, expected);
      case "conditional":
        return inferConditional(node, scope, expected);
      case "call":
        return checkCall(checker, node, scope);
      case "iterate":
        return checkIterate(checker, node, scope);
      case "query":
        return checkQuery(checker, node, scope);
      default:
        return node satisfies never;
    }
  }

  function known(node: Expression, scope: Environment, declared: Type): Type {
    const narrowed = narrowedAt(scope, node);
    if (!narrowed) return declared;
    if (narrowed.outside) captured.add(node);
    return narrowed.type;
  }

  function inferName(node: ExpressionOf<"name">, scope: Environment): Type | undefined {
    const type = ownProperty(scope.names, node.name);
    if (type) return known(node, scope, type);
    const hint = ownProperty(scope.models, node.name)
      ? ` ${node.name} is what rows are of: ask ${node.name}.exists(…), ${node.name}.count(…) or another aggregate of it.`
      : didYouMean(node.name, Object.keys(scope.names));
    return problem(report["unknown-name"](at(node), { name: node.name, hint }));
  }

  function inferMember(node: ExpressionOf<"member">, scope: Environment): Type | undefined {
    const found = node.optional ? infer(node.object, scope) : present(node.object, scope);
    if (!found) return undefined;
    const object = withoutNull(found);
    const member = memberOf(scope, object, node.property);
    if (member) return known(node, scope, node.optional && isNullable(found) ? nullable(member) : member);
    const about = { type: printType(object), name: node.property };
    if (object.type === "union") {
      const test = `${checker.text(node.object)}.${object.discriminator} == "${tagsOfUnion(object)[0] ?? ""}"`;
      return problem(report["member-of-some"](at(node), { ...about, test }));
    }
    if (object.type !== "row" && object.type !== "object") {
      const hint = object.type === "list" ? " Use an operation: some(…), map(…), count(), or [0]." : "";
      return problem(report["no-members"](at(node), { ...about, hint }));
    }
    const names =
      object.type === "row"
        ? Object.keys(ownProperty(scope.models, object.model)?.members ?? {})
        : Object.keys(object.properties);
    return problem(report["unknown-member"](at(node), { ...about, hint: didYouMean(node.property, names) }));
  }

  function inferUnary(node: ExpressionOf<"unary">, scope: Environment, expected?: Type): Type | undefined {
    if (node.operator === "!") {
      expect(node.operand, scope, booleanType);
      return booleanType;
    }
    const type = present(node.operand, scope, expected);
    if (!type || isNumeric(type)) return type;
    return problem(report["wrong-operand"](at(node.operand), { operator: "-", type: printType(type) }));
  }

  function inferConditional(
    node: ExpressionOf<"conditional">,
    scope: Environment,
    expected?: Type,
  ): Type | undefined {
    expect(node.test, scope, booleanType);
    const then = infer(node.then, narrow(scope, node.test, true), expected);
    const otherwise = infer(node.else, narrow(scope, node.test, false), expected);
    if (!then || !otherwise) return undefined;
    const type = join(then, otherwise) ?? joinWanted(expected, then, otherwise);
    if (type) return type;
    if (isNumeric(withoutNull(then)) && asFloat(node.then)) return join(floatType, otherwise);
    if (isNumeric(withoutNull(otherwise)) && asFloat(node.else)) return join(then, floatType);
    return noCommonType(checker, node, then, otherwise);
  }

  const type = options.expected
    ? expect(expression, environment, options.expected)
    : infer(expression, environment);
  return { type, diagnostics, types, captured };
}
