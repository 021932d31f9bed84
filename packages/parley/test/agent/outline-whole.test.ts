import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLog } from "../../src/agent/log.ts";
import { run } from "../../src/agent/run.ts";

const outline = (more: string): string => `# Shelf

Members keep books.

## Actors

- member: signs up

## Book (owned by member)

- title: string 1..200
${more}
`;

const rules = "## Rules\n\n- member may sign in\n- member may create, read own Book\n";

test("a run that was cut off leaves documents that nobody takes for changed by hand", async () => {
  const directory = join(mkdtempSync(join(tmpdir(), "parley-whole-")), "shelf");
  const first = outline(
    `\n## Note (owned by member)\n\n- words: text 1..500\n\n${rules}- member may create, read own Note\n`,
  );
  expect((await run({ directory, said: [{ type: "outline", text: first }] })).verified).toBe(true);

  // Stopped after the words were logged and before anything was written.
  const stopped = AbortSignal.abort();
  await run({ directory, said: [{ type: "outline", text: outline(`\n${rules}`) }], signal: stopped });
  const result = await run({ directory, said: [] });

  expect(result.verified).toBe(true);
  expect(Object.keys(result.requirements!.concepts)).toEqual(["Book"]);
  expect(readLog(join(directory, ".parley/log.jsonl")).filter(({ type }) => type === "edit")).toEqual([]);
  expect(readFileSync(join(directory, "prisma/schema.prisma"), "utf8")).not.toContain("model Note");
});
