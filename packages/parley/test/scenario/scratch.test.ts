import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { verifyProject } from "../../src/host/verify.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { draftBackend } from "./drafts.ts";
import { projectFiles } from "./proof.ts";
import { witnesses } from "../../src/blueprint/scenario.ts";

const name = process.env["OUTLINE"] ?? "todo";
test("scratch", async () => {
  const backend = draftBackend(name);
  console.log(witnesses(backend.requirements, backend.database, backend.api).filter((w) => !w.found));
  const files = await projectFiles(backend);
  for (const [path, text] of files) {
    if (!path.startsWith("test/") && !process.env["ALL"]) continue;
    mkdirSync(dirname(`/tmp/scenario/out/${name}/${path}`), { recursive: true });
    writeFileSync(`/tmp/scenario/out/${name}/${path}`, text);
  }
  const result = await verifyProject(`/tmp/scenario/run/${name}`, files, {});
  console.log(result.phases.map((p) => `${p.phase} ${p.ok} ${Math.round(p.ms)}`).join("\n"));
  console.log(renderForModels(result.diagnostics).slice(0, 20000));
  for (const t of result.tests?.tests ?? []) if (t.status === "failed") console.log(t.file, t.name, "\n", t.message?.slice(0, 900));
  console.log(result.tests?.passed, result.tests?.failed);
  expect(result.ok).toBe(true);
}, 300_000);
