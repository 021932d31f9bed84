import { assemble, renamesBetween } from "../backend/assemble.ts";
import type { Backend } from "../backend/documents.ts";
import { judge } from "../backend/judge.ts";
import { renameMentions } from "../backend/rename.ts";
import { documentNames, hasErrors, type Diagnostic, type DocumentName } from "../diagnostic/diagnostic.ts";
import { draftRequirements } from "./by-hand.ts";
import type { ReadDocuments } from "./document-files.ts";
import type { Event } from "./events.ts";
import type { ProjectPaths } from "./project.ts";
import { editsByHand, handEdits, type HandEdits } from "./snapshot.ts";
import { fold } from "./state.ts";
import type { ChangedFiles } from "./written.ts";

/**
 * What somebody changed in the documents by hand, as edits, or everything that is wrong with it in all documents, and
 * then no edits. Documents after the last that has changes or edits follow from the others, and are not looked at.
 */
export function judgeChanges(
  events: readonly Event[],
  paths: ProjectPaths,
  { written, changed }: ChangedFiles,
  read: ReadDocuments,
): HandEdits {
  const known = events.slice(0, written.seq);
  const standing = fold(known).edits.map(({ edit }) => edit);
  const requirements = draftRequirements(known, paths);
  const concerned = (name: DocumentName): boolean =>
    changed.includes(name) || standing.some(({ document }) => document === name);
  const last = documentNames.findLast(concerned)!;
  const given = Object.fromEntries(
    changed.flatMap((name) => (read.documents[name] ? [[name, read.documents[name]]] : [])),
  ) as Partial<Backend>;
  const taken = handEdits(requirements, standing, given, last);
  if (!hasErrors([...read.diagnostics, ...taken.diagnostics])) return taken;

  const edits = editsByHand(requirements, standing, given, last);
  const before = assemble(requirements, standing, last).backend;
  const renames = renamesBetween(before, given);
  const lying = Object.fromEntries(
    documentNames
      .slice(0, documentNames.indexOf(last) + 1)
      .map((name) => [name, renameMentions(name, given[name] ?? before[name], renames)]),
  ) as Partial<Backend>;
  const found = judge(requirements, [...standing, ...edits], lying);
  // What was refused when the edits were tried one by one is among what is found with all of them, or stands alone.
  const refused = hasErrors(found) || hasErrors(read.diagnostics) ? [] : taken.diagnostics;
  return { edits: [], diagnostics: inOrder([...read.diagnostics, ...found, ...refused]) };
}

/** Each finding once, by document. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const once = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  const rank = ({ at }: Diagnostic): number =>
    "document" in at ? documentNames.indexOf(at.document) : documentNames.length;
  return [...once.values()].toSorted((a, b) => rank(a) - rank(b));
}
