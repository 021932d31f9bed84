import { path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { rowOf, stringType, type Environment, type ModelType, type Signature } from "../expression/types.ts";
import { someNode } from "../expression/visit.ts";
import type { Api, Property } from "./document.ts";
import { propertyRecords } from "./walk.ts";

/** The name by which a source speaks of the row that an answer is made from. */
export const ROW = "row";

/** The properties that an answer has. */
export function answeredProperties(properties: Record<string, Property>): [string, Property][] {
  return Object.entries(properties).filter(([, { only }]) => only !== "body");
}

/** What sources may call besides the built-in functions. */
export const sourceFunctions = {
  /** Where the API is served, as its caller sees it, without a slash at the end. */
  baseUrl: { parameters: [], result: stringType },
} as const satisfies Record<string, Signature>;

/** What the source of a property may speak of: the row, and through it its relations. */
export function rowEnvironment(models: Readonly<Record<string, ModelType>>, model: string): Environment {
  return { names: { [ROW]: rowOf(model) }, models, functions: sourceFunctions };
}

/** Whether any answer says where the API is served. */
export function saysWhereServed(api: Api): boolean {
  return propertyRecords(api).some(({ properties }) =>
    Object.values(properties).some(
      ({ source }) =>
        source && someNode(source, (node) => node.type === "call" && node.function === "baseUrl"),
    ),
  );
}

/**
 * Where a property's value comes from: its source, or the field or relation of its name. `undefined` for a nested
 * object without a source, whose own properties come from the same row, and for a constant, which says it all.
 */
export function sourceOf(name: string, property: Property): Expression | undefined {
  const { source, schema } = property;
  if (schema.type === "constant") return undefined;
  if (source) return source;
  return schema.type === "object" ? undefined : path(ROW, name);
}
