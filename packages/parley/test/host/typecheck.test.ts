import { afterAll, describe, expect, test, vi } from "vitest";
import { createTypechecker } from "../../src/host/typecheck.ts";
import { parseCompilerOutput } from "../../src/host/typecheck-command.ts";
import { dependencies, smallProject } from "./fixture.ts";

// Real processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const broken = 'export const sign = "😀é"; export const count: number = sign;\n';
const expected = { code: "typescript/TS2322", at: { file: "src/broken.ts", line: 1, column: 41 } };

describe("in process", () => {
  const checker = createTypechecker();
  afterAll(() => checker.close());

  const check = (changes: Record<string, string>) =>
    checker.check({ files: smallProject(changes), dependencies, project: "followed" });

  test("a sound project has no findings", async () => {
    expect(await checker.check({ files: smallProject(), dependencies })).toEqual([]);
  });

  test("an error is located in UTF-16 columns", async () => {
    const files = smallProject({ "src/broken.ts": broken });
    expect(await checker.check({ files, dependencies })).toMatchObject([expected]);
  });

  test("states of one project are followed: changed, added and removed files", async () => {
    expect(await check({})).toEqual([]);
    expect(await check({ "src/broken.ts": broken })).toMatchObject([expected]);
    expect(await check({ "src/broken.ts": broken.replace(": number", "") })).toEqual([]);
    const user = 'import { count } from "./broken.ts";\nexport const more: string = count;\n';
    expect(await check({ "src/user.ts": user })).toMatchObject([
      { code: "typescript/TS2307", at: { file: "src/user.ts", line: 1 } },
    ]);
  });

  test("projects without a name have nothing to do with each other", async () => {
    const user = 'import { count } from "./broken.ts";\nexport const more: string = count;\n';
    const files = (type: string) =>
      smallProject({ "src/broken.ts": `export declare const count: ${type};\n`, "src/user.ts": user });
    expect(await checker.check({ files: files("string"), dependencies })).toEqual([]);
    expect(await checker.check({ files: files("number"), dependencies })).toMatchObject([
      { code: "typescript/TS2322", at: { file: "src/user.ts", line: 2 } },
    ]);
    expect(await checker.check({ files: files("string"), dependencies })).toEqual([]);
  });

  test("syntax errors and a missing configuration are findings", async () => {
    const files = smallProject({ "src/broken.ts": "export const count = (1;\n" });
    expect(await checker.check({ files, dependencies })).toMatchObject([
      { code: "typescript/TS1005", at: { file: "src/broken.ts", line: 1, column: 24 } },
    ]);
    expect(await checker.check({ files: new Map(), dependencies })).toMatchObject([
      { code: "host/typecheck-failed" },
    ]);
  });
});

test("without the programming interface the command line finds the same, and says so", async () => {
  const checker = createTypechecker(() => Promise.reject(new Error("no such module")));
  const files = smallProject({ "src/broken.ts": broken });
  expect(await checker.check({ files, dependencies })).toMatchObject([
    { code: "host/typecheck-fallback", severity: "info" },
    expected,
  ]);
});

test("the command line's output is read with its continuation lines", () => {
  const output =
    "src/a.ts(2,3): error TS2345: Not assignable.\n  Because.\nerror TS18003: No inputs were found.\n";
  expect(parseCompilerOutput(output)).toMatchObject([
    { code: "typescript/TS2345", message: "Not assignable.\n  Because.", at: { file: "src/a.ts", line: 2 } },
    { code: "typescript/TS18003", at: { file: "tsconfig.json" } },
  ]);
});
