import type { Requirements } from "./document.ts";

export interface SentenceStatus {
  status: "built" | "assumed" | "open";
  /** Keys of the requirements that cite the sentence. */
  requirements: string[];
}

/**
 * What became of a sentence: open when no requirement cites it or an open one does, else assumed when an assumed
 * one does, else built. What was declined is dealt with and counts as built.
 */
export function sentenceStatus(requirements: Requirements, sentence: string): SentenceStatus {
  const citing = Object.entries(requirements.requirements).filter(([, { evidence }]) =>
    evidence.includes(sentence),
  );
  const statuses = new Set(citing.map(([, requirement]) => requirement.status));
  const keys = citing.map(([key]) => key);
  if (citing.length === 0 || statuses.has("open")) return { status: "open", requirements: keys };
  return { status: statuses.has("assumed") ? "assumed" : "built", requirements: keys };
}

/** The status of every sentence, by key. */
export function sentenceStatuses(requirements: Requirements): Record<string, SentenceStatus> {
  return Object.fromEntries(
    Object.keys(requirements.sentences).map((key) => [key, sentenceStatus(requirements, key)]),
  );
}
