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

  test("takes one wrapper both inside and outside of a named recursion", () => {
    interface Tree {
      trees: Tree[];
    }
    const trees: z.ZodType<Tree[]> = z.array(z.lazy(() => tree));
    const tree: z.ZodType<Tree> = z.strictObject({ trees }).meta({ id: "Tree" });
    expect(schemaOf(trees)).toEqual({
      root: { type: "array", items: { type: "reference", name: "Tree" } },
      definitions: {
        Tree: {
          type: "object",
          properties: { trees: { type: "array", items: { type: "reference", name: "Tree" } } },
          required: ["trees"],
        },
      },
    });
  });

  test("keeps named leaves named, whatever wraps them", () => {
    const name = z
      .string()
      .regex(/^[a-z]+$/)
      .max(9)
      .meta({ id: "Name", description: "A name." });
    const color = z.enum(["red", "blue"]).meta({ id: "Color" });
    const { root, definitions } = schemaOf(
      z.strictObject({
        a: name,
        b: name.optional(),
        c: color.nullable().optional(),
        d: z.record(name, color),
      }),
    );
    expect(definitions).toEqual({
      Name: { type: "string", pattern: "^[a-z]+$", maxLength: 9, description: "A name." },
      Color: { type: "enum", values: ["red", "blue"] },
    });
    expect(root).toMatchObject({
      required: ["a", "d"],
      properties: {
        b: { type: "reference", name: "Name" },
        c: { type: "nullable", inner: { type: "reference", name: "Color" } },
        d: { additional: { type: "reference", name: "Color" }, keys: { pattern: "^[a-z]+$" } },
      },
    });
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
