import { path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { rowOf, type Environment, type ModelType } from "../expression/types.ts";
import type { Property } from "./document.ts";

/** The name by which a source speaks of the row that an answer is made from. */
export const ROW = "row";

/** What the source of a property may speak of: the row, and through it its relations. */
export function rowEnvironment(models: Readonly<Record<string, ModelType>>, model: string): Environment {
  return { names: { [ROW]: rowOf(model) }, models };
}

/**
 * Where a property's value comes from: its source, or the field or relation of its name. `undefined` for a nested
 * object without a source, whose own properties come from the same row.
 */
export function sourceOf(name: string, property: Property): Expression | undefined {
  if (property.source) return property.source;
  return property.schema.type === "object" ? undefined : path(ROW, name);
}
