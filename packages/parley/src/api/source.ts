import type { Database } from "../database/document.ts";
import { modelTypes } from "../database/environment.ts";
import { path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { rowOf, type Environment } from "../expression/types.ts";
import type { Property } from "./document.ts";

/** The name by which a source speaks of the row that an answer is made from. */
export const ROW = "row";

/** What the source of a property may speak of: the row, and through it its relations. */
export function rowEnvironment(database: Database, model: string): Environment {
  return { names: { [ROW]: rowOf(model) }, models: modelTypes(database) };
}

/**
 * Where a property's value comes from: its source, or the field or relation of its name. `undefined` for a nested
 * object without a source, whose own properties come from the same row.
 */
export function sourceOf(name: string, property: Property): Expression | undefined {
  if (property.source) return property.source;
  return property.schema.type === "object" ? undefined : path(ROW, name);
}
