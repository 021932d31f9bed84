import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { renderForModels } from "../../src/diagnostic/render.ts";
import { builtins } from "../../src/expression/builtins.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import { attributeTypes, Formal } from "../../src/requirements/document.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";

const page = readFileSync(new URL("../../../../docs/outline.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/^```markdown\n(.*?)^```$/gms)].map(([, example]) => example!);
const { requirements, diagnostics } = parseOutline(examples.join("\n"));

test("the examples of the page are one outline that can be built", () => {
  expect(renderForModels(diagnostics)).toBe("");
  expect(renderForModels(checkRequirements(requirements!))).toBe("");
});

test("there is an example of every type, scope, rule and effect", () => {
  const { concepts, requirements: rules } = requirements!;
  const types = Object.values(concepts).flatMap(({ attributes }) =>
    Object.values(attributes).map(({ type }) => type),
  );
  expect(new Set(types)).toEqual(new Set(attributeTypes));
  const formals = Object.values(rules).flatMap(({ formal }) => formal ?? []);
  const forms = Formal.options.map(({ shape }) => shape.type.value);
  expect(new Set(formals.map(({ type }) => type))).toEqual(new Set(forms));
  const scopes = formals.flatMap((formal) => (formal.type === "permission" ? formal.scope : []));
  expect(new Set(scopes)).toEqual(new Set(["own", "joined", "any"]));
  const effects = formals.flatMap((formal) => (formal.type === "effect" ? formal.effect.type : []));
  expect(new Set(effects)).toEqual(new Set(["create", "update", "notify"]));
});

test("every function is named with what it is given", () => {
  const missing = Object.entries(builtins).filter(([name, { parameters }]) => {
    const given = new RegExp(`\`${name}\\(([^()]*)\\)\``).exec(page)?.[1];
    return given === undefined || (given === "") !== (parameters.length === 0);
  });
  expect(missing.map(([name]) => name)).toEqual([]);
});
