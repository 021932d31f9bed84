import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "../../src/agent/log.ts";
import { findAnswer } from "../../src/cli/commands/answer.ts";
import { unsaid } from "../../src/cli/preview.ts";
import type { Requirements } from "../../src/requirements/document.ts";
import { parley, projectPath } from "./fake-terminal.ts";

test.each([
  ["no command", [], "Usage: parley"],
  ["an unknown command", ["nwe", "x"], "Did you mean new?"],
  ["an unknown option", ["new", "x", "--modle", "y"], "Did you mean --model?"],
  ["a missing directory", ["new"], "missing required argument 'dir'"],
  ["nothing said", ["new", "x"], "There is nothing to build from"],
  ["an outline that is not there", ["new", "x", "--outline", "nowhere.md"], "nowhere.md cannot be read"],
  ["a project that is not there", ["verify", "nowhere"], "nowhere holds no Parley project"],
])("%s is refused with 2 and says why", async (_, words, why) => {
  const { code, output, errors } = await parley(words);
  expect(errors).toContain(why);
  expect({ code, output }).toEqual({ code: 2, output: "" });
});

test("help and version go to the output and are no failure", async () => {
  expect(await parley(["--version"])).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
  const help = await parley(["new", "--help"]);
  expect(help).toMatchObject({ code: 0, errors: "" });
  expect(help.output).toContain("--outline <file>");
});

test("a directory with something else in it is left alone", async () => {
  const directory = projectPath();
  mkdirSync(directory);
  writeFileSync(join(directory, "thesis.txt"), "chapter 1");
  const { code, errors } = await parley(["new", directory, "-m", "Members keep a list of books."]);
  expect(code).toBe(2);
  expect(errors).toContain("is not empty and holds no Parley project");
  expect(errors).toContain("help: Name a new or empty directory");
  expect(readdirSync(directory)).toEqual(["thesis.txt"]);
});

test.each(["", "   ", "?!", "asdf qwer"])(
  "a conversation that says nothing (%j) writes nothing",
  async (message) => {
    const directory = projectPath();
    const { code, errors } = await parley(["new", directory, "-m", message]);
    expect(code).toBe(2);
    expect(errors).toContain("help:");
    expect(existsSync(directory)).toBe(false);
  },
);

test("faults of an outline are shown at their line, and nothing is written", async () => {
  const directory = projectPath();
  const file = `${directory}.md`;
  writeFileSync(file, "# Books\n\n## Book (owned by nobodyKnown)\n\n- title: strnig\n");
  const { code, errors } = await parley(["new", directory, "--outline", file]);
  expect(code).toBe(2);
  expect(errors).toContain("strnig");
  expect(existsSync(directory)).toBe(false);
});

test.each([
  [["--model", "simulated", "--damage", "2"], "--damage has to be a number from 0 to 1, not 2"],
  [["--model", "simulated", "--seed", "x"], "--seed has to be a whole number, not x"],
  [["--damage", "0.5"], "--damage belongs to --model simulated"],
  [["--model", "opnai/gpt"], "Did you mean openai?"],
  [["--model", "gpt"], "gpt names no model"],
])("%j is refused before anything is written", async (options, why) => {
  const directory = projectPath();
  const file = `${directory}.md`;
  writeFileSync(file, outline);
  const { code, errors } = await parley(["new", directory, "--outline", file, ...options]);
  expect(errors).toContain(why);
  expect(code).toBe(2);
  expect(existsSync(directory)).toBe(false);
});

const outline =
  "# Notes\n\n## Actors\n\n- member: signs up\n\n## Note (owned by member)\n\n- title: string 1..80\n\n## Rules\n\n- member may read own Note\n";

test("the log is listed for people and for machines", async () => {
  const directory = projectPath();
  const opened = openLog(join(directory, ".parley", "log.jsonl"), () => new Date("2026-01-31T09:30:05Z"));
  if (!("log" in opened)) throw new Error("the log was not opened");
  opened.log.append({ type: "message", said: { type: "text", text: "Members keep\nnotes." } });
  opened.log.append({ type: "run-end", verified: false, ms: 1500 });
  opened.log.close();
  expect((await parley(["log", directory])).output).toBe(
    "    1  2026-01-31 09:30:05  message      “Members keep notes.”\n" +
      "    2  2026-01-31 09:30:05  run-end      not verified in 1.5 s\n",
  );
  const machines = await parley(["log", directory, "--json"]);
  const events = machines.output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string });
  expect(events.map(({ type }) => type)).toEqual(["message", "run-end"]);
});

test("an answer is found by the question's name, and a wrong one gets a proposal", () => {
  const requirements = {
    questions: {
      "sign-up": { id: "q1", text: "Who may sign up?", choices: { anybody: "Anybody", nobody: "Nobody" } },
    },
  } as unknown as Requirements;
  const wrong = (question: string, choice: string) => findAnswer(requirements, question, choice);
  expect(wrong("sign-up", "nobody")).toEqual({ question: "sign-up", choice: "nobody" });
  expect(wrong("q1", "anybody")).toEqual({ question: "sign-up", choice: "anybody" });
  expect(wrong("signup", "nobody")).toMatchObject({
    code: "cli/unknown-question",
    message: "There is no question signup. Did you mean sign-up?",
  });
  expect(wrong("sign-up", "nobdy")).toMatchObject({
    code: "cli/unknown-choice",
    message: "nobdy is no answer to sign-up. Did you mean nobody?",
    fix: { title: "Choose one of: anybody (Anybody), nobody (Nobody)." },
  });
});

test("words that were the last ones are not said again, others are", () => {
  const said = (text: string) => ({ type: "text" as const, text });
  const answer = { type: "answer" as const, question: "q", choice: "c" };
  const logged = [said("a"), said("b"), answer].map((words, index) => ({ seq: index + 1, said: words }));
  expect(unsaid(logged, [said("b")])).toEqual([]);
  expect(unsaid(logged, [said("a"), said("b")])).toEqual([]);
  expect(unsaid(logged, [said("a")])).toEqual([said("a")]);
  expect(unsaid([], [said("a")])).toEqual([said("a")]);
  expect(unsaid(logged, [])).toEqual([]);
});
