import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { DocumentTexts } from "../agent/document-texts.ts";
import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic, DocumentName } from "../diagnostic/diagnostic.ts";
import { placeInJson } from "../diagnostic/json-place.ts";
import { renderForMachines, renderForPeople, renderLocation, type Sources } from "../diagnostic/render.ts";
import type { Message } from "../reading/said.ts";
import { OUTLINE_FILE } from "../requirements/outline/lines.ts";
import { grouped } from "../schema/remember.ts";
import { isColored, type Terminal } from "./terminal.ts";

export const report = defineDiagnostics("cli", {
  "unreadable-file": {
    severity: "error",
    message: "{file} cannot be read: {why}",
    mend: "Check the path and the rights of the file.",
  },
  "nothing-said": {
    severity: "error",
    message: "There is nothing to build from: no message and no outline was given.",
    mend: 'Say in a sentence what people should be able to do: -m "Members keep a list of books they have read."',
  },
  "unknown-question": { severity: "error", message: "There is no question {name}.{suggestion}" },
  "unknown-choice": { severity: "error", message: "{choice} is no answer to {question}.{suggestion}" },
  "no-number": { severity: "error", message: "{option} has to be {wanted}, not {given}." },
  "simulated-only": {
    severity: "error",
    message: "{option} belongs to --model simulated.",
    mend: "Leave it out, or use the simulated model.",
  },
  "no-such-model": {
    severity: "error",
    message: "No model could be chosen at {address}: {why}",
    mend: "Name the model: --model local/<name> --base-url <address>.",
  },
  "port-taken": {
    severity: "error",
    message: "Port {port} is in use by another program.",
    mend: "Stop that program, or choose another port with --port.",
  },
  "no-port": {
    severity: "error",
    message: "Port {port} cannot be listened on: {why}",
    mend: "Choose another port with --port.",
  },
  "not-built": {
    severity: "error",
    message: "{directory} has no files to run: nothing was verified there yet.",
    mend: "Build it first: parley verify {directory}",
  },
});

/** The place of something that came from the command line. */
export function commandLine(): { call: string; pointer: string } {
  return { call: "parley", pointer: "" };
}

export interface ShownSources {
  /** Relative paths of diagnostics begin here. */
  directory: string;
  messages?: readonly Message[];
  documents?: Partial<Record<DocumentName, unknown>>;
  texts?: DocumentTexts;
}

/** Where excerpts come from: the project's files, the documents at hand and what was said. */
export function sourcesOf({ directory, messages = [], documents = {}, texts = {} }: ShownSources): Sources {
  const lines = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    const outline = messages.findLast(({ said }) => said.type === "outline")?.said;
    if (path === OUTLINE_FILE && outline?.type === "outline") return outline.text;
    try {
      return readFileSync(isAbsolute(path) ? path : join(directory, path), "utf8");
    } catch {
      // A place may lie in a file that was never written; then there is no excerpt.
      return undefined;
    }
  };
  return {
    document: (name) => documents[name],
    place: (name, pointer) => {
      const file = texts[name];
      return file && { file: file.path, ...placeInJson(file.text, pointer) };
    },
    file: (path) => {
      if (!lines.has(path)) lines.set(path, read(path));
      return lines.get(path);
    },
    message: (seq) => {
      const said = messages.find((message) => message.seq === seq)?.said;
      return said && "text" in said ? said.text : undefined;
    },
  };
}

const mostShown = 20;
/** Of warnings that say the same of many things the first ones are enough; errors all have to be mended. */
const mostAlike = 3;

/** Writes diagnostics where they belong: for machines one JSON object a line, for people with excerpts. */
export function tellDiagnostics(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  options: { json?: boolean; sources?: Sources; most?: number } = {},
): void {
  if (diagnostics.length === 0) return;
  if (options.json) {
    terminal.output.write(`${renderForMachines(diagnostics, options.sources)}\n`);
    return;
  }
  const worstFirst = diagnostics
    .filter(({ severity }) => severity !== "info")
    .toSorted((a, b) => a.severity.localeCompare(b.severity));
  if (worstFirst.length === 0) return;
  const { most = mostShown } = options;
  const shown = withoutMoreAlike(worstFirst).slice(0, most);
  const text = renderForPeople(shown, {
    color: isColored(terminal.errors, terminal),
    ...(options.sources ? { sources: options.sources } : {}),
  });
  // That it came from the command line is plain to whoever wrote it.
  const plain = text.replaceAll(`\n  at ${renderLocation(commandLine())}`, "");
  const left = worstFirst.filter((one) => !shown.includes(one));
  const more =
    left.length > 0 ? `\n… and ${left.length} more: ${countedByCode(left)} (--json shows all)\n` : "";
  terminal.errors.write(`${plain}\n${more}`);
}

function withoutMoreAlike(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Map<string, number>();
  return diagnostics.filter(({ code, severity }) => {
    const before = seen.get(code) ?? 0;
    seen.set(code, before + 1);
    return severity === "error" || before < mostAlike;
  });
}

function countedByCode(diagnostics: readonly Diagnostic[]): string {
  const codes = [...grouped(diagnostics, ({ code }) => code)];
  return codes.map(([code, { length }]) => `${length} × ${code}`).join(", ");
}
