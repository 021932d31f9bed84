import { z } from "zod";
import { defineDiagnostics } from "../../src/diagnostic/define.ts";

export const sampleReport = defineDiagnostics("sample", {
  syntax: { severity: "error", message: "This is no expression." },
});

/** Types with every kind of node, used by the schema and model tests. */
const identifier = z.string().regex(/^[a-z][a-zA-Z0-9]{0,19}$/);

const expression = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("number"), value: z.number() }),
    z.strictObject({ type: z.literal("name"), name: identifier }),
  ])
  .meta({ id: "Expression", expression: true, description: "A condition." });

export type Shape =
  | { type: "circle"; radius: number }
  | { type: "square"; side: number; label?: string }
  | { type: "group"; members: Shape[]; byName?: Record<string, Shape> };

const circle = z
  .strictObject({ type: z.literal("circle"), radius: z.number().min(0) })
  .meta({ id: "Circle" });
const square = z.strictObject({
  type: z.literal("square"),
  side: z.int().min(1).max(9),
  label: z.string().min(1).max(5).optional(),
});
const group = z
  .strictObject({
    type: z.literal("group"),
    members: z.array(z.lazy((): z.ZodType<Shape> => shape)),
    byName: z
      .record(
        identifier,
        z.lazy((): z.ZodType<Shape> => shape),
      )
      .optional(),
  })
  .meta({ id: "Group", description: "Shapes held together." });
export const shape: z.ZodType<Shape> = z.union([circle, square, group]).meta({ id: "Shape" });

interface Folder {
  title: string;
  folders: Record<string, Folder>;
}
const folder: z.ZodType<Folder> = z
  .strictObject({
    title: z.string().max(8),
    folders: z.record(
      identifier,
      z.lazy(() => folder),
    ),
  })
  .meta({ id: "Folder" });

export const drawing = z.strictObject({
  title: z.string().min(1).max(40).meta({ description: "Shown above the drawing." }),
  kind: z.enum(["sketch", "finalPrint", "other"]),
  version: z.literal(1),
  owner: z.uuid().nullable(),
  made: z.iso.datetime().optional(),
  scale: z.number().gt(0).lte(8).multipleOf(0.5),
  public: z.boolean(),
  tags: z.array(z.string().max(9)).max(3),
  shapes: z.record(identifier, shape),
  main: shape.nullable(),
  size: z.union([z.int().min(1), z.enum(["small", "large"])]),
  counts: z.record(z.string(), z.int()),
  sides: z.record(z.enum(["left", "right"]), z.boolean()),
  root: folder.optional(),
  visible: expression,
  hidden: z.array(expression).optional(),
  extra: z.json().optional(),
});

/** A valid drawing whose expression is text. */
export const validText = {
  title: "House",
  kind: "sketch",
  version: 1,
  owner: null,
  scale: 1.5,
  public: false,
  tags: ["red"],
  shapes: {
    door: { type: "square", side: 3 },
    all: { type: "group", members: [{ type: "circle", radius: 2 }] },
  },
  main: { type: "circle", radius: 1 },
  size: "small",
  counts: { walls: 4 },
  sides: { left: true, right: false },
  visible: "width",
  extra: { note: ["any", 1, null] },
};

/** The sample's grammar of expressions: a number or a name. */
export function parseSample(text: string): unknown {
  if (/^\d+(\.\d+)?$/.test(text)) return { type: "number", value: Number(text) };
  return /^[a-z][a-zA-Z0-9]{0,19}$/.test(text) ? { type: "name", name: text } : undefined;
}

export function printSample(tree: unknown): string {
  const { value, name } = tree as { value?: number; name?: string };
  return value === undefined ? String(name) : String(value);
}
