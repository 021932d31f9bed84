import type { Api } from "../api/document.ts";
import { segmentsOf, parameterOf } from "../api/path.ts";
import { hasErrors, type Diagnostic, type Location } from "../diagnostic/diagnostic.ts";
import { equals, integer } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { integerType } from "../expression/types.ts";
import type { Call, Refusal, Scenario, TestStatement } from "./document.ts";
import { answerOf, bound, emptyScope, heldType, holdsToken } from "./scope.ts";
import type { SeedBlock, SeedExpression, SeedExpressionOf, SeedIf, SeedStatement, SeedTest } from "./seed.ts";
import { predicateOf } from "./seed-call.ts";
import { lowerExpression } from "./seed-expression.ts";
import { enter } from "./seed-function.ts";
import { lowerCondition, narrowed } from "./seed-operator.ts";
import { declare, inside, know, report, typeOf, type Keys, type Lowering } from "./seed-state.ts";

export interface LoweredSeed {
  /** Absent where an error left too little of it. */
  scenario?: Scenario;
  diagnostics: Diagnostic[];
}

/**
 * The story that a seed's test function tells, over an API. What has no counterpart is a diagnostic at the node, made
 * by `locate` from its keys; whether the story fits the API is for `checkScenarios` to say.
 */
export function lowerSeed(
  test: SeedTest,
  api: Api,
  story: { id: string; group: string; title: string; proves?: string[] },
  locate: (keys: Keys) => Location,
): LoweredSeed {
  const lowering: Lowering = {
    api,
    locate,
    findings: [],
    scope: emptyScope(api),
    names: new Map(),
    assigned: new Set(),
    taken: new Set(),
    caller: "guest",
    expression: lowerExpression,
  };
  const statements = lowerStatements(lowering, test.statements, ["statements"]);
  const { findings } = lowering;
  if (statements.length === 0) findings.push(report["nothing-left"](locate([])));
  if (hasErrors(findings)) return { diagnostics: findings };
  return {
    scenario: { type: "story", proves: [], ...story, statements },
    diagnostics: findings,
  };
}

function lowerStatements(
  lowering: Lowering,
  statements: readonly SeedStatement[],
  keys: Keys,
): TestStatement[] {
  return statements.flatMap((statement, index) => lowerStatement(lowering, statement, [...keys, index]));
}

function lowerBlock(lowering: Lowering, block: SeedBlock, keys: Keys): TestStatement[] {
  return lowerStatements(lowering, block.statements, [...keys, "statements"]);
}

function lowerStatement(lowering: Lowering, statement: SeedStatement, keys: Keys): TestStatement[] {
  switch (statement.type) {
    case "apiOperateStatement": {
      const call = lowerCall(lowering, statement, keys);
      return call ? [keepAnswer(lowering, call, statement.variableName ?? undefined)] : [];
    }
    case "expressionStatement":
      return lowerEffect(lowering, statement.expression, [...keys, "expression"]);
    case "ifStatement":
      return lowerIf(lowering, statement, keys);
    case "variableDeclaration":
      return lowerDeclaration(lowering, statement, keys);
    case "returnStatement":
      return [{ type: "return" }];
    case "throwStatement":
      return [{ type: "throw", message: messageOf(statement.expression) }];
    default:
      return statement satisfies never;
  }
}

type Operate = Extract<SeedStatement, { type: "apiOperateStatement" }>;

function lowerCall(lowering: Lowering, node: Operate, keys: Keys): Call | undefined {
  const { method, path } = node.endpoint;
  const shape = shapeOf(path);
  const found = Object.entries(lowering.api.operations).find(
    ([, operation]) => operation.verb === method.toUpperCase() && shapeOf(operation.path) === shape,
  );
  if (!found) {
    const place = lowering.locate([...keys, "endpoint"]);
    lowering.findings.push(report["unknown-endpoint"](place, { method: method.toUpperCase(), path }));
    return undefined;
  }
  const [operation, { parameters, path: own }] = found;
  const call: Call = { operation, as: lowering.caller };
  const order = new Map(parameterNames(path).map((name, index) => [name, parameterNames(own)[index]!]));
  for (const [index, { name, value }] of (node.argument?.properties ?? []).entries()) {
    const given = lowerExpression(lowering, value, [...keys, "argument", "properties", index, "value"]);
    if (!given) return undefined;
    const parameter = order.get(name) ?? name;
    if (name === "body") call.body = given;
    else if (Object.hasOwn(parameters, parameter)) call.path = { ...call.path, [parameter]: given };
    else call.query = { ...call.query, [name]: given };
  }
  return call;
}

