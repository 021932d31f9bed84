import { readLog } from "../../agent/log.ts";
import { changedFiles } from "../../agent/written.ts";
import { readDocuments, type ReadDocuments } from "../../agent/document-files.ts";
import { checkDocument } from "../../backend/check.ts";
import { documentNames, languages, type Backend } from "../../backend/documents.ts";
import type { Edit } from "../../backend/edits.ts";
import { hasErrors, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { counted } from "../figures.ts";
import { sourcesOf, tellDiagnostics } from "../diagnostics.ts";
import { openProject, type OpenProject } from "../project.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** Judges the documents as they lie in a project, with what was changed by hand; writes nothing and runs nothing. */
export async function check(
  terminal: Terminal,
  directory: string,
  { json }: { json?: boolean },
): Promise<number> {
  const opened = openProject(directory);
  if ("diagnostics" in opened) {
    tellDiagnostics(terminal, opened.diagnostics, { json });
    return exitCodes.usage;
  }
  const began = performance.now();
  const read = readDocuments(opened.paths.documents);
  const { edits, diagnostics } = await judge(opened, read);
  const { messages } = opened.state;
  tellDiagnostics(terminal, diagnostics, {
    json,
    most: Infinity,
    sources: sourcesOf({ directory, messages, documents: read.raw, texts: read.texts }),
  });
  if (hasErrors(diagnostics)) return exitCodes.failed;
  const changes = edits.length === 0 ? "no changes by hand" : `${counted(edits.length, "change")} by hand`;
  const ms = Math.round(performance.now() - began);
  if (json) terminal.output.write(`${JSON.stringify({ type: "result", sound: true, edits, ms })}\n`);
  else terminal.output.write(`The documents are sound: ${sizes(read.documents)}; ${changes}. (${ms} ms)\n`);
  return exitCodes.verified;
}

interface Judged {
  edits: Edit[];
  diagnostics: Diagnostic[];
}

/** Documents as a run wrote them are judged by themselves; only for others the conversation is read again. */
async function judge({ paths }: OpenProject, read: ReadDocuments): Promise<Judged> {
  const events = readLog(paths.log);
  const found = changedFiles(events, paths.documents);
  if (found) {
    const { judgeChanges } = await import("../../agent/judge.ts");
    return judgeChanges(events, paths, found, read);
  }
  if (hasErrors(read.diagnostics)) return { edits: [], diagnostics: read.diagnostics };
  if (documentNames.every((name) => read.documents[name])) {
    const backend = read.documents as Backend;
    return { edits: [], diagnostics: documentNames.flatMap((name) => checkDocument(name, backend)) };
  }
  const { preview } = await import("../preview.ts");
  const { requirements, diagnostics } = preview(paths.directory, []);
  if (!requirements || hasErrors(diagnostics)) return { edits: [], diagnostics };
  const { findingsOf } = await import("../../agent/by-hand.ts");
  return { edits: [], diagnostics: findingsOf(events, paths) };
}

function sizes(documents: ReadDocuments["documents"]): string {
  const counts = documentNames.flatMap((name) => {
    const document = documents[name] as Record<string, object> | undefined;
    const last = languages[name].collections.at(name === "requirements" ? 2 : -1)!;
    return document ? [counted(Object.keys(document[last] ?? {}).length, last.replace(/s$/, ""))] : [];
  });
  return counts.length === 0 ? "none lie there yet" : counts.join(", ");
}
