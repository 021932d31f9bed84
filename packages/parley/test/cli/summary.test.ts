import pico from "picocolors";
import { expect, test } from "vitest";
import type { Report } from "../../src/agent/report.ts";
import { summaryText } from "../../src/cli/summary.ts";
import type { Requirement, Requirements } from "../../src/requirements/document.ts";

function requirement(
  id: string,
  status: Requirement["status"],
  statement: string,
  evidence: string[] = [],
): Requirement {
  return { id, kind: "functional", statement, evidence, status };
}

const requirements: Requirements = {
  name: "books",
  title: "Books",
  description: "",
  language: "en",
  actors: {},
  concepts: {},
  requirements: {
    R1: requirement("R1", "built", "Members keep a list of books.", ["S1"]),
    R2: {
      ...requirement("R2", "assumed", "Members sign up by themselves."),
      because: "nobody says who makes accounts",
    },
    R3: requirement("R3", "open", "“It should feel snappy.” is not understood.", ["S2"]),
  },
  uses: {},
  nonGoals: [],
  questions: {
    "who-sees": {
      id: "who-sees",
      text: "Who may see a list?",
      choices: { owner: "Its member", all: "Everybody" },
      default: "owner",
      evidence: [],
    },
    "how-long": {
      id: "how-long",
      text: "?",
      choices: { ever: "!" },
      default: "ever",
      answer: "ever",
      evidence: [],
    },
  },
  sentences: {
    S1: { message: 1, start: 0, end: 29, text: "Members keep a list of books." },
    S2: { message: 1, start: 30, end: 53, text: "It should feel snappy." },
    S3: { message: 1, start: 54, end: 76, text: "And thanks for asking." },
  },
};

const report: Report = {
  verified: true,
  typecheck: { files: 90, errors: 0 },
  boot: { ok: true, ms: 850 },
  tests: { passed: 40, failed: 0, skipped: 1 },
  operations: { total: 13, tested: 12, untested: ["lendBook"] },
  requirements: { total: 3, covered: 1, unproved: ["R2"], open: 1 },
  sentences: { total: 3, built: 1, assumed: 0, open: 2 },
  edits: { accepted: 3, withdrawn: 1 },
  documents: { models: 6, operations: 13, scenarios: 1 },
  usage: { calls: 7, input: 30_000, cached: 0, output: 400 },
  ms: { total: 12_400 },
  diagnostics: [],
};

test("what was understood, assumed and left open is told with the figures and the ways on", () => {
  const options = {
    paint: pico.createColors(false),
    directory: "my books",
    command: "parley",
    verified: true,
  };
  expect(summaryText(requirements, report, options)).toBe(`Books

Understood (1)
  - Members keep a list of books.

Assumed, since nobody said (1)
  - Members sign up by themselves. (nobody says who makes accounts)

Left open (2)
  - “It should feel snappy.” is not understood.
  - “And thanks for asking.”

Questions (1)
  who-sees: Who may see a list?
    * owner: Its member (taken)
      all: Everybody
  Answer with: parley answer <question> <choice> 'my books'

Verified in 12 s, but 2 of 3 sentences left open
  6 tables, 13 operations, 1 test
  types: 0 errors in 90 files; starts in 0.8 s
  tests: 40 passed, 0 failed, 1 skipped; 12 of 13 operations tested
    not tested: lendBook
  requirements: 1 of 3 proved, 1 open
    not proved: R2 (docs/requirements.md says what they are)
  sentences: 1 built, 0 assumed, 2 open
  model: 7 calls, 30.4k tokens, 3 edits, 1 taken back

Next
  parley run 'my books'                 starts it here
  cd 'my books' && npm ci && npm start  starts it on its own
  parley new 'my books' -m "…"          says more, and rebuilds what changes
`);
});
