import { at } from "../../src/diagnostic/diagnostic.ts";
import { lowerSeed } from "../../src/scenario/seed-lower.ts";
import type { SeedExpression, SeedStatement } from "../../src/scenario/seed.ts";
import { draftBackend } from "./drafts.ts";
import {
  array,
  bin,
  constant,
  effect,
  fn,
  gives,
  holds,
  id,
  method,
  num,
  object,
  operate,
  str,
} from "./seed-build.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

export const { api } = draftBackend("todo");

export function lowered(...statements: SeedStatement[]) {
  return lowerSeed({ statements }, api, { id: "s", group: "seeds", title: "A seed" }, (keys) =>
    at("scenario", keys),
  );
}

export const called = operate("GET /todos", {}, "page");

export function calling(owner: string, name: string): SeedExpression {
  return method(id(owner), name);
}

/** What has no counterpart, where it is, and what begins the finding: its code and place. */
export const mistakes: [string, SeedStatement[], string][] = [
  [
    "a function of no counterpart",
    [effect(calling("Array", "from"))],
    "seed/no-effect /statements/0/expression",
  ],
  [
    "a function of no counterpart, read",
    [constant("x", calling("Array", "from"))],
    "seed/unlowered /statements/0/initializer",
  ],
  ["a function as a value", [constant("x", gives(num(1)))], "seed/unlowered /statements/0/initializer"],
  ["an unknown operation", [operate("GET /books", {})], "seed/unknown-endpoint /statements/0/endpoint"],
  [
    "an unknown variable",
    [called, holds(bin(id("pag"), "===", num(1)))],
    "seed/unknown-name /statements/1/expression/expression/left",
  ],
  [
    "a function of two unknowns",
    [
      constant("x", {
        type: "arrayMapExpression",
        expression: array(num(1)),
        function: gives(bin(id("a"), "+", id("b"))),
      }),
    ],
    "seed/unclear-parameter /statements/0/initializer/function/body",
  ],
  [
    "a function that does more than return",
    [
      constant("x", {
        type: "arrayMapExpression",
        expression: array(num(1)),
        function: fn(called, { type: "returnStatement", expression: num(1) }),
      }),
    ],
    "seed/not-a-value /statements/0/initializer/function/body/statements/0",
  ],
  [
    "counting what nothing assigns",
    [
      constant("count", num(1)),
      effect({ type: "postfixUnaryExpression", operator: "++", operand: id("count") }),
    ],
    "seed/side-effect /statements/1/expression",
  ],
  [
    "counting inside an expression",
    [holds(bin({ type: "prefixUnaryExpression", operator: "--", operand: id("count") }, ">", num(1)))],
    "seed/side-effect /statements/0/expression/expression/left",
  ],
  [
    "an error of several calls",
    [effect({ type: "errorPredicate", title: "it fails", function: fn(called, called) })],
    "seed/not-one-call /statements/0/expression/function/body/statements",
  ],
  ["a value that nothing uses", [called, effect(num(1))], "seed/no-effect /statements/1/expression"],
  ["nothing at all", [effect(num(1))], "seed/nothing-left "],
  [
    "a property twice",
    [
      operate("POST /todos", {
        body: {
          ...object({ title: str("a") }),
          properties: [...object({ title: str("a") }).properties, ...object({ title: str("b") }).properties],
        },
      }),
    ],
    "seed/doubled-property /statements/0/argument/properties/0/value/properties/1/name",
  ],
  [
    "a range without numbers",
    [constant("x", { type: "integerRandom", minimum: 6, maximum: 9, multipleOf: 5 })],
    "seed/empty-range /statements/0/initializer",
  ],
  [
    "a pattern of another kind",
    [constant("x", { type: "patternRandom", pattern: "(?=a)b" })],
    "seed/unlowered /statements/0/initializer/pattern",
  ],
  [
    "a value drawn once and used twice in a function",
    [
      constant("x", {
        type: "arrayRepeatExpression",
        length: num(2),
        function: fn(constant("one", { type: "booleanRandom" }), {
          type: "returnStatement",
          expression: object({ a: id("one"), b: id("one") }),
        }),
      }),
    ],
    "seed/unlowered /statements/0/initializer/function/body/statements/0",
  ],
];

export const seedSamples: DiagnosticSample[] = mistakes.map(([, statements, expected]) => ({
  code: expected.split(" ")[0]!,
  provoke: () => lowered(...statements).diagnostics,
}));
