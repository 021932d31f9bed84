import { documentNames, type DocumentName } from "../diagnostic/diagnostic.ts";
import { documentHashes } from "./document-files.ts";
import type { DocumentTexts } from "./document-texts.ts";
import { isEvent, type Event } from "./events.ts";

/** The run that wrote the document files last, and which of them somebody changed since. */
export interface ChangedFiles {
  written: Event & { type: "verify" };
  changed: DocumentName[];
}

/**
 * Documents that somebody changed since a run wrote them, `undefined` where there are none. A run that was cut off may
 * have written them or not; so files that are as any run wrote them were not changed by hand.
 */
export function changedFiles(events: readonly Event[], texts: DocumentTexts): ChangedFiles | undefined {
  const writes = events.filter((event) => isEvent(event, "verify"));
  const hashes = documentHashes(texts);
  const isOurs = writes.some(({ documents }) =>
    Object.entries(hashes).every(([name, hash]) => documents[name] === hash),
  );
  const written = writes.at(-1);
  if (isOurs || !written) return undefined;
  const changed = documentNames.filter((name) => {
    const hash = hashes[`${name}.json`];
    return hash !== undefined && hash !== written.documents[`${name}.json`];
  });
  return { written, changed };
}
