import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeOnce } from "../../src/host/cache.ts";
import { ownerHere, withLock } from "../../src/host/lock.ts";
import { temporaryDirectory } from "./fixture.ts";

test("the bodies of one lock never overlap", async () => {
  const path = join(await temporaryDirectory(), "lock");
  let inside = 0;
  const body = async () => {
    inside++;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
  };
  await Promise.all(Array.from({ length: 5 }, () => withLock(path, body)));
});

test("a dead owner's lock is taken over by exactly one at a time, and its leavings are removed", async () => {
  const directory = await temporaryDirectory();
  const child = spawn(process.execPath, ["-e", "0"]);
  await once(child, "exit");
  const dead = { ...(await ownerHere()), pid: child.pid };
  const target = join(directory, "made");
  await writeFile(`${target}.lock`, JSON.stringify(dead));
  await writeFile(`${target}.making-old`, "half");
  let made = 0;
  const make = async (temporary: string) => {
    made++;
    await writeFile(join(temporary, "whole"), "");
  };
  await Promise.all([makeOnce(target, make), makeOnce(target, make), makeOnce(target, make)]);
  expect(made).toBe(1);
  expect(await readdir(directory)).toEqual(["made"]);
});
