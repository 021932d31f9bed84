import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Report } from "../../src/agent/report.ts";
import { ended, eventsOf, newDirectory, parley, todo } from "./command.ts";

test.each([0, 0.3, 1])("todo with a simulated model of damage %d is verified", async (damage) => {
  const directory = newDirectory();
  const code = await ended(
    parley(
      "new",
      directory,
      "-m",
      todo,
      "-y",
      "--model",
      "simulated",
      "--damage",
      String(damage),
      "--seed",
      "1",
    ),
  );
  const report = JSON.parse(readFileSync(join(directory, ".parley/report.json"), "utf8")) as Report;
  const attempts = eventsOf(directory, "attempt");
  const steps = [...new Set(attempts.map(({ step }) => step))];
  console.table(
    steps.map((step) => {
      const own = attempts.filter((attempt) => attempt.step === step);
      return {
        step,
        units: new Set(own.map(({ unit }) => unit)).size,
        attempts: own.length,
        accepted: own.filter(({ accepted }) => accepted).length,
        edits: eventsOf(directory, "edit").filter((edit) => edit.step === step).length,
        input: own.reduce((sum, { usage }) => sum + usage.input, 0),
        output: own.reduce((sum, { usage }) => sum + usage.output, 0),
      };
    }),
  );
  console.log({ damage, ms: report.ms.total, edits: report.edits, tests: report.tests, usage: report.usage });
  expect(code).toBe(0);
  expect(report.verified).toBe(true);
});
