import { expect, test } from "vitest";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { printOutline } from "../../src/requirements/outline/print.ts";
import { printReport } from "../../src/requirements/print/report.ts";
import { sentenceStatuses } from "../../src/requirements/sentences.ts";
import { renderPlain } from "../../src/text/render.ts";
import { randomRequirements } from "./random-requirements.ts";

const outline = `# Desk

## Actors
- member: signs up

## Loan (owned by member)
- dueAt: datetime, set by the server

## Rules
- member may create own Loan [S1]
- on create Loan, dueAt = \`now() + duration("P21D")\` [S1]
- (assumed) at most 5 Loan per member [S2]
  - because: *most* libraries have a limit
- (open) "Late returns cost money." [S3]
- (declined) "Payment by card." [S5]

## Questions
- late: How much a day?
  - little: Twenty cents
  - much: Two euros

## What you said
- S1 (message 0, 0-5): One.
- S2 (message 0, 5-9): Two.
- S3 (message 0, 9-14): Three.
- S4 (message 0, 14-19): Four.
- S5 (message 0, 19-24; open): Five.
`;

test("a sentence is built, assumed or open by what cites it", () => {
  const { requirements } = parseOutline(outline);
  expect(sentenceStatuses(requirements!)).toEqual({
    S1: { status: "built", requirements: ["R1", "R2"] },
    S2: { status: "assumed", requirements: ["R3"] },
    S3: { status: "open", requirements: ["R4"] },
    S4: { status: "open", requirements: [] },
    S5: { status: "built", requirements: ["R5"] },
  });
});

test("the outline says what became of each sentence, and what is said wrongly is reported", () => {
  const { requirements, diagnostics } = parseOutline(outline);
  expect(diagnostics).toMatchObject([
    {
      code: "outline/stale",
      severity: "info",
      message: expect.stringContaining("S5 is built by R5, not open"),
    },
  ]);
  expect(printOutline(requirements!)).toContain("- S2 (message 0, 5-9; assumed by R3): Two.");
});

test("the report tells built, assumed and open apart and traces each requirement", () => {
  const { requirements } = parseOutline(outline);
  const trace = { R1: { operations: ["createLoan"], tests: ["a member borrows"] } };
  const { text } = renderPlain("docs/requirements.md", printReport(requirements!, trace));
  const parts = [
    "5 requirements: 2 built, 1 assumed, 1 open, 1 declined. 5 sentences: 2 built, 1 assumed, 2 open.",
    "## What people can do",
    "- **R1** The system shall let members create their own loans.",
    "## Rules",
    '- **R2** When a request to create a loan succeeds, the system shall set its due at to `now() + duration("P21D")`.',
    "## Assumed",
    "  - Because: \\*most\\* libraries have a limit",
    "## Open",
    "- **R4** Late returns cost money.",
    "  - Said: “Three.”",
    "## Questions",
    "  - Nobody answered, so: Twenty cents",
    "## Not wanted",
    "- Payment by card.",
    "| R1 | Functional | built | createLoan | a member borrows |",
    "| R2 | Rule | built | – | – |",
  ];
  expect(parts.filter((part) => !text.includes(part))).toEqual([]);
});

test("a report of any document is well-formed: one table row per requirement", () => {
  for (let seed = 0; seed < 30; seed++) {
    const requirements = randomRequirements(seed, 40 + seed * 20);
    const { text } = renderPlain("docs/requirements.md", printReport(requirements));
    const rows = text.split("\n").filter((line) => line.startsWith("| R"));
    const count = Object.keys(requirements.requirements).length;
    expect(rows).toHaveLength(count === 0 ? 0 : count + 1);
  }
});
