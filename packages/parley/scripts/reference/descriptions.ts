import { fileURLToPath } from "node:url";
import type { Schema, SchemaNode } from "../../src/schema/ir.ts";
import { keyOfVariant } from "../../src/schema/describe.ts";
import { commentsOf } from "./comments.ts";
import { innerNodes } from "./kinds.ts";

const files = [
  "expression/document.ts",
  "requirements/document.ts",
  "database/document.ts",
  "api/document.ts",
  "program/values.ts",
  "program/document.ts",
  "scenario/document.ts",
];

/** What the comments of the document schemas say about the nodes of these schemas, by key. */
export function descriptionsOf(schemas: readonly Schema[]): Record<string, string> {
  const comments = commentsOf(
    files.map((file) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url))),
  );
  const known = new Set(schemas.flatMap(keysOf));
  return Object.fromEntries(
    Object.entries(comments).filter(
      ([key]) => known.has(key) || key === "Expression" || key.startsWith("Expression("),
    ),
  );
}

function keysOf(schema: Schema): string[] {
  const keys: string[] = [];
  const visit = (key: string, node: SchemaNode): void => {
    keys.push(key);
    if (node.type === "union") {
      for (const variant of node.variants) visit(keyOfVariant(schema, node, variant, key), variant);
    } else for (const [inner, child] of innerNodes(key, node)) visit(inner, child);
  };
  for (const [name, node] of Object.entries(schema.definitions)) visit(name, node);
  return keys;
}

/** The module that holds them for the editors' schemas. */
export function descriptionsModule(descriptions: Readonly<Record<string, string>>): string {
  return `// Made from the comments of the document schemas by \`npm run reference\`.

/** What nodes of documents and their properties are for, by key; see \`schema/describe.ts\`. */
export const descriptions: Readonly<Record<string, string>> = ${JSON.stringify(descriptions, undefined, 2)};
`;
}
