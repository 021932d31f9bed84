import { logProblems, readLog } from "../agent/log.ts";
import { inspectDirectory, pathsOf, projectDiagnostics, type ProjectPaths } from "../agent/project.ts";
import { fold, type State } from "../agent/state.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";

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
