import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { documentText } from "../../src/agent/document-files.ts";
import { editorSchemas } from "../../src/backend/editor-schemas.ts";
import { documentNames } from "../../src/diagnostic/diagnostic.ts";
import { exampleDocuments } from "../reference/documents.ts";

const schemas = editorSchemas();
const documents = exampleDocuments().map(({ document, value }) => ({
  document,
  json: JSON.parse(documentText(document, value)) as Record<string, unknown>,
}));

function schemaOf(name: string): z.core.JSONSchema.JSONSchema {
  return JSON.parse(schemas.get(`${name}.schema.json`)!) as z.core.JSONSchema.JSONSchema;
}

describe.each(documentNames)("%s", (name) => {
  const type = z.fromJSONSchema(schemaOf(name));
  const own = documents.filter(({ document }) => document === name);

  test("real documents fit", () => {
    expect(own.length).toBeGreaterThan(1);
    for (const { json } of own) expect(type.safeParse(json).error?.issues).toBeUndefined();
  });

  test("a misspelt key, a missing one and a value of another type do not", () => {
    const { json } = own[0]!;
    const [key] = Object.keys(json);
    const { [key!]: value, ...rest } = json;
    expect(type.safeParse({ ...rest, [`${key!}x`]: value }).success).toBe(false);
    expect(type.safeParse(rest).success).toBe(false);
    expect(type.safeParse({ ...rest, [key!]: 7 }).success).toBe(false);
  });

  test("the dialect is that of editors, every reference leads somewhere, and nodes are described", () => {
    const schema = schemaOf(name);
    const definitions = (schema.definitions ?? {}) as object;
    const text = schemas.get(`${name}.schema.json`)!;
    expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
    const references = [...text.matchAll(/"\$ref": "#\/definitions\/(\w+)"/g)].map(([, target]) => target!);
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((target) => !Object.hasOwn(definitions, target))).toEqual([]);
    expect(text).not.toContain("$defs");
    expect(text.match(/"description": /g)?.length ?? 0).toBeGreaterThan(10);
  });
});

test("a generated project tells the editor which schema belongs to which document", () => {
  const settings = new URL("../../templates/project/.vscode/settings.json", import.meta.url);
  const { "json.schemas": mapped } = JSON.parse(readFileSync(settings, "utf8")) as {
    "json.schemas": { fileMatch: string[]; url: string }[];
  };
  expect(mapped).toEqual(
    documentNames.map((name) => ({
      fileMatch: [`/.parley/documents/${name}.json`],
      url: `./.parley/schemas/${name}.schema.json`,
    })),
  );
  expect([...schemas.keys()]).toEqual(mapped.map(({ url }) => url.slice("./.parley/schemas/".length)));
});