/** A path without the names of its parameters. */
function shapeOf(path: string): string {
  return segmentsOf(path)
    .map((segment) => (parameterOf(segment) === undefined ? segment : "{}"))
    .join("/");
}

function parameterNames(path: string): string[] {
  return segmentsOf(path).flatMap((segment) => parameterOf(segment) ?? []);
}

/** Keeps what the call answers; where that is a token, later calls are made with it. */
function keepAnswer(lowering: Lowering, call: Call, wished: string | undefined): TestStatement {
  const type = answerOf(lowering.api, call.operation);
  const signsIn = type?.type === "object" && Object.hasOwn(type.properties, "accessToken");
  if (!type || (wished === undefined && !signsIn)) return { type: "call", call };
  const name = declare(lowering, wished ?? "session");
  know(lowering, name, type);
  if (holdsToken(lowering.scope, name)) lowering.caller = name;
  return { type: "call", call, name };
}

function lowerIf(lowering: Lowering, statement: SeedIf, keys: Keys): TestStatement[] {
  const condition = lowerCondition(lowering, statement.condition, [...keys, "condition"]);
  if (!condition) return [];
  const branch = (truth: boolean): Lowering => narrowed(inside(lowering), condition, truth);
  const then = lowerBlock(branch(true), statement.thenStatement, [...keys, "thenStatement"]);
  const { elseStatement } = statement;
  if (!elseStatement) return [{ type: "if", condition, then }];
  const below = [...keys, "elseStatement"];
  const otherwise =
    elseStatement.type === "block"
      ? lowerBlock(branch(false), elseStatement, below)
      : lowerIf(branch(false), elseStatement, below);
  return [{ type: "if", condition, then, else: otherwise }];
}

function lowerDeclaration(
  lowering: Lowering,
  node: Extract<SeedStatement, { type: "variableDeclaration" }>,
  keys: Keys,
): TestStatement[] {
  const { initializer } = node;
  const here = [...keys, "initializer"];
  const counted = countingOf(initializer);
  const before = counted && lowerCounting(lowering, counted, here);
  if (counted && !before) return [];
  const value = before
    ? lowerExpression(lowering, counted!.operand, here)
    : lowerExpression(lowering, initializer, here);
  if (!value) return [];
  const held = counted?.type === "postfixUnaryExpression" ? before!.old : value;
  const type = heldType(typeOf(lowering, held));
  const name = declare(lowering, node.name);
  know(lowering, name, type);
  if (node.mutability === "let") lowering.assigned.add(node.name);
  return [...(before?.statements ?? []), { type: "let", name, value: held }];
}

type Counting = SeedExpressionOf<"prefixUnaryExpression" | "postfixUnaryExpression">;

function countingOf(node: SeedExpression): Counting | undefined {
  const counts = node.type === "prefixUnaryExpression" || node.type === "postfixUnaryExpression";
  return counts && (node.operator === "++" || node.operator === "--") ? node : undefined;
}

/** `count++` where `count` was declared by `let` in the same block: the name stands for a new variable from here on. */
function lowerCounting(
  lowering: Lowering,
  { operator, operand }: Counting,
  keys: Keys,
): { statements: TestStatement[]; old: Expression } | undefined {
  const name = operand.type === "identifier" ? operand.text : "what is no variable";
  const old = lowering.names.get(name);
  if (!old || !lowering.assigned.has(name)) {
    const why = old ? "it is not declared by let in this block" : "nothing assigns it";
    lowering.findings.push(report["side-effect"](lowering.locate(keys), { operator, name, why }));
    return undefined;
  }
  const value: Expression = {
    type: "binary",
    operator: operator === "++" ? "+" : "-",
    left: old,
    right: integer(1),
  };
  const variable = declare(lowering, name);
  know(lowering, variable, integerType);
  return { statements: [{ type: "let", name: variable, value }], old };
}

