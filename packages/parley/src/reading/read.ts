import { type Diagnostic, hasErrors } from "../diagnostic/diagnostic.ts";
import { didYouMean } from "../diagnostic/suggest.ts";
import { checkRequirements } from "../requirements/check/check.ts";
import type { Requirements } from "../requirements/document.ts";
import { defaultProjectName } from "../requirements/outline/defaults.ts";
import { parseOutline } from "../requirements/outline/parse.ts";
import { inOutline } from "../requirements/outline/places.ts";
import { statementOf } from "../requirements/print/statement.ts";
import { complete } from "./complete.ts";
import { report } from "./diagnostics.ts";
import { type Claim, type Draft, copyOf, emptyDraft, identityOf } from "./draft.ts";
import { indexOf } from "./draft-index.ts";
import { mend } from "./mend.ts";
import type { Message } from "./said.ts";
import { quote } from "./settle.ts";
import { readText } from "./text.ts";

export interface ReadConversation {
  /** Absent where a diagnostic is an error; else without an error of the requirements' own checks. */
  requirements?: Requirements;
  diagnostics: Diagnostic[];
}

export interface ReadingOptions {
  /** Of the project, where nothing in the conversation names it: kebab-case. */
  name: string;
}

/** Everything one pass over a conversation carries along. */
interface Pass {
  draft: Draft;
  /** Identity of a requirement -> its number; survives passes, so that numbers stay. */
  numbers: Map<string, string>;
  answers: Record<string, string>;
  /** Models that an outline has said in full. */
  settled: Set<string>;
  document: Requirements | undefined;
  diagnostics: Diagnostic[];
}

/**
 * Reads all that was said, in order, into requirements. Deterministic; any text gives a valid document or says what is
 * missing. A later message leaves ids, numbers (`R1`) and sentences (`S1`) of what it does not speak of as they were.
 */
export function readConversation(messages: readonly Message[], options: ReadingOptions): ReadConversation {
  const ordered = messages.toSorted((a, b) => a.seq - b.seq);
  const numbers = new Map<string, string>();
  const answers: Record<string, string> = {};
  // An answer changes how earlier words are read: what was numbered before it keeps its number.
  for (const [index, { said }] of ordered.entries()) {
    if (said.type !== "answer") continue;
    passOver(ordered.slice(0, index), options, numbers, answers);
    answers[said.question] = said.choice;
  }
  return finish(passOver(ordered, options, numbers, answers), ordered);
}

function passOver(
  messages: readonly Message[],
  options: ReadingOptions,
  numbers: Map<string, string>,
  answers: Record<string, string>,
): Pass {
  const pass: Pass = {
    draft: emptyDraft(),
    numbers,
    answers: { ...answers },
    settled: new Set(),
    document: undefined,
    diagnostics: [],
  };
  pass.draft.answers = pass.answers;
  for (const { seq, said } of messages) {
    switch (said.type) {
      case "text":
        readText(pass.draft, seq, said.text);
        break;
      case "outline":
        if (pass.document) mend(pass.document);
        readOutline(pass, said.text);
        break;
      case "answer":
        break;
      default:
        said satisfies never;
    }
    if (pass.diagnostics.length > 0) return pass;
    pass.document = documentOf(pass, options);
  }
  return pass;
}

function readOutline(pass: Pass, text: string): void {
  const { requirements, diagnostics, places } = parseOutline(text, pass.document);
  if (!requirements) {
    pass.diagnostics.push(...diagnostics);
    return;
  }
  const findings = checkRequirements(requirements);
  if (hasErrors(findings)) {
    pass.diagnostics.push(...diagnostics, ...findings.map((finding) => inOutline(finding, places)));
    return;
  }
  const { title, name, language, description, actors, concepts, uses, nonGoals, questions, sentences } =
    requirements;
  const before = pass.draft.askings;
  const draft: Draft = {
    ...emptyDraft(),
    title,
    name,
    language,
    description,
    actors,
    concepts,
    uses,
    nonGoals,
    sentences,
    answers: pass.answers,
  };
  for (const [key, { id, ...requirement }] of Object.entries(requirements.requirements)) {
    const { because, formal, criteria, ...rest } = requirement;
    const claim: Claim = {
      ...rest,
      key,
      id,
      ...(because === undefined ? {} : { because }),
      ...(formal ? { formal } : {}),
      ...(criteria ? { criteria } : {}),
    };
    const identity = draft.claims.has(identityOf(claim)) ? `${key} ${identityOf(claim)}` : identityOf(claim);
    draft.claims.set(identity, claim);
    pass.numbers.set(identity, key);
  }
  for (const [id, question] of Object.entries(questions)) {
    draft.askings.set(id, {
      question,
      brings: before.get(id)?.brings ?? {},
      weight: before.get(id)?.weight ?? 10,
    });
  }
  for (const { brings, question } of draft.askings.values())
    if (Object.keys(brings).length > 0) withdrawChoice(draft, question.answer ?? question.default, brings);
  draft.index = indexOf(draft, draft.claims.values());
  pass.settled = new Set([
    ...Object.keys(concepts),
    ...Object.keys(actors).map((kind) => kind.charAt(0).toUpperCase() + kind.slice(1)),
  ]);
  pass.draft = draft;
}

