import { z } from "zod";
import { hideIdentities } from "../backend/identity.ts";
import type { Expression } from "../expression/document.ts";
import { printExpression } from "../expression/print.ts";
import { convertExpressions } from "../schema/expressions.ts";
import { schemaOf } from "../schema/from-zod.ts";
import type { Schema } from "../schema/ir.ts";

/** A titled block of nodes of one type for a prompt: compact JSON, a node a line, as a model sees it. */
export function nodesText(title: string, type: z.ZodType, nodes: Record<string, unknown>): string {
  const shown = asSeen(recordSchema(type), nodes) as Record<string, unknown>;
  const lines = Object.entries(shown).map(([name, node]) => `- ${name}: ${JSON.stringify(node)}`);
  return `## ${title}\n\n${lines.length === 0 ? "none" : lines.join("\n")}`;
}

const schemas = new WeakMap<z.ZodType, Schema>();

function recordSchema(type: z.ZodType): Schema {
  const known = schemas.get(type);
  if (known) return known;
  const schema = schemaOf(z.record(z.string(), type));
  schemas.set(type, schema);
  return schema;
}

/** A value as it stands outside: expressions as text, without identities. */
export function asSeen(schema: Schema, value: unknown): unknown {
  const { value: converted } = convertExpressions(schema, value, (node) => ({
    value: printExpression(node as Expression),
  }));
  return hideIdentities(schema, schema.root, converted);
}
