import { isWanted, type Context } from "../context.ts";
import { coverageTable } from "../coverage.ts";
import { rowsOf, type PartResult } from "../result.ts";
import { soundDatabases } from "./database.ts";
import { soundChains } from "./chain.ts";
import { soundRequirements } from "./requirements.ts";
import { createRun } from "./run.ts";

/** Random documents: whatever the checks accept is printed, and every judge outside of Parley is content with it. */
export async function fuzzSoundness(context: Context): Promise<PartResult> {
  const run = createRun();
  if (isWanted(context, "database")) await soundDatabases(context, run);
  if (["api", "program", "scenario"].some((language) => isWanted(context, language))) {
    await soundChains(context, run);
  }
  if (isWanted(context, "requirements")) await soundRequirements(context, run);
  return {
    part: "soundness",
    counts: run.counts,
    tables: [
      {
        title: "Seconds",
        columns: ["what", "clock", "this process"],
        rows: [...run.times].map(([name, { clock, process }]) => [name, seconds(clock), seconds(process)]),
      },
      { title: "Refused by", columns: ["rule", "documents"], rows: rowsOf(run.refusals) },
      ...coverageTable(run.coverage),
    ],
    findings: run.findings,
    ms: 0,
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
