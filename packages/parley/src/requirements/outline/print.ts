import { sentenceStatus } from "../sentences.ts";
import { statementOf } from "../print/statement.ts";
import type { Question, Requirement, Requirements, Use } from "../document.ts";
import { defaultKeyId, defaultKind, defaultLanguage, defaultProjectName } from "./defaults.ts";
import { actorLines, conceptLines } from "./print-concept.ts";
import { formalLine } from "./print-formal.ts";
import { sectionNamed, type SectionTitle } from "./sections.ts";
import { list, mark, paragraphs, prose, quoted, word } from "./words.ts";

/**
 * The text form of a requirements document: Markdown that a person can read, change, or write from the start.
 * `parseOutline` reads it back exactly. What follows from the rest is left out.
 */
export function printOutline(requirements: Requirements): string {
  const blocks: string[][] = [
    headLines(requirements),
    section("Actors", Object.entries(requirements.actors), ([name, actor]) => actorLines(name, actor)),
    ...Object.entries(requirements.concepts).map(([name, concept]) =>
      conceptLines(name, concept, sectionNamed(name) !== undefined),
    ),
    section("Rules", Object.entries(requirements.requirements), ([key, it]) => requirementLines(key, it)),
    section("Blocks used", Object.entries(requirements.uses), ([key, use]) => useLines(key, use)),
    section("Questions", Object.entries(requirements.questions), ([key, it]) => questionLines(key, it)),
    section("Not wanted", requirements.nonGoals, (text) => [`- ${prose(text)}`]),
    section("What you said", Object.keys(requirements.sentences), (key) => [sentenceLine(key, requirements)]),
  ];
  const written = blocks.filter((lines) => lines.length > 0).map((lines) => lines.join("\n"));
  return `${written.join("\n\n")}\n`;
}

function section<Value>(
  title: SectionTitle,
  values: readonly Value[],
  linesOf: (value: Value) => string[],
): string[] {
  return values.length === 0 ? [] : [`## ${title}`, "", ...values.flatMap(linesOf)];
}

function headLines({ title, name, language, description }: Requirements): string[] {
  const facts: string[] = [];
  if (name !== defaultProjectName(title)) facts.push(`name: ${name}`);
  if (language !== defaultLanguage) facts.push(`language: ${word(language)}`);
  const lines = [`# ${prose(title)}`];
  if (facts.length > 0) lines.push("", facts.join(" · "));
  if (description !== "") for (const paragraph of paragraphs(description)) lines.push("", paragraph);
  return lines;
}

function requirementLines(key: string, requirement: Requirement): string[] {
  const { formal, kind, status, statement, because, criteria, evidence, id } = requirement;
  const marks: string[] = [];
  if (status !== "built") marks.push(status);
  if (kind !== defaultKind(formal)) marks.push(kind);
  const marked = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
  const content = formal ? formalLine(formal) : quoted(statement);
  const lines = [`- ${key}${marked} ${content}${citation(evidence)}${mark(id, defaultKeyId(key))}`];
  if (formal && statement !== statementOf(formal)) lines.push(`  - says: ${prose(statement)}`);
  if (because !== undefined) lines.push(`  - because: ${prose(because)}`);
  if (criteria?.length === 0) lines.push("  - criteria: none");
  for (const criterion of criteria ?? []) lines.push(`  - criterion: ${prose(criterion)}`);
  return lines;
}

function useLines(key: string, use: Use): string[] {
  const bound = Object.entries(use.bind).map(([role, value]) => `${word(role)} = ${word(value)}`);
  const bind = bound.length === 0 ? "" : ` with ${bound.join(", ")}`;
  const head = `- ${word(key)}: ${word(use.block)}${bind}${mark(use.id, defaultKeyId(key))}`;
  return use.because === "" ? [head] : [head, `  - because: ${prose(use.because)}`];
}

function questionLines(key: string, question: Question): string[] {
  const { id, text, choices, default: usual, answer, evidence } = question;
  const marks: string[] = [];
  if (usual !== Object.keys(choices)[0]) marks.push(`default ${word(usual)}`);
  if (answer !== undefined) marks.push(`answer ${word(answer)}`);
  const marked = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
  return [
    `- ${word(key)}${marked}: ${prose(text)}${citation(evidence)}${mark(id, defaultKeyId(key))}`,
    ...Object.entries(choices).map(([choice, meaning]) => `  - ${word(choice)}: ${prose(meaning)}`),
  ];
}

function sentenceLine(key: string, requirements: Requirements): string {
  const sentence = requirements.sentences[key]!;
  const place = `message ${sentence.message}, ${sentence.start}-${sentence.end}`;
  return `- ${key} (${place}; ${sentenceSummary(key, requirements)}): ${prose(sentence.text)}`;
}

/** `built by R1, R2`, `open`. */
export function sentenceSummary(key: string, requirements: Requirements): string {
  const { status, requirements: citing } = sentenceStatus(requirements, key);
  return citing.length === 0 ? status : `${status} by ${citing.join(", ")}`;
}

function citation(evidence: readonly string[]): string {
  return evidence.length === 0 ? "" : ` [${list(evidence)}]`;
}
