import { describe, expect, test } from "vitest";
import { z } from "zod";
import { coerce } from "../../src/schema/coerce.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { drawing, shape, validText } from "./sample.ts";

const of = (type: z.ZodType, value: unknown): [unknown, string[]] => {
  const { value: coerced, notes } = coerce(schemaOf(type), value);
  return [coerced, notes.map((note) => `${note.type} ${note.pointer}`)];
};
const square = { type: "square", side: 3 };

describe("coerce", () => {
  test.each<[string, z.ZodType, unknown, unknown, string[]]>([
    ["a union sent as text", shape, JSON.stringify(square), square, ["decoded "]],
    ["a union encoded twice", shape, JSON.stringify(JSON.stringify(square)), square, ["decoded "]],
    ["text inside a list", z.array(shape), [JSON.stringify(square)], [square], ["decoded /0"]],
    ["broken JSON in text", shape, '{type: "square", "side": 3,}', square, ["decoded "]],
    ["numbers as text", shape, { type: "square", side: "3" }, square, ["number /side"]],
    ["booleans as text", z.boolean(), "False", false, ["boolean "]],
    ["a number for text", z.string(), 5, "5", ["text "]],
    ["null for absent", shape, { ...square, label: null }, square, ["null-dropped /label"]],
    ["absent for null", z.strictObject({ a: z.int().nullable() }), {}, { a: null }, ["null-added /a"]],
    ["a missing constant", z.strictObject({ v: z.literal(1) }), {}, { v: 1 }, ["constant-added /v"]],
    ["a missing tag", shape, { side: 3 }, square, ["tag-added /type"]],
    ["a misspelt tag", shape, { type: "Squares", side: 3 }, square, ["spelling /type"]],
    ["a misspelt tag key", shape, { Type: "square", side: 3 }, square, ["spelling /type"]],
    ["a tag as key", shape, { square: { side: 3 } }, square, ["unwrapped "]],
    ["one value for a list", z.array(shape), square, [square], ["listed "]],
    [
      "a list for a record",
      z.record(z.string(), shape),
      [{ name: "a", ...square }],
      { a: square },
      ["unlisted "],
    ],
    ["extra keys", shape, { ...square, color: "red" }, square, ["key-dropped /color"]],
    [
      "another style of key",
      z.strictObject({ dueDate: z.int() }),
      { due_date: 1 },
      { dueDate: 1 },
      ["key-renamed /dueDate"],
    ],
    ["another style of value", z.enum(["finalPrint", "other"]), "FINAL_PRINT", "finalPrint", ["spelling "]],
    ["a number for an untagged union", z.union([z.int(), z.boolean()]), "7", 7, ["number "]],
  ])("mends %s", (_name, type, value, expected, notes) => {
    expect(of(type, value)).toEqual([expected, notes]);
  });

  test("leaves alone what could mean several things", () => {
    const either = z.union([
      z.strictObject({ type: z.literal("a"), x: z.int() }),
      z.strictObject({ type: z.literal("b"), x: z.int() }),
    ]);
    expect(of(either, { x: 1 })).toEqual([{ x: 1 }, []]);
    expect(of(z.int(), "about 7")).toEqual(["about 7", []]);
    expect(of(shape, '{"type": "square", "side"')).toEqual(['{"type": "square", "side"', []]);
  });

  test("keeps text that looks like JSON where text is wanted", () => {
    expect(of(z.string(), '{"a":1}')).toEqual(['{"a":1}', []]);
    expect(of(z.string().nullable(), "null")).toEqual(["null", []]);
  });

  test("does not touch its input nor prototypes", () => {
    const input = Object.freeze({ ...validText, version: "1" });
    expect(of(drawing, input)[0]).toEqual({ ...validText });
    const [value] = of(z.record(z.string(), z.int()), JSON.parse('{"__proto__": "1"}'));
    expect(Object.keys(value as object)).toEqual(["__proto__"]);
  });
});
