import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson, hashOf } from "../../src/schema/canonical.ts";
import { coerce } from "../../src/schema/coerce.ts";
import { exportSchema, type ExportFlavour } from "../../src/schema/export.ts";
import { checkExportLimits } from "../../src/schema/export-limits.ts";
import { exportValue, importAnswer } from "../../src/schema/import-answer.ts";
import { convertExpressions } from "../../src/schema/expressions.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { randomTree, seededRandom } from "../../src/schema/random.ts";
import { validate } from "../../src/schema/validate.ts";
import { drawing, parseSample, printSample, shape } from "./sample.ts";

const types: [string, z.ZodType][] = [
  ["drawing", drawing],
  ["shape", shape],
  ["list", z.array(shape)],
  ["record", z.record(z.string(), z.strictObject({ name: z.string(), size: z.int().optional() }))],
];
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

function random(type: z.ZodType, seed: number): unknown {
  return randomTree(schemaOf(type), {
    random: seededRandom(seed),
    size: seed % 80,
    expression: randomExpression,
  });
}

function randomExpression(source: () => number): unknown {
  return parseSample(source() < 0.5 ? "12.5" : "width");
}

function limitsOf(type: z.ZodType): string[] {
  return checkExportLimits(schemaOf(type), "openai-strict", "x").map(({ code }) => code);
}

function asText(type: z.ZodType, value: unknown): unknown {
  return convertExpressions(schemaOf(type), value, (tree) => ({ value: printSample(tree) })).value;
}

describe.each(types)("random trees of %s", (_name, type) => {
  const schema = schemaOf(type);

  test("are valid", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(validate(type, random(type, seed), { call: "x" })).toEqual([]);
      }),
    );
  });

  test("are not changed by coercion", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const value = random(type, seed);
        expect(coerce(schema, value)).toEqual({ value, notes: [] });
        const text = asText(type, value);
        expect(coerce(schema, text)).toEqual({ value: text, notes: [] });
      }),
    );
  });

  test.each<ExportFlavour>(["plain", "openai-strict"])(
    "come back from %s, and fit what was exported",
    (flavour) => {
      const exported = z.fromJSONSchema(exportSchema(schema, flavour) as z.core.JSONSchema.JSONSchema);
      fc.assert(
        fc.property(seeds, (seed) => {
          const value = asText(type, random(type, seed));
          const sent = exportValue(schema, flavour, value);
          expect(z.safeParse(exported, sent).error?.issues).toBeUndefined();
          expect(importAnswer(schema, flavour, sent, "x")).toEqual({ value, diagnostics: [] });
        }),
        { numRuns: 50 },
      );
    },
  );
});

describe("exported schemas", () => {
  test("strict ones keep OpenAI's rules", () => {
    const visit = (node: unknown): void => {
      if (typeof node !== "object" || node === null) return;
      const object = node as Record<string, unknown>;
      expect(Object.keys(object)).not.toContain("oneOf");
      if ("$ref" in object) expect(Object.keys(object)).toEqual(["$ref"]);
      if (object["type"] === "object" && typeof object["properties"] === "object") {
        expect(object["additionalProperties"]).toBe(false);
        expect(object["required"]).toEqual(Object.keys(object["properties"] ?? {}));
      }
      Object.values(object).forEach(visit);
    };
    const exported = exportSchema(schemaOf(drawing), "openai-strict");
    expect(exported).toMatchObject({ type: "object", properties: { visible: { type: "string" } } });
    visit(exported);
  });

  test("a root that is no object is wrapped", () => {
    expect(exportSchema(schemaOf(shape), "plain")).toMatchObject({ type: "object", required: ["answer"] });
  });

  test("limits are checked", () => {
    const many = z.strictObject({ a: z.enum(Array.from({ length: 1001 }, (_, index) => `v${index}`)) });
    const deep = Array.from({ length: 11 }).reduce<z.ZodType>(
      (inner) => z.strictObject({ a: inner }),
      z.int(),
    );
    const vague = z.strictObject({ a: z.int().nullable().optional() });
    expect(limitsOf(drawing)).toEqual([]);
    expect(limitsOf(many)).toEqual(["export/too-many-values"]);
    expect(limitsOf(deep)).toEqual(["export/too-deep"]);
    expect(limitsOf(vague)).toEqual(["export/two-absences"]);
  });

  test("a name given twice is reported, not dropped in silence", () => {
    const list = [
      { name: "a", value: 1 },
      { name: "a", value: 2 },
    ];
    const { diagnostics } = importAnswer(
      schemaOf(z.strictObject({ r: z.record(z.string(), z.int()) })),
      "openai-strict",
      { r: list },
      "x",
    );
    expect(diagnostics.map(({ code, at }) => [code, "pointer" in at && at.pointer])).toEqual([
      ["answer/duplicate-name", "/r"],
    ]);
  });
});

test("canonical JSON does not depend on the order of keys, and reads back", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(hashOf({ b: 1, a: undefined })).toBe(hashOf({ b: 1 }));
  expect(() => canonicalJson({ at: Number.NaN })).toThrow(/NaN/);
});
