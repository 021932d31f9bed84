import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { documentNames, type DocumentName } from "../diagnostic/diagnostic.ts";

/** Files of documents; `path` is relative to the project. */
export type DocumentTexts = Partial<Record<DocumentName, { path: string; text: string }>>;

/** The documents' files as they lie in a directory; those that are not there are left out. */
export function documentTexts(directory: string): DocumentTexts {
  const texts: DocumentTexts = {};
  for (const name of documentNames) {
    const file = join(directory, `${name}.json`);
    if (!existsSync(file)) continue;
    texts[name] = { path: `.parley/documents/${name}.json`, text: readFileSync(file, "utf8") };
  }
  return texts;
}
