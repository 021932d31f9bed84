import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { verifyProject } from "../../src/host/verify.ts";
import { checkScenarios } from "../../src/scenario/check/check.ts";
import { Scenario, testStatementVariants } from "../../src/scenario/document.ts";
import { scenarioFunctions } from "../../src/scenario/functions.ts";
import { seedExpressionVariants, SeedTest, seedStatementVariants } from "../../src/scenario/seed.ts";
import { allKinds, kindsMarkdown } from "./kinds.ts";
import { projectFiles } from "./proof.ts";
import { seedExpressionKinds, seedStatementKinds, seedTest } from "./seed-kinds.ts";

const { backend, kinds } = allKinds();

function of(language: string): string[] {
  return kinds
    .filter((one) => one.language === language)
    .map(({ kind }) => kind)
    .toSorted();
}

function tagsOf(variants: readonly { shape: { type: { value: string } } }[]): string[] {
  return variants.map(({ shape }) => shape.type.value).toSorted();
}

test("every kind of the two languages of tests is in the table", () => {
  expect(of("statement")).toEqual(tagsOf(testStatementVariants));
  expect(of("test")).toEqual(tagsOf(Scenario.def.options));
  expect(of("function")).toEqual(Object.keys(scenarioFunctions(backend.api, true)).toSorted());
  expect(of("seed statement")).toEqual(tagsOf(seedStatementVariants));
  expect(of("seed expression")).toEqual(tagsOf(seedExpressionVariants));
});

test("the seed's samples fit its document", () => {
  for (const statements of Object.values({ ...seedExpressionKinds, ...seedStatementKinds })) {
    expect(SeedTest.safeParse(seedTest(statements)).error).toBeUndefined();
  }
});

test("all samples check", () => {
  const { scenario, api, requirements, database } = backend;
  expect(renderForModels(checkScenarios(scenario, api, requirements, database).filter(isError))).toBe("");
});

test("the table is printed as Markdown, a section for each kind", async () => {
  const markdown = await kindsMarkdown();
  expect(markdown.match(/^### /gm)).toHaveLength(kinds.length);
  for (const { name } of kinds) expect(markdown).toContain(name);
});

test("every sample runs against a live server", async () => {
  const directory = await mkdtemp(join(tmpdir(), "parley-kinds-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const { tests, diagnostics } = await verifyProject(directory, await projectFiles(backend));
  expect(diagnostics.filter(isError)).toEqual([]);
  const passed = new Set(
    tests?.tests.filter(({ status }) => status === "passed").map(({ name }) => name.replace(/: .*/, "")),
  );
  expect(kinds.map(({ name }) => name).filter((name) => !passed.has(name))).toEqual([]);
}, 300_000);
