import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { catalogue } from "../../src/diagnostic/define.ts";
import { printExpression } from "../../src/expression/print.ts";
import type {
  SeedExpression,
  SeedStatement,
  seedExpressionVariants,
  seedStatementVariants,
} from "../../src/scenario/seed.ts";
import { lowered, mistakes } from "./seed-samples.ts";
import { id, object, operate, prop, str } from "./seed-build.ts";

type Parsed<Variants extends readonly z.ZodType[]> = z.infer<Variants[number]>;

/** A variant that says something else than its member does not compile. */
export const seedsAsParsed = (one: SeedExpression): Parsed<typeof seedExpressionVariants> => one;
export const parsedAsSeeds = (one: Parsed<typeof seedExpressionVariants>): SeedExpression => one;
export const statementsAsParsed = (one: SeedStatement): Parsed<typeof seedStatementVariants> => one;
export const parsedAsStatements = (one: Parsed<typeof seedStatementVariants>): SeedStatement => one;

describe("what has no counterpart is found where it stands", () => {
  test.each(mistakes)("%s", (_, statements, expected) => {
    const found = lowered(...statements).diagnostics.map(
      ({ code, at: place }) => `${code} ${"pointer" in place ? place.pointer : ""}`,
    );
    expect(found).toContainEqual(expected);
  });

  test("every diagnostic has a sample", () => {
    const codes = [...catalogue.keys()].filter((code) => code.startsWith("seed/"));
    const provoked = new Set(mistakes.map(([, , expected]) => expected.split(" ")[0]!));
    expect(codes.filter((code) => !provoked.has(code))).toEqual([]);
  });
});

test("calls are made with the newest token, under names that are free here", () => {
  const { scenario, diagnostics } = lowered(
    operate("POST /auth/join", {
      body: object({ email: str("a@example.com"), password: str("long enough") }),
    }),
    operate("POST /todos", { body: object({ title: str("x") }) }, "expect"),
    operate("GET /todos/{id}", { id: prop(id("expect"), "id") }),
  );
  expect(diagnostics).toEqual([]);
  const statements = scenario?.type === "story" ? scenario.statements : [];
  expect(statements).toMatchObject([
    { call: { operation: "join", as: "guest" }, name: "session" },
    { call: { operation: "createTodo", as: "session" }, name: "expectValue" },
    { call: { operation: "getTodo", as: "session" } },
  ]);
  const last = statements.at(-1);
  expect(last?.type === "call" && printExpression(last.call.path!["todoId"]!)).toBe("expectValue.id");
});
