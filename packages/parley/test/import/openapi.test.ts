import { describe, expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { Api } from "../../src/api/document.ts";
import { printOpenApi } from "../../src/api/print/openapi.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { importOpenapi, type ImportedOpenapi } from "../../src/import/openapi.ts";
import { openapiDifferences, unexplained } from "../../src/import/openapi-difference.ts";
import { report } from "../../src/import/openapi-report.ts";
import { readOpenapiText } from "../../src/import/openapi-text.ts";
import { corpus, hasCorpus } from "./openapi-corpus.ts";
import { described, get, json, post, samples } from "./openapi-samples.ts";

/** What an import gives checks, and prints back what was described but for what it says. */
function expectKept(description: unknown): ImportedOpenapi {
  const imported = importOpenapi(description);
  const { api, database, diagnostics } = imported;
  expect(Api.parse(api)).toEqual(api);
  expect(checkDatabase(database).filter(isError)).toEqual([]);
  expect(checkApi(api, database).filter(isError)).toEqual([]);
  const differences = openapiDifferences(description, printOpenApi(api, database));
  expect(unexplained(differences, diagnostics)).toEqual([]);
  return imported;
}

describe.runIf(hasCorpus)("real descriptions", () => {
  test("Petstore comes back without a difference", () => {
    const description = corpus("petstore.yaml");
    const { api, database } = expectKept(description);
    expect(openapiDifferences(description, printOpenApi(api, database))).toEqual([]);
    expect(Object.keys(api.operations)).toHaveLength(19);
    expect(Object.keys(database.models)).toEqual(expect.arrayContaining(["Pet", "Order", "User"]));
  });

  test("of Discourse every difference is explained, and no operation is lost", () => {
    const { api } = expectKept(corpus("discourse.json"));
    expect(Object.keys(api.operations)).toHaveLength(93);
  });
});

test.each(samples)("$code", ({ code, pointer, description }) => {
  const { diagnostics } = importOpenapi(description);
  const found = diagnostics.map((one) => [one.code, "pointer" in one.at ? one.at.pointer : undefined]);
  expect(found).toContainEqual([`openapi/${code}`, pointer]);
});

test("every diagnostic has a sample, and none is left unexplained", () => {
  const codes = new Set([...samples.map(({ code }) => code), "malformed-text"]);
  expect(codes).toEqual(new Set(Object.keys(report)));
  for (const { code, description } of samples) if (code !== "not-openapi") expectKept(description);
});

test("a text that is neither JSON nor YAML is said to be none", () => {
  expect(readOpenapiText("a: [1").diagnostics.map(({ code }) => code)).toEqual(["openapi/malformed-text"]);
  expect(readOpenapiText('{"openapi": "3.1.0"}').description).toEqual({ openapi: "3.1.0" });
});

describe("every kind of schema comes back", () => {
  const kinds: [string, object][] = [
    ["a nullable text of 3.0", { type: "string", nullable: true, maxLength: 5 }],
    ["a nullable text of 3.1", { type: ["string", "null"], description: "x" }],
    ["an enum with null", { type: ["string", "null"], enum: ["a", null] }],
    ["a constant", { const: 5 }],
    ["an enum of one flag", { type: "boolean", enum: [true] }],
    ["an enum of numbers", { type: "integer", enum: [1, 2] }],
    ["exclusive bounds of 3.0", { type: "number", minimum: 1, exclusiveMinimum: true }],
    ["exclusive bounds of 3.1", { type: "integer", exclusiveMaximum: 5, format: "int64" }],
    ["a format of their own", { type: "string", format: "byte" }],
    ["several types", { type: ["string", "integer"] }],
    [
      "one of several",
      { oneOf: [{ type: "string" }, { type: "object", properties: { a: {} } }, { type: "null" }] },
    ],
    ["any of several", { anyOf: [{ type: "integer" }, { type: "boolean" }], title: "T" }],
    ["a map", { type: "object", additionalProperties: { type: "integer" } }],
    ["an open object", { type: "object", properties: { a: { type: "string" } } }],
    [
      "a closed object",
      { type: "object", properties: { "a-b": { type: "string" } }, additionalProperties: false },
    ],
    [
      "an object of maps",
      { type: "object", properties: { "1": {} }, additionalProperties: { type: "number" } },
    ],
    [
      "merged objects",
      { allOf: [{ $ref: "#/components/schemas/Node" }, { type: "object", required: ["x"] }] },
    ],
    ["a described reference", { $ref: "#/components/schemas/Node", description: "That one" }],
    ["a reference to a place", { $ref: "#/components/responses/Gone/content/application~1json/schema" }],
    [
      "what contains itself",
      { type: "array", items: { $ref: "#/components/schemas/Node" }, uniqueItems: true },
    ],
    ["anything", {}],
    ["what cannot be said", { not: { type: "string" } }],
    ["conditions", { type: "object", if: { required: ["a"] }, then: { required: ["b"] } }],
    ["names that mean something else", { type: "object", properties: { constructor: {}, id: {}, "": {} } }],
    [
      "read and written alone",
      {
        type: "object",
        required: ["made"],
        properties: { made: { type: "string", readOnly: true }, word: { type: "string", writeOnly: true } },
      },
    ],
    [
      "a default",
      {
        type: "object",
        properties: { a: { type: "integer", default: 3 }, b: { type: "array", default: "x" } },
      },
    ],
    ["a slow pattern", { type: "string", pattern: "^(a+)+$" }],
    ["examples", { type: "object", example: { a: null }, examples: [{}], deprecated: true, "x-own": [1] }],
  ];
  const components = {
    schemas: {
      Node: {
        type: "object",
        properties: { next: { $ref: "#/components/schemas/Node" }, x: { type: "integer" } },
      },
    },
    responses: { Gone: { description: "Gone", content: json({ type: "integer", minimum: 3 }) } },
  };

  test.each(kinds)("%s", (_title, schema) => {
    expectKept(
      described(
        {
          "/things": {
            post: post("makeThing", schema, schema),
            get: get("listThings", { type: "array", items: schema }),
          },
        },
        components,
      ),
    );
  });
});

describe("differences", () => {
  const base = described({
    "/a/{id}": { get: get("readA", { type: "object", properties: { b: { type: "string" } } }) },
  });
  const changed = (change: (copy: ReturnType<typeof described>) => void): string[] => {
    const copy = structuredClone(base);
    change(copy);
    return openapiDifferences(base, copy).map(({ pointer }) => pointer);
  };

  test("a name of a component, the order of keys and what goes without saying are none", () => {
    const named = described(
      {
        "/a/{id}": {
          parameters: [],
          get: { ...get("readA", { $ref: "#/components/schemas/X" }), deprecated: false },
        },
      },
      {
        schemas: {
          X: {
            additionalProperties: true,
            properties: { b: { minLength: 0, type: ["string"] } },
            type: "object",
          },
        },
      },
    );
    expect(openapiDifferences(base, named)).toEqual([]);
  });

  test.each([
    [
      "a type",
      "/responses/200/content/application~1json/schema/properties/b/type",
      { b: { type: "integer" } },
    ],
    [
      "null",
      "/responses/200/content/application~1json/schema/properties/b/type",
      { b: { type: ["string", "null"] } },
    ],
    [
      "a bound",
      "/responses/200/content/application~1json/schema/properties/b/maxLength",
      { b: { type: "string", maxLength: 1 } },
    ],
    [
      "a property",
      "/responses/200/content/application~1json/schema/properties/c",
      { b: { type: "string" }, c: {} },
    ],
  ])("%s is one", (_title, pointer, properties) => {
    const found = changed(({ paths }) => {
      paths["/a/{id}"]!["get"] = get("readA", { type: "object", properties });
    });
    expect(found).toEqual([`/paths/~1a~1{id}/get${pointer}`]);
  });

  test("a lost operation, a changed name and another address are some", () => {
    expect(changed(({ paths }) => delete paths["/a/{id}"])).toEqual(["/paths/~1a~1{id}"]);
    expect(changed((copy) => (copy.servers = [{ url: "/v2" }]))).toEqual(["/servers"]);
    expect(changed(({ paths }) => (paths["/a/{id}"]!["get"]!["operationId"] = "b"))).toEqual([
      "/paths/~1a~1{id}/get/operationId",
    ]);
  });
});

test("whatever is given, an import ends and checks", () => {
  const strange = [
    null,
    5,
    "openapi",
    [],
    { openapi: 3 },
    { openapi: "3.1.0" },
    { openapi: "3.0.0", paths: [] },
  ];
  const broken = [
    { "/a": null, "/b": { get: 5, post: { responses: null, parameters: [null, {}, { in: "path" }] } } },
    {
      "/c": {
        put: { requestBody: { content: 5 }, responses: { "200": { content: { "application/json": 3 } } } },
      },
    },
    { "/d": { $ref: "#/paths/~1d" }, "/e": { get: { parameters: [{ $ref: "#/nowhere" }], responses: {} } } },
  ];
  for (const value of [...strange, ...broken.map((paths) => ({ ...described({}), paths }))]) {
    const { api, database } = importOpenapi(value);
    expect(checkApi(api, database).filter(isError)).toEqual([]);
  }
});