/** An expression that stands alone: a predicate, a loop or a count; the value of any other is lost. */
function lowerEffect(lowering: Lowering, node: SeedExpression, keys: Keys): TestStatement[] {
  switch (node.type) {
    case "equalPredicate":
    case "notEqualPredicate": {
      const expected = lowerExpression(lowering, node.x, [...keys, "x"], true);
      const actual = lowerExpression(lowering, node.y, [...keys, "y"], true);
      if (!expected || !actual) return [];
      const condition: Expression =
        node.type === "equalPredicate"
          ? equals(actual, expected)
          : { type: "binary", operator: "!=", left: actual, right: expected };
      return [{ type: "expect", condition, title: node.title }];
    }
    case "conditionalPredicate": {
      const condition = lowerCondition(lowering, node.expression, [...keys, "expression"]);
      return condition ? [{ type: "expect", condition, title: node.title }] : [];
    }
    case "errorPredicate":
      return lowerRefusal(lowering, node, {}, keys);
    case "httpErrorPredicate": {
      const { status, code } = node;
      return lowerRefusal(lowering, node, { status, ...(code === undefined ? {} : { code }) }, keys);
    }
    case "arrayForEachExpression":
      return lowerForEach(lowering, node, keys);
    case "prefixUnaryExpression":
    case "postfixUnaryExpression":
      return countingOf(node)
        ? (lowerCounting(lowering, node, keys)?.statements ?? [])
        : lost(lowering, node, keys);
    case "callExpression": {
      const predicate = predicateOf(node);
      return predicate ? lowerEffect(lowering, predicate, keys) : lost(lowering, node, keys);
    }
    default:
      return lost(lowering, node, keys);
  }
}

function lost(lowering: Lowering, node: SeedExpression, keys: Keys): TestStatement[] {
  lowering.findings.push(report["no-effect"](lowering.locate(keys), { what: node.type }));
  return [];
}

/** What stands before the one call that is refused is done before. */
function lowerRefusal(
  lowering: Lowering,
  node: SeedExpressionOf<"errorPredicate" | "httpErrorPredicate">,
  refusal: Refusal,
  keys: Keys,
): TestStatement[] {
  const { statements } = node.function.body;
  const calls = statements.filter(({ type }) => type === "apiOperateStatement");
  const last = statements.at(-1);
  const inner = inside(lowering);
  const here = [...keys, "function", "body", "statements"];
  if (calls.length !== 1 || last?.type !== "apiOperateStatement") {
    lowering.findings.push(report["not-one-call"](lowering.locate(here), { calls: calls.length }));
    return [];
  }
  const before = lowerStatements(inner, statements.slice(0, -1), here);
  const call = lowerCall(inner, last, [...here, statements.length - 1]);
  lowering.scope = inner.scope;
  return call ? [...before, { type: "refuse", call, refusal, title: node.title }] : [];
}

function lowerForEach(
  lowering: Lowering,
  node: SeedExpressionOf<"arrayForEachExpression">,
  keys: Keys,
): TestStatement[] {
  const source = lowerExpression(lowering, node.expression, [...keys, "expression"]);
  if (!source) return [];
  const type = heldType(typeOf(lowering, source));
  const element = type?.type === "list" ? type.of : undefined;
  const here = [...keys, "function"];
  const entered = enter(lowering, node.function, element, here);
  if (!entered) return [];
  entered.inner.scope = bound(entered.inner.scope, entered.parameter, element);
  const body = lowerBlock(entered.inner, node.function.body, [...here, "body"]);
  return [{ type: "forEach", name: entered.parameter, in: source, body }];
}

/** The words of `new Error("…")`, as far as they are known. */
function messageOf(node: SeedExpression): string {
  if (node.type === "stringLiteral") return node.value;
  if (node.type === "newExpression" && node.arguments[0]) return messageOf(node.arguments[0]);
  if (node.type === "binaryExpression") return `${messageOf(node.left)}${messageOf(node.right)}`;
  return "…";
}
