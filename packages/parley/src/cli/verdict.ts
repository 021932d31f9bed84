import { readDocuments, type ReadDocuments } from "../agent/document-files.ts";
import type { DocumentTexts } from "../agent/document-texts.ts";
import { readLog } from "../agent/log.ts";
import type { ProjectPaths } from "../agent/project.ts";
import { changedFiles } from "../agent/written.ts";
import { checkDocument } from "../backend/check.ts";
import { languages, type Backend } from "../backend/documents.ts";
import { documentNames, hasErrors } from "../diagnostic/diagnostic.ts";
import { counted } from "./figures.ts";
import type { Verdict } from "./verdict-cache.ts";

/** Documents as a run wrote them are judged by themselves; only for others the conversation is read again. */
export async function verdictOn(paths: ProjectPaths, texts: DocumentTexts): Promise<Verdict> {
  const read = readDocuments(texts);
  return { ...(await judge(paths, read)), sizes: sizesOf(read.documents) };
}

async function judge(paths: ProjectPaths, read: ReadDocuments): Promise<Omit<Verdict, "sizes">> {
  const events = readLog(paths.log);
  const found = changedFiles(events, read.texts);
  if (found) {
    const { judgeChanges } = await import("../agent/judge.ts");
    return judgeChanges(events, paths, found, read);
  }
  if (hasErrors(read.diagnostics)) return { edits: [], diagnostics: read.diagnostics };
  if (documentNames.every((name) => read.documents[name])) {
    const backend = read.documents as Backend;
    return { edits: [], diagnostics: documentNames.flatMap((name) => checkDocument(name, backend)) };
  }
  const { preview } = await import("./preview.ts");
  const { requirements, diagnostics } = preview(paths.directory, []);
  if (!requirements || hasErrors(diagnostics)) return { edits: [], diagnostics };
  const { findingsOf } = await import("../agent/by-hand.ts");
  return { edits: [], diagnostics: findingsOf(events, paths) };
}

function sizesOf(documents: ReadDocuments["documents"]): string {
  const counts = documentNames.flatMap((name) => {
    const document = documents[name] as Record<string, object> | undefined;
    const last = languages[name].collections.at(name === "requirements" ? 2 : -1)!;
    return document ? [counted(Object.keys(document[last] ?? {}).length, last.replace(/s$/, ""))] : [];
  });
  return counts.length === 0 ? "none lie there yet" : counts.join(", ");
}
