import { expect, test } from "vitest";
import { sampledDiagnostics, samples, wholeCatalogue } from "./diagnostics.ts";

test("every code has a sample that provokes it, or words for what no test can bring about", async () => {
  const sampled = await sampledDiagnostics();
  const missing = sampled.filter(({ sample, described }) => !sample && described === undefined);
  expect(missing.map(({ code }) => code)).toEqual([]);
});

test("every sample is of a code that there is, and says what it says without holes", async () => {
  const catalogue = await wholeCatalogue();
  const known = (code: string): boolean => catalogue.has(code) || code.startsWith("sample/");
  expect(samples.map(({ code }) => code).filter((code) => !known(code))).toEqual([]);
  for (const { code, definition, sample } of await sampledDiagnostics()) {
    const holes = definition.message.match(/\{[A-Za-z]+\}/g) ?? [];
    expect(
      holes.filter((hole) => sample?.message.includes(hole)),
      code,
    ).toEqual([]);
  }
});
