import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Question, Requirements } from "../../requirements/document.ts";
import { build, type BuildOptions } from "../build.ts";
import { commandLine, report, tellDiagnostics } from "../diagnostics.ts";
import { preview } from "../preview.ts";
import { openProject } from "../project.ts";
import { exitCodes, type Terminal } from "../terminal.ts";

/** Answers one of the project's questions, also one that was answered before, and rebuilds what hangs on it. */
export async function answer(
  terminal: Terminal,
  question: string,
  choice: string,
  directory: string,
  options: BuildOptions,
): Promise<number> {
  const opened = openProject(directory);
  if ("diagnostics" in opened) return refuse(terminal, opened.diagnostics, options);
  const { requirements, diagnostics, messages } = preview(directory, []);
  if (!requirements) return refuse(terminal, diagnostics, options);
  const found = findAnswer(requirements, question, choice);
  if (!("question" in found)) return refuse(terminal, [found], options);
  const said = [{ type: "answer" as const, ...found }];
  return build(terminal, { directory, said, messages, isDesigned: true }, options);
}

function refuse(terminal: Terminal, diagnostics: readonly Diagnostic[], { json }: BuildOptions): number {
  tellDiagnostics(terminal, diagnostics, { json });
  return exitCodes.usage;
}

/** The question and choice that are meant, or what is wrong with them. */
export function findAnswer(
  { questions }: Requirements,
  name: string,
  choice: string,
): { question: string; choice: string } | Diagnostic {
  const entry = Object.entries(questions).find(([key, { id }]) => key === name || id === name);
  if (!entry) {
    const known = Object.keys(questions);
    const title =
      known.length === 0 ? "This project has no questions." : `Answer one of: ${known.join(", ")}.`;
    const words = { name, suggestion: didYouMean(name, known) };
    return report["unknown-question"](commandLine(), words, { fix: { title } });
  }
  const [question, { choices }] = entry;
  if (Object.hasOwn(choices, choice)) return { question, choice };
  const words = { choice, question, suggestion: didYouMean(choice, Object.keys(choices)) };
  return report["unknown-choice"](commandLine(), words, { fix: { title: choicesText(choices) } });
}

function choicesText(choices: Question["choices"]): string {
  return `Choose one of: ${Object.entries(choices)
    .map(([key, meaning]) => `${key} (${meaning})`)
    .join(", ")}.`;
}
