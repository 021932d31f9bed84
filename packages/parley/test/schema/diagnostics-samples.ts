import { z } from "zod";
import { checkExportLimits } from "../../src/schema/export-limits.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { importAnswer } from "../../src/schema/import-answer.ts";
import { validate } from "../../src/schema/validate.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";
import { drawing, shape, validText } from "./sample.ts";

/** Values that are not of their type. */
const values: [code: string, type: z.ZodType, value: unknown][] = [
  ["missing", z.strictObject({ a: z.int() }), {}],
  ["type", z.strictObject({ a: z.int() }), { a: "1" }],
  ["unknown-key", drawing, { ...validText, tytle: 1 }],
  ["value", z.enum(["sketch", "print"]), "scetch"],
  ["tag", shape, { type: "squere", side: 3 }],
  ["size", z.array(z.int()).max(1), [1, 2]],
  ["range", z.int().min(3), 2],
  ["format", z.uuid(), "no"],
  ["key", z.record(z.string().regex(/^[a-z]+$/), z.int()), { B: 1 }],
];

const deep = Array.from({ length: 11 }).reduce<z.ZodType>((inner) => z.strictObject({ a: inner }), z.int());

function wide(count: number, name: (index: number) => string): z.ZodType {
  const names = Array.from({ length: count }, (_, index) => name(index));
  return z.strictObject(Object.fromEntries(names.map((one) => [one, z.boolean()])));
}

/** Types that a provider would refuse. */
const types: [code: string, type: z.ZodType][] = [
  ["too-many-properties", wide(5001, (index) => `p${index}`)],
  ["too-deep", deep],
  ["too-many-values", z.strictObject({ a: z.enum(Array.from({ length: 1001 }, (_, index) => `v${index}`)) })],
  ["too-much-text", wide(1300, (index) => `${"long".repeat(25)}${index}`)],
  ["too-large", wide(5000, (index) => `property${index}`)],
  ["two-absences", z.strictObject({ a: z.int().nullable().optional() })],
];

export const diagnosticSamples: DiagnosticSample[] = [
  ...values.map(([code, type, value]): DiagnosticSample => ({
    code: `schema/${code}`,
    provoke: () => validate(type, value, { call: "draw" }),
  })),
  ...types.map(([code, type]): DiagnosticSample => ({
    code: `export/${code}`,
    provoke: () => checkExportLimits(schemaOf(type), "openai-strict", "draw"),
  })),
  {
    code: "answer/duplicate-name",
    provoke: () => {
      const type = schemaOf(z.strictObject({ sizes: z.record(z.string(), z.int()) }));
      const sizes = [
        { name: "width", value: 1 },
        { name: "width", value: 2 },
      ];
      return importAnswer(type, "openai-strict", { sizes }, "draw").diagnostics;
    },
  },
];
