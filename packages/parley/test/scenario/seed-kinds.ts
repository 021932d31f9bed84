import type { SeedExpression, SeedStatement, SeedTest } from "../../src/scenario/seed.ts";
import {
  array,
  bin,
  constant,
  effect,
  elem,
  fn,
  gives,
  holds,
  id,
  method,
  num,
  object,
  operate,
  prop,
  same,
  str,
} from "./seed-build.ts";

/** Signs up, so that later calls are made by somebody, and makes the todo that the samples speak of. */
const before: SeedStatement[] = [
  operate("POST /auth/join", {
    body: object({ email: { type: "formatRandom", format: "email" }, password: str("correct horse") }),
  }),
  operate(
    "POST /todos",
    { body: object({ title: str("Water the plants"), dueOn: str("2095-06-15") }) },
    "todo",
  ),
];

const todo = id("todo");
const value = id("value");
const numbers = array(num(3), num(1), num(2));
const length = (of: SeedExpression): SeedExpression => prop(of, "length");
const between = (of: SeedExpression, least: number, most: number): SeedStatement =>
  holds(bin(bin(of, ">=", num(least)), "&&", bin(of, "<=", num(most))));
const drawn = (one: SeedExpression, ...then: SeedStatement[]): SeedStatement[] => [
  constant("value", one),
  ...then,
];

/** For each kind of expression statements that print it and expect something of it. */
export const seedExpressionKinds: Record<SeedExpression["type"], SeedStatement[]> = {
  booleanLiteral: [
    same({ type: "booleanLiteral", value: true }, bin(prop(todo, "status"), "===", str("open"))),
  ],
  numericLiteral: [same(num(16), length(prop(todo, "title")))],
  stringLiteral: [same(str("Water the plants"), prop(todo, "title"))],
  arrayLiteralExpression: [same(num(3), length(numbers))],
  objectLiteralExpression: drawn(
    object({ title: str("Feed the cat"), gone: { type: "undefinedKeyword" } }),
    operate("POST /todos", { body: object({ title: prop(value, "title") }) }, "other"),
    same(prop(value, "title"), prop(id("other"), "title")),
  ),
  nullLiteral: [same({ type: "nullLiteral" }, prop(todo, "note"))],
  undefinedKeyword: [holds(bin(prop(todo, "dueOn"), "!==", { type: "undefinedKeyword" }))],
  identifier: drawn(prop(todo, "id"), same(value, prop(todo, "id"))),
  propertyAccessExpression: [same(str("open"), prop(todo, "status"))],
  elementAccessExpression: [
    operate("GET /todos", {}, "page"),
    same(str("Water the plants"), prop(elem(prop(id("page"), "data"), num(0)), "title")),
    holds(bin(elem(prop(id("page"), "data"), num(1)), "===", { type: "undefinedKeyword" })),
    same(num(2), elem(numbers, num(2))),
    same(str("open"), elem(todo, str("status"))),
  ],
  typeOfExpression: [same(str("string"), { type: "typeOfExpression", expression: prop(todo, "title") })],
  prefixUnaryExpression: [
    holds({
      type: "prefixUnaryExpression",
      operator: "!",
      operand: bin(prop(todo, "status"), "===", str("done")),
    }),
    { type: "variableDeclaration", name: "count", schema: {}, mutability: "let", initializer: num(1) },
    effect({ type: "prefixUnaryExpression", operator: "++", operand: id("count") }),
    same(num(2), id("count")),
    same({ type: "prefixUnaryExpression", operator: "-", operand: num(1) }, bin(num(1), "-", id("count"))),
  ],
  postfixUnaryExpression: [
    { type: "variableDeclaration", name: "count", schema: {}, mutability: "let", initializer: num(1) },
    constant("old", { type: "postfixUnaryExpression", operator: "--", operand: id("count") }),
    same(num(1), id("old")),
    same(num(0), id("count")),
  ],
  binaryExpression: [
    same(str("Water the plants!"), bin(prop(todo, "title"), "+", str("!"))),
    same(str("todo 1"), bin(str("todo "), "+", num(1))),
    holds(bin(bin(num(2), "*", num(3)), ">", bin(num(7), "%", num(4)))),
    same(str("nothing"), bin(prop(todo, "note"), "||", str("nothing"))),
  ],
  conditionalExpression: [
    same(str("yes"), {
      type: "conditionalExpression",
      condition: prop(todo, "dueOn"),
      whenTrue: str("yes"),
      whenFalse: str("no"),
    }),
  ],
  arrowFunction: [
    same(
      num(2),
      length({
        type: "arrayFilterExpression",
        expression: numbers,
        function: gives(bin(id("it"), ">", num(1))),
      }),
    ),
  ],
  callExpression: [
    same(str("WATER"), method(method(str(" water "), "trim"), "toUpperCase")),
    holds(method(prop(todo, "title"), "includes", str("plants"))),
    same(num(2), method(id("Math"), "max", num(1), num(2))),
    same(num(3), method(numbers, "find", gives(bin(id("it"), ">", num(2))))),
  ],
  newExpression: [
    holds(
      bin({ type: "newExpression", expression: id("Date"), arguments: [prop(todo, "createdAt")] }, "<=", {
        type: "newExpression",
        expression: id("Date"),
        arguments: [],
      }),
    ),
  ],
  arrayFilterExpression: drawn(
    { type: "arrayFilterExpression", expression: numbers, function: gives(bin(id("one"), "<", num(3))) },
    same(num(2), length(value)),
  ),
  arrayForEachExpression: [
    effect({
      type: "arrayForEachExpression",
      expression: array(str("Sweep"), str("Cook")),
      function: fn(
        operate("POST /todos", { body: object({ title: id("title") }) }, "made"),
        same(id("title"), prop(id("made"), "title")),
      ),
    }),
  ],
  arrayMapExpression: drawn(
    { type: "arrayMapExpression", expression: numbers, function: gives(bin(id("one"), "*", num(2))) },
    same(num(6), elem(value, num(0))),
  ),
  arrayRepeatExpression: drawn(
    {
      type: "arrayRepeatExpression",
      length: num(3),
      function: gives({ type: "keywordRandom", keyword: "name" }),
    },
    same(num(3), length(value)),
  ),
  pickRandom: drawn({ type: "pickRandom", expression: numbers }, between(value, 1, 3)),
  sampleRandom: drawn(
    { type: "sampleRandom", expression: numbers, length: num(2) },
    same(num(2), length(value)),
    holds(bin(elem(value, num(0)), "!==", elem(value, num(1)))),
  ),
  booleanRandom: drawn(
    { type: "booleanRandom", probability: 1 },
    same({ type: "booleanLiteral", value: true }, value),
    constant("other", { type: "booleanRandom" }),
    same(str("boolean"), { type: "typeOfExpression", expression: id("other") }),
  ),
  integerRandom: drawn(
    { type: "integerRandom", minimum: 10, maximum: 20, multipleOf: 5 },
    between(value, 10, 20),
    same(num(0), bin(value, "%", num(5))),
  ),
  numberRandom: drawn({ type: "numberRandom", minimum: 0.5, maximum: 1.5 }, between(value, 0.5, 1.5)),
  stringRandom: drawn(
    { type: "stringRandom", minLength: 5, maxLength: 7 },
    between(length(value), 5, 7),
    operate("POST /todos", { body: object({ title: value }) }),
  ),
  patternRandom: drawn(
    { type: "patternRandom", pattern: "^SKU-[0-9]{6}$" },
    same(num(10), length(value)),
    holds(method(value, "startsWith", str("SKU-"))),
  ),
  formatRandom: drawn({ type: "formatRandom", format: "ipv4" }, holds(method(value, "includes", str(".")))),
  keywordRandom: drawn({ type: "keywordRandom", keyword: "mobile" }, same(num(12), length(value))),
  equalPredicate: [same(str("open"), prop(todo, "status"))],
  notEqualPredicate: [
    effect({ type: "notEqualPredicate", title: "not done yet", x: str("done"), y: prop(todo, "status") }),
  ],
  conditionalPredicate: [holds(bin(length(prop(todo, "title")), ">", num(3)))],
  errorPredicate: [
    effect({
      type: "errorPredicate",
      title: "a title is needed",
      function: fn(operate("POST /todos", { body: object({}) })),
    }),
  ],
  httpErrorPredicate: [
    effect({
      type: "httpErrorPredicate",
      title: "what is open cannot be opened again",
      status: 409,
      code: "todo-wrong-state",
      function: fn(operate("POST /todos/{id}/reopen", { id: prop(todo, "id") })),
    }),
  ],
};

