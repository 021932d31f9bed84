import { expect, test } from "vitest";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { ensureDependencies } from "../../src/host/dependencies.ts";
import { generateClient } from "../../src/host/prisma-client.ts";
import { SCHEMA_PATH } from "../../src/host/prisma-schema.ts";
import { typecheck } from "../../src/host/typecheck.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import { draftFrom } from "./drafts.ts";
import { projectFiles } from "./proof.ts";

/** Words of everyday messages that printed tests and their support use too. */
const words =
  `Call Answer Case Title Row Test Page Response Problem Random Clock Server Seed Outcome Expect Guest Bearer Inbox
  Body Query Path Caller Status Report Line First Client Data Value Item Index Element Now Where Select Order
  Transaction Service Controller Module`.split(/\s+/);

test("things may be called by the words of a printed test", async () => {
  const backend = draftFrom(`# Words

## Actors

- boss: signs up

${words.map((word) => `## ${word} (owned by boss)\n\n- name: string 1..40, unique, sortable\n- size: integer 0..9\n- state: states open | done\n- finish: open -> done\n`).join("\n")}
## Rules

- boss may sign in
${words.map((word) => `- boss may create, read, update, delete, finish own ${word}`).join("\n")}
`);
  expect(checkRequirements(backend.requirements).filter(isError)).toEqual([]);
  const files = await projectFiles(backend);
  const client = await generateClient(files.get(SCHEMA_PATH)!);
  if (!client.ok) throw new Error(client.diagnostics[0]?.message);
  for (const [path, text] of client.value) files.set(path, text);
  const dependencies = await ensureDependencies({
    manifest: files.get("package.json")!,
    lockfile: files.get("package-lock.json")!,
  });
  if (!dependencies.ok) throw new Error(dependencies.diagnostics[0]?.message);
  expect(await typecheck({ files, dependencies: dependencies.value.directory })).toEqual([]);
}, 120_000);
