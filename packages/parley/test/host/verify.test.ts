import { expect, test } from "vitest";
import { createTypechecker } from "../../src/host/typecheck.ts";
import { verifyProject, type VerifyEvent } from "../../src/host/verify.ts";
import { dependencies, smallProject, temporaryDirectory } from "./fixture.ts";

test("a project goes through all phases; a later state stops at the phase that fails", async () => {
  const directory = await temporaryDirectory();
  const typechecker = createTypechecker();
  const events: VerifyEvent[] = [];
  const verify = (changes: Record<string, string>) =>
    verifyProject(directory, smallProject(changes), {
      dependencies,
      typechecker,
      onEvent: (event) => events.push(event),
    });

  const extra = { "test/extra.test.ts": 'import { test } from "vitest";\ntest("extra", () => undefined);\n' };
  const first = await verify(extra);
  expect(first).toMatchObject({ ok: true, diagnostics: [], tests: { passed: 2, failed: 0 } });
  expect(first.phases.map((record) => record.phase)).toEqual([
    "dependencies",
    "client",
    "typecheck",
    "database",
    "boot",
    "tests",
  ]);
  expect(events).toContainEqual(
    expect.objectContaining({ type: "test", result: expect.objectContaining({ name: "extra" }) }),
  );

  const second = await verify({});
  expect(second).toMatchObject({ ok: true, tests: { passed: 1 } });

  const third = await verify({ "src/main.ts": "export const wrong: number = 'text';\n" });
  expect(third).toMatchObject({ ok: false, diagnostics: [{ code: "typescript/TS2322" }] });
  expect(third.phases.at(-1)?.phase).toBe("typecheck");
  typechecker.close();
}, 60_000);
