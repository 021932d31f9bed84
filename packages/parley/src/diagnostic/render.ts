import pico from "picocolors";
import { valueAt, type Diagnostic, type DocumentName, type Location } from "./diagnostic.ts";

/** What renderers may look at to show an excerpt; each part is optional. */
export interface Sources {
  document?: (name: DocumentName) => unknown;
  /** The file, line and column of a node of a document. */
  place?: (document: DocumentName, pointer: string) => FilePlace | undefined;
  /** Text of a printed file, by path relative to the project. */
  file?: (path: string) => string | undefined;
  /** Text of a message, by its `seq`. */
  message?: (seq: number) => string | undefined;
}

/** A place in a file: path relative to the project, line and column counted from 1. */
export interface FilePlace {
  file: string;
  line: number;
  column: number;
}

/** `database /models/Book/fields/title`, `src/a.ts:3:7`, `message 4, 10-25`, `call 12 /put/Book`. */
export function renderLocation(location: Location): string {
  if ("document" in location) {
    const span = location.span ? ` (${location.span.start}-${location.span.end})` : "";
    return `${location.document} ${location.pointer || "/"}${span}`;
  }
  if ("file" in location) return `${location.file}:${location.line}:${location.column}`;
  if ("message" in location) return `message ${location.message}, ${location.start}-${location.end}`;
  return `call ${location.call} ${location.pointer || "/"}`;
}

/** For people: one block per diagnostic, with an excerpt where the source is known, coloured where asked. */
export function renderForPeople(
  diagnostics: readonly Diagnostic[],
  options: { color?: boolean; sources?: Sources } = {},
): string {
  const color = pico.createColors(options.color ?? false);
  const paint = { error: color.red, warning: color.yellow, info: color.cyan };
  const blocks = diagnostics.map((diagnostic) => {
    const head = `${paint[diagnostic.severity](diagnostic.severity)} ${color.bold(diagnostic.message)} ${color.dim(diagnostic.code)}`;
    const lines = [head, `  at ${renderPlace(diagnostic.at, options.sources)}`];
    lines.push(
      ...excerptOf(diagnostic.at, options.sources ?? {}).map((line) => `  ${color.dim("|")} ${line}`),
    );
    for (const step of diagnostic.trace) lines.push(color.dim(`  from ${renderLocation(step)}`));
    if (diagnostic.fix) lines.push(`  ${color.green("help:")} ${diagnostic.fix.title}`);
    return lines.join("\n");
  });
  return blocks.join("\n\n");
}

/** For models: short, one line each, without colour; the place first, since that is what has to change. */
export function renderForModels(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map((diagnostic) => {
      const mend = diagnostic.fix ? ` Mend: ${diagnostic.fix.title}` : "";
      return `- ${renderLocation(diagnostic.at)}: ${diagnostic.message}${mend}`;
    })
    .join("\n");
}

/** For machines: one JSON object per line; where files are known, `place` says where a document's node stands. */
export function renderForMachines(diagnostics: readonly Diagnostic[], sources: Sources = {}): string {
  return diagnostics
    .map((diagnostic) => JSON.stringify({ ...diagnostic, place: filePlaceOf(diagnostic.at, sources) }))
    .join("\n");
}

function filePlaceOf(location: Location, sources: Sources): FilePlace | undefined {
  return "document" in location ? sources.place?.(location.document, location.pointer) : undefined;
}

/** What is in a document is shown with its file and line, which terminals and editors open. */
function renderPlace(location: Location, sources: Sources = {}): string {
  const place = filePlaceOf(location, sources);
  const words = renderLocation(location);
  return place ? `${place.file}:${place.line}:${place.column} (${words})` : words;
}

const EXCERPT_LENGTH = 200;

function excerptOf(location: Location, sources: Sources): string[] {
  if ("document" in location) {
    const value = valueAt(sources.document?.(location.document), location.pointer);
    if (value === undefined) return [];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    if (!location.span) return [shorten(text)];
    return [text, underline(location.span.start, location.span.end)];
  }
  if ("file" in location) {
    const line = sources.file?.(location.file)?.split("\n")[location.line - 1];
    if (line === undefined) return [];
    return [line, underline(location.column - 1, location.column)];
  }
  if ("message" in location) {
    const text = sources.message?.(location.message);
    return text === undefined ? [] : [shorten(text.slice(location.start, location.end))];
  }
  return [];
}

function underline(start: number, end: number): string {
  return " ".repeat(start) + "^".repeat(Math.max(1, end - start));
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > EXCERPT_LENGTH ? `${line.slice(0, EXCERPT_LENGTH)}…` : line;
}