/** The same for each kind of statement. */
export const seedStatementKinds: Record<SeedStatement["type"], SeedStatement[]> = {
  apiOperateStatement: [
    operate(
      "PATCH /todos/{todoId}",
      { todoId: prop(todo, "id"), body: object({ title: str("Rest") }) },
      "changed",
    ),
    same(str("Rest"), prop(id("changed"), "title")),
  ],
  expressionStatement: [same(str("open"), prop(todo, "status"))],
  ifStatement: [
    {
      type: "ifStatement",
      condition: bin(prop(todo, "status"), "===", str("done")),
      thenStatement: {
        type: "block",
        statements: [{ type: "throwStatement", expression: str("Too early") }],
      },
      elseStatement: {
        type: "ifStatement",
        condition: prop(todo, "note"),
        thenStatement: { type: "block", statements: [{ type: "throwStatement", expression: str("A note") }] },
        elseStatement: {
          type: "block",
          statements: [operate("DELETE /todos/{todoId}", { todoId: prop(todo, "id") })],
        },
      },
    },
    effect({
      type: "httpErrorPredicate",
      title: "it is gone",
      status: 404,
      function: fn(operate("GET /todos/{todoId}", { todoId: prop(todo, "id") })),
    }),
  ],
  variableDeclaration: drawn(prop(todo, "title"), same(str("Water the plants"), value)),
  returnStatement: [same(str("open"), prop(todo, "status")), { type: "returnStatement", expression: null }],
  throwStatement: [
    {
      type: "ifStatement",
      condition: bin(prop(todo, "title"), "!==", str("Water the plants")),
      thenStatement: {
        type: "block",
        statements: [
          {
            type: "throwStatement",
            expression: { type: "newExpression", expression: id("Error"), arguments: [str("Another title")] },
          },
        ],
      },
    },
  ],
};

/** The whole test of a sample. */
export function seedTest(statements: readonly SeedStatement[]): SeedTest {
  return { statements: [...before, ...statements] };
}
