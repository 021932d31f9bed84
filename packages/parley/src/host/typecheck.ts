import type { ChildProcess } from "node:child_process";
import { realpath } from "node:fs/promises";
import type * as TypeScript from "typescript/unstable/sync";
import type { Diagnostic, Location, Severity } from "../diagnostic/diagnostic.ts";
import { report, wholeOf } from "./diagnostics.ts";
import { messageOf } from "./system-errors.ts";
import { typecheckWithCommand } from "./typecheck-command.ts";
import { createVirtualFiles, type FileChanges } from "./virtual-files.ts";

export interface TypecheckInput {
  /** The project's files: path -> text. Nothing is written to disk. */
  files: ReadonlyMap<string, string>;
  /** Directory that holds the `node_modules` of the project. */
  dependencies: string;
  /** Checks of the same name are taken as states of one project: only what changed is looked at again. */
  project?: string;
}

export interface Typechecker {
  /** Type errors, located in the project's files. */
  check(input: TypecheckInput): Promise<Diagnostic[]>;
  close(): void;
}

type Program = NonNullable<ReturnType<TypeScript.Snapshot["getProject"]>>["program"];

/** Checks one project; several are cheaper with {@link createTypechecker}. */
export async function typecheck(input: TypecheckInput): Promise<Diagnostic[]> {
  const checker = createTypechecker();
  try {
    return await checker.check(input);
  } finally {
    checker.close();
  }
}

/**
 * A compiler process that is kept open: the second project shares the parsed dependencies of the first, the
 * second state of a project all that did not change. A check blocks this process while it runs, so that a
 * compiler that dies is noticed at once. Where the compiler's programming interface, which is marked unstable,
 * is missing or fails, the command line is used and an info diagnostic says so.
 */
export function createTypechecker(load: () => Promise<typeof TypeScript> = loadTypeScript): Typechecker {
  const virtual = createVirtualFiles();
  const open = new Set<string>();
  let api: TypeScript.API | undefined;
  let broken: string | undefined;

  const checkInProcess = async (input: TypecheckInput): Promise<Diagnostic[]> => {
    const { API } = await load();
    const base = (await realpath(input.dependencies)).replaceAll("\\", "/");
    // Beneath the dependencies, so that imports find node_modules by walking up.
    const root = `${base}/.parley-projects/${input.project ?? "project"}`;
    const configuration = `${root}/tsconfig.json`;
    const changes = virtual.put(root, input.files);
    api ??= new API({ cwd: base, fs: virtual.fileSystem });
    const snapshot = api.updateSnapshot(updateOf(configuration, changes, open.has(root)));
    open.add(root);
    const project = snapshot.getProject(configuration);
    if (!project) throw new Error("the project has no tsconfig.json");
    const found = diagnosticsOf(project.program).map((finding) => toDiagnostic(finding, root, input.files));
    snapshot.dispose();
    if (input.project === undefined) {
      // Said to be gone, or the compiler would take the next project's files of the same path for unchanged.
      virtual.remove(root);
      const deleted = [...input.files.keys()].map((path) => `${root}/${path}`);
      api
        .updateSnapshot({
          closeProjects: [configuration],
          fileChanges: { created: [], changed: [], deleted },
        })
        .dispose();
      open.delete(root);
    }
    return found;
  };

  const close = () => {
    if (api) silence(api);
    api?.close();
    api = undefined;
    open.clear();
  };

  return {
    async check(input) {
      if (!input.files.has("tsconfig.json")) {
        return [
          report["typecheck-failed"](wholeOf("tsconfig.json"), { reason: "there is no tsconfig.json." }),
        ];
      }
      if (broken === undefined) {
        try {
          return await checkInProcess(input);
        } catch (error) {
          broken = messageOf(error);
          close();
        }
      }
      const fallback = report["typecheck-fallback"](wholeOf("tsconfig.json"), { reason: broken });
      return [fallback, ...(await typecheckWithCommand(input))];
    },
    close,
  };
}

/** Closing ends the compiler with SIGTERM, upon which it writes a line to our standard error; killed it is silent. */
function silence(api: TypeScript.API): void {
  const { client } = api as unknown as { client?: { channel?: { child?: ChildProcess } } };
  client?.channel?.child?.kill("SIGKILL");
}

async function loadTypeScript(): Promise<typeof TypeScript> {
  return import("typescript/unstable/sync");
}

function updateOf(configuration: string, changes: FileChanges, isOpen: boolean) {
  return isOpen ? { fileChanges: changes } : { openProjects: [configuration], fileChanges: changes };
}

/** The compiler's own order: it reports the next kind only where the one before found nothing. */
function diagnosticsOf(program: Program): readonly TypeScript.Diagnostic[] {
  const kinds = [
    () => [...program.getConfigFileParsingDiagnostics(), ...program.getProgramDiagnostics()],
    () => program.getSyntacticDiagnostics(),
    () => [...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics()],
  ];
  for (const kind of kinds) {
    const found = kind();
    if (found.length > 0) return found;
  }
  return [];
}

// TypeScript's categories: 0 warning, 1 error, 2 suggestion, 3 message.
const SEVERITIES: Severity[] = ["warning", "error", "info", "info"];

function toDiagnostic(
  finding: TypeScript.Diagnostic,
  root: string,
  files: ReadonlyMap<string, string>,
): Diagnostic {
  const locate = (one: TypeScript.Diagnostic): Location => {
    if (one.fileName === undefined) return wholeOf("tsconfig.json");
    const inside = one.fileName.startsWith(`${root}/`);
    const file = inside ? one.fileName.slice(root.length + 1) : one.fileName;
    return { file, ...placeOf(files.get(file) ?? "", one.pos) };
  };
  return {
    code: `typescript/TS${finding.code}`,
    severity: SEVERITIES[finding.category] ?? "error",
    message: textOf(finding),
    at: locate(finding),
    trace: [],
  };
}

/** A chain of reasons becomes one text, each reason indented below what it explains. */
function textOf(finding: TypeScript.Diagnostic, depth = 0): string {
  const reasons = (finding.messageChain ?? []).map((reason) => textOf(reason, depth + 1));
  return ["  ".repeat(depth) + finding.text, ...reasons].join("\n");
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