/** What a question's answer has brought is brought anew, by the answer that counts now. */
function withdrawChoice(draft: Draft, choice: string, brings: Record<string, string>): void {
  const rules = (brings[choice] ?? "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#") && !line.startsWith("- "));
  if (rules.length === 0) return;
  const { requirements } = parseOutline(
    ["# Choice", "", "## Rules", "", ...rules.map((rule) => `- ${rule.replace(/^! /, "")}`)].join("\n"),
  );
  for (const { formal } of Object.values(requirements?.requirements ?? {}))
    if (formal) draft.claims.delete(JSON.stringify(formal));
}

function documentOf(pass: Pass, options: ReadingOptions): Requirements {
  const draft = copyOf(pass.draft);
  complete(draft, pass.settled);
  pass.draft.askings = draft.askings;
  const requirements: Requirements["requirements"] = {};
  const taken = new Set(pass.numbers.values());
  let next = 1;
  for (const [identity, claim] of draft.claims) {
    let key = pass.numbers.get(identity);
    if (key === undefined) {
      while (taken.has(`R${next}`)) next++;
      key = `R${next}`;
      taken.add(key);
      pass.numbers.set(identity, key);
    }
    const { key: _, id, formal, because, statement, ...rest } = claim;
    requirements[key] = {
      id: id ?? key,
      ...rest,
      statement: formal && id === undefined ? statementOf(formal) : statement,
      ...(because !== undefined ? { because } : {}),
      ...(formal ? { formal } : {}),
    };
  }
  const title = draft.title !== undefined && draft.title !== "" ? draft.title : defaultTitle(options.name);
  const document: Requirements = {
    name: draft.name ?? projectName(options.name, title),
    title,
    description: draft.description,
    language: draft.language ?? "en",
    actors: draft.actors,
    concepts: draft.concepts,
    requirements,
    uses: draft.uses,
    nonGoals: draft.nonGoals,
    questions: questionsOf(draft),
    sentences: draft.sentences,
  };
  return document;
}

const MOST_QUESTIONS = 8;

function questionsOf(draft: Draft): Requirements["questions"] {
  const sorted = [...draft.askings.values()].toSorted((a, b) => b.weight - a.weight).slice(0, MOST_QUESTIONS);
  return Object.fromEntries(
    sorted.map(({ question }) => {
      const answer = draft.answers[question.id];
      const isChoice = answer !== undefined && Object.hasOwn(question.choices, answer);
      return [question.id, isChoice ? { ...question, answer } : question];
    }),
  );
}

function defaultTitle(name: string): string {
  const words = name.replaceAll("-", " ").trim();
  return words === "" ? "Project" : words.charAt(0).toUpperCase() + words.slice(1);
}

function projectName(name: string, title: string): string {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) ? name : defaultProjectName(title);
}

function finish(pass: Pass, messages: readonly Message[]): ReadConversation {
  const place = { message: messages.at(-1)?.seq ?? 0, start: 0, end: 0 };
  if (hasErrors(pass.diagnostics)) return { diagnostics: pass.diagnostics };
  const { document } = pass;
  const mended = document ? mend(document) : [];
  const isSilent = messages.every(({ said }) => said.type === "answer" || said.text.trim() === "");
  if (!document || isSilent) return { diagnostics: [report.empty(place)] };
  if (
    Object.keys(document.actors).length === 0 &&
    Object.keys(document.concepts).length === 0 &&
    pass.settled.size === 0
  ) {
    const words = quote(
      Object.values(document.sentences)
        .map(({ text }) => text)
        .join(" "),
    ).slice(0, 200);
    return { diagnostics: [report["nothing-understood"](place, { words })] };
  }
  return {
    requirements: document,
    diagnostics: [
      ...pass.diagnostics,
      ...mended.map(({ at, message }) => report.mended(at, { finding: message })),
      ...answerFindings(document, messages),
    ],
  };
}

function answerFindings(document: Requirements, messages: readonly Message[]): Diagnostic[] {
  return messages.flatMap(({ seq, said }): Diagnostic[] => {
    if (said.type !== "answer") return [];
    const place = { message: seq, start: 0, end: 0 };
    const question = document.questions[said.question];
    if (!question) {
      const hint = didYouMean(said.question, Object.keys(document.questions));
      return [report["unknown-question"](place, { question: said.question, hint })];
    }
    const choices = Object.keys(question.choices);
    if (choices.includes(said.choice)) return [];
    return [
      report["unknown-choice"](place, {
        choice: said.choice,
        question: said.question,
        choices: choices.join(", "),
        hint: didYouMean(said.choice, choices),
      }),
    ];
  });
}
