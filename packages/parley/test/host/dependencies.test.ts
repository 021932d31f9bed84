import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ensureDependencies } from "../../src/host/dependencies.ts";
import { temporaryDirectory } from "./fixture.ts";

const manifest = (name: string) => JSON.stringify({ name, version: "1.0.0", private: true });
const lockfile = (name: string, packages: object = {}) =>
  JSON.stringify({
    name,
    version: "1.0.0",
    lockfileVersion: 3,
    packages: { "": { name, version: "1.0.0" }, ...packages },
  });

test("one set serves projects of any name, and processes that ask at once", async () => {
  const cache = await temporaryDirectory();
  const ask = (name: string) =>
    ensureDependencies({ manifest: manifest(name), lockfile: lockfile(name) }, { cache });
  const outcomes = await Promise.all([ask("one"), ask("two")]);
  const values = outcomes.map((outcome) => outcome.ok && outcome.value);
  expect(new Set(values.map((value) => value && value.directory)).size).toBe(1);
  expect(values.filter((value) => value && value.installed)).toHaveLength(1);
  const [made] = values;
  expect(await readFile(join((made && made.directory) || "", "package.json"), "utf8")).toContain("1.0.0");
});

test("a failing npm is a finding and leaves nothing behind", async () => {
  const cache = await temporaryDirectory();
  const outcome = await ensureDependencies(
    {
      manifest: JSON.stringify({ name: "wrong", dependencies: { "left-out": "^1.0.0" } }),
      lockfile: lockfile("wrong"),
    },
    { cache },
  );
  expect(outcome).toMatchObject({
    ok: false,
    diagnostics: [{ code: "host/npm-failed", at: { file: "package-lock.json" } }],
  });
  expect(await readdir(cache)).toEqual([]);
});
