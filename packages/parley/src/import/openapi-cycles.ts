import type { ApiSchema, NamedSchema, Property } from "../api/document.ts";
import type { Importing } from "./openapi-leaves.ts";
import { here, report } from "./openapi-report.ts";

/** Schemas that contain themselves are kept as JSON from where they do: rows are loaded to a known depth. */
export function breakCycles({ api, diagnostics }: Importing): void {
  const open: string[] = [];
  const done = new Set<string>();
  const visit = (name: string): void => {
    const schema = api.schemas[name];
    if (done.has(name) || !schema) return;
    open.push(name);
    api.schemas[name] = mapNamed(schema, (node) => {
      if (node.type !== "reference" || !open.includes(node.schema)) {
        if (node.type === "reference") visit(node.schema);
        return node;
      }
      diagnostics.push(
        report.recursive(here(["components", "schemas", schema.wire ?? name]), {
          schema: api.schemas[node.schema]?.wire ?? node.schema,
        }),
      );
      return { type: "json", of: node };
    });
    open.pop();
    done.add(name);
  };
  for (const name of Object.keys(api.schemas)) visit(name);
}

type Change = (node: ApiSchema) => ApiSchema;

/** The named schema with every node changed that is not inside of what is kept as JSON. */
export function mapNamed(schema: NamedSchema, change: Change): NamedSchema {
  return {
    ...schema,
    properties: mapProperties(schema.properties, change),
    ...(schema.rest ? { rest: mapSchema(schema.rest, change) } : {}),
    ...(schema.value ? { value: mapSchema(schema.value, change) } : {}),
  };
}

function mapProperties(properties: Record<string, Property>, change: Change): Record<string, Property> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      { ...property, schema: mapSchema(property.schema, change) },
    ]),
  );
}

function mapSchema(schema: ApiSchema, change: Change): ApiSchema {
  switch (schema.type) {
    case "array":
      return { ...schema, items: mapSchema(schema.items, change) };
    case "nullable":
      return { ...schema, of: mapSchema(schema.of, change) };
    case "object":
      return {
        ...schema,
        properties: mapProperties(schema.properties, change),
        ...(schema.rest ? { rest: mapSchema(schema.rest, change) } : {}),
      };
    default:
      return change(schema);
  }
}
