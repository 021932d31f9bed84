import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { verifyProject } from "../../src/host/verify.ts";
import { draftBackend } from "./drafts.ts";
import { projectFiles } from "./proof.ts";

/** `PROVE=club,library` proves others: each is a whole project with hundreds of tests. */
const proven = (process.env["PROVE"] ?? "tariff,ferry").split(",");

test.each(proven)(
  "the project that is printed for %s passes the tests that are printed with it",
  async (outline) => {
    const directory = await mkdtemp(join(tmpdir(), "parley-proof-"));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const { tests, diagnostics } = await verifyProject(directory, await projectFiles(draftBackend(outline)));
    expect(diagnostics).toEqual([]);
    expect(tests?.failed).toBe(0);
    expect(tests?.passed).toBeGreaterThan(50);
  },
  300_000,
);
