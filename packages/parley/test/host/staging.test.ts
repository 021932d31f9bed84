import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { placeFiles, recover } from "../../src/host/staging.ts";
import { temporaryDirectory } from "./fixture.ts";

const files = (entries: Record<string, string>) => new Map(Object.entries(entries));

async function tree(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const found = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const texts = await Promise.all(found.map((path) => readFile(path, "utf8")));
  return Object.fromEntries(
    found.map((path, index) => [path.slice(directory.length + 1), texts[index] ?? ""]),
  );
}

test("only what changed is written, what is gone is removed with its empty folders", async () => {
  const directory = await temporaryDirectory();
  await placeFiles(directory, files({ "src/a.ts": "a", "src/old/b.ts": "b", "src/old/d.ts": "d" }));
  const before = await stat(join(directory, "src/a.ts"));
  const outcome = await placeFiles(directory, files({ "src/a.ts": "a", "src/c.ts": "c" }), [
    "src/old/b.ts",
    "src/old/d.ts",
  ]);
  expect(outcome).toMatchObject({
    ok: true,
    value: { written: ["src/c.ts"], removed: ["src/old/b.ts", "src/old/d.ts"], unchanged: 1 },
  });
  const after = await stat(join(directory, "src/a.ts"));
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  expect(await tree(directory)).toEqual({ "src/a.ts": "a", "src/c.ts": "c" });
  expect(await readdir(join(directory, "src"))).toEqual(["a.ts", "c.ts"]);
});

test("a refused move puts everything back", async () => {
  const directory = await temporaryDirectory();
  await placeFiles(directory, files({ "a.ts": "old", z: "a file where a folder is wanted" }));
  const outcome = await placeFiles(directory, files({ "a.ts": "new", "b.ts": "new", "z/y.ts": "new" }), [
    "z",
  ]);
  expect(outcome).toMatchObject({ ok: false, diagnostics: [{ code: "host/in-the-way" }] });
  expect(await tree(directory)).toEqual({ "a.ts": "old", z: "a file where a folder is wanted" });
});

test.skipIf(process.platform !== "linux")("a full disk changes nothing", async () => {
  const directory = await temporaryDirectory();
  await placeFiles(directory, files({ "a.ts": "old" }));
  await mkdir(join(directory, ".parley/staging"), { recursive: true });
  await symlink("/dev/full", join(directory, ".parley/staging/journal.json.draft"));
  const outcome = await placeFiles(directory, files({ "a.ts": "new", "b.ts": "new" }));
  expect(outcome).toMatchObject({ ok: false, diagnostics: [{ code: "host/disk-full" }] });
  expect(await tree(directory)).toEqual({ "a.ts": "old" });
});

test("an interrupted move is completed, an interrupted preparation undone", async () => {
  const directory = await temporaryDirectory();
  const staging = join(directory, ".parley/staging");
  await placeFiles(directory, files({ "moved.ts": "new", "waiting.ts": "old", "gone.ts": "old" }));
  await mkdir(join(staging, "next"), { recursive: true });
  await writeFile(join(staging, "next/waiting.ts"), "new");
  await writeFile(
    join(staging, "journal.json"),
    JSON.stringify({ version: 1, write: ["moved.ts", "waiting.ts"], remove: ["gone.ts"] }),
  );
  expect(await recover(directory)).toMatchObject([{ code: "host/move-completed", severity: "info" }]);
  expect(await tree(directory)).toEqual({ "moved.ts": "new", "waiting.ts": "new" });

  await mkdir(join(staging, "next"), { recursive: true });
  await writeFile(join(staging, "next/waiting.ts"), "half");
  expect(await recover(directory)).toMatchObject([{ code: "host/move-undone" }]);
  expect(await tree(directory)).toEqual({ "moved.ts": "new", "waiting.ts": "new" });
  expect(await recover(directory)).toEqual([]);
});

test("a path that leads out of the project is a bug, not a file", async () => {
  const directory = await temporaryDirectory();
  await expect(placeFiles(directory, files({ "../outside.ts": "x" }))).rejects.toThrow();
});
