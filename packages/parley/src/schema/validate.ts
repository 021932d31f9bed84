import { z } from "zod";
import { defineDiagnostics } from "../diagnostic/define.ts";
import {
  pointerOf,
  valueAt,
  type Diagnostic,
  type DocumentName,
  type Location,
} from "../diagnostic/diagnostic.ts";
import { didYouMean, nearest } from "../diagnostic/suggest.ts";
import { convertExpressions, type ConvertExpression } from "./expressions.ts";
import { fits } from "./fits.ts";
import { schemaOf } from "./from-zod.ts";
import { nodeAt, tagsOf, type Schema } from "./ir.ts";

/** What is validated: a document, or the answer to a call. */
export type Place = { document: DocumentName } | { call: string };

type Key = string | number;
type Issue = z.core.$ZodIssue;

const report = defineDiagnostics("schema", {
  missing: { severity: "error", message: "{name} is missing; expected {expected}." },
  type: { severity: "error", message: "Expected {expected}, found {found}." },
  "unknown-key": { severity: "error", message: "There is no property {name} here.{suggestion}" },
  value: { severity: "error", message: "Expected {expected}, found {found}.{suggestion}" },
  tag: {
    severity: "error",
    message: "{name} must say which variant this is: {expected}; found {found}.{suggestion}",
  },
  size: { severity: "error", message: "Expected {bound} {unit}, found {found}." },
  range: { severity: "error", message: "Expected a number {bound}, found {found}." },
  format: { severity: "error", message: "Expected {expected}, found {found}." },
  key: { severity: "error", message: "The name {name} is not allowed here: {reason}" },
});

/** The location of a pointer at a place. */
export function locate(place: Place, pointer: string): Location {
  return { ...place, pointer };
}

/** Everything wrong with a value, all at once, in the order of the type; empty when it is valid. */
export function validate(type: z.core.$ZodType, value: unknown, place: Place): Diagnostic[] {
  const result = z.safeParse(type, value);
  if (result.success) return [];
  const context: Context = { schema: schemaOf(type), root: value, place };
  return result.error.issues.flatMap((issue) => explain(issue, [], context));
}

/**
 * Reads a value whose expressions are text: parses them and validates the rest. There is a value only without
 * errors; an expression that does not parse is reported once, by its parser.
 */
export function readValue<Value>(
  type: z.ZodType<Value>,
  value: unknown,
  place: Place,
  parseExpression: ConvertExpression,
): { value: Value; diagnostics: [] } | { value?: undefined; diagnostics: Diagnostic[] } {
  const schema = schemaOf(type);
  const sound = new Set<unknown>();
  const converted = convertExpressions(schema, value, (expression, pointer) => {
    const result = parseExpression(expression, pointer);
    if ("value" in result && result.sound) sound.add(result.value);
    return result;
  });
  const failed = new Set(converted.failed);
  // Nearly all documents are valid: seeing that takes a tenth of the time that zod takes.
  if (failed.size === 0 && fits(schema, schema.root, converted.value, sound)) {
    return { value: converted.value as Value, diagnostics: [] };
  }
  const others = validate(type, converted.value, place).filter(
    ({ at }) => !("pointer" in at) || !isWithin(at.pointer, failed),
  );
  const diagnostics = [...converted.diagnostics, ...others];
  if (diagnostics.length > 0) return { diagnostics };
  return { value: converted.value as Value, diagnostics: [] };
}

interface Context {
  schema: Schema;
  root: unknown;
  place: Place;
}

function explain(issue: Issue, prefix: readonly Key[], context: Context): Diagnostic[] {
  const keys = [...prefix, ...issue.path.map((key) => (typeof key === "number" ? key : String(key)))];
  const at = locate(context.place, pointerOf(keys));
  const value = valueAt(context.root, pointerOf(keys));
  const found = show(value);
  switch (issue.code) {
    case "invalid_type": {
      const node = nodeAt(context.schema, context.root, keys);
      const isInteger = issue.expected === "int" || (node?.type === "number" && node.integer);
      const expected = article(isInteger ? "integer" : issue.expected);
      if (value === undefined) return [missing(keys, expected, context)];
      return [report.type(at, { expected, found })];
    }
    case "unrecognized_keys":
      return issue.keys.map((name) => unknownKey(name, keys, context));
    case "invalid_value": {
      const expected = choices(issue.values.map(String));
      if (value === undefined) return [missing(keys, expected, context)];
      return [report.value(at, { expected, found, suggestion: suggest(value, issue.values) })];
    }
    case "invalid_union":
      return explainUnion(issue, keys, context);
    case "too_small":
    case "too_big":
      return [explainBound(issue, at, value)];
    case "not_multiple_of":
      return [report.range(at, { bound: `that is a multiple of ${issue.divisor}`, found })];
    case "invalid_format":
      return [report.format(at, { expected: formatName(issue), found })];
    case "invalid_key": {
      const reason = issue.issues.map((inner) => inner.message).join("; ");
      return [report.key(at, { name: String(keys.at(-1)), reason })];
    }
    case "invalid_element":
      return issue.issues.flatMap((inner) => explain(inner, keys, context));
    case "custom":
      return [report.type(at, { expected: issue.message, found })];
    default:
      throw new Error(`Unknown issue ${JSON.stringify(issue satisfies never)}`);
  }
}

