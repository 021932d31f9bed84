import { draftApi } from "../blueprint/api.ts";
import { profileName } from "../blueprint/concepts.ts";
import { draftDatabase } from "../blueprint/database.ts";
import { draftProgram } from "../blueprint/program.ts";
import { draftScenarios, unwitnessed } from "../blueprint/scenario.ts";
import {
  documentNames,
  hasErrors,
  isError,
  keysOf,
  type Diagnostic,
  type DocumentName,
} from "../diagnostic/diagnostic.ts";
import type { Requirements } from "../requirements/document.ts";
import { at } from "../diagnostic/diagnostic.ts";
import { idsAround } from "./around.ts";
import { checkDocument } from "./check.ts";
import { collectionOf, type Backend } from "./documents.ts";
import { applyEdits, HEAD, nameOf, report, type Edit } from "./edits.ts";
import { isEmpty, noRenames, type Renames } from "./names.ts";
import { renameMentions } from "./rename.ts";

/** An edit set aside because the document would not pass its checks with it. */
export interface Shelved {
  edit: Edit;
  because: Diagnostic;
}

/** A backend with what it was made from. */
export interface Assembly {
  backend: Backend;
  /** What each step proposes by itself, before edits. */
  drafts: Backend;
  /** Findings of the checks, notes on edits, and operations that no test calls with success. */
  diagnostics: Diagnostic[];
  shelved: Shelved[];
}

/**
 * Recomputes all documents: each draft from the documents above it, then its edits. An edit that its document cannot
 * pass its checks with is shelved; one that only a later document cannot live with is shelved too. Pure and total.
 * Documents after `last` are left out.
 */
export function assemble(
  requirements: Requirements,
  edits: readonly Edit[],
  last: DocumentName = "scenario",
): Assembly {
  let standing = [...edits];
  const shelved: Shelved[] = [];
  const notes: Diagnostic[] = [];
  for (;;) {
    const assembly = assembleTo(requirements, standing, last);
    const counted = standing.filter((edit) => !assembly.shelved.some((other) => other.edit === edit));
    const because = assembly.diagnostics.find(isError);
    if (!because || counted.length === 0) {
      const untested = last === "scenario" && !because ? unwitnessed(assembly.backend) : [];
      return {
        ...assembly,
        diagnostics: [...notes, ...assembly.diagnostics, ...untested],
        shelved: [...shelved, ...assembly.shelved],
      };
    }
    const culprit = culpritAbove(counted, because, assembly.backend);
    shelved.push({ edit: culprit, because });
    notes.push(shelvedNote(culprit, because));
    standing = standing.filter((edit) => edit !== culprit);
  }
}

/**
 * The same up to one document; those below it are as drafted, whatever their checks say. Errors of the last document
 * that none of its own edits caused are left for a designer to mend.
 */
export function assembleUntil(
  requirements: Requirements,
  edits: readonly Edit[],
  last: DocumentName,
): Assembly {
  const assembly = assembleTo(requirements, edits, last);
  const below = documentNames.slice(documentNames.indexOf(last) + 1);
  for (const document of below) draftDocument(assembly, document, requirements);
  return assembly;
}

function assembleTo(requirements: Requirements, edits: readonly Edit[], last: DocumentName): Assembly {
  const assembly = { backend: {}, drafts: {}, diagnostics: [], shelved: [] } as unknown as Assembly;
  const above = documentNames.slice(0, documentNames.indexOf(last) + 1);
  for (const document of above) assembleDocument(assembly, document, requirements, edits);
  return assembly;
}

function draftDocument<Name extends DocumentName>(
  assembly: Assembly,
  document: Name,
  requirements: Requirements,
): void {
  assembly.drafts[document] = draftOf(document, requirements, assembly.backend);
  assembly.backend[document] = assembly.drafts[document];
}

function shelvedNote(edit: Edit, because: Diagnostic): Diagnostic {
  const place = at(edit.document, [edit.collection, nameOf(edit)]);
  const words = { node: nameOf(edit), origin: edit.origin, why: because.message };
  return report.shelved(place, words, { trace: [because.at] });
}

/** The draft of one document from the documents above it. */
export function draftOf<Name extends DocumentName>(
  document: Name,
  requirements: Requirements,
  above: Backend,
): Backend[Name] {
  const drafts: { [D in DocumentName]: () => Backend[D] } = {
    requirements: () => requirements,
    database: () => draftDatabase(above.requirements),
    api: () => draftApi(above.requirements, above.database),
    program: () => draftProgram(above.requirements, above.database, above.api),
    scenario: () => draftScenarios(above.requirements, above.database, above.api),
  };
  return drafts[document]();
}

