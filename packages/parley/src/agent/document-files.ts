import { languages, type Backend } from "../backend/documents.ts";
import { defineDiagnostics } from "../diagnostic/define.ts";
import { documentNames, type Diagnostic, type DocumentName } from "../diagnostic/diagnostic.ts";
import { placeAt } from "../diagnostic/json-place.ts";
import { parseExpression } from "../expression/parse.ts";
import { printExpression } from "../expression/print.ts";
import type { Expression } from "../expression/document.ts";
import { hashOf } from "../schema/canonical.ts";
import { convertExpressions, type ConvertExpression } from "../schema/expressions.ts";
import { readValue } from "../schema/validate.ts";
import type { DocumentTexts } from "./document-texts.ts";

const report = defineDiagnostics("document", {
  "no-json": {
    severity: "error",
    message: "{file} is no JSON: {why}",
    mend: "Mend it, or delete the file to get it back.",
  },
  expression: { severity: "error", message: "{message}" },
});

/** The text of a document's file: expressions as text, in the document's own order. */
export function documentText(document: DocumentName, value: object): string {
  const { value: shown } = convertExpressions(languages[document].schema, value, (node) => ({
    value: printExpression(node as Expression),
  }));
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

/** Files of all documents, by name below `.parley/documents`. */
export function documentFiles(backend: Backend): Map<string, string> {
  return new Map(documentNames.map((name) => [`${name}.json`, documentText(name, backend[name])]));
}

/** Hash of each text, by name. */
export function hashesOf(files: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...files].map(([name, text]) => [name, hashOf(text)]));
}

/** Hashes of the documents' files, by name. */
export function documentHashes(texts: DocumentTexts): Record<string, string> {
  return hashesOf(new Map(Object.entries(texts).map(([name, { text }]) => [`${name}.json`, text])));
}

export interface ReadDocuments {
  documents: Partial<Backend>;
  diagnostics: Diagnostic[];
  /** The files, also of documents that cannot be read; paths are relative to the project. */
  texts: DocumentTexts;
  /** What JSON makes of them, with expressions as text. */
  raw: Partial<Record<DocumentName, unknown>>;
}

/** Reads documents from their files. */
export function readDocuments(texts: DocumentTexts): ReadDocuments {
  const documents: Partial<Record<DocumentName, unknown>> = {};
  const read: ReadDocuments = { documents: documents as Partial<Backend>, diagnostics: [], texts, raw: {} };
  for (const name of documentNames) {
    const file = texts[name];
    if (!file) continue;
    const { value, json, diagnostics } = readDocument(name, file.text, file.path);
    read.diagnostics.push(...diagnostics);
    read.raw[name] = json;
    if (value !== undefined) documents[name] = value;
  }
  return read;
}

/** A document from its file's text. */
export function readDocument(
  document: DocumentName,
  text: string,
  file: string,
): { value?: object; json?: unknown; diagnostics: Diagnostic[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const offset = Number(/position (\d+)/.exec(why)?.[1] ?? 0);
    return { diagnostics: [report["no-json"]({ file, ...placeAt(text, offset) }, { file, why })] };
  }
  const read = readValue(languages[document].zod, json, { document }, parseIn(document));
  return read.value === undefined
    ? { json, diagnostics: read.diagnostics }
    : { value: read.value as object, json, diagnostics: [] };
}

function parseIn(document: DocumentName): ConvertExpression {
  return (value, pointer) => {
    if (typeof value !== "string") return { value };
    const parsed = parseExpression(value);
    if ("expression" in parsed) return { value: parsed.expression, sound: true };
    return {
      diagnostics: parsed.problems.map(({ message, span }) =>
        report.expression({ document, pointer, span }, { message }),
      ),
    };
  };
}
