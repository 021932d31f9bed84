import { mkdirSync } from "node:fs";
import type { Api } from "../api/document.ts";
import { assemble, draftOf } from "../backend/assemble.ts";
import type { Backend } from "../backend/documents.ts";
import { editsBetween, nameOf, type Edit } from "../backend/edits.ts";
import type { Database } from "../database/document.ts";
import { hasErrors, isError, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { withLock, type Owner } from "../host/lock.ts";
import { writeDiagnostic } from "../host/system-errors.ts";
import { readConversation, type ReadConversation } from "../reading/read.ts";
import type { Message } from "../reading/said.ts";
import type { Requirements } from "../requirements/document.ts";
import { defaultProjectName } from "../requirements/outline/defaults.ts";
import { sentenceCase } from "../text/names.ts";
import { openLog } from "./log.ts";
import { directoryName, inspectDirectory, pathsOf, projectDiagnostics } from "./project.ts";
import type { State } from "./state.ts";

/** What a project has where nobody said anything: its name. */
export function emptyRequirements(name: string): Requirements {
  const title = sentenceCase(name) || "Project";
  return {
    name: defaultProjectName(title),
    title,
    description: "",
    language: "en",
    actors: {},
    concepts: {},
    requirements: {},
    uses: {},
    nonGoals: [],
    questions: {},
    sentences: {},
  };
}

/** Reads what was said in a project, and then `more`. One that was imported need not have been spoken of. */
export function readProject(
  { messages, edits }: Pick<State, "messages" | "edits">,
  more: readonly Message[],
  directory: string,
): ReadConversation {
  const name = directoryName(directory);
  const said = [...messages, ...more];
  const isImported = edits.some(({ edit }) => edit.origin === "import");
  if (said.length === 0 && isImported) return { requirements: emptyRequirements(name), diagnostics: [] };
  return readConversation(said, { name });
}

/** What was said may not push out what was imported: that would be lost without a word of its owner's. */
export function lostImports(
  requirements: Requirements,
  edits: State["edits"],
  directory: string,
): Diagnostic[] {
  if (!edits.some(({ edit }) => edit.origin === "import")) return [];
  const { shelved } = assemble(
    requirements,
    edits.map(({ edit }) => edit),
  );
  const lost = shelved.filter(({ edit }) => edit.origin === "import");
  const [first] = lost;
  if (!first) return [];
  const place = { file: pathsOf(directory).log, line: 1, column: 1 };
  const words = { count: lost.length, node: nameOf(first.edit), why: first.because.message };
  return [projectDiagnostics["beside-import"](place, words)];
}

export interface ImportOptions {
  directory: string;
  database: Database;
  /** Absent: the database alone was imported. */
  api?: Api;
  now: () => Date;
  onWaiting: (owner: Owner) => void;
}

/**
 * Begins a project whose documents come from somewhere else: its log holds them as edits of empty drafts. The directory
 * must be new or empty. With an error nothing is written.
 */
export async function beginImported(options: ImportOptions): Promise<Diagnostic[]> {
  const paths = pathsOf(options.directory);
  const place = { file: paths.directory, line: 1, column: 1 };
  const { isProject, diagnostics } = inspectDirectory(options.directory);
  if (hasErrors(diagnostics)) return diagnostics;
  if (isProject) return [projectDiagnostics.taken(place, { directory: options.directory })];
  const requirements = emptyRequirements(directoryName(options.directory));
  const edits = importEdits(requirements, options);
  const assembly = assemble(requirements, edits);
  const refused = [
    ...assembly.shelved.map(({ because }) => because),
    ...assembly.diagnostics.filter(isError),
  ];
  if (refused.length > 0) return refused;
  try {
    mkdirSync(paths.parley, { recursive: true });
  } catch (error) {
    return [writeDiagnostic(error, paths.directory)];
  }
  const failed = await withLock(
    paths.lock,
    async () => {
      const opened = openLog(paths.log, options.now);
      if (!("log" in opened)) return opened.diagnostics;
      try {
        const written = [...new Set(edits.map(({ document }) => `.parley/documents/${document}.json`))];
        const { seq } = opened.log.append({ type: "file-change", written, removed: [] });
        opened.log.appendAll(edits.map((edit) => ({ type: "edit", edit, because: seq })));
      } finally {
        opened.log.close();
      }
      return opened.diagnostics;
    },
    options.onWaiting,
  );
  return [...failed, ...assembly.diagnostics];
}

/** What leads from the drafts of a project without requirements to the imported documents. */
function importEdits(requirements: Requirements, { database, api }: ImportOptions): Edit[] {
  const above = { requirements } as Backend;
  const drafted = draftOf("database", requirements, above);
  const withDatabase = { ...above, database };
  const apiDraft = draftOf("api", requirements, withDatabase);
  return [
    ...editsBetween("database", drafted, drafted, database, "import"),
    ...(api ? editsBetween("api", apiDraft, apiDraft, api, "import") : []),
  ];
}
