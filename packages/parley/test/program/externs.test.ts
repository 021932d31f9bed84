import { expect, test } from "vitest";
import { mergeFiles } from "../../src/backend/merge.ts";
import { printProgram } from "../../src/program/print/print.ts";
import { formatFiles } from "../../src/text/format.ts";
import { kindsBackend } from "./kinds.ts";

const path = "src/externs/weather-at.ts";

async function printed(description: string): Promise<Map<string, string>> {
  const { program, api, database } = kindsBackend();
  program.externs!["weatherAt"] = { ...program.externs!["weatherAt"]!, description };
  if (description === "new") program.externs!["weatherAt"]!.parameters = {};
  const files = await formatFiles(printProgram(program, api, database));
  return new Map(files.map((file) => [file.path, file.text]));
}

test("an extern is a port, and a file for its owner", async () => {
  const files = await printed("What the weather is like.");
  expect(files.get("src/externs/weather-at.port.ts")).toContain("/** What the weather is like. */");
  expect(files.get(path)).toContain('throw new Problem("not-implemented");');
});

test("the owner's file is not touched once they changed it; until then it follows the port", async () => {
  const [base, now] = [await printed("old"), await printed("new")];
  const [own, port] = [
    base.get(path)!.replace("throw new Problem", "return null; // throw"),
    "src/externs/weather-at.port.ts",
  ];
  const changed = mergeFiles({ base, printed: now, owner: (file) => (file === path ? own : base.get(file)) });
  expect(changed.files.get(path)).toBe(own);
  expect(changed.files.get(port)).toBe(now.get(port));
  expect(changed.diagnostics).toEqual([]);
  const untouched = mergeFiles({ base, printed: now, owner: (file) => base.get(file) });
  expect(untouched.files.get(path)).toBe(now.get(path));
  expect([
    ...mergeFiles({ base, printed: new Map(), owner: (file) => (file === path ? own : base.get(file)) })
      .removed,
  ]).not.toContain(path);
});
