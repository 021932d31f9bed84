import { assemble } from "../backend/assemble.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Requirements } from "../requirements/document.ts";
import { readDocuments } from "./document-files.ts";
import { documentTexts } from "./document-texts.ts";
import type { Event } from "./events.ts";
import { readProject } from "./imported.ts";
import type { ProjectPaths } from "./project.ts";
import { handEdits, type HandEdits } from "./snapshot.ts";
import { fold } from "./state.ts";
import { changedFiles } from "./written.ts";

/** The requirements' draft for all that was said. */
export function draftRequirements(events: readonly Event[], paths: ProjectPaths): Requirements {
  const { requirements } = readProject(fold(events), [], paths.directory);
  if (!requirements) throw new Error("A conversation that was accepted before cannot be read any more.");
  return requirements;
}

/**
 * Changes to the document files since a run last wrote them, as edits on top of what was known then; `undefined` where
 * the files are as they were written. With errors there are no edits.
 */
export function changesByHand(events: readonly Event[], paths: ProjectPaths): HandEdits | undefined {
  const texts = documentTexts(paths.documents);
  const found = changedFiles(events, texts);
  if (!found) return undefined;
  const known = events.slice(0, found.written.seq);
  const read = readDocuments(texts);
  if (hasErrors(read.diagnostics)) return { edits: [], diagnostics: read.diagnostics };
  const standing = fold(known).edits.map(({ edit }) => edit);
  return handEdits(draftRequirements(known, paths), standing, read.documents);
}

/** What the checks say about the documents as the log has them. */
export function findingsOf(events: readonly Event[], paths: ProjectPaths): Diagnostic[] {
  const standing = fold(events).edits.map(({ edit }) => edit);
  return assemble(draftRequirements(events, paths), standing).diagnostics;
}
