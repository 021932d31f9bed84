import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentFiles, hashesOf } from "../src/agent/document-files.ts";
import { openLog } from "../src/agent/log.ts";
import { pathsOf } from "../src/agent/project.ts";
import type { Report } from "../src/agent/report.ts";
import { assemble } from "../src/backend/assemble.ts";
import type { Backend } from "../src/backend/documents.ts";
import { isError } from "../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../src/diagnostic/render.ts";
import { readConversation } from "../src/reading/read.ts";

/** What a run would have written of a project before anything is printed: its log and its documents. */
export function layProject(directory: string, outline: string): Backend {
  const paths = pathsOf(directory);
  const said = { type: "outline", text: outline } as const;
  const { requirements, diagnostics } = readConversation([{ seq: 1, said }], { name: "grown" });
  if (!requirements) throw new Error(renderForModels(diagnostics));
  const { backend, diagnostics: found } = assemble(requirements, []);
  if (found.some(isError)) throw new Error(renderForModels(found.filter(isError)));
  const files = documentFiles(backend);
  const opened = openLog(paths.log, () => new Date(0));
  if (!("log" in opened)) throw new Error(renderForModels(opened.diagnostics));
  opened.log.append({ type: "message", said });
  opened.log.append({ type: "verify", report: {} as Report, documents: hashesOf(files) });
  opened.log.close();
  mkdirSync(paths.documents, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(paths.documents, name), text);
  return backend;
}
