import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { seededRandom } from "../../src/schema/random.ts";
import { ended, eventsOf, filesOf, newDirectory, parley, todo } from "./command.ts";

const words = (directory: string): string[] => [
  "new",
  directory,
  "-m",
  todo,
  "-y",
  "--model",
  "simulated",
  "--damage",
  "0.3",
  "--seed",
  "7",
];

let undisturbed: { files: Record<string, string>; ms: number };

beforeAll(async () => {
  // Once to warm up: dependencies, a PostgreSQL cluster, the disk's cache.
  expect(await ended(parley(...words(newDirectory())))).toBe(0);
  const directory = newDirectory();
  const began = performance.now();
  expect(await ended(parley(...words(directory)))).toBe(0);
  undisturbed = { files: filesOf(directory), ms: performance.now() - began };
}, 600_000);

const random = seededRandom(20_261_122);

test.each(Array.from({ length: 10 }, (_, index) => ({ share: random(), index })))(
  "killed at $share of its time, the same command finishes with the same result",
  async ({ share }) => {
    const directory = newDirectory();
    const child = parley(...words(directory));
    await Promise.race([sleep(share * undisturbed.ms), ended(child)]);
    // Later runs are faster than the first, so a late kill may come too late: then it was a second run.
    child.kill("SIGKILL");
    expect(await ended(parley(...words(directory)))).toBe(0);

    const settled = eventsOf(directory, "unit-end").filter(({ outcome }) => outcome !== "unanswered");
    expect(new Set(settled.map(({ key }) => key)).size).toBe(settled.length);
    expect(eventsOf(directory, "message")).toHaveLength(1);
    expect(filesOf(directory)).toEqual(undisturbed.files);
  },
);

test("a further run asks no model and writes the same bytes", async () => {
  const directory = newDirectory();
  expect(await ended(parley(...words(directory)))).toBe(0);
  const attempts = eventsOf(directory, "attempt").length;
  expect(await ended(parley("verify", directory))).toBe(0);
  expect(eventsOf(directory, "attempt")).toHaveLength(attempts);
  expect(filesOf(directory)).toEqual(undisturbed.files);
});
