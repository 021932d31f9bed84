import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assemble, followRenames, renamesBetween, type Assembly } from "../backend/assemble.ts";
import { collectionOf, documentNames, languages, type Backend } from "../backend/documents.ts";
import { editsBetween, type Edit } from "../backend/edits.ts";
import type { Renames } from "../backend/names.ts";
import { defineDiagnostics } from "../diagnostic/define.ts";
import { isError, type Diagnostic, type DocumentName } from "../diagnostic/diagnostic.ts";
import { parseExpression } from "../expression/parse.ts";
import { printExpression } from "../expression/print.ts";
import type { Expression } from "../expression/document.ts";
import { canonicalJson, hashOf } from "../schema/canonical.ts";
import { convertExpressions, type ConvertExpression } from "../schema/expressions.ts";
import { readValue } from "../schema/validate.ts";
import type { Requirements } from "../requirements/document.ts";

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

/** Hashes of the document files as they lie in a project; those that are not there are left out. */
export function documentHashes(directory: string): Record<string, string> {
  const files = documentNames
    .map((name) => `${name}.json`)
    .filter((name) => existsSync(join(directory, name)))
    .map((name): [string, string] => [name, readFileSync(join(directory, name), "utf8")]);
  return hashesOf(new Map(files));
}

export interface ReadDocuments {
  documents: Partial<Backend>;
  diagnostics: Diagnostic[];
}

/** Reads the documents as they lie in a project; those that are not there are left out. */
export function readDocuments(directory: string): ReadDocuments {
  const documents: Partial<Record<DocumentName, unknown>> = {};
  const diagnostics: Diagnostic[] = [];
  for (const name of documentNames) {
    const path = join(directory, `${name}.json`);
    if (!existsSync(path)) continue;
    const read = readDocument(name, readFileSync(path, "utf8"), path);
    diagnostics.push(...read.diagnostics);
    if (read.value !== undefined) documents[name] = read.value;
  }
  return { documents: documents as Partial<Backend>, diagnostics };
}

/** A document from its file's text. */
export function readDocument(
  document: DocumentName,
  text: string,
  file: string,
): { value?: object; diagnostics: Diagnostic[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { diagnostics: [report["no-json"]({ file, line: 1, column: 1 }, { file, why })] };
  }
  const read = readValue(languages[document].zod, json, { document }, parseIn(document));
  return read.value === undefined
    ? { diagnostics: read.diagnostics }
    : { value: read.value as object, diagnostics: [] };
}

function parseIn(document: DocumentName): ConvertExpression {
  return (value, pointer) => {
    if (typeof value !== "string") return { value };
    const parsed = parseExpression(value);
    if ("expression" in parsed) return { value: parsed.expression };
    return {
      diagnostics: parsed.problems.map(({ message, span }) =>
        report.expression({ document, pointer, span }, { message }),
      ),
    };
  };
}

export interface HandEdits {
  edits: Edit[];
  diagnostics: Diagnostic[];
}

/**
 * What somebody changed in the documents by hand, as edits. A rename is followed everywhere: it belongs to the
 * earliest document that has the node, and edits that speak of the old name are written anew. With errors there are
 * no edits.
 */
export function handEdits(
  requirements: Requirements,
  standing: readonly Edit[],
  changed: Partial<Backend>,
): HandEdits {
  const before = assemble(requirements, standing);
  const renames = renameEdits(before, changed);
  const renamed = renames.length === 0 ? before : assemble(requirements, [...standing, ...renames]);
  const followed = followRenames(standing, renamesBetween(before.backend, renamed.backend)).map(
    ({ edit }) => edit,
  );
  const base = [...standing, ...renames, ...followed];
  const now = followed.length === 0 ? renamed : assemble(requirements, base);

  const names = renamesBetween(before.backend, now.backend);
  const edits = [...renames, ...followed];
  for (const document of documentNames) {
    const given = changed[document];
    if (given) edits.push(...ownChanges(document, given, before, now, names));
  }
  const result = assemble(requirements, [...standing, ...edits]);
  const refused = result.shelved.filter(({ edit }) => edits.includes(edit)).map(({ because }) => because);
  const errors = [...refused, ...result.diagnostics.filter(isError)];
  return errors.length > 0 ? { edits: [], diagnostics: errors } : { edits, diagnostics: result.diagnostics };
}

function renameEdits(before: Assembly, changed: Partial<Backend>): Edit[] {
  const edits = new Map<string, Edit>();
  for (const document of documentNames) {
    const given = changed[document];
    if (!given) continue;
    for (const edit of editsBetween(
      document,
      before.drafts[document],
      before.backend[document],
      given,
      "hand",
    )) {
      if (edit.action.type !== "rename") continue;
      const owner = birthplaceOf(before.backend, edit);
      edits.set(`${owner.document}/${edit.id}`, { ...edit, ...owner });
    }
  }
  return [...edits.values()];
}

/** The earliest document with a node of this identity that is renamed in the same way. */
function birthplaceOf(backend: Backend, edit: Edit): Pick<Edit, "document" | "collection"> {
  const kin: Record<string, [DocumentName, string]> = {
    "database/models": ["requirements", "concepts"],
    "program/procedures": ["api", "operations"],
  };
  const candidate = kin[`${edit.document}/${edit.collection}`];
  if (!candidate) return edit;
  const [document, collection] = candidate;
  const isThere = Object.values(collectionOf(backend[document], collection)).some(({ id }) => id === edit.id);
  return isThere ? { document, collection } : edit;
}

/** What the author changed besides names: nodes that differ from before, speaking of the new names. */
function ownChanges(
  document: DocumentName,
  given: object,
  before: Assembly,
  now: Assembly,
  names: Renames,
): Edit[] {
  const made = editsBetween(document, before.drafts[document], before.backend[document], given, "hand");
  const rewritten = new Map(followRenames(made, names).map(({ index, edit }) => [index, edit]));
  return made.flatMap((edit, index): Edit[] => {
    const { collection, id, action } = edit;
    if (action.type === "rename") return [];
    const drafted = Object.values(collectionOf(now.drafts[document], collection)).find(
      (node) => node.id === id,
    );
    const based = { ...(rewritten.get(index) ?? edit), base: drafted ? hashOf(drafted) : null };
    if (based.action.type !== "put") return [based];
    const current = Object.entries(collectionOf(now.backend[document], collection)).find(
      ([, node]) => node.id === id,
    );
    if (!current) return [based];
    const [name, node] = current;
    // The author may have followed a rename by hand: then nothing is left to change.
    if (canonicalJson(based.action.node) === canonicalJson(node)) return [];
    return [{ ...based, action: { ...based.action, name } }];
  });
}
