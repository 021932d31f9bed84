import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLog } from "../../src/agent/log.ts";
import { parley, projectPath } from "../cli/fake-terminal.ts";
import { filesOf, sample } from "./autobe-sample.ts";
import { prismaSamples } from "./prisma-samples.ts";

/** The sample's two files in a directory. */
function autobeFiles(): string {
  const directory = `${projectPath()}-source`;
  mkdirSync(directory);
  const [prisma, document] = filesOf(sample());
  writeFileSync(join(directory, "prisma.json"), JSON.stringify(prisma));
  writeFileSync(join(directory, "document.json"), JSON.stringify(document));
  return directory;
}

test("an import begins a project whose log holds it, and tells what was done by codes", async () => {
  const directory = projectPath();
  const { code, output, errors } = await parley(["import", "autobe", autobeFiles(), directory]);
  expect(code).toBe(0);
  expect(output).toMatch(/^ {4}2 {2}warning {2}import\/default-guessed$/m);
  expect(output).toContain("7 models and 9 operations are in");
  expect(output).toContain(`verify ${directory}`);
  expect(errors).toContain("/files/0/models/2/plainFields/1");
  const events = readLog(join(directory, ".parley", "log.jsonl"));
  const kinds = events.map((event) => (event.type === "edit" ? `edit ${event.edit.origin}` : event.type));
  expect([...new Set(kinds)]).toEqual(["file-change", "edit import"]);
  expect((await parley(["check", directory])).code).toBe(0);
  const again = await parley(["import", "autobe", autobeFiles(), directory]);
  expect(again.code).toBe(2);
  expect(again.errors).toContain("holds a Parley project already");
  const undone = await parley(["undo", directory]);
  expect(undone.code).toBe(2);
  expect(undone.errors).toContain("There is nothing to undo");
});

test("machines get every diagnostic and the counts last", async () => {
  const directory = projectPath();
  const file = `${directory}.prisma`;
  writeFileSync(file, prismaSamples.shop);
  const { code, output } = await parley(["import", "prisma", file, directory, "--json"]);
  expect(code).toBe(0);
  const lines = output
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.at(-1)).toMatchObject({
    type: "result",
    models: 12,
    operations: 0,
    codes: { "import/join-made": 2, "import/unsupported-column": 1 },
  });
  expect(lines[0]).toMatchObject({ code: "import/unsupported-column", at: { file, line: 17 } });
});

test("what is there already, and what cannot be read, is left alone", async () => {
  const directory = projectPath();
  mkdirSync(directory);
  writeFileSync(join(directory, "thesis.txt"), "chapter 1");
  const full = await parley(["import", "autobe", autobeFiles(), directory]);
  expect(full.code).toBe(2);
  expect(full.errors).toContain("is not empty and holds no Parley project");
  expect(readdirSync(directory)).toEqual(["thesis.txt"]);
  const other = projectPath();
  for (const words of [
    ["import", "autobe", directory, other],
    ["import", "prisma", join(directory, "thesis.txt"), other],
    ["import", "prisma", join(directory, "nowhere.prisma"), other],
    ["import", "letters", directory, other],
  ]) {
    const { code, errors } = await parley(words);
    expect(code).toBe(2);
    expect(errors).not.toBe("");
  }
  expect(existsSync(other)).toBe(false);
  expect(readFileSync(join(directory, "thesis.txt"), "utf8")).toBe("chapter 1");
});
