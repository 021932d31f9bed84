import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";

export const projectDiagnostics = defineDiagnostics("project", {
  "not-empty": {
    severity: "error",
    message: "{directory} is not empty and holds no Parley project.",
    mend: "Name a new or empty directory, or one that `parley new` made.",
  },
  taken: {
    severity: "error",
    message: "{directory} holds a Parley project already.",
    mend: "Name a new or empty directory to import into.",
  },
  "beside-import": {
    severity: "error",
    message: "What was said leaves no room for {count} imported nodes, such as {node}: {why}",
    mend: "Say it with other names, or change the documents in .parley/documents by hand.",
  },
  missing: {
    severity: "error",
    message: "{directory} holds no Parley project.",
    mend: 'Begin one with `parley new {directory} -m "what you want"`.',
  },
  "not-a-directory": {
    severity: "error",
    message: "{directory} is a file.",
    mend: "Name a directory.",
  },
  "nothing-to-undo": {
    severity: "error",
    message: "There is nothing to undo: nothing was said or changed after the first message.",
    mend: "Delete the directory to begin anew.",
  },
  "model-failed": {
    severity: "warning",
    message: "The model did not answer: {why} The drafts stand where it was not heard.",
    mend: "Run the same command again to ask what was not answered.",
  },
  stopped: {
    severity: "warning",
    message:
      "The run was stopped. What was decided so far is in the log; the project's files are as they were.",
    mend: "Run the same command again to go on.",
  },
});

/** Where things lie in a project. Paths are absolute. */
export interface ProjectPaths {
  directory: string;
  parley: string;
  log: string;
  lock: string;
  documents: string;
  base: string;
  report: string;
  migrations: string;
}

export function pathsOf(directory: string): ProjectPaths {
  const root = resolve(directory);
  const parley = join(root, ".parley");
  return {
    directory: root,
    parley,
    log: join(parley, "log.jsonl"),
    lock: join(parley, "lock"),
    documents: join(parley, "documents"),
    base: join(parley, "base.json.gz"),
    report: join(parley, "report.json"),
    migrations: join(parley, "migrations.json"),
  };
}

/** Whether the directory can hold a project: it holds one, or it is empty or not there yet. */
export function inspectDirectory(directory: string): { isProject: boolean; diagnostics: Diagnostic[] } {
  const paths = pathsOf(directory);
  const place = { file: paths.directory, line: 1, column: 1 };
  if (existsSync(paths.log)) return { isProject: true, diagnostics: [] };
  if (!existsSync(paths.directory)) return { isProject: false, diagnostics: [] };
  if (!statSync(paths.directory).isDirectory()) {
    return { isProject: false, diagnostics: [projectDiagnostics["not-a-directory"](place, { directory })] };
  }
  const entries = readdirSync(paths.directory).filter((entry) => entry !== ".git" && entry !== ".parley");
  const diagnostics = entries.length > 0 ? [projectDiagnostics["not-empty"](place, { directory })] : [];
  return { isProject: false, diagnostics };
}

/** A name for the project where the conversation gives none: that of its directory. */
export function directoryName(directory: string): string {
  return basename(resolve(directory));
}

/** JSON of a file of the project, or `undefined` where there is none. Throws on what is no JSON. */
export function readJson(path: string): unknown {
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as unknown) : undefined;
}
