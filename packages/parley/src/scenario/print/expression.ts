import { namedType } from "../../api/types.ts";
import type { Api } from "../../api/document.ts";
import type { Typing } from "../../expression/check.ts";
import type { Expression, ExpressionOf } from "../../expression/document.ts";
import type { Type } from "../../expression/types.ts";
import { printOperand } from "../../expression/typescript.ts";
import { Level } from "../../expression/typescript-code.ts";
import { freeNames, unshare } from "../../expression/visit.ts";
import { identifier, join, property, symbol, template, text, type Text } from "../../text/text.ts";
import { isDrawn, randomFunctions } from "../random-functions.ts";
import { typed } from "../typing.ts";
import { lenient, strayProperties, type Scope } from "../scope.ts";
import { builderCall } from "./builders.ts";
import { generateSupport } from "./pattern.ts";
import { printRandom } from "./random-call.ts";
import type { Builders } from "./random-value.ts";

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
  const wanted = namedType(schema, api, "sent");
  const { type, errors } = typed(unshare(expression), scope.environment, wanted);
  return errors.length === 0 && type !== undefined && strayProperties(type, wanted).length === 0;
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
  if (Object.hasOwn(randomFunctions, name)) {
    context.fixtures.add("random");
    return printRandom(typing, name, given, node);
  }
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
      return text`${asObject(node.arguments[0], one!)}.repeat(${other!})`;
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
    case "item":
      return text`${generateSupport("itemAt")}(${one!}, ${other!})`;
    case "times":
      return text`${generateSupport("countingTo")}(${one!})`;
    case "typeOf":
      return text`${generateSupport("typeOfValue")}(${one!})`;
    default:
      return undefined;
  }
}

/** An argument whose method is called. */
function asObject(node: Expression | undefined, printed: Text): Text {
  const tight = node !== undefined && ["string", "name", "member", "element", "call"].includes(node.type);
  return tight ? printed : text`(${printed})`;
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
  return !isDrawn(expression) && freeNames(expression).size === 0;
}
