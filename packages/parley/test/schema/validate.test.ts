import { describe, expect, test } from "vitest";
import { z } from "zod";
import { locate, readValue, validate } from "../../src/schema/validate.ts";
import type { ConvertExpression } from "../../src/schema/expressions.ts";
import { drawing, parseSample, sampleReport, shape, validText } from "./sample.ts";

const place = { call: "draw" };
function found(type: z.ZodType, value: unknown): string[] {
  return validate(type, value, place).map(
    ({ code, at, message }) => `${code} ${"pointer" in at ? at.pointer : ""} ${message}`,
  );
}

function parse(text: unknown, pointer: string): ReturnType<ConvertExpression> {
  const tree = parseSample(String(text));
  return tree === undefined
    ? { diagnostics: [sampleReport.syntax(locate(place, pointer))] }
    : { value: tree };
}

describe("validate", () => {
  test("reports everything at once, each at its place", () => {
    const value = {
      ...validText,
      visible: { type: "name", name: "x" },
      kind: "scetch",
      tags: [1, "long long long"],
      tytle: 1,
    };
    expect(found(drawing, value)).toEqual([
      'schema/value /kind Expected sketch, finalPrint or other, found "scetch". Did you mean sketch?',
      "schema/type /tags/0 Expected a string, found 1.",
      "schema/size /tags/1 Expected at most 9 characters, found 14.",
      "schema/unknown-key /tytle There is no property tytle here. Did you mean title?",
    ]);
  });

  test("says what is missing", () => {
    expect(found(z.strictObject({ a: z.int(), b: z.enum(["x"]) }), {})).toEqual([
      "schema/missing /a a is missing; expected an integer.",
      "schema/missing /b b is missing; expected x.",
    ]);
  });

  test("goes into the variant that a tag names", () => {
    expect(found(shape, { type: "group", members: [{ type: "square", side: "3", lable: "a" }] })).toEqual([
      'schema/type /members/0/side Expected an integer, found "3".',
      "schema/unknown-key /members/0/lable There is no property lable here. Did you mean label?",
    ]);
  });

  test("names the tags when none fits", () => {
    expect(found(shape, { type: "group", members: [{ type: "squere", side: 3 }] })).toEqual([
      'schema/tag /members/0/type type must say which variant this is: circle, square or group; found "squere". Did you mean square?',
    ]);
    const tagged = z.discriminatedUnion("type", [
      z.strictObject({ type: z.literal("a") }),
      z.strictObject({ type: z.literal("b") }),
    ]);
    expect(found(tagged, { type: "other" })).toEqual([
      'schema/tag /type type must say which variant this is: a or b; found "other".',
    ]);
  });

  test("escapes pointers and explains keys", () => {
    const type = z.record(z.string().regex(/^[a-z/]+$/), z.int());
    expect(found(type, { "a/b": "x", B: 1 })).toEqual([
      'schema/type /a~1b Expected an integer, found "x".',
      expect.stringContaining("schema/key /B The name B is not allowed here"),
    ]);
  });
});

describe("readValue", () => {
  test("parses expressions where the schema has them", () => {
    const { value } = readValue(drawing, validText, place, parse);
    expect(value?.visible).toEqual({ type: "name", name: "width" });
  });

  test("reports a bad expression once, beside everything else", () => {
    const { value, diagnostics } = readValue(
      drawing,
      { ...validText, visible: "a +", hidden: ["1", "?"], scale: "x" },
      place,
      parse,
    );
    expect(value).toBeUndefined();
    expect(diagnostics.map(({ code, at }) => [code, "pointer" in at && at.pointer])).toEqual([
      ["sample/syntax", "/visible"],
      ["sample/syntax", "/hidden/1"],
      ["schema/type", "/scale"],
    ]);
  });
});
