import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLog } from "../../src/agent/log.ts";
import { withLock } from "../../src/host/lock.ts";
import { startSimulatedModel } from "../../src/model/simulated/server.ts";
import { parley, projectPath } from "./fake-terminal.ts";

const timeout = 180_000;

const outline = `# Notes

## Actors

- member: signs up

## Note (owned by member)

- title: string 1..80
- pinned: boolean, optional

## Rules

- member may create, read, update, delete own Note
- member may sign in
`;

/** A project's path, with an outline to build it from. */
function wanted(): { directory: string; words: string[] } {
  const directory = projectPath();
  writeFileSync(`${directory}.md`, outline);
  return { directory, words: ["new", directory, "--outline", `${directory}.md`] };
}

/** Holds a lock, as another run would, from now on until it is told to release it. */
async function holdLock(path: string): Promise<{ release: () => void; released: Promise<void> }> {
  return new Promise((taken) => {
    const released = withLock(path, () => new Promise<void>((release) => taken({ release, released })));
  });
}

function parsed(lines: string): { type: string; [key: string]: unknown }[] {
  return lines
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string });
}

test(
  "a model that lets the drafts stand: every line is JSON, the last one is the verified result",
  { timeout },
  async () => {
    const { directory, words } = wanted();
    const built = await parley([...words, "--json", "--model", "simulated"]);
    expect(built).toMatchObject({ code: 0, errors: "" });
    const lines = parsed(built.output);
    expect(lines.at(-1)).toMatchObject({ type: "result", verified: true, directory });
    expect(lines.at(-1)).toMatchObject({ report: { edits: { accepted: 0 }, tests: { failed: 0 } } });
    expect(new Set(lines.map(({ type }) => type))).toEqual(
      new Set(["note", "event", "phase", "verify", "result"]),
    );

    const path = join(directory, ".parley", "documents", "requirements.json");
    const document = readFileSync(path, "utf8");
    const environment = { PARLEY_CACHE: join(directory, "..", "cache") };
    expect(await parley(["check", directory], { environment })).toMatchObject({ code: 0, errors: "" });
    writeFileSync(path, document.replace('"pinned"', '"Pinned!"'));
    const checked = await parley(["check", directory], { environment });
    expect(checked.code).toBe(1);
    expect(checked.errors).toContain("Pinned!");
    writeFileSync(path, document);

    const { release, released } = await holdLock(join(directory, ".parley", "lock"));
    const verified = await parley(["verify", directory], {
      onErrors: (text) => {
        if (text.includes("waiting for it")) release();
      },
    });
    release();
    await released;
    expect(verified.errors).toContain(`Another run (process ${process.pid}) works on this project`);
    expect(verified.code).toBe(0);
    expect(verified.output).toContain("Verified in");
  },
);

test("a model whose every answer is bad cannot break the backend", { timeout }, async () => {
  const { words } = wanted();
  const { code, output } = await parley([
    ...words,
    "--json",
    "--model",
    "simulated",
    "--damage",
    "1",
    "--seed",
    "5",
  ]);
  const lines = parsed(output);
  const refused = lines.filter(
    ({ event }) => (event as { accepted?: boolean } | undefined)?.accepted === false,
  );
  expect(refused.length).toBeGreaterThan(3);
  expect(lines.at(-1)).toMatchObject({ type: "result", verified: true });
  expect(code).toBe(0);
});

test(
  "a run that is stopped leaves a project that the same command finishes; a wrong key changes nothing",
  { timeout },
  async () => {
    const { directory, words } = wanted();
    const interrupt = new AbortController();
    const stopped = await parley(words, {
      signal: interrupt.signal,
      onErrors: (text) => {
        if (text.includes("Checking types")) interrupt.abort();
      },
    });
    expect(stopped).toMatchObject({ code: 130, output: "" });
    expect(stopped.errors).toContain("help: Run the same command again to go on.");
    expect(existsSync(join(directory, "src"))).toBe(false);

    const server = await startSimulatedModel({ answer: () => ({}), key: "right" });
    const environment = { OPENAI_API_KEY: "wrong-and-secret" };
    const model = ["--model", "openai/any", "--base-url", server.baseUrl];
    const finished = await parley([...words, ...model], { environment });
    await server.close();
    expect(finished.code).toBe(0);
    expect(finished.errors).toContain("The drafts stand where it was not heard.");
    expect(finished.errors + finished.output).not.toContain("wrong-and-secret");
    const messages = readLog(join(directory, ".parley", "log.jsonl")).filter(
      ({ type }) => type === "message",
    );
    expect(messages).toHaveLength(1);
  },
);
