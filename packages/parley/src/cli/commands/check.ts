import { changesByHand, findingsOf } from "../../agent/by-hand.ts";
import { readLog } from "../../agent/log.ts";
import { documentText, readDocuments, type HandEdits } from "../../agent/snapshot.ts";
import { documentNames, languages } from "../../backend/documents.ts";
import { hasErrors } from "../../diagnostic/diagnostic.ts";
import { counted } from "../figures.ts";
import { sourcesOf, tellDiagnostics } from "../diagnostics.ts";
import { openProject, preview, type OpenProject } from "../project.ts";
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
  const { documents, result } = judge(directory, opened);
  const shown = Object.fromEntries(
    documentNames.flatMap((name) => {
      const document = documents[name];
      return document ? [[name, JSON.parse(documentText(name, document)) as unknown]] : [];
    }),
  );
  const { messages } = opened.state;
  tellDiagnostics(terminal, result.diagnostics, {
    json,
    sources: sourcesOf({ directory, messages, documents: shown }),
  });
  if (hasErrors(result.diagnostics)) return exitCodes.failed;
  const changes =
    result.edits.length === 0 ? "no changes by hand" : `${counted(result.edits.length, "change")} by hand`;
  const ms = Math.round(performance.now() - began);
  if (json)
    terminal.output.write(`${JSON.stringify({ type: "result", sound: true, edits: result.edits, ms })}\n`);
  else terminal.output.write(`The documents are sound: ${sizes(documents)}; ${changes}. (${ms} ms)\n`);
  return exitCodes.verified;
}

function judge(directory: string, { paths }: OpenProject): { documents: Documents; result: HandEdits } {
  const { requirements, diagnostics } = preview(directory, []);
  if (!requirements || hasErrors(diagnostics)) return { documents: {}, result: { edits: [], diagnostics } };
  const { documents } = readDocuments(paths.documents);
  const events = readLog(paths.log);
  const changed = changesByHand(events, paths);
  return { documents, result: changed ?? { edits: [], diagnostics: findingsOf(events, paths) } };
}

type Documents = ReturnType<typeof readDocuments>["documents"];

function sizes(documents: Documents): string {
  const counts = documentNames.flatMap((name) => {
    const document = documents[name] as Record<string, object> | undefined;
    const last = languages[name].collections.at(name === "requirements" ? 2 : -1)!;
    return document ? [counted(Object.keys(document[last] ?? {}).length, last.replace(/s$/, ""))] : [];
  });
  return counts.length === 0 ? "none lie there yet" : counts.join(", ");
}
