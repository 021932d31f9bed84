import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { traceOf } from "../../src/backend/print.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { verifyProject } from "../../src/host/verify.ts";
import { testedOperations } from "../../src/scenario/calls.ts";
import { findingsOf, projectOf, readBackend } from "./documents.ts";

const directory = fileURLToPath(new URL("./library", import.meta.url));

test("the five documents, written by hand, are without findings", () => {
  expect(findingsOf(readBackend(directory))).toEqual([]);
});

test("every requirement is carried and proven, every operation of the desk is called", () => {
  const backend = readBackend(directory);
  const trace = traceOf(backend);
  const uncarried = Object.keys(trace).filter((id) => trace[id]!.operations.length === 0);
  expect(uncarried).toEqual([]);
  const called = testedOperations(backend.scenario);
  const uncalled = Object.entries(backend.api.operations)
    .filter(([name, { group }]) => ["loans", "fines"].includes(group) && !called.has(name))
    .map(([name]) => name);
  expect(uncalled).toEqual(["getFine"]);
});

test("a race that the procedure does not prevent is found before it is printed", () => {
  const backend = readBackend(directory);
  for (const statement of backend.program.procedures["returnLoan"]!.statements) {
    if (statement.type === "find") delete statement.lock;
  }
  expect(findingsOf(backend).join("\n")).toContain("program/lost-update");
});

test("they print to a backend that starts, passes its own tests, and answers over HTTP as was agreed", async () => {
  const workplace = await mkdtemp(join(tmpdir(), "parley-library-"));
  onTestFinished(() => rm(workplace, { recursive: true, force: true }));
  const files = await projectOf(readBackend(directory), join(directory, "probes"));
  const verification = await verifyProject(workplace, files);
  expect(renderForModels(verification.diagnostics)).toBe("");
  expect(verification.ok).toBe(true);
  const probes = verification.tests!.tests.filter(({ file }) => file.startsWith("test/probes/"));
  expect(probes.filter(({ status }) => status === "passed").length).toBeGreaterThanOrEqual(29);
}, 600_000);
