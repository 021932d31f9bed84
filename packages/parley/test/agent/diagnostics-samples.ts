import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layProject } from "../../bench/project.ts";
import { readDocument } from "../../src/agent/document-files.ts";
import { beginImported, lostImports } from "../../src/agent/imported.ts";
import { openLog } from "../../src/agent/log.ts";
import { inspectDirectory } from "../../src/agent/project.ts";
import { run } from "../../src/agent/run.ts";
import { undo } from "../../src/agent/undo.ts";
import { openProject } from "../../src/cli/project.ts";
import type { Edit } from "../../src/backend/edits.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { ModelError, type Model } from "../../src/model/port.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";
import { draftBackend } from "../scenario/drafts.ts";

const outline = `# Notes

## Actors

- member: signs up

## Note (owned by member)

- title: string 1..80

## Rules

- member may create own Note
`;

/** Runs something in a directory that is there for this alone. */
async function within<Result>(work: (directory: string) => Result | Promise<Result>): Promise<Result> {
  const directory = mkdtempSync(join(tmpdir(), "parley-sample-"));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const now = (): Date => new Date(0);

/** What a run tells whose model fails at its first call, and which is stopped then. */
async function stoppedRun(directory: string): Promise<Diagnostic[]> {
  const stop = new AbortController();
  const model: Model = {
    name: "sample/none",
    flavour: "plain",
    call: () => {
      stop.abort();
      return Promise.reject(
        new ModelError("The server refused the connection.", { kind: "unreachable", retryable: false }),
      );
    },
  };
  const told: Diagnostic[] = [];
  const { diagnostics } = await run({
    directory,
    said: [{ type: "outline", text: outline }],
    model,
    signal: stop.signal,
    now,
    onProgress: (progress) => {
      if (progress.type === "diagnostics") told.push(...progress.diagnostics);
    },
  });
  return [...told, ...diagnostics];
}

/** A conversation with a concept of the name that an imported table has. */
function besideImport(directory: string): Diagnostic[] {
  const { database, requirements } = draftBackend("todo");
  const node = {
    ...database.models["Todo"]!,
    id: "imported/todo",
    traits: [{ type: "child", relation: "nobody" }],
  };
  const action = { type: "put", name: "Todo", node } as const;
  const edit: Edit = {
    document: "database",
    collection: "models",
    id: node.id,
    base: null,
    origin: "import",
    action,
  };
  return lostImports(requirements, [{ seq: 1, edit }], directory);
}

/** What is found in a model's answer about the concepts of the outline. */
async function answered(difference: object): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  const stop = new AbortController();
  const model: Model = {
    name: "sample/answers",
    flavour: "plain",
    call: () => {
      stop.abort();
      const usage = { calls: 1, input: 0, cached: 0, output: 0, attempts: 1, ms: 0 };
      return Promise.resolve({ arguments: JSON.stringify(difference), usage, finish: "call" });
    },
  };
  await within((directory) =>
    run({
      directory,
      said: [{ type: "outline", text: outline }],
      model,
      tries: 1,
      signal: stop.signal,
      now,
      onProgress: (progress) => {
        if (progress.type === "event" && progress.event.type === "attempt")
          found.push(...progress.event.findings);
      },
    }),
  );
  return found;
}

export const diagnosticSamples: DiagnosticSample[] = [
  { code: "call/unknown-node", provoke: () => answered({ concepts: { remove: ["Nothing"] } }) },
  {
    code: "call/expression",
    provoke: () =>
      answered({
        requirements: {
          put: {
            R9: {
              kind: "rule",
              statement: "No.",
              evidence: [],
              status: "built",
              formal: {
                type: "condition",
                concept: "Note",
                actions: ["create"],
                condition: "row.title ==",
                error: { code: "no", title: "No." },
              },
            },
          },
        },
      }),
  },
  {
    code: "document/no-json",
    provoke: () => readDocument("api", '{ "profile": "house", }', "api.json").diagnostics,
  },
  {
    code: "document/expression",
    provoke: () => {
      const model = { id: "a", group: "a", fields: {}, relations: {}, checks: { a: { condition: "row." } } };
      return readDocument("database", JSON.stringify({ enums: {}, models: { A: model } }), "x").diagnostics;
    },
  },
  {
    code: "log/damaged",
    provoke: () =>
      within((directory) => {
        layProject(directory, outline);
        const file = join(directory, ".parley", "log.jsonl");
        appendFileSync(file, '{"half of a li');
        const opened = openLog(file, now);
        if ("log" in opened) opened.log.close();
        return opened.diagnostics;
      }),
  },
  {
    code: "log/wrong-format",
    provoke: () =>
      within((directory) => {
        writeFileSync(join(directory, "log.jsonl"), '{"format":"parley-log","version":9}\n');
        return openLog(join(directory, "log.jsonl"), now).diagnostics;
      }),
  },
  {
    code: "project/not-empty",
    provoke: () =>
      within((directory) => {
        writeFileSync(join(directory, "thesis.txt"), "chapter 1");
        return inspectDirectory(directory).diagnostics;
      }),
  },
  {
    code: "project/not-a-directory",
    provoke: () =>
      within((directory) => {
        writeFileSync(join(directory, "thesis.txt"), "chapter 1");
        return inspectDirectory(join(directory, "thesis.txt")).diagnostics;
      }),
  },
  {
    code: "project/missing",
    provoke: () =>
      within((directory) => {
        const opened = openProject(directory);
        return "diagnostics" in opened ? opened.diagnostics : [];
      }),
  },
  {
    code: "project/nothing-to-undo",
    provoke: () =>
      within(async (directory) => {
        layProject(directory, outline);
        const taken = await undo(directory, now, () => undefined);
        return "diagnostics" in taken ? taken.diagnostics : [];
      }),
  },
  {
    code: "project/taken",
    provoke: () =>
      within((directory) => {
        layProject(directory, outline);
        const database = { enums: {}, models: {} };
        return beginImported({ directory, database, now, onWaiting: () => undefined });
      }),
  },
  { code: "project/beside-import", provoke: () => within(besideImport) },
  { code: "project/model-failed", provoke: () => within(stoppedRun) },
  { code: "project/stopped", provoke: () => within(stoppedRun) },
];