function assembleDocument<Name extends DocumentName>(
  assembly: Assembly,
  document: Name,
  requirements: Requirements,
  edits: readonly Edit[],
): void {
  const draft = draftOf(document, requirements, assembly.backend);
  assembly.drafts[document] = draft;
  let standing = edits.filter((edit) => edit.document === document);
  const tryOut = (candidates: readonly Edit[]): Diagnostic[] => {
    const { document: edited, diagnostics } = applyEdits(document, draft, candidates);
    const followed = renameMentions(document, edited, renamesOf(document, draft, edited));
    assembly.backend[document] = followed;
    return [...diagnostics, ...checkDocument(document, assembly.backend)];
  };

  let findings = tryOut(standing);
  while (hasErrors(findings) && standing.length > 0) {
    const index = culpritOf(standing, findings);
    const culprit = standing[index]!;
    const because = findings.find(isError)!;
    standing = standing.toSpliced(index, 1);
    assembly.shelved.push({ edit: culprit, because });
    assembly.diagnostics.push(shelvedNote(culprit, because));
    findings = tryOut(standing);
  }
  assembly.diagnostics.push(...findings);
}

/** The newest edit that an error may be due to, else the newest of the documents that it can be due to. */
function culpritAbove(edits: readonly Edit[], because: Diagnostic, backend: Backend): Edit {
  const near = new Set(idsAround(because, backend));
  const failing =
    "document" in because.at ? documentNames.indexOf(because.at.document) : documentNames.length;
  const above = edits.filter(({ document }) => documentNames.indexOf(document) <= failing);
  return above.findLast(({ document, id }) => near.has(`${document}/${id}`)) ?? above.at(-1) ?? edits.at(-1)!;
}

/** The newest edit of a node that an error lies in, else the newest of all. */
function culpritOf(edits: readonly Edit[], findings: readonly Diagnostic[]): number {
  const places = new Set(
    findings.filter(isError).flatMap(({ at: place }) => {
      if (!("document" in place)) return [];
      const [collection, name] = keysOf(place.pointer);
      return [`${collection}/${name}`];
    }),
  );
  const within = edits.findLastIndex((edit) => places.has(`${edit.collection}/${nameOf(edit)}`));
  return within >= 0 ? within : edits.length - 1;
}

/** Which nodes of a document have another name than in its draft, by identity. */
export function renamesOf(document: DocumentName, before: object, after: object): Renames {
  const changed = (collection: string): Record<string, string> => {
    const names = new Map(
      Object.entries(collectionOf(after, collection)).map(([name, node]) => [node.id, name]),
    );
    const renamed = Object.entries(collectionOf(before, collection)).flatMap(
      ([name, node]): [string, string][] => {
        const now = names.get(node.id);
        return now === undefined || now === name ? [] : [[name, now]];
      },
    );
    return Object.fromEntries(renamed);
  };
  switch (document) {
    case "requirements": {
      const actors = changed("actors");
      const profiles = Object.entries(actors).map(([from, to]) => [profileName(from), profileName(to)]);
      return { ...noRenames, actors, models: { ...changed("concepts"), ...Object.fromEntries(profiles) } };
    }
    case "database":
      return { ...noRenames, models: changed("models"), enums: changed("enums") };
    case "api":
      return {
        ...noRenames,
        schemas: changed("schemas"),
        operations: changed("operations"),
        errors: changed("errors"),
      };
    case "program":
    case "scenario":
      return noRenames;
    default:
      return document satisfies never;
  }
}

/** All names that differ between two states of a backend, by identity; documents that one lacks are left out. */
export function renamesBetween(before: Partial<Backend>, after: Partial<Backend>): Renames {
  const renames: Renames = { actors: {}, models: {}, enums: {}, schemas: {}, operations: {}, errors: {} };
  for (const document of documentNames) {
    const [earlier, later] = [before[document], after[document]];
    if (!earlier || !later) continue;
    const found = renamesOf(document, earlier, later);
    for (const kind of Object.keys(renames) as (keyof Renames)[]) Object.assign(renames[kind], found[kind]);
  }
  return renames;
}

/** Edits that speak of old names, rewritten to the new ones; those that do not change are left out. */
export function followRenames(edits: readonly Edit[], renames: Renames): { index: number; edit: Edit }[] {
  if (isEmpty(renames)) return [];
  return edits.flatMap((edit, index) => {
    if (edit.action.type !== "put" || edit.collection === HEAD) return [];
    const { action, document, collection } = edit;
    const shell = Object.fromEntries(
      shellOf(document).map((key) => [key, key === collection ? { [action.name]: action.node } : {}]),
    );
    const renamed = renameMentions(document, shell as unknown as Backend[typeof document], renames);
    const node = collectionOf(renamed, collection)[action.name] as unknown as Record<string, unknown>;
    if (JSON.stringify(node) === JSON.stringify(action.node)) return [];
    return [{ index, edit: { ...edit, action: { ...action, node } } }];
  });
}

function shellOf(document: DocumentName): readonly string[] {
  const collections: Record<DocumentName, string[]> = {
    requirements: ["actors", "concepts", "requirements"],
    database: ["enums", "models"],
    api: ["errors", "schemas", "operations"],
    program: ["procedures", "functions", "externs", "jobs"],
    scenario: ["scenarios"],
  };
  return collections[document];
}