/** Takes a union's error to the variant the value means, so that it says what is wrong there. */
function explainUnion(issue: z.core.$ZodIssueInvalidUnion, keys: Key[], context: Context): Diagnostic[] {
  const value = valueAt(context.root, pointerOf(keys));
  const at = locate(context.place, pointerOf(keys));
  if (value === undefined && issue.errors.length > 0) return [missing(keys, "one of its variants", context)];
  if (issue.errors.length === 0 && issue.discriminator !== undefined) {
    return [wrongTag(keys, knownTags(keys.slice(0, -1), issue.discriminator, context), context)];
  }
  const meant = issue.errors.filter((issues) => !issues.some(isWrongTag));
  const [only] = meant.length === 1 ? meant : meant.filter((issues) => !issues.some(isWrongKind));
  if (only) return only.flatMap((inner) => explain(inner, keys, context));
  const tags = issue.errors.flatMap((issues) => issues.filter(isWrongTag));
  const [tag] = tags;
  if (tag && meant.length === 0) {
    const values = tags.flatMap((wrong) => (wrong.code === "invalid_value" ? wrong.values.map(String) : []));
    return [wrongTag([...keys, ...tag.path.map(String)], values, context)];
  }
  const wanted = issue.errors.flatMap((issues) =>
    issues.flatMap((inner) => (isWrongKind(inner) ? [expectedBy(inner)] : [])),
  );
  const expected = choices([...new Set(wanted)]) || "one of its variants";
  return [report.type(at, { expected, found: show(value) })];
}

function isWrongTag(issue: Issue): boolean {
  return issue.code === "invalid_value" && issue.path.length === 1;
}

function isWrongKind(issue: Issue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function expectedBy(issue: Issue): string {
  if (issue.code === "invalid_type") return article(issue.expected);
  return issue.code === "invalid_value" ? choices(issue.values.map(String)) : issue.message;
}

function missing(keys: readonly Key[], expected: string, { place }: Context): Diagnostic {
  return report.missing(locate(place, pointerOf(keys)), {
    name: String(keys.at(-1) ?? "The value"),
    expected,
  });
}

function wrongTag(keys: readonly Key[], tags: readonly string[], context: Context): Diagnostic {
  const value = valueAt(context.root, pointerOf(keys));
  return report.tag(locate(context.place, pointerOf(keys)), {
    name: String(keys.at(-1)),
    expected: choices(tags),
    found: show(value),
    suggestion: suggest(value, tags),
  });
}

function unknownKey(name: string, keys: readonly Key[], context: Context): Diagnostic {
  const known = knownKeys(keys, context);
  const candidate = nearest(name, known);
  const title =
    candidate === undefined ? `Remove it, or use one of: ${known.join(", ")}.` : `Call it ${candidate}.`;
  const location = locate(context.place, pointerOf([...keys, name]));
  return report["unknown-key"](location, { name, suggestion: didYouMean(name, known) }, { fix: { title } });
}

/** Keys the schema has for the object at a path. */
function knownKeys(keys: readonly Key[], { schema, root }: Context): string[] {
  const node = nodeAt(schema, root, keys);
  return node?.type === "object" ? Object.keys(node.properties) : [];
}

/** Tags of the union at a path. */
function knownTags(keys: readonly Key[], discriminator: string, { schema, root }: Context): string[] {
  const node = nodeAt(schema, root, keys);
  if (node?.type !== "union") return [];
  return node.variants.flatMap((variant) => tagsOf(schema, variant, discriminator).map(String));
}

function explainBound(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  at: Location,
  value: unknown,
): Diagnostic {
  const isSmall = issue.code === "too_small";
  const limit = isSmall ? issue.minimum : issue.maximum;
  if (typeof value === "string" || Array.isArray(value)) {
    const unit = typeof value === "string" ? "characters" : "items";
    return report.size(at, { bound: `at ${isSmall ? "least" : "most"} ${limit}`, unit, found: value.length });
  }
  const words = issue.inclusive ? (isSmall ? "of at least" : "of at most") : isSmall ? "above" : "below";
  return report.range(at, { bound: `${words} ${limit}`, found: show(value) });
}

function formatName(issue: z.core.$ZodIssueInvalidStringFormat): string {
  return issue.format === "regex"
    ? `text that matches ${issue.pattern ?? "the pattern"}`
    : article(issue.format);
}

function suggest(value: unknown, known: readonly z.core.util.Primitive[]): string {
  return typeof value === "string" ? didYouMean(value, known.map(String)) : "";
}

function isWithin(pointer: string, ancestors: ReadonlySet<string>): boolean {
  for (const ancestor of ancestors)
    if (pointer === ancestor || pointer.startsWith(`${ancestor}/`)) return true;
  return false;
}

const SHOWN_LENGTH = 60;

function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

function choices(values: readonly string[]): string {
  if (values.length <= 1) return values.join("");
  return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

function article(noun: string): string {
  if (noun === "null") return noun;
  return `${/^[aeio]/i.test(noun) ? "an" : "a"} ${noun}`;
}
