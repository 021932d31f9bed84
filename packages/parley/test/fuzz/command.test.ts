import { expect, test } from "vitest";
import { readOptions } from "../../fuzz/options.ts";
import { shrink } from "../../fuzz/shrink.ts";

const read = (...words: string[]) => readOptions(words, () => 7);

test("words of the command line", () => {
  expect(read()).toMatchObject({ count: 100, seed: 7, backends: 0, languages: [] });
  expect(read("--count", "9", "--seed", "3", "--only", "hostile,expression")).toMatchObject({
    count: 9,
    seed: 3,
    parts: ["hostile", "expression"],
  });
  expect(read("--backends", "300")).toMatchObject({ backends: 300, parts: ["backends"] });
  expect(read("--only", "nothing")).toContain("no part nothing");
  expect(read("--count", "many")).toContain("Numbers are whole");
  expect(read("--unheard")).toContain("Usage");
});

test("a sample is made as small as what it shows", async () => {
  const document = {
    models: { a: { fields: { x: 1, y: 2 } }, b: { fields: { z: 3 } } },
    more: { c: [1, 2, 3] },
  };
  const has = (value: unknown, text: string): boolean => JSON.stringify(value).includes(text);
  const smallest = await shrink(
    {
      document,
      isValid: (value) => has(value, "models"),
      shows: (value) => Promise.resolve(has(value, '"y"')),
    },
    100,
  );
  expect(smallest).toEqual({ models: { a: { fields: { y: 2 } } }, more: {} });
});
