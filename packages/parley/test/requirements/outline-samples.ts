import { parseOutline } from "../../src/requirements/outline/parse.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

const head =
  "# Tasks\n\n## Actors\n\n- member: signs up\n\n## Task (owned by member)\n\n- title: string 1..80\n\n";
const rules = "## Rules\n\n- member may create Task\n";

/** Outlines with one thing wrong each. */
export const outlines: [code: string, text: string][] = [
  ["expected", `${head}${rules}- at most five Task per member\n`],
  ["expression", `${head}${rules}- create Task only if \`row.title ==\`, else x\n`],
  ["unknown-section", `${head}${rules}\n## What you sayd\n\n- S1 (message 0, 0-4): Read.\n`],
  ["no-place", `${head}${rules}\nSome words.\n`],
  ["no-title", head.replace("# Tasks\n\n", "") + rules],
  ["duplicate", `${head}- title: text\n\n${rules}`],
  ["no-lifecycle", `${head}- begin: open -> done\n\n${rules}`],
  [
    "stale",
    `${head}${rules}- member may read own Task [S1]\n\n## What you said\n\n- S1 (message 0, 0-4; open): Read.\n`,
  ],
  [
    "invalid",
    `${head.replace("Task (", `Task${"s".repeat(36)} (`)}${rules.replace("Task", `Task${"s".repeat(36)}`)}`,
  ],
];

export const outlineSamples: DiagnosticSample[] = outlines.map(([code, text]) => ({
  code: `outline/${code}`,
  provoke: () => parseOutline(text).diagnostics,
}));
