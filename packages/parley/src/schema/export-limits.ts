import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { exportSchema, type ExportFlavour, type JsonSchema } from "./export.ts";
import { childrenOf, resolve, type Schema, type SchemaNode } from "./ir.ts";
import { locate } from "./validate.ts";

const report = defineDiagnostics("export", {
  "too-many-properties": {
    severity: "error",
    message: "The schema has {found} properties; {flavour} allows {limit}.",
  },
  "too-deep": { severity: "error", message: "The schema nests {found} levels; {flavour} allows {limit}." },
  "too-many-values": {
    severity: "error",
    message: "The schema has {found} enum values; {flavour} allows {limit}.",
  },
  "too-much-text": {
    severity: "error",
    message: "Names and values take {found} characters; {flavour} allows {limit}.",
  },
  "too-large": {
    severity: "warning",
    message: "The schema takes {found} bytes; servers have trouble near {limit}.",
  },
  "two-absences": {
    severity: "warning",
    message: "{name} may be absent or null; {flavour} cannot tell these apart and answers absent.",
  },
});

/** OpenAI's documented limits of structured outputs; levels are counted within each definition. */
const STRICT_LIMITS = { properties: 5000, levels: 10, values: 1000, text: 120_000 };
/** Bytes of JSON where llama.cpp's grammars were seen to fail. */
const LARGE_SCHEMA = 100_000;

interface Sizes {
  properties: number;
  levels: number;
  values: number;
  text: number;
}

/** What a provider would refuse or lose of a schema; meant to run where a step is declared. `call` names it. */
export function checkExportLimits(schema: Schema, flavour: ExportFlavour, call: string): Diagnostic[] {
  const exported = exportSchema(schema, flavour);
  const at = locate({ call }, "");
  const found: Diagnostic[] = [];
  const bytes = Buffer.byteLength(JSON.stringify(exported));
  if (bytes > LARGE_SCHEMA) found.push(report["too-large"](at, { found: bytes, limit: LARGE_SCHEMA }));
  if (flavour === "plain") return found;
  const { $defs = {}, ...body } = exported as { $defs?: Record<string, JsonSchema> };
  const parts = [body, ...Object.values($defs)].map(measure);
  const total = (key: keyof Sizes): number => parts.reduce((sum, sizes) => sum + sizes[key], 0);
  const levels = Math.max(...parts.map((sizes) => sizes.levels));
  const limits = [
    [report["too-many-properties"], total("properties"), STRICT_LIMITS.properties],
    [report["too-deep"], levels, STRICT_LIMITS.levels],
    [report["too-many-values"], total("values"), STRICT_LIMITS.values],
    [report["too-much-text"], total("text"), STRICT_LIMITS.text],
  ] as const;
  for (const [diagnose, size, limit] of limits) {
    if (size > limit) found.push(diagnose(at, { found: size, limit, flavour }));
  }
  return [...found, ...findTwoAbsences(schema, flavour, call)];
}

function measure(schema: JsonSchema): Sizes {
  const sizes: Sizes = { properties: 0, levels: 0, values: 0, text: 0 };
  const visit = (node: unknown, level: number): void => {
    if (typeof node !== "object" || node === null) return;
    const {
      properties = {},
      items,
      anyOf = [],
      enum: values = [],
    } = node as {
      properties?: Record<string, unknown>;
      items?: unknown;
      anyOf?: unknown[];
      enum?: unknown[];
    };
    const names = Object.keys(properties);
    const below = names.length > 0 ? level + 1 : level;
    sizes.levels = Math.max(sizes.levels, below);
    sizes.properties += names.length;
    sizes.values += values.length;
    sizes.text += [...names, ...values.map(String)].join("").length;
    [...Object.values(properties), items, ...anyOf].forEach((child) => visit(child, below));
  };
  visit(schema, 0);
  return sizes;
}

function findTwoAbsences(schema: Schema, flavour: ExportFlavour, call: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  const visit = (node: SchemaNode): void => {
    if (node.type === "object") {
      for (const [name, property] of Object.entries(node.properties)) {
        if (node.required.includes(name) || resolve(schema, property).type !== "nullable") continue;
        found.push(report["two-absences"](locate({ call }, ""), { name, flavour }));
      }
    }
    childrenOf(node).forEach(visit);
  };
  [schema.root, ...Object.values(schema.definitions)].forEach(visit);
  return found;
}
