import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Question, Requirements, Sentence, Use } from "../document.ts";
import { openCursor, type Cursor } from "./cursor.ts";
import { defaultKeyId } from "./defaults.ts";
import { report } from "./diagnostics.ts";
import { place, type Item } from "./lines.ts";
import { splitMark } from "./marks.ts";
import { collectNamed } from "./named.ts";
import { own, refuseItems } from "./parse-attribute.ts";
import { splitCitation } from "./parse-requirement.ts";
import { sentenceSummary } from "./print.ts";

const examples = {
  use: "- loans: lifecycle with target = Loan",
  because: "- because: copies are lent and returned",
  question: "- renewals (answer twice): May a loan be renewed twice? [S1]",
  choice: "- twice: Twice",
  sentence: "- S1 (message 0, 0-12): Members borrow books.",
};

/** `- loans: lifecycle with target = Loan`, the reason below. */
export function readUses(
  items: readonly Item[],
  previous: Record<string, Use> | undefined,
  diagnostics: Diagnostic[],
): Record<string, Use> {
  const uses = collectNamed<Use>(diagnostics);
  for (const item of items) {
    const { line, id: mark } = splitMark(item);
    const cursor = openCursor(line, diagnostics, examples.use);
    const key = cursor.name("a name");
    cursor.expectSymbol(":");
    const block = cursor.name("a building block");
    const bind = cursor.takeWords("with") ? Object.fromEntries(cursor.list(() => readBinding(cursor))) : {};
    cursor.expectEnd(["with"]);
    let because = "";
    for (const inner of item.items) {
      const reason = openCursor(inner, diagnostics, examples.because);
      reason.expectWord("because");
      reason.expectSymbol(":");
      because = reason.prose("the reason");
    }
    const id = mark ?? own(previous, key)?.id ?? defaultKeyId(key);
    if (!cursor.stopped()) uses.add(key, { id, block, bind, because }, item);
  }
  return uses.record();
}

function readBinding(cursor: Cursor): [string, string] {
  const role = cursor.name("a role of the block");
  cursor.expectSymbol("=");
  return [role, cursor.name("a name")];
}

/** `- key (default no, answer yes): text [S1]`, the choices below, the first of them the default. */
export function readQuestions(
  items: readonly Item[],
  previous: Record<string, Question> | undefined,
  diagnostics: Diagnostic[],
): Record<string, Question> {
  const questions = collectNamed<Question>(diagnostics);
  for (const item of items) {
    const { line: unmarked, id: mark } = splitMark(item);
    const { line, evidence } = splitCitation(unmarked, diagnostics);
    const cursor = openCursor(line, diagnostics, examples.question);
    const key = cursor.name("a name for the question");
    const marks = readAnswers(cursor);
    cursor.expectSymbol(":");
    const text = cursor.prose("the question");
    const choices = readChoices(item.items, diagnostics);
    const usual = marks.default ?? Object.keys(choices)[0];
    if (usual === undefined) cursor.fail("a choice below it");
    const id = mark ?? own(previous, key)?.id ?? defaultKeyId(key);
    const answer = marks.answer === undefined ? {} : { answer: marks.answer };
    if (cursor.stopped()) continue;
    questions.add(key, { id, text, choices, default: usual ?? "", ...answer, evidence }, item);
  }
  return questions.record();
}

function readAnswers(cursor: Cursor): { default?: string; answer?: string } {
  const marks: { default?: string; answer?: string } = {};
  if (!cursor.takeSymbol("(")) return marks;
  do {
    if (cursor.takeWords("default")) marks.default = cursor.name("a choice");
    else {
      cursor.expectWord("answer");
      marks.answer = cursor.name("a choice");
    }
  } while (cursor.takeSymbol(","));
  cursor.expectSymbol(")");
  return marks;
}

function readChoices(items: readonly Item[], diagnostics: Diagnostic[]): Record<string, string> {
  const choices = collectNamed<string>(diagnostics);
  for (const item of items) {
    const cursor = openCursor(item, diagnostics, examples.choice);
    const choice = cursor.name("a choice");
    cursor.expectSymbol(":");
    const meaning = cursor.prose("what it means");
    if (!cursor.stopped()) choices.add(choice, meaning, item);
    refuseItems(item, diagnostics, examples.choice);
  }
  return choices.record();
}

/** What a line says has become of its sentence; it follows from the rules and is only compared with them. */
export interface Summary {
  said: string;
  item: Item;
}

/** `- S1 (message 0, 0-12; built by R1): Members borrow books.` */
export function readSentences(
  items: readonly Item[],
  diagnostics: Diagnostic[],
): { record: Record<string, Sentence>; summaries: Map<string, Summary> } {
  const sentences = collectNamed<Sentence>(diagnostics);
  const summaries = new Map<string, Summary>();
  for (const item of items) {
    const cursor = openCursor(item, diagnostics, examples.sentence);
    const key = cursor.bareWord("a sentence's number such as S1", /^S\d+$/);
    cursor.expectSymbol("(");
    cursor.expectWord("message");
    const message = cursor.integer("the number of a message", 0);
    cursor.expectSymbol(",");
    const start = cursor.integer("where it starts", 0);
    cursor.expectSymbol("-");
    const end = cursor.integer("where it ends", 0);
    const said = cursor.takeSymbol(";") ? readSummary(cursor) : undefined;
    cursor.expectSymbol(")");
    cursor.expectSymbol(":");
    const text = cursor.prose("what was said");
    refuseItems(item, diagnostics, examples.sentence);
    if (cursor.stopped()) continue;
    sentences.add(key, { message, start, end, text }, item);
    if (said !== undefined) summaries.set(key, { said, item });
  }
  return { record: sentences.record(), summaries };
}

function readSummary(cursor: Cursor): string {
  const status = ["built", "assumed", "open"].find((word) => cursor.takeWords(word));
  if (!status) cursor.fail("`built`, `assumed` or `open`", ["built", "assumed", "open"]);
  if (!cursor.takeWords("by")) return status ?? "";
  return `${status} by ${cursor.list(() => cursor.bareWord("a rule such as R1", /^R\d+$/)).join(", ")}`;
}

/** Says where an outline's summary of a sentence no longer follows from its rules. */
export function reportStale(
  summaries: ReadonlyMap<string, Summary>,
  requirements: Requirements,
  diagnostics: Diagnostic[],
): void {
  for (const [sentence, { said, item }] of summaries) {
    const actual = sentenceSummary(sentence, requirements);
    if (actual !== said) diagnostics.push(report.stale(place(item), { sentence, actual, said }));
  }
}
