import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ensureDependencies } from "../../src/host/dependencies.ts";
import { temporaryDirectory } from "./fixture.ts";

// Real processes take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

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

test("a registry that can't be reached is said to be so", async () => {
  const cache = await temporaryDirectory();
  const wanted = {
    version: "1.0.0",
    resolved: "http://127.0.0.1:1/far-away-1.0.0.tgz",
    integrity: "sha512-AAAA",
  };
  const outcome = await ensureDependencies(
    {
      manifest: JSON.stringify({ name: "far", dependencies: { "far-away": "1.0.0" } }),
      lockfile: JSON.stringify({
        lockfileVersion: 3,
        packages: {
          "": { name: "far", dependencies: { "far-away": "1.0.0" } },
          "node_modules/far-away": wanted,
        },
      }),
    },
    { cache },
  );
  expect(outcome).toMatchObject({ ok: false, diagnostics: [{ code: "host/npm-unreachable" }] });
}, 20_000);
