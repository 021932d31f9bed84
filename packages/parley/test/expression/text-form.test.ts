import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Expression } from "../../src/expression/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { normalize, printExpression, printWithSpans } from "../../src/expression/print.ts";
import { freeNames, pathsOf, renameModel, substitute, visit } from "../../src/expression/visit.ts";
import { trees } from "./trees.ts";

function parse(text: string): Expression {
  const parsed = parseExpression(text);
  if ("problems" in parsed) throw new Error(`${text}: ${JSON.stringify(parsed.problems)}`);
  return parsed.expression;
}

function substituted(from: string, name: string, to: string): string {
  return printExpression(substitute(parse(from), name, parse(to)));
}

describe("text form", () => {
  test("parsing undoes printing, for every tree", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const text = printExpression(tree);
        expect(text).not.toMatch(/[\r\n\u2028]/);
        expect(parseExpression(text)).toEqual({ expression: normalize(tree) });
      }),
      { numRuns: 2000 },
    );
  });

  test("spans cut out the text of each node", () => {
    fc.assert(
      fc.property(trees, (tree) => {
        const { text, spans } = printWithSpans(tree);
        visit(tree, (node) => {
          const span = spans.get(node);
          if (span) expect(text.slice(span.start, span.end)).toBe(printExpression(node));
        });
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["a&&b||c", "a && b || c"],
    ["(a || b) && (c)", "(a || b) && c"],
    ["a - (b - c) - d", "a - (b - c) - d"],
    ["!(a == b)", "!(a == b)"],
    ["-a.b * (c + 1)", "-a.b * (c + 1)"],
    ["(a ? b : c) ? d : (e ? f : g)", "(a ? b : c) ? d : e ? f : g"],
    ["a ?? (b ?? c)", "a ?? (b ?? c)"],
    ["'it\\'s'", '"it\'s"'],
    ["{a:1,'b c':[ ]}", '{ a: 1, "b c": [] }'],
    ["lines.count(line => true)", "lines.count()"],
    ["lines . filter(l => l.x in [1,2]).count()", "lines.filter(l => l.x in [1, 2]).count()"],
    ["Loan.exists()", "Loan.exists()"],
    ["(Loan).count()", "(Loan).count()"],
    [
      "Fine.sum(f => f.amount, f => f.memberId == actor.id)",
      "Fine.sum(f => f.amount, f => f.memberId == actor.id)",
    ],
    ["a?.b[0]", "a?.b[0]"],
    ["a?.b.c[0].d", "a?.b?.c[0]?.d"],
    ["(a?.b).c.d", "(a?.b).c.d"],
    ["a.b.filter(c => c.d?.e.f)[0].g", "a.b.filter(c => c.d?.e?.f)[0].g"],
    ['date( "2026-01-31" )', 'date("2026-01-31")'],
    ["0.20 + 007", "0.20 + 7"],
  ])("%s is written %s", (text, canonical) => {
    expect(printExpression(parse(text))).toBe(canonical);
    expect(printExpression(parse(canonical))).toBe(canonical);
  });

  test.each([
    ["", "Expected a value, found the end.", 0, 0],
    ["a &&", "Expected a value, found the end.", 4, 4],
    ["a === b", "Write == instead of ===.", 2, 5],
    ["a = b", "Write == instead of =.", 2, 3],
    ["a and b", "Write && instead of and.", 2, 5],
    ["a < b < c", "< and < do not chain: join two comparisons with &&, or use parentheses.", 6, 7],
    ['"open', "The string is not closed.", 0, 5],
    ['"a\\q"', "\\q is no escape of a string.", 2, 4],
    ["a b", "Expected an operator or the end, found b.", 2, 3],
    ["[1, ]", "Expected a value, found ].", 4, 5],
    ["x => x", "A lambda stands only in an operation on a list or a model.", 2, 4],
    ["list.reduce(x => x)", "reduce is no operation on a list.", 5, 11],
    ["list.fliter(x => x)", "fliter is no operation on a list. Did you mean filter?", 5, 11],
    ["Loan.exist(x => x)", "exist is no operation on a model. Did you mean exists?", 5, 10],
    ["list.map()", "map takes a lambda: map(item => …).", 9, 10],
    ["Fine.sum(a => a.x, b => b.y)", "Both lambdas must call the row a.", 19, 27],
    ["duration(3)", 'duration takes a string in quotes, such as duration("P21D").', 9, 10],
    ["{ a: 1, a: 2 }", "The property a is given twice.", 8, 9],
    ["99999999999999999999", "The integer is too large.", 0, 20],
    ["a; b", '";" has no meaning here.', 1, 2],
    ["3px", "A number must not run into a name.", 0, 2],
    ["(".repeat(200), "An expression is nested at most 100 levels deep.", 100, 101],
    [`a${".b".repeat(3000)}`, "The tree of an expression has at most 500 levels.", 0, 6001],
  ])("%s is refused in its place", (text, message, start, end) => {
    const parsed = parseExpression(text);
    expect("problems" in parsed && parsed.problems[0]).toMatchObject({ message, span: { start, end } });
  });
});

describe("names", () => {
  test("free names leave lambda parameters out", () => {
    expect([...freeNames(parse("a.b + list.sum(x => x * y) + Loan.count(l => l.id == z)"))]).toEqual([
      "a",
      "list",
      "y",
      "z",
    ]);
  });

  test("substitution never captures", () => {
    expect(substituted("row.id == actor.id", "row", "loan.member")).toBe("loan.member.id == actor.id");
    expect(substituted("list.some(x => x.id == y.id)", "y", "x")).toBe("list.some(x2 => x2.id == x.id)");
    expect(substituted("x.some(x => x.id == 1)", "x", "a.b")).toBe("a.b.some(x => x.id == 1)");
    expect(substituted("-row", "row", "a - b")).toBe("-(a - b)");
    expect(substituted("Loan.sum(x => x.a + y, x => x.b == y)", "y", "x")).toBe(
      "Loan.sum(x2 => x2.a + x, x2 => x2.b == x)",
    );
  });

  test("paths of a name, through lambdas", () => {
    const paths = pathsOf(
      parse(
        "row.copy.book.title == a.row.x && row.lines.filter(l => l.ok).some(line => line.product.name == row.name)",
      ),
      "row",
    );
    expect(paths.map((path) => path.join("."))).toEqual([
      "copy.book.title",
      "lines",
      "lines.ok",
      "lines.product.name",
      "name",
    ]);
  });

  test("a model is renamed in queries alone", () => {
    const renamed = renameModel(parse("Loan.exists(x => x.id == Loan.id) && a.Loan"), "Loan", "Lending");
    expect(printExpression(renamed)).toBe("Lending.exists(x => x.id == Loan.id) && a.Loan");
  });
});
