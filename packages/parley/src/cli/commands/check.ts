import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { documentTexts, type DocumentTexts } from "../../agent/document-texts.ts";
import type { ProjectPaths } from "../../agent/project.ts";
import { documentNames, hasErrors, type DocumentName } from "../../diagnostic/diagnostic.ts";
import { sleep } from "../../model/retry.ts";
import { sourcesOf, tellDiagnostics } from "../diagnostics.ts";
import { counted } from "../figures.ts";
import { openProject, type OpenProject } from "../project.ts";
import { exitCodes, type Terminal } from "../terminal.ts";
import { openVerdictCache, type Verdict } from "../verdict-cache.ts";

export interface CheckOptions {
  json?: boolean;
  watch?: boolean;
}

const pollMs = 100;

/**
 * Judges the documents as they lie in a project, with what was changed by hand; writes nothing there and runs nothing.
 * With `watch` again after every change, until the user stops it.
 */
export async function check(
  terminal: Terminal,
  directory: string,
  { json, watch }: CheckOptions,
): Promise<number> {
  for (;;) {
    const opened = openProject(directory);
    if ("diagnostics" in opened) {
      tellDiagnostics(terminal, opened.diagnostics, { json });
      return exitCodes.usage;
    }
    const seen = stampOf(opened.paths);
    const code = await checkOnce(terminal, opened, json);
    if (!watch) return code;
    while (stampOf(opened.paths) === seen && !terminal.signal.aborted) await sleep(pollMs, terminal.signal);
    if (terminal.signal.aborted) return code;
  }
}

async function checkOnce(
  terminal: Terminal,
  { paths, state }: OpenProject,
  json: boolean | undefined,
): Promise<number> {
  const began = performance.now();
  const texts = documentTexts(paths.documents);
  const { edits, diagnostics, sizes } = await verdictOn(terminal, paths, texts);
  tellDiagnostics(terminal, diagnostics, {
    json,
    most: Infinity,
    sources: sourcesOf({
      directory: paths.directory,
      messages: state.messages,
      documents: diagnostics.length > 0 ? parsed(texts) : {},
      texts,
    }),
  });
  if (hasErrors(diagnostics)) return exitCodes.failed;
  const changes = edits.length === 0 ? "no changes by hand" : `${counted(edits.length, "change")} by hand`;
  const ms = Math.round(performance.now() - began);
  if (json) terminal.output.write(`${JSON.stringify({ type: "result", sound: true, edits, ms })}\n`);
  else terminal.output.write(`The documents are sound: ${sizes}; ${changes}. (${ms} ms)\n`);
  return exitCodes.verified;
}

/** What was said of the very same texts before, or is worked out now: only then the checks are loaded at all. */
async function verdictOn(
  { environment }: Terminal,
  paths: ProjectPaths,
  documents: DocumentTexts,
): Promise<Verdict> {
  const log = existsSync(paths.log) ? readFileSync(paths.log, "utf8") : "";
  const texts = [log, ...Object.values(documents).flatMap(({ path, text }) => [path, text])];
  const cache = openVerdictCache(paths.directory, texts, environment);
  const known = cache.read();
  if (known) return known;
  const { verdictOn: judge } = await import("../verdict.ts");
  const verdict = await judge(paths, documents);
  cache.write(verdict);
  return verdict;
}

function parsed(texts: DocumentTexts): Partial<Record<DocumentName, unknown>> {
  const documents: Partial<Record<DocumentName, unknown>> = {};
  for (const [name, file] of Object.entries(texts)) {
    try {
      documents[name as DocumentName] = JSON.parse(file.text);
    } catch {
      // Said by a diagnostic, which needs no excerpt but the text's.
    }
  }
  return documents;
}

/** Changes whenever a file does on which a verdict rests. */
function stampOf({ log, documents }: ProjectPaths): string {
  const files = [log, ...documentNames.map((name) => join(documents, `${name}.json`))];
  return files
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .map((found) => (found ? `${found.mtimeMs} ${found.size}` : "-"))
    .join("\n");
}
