import { collectImports, type ImportExtension } from "./imports.ts";
import { empty, lineComment, lines, paragraphs, type Text } from "./text.ts";
import { makeText, type Origin, type SymbolReference } from "./tree.ts";

/** A range of offsets (UTF-16, half-open) of a file's text and the node it was printed from. */
export interface OriginRange {
  start: number;
  end: number;
  origin: Origin;
}

/** A file as printed, its path relative to the project; `origins` are in order of their start, outer ones first. */
export interface PrintedFile {
  path: string;
  text: string;
  origins: OriginRange[];
}

export interface TypeScriptOptions {
  /** Words of a comment above the imports. */
  header?: string;
  /** How relative imports end; `.js` unless told. */
  extension?: ImportExtension;
}

/** Prints a TypeScript file: imports of every symbol it mentions, sorted and merged, then the text. */
export function renderTypeScript(path: string, text: Text, options: TypeScriptOptions = {}): PrintedFile {
  const imports = collectImports(path, text, options.extension ?? ".js");
  const head = lines(imports.statements.map((code) => makeText({ type: "data", code })));
  const header = options.header === undefined ? empty : lineComment(options.header);
  return render(path, paragraphs([lines([header, head]), text]), imports.nameOf);
}

/** Prints a file of any other language. Throws where the text mentions a symbol: only TypeScript imports. */
export function renderPlain(path: string, text: Text): PrintedFile {
  return render(path, text, (reference) => {
    throw new Error(`${path} cannot import ${reference.name} from ${reference.from}.`);
  });
}

interface Writer {
  chunks: string[];
  length: number;
  /** Line breaks that will be written before the next word, and the indentation after them. */
  breaks: number;
  indentation: string;
  /** Blanks after the last word, written only where another word follows on the line. */
  gap: string;
  origins: OriginRange[];
  /** Ranges that begin with the next word. */
  opening: OriginRange[];
  nameOf: (reference: SymbolReference) => string;
}

function render(path: string, text: Text, nameOf: (reference: SymbolReference) => string): PrintedFile {
  const writer: Writer = {
    chunks: [],
    length: 0,
    breaks: 0,
    indentation: "",
    gap: "",
    origins: [],
    opening: [],
    nameOf,
  };
  write(writer, text, "");
  const result = writer.length === 0 ? "" : `${writer.chunks.join("")}\n`;
  return { path, text: result, origins: orderOrigins(writer.origins) };
}

/** The ranges in order of their start, outer ones before those inside them. */
function orderOrigins(origins: readonly OriginRange[]): OriginRange[] {
  // An inner range is written first, so that of equal ranges the later is the outer one.
  return origins.toReversed().sort((a, b) => a.start - b.start || b.end - a.end);
}

function write(writer: Writer, text: Text, margin: string): void {
  const { piece } = text;
  switch (piece.type) {
    case "code":
    case "data":
      put(writer, piece.code);
      return;
    case "identifier":
      put(writer, piece.name);
      return;
    case "symbol":
      put(writer, writer.nameOf(piece.reference));
      return;
    case "newline":
      writer.breaks += 1;
      writer.gap = "";
      writer.indentation = margin + piece.indentation;
      return;
    case "sequence":
      for (const part of piece.parts) write(writer, part, margin);
      return;
    case "indented":
      write(writer, piece.text, margin + piece.by);
      return;
    case "origin":
      writeOrigin(writer, piece.origin, piece.text, margin);
      return;
    case "effect":
      return;
    default:
      piece satisfies never;
  }
}

function put(writer: Writer, code: string): void {
  const words = code.trimStart();
  const lead = code.slice(0, code.length - words.length);
  if (words === "") {
    if (writer.breaks > 0) writer.indentation += lead;
    else writer.gap += lead;
    return;
  }
  let before = writer.gap + lead;
  if (writer.breaks > 0) {
    // Two blank lines never follow each other, and a file starts with its first word.
    const breaks = writer.length === 0 ? 0 : Math.min(writer.breaks, 2);
    before = "\n".repeat(breaks) + writer.indentation + lead;
    writer.breaks = 0;
  }
  const trimmed = words.trimEnd();
  for (const range of writer.opening) range.start = writer.length + before.length;
  writer.opening = [];
  writer.chunks.push(before, trimmed);
  writer.length += before.length + trimmed.length;
  writer.gap = words.slice(trimmed.length);
}

function writeOrigin(writer: Writer, origin: Origin, text: Text, margin: string): void {
  const range: OriginRange = { start: -1, end: -1, origin };
  writer.opening.push(range);
  write(writer, text, margin);
  if (range.start < 0) {
    writer.opening = writer.opening.filter((one) => one !== range);
    return;
  }
  range.end = writer.length;
  writer.origins.push(range);
}
