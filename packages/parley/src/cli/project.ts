import { logProblems, readLog } from "../agent/log.ts";
import {
  directoryName,
  inspectDirectory,
  pathsOf,
  projectDiagnostics,
  type ProjectPaths,
} from "../agent/project.ts";
import { fold, type State } from "../agent/state.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { readConversation } from "../reading/read.ts";
import type { Message, Said } from "../reading/said.ts";
import type { Requirements } from "../requirements/document.ts";

/** Whether a directory can hold a project, holds one, and one that this version reads. */
export function inspect(directory: string): { isProject: boolean; diagnostics: Diagnostic[] } {
  const { isProject, diagnostics } = inspectDirectory(directory);
  return { isProject, diagnostics: [...diagnostics, ...logProblems(pathsOf(directory).log)] };
}

export interface OpenProject {
  paths: ProjectPaths;
  state: State;
}

/** A project that is there already, as its log tells; nothing is locked or written. */
export function openProject(directory: string): OpenProject | { diagnostics: Diagnostic[] } {
  const paths = pathsOf(directory);
  const { isProject, diagnostics } = inspect(directory);
  if (hasErrors(diagnostics)) return { diagnostics };
  if (isProject) return { paths, state: fold(readLog(paths.log)) };
  const place = { file: paths.directory, line: 1, column: 1 };
  return { diagnostics: [projectDiagnostics.missing(place, { directory })] };
}

export interface Preview {
  /** What the log holds, then what is said now. */
  messages: Message[];
  /** What of it the log does not hold yet. */
  said: Said[];
  requirements?: Requirements;
  diagnostics: Diagnostic[];
}

/** What a conversation would be understood as; nothing is written. */
export function preview(directory: string, said: readonly Said[]): Preview {
  const { isProject, diagnostics } = inspect(directory);
  if (hasErrors(diagnostics)) return { messages: [], said: [...said], diagnostics };
  const logged = isProject ? fold(readLog(pathsOf(directory).log)).messages : [];
  const fresh = unsaid(logged, said);
  const last = logged.at(-1)?.seq ?? 0;
  const messages = [...logged, ...fresh.map((words, index) => ({ seq: last + index + 1, said: words }))];
  return { messages, said: fresh, ...readConversation(messages, { name: directoryName(directory) }) };
}

/** Nothing where the log's last words are the same: a command that is repeated goes on and says nothing twice. */
export function unsaid(logged: readonly Message[], said: readonly Said[]): Said[] {
  const spoken = logged.map((message) => message.said).filter(({ type }) => type !== "answer");
  const last = spoken.slice(-said.length);
  const isRepeated = last.length === said.length && JSON.stringify(last) === JSON.stringify(said);
  return said.length > 0 && isRepeated ? [] : [...said];
}
