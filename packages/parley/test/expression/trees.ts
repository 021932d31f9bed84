import * as fc from "fast-check";
import { binaryOperators, listOperations, type Expression } from "../../src/expression/document.ts";

const names = fc.oneof(
  fc.constantFrom(
    "a",
    "row",
    "loan",
    "Loan",
    "in",
    "true",
    "null",
    "date",
    "duration",
    "item",
    "__proto__",
    "x1",
  ),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom("", "`", "\\", '"', "a b", "${x}", "\u2028", "*/", "\ud800", "a\nb", "é"),
);
const strings = fc.oneof(names, fc.string({ unit: "binary" }), fc.constantFrom("'", "\\u0041", "//", "\0"));
const digits = fc.stringMatching(/^[0-9]{1,12}$/);

/** Random trees of every kind of node, with names and strings that are hard to quote. */
export const trees: fc.Arbitrary<Expression> = fc.letrec<{ tree: Expression }>((tie) => {
  const tree = tie("tree");
  const leaf: fc.Arbitrary<Expression> = fc.oneof(
    fc.record({ type: fc.constant("name"), name: names }),
    fc.constant({ type: "null" } as const),
    fc.record({ type: fc.constant("boolean"), value: fc.boolean() }),
    fc.record({ type: fc.constant("integer"), value: fc.maxSafeNat() }),
    fc.record({
      type: fc.constant("decimal"),
      value: fc.tuple(digits, digits).map((parts) => parts.join(".")),
    }),
    fc.record({ type: fc.constantFrom("string", "duration", "date", "datetime"), value: strings }),
  );
  return {
    tree: fc.oneof(
      { maxDepth: 5, depthIdentifier: "tree" },
      leaf,
      fc.record({ type: fc.constant("list"), items: fc.array(tree, { maxLength: 3 }) }),
      fc.record({
        type: fc.constant("object"),
        properties: fc.dictionary(names, tree, { maxKeys: 3, noNullPrototype: true }),
      }),
      fc.record(
        { type: fc.constant("member"), object: tree, property: names, optional: fc.constant(true) },
        { requiredKeys: ["type", "object", "property"] },
      ),
      fc.record({ type: fc.constant("element"), object: tree, index: tree }),
      fc.record({ type: fc.constant("unary"), operator: fc.constantFrom("!", "-"), operand: tree }),
      fc.record({
        type: fc.constant("binary"),
        operator: fc.constantFrom(...binaryOperators),
        left: tree,
        right: tree,
      }),
      fc.record({ type: fc.constant("conditional"), test: tree, then: tree, else: tree }),
      fc.record({ type: fc.constant("call"), function: names, arguments: fc.array(tree, { maxLength: 3 }) }),
      fc.record({
        type: fc.constant("iterate"),
        operation: fc.constantFrom(...listOperations),
        source: tree,
        parameter: names,
        body: fc.oneof(tree, fc.constant({ type: "boolean", value: true } as const)),
      }),
      fc.record(
        {
          type: fc.constant("query"),
          operation: fc.constantFrom("exists", "count"),
          model: names,
          parameter: names,
          where: tree,
        },
        { requiredKeys: ["type", "operation", "model", "parameter"] },
      ),
      fc.record(
        {
          type: fc.constant("query"),
          operation: fc.constantFrom("sum", "average", "minimum", "maximum"),
          model: names,
          parameter: names,
          value: tree,
          where: tree,
        },
        { requiredKeys: ["type", "operation", "model", "parameter", "value"] },
      ),
    ) as fc.Arbitrary<Expression>,
  };
}).tree;
