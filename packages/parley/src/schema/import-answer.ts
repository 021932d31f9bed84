import { defineDiagnostics } from "../diagnostic/define.ts";
import { pointerOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { accepts } from "./accepts.ts";
import { ANSWER, isRootWrapped, type ExportFlavour } from "./export.ts";
import {
  isRecord,
  propertyOf,
  resolve,
  variantOf,
  type ObjectNode,
  type Schema,
  type SchemaNode,
} from "./ir.ts";
import { listFromRecord, NAME, recordFromList } from "./record-list.ts";
import { locate } from "./validate.ts";

const report = defineDiagnostics("answer", {
  "duplicate-name": {
    severity: "error",
    message: "The name {name} occurs twice in this list.",
    mend: "Keep one.",
  },
});

type Keys = readonly (string | number)[];

/** A value as a provider with this flavour should see it; expressions must be text already. */
export function exportValue(schema: Schema, flavour: ExportFlavour, value: unknown): unknown {
  const exported = flavour === "openai-strict" ? exportStrict(schema, schema.root, value) : value;
  return isRootWrapped(schema, flavour) ? { [ANSWER]: exported } : exported;
}

/**
 * An answer in the form a provider was given, brought back to the schema's own: the inverse of `exportValue`,
 * but that a null in strict mode is an absent property where both are allowed. What does not have the exported
 * form stays as it is. Diagnostics point into the value that is given back.
 */
export function importAnswer(
  schema: Schema,
  flavour: ExportFlavour,
  answer: unknown,
  call: string,
): { value: unknown; diagnostics: Diagnostic[] } {
  const isWrapped =
    isRootWrapped(schema, flavour) && isRecord(answer) && Object.keys(answer).join() === ANSWER;
  const inner = isWrapped ? answer[ANSWER] : answer;
  if (flavour === "plain") return { value: inner, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const value = importStrict({ schema, call, diagnostics }, schema.root, inner, []);
  return { value, diagnostics };
}

function exportStrict(schema: Schema, node: SchemaNode, value: unknown): unknown {
  const target = resolve(schema, node);
  switch (target.type) {
    case "object": {
      if (!isRecord(value)) return value;
      const exported = Object.entries(value).map(([key, item]): [string, unknown] => {
        const property = propertyOf(target, key);
        return [key, property ? exportStrict(schema, property, item) : item];
      });
      const record = Object.fromEntries(exported);
      if (target.additional) return listFromRecord(schema, target.additional, record);
      const absent = Object.keys(target.properties).filter((name) => !Object.hasOwn(value, name));
      return { ...record, ...Object.fromEntries(absent.map((name) => [name, null])) };
    }
    case "array":
      return Array.isArray(value) ? value.map((item) => exportStrict(schema, target.items, item)) : value;
    case "nullable":
      return value === null ? null : exportStrict(schema, target.inner, value);
    case "union": {
      const variant =
        variantOf(schema, target, value) ??
        target.variants.find((candidate) => accepts(schema, candidate, value));
      return variant ? exportStrict(schema, variant, value) : value;
    }
    case "unknown":
      return JSON.stringify(value);
    case "string":
    case "enum":
    case "literal":
    case "number":
    case "boolean":
    case "null":
    case "expression":
      return value;
    default:
      throw new Error(`Unknown node ${JSON.stringify(target satisfies never)}`);
  }
}

interface Context {
  schema: Schema;
  call: string;
  diagnostics: Diagnostic[];
}

function importStrict(context: Context, node: SchemaNode, value: unknown, keys: Keys): unknown {
  const { schema } = context;
  const target = resolve(schema, node);
  switch (target.type) {
    case "object":
      return importObject(context, target, value, keys);
    case "array":
      if (!Array.isArray(value)) return value;
      return value.map((item, index) => importStrict(context, target.items, item, [...keys, index]));
    case "nullable":
      return value === null ? null : importStrict(context, target.inner, value, keys);
    case "union":
      return importUnion(context, target, value, keys);
    case "unknown":
      return typeof value === "string" ? parseOrKeep(value) : value;
    case "string":
    case "enum":
    case "literal":
    case "number":
    case "boolean":
    case "null":
    case "expression":
      return value;
    default:
      throw new Error(`Unknown node ${JSON.stringify(target satisfies never)}`);
  }
}

function importObject(context: Context, node: ObjectNode, input: unknown, keys: Keys): unknown {
  const isEntry = node.additional && isRecord(input) && typeof input[NAME] === "string";
  // A list of one may come as its only entry; a record that is one already has its values' type throughout.
  let value = isEntry && !accepts(context.schema, node, input) ? [input] : input;
  if (node.additional && Array.isArray(value)) {
    const { record, duplicates } = recordFromList(context.schema, node.additional, value);
    const at = locate({ call: context.call }, pointerOf(keys));
    context.diagnostics.push(...duplicates.map((name) => report["duplicate-name"](at, { name })));
    value = record ?? value;
  }
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const property = propertyOf(node, key);
    if (!property) return [[key, item]];
    const isOptional = Object.hasOwn(node.properties, key) && !node.required.includes(key);
    if (isOptional && item === null) return [];
    return [[key, importStrict(context, property, item, [...keys, key])]];
  });
  return Object.fromEntries(entries);
}

/** Without a tag, the variant that accepts the imported value is meant. */
function importUnion(
  context: Context,
  node: Extract<SchemaNode, { type: "union" }>,
  value: unknown,
  keys: Keys,
): unknown {
  const variant = variantOf(context.schema, node, value);
  if (variant) return importStrict(context, variant, value, keys);
  for (const candidate of node.variants) {
    const trial: Context = { ...context, diagnostics: [] };
    const imported = importStrict(trial, candidate, value, keys);
    if (!accepts(context.schema, candidate, imported)) continue;
    context.diagnostics.push(...trial.diagnostics);
    return imported;
  }
  return value;
}

/** Text that is no JSON is itself a JSON value: a model that forgot to encode it meant the text. */
function parseOrKeep(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
