import { pointerOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { accepts } from "./accepts.ts";
import {
  childrenOf,
  isRecord,
  propertyOf,
  resolvePresent,
  variantOf,
  type Schema,
  type SchemaNode,
} from "./ir.ts";

/**
 * What a conversion makes of one expression: text becomes a tree, or a tree its text. `sound`: the value is an
 * expression of the right shape, such as a parser makes, and needs no validation.
 */
export type ConvertExpression = (
  value: unknown,
  pointer: string,
) => { value: unknown; sound?: boolean } | { diagnostics: Diagnostic[] };

export interface Converted {
  value: unknown;
  /** Pointers of the expressions that could not be converted and were left as they are. */
  failed: string[];
  diagnostics: Diagnostic[];
}

/** Where a value stands, innermost key first. */
interface Path {
  key: string | number;
  above: Path | undefined;
}

/**
 * Converts every expression of a value; the value itself stays untouched. Works on values that are not valid
 * yet: what does not follow the schema is kept as it is, for validation to report.
 */
export function convertExpressions(schema: Schema, value: unknown, convert: ConvertExpression): Converted {
  const failed: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const visit = (node: SchemaNode, item: unknown, path: Path | undefined): unknown => {
    if (item === null || item === undefined || !hasExpressions(schema, node)) return item;
    const target = resolvePresent(schema, node);
    switch (target.type) {
      case "expression": {
        const pointer = pointerOf(keysOfPath(path));
        const result = convert(item, pointer);
        if ("value" in result) return result.value;
        failed.push(pointer);
        diagnostics.push(...result.diagnostics);
        return item;
      }
      case "object": {
        if (!isRecord(item)) return item;
        const copy = { ...item };
        for (const [key, child] of Object.entries(item)) {
          const property = propertyOf(target, key);
          if (property && hasExpressions(schema, property))
            copy[key] = visit(property, child, { key, above: path });
        }
        return copy;
      }
      case "array":
        return Array.isArray(item)
          ? item.map((child, index) => visit(target.items, child, { key: index, above: path }))
          : item;
      case "union": {
        const variant =
          target.discriminator === undefined
            ? target.variants.find((candidate) => accepts(schema, candidate, item))
            : variantOf(schema, target, item);
        return variant ? visit(variant, item, path) : item;
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
  const converted = visit(schema.root, value, undefined);
  return { value: converted, failed, diagnostics };
}

function keysOfPath(path: Path | undefined): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let part = path; part; part = part.above) keys.push(part.key);
  return keys.toReversed();
}

const holding = new WeakMap<Schema, Map<SchemaNode, boolean>>();

/** Whether an expression may stand at a node or below it. */
function hasExpressions(schema: Schema, node: SchemaNode): boolean {
  const known = holding.get(schema) ?? new Map<SchemaNode, boolean>();
  holding.set(schema, known);
  const before = known.get(node);
  if (before !== undefined) return before;
  const seen = new Set<SchemaNode>();
  const search = (one: SchemaNode): boolean => {
    if (seen.has(one)) return false;
    seen.add(one);
    const target = resolvePresent(schema, one);
    return target.type === "expression" || childrenOf(target).some(search);
  };
  const found = search(node);
  known.set(node, found);
  return found;
}
