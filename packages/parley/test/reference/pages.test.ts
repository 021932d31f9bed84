import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { expressionExamples, expressionSchema, nodeOf } from "../../scripts/reference/expression-page.ts";
import { groupsOf } from "../../scripts/reference/kinds.ts";
import { exampleValues, expressionTexts, referenceFiles } from "../../scripts/reference/pages.ts";
import { languages } from "../../src/backend/documents.ts";
import { documentNames } from "../../src/diagnostic/diagnostic.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { convertExpressions } from "../../src/schema/expressions.ts";
import { fits } from "../../src/schema/fits.ts";
import type { Schema } from "../../src/schema/ir.ts";
import { printKinds } from "../program/kinds.ts";
import { kindsMarkdown } from "../scenario/kinds.ts";
import { sampledDiagnostics } from "./diagnostics.ts";
import { exampleDocuments } from "./documents.ts";

const root = resolve(import.meta.dirname, "../../../..");
const documents = exampleDocuments();
const values = exampleValues(documents);

/** Whether a value with expressions as text is one of a schema's root. */
function isOf(schema: Schema, value: unknown): boolean {
  const sound = new Set<unknown>();
  const { value: read, diagnostics } = convertExpressions(schema, value, (text) => {
    const parsed = parseExpression(text as string);
    if ("problems" in parsed) return { diagnostics: [] };
    sound.add(parsed.expression);
    return { value: parsed.expression };
  });
  return diagnostics.length === 0 && fits(schema, schema.root, read, sound);
}

test.each(documentNames)("every kind of node of %s has an example that its schema takes", (name) => {
  const { schema } = languages[name];
  const examples = values.get(name)!;
  const kinds = groupsOf(schema).flatMap((group) => group.kinds);
  expect(kinds.map(({ key }) => key).filter((key) => !examples.has(key))).toEqual([]);
  const unfit = kinds.filter(({ key, node }) => {
    const own = { root: node, definitions: schema.definitions };
    return !isOf(own, examples.get(key));
  });
  expect(unfit.map(({ key }) => key)).toEqual([]);
});

test("every kind of expression has an example that is one", () => {
  const texts = expressionExamples(expressionTexts(documents));
  const schema = expressionSchema({});
  const kinds = groupsOf(schema).flatMap((group) => group.kinds);
  expect(new Set(texts.keys())).toEqual(new Set(kinds.map(({ tag }) => tag)));
  for (const [type, text] of texts) {
    expect(parseExpression(text)).toMatchObject({ expression: { type } });
    expect(isOf(schema, nodeOf(text)), text).toBe(true);
  }
});

test("the committed pages are what the generator prints; UPDATE=1 writes them", async () => {
  const tables = { program: printKinds(), scenario: await kindsMarkdown() };
  const files = await referenceFiles(documents, await sampledDiagnostics(), tables);
  for (const [path, text] of files) {
    const file = join(root, path);
    if (process.env["UPDATE"] === "1") {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    expect(existsSync(file) ? readFileSync(file, "utf8") : "", path).toBe(text);
  }
});
