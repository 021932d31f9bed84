import { keysOf, pointerOf, type Diagnostic } from "../diagnostic/diagnostic.ts";

export interface FeedbackOptions {
  /** Characters beyond which parts without findings are left out; 6,000 if not said. */
  limit?: number;
}

const DEFAULT_LIMIT = 6000;
/** Parts that take fewer characters are shown whole even in a large answer. */
const SMALL_PART = 120;

interface Printing {
  remarks: Map<string, string[]>;
  /** Pointers on the way to a finding, the places themselves included. */
  open: Set<string>;
  isShortened: boolean;
}

/**
 * A model's own answer printed again as JSON, each finding as a comment at its place: after the line it is
 * about, or, where something is missing, at the head of what should hold it. Of a large answer only the parts
 * with findings are printed in full.
 */
export function renderFeedback(
  answer: unknown,
  diagnostics: readonly Diagnostic[],
  options: FeedbackOptions = {},
): string {
  const remarks = new Map<string, string[]>();
  const open = new Set<string>([""]);
  for (const diagnostic of diagnostics) {
    const keys = "pointer" in diagnostic.at ? existing(answer, keysOf(diagnostic.at.pointer)) : [];
    const pointer = pointerOf(keys);
    remarks.set(pointer, [...(remarks.get(pointer) ?? []), remark(diagnostic)]);
    for (let depth = 0; depth <= keys.length; depth++) open.add(pointerOf(keys.slice(0, depth)));
  }
  if (answer === undefined) return [...remarks.values()].flat().join("\n");
  const isShortened = JSON.stringify(answer, undefined, 2).length > (options.limit ?? DEFAULT_LIMIT);
  return print({ remarks, open, isShortened }, answer, [], "", "").join("\n");
}

function remark({ severity, message, fix, at }: Diagnostic): string {
  const span = "span" in at && at.span ? ` (characters ${at.span.start} to ${at.span.end})` : "";
  const mend = fix ? ` ${fix.title}` : "";
  return `// ${severity}${span}: ${message}${mend}`.replaceAll(/\s*[\n\r\u2028\u2029]\s*/g, " ");
}

/** The keys up to the deepest value that is there. */
function existing(answer: unknown, keys: string[]): string[] {
  let value = answer;
  for (const [depth, key] of keys.entries()) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key))
      return keys.slice(0, depth);
    value = (value as Record<string, unknown>)[key];
  }
  return keys;
}

/** Lines of a value; `lead` is what stands before it on its line, `tail` what follows it. */
function print(printing: Printing, value: unknown, keys: string[], lead: string, tail: string): string[] {
  const pointer = pointerOf(keys);
  const remarks = printing.remarks.get(pointer) ?? [];
  const indent = "  ".repeat(keys.length);
  if (typeof value !== "object" || value === null || isOmitted(printing, value, pointer)) {
    const text = typeof value === "object" && value !== null ? summary(value) : JSON.stringify(value);
    const [first, ...others] = remarks;
    const line = `${indent}${lead}${text}${tail}${first === undefined ? "" : ` ${first}`}`;
    return [line, ...others.map((other) => `${indent}${other}`)];
  }
  const isArray = Array.isArray(value);
  const entries = Object.entries(value);
  const children = entries.flatMap(([key, child], index) =>
    print(
      printing,
      child,
      [...keys, key],
      isArray ? "" : `${JSON.stringify(key)}: `,
      index < entries.length - 1 ? "," : "",
    ),
  );
  return [
    `${indent}${lead}${isArray ? "[" : "{"}`,
    ...remarks.map((other) => `${indent}  ${other}`),
    ...children,
    `${indent}${isArray ? "]" : "}"}${tail}`,
  ];
}

function isOmitted(printing: Printing, value: object, pointer: string): boolean {
  if (!printing.isShortened || printing.open.has(pointer)) return false;
  return JSON.stringify(value).length > SMALL_PART;
}

function summary(value: object): string {
  const size = Object.keys(value).length;
  return Array.isArray(value)
    ? `[/* ${size} items without findings */]`
    : `{/* ${size} entries without findings */}`;
}
