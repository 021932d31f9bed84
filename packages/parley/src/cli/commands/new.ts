import { readFileSync } from "node:fs";
import { text as readAll } from "node:stream/consumers";
import { isCancel, text as askText } from "@clack/prompts";
import { hasErrors, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { messageOf } from "../../host/system-errors.ts";
import type { Said } from "../../reading/said.ts";
import { build, type BuildOptions } from "../build.ts";
import { commandLine, report, sourcesOf, tellDiagnostics } from "../diagnostics.ts";
import { preview } from "../preview.ts";
import { inspect } from "../project.ts";
import { askQuestions } from "../questions.ts";
import { exitCodes, isInteractive, type Terminal } from "../terminal.ts";

export interface NewOptions extends BuildOptions {
  /** In the order of the command line; `-` is the standard input. */
  message?: string[];
  outline?: string;
  yes?: boolean;
}

/** Begins a project or goes on with one: takes what is said, asks what is open, builds and proves it. */
export async function newProject(
  terminal: Terminal,
  directory: string,
  options: NewOptions,
): Promise<number> {
  const json = options.json ?? false;
  const asks = isInteractive(terminal) && !json && !options.yes;
  const place = inspect(directory);
  if (hasErrors(place.diagnostics)) return refuse(terminal, place.diagnostics, json);
  const words = await saidIn(terminal, options);
  if ("diagnostics" in words) return refuse(terminal, words.diagnostics, json);
  if (words.said.length === 0 && !place.isProject) {
    if (!asks) return refuse(terminal, [report["nothing-said"](commandLine())], json);
    const message = await askForMessage(terminal);
    if (message === undefined) return exitCodes.stopped;
    words.said.push({ type: "text", text: message });
  }
  const first = preview(directory, words.said);
  const { requirements, messages } = first;
  const sources = sourcesOf({ directory, messages });
  if (!requirements || hasErrors(first.diagnostics)) {
    tellDiagnostics(terminal, first.diagnostics, { json, sources });
    return exitCodes.usage;
  }
  const read = (answers: readonly Said[]) =>
    preview(directory, [...first.said, ...answers]).requirements ?? requirements;
  const answers = asks ? await askQuestions(terminal, read) : [];
  if (!answers) return exitCodes.stopped;
  const said = [...first.said, ...answers];
  return build(terminal, { directory, said, messages, isDesigned: true }, options);
}

function refuse(terminal: Terminal, diagnostics: Diagnostic[], json: boolean): number {
  tellDiagnostics(terminal, diagnostics, { json });
  return exitCodes.usage;
}

async function saidIn(
  { input }: Terminal,
  { message = [], outline }: NewOptions,
): Promise<{ said: Said[] } | { diagnostics: Diagnostic[] }> {
  const said: Said[] = [];
  if (outline !== undefined) {
    try {
      said.push({ type: "outline", text: readFileSync(outline, "utf8") });
    } catch (error) {
      const place = { file: outline, line: 1, column: 1 };
      return { diagnostics: [report["unreadable-file"](place, { file: outline, why: messageOf(error) })] };
    }
  }
  for (const words of message)
    said.push({ type: "text", text: words === "-" ? await readAll(input) : words });
  return { said };
}

async function askForMessage({ input, errors, signal }: Terminal): Promise<string | undefined> {
  const answer = await askText({
    message: "What should the backend do?",
    placeholder: "Members keep a list of books they have read.",
    validate: (value) => (value?.trim() ? undefined : "Say it in a sentence."),
    input,
    output: errors,
    signal,
  });
  return isCancel(answer) ? undefined : answer;
}
