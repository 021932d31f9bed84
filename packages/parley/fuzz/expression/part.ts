import { randomAt, type Context } from "../context.ts";
import { rowsOf, type PartResult } from "../result.ts";
import { sqlConditions } from "./sql.ts";
import { typedExpressions } from "./typed.ts";
import { damages, roundTrips, type TextRun } from "./text.ts";

/** Expressions: their text, their types, and what they are printed to. */
export async function fuzzExpressions(context: Context): Promise<PartResult> {
  const { random } = randomAt(context.seed, "expression");
  const run: TextRun = {
    counts: {},
    coverage: { expressions: new Map(), expressionPairs: new Map() },
    findings: [],
  };
  roundTrips(run, context.seed, context.count);
  damages(run, random, context.seed, Math.ceil(context.count / 10));
  typedExpressions(run, context.seed, context.count);
  await sqlConditions(run, await context.host.scratch(), context.seed, context.count);
  return {
    part: "expression",
    counts: run.counts,
    tables: [
      { title: "Kinds of nodes", columns: ["kind", "times"], rows: rowsOf(run.coverage.expressions) },
      {
        title: "A kind inside another",
        columns: ["pair", "times"],
        rows: rowsOf(run.coverage.expressionPairs),
      },
    ],
    findings: run.findings,
    ms: 0,
  };
}
