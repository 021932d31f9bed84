import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderForModels } from "../../src/diagnostic/render.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { printOutline } from "../../src/requirements/outline/print.ts";
import { randomRequirements } from "./random-requirements.ts";

const folder = new URL("outlines/", import.meta.url);

function parsed(text: string, previous?: Requirements): Requirements {
  const { requirements, diagnostics } = parseOutline(text, previous);
  expect(renderForModels(diagnostics)).toBe("");
  return requirements!;
}

test.each(readdirSync(folder))("%s reads, and prints to what reads the same", (file) => {
  const requirements = parsed(readFileSync(new URL(file, folder), "utf8"));
  const canonical = printOutline(requirements);
  expect(parsed(canonical)).toEqual(requirements);
  expect(printOutline(parsed(canonical))).toBe(canonical);
});

test("random documents are read back exactly", () => {
  for (let seed = 0; seed < 150; seed++) {
    const requirements = randomRequirements(seed, 40 + seed * 4);
    const text = printOutline(requirements);
    expect(parsed(text), text).toStrictEqual(requirements);
  }
});

const small = `# Tasks

## Actors
- member: signs up

## Task (owned by member)
- title: string 1..80

## Rules
- R2 member may create own Task
- at most 5 Task per member
`;

test("what is not said has its usual value", () => {
  const { name, language, concepts, requirements } = parsed(small);
  expect({ name, language }).toEqual({ name: "tasks", language: "en" });
  expect(concepts["Task"]).toEqual({
    id: "task",
    attributes: { title: { id: "task/title", type: "string", minimum: 1, maximum: 80 } },
    owner: { actor: "member", as: "member", inverse: "tasks" },
    references: {},
  });
  expect(Object.keys(requirements)).toEqual(["R2", "R1"]);
  expect(requirements["R1"]).toEqual({
    id: "R1",
    kind: "rule",
    statement: "The system shall refuse more than 5 tasks for each member.",
    evidence: [],
    status: "built",
    formal: {
      type: "limit",
      concept: "Task",
      per: "member",
      most: 5,
      error: { code: "too-many-tasks", title: "At most 5 tasks for each member." },
    },
  });
});

test("names keep the ids and rules the numbers that they had before", () => {
  const before = parsed(small.replace("## Task (owned by member)", "## Task (owned by member) {#job}"));
  const after = parsed(
    small.replace("- R2 member", "- member may read own Task\n- member").replace("title:", "name:"),
    before,
  );
  expect(after.concepts["Task"]?.id).toBe("job");
  expect(Object.keys(after.requirements)).toEqual(["R3", "R2", "R1"]);
  expect(
    parsed(small.replace("## Task ", "## Duty ").replace("member)", "member) {#job}"), before).concepts[
      "Duty"
    ]?.id,
  ).toBe("job");
});

test("a rule of several concepts or actions becomes one for each, and bullets may share their line", () => {
  const text = `# Tasks

## Actors
- member: signs up

## Task (owned by member)
- title: string 1..80, "what; when: now"; from: date; status: states open | done; finish: open -> done, set from = \`dateOf(now())\`; note: text, optional {#words}

## Note (part of Task)

## Rules
- R7 member may read, finish own Task, Note where \`true\` [S1] {#reading}
- on create, finish Task: create Note with taskId = \`row.id\`

## What you said
- S1 (message 0, 0-4): Read.
`;
  const { concepts, requirements } = parsed(text);
  expect(Object.keys(concepts["Task"]!.attributes)).toEqual(["title", "from", "note"]);
  expect(concepts["Task"]!.attributes["title"]!.description).toBe("what; when: now");
  expect(concepts["Task"]!.attributes["note"]!.id).toBe("words");
  expect(Object.keys(concepts["Task"]!.lifecycle!.transitions)).toEqual(["finish"]);
  const lines = printOutline(parsed(text))
    .split("\n")
    .filter((line) => /^- R\d/.test(line));
  expect(lines).toEqual([
    "- R7 member may read, finish own Task where `true` [S1] {#reading}",
    "- R1 member may read own Note where `true` [S1]",
    "- R2 on create Task: create Note with taskId = `row.id`",
    "- R3 on finish Task: create Note with taskId = `row.id`",
  ]);
  expect(requirements["R1"]!.id).toBe("R1");
});

