import { describe, expect, test } from "vitest";
import { z } from "zod";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { drawing } from "./sample.ts";

describe("schemaOf", () => {
  const schema = schemaOf(drawing);
  const root = schema.root.type === "object" ? schema.root : undefined;

  test("reads every kind of node", () => {
    expect(root?.properties["title"]).toEqual({
      type: "string",
      minLength: 1,
      maxLength: 40,
      description: "Shown above the drawing.",
    });
    expect(root?.properties["owner"]).toEqual({
      type: "nullable",
      inner: { type: "string", format: "uuid" },
    });
    expect(root?.properties["scale"]).toEqual({
      type: "number",
      integer: false,
      exclusiveMinimum: 0,
      maximum: 8,
      multipleOf: 0.5,
    });
    expect(root?.properties["shapes"]).toMatchObject({ additional: { type: "reference", name: "Shape" } });
    expect(root?.properties["sides"]).toMatchObject({ required: ["left", "right"] });
    expect(root?.properties["extra"]).toEqual({ type: "unknown" });
    expect(root?.required).not.toContain("extra");
  });

  test("marks expressions and does not read into them", () => {
    expect(root?.properties["visible"]).toEqual({ type: "expression", description: "A condition." });
    expect(Object.keys(schema.definitions).sort()).toEqual(["Circle", "Folder", "Group", "Shape"]);
  });

  test("finds the tag of a plain union", () => {
    expect(schema.definitions["Shape"]).toMatchObject({ type: "union", discriminator: "type" });
  });

  test("flattens a union in a union", () => {
    const inner = z.union([
      z.strictObject({ type: z.literal("a") }),
      z.strictObject({ type: z.literal("b") }),
    ]);
    const outer = schemaOf(z.union([inner, z.strictObject({ type: z.literal("c") })]));
    expect(outer.root).toMatchObject({ discriminator: "type", variants: { length: 3 } });
  });

  const refused: [string, z.ZodType][] = [
    ["transform", z.strictObject({ a: z.string().transform((text) => text.length) })],
    ["default", z.strictObject({ a: z.string().default("x") })],
    ["coercion", z.coerce.number()],
    ["refinement", z.string().refine((text) => text !== "")],
    ["trim", z.string().trim()],
    ["loose object", z.object({ a: z.string() })],
    ["tuple", z.tuple([z.string()])],
    ["nameless recursion", nameless()],
  ];
  test.each(refused)("refuses %s", (_name, type) => {
    expect(() => schemaOf(type)).toThrow(/A document schema cannot use/);
  });
});

function nameless(): z.ZodType {
  const tree: z.ZodType = z.strictObject({ children: z.array(z.lazy(() => tree)) });
  return tree;
}
