import { documentNames, isError, keysOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Requirements } from "../requirements/document.ts";
import { draftOf, renamesOf } from "./assemble.ts";
import { checkDocument } from "./check.ts";
import type { Backend } from "./documents.ts";
import { applyEdits, nameOf, type Edit } from "./edits.ts";
import { renameMentions } from "./rename.ts";

/**
 * Everything that the checks find in documents with all of these edits, none set aside. Below a document with errors
 * drafts mean nothing: there the documents count as they lie, as far as they are given, and of these only the nodes
 * that the edits change.
 */
export function judge(
  requirements: Requirements,
  edits: readonly Edit[],
  lying: Partial<Backend>,
): Diagnostic[] {
  const backend = {} as Backend;
  const findings: Diagnostic[] = [];
  let isSound = true;
  for (const document of documentNames) {
    if (!isSound) {
      const given = lying[document];
      if (!given) break;
      Object.assign(backend, { [document]: given });
      const changed = new Set(edits.filter((edit) => edit.document === document).map(placeOf));
      findings.push(...checkDocument(document, backend).filter((finding) => changed.has(nodeOf(finding))));
      continue;
    }
    const draft = draftOf(document, requirements, backend);
    const { document: edited, diagnostics } = applyEdits(document, draft, edits);
    const followed = renameMentions(document, edited, renamesOf(document, draft, edited));
    Object.assign(backend, { [document]: followed });
    const found = checkDocument(document, backend);
    findings.push(...diagnostics, ...found);
    isSound = !found.some(isError);
  }
  return findings;
}

function placeOf(edit: Edit): string {
  return `${edit.collection}/${nameOf(edit)}`;
}

function nodeOf({ at: place }: Diagnostic): string {
  return "document" in place ? keysOf(place.pointer).slice(0, 2).join("/") : "";
}
