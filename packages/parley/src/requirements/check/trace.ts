import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Requirements } from "../document.ts";
import { report } from "./diagnostics.ts";

/** Status, reason and evidence of each requirement. */
export function checkStatus(requirements: Requirements): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const sentences = Object.keys(requirements.sentences);
  for (const [key, { status, formal, kind, because, evidence }] of Object.entries(
    requirements.requirements,
  )) {
    const place = (...rest: (string | number)[]): Diagnostic["at"] =>
      at("requirements", ["requirements", key, ...rest]);
    if (!formal && kind !== "quality" && (status === "built" || status === "assumed")) {
      findings.push(report["no-formal"](place(), { requirement: key, status }));
    }
    if (status === "assumed" && because === undefined)
      findings.push(report["no-reason"](place(), { requirement: key }));
    for (const [index, name] of evidence.entries()) {
      if (Object.hasOwn(requirements.sentences, name)) continue;
      findings.push(
        report["unknown-evidence"](place("evidence", index), { name, hint: didYouMean(name, sentences) }),
      );
    }
  }
  return findings;
}

/** Every sentence has become something, if only an open requirement. */
export function checkSentences(requirements: Requirements): Diagnostic[] {
  const cited = new Set(Object.values(requirements.requirements).flatMap(({ evidence }) => evidence));
  return Object.entries(requirements.sentences).flatMap(([sentence, { start, end, text }]) => {
    const place = at("requirements", ["sentences", sentence]);
    const findings: Diagnostic[] = [];
    if (end < start) findings.push(report["wrong-span"](place, { sentence }));
    if (!cited.has(sentence)) findings.push(report["unclaimed-sentence"](place, { sentence, text }));
    return findings;
  });
}

/** A question's default and answer are among its choices. */
export function checkQuestions(requirements: Requirements): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const sentences = Object.keys(requirements.sentences);
  for (const [key, question] of Object.entries(requirements.questions)) {
    const place = (...rest: (string | number)[]): Diagnostic["at"] =>
      at("requirements", ["questions", key, ...rest]);
    const choices = Object.keys(question.choices);
    for (const property of ["default", "answer"] as const) {
      const name = question[property];
      if (name === undefined || choices.includes(name)) continue;
      findings.push(
        report["unknown-choice"](place(property), {
          name,
          choices: choices.join(", ") || "(there are none)",
        }),
      );
    }
    for (const [index, name] of question.evidence.entries()) {
      if (sentences.includes(name)) continue;
      findings.push(
        report["unknown-evidence"](place("evidence", index), { name, hint: didYouMean(name, sentences) }),
      );
    }
  }
  return findings;
}