test("several sentences may be cited together or one after the other", () => {
  const cited = (citation: string): readonly string[] => {
    const said = "\n## What you said\n\n- S1 (message 0, 0-5): Read.\n- S2 (message 0, 6-11): Make.\n";
    const { requirements } = parsed(`${small}- member may read Task ${citation}\n${said}`);
    return Object.values(requirements).at(-1)!.evidence;
  };
  expect(cited("[S1, S2]")).toEqual(["S1", "S2"]);
  expect(cited("[S1] [S2]")).toEqual(["S1", "S2"]);
});

test("what none of several concepts can do stays for the checks to refuse", () => {
  const { requirements } = parsed(`${small}- member may paint Task, Note\n`);
  const painted = Object.values(requirements).filter(({ statement }) => statement.includes("paint"));
  expect(painted).toHaveLength(2);
});

const mistakes: [line: string, expected: string][] = [
  ["- member may create Task wen `true`", "9:26: The end of the line is expected here, not `wen`."],
  [
    "- member may create",
    "9:20: A concept's name (with a capital) is expected here, not the end of the line.",
  ],
  ["- at most five Task per member", "9:11: A whole number from 1 on is expected here, not `five`."],
  ["- create Task only if `row.title ==`, else x", "9:36: This expression cannot be read: Expected a value"],
  ["- create Task only if `1 == 1`, else Bad", "9:38: A code such as `too-many-loans` is expected here"],
  ["- report all for member: Task, showing n = cuont", "not `cuont`. Did you mean count?"],
  [
    "- member may read Task\n  - why: because",
    "10:5: `says`, `because` or `criterion` is expected here, not `why`.",
  ],
  [
    "- member may read\n  Task and\n  more",
    "11:3: A concept's name (with a capital) is expected here, not `more`.",
  ],
  ["- number Task.title for member", "9:21: `per` is expected here, not `for`."],
  ["## Note (part of Task, membrship)", "not `membrship`. Did you mean membership?"],
  [
    "## Note\n- text: string; from: date; to: dat",
    "10:33: A type is expected here, not `dat`. Did you mean date?",
  ],
  ["Some words.", "9:1: This does not belong here: Some words."],
  [
    "- R1 member may read Task\n- R1 member may read Task",
    "10:3: R1 is said twice: it stands in line 9 already.",
  ],
  ["## What you sayd", "9:4: What you sayd is neither a concept nor a part"],
  ["## Note\n- text: strin 1..5", "10:9: A type is expected here, not `strin`. Did you mean string?"],
  ["## Note\n- text: string, optinal", "Did you mean optional?"],
  ["## Note\n- begin: open -> done", "10:3: Note has the action begin but no states."],
  ["## Note\n- text: string\n- text: text", "11:3: text is said twice: it stands in line 10 already."],
  ["## Questions\n- how: How?", "A choice below it is expected here"],
];

test.each(mistakes)("%s is refused at its place", (line, expected) => {
  const text = `${small.split("\n- R2")[0]}\n${line}\n- member may delete own Task, please`;
  const { requirements, diagnostics } = parseOutline(text.replace("# Tasks\n\n", "# Tasks\n"));
  expect(requirements).toBeUndefined();
  expect(renderForModels(diagnostics)).toContain(expected);
});

test.each([
  ["## Note\n- text: strin", "text, email, uri, date, datetime, json, and `one of low | high`"],
  ["- when the task is done, tell the member", "`… only if …`, `at most 5 … per …`, `one … per …`"],
  ["- on Task: notify", "`on create …, … = …`"],
])("%s is answered with what could stand there", (line, advice) => {
  expect(renderForModels(parseOutline(`${small}${line}\n`).diagnostics)).toContain(advice);
});

test("all mistakes are reported at once", () => {
  const text = `${small}- nonsense\n- more nonsense\n\n## Odd heading here\n\n## Note\n- text\n`;
  expect(parseOutline(text).diagnostics).toHaveLength(4);
});
