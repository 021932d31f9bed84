import { isCancel, select } from "@clack/prompts";
import type { Said } from "../reading/said.ts";
import type { Question, Requirements } from "../requirements/document.ts";
import type { Terminal } from "./terminal.ts";

const mostAsked = 8;

type Answer = Extract<Said, { type: "answer" }>;

/** Questions nobody has answered, in the order of their weight. */
export function openQuestions({ questions }: Requirements): [string, Question][] {
  return Object.entries(questions).filter(([, { answer }]) => answer === undefined);
}

/**
 * Asks what is open, at most eight questions; an answer may bring up new ones, so `read` is told all answers so far
 * and gives what is known then. `undefined` when the user stops.
 */
export async function askQuestions(
  terminal: Terminal,
  read: (answers: readonly Answer[]) => Requirements,
): Promise<Answer[] | undefined> {
  const answers: Answer[] = [];
  while (answers.length < mostAsked) {
    const next = openQuestions(read(answers)).find(
      ([key]) => !answers.some(({ question }) => question === key),
    );
    if (!next) break;
    const choice = await ask(terminal, next[1]);
    if (choice === undefined) return undefined;
    if (choice === "defaults") break;
    answers.push({ type: "answer", question: next[0], choice: choice.key });
  }
  return answers;
}

async function ask(
  { input, errors, signal }: Terminal,
  question: Question,
): Promise<{ key: string } | "defaults" | undefined> {
  const keys = Object.keys(question.choices);
  const options = keys.map((key, value) => ({
    value,
    label: question.choices[key]!,
    ...(key === question.default ? { hint: "the default" } : {}),
  }));
  const answer = await select<number>({
    message: question.text,
    options: [
      ...options,
      { value: keys.length, label: "Take the defaults for this and all other questions" },
    ],
    initialValue: keys.indexOf(question.default),
    input,
    output: errors,
    signal,
  });
  if (isCancel(answer)) return undefined;
  const key = keys[answer];
  return key === undefined ? "defaults" : { key };
}
