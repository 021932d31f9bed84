import { documentNames } from "../diagnostic/diagnostic.ts";
import { describe } from "../schema/describe.ts";
import { exportSchema, type JsonSchema } from "../schema/export.ts";
import { descriptions } from "./descriptions.ts";
import { languages } from "./documents.ts";

/** The dialect that editors know best. */
const dialect = "http://json-schema.org/draft-07/schema#";

/**
 * JSON Schemas by which editors check and complete the documents' files, as text, by name below `.parley/schemas`.
 * What they cannot say, such as that a name leads somewhere, `parley check` says.
 */
export function editorSchemas(): Map<string, string> {
  return new Map(
    documentNames.map((name) => {
      const exported = exportSchema(describe(languages[name].schema, descriptions), "plain");
      const schema = { $schema: dialect, title: `Parley: ${name}`, ...withDefinitions(exported) };
      return [`${name}.schema.json`, `${JSON.stringify(schema, undefined, 1)}\n`];
    }),
  );
}

/** Names are kept under `definitions`, as this dialect does. */
function withDefinitions(value: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]): [string, unknown] => {
      if (key === "$ref" && typeof item === "string")
        return [key, item.replace("#/$defs/", "#/definitions/")];
      return [key === "$defs" ? "definitions" : key, inside(item)];
    }),
  );
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return typeof value === "object" && value !== null ? withDefinitions(value as JsonSchema) : value;
}
