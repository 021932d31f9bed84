import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import { printReport } from "../../src/requirements/print/report.ts";
import { renderPlain } from "../../src/text/render.ts";

const outline = (name: string): string => readFileSync(new URL(`outlines/${name}.md`, import.meta.url), "utf8");

test.each(["todo", "library", "issue-tracker"])("the outline %s can be built", (name) => {
  const { requirements } = parseOutline(outline(name));
  expect(renderForModels(checkRequirements(requirements!))).toBe("");
  console.log(renderPlain("x.md", printReport(requirements!)).text);
});
