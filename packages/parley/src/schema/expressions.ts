import { pointerOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { accepts } from "./accepts.ts";
import { isRecord, propertyOf, resolvePresent, variantOf, type Schema, type SchemaNode } from "./ir.ts";

/** What a conversion makes of one expression: text becomes a tree, or a tree its text. */
export type ConvertExpression = (
  value: unknown,
  pointer: string,
) => { value: unknown } | { diagnostics: Diagnostic[] };

export interface Converted {
  value: unknown;
  /** Pointers of the expressions that could not be converted and were left as they are. */
  failed: string[];
  diagnostics: Diagnostic[];
}

/**
 * Converts every expression of a value; the value itself stays untouched. Works on values that are not valid
 * yet: what does not follow the schema is kept as it is, for validation to report.
 */
export function convertExpressions(schema: Schema, value: unknown, convert: ConvertExpression): Converted {
  const failed: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const visit = (node: SchemaNode, item: unknown, keys: (string | number)[]): unknown => {
    if (item === null || item === undefined) return item;
    const target = resolvePresent(schema, node);
    switch (target.type) {
      case "expression": {
        const pointer = pointerOf(keys);
        const result = convert(item, pointer);
        if ("value" in result) return result.value;
        failed.push(pointer);
        diagnostics.push(...result.diagnostics);
        return item;
      }
      case "object": {
        if (!isRecord(item)) return item;
        const entries = Object.entries(item).map(([key, child]): [string, unknown] => {
          const property = propertyOf(target, key);
          return [key, property ? visit(property, child, [...keys, key]) : child];
        });
        return Object.fromEntries(entries);
      }
      case "array":
        return Array.isArray(item)
          ? item.map((child, index) => visit(target.items, child, [...keys, index]))
          : item;
      case "union": {
        const variant =
          target.discriminator === undefined
            ? target.variants.find((candidate) => accepts(schema, candidate, item))
            : variantOf(schema, target, item);
        return variant ? visit(variant, item, keys) : item;
      }
      case "string":
      case "enum":
      case "literal":
      case "number":
      case "boolean":
      case "null":
      case "unknown":
        return item;
      default:
        throw new Error(`Unknown node ${JSON.stringify(target satisfies never)}`);
    }
  };
  const converted = visit(schema.root, value, []);
  return { value: converted, failed, diagnostics };
}
