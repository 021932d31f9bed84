import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { languages } from "../../src/backend/documents.ts";
import { Expression } from "../../src/expression/document.ts";
import { fits } from "../../src/schema/fits.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { isRecord } from "../../src/schema/ir.ts";
import { randomTree, seededRandom, type RandomTreeOptions } from "../../src/schema/random.ts";
import { validate } from "../../src/schema/validate.ts";
import { drawing, shape } from "./sample.ts";

const types: [string, z.ZodType][] = [
  ["drawing", drawing],
  ["shape", shape],
  [
    "numbers",
    z.array(z.union([z.int().min(-3).max(9), z.number().gt(0.5).lt(2.5), z.null()]).or(z.boolean())),
  ],
  ...Object.entries(languages).map(([name, { zod }]): [string, z.ZodType] => [name, zod]),
];
const seeds = fc.integer({ min: 0, max: 2 ** 31 });
const expression = { type: "integer", value: 1 };

/** Puts something else at one place of a value, or takes a key away. */
function spoil(value: unknown, random: RandomTreeOptions["random"]): unknown {
  if ((typeof value !== "object" || value === null || random() < 0.1) && value !== expression) {
    const others = [undefined, null, "", "ä-1", -7, 0.5, 2 ** 60, Number.NaN, true, [], {}, { type: "x" }];
    return others[Math.floor(random() * others.length)];
  }
  if (Array.isArray(value)) {
    const at = Math.floor(random() * (value.length + 1));
    return [...value.slice(0, at), spoil(value[at], random), ...value.slice(at + 1)];
  }
  if (!isRecord(value) || value === expression) return value;
  const keys = Object.keys(value);
  const key = random() < 0.1 ? "strange" : keys[Math.floor(random() * keys.length)];
  if (key === undefined) return { strange: 1 };
  const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  return random() < 0.2 ? rest : { ...rest, [key]: spoil(value[key], random) };
}

describe.each(types)("%s", (_, type) => {
  const schema = schemaOf(type);
  const tree = (seed: number): unknown =>
    randomTree(schema, { random: seededRandom(seed), size: seed % 60, expression: () => expression });
  const isFitting = (value: unknown): boolean => fits(schema, schema.root, value, new Set([expression]));

  test("what fits is valid, also what was spoiled", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const value = spoil(tree(seed), seededRandom(seed + 1));
        if (isFitting(value)) expect(validate(type, value, { call: "x" })).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test.skipIf(JSON.stringify(schema).includes('"format"'))("valid trees fit", () => {
    const values = Array.from({ length: 60 }, (_, seed) => tree(seed));
    expect(values.filter((value) => !isFitting(value))).toEqual([]);
  });
});

test("an expression fits only where its parser vouches for it", () => {
  const schema = schemaOf(z.strictObject({ size: Expression }));
  const size = { type: "integer", value: 1 };
  const isFitting = (sound: object[]): boolean => fits(schema, schema.root, { size }, new Set(sound));
  expect([isFitting([]), isFitting([size])]).toEqual([false, true]);
});
