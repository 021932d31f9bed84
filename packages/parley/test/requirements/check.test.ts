import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogue } from "../../src/diagnostic/define.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { randomRequirements } from "./random-requirements.ts";

const outline = (name: string): string =>
  readFileSync(new URL(`outlines/${name}.md`, import.meta.url), "utf8");

function read(text: string): Requirements {
  const { requirements, diagnostics } = parseOutline(text);
  expect(renderForModels(diagnostics.filter(({ severity }) => severity === "error"))).toBe("");
  return requirements!;
}

test.each(["todo", "library", "issue-tracker"])("the outline %s can be built", (name) => {
  expect(renderForModels(checkRequirements(read(outline(name))))).toBe("");
});

interface Sample {
  code: string;
  /** Part of the pointer. */
  at?: string;
  says?: string;
  actors?: string[];
  /** Headings with what stands below them. */
  concepts?: string[];
  rules?: string[];
  more?: string[];
}

const task = "## Task (owned by member)\n\n- title: string 1..80";

/** One for each rule: a small project with exactly one thing wrong. */
const samples: Sample[] = [
  {
    code: "unknown-actor",
    at: "/requirements/R2/formal/actors/0",
    says: "Did you mean member?",
    rules: ["membr may create Task"],
  },
  { code: "unknown-concept", says: "Did you mean Task?", rules: ["member may read Tusk"] },
  { code: "unknown-target", at: "/references/tag", concepts: [`${task}\n- tag -> Tag`] },
  { code: "unknown-member", says: "Did you mean title?", rules: ["one Task per titel"] },
  { code: "unknown-relation", rules: ["at most 3 Task per title"] },
  { code: "unknown-action", says: "Did you mean create?", rules: ["member may creat own Task"] },
  {
    code: "unknown-state",
    concepts: [`${task}\n- status: states open | done\n- finish: open -> don\n- end: open -> done`],
  },
  { code: "unknown-evidence", rules: ["member may read own Task [S9]"] },
  { code: "unknown-choice", more: ["## Questions\n- many (default three): How many?\n  - one: One"] },
  {
    code: "reserved-name",
    at: "/concepts/Account",
    concepts: [task, "## Account\n- name: string"],
    rules: ["member may create Account"],
  },
  {
    code: "reserved-name",
    at: "/concepts/Member",
    concepts: [task, "## Member {#person}\n- name: string"],
    rules: ["member may create Member"],
  },
  { code: "reserved-name", at: "/attributes/constructor", concepts: [`${task}\n- constructor: string`] },
  {
    code: "reserved-name",
    at: "/transitions/update",
    concepts: [`${task}\n- status: states open\n- update: open -> open`],
  },
  { code: "name-collision", at: "/attributes/createdAt", concepts: [`${task}\n- createdAt: date`] },
  {
    code: "name-collision",
    at: "/references/member",
    concepts: [`${task}\n- member -> member, seen as others`],
  },
  { code: "name-collision", at: "/references/helper/inverse", concepts: [`${task}\n- helper -> member`] },
  { code: "duplicate-id", concepts: [`${task} {#member}`] },
  {
    code: "parent-cycle",
    concepts: [task, "## Branch (part of Leaf)", "## Leaf (part of Branch)"],
    rules: ["member may create Branch", "member may create Leaf"],
  },
  { code: "reference-cycle", concepts: [`${task}\n- next -> Task`] },
  { code: "never-created", concepts: [task, "## Note\n- text: text"] },
  { code: "unreachable-state", concepts: [`${task}\n- status: states open | done`] },
  { code: "never-arises", actors: ["- helper: registered by helper"] },
  { code: "no-values", concepts: [`${task}\n- size: enum`] },
  { code: "duplicate-value", concepts: [`${task}\n- size: one of small | small`] },
  { code: "misplaced-option", concepts: [`${task}\n- done: boolean 1..2`] },
  { code: "wrong-bounds", concepts: [`${task}\n- size: integer 5..2`] },
  {
    code: "wrong-default",
    concepts: [`${task}\n- size: one of small | large, default lage`],
    says: "Did you mean large?",
  },
  { code: "never-written", concepts: [`${task}\n- dueAt: datetime, set by the server`] },
  {
    code: "missing-value",
    concepts: [task, "## Entry\n- text: string"],
    rules: ["on update Task: create Entry"],
  },
  { code: "not-computable", rules: ['on create Task, title = `"new"`'] },
  { code: "no-own", concepts: [task, "## Note\n- text: text"], rules: ["member may create own Note"] },
  { code: "no-formal", rules: ['"Something is done."'] },
  { code: "no-reason", rules: ["(assumed) member may delete own Task"] },
  { code: "duplicate-formal", rules: ["member may read own Task", "member may read own Task"] },
  {
    code: "duplicate-name",
    rules: [
      "report tasks for member: Task, showing n = count",
      "report tasks for member: Task, showing all = count",
    ],
  },
  {
    code: "error-titles",
    rules: ['one Task per title, else taken "Taken."', 'one Task per member, else taken "Another."'],
  },
  {
    code: "wrong-span",
    rules: ["member may read own Task [S1]"],
    more: ["## What you said\n- S1 (message 0, 9-3): Words."],
  },
  { code: "unclaimed-sentence", more: ["## What you said\n- S1 (message 0, 0-5): Words."] },
  { code: "expression/wrong-type", at: "/formal/condition", rules: ["update Task only if `row.title`"] },
  { code: "expression/unknown-member", rules: ["create Task only if `row.id != null`"] },
];

test.each(samples)("sample %#: $code", ({ code, at = "", says = "", ...parts }) => {
  const text = [
    "# Tasks\n## Actors\n- member: signs up",
    ...(parts.actors ?? []),
    ...(parts.concepts ?? [task]),
    "## Rules\n- member may create Task",
    ...(parts.rules ?? []).map((rule) => `- ${rule}`),
    ...(parts.more ?? []),
  ].join("\n");
  const findings = checkRequirements(read(text));
  const full = code.includes("/") ? code : `requirements/${code}`;
  expect([...new Set(findings.map((finding) => finding.code))]).toEqual([full]);
  const [first] = findings;
  expect("pointer" in first!.at && first!.at.pointer).toContain(at);
  expect(first!.message).toContain(says);
});

test("every finding has a sample", () => {
  const known = [...catalogue.keys()].filter((code) => code.startsWith("requirements/"));
  const sampled = new Set(samples.map(({ code }) => `requirements/${code}`));
  expect(known.filter((code) => !sampled.has(code))).toEqual([]);
});

test("the checks take every document of the right shape", () => {
  for (let seed = 0; seed < 40; seed++) {
    const requirements = randomRequirements(seed, 40 + seed * 20);
    for (const { code, message, at } of checkRequirements(requirements)) {
      expect(code).toMatch(/^(?:requirements|expression)\//);
      expect(message).not.toMatch(/\{[a-z]+\}|undefined/);
      expect("document" in at && at.document).toBe("requirements");
    }
  }
});
