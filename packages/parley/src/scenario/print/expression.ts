import { namedType } from "../../api/types.ts";
import type { Api } from "../../api/document.ts";
import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { checkExpression, type Typing } from "../../expression/check.ts";
import type { Expression, ExpressionOf } from "../../expression/document.ts";
import type { Environment, Type } from "../../expression/types.ts";
import { printOperand } from "../../expression/typescript.ts";
import { Level } from "../../expression/typescript-code.ts";
import { freeNames, unshare } from "../../expression/visit.ts";
import { identifier, join, property, symbol, template, text, type Text } from "../../text/text.ts";
import { lenient, type Scope } from "../scope.ts";
import { builderCall, type Builders } from "./builders.ts";

/** What a printed test takes from the fixtures. */
export type Fixture = "as" | "guest" | "bearer" | "advance" | "inbox" | "random" | "clock";

export interface ExpressionContext {
  api: Api;
  builders: Builders;
  /** Collects what the test needs. */
  fixtures: Set<Fixture>;
}

export function support(name: string, file: "test" | "values"): Text {
  return symbol({ name, from: `test/support/${file}.ts` });
}

/** The TypeScript of an expression in a scope; `expected` as in `checkExpression`. */
export function printValue(
  context: ExpressionContext,
  scope: Scope,
  expression: Expression,
  expected?: Type,
  level: Level = Level.conditional,
): Text {
  // Nodes are known by identity: each place gets its own.
  const tree = unshare(expression);
  const strict = typed(tree, scope.environment, expected);
  const { typing } =
    strict.errors.length === 0 ? strict : typed(tree, lenient(context.api, scope).environment, undefined);
  return printTyped(context, tree, typing, level);
}

/** Whether a body is what the client's method takes; otherwise it is sent against the types, to be refused. */
export function fits(api: Api, scope: Scope, expression: Expression, schema: string): boolean {
  return typed(unshare(expression), scope.environment, namedType(schema, api, "wire")).errors.length === 0;
}

/** The type of an expression in a scope. */
export function typeIn(scope: Scope, expression: Expression): Type | undefined {
  return typed(unshare(expression), scope.environment, undefined).type;
}

function typed(
  expression: Expression,
  environment: Environment,
  expected: Type | undefined,
): { typing: Typing; type: Type | undefined; errors: Diagnostic[] } {
  const options = { ...(expected ? { expected } : {}), at: () => at("scenario", []) };
  const checked = checkExpression(expression, environment, options);
  return { typing: checked, type: checked.type, errors: checked.diagnostics };
}

function printTyped(context: ExpressionContext, tree: Expression, typing: Typing, level: Level): Text {
  if (mentionsNow(tree)) context.fixtures.add("clock");
  return printOperand(
    tree,
    {
      typing,
      names: identifier,
      clock: identifier("clock"),
      call: (name, given, node) => printFunction(context, typing, name, given, node),
    },
    level,
  );
}

function printFunction(
  context: ExpressionContext,
  typing: Typing,
  name: string,
  given: readonly Text[],
  node: ExpressionOf<"call">,
): Text | undefined {
  const [one, other] = given;
  switch (name) {
    case "sample":
      return printSample(context, typing, node);
    case "unique": {
      context.fixtures.add("random");
      const [words] = node.arguments;
      const letters = text`random.letters(12)`;
      return words?.type === "string"
        ? template([`${words.value} `, letters])
        : text`\`\${${one!}} \${${letters}}\``;
    }
    case "unknownId":
      context.fixtures.add("random");
      return text`random.uuid()`;
    case "absent":
      return text`undefined`;
    case "repeat":
      return text`${one!}.repeat(${other!})`;
    case "moment":
    case "day":
      return text`new Date(${one!})`;
    case "amount":
      return text`${symbol({ name: "decimal", from: "src/common/decimal.ts" })}(${one!})`;
    case "near":
      return text`${support("isNear", "values")}(${one!}, ${other!})`;
    case "first":
      return text`${support("first", "values")}(${one!})`;
    case "lastWord":
      return text`${support("lastWord", "values")}(${one!})`;
    default:
      return undefined;
  }
}

function printSample(context: ExpressionContext, typing: Typing, node: ExpressionOf<"call">): Text {
  context.fixtures.add("random");
  const [schema, fixed] = node.arguments;
  if (schema?.type !== "string") throw new Error("A sample is printed without the name of its schema.");
  const made = builderCall(context.builders, schema.value);
  if (fixed?.type !== "object" || Object.keys(fixed.properties).length === 0) return made;
  const changes = Object.entries(fixed.properties).map(([name, value]) =>
    entry(name, printTyped(context, value, typing, Level.conditional)),
  );
  return text`{ ...${made}, ${join(changes, text`, `)} }`;
}

/** A member of an object literal, short where the value is a variable of the same name. */
export function entry(name: string, value: Text): Text {
  const short = value.piece.type === "identifier" && value.piece.name === name;
  return short ? value : text`${property(name)}: ${value}`;
}

function mentionsNow(expression: Expression): boolean {
  return (
    JSON.stringify(expression).includes('"function":"now"') ||
    JSON.stringify(expression).includes('"function":"today"')
  );
}

/** Whether an expression is the same wherever it stands: it neither speaks of variables nor draws lots. */
export function isConstant(expression: Expression): boolean {
  const drawn = /"function":"(sample|unique|unknownId|now|today)"/.test(JSON.stringify(expression));
  return !drawn && freeNames(expression).size === 0;
}
