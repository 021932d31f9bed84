import { assemble, followRenames, renamesBetween, type Assembly } from "../backend/assemble.ts";
import { collectionOf, type Backend } from "../backend/documents.ts";
import { editsBetween, HEAD, type Edit } from "../backend/edits.ts";
import type { Renames } from "../backend/names.ts";
import { documentNames, isError, type Diagnostic, type DocumentName } from "../diagnostic/diagnostic.ts";
import { canonicalJson, hashOf } from "../schema/canonical.ts";
import type { Requirements } from "../requirements/document.ts";

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
  last: DocumentName = "scenario",
): HandEdits {
  const edits = editsByHand(requirements, standing, changed, last);
  const result = assemble(requirements, [...standing, ...edits], last);
  const refused = result.shelved.filter(({ edit }) => edits.includes(edit)).map(({ because }) => because);
  const errors = [...refused, ...result.diagnostics.filter(isError)];
  return errors.length > 0 ? { edits: [], diagnostics: errors } : { edits, diagnostics: result.diagnostics };
}

/** The same, sound or not. No document after `last` has changes or edits. */
export function editsByHand(
  requirements: Requirements,
  standing: readonly Edit[],
  changed: Partial<Backend>,
  last: DocumentName,
): Edit[] {
  const before = assemble(requirements, standing, last);
  const renames = renameEdits(before, changed);
  const renamed = renames.length === 0 ? before : assemble(requirements, [...standing, ...renames], last);
  const followed = followRenames(standing, renamesBetween(before.backend, renamed.backend)).map(
    ({ edit }) => edit,
  );
  const base = [...standing, ...renames, ...followed];
  const now = followed.length === 0 ? renamed : assemble(requirements, base, last);

  const names = renamesBetween(before.backend, now.backend);
  const edits = [...renames, ...followed];
  for (const document of documentNames) {
    const given = changed[document];
    if (given) edits.push(...ownChanges(document, given, before, now, names));
  }
  return edits;
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
    if (collection === HEAD) return [edit];
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
