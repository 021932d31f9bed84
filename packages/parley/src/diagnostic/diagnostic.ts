/** How bad a finding is. Only `error` stops a document from being printed. */
export type Severity = "error" | "warning" | "info";

/** Documents that a diagnostic can point into, in order of dependence: a later one refers to earlier ones by name. */
export const documentNames = ["requirements", "database", "api", "program", "scenario"] as const;
export type DocumentName = (typeof documentNames)[number];

/** Half-open range of UTF-16 offsets inside the text form of an expression. */
export interface Span {
  start: number;
  end: number;
}

/**
 * Where something is wrong: a node of a document (JSON pointer, with a span inside an expression's text),
 * a place in a file (1-based), a span of a message of the conversation, or a place in a model's answer.
 */
export type Location =
  | { document: DocumentName; pointer: string; span?: Span }
  | { file: string; line: number; column: number }
  | { message: number; start: number; end: number }
  | { call: string; pointer: string };

/** A way to mend the finding: words for a reader, and the replacing value where it is certain. */
export interface Fix {
  title: string;
  replacement?: unknown;
}

/** Anything that is wrong. `trace` is the way back to what caused it, nearest first. */
export interface Diagnostic {
  code: string;
  severity: Severity;
  message: string;
  at: Location;
  trace: Location[];
  fix?: Fix;
}

export function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(isError);
}

/** Builds the location of a node; the pointer is made from its keys, escaped as RFC 6901 says. */
export function at(document: DocumentName, keys: readonly (string | number)[], span?: Span): Location {
  return { document, pointer: pointerOf(keys), ...(span ? { span } : {}) };
}

/** RFC 6901 pointer of a path of keys. The empty path is the whole document, `""`. */
export function pointerOf(keys: readonly (string | number)[]): string {
  let pointer = "";
  for (const key of keys) {
    const text = String(key);
    const isPlain = !text.includes("~") && !text.includes("/");
    pointer += isPlain ? `/${text}` : `/${text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  }
  return pointer;
}

/** Keys of an RFC 6901 pointer; the inverse of {@link pointerOf}. */
export function keysOf(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at a pointer, or `undefined` where nothing is. */
export function valueAt(root: unknown, pointer: string): unknown {
  let value: unknown = root;
  for (const key of keysOf(pointer)) {
    if (value === null || typeof value !== "object") return undefined;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}
