import { assemble } from "../backend/assemble.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { readConversation } from "../reading/read.ts";
import type { Requirements } from "../requirements/document.ts";
import { isEvent, type Event } from "./events.ts";
import { directoryName, type ProjectPaths } from "./project.ts";
import { documentHashes, handEdits, readDocuments, type HandEdits } from "./snapshot.ts";
import { fold } from "./state.ts";

/** The requirements' draft for all that was said. */
export function draftRequirements(events: readonly Event[], paths: ProjectPaths): Requirements {
  const { messages } = fold(events);
  const { requirements } = readConversation(messages, { name: directoryName(paths.directory) });
  if (!requirements) throw new Error("A conversation that was accepted before cannot be read any more.");
  return requirements;
}

/**
 * Changes to the document files since a run last wrote them, as edits on top of what was known then; `undefined` where
 * the files are as they were written. With errors there are no edits.
 */
export function changesByHand(events: readonly Event[], paths: ProjectPaths): HandEdits | undefined {
  const written = lastWritten(events, paths.documents);
  if (!written) return undefined;
  const known = events.slice(0, written.seq);
  const read = readDocuments(paths.documents);
  if (hasErrors(read.diagnostics)) return { edits: [], diagnostics: read.diagnostics };
  const standing = fold(known).edits.map(({ edit }) => edit);
  return handEdits(draftRequirements(known, paths), standing, read.documents);
}

/** What the checks say about the documents as the log has them. */
export function findingsOf(events: readonly Event[], paths: ProjectPaths): Diagnostic[] {
  const standing = fold(events).edits.map(({ edit }) => edit);
  return assemble(draftRequirements(events, paths), standing).diagnostics;
}

/**
 * The event that wrote the document files, where somebody changed them since. A run that was cut off may have written
 * them or not; so files that are as any run wrote them were not changed by hand.
 */
function lastWritten(events: readonly Event[], directory: string): Event | undefined {
  const writes = events.filter((event) => isEvent(event, "verify"));
  const hashes = Object.entries(documentHashes(directory));
  const isOurs = writes.some(({ documents }) => hashes.every(([name, hash]) => documents[name] === hash));
  return isOurs || hashes.length === 0 ? undefined : writes.at(-1);
}
