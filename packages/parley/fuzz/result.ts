import type { PartName } from "./options.ts";
import { shrink, type Shrinkable } from "./shrink.ts";

/** Something that must not be: a bug of the project, or of a generator. */
export interface Finding {
  part: PartName;
  language: string;
  /** Which judge or property found it. */
  kind: string;
  message: string;
  /** What makes findings the same; by their messages when absent. */
  group?: string;
  /** The seed of the document alone: see `randomAt`. */
  seed: string;
  /** What shows it: a document, a text, a piece of printed code. */
  sample: unknown;
  /** How to make the sample smaller, where that can be done. */
  shrinkable?: Shrinkable;
}

export interface Table {
  title: string;
  columns: string[];
  rows: (string | number)[][];
}

export interface PartResult {
  part: PartName;
  /** Figures by name, in the order in which they are shown. */
  counts: Record<string, number>;
  tables: Table[];
  findings: Finding[];
  ms: number;
}

export interface FindingGroup extends Finding {
  count: number;
}

/** Findings that say the same but for names and numbers, each group with its smallest sample. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const key = `${finding.part} ${finding.language} ${finding.kind} ${finding.group ?? signature(finding.message)}`;
    const known = groups.get(key);
    if (!known) groups.set(key, { ...finding, count: 1 });
    else {
      const smaller = sizeOf(finding.sample) < sizeOf(known.sample);
      groups.set(key, { ...(smaller ? finding : known), count: known.count + 1 });
    }
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}

/** The groups of findings with samples as small as so many questions to their judges make them. */
export async function shrinkFindings(findings: readonly Finding[], most: number): Promise<Finding[]> {
  const groups = groupFindings(findings);
  const shrunk = new Map<unknown, unknown>();
  for (const { sample, shrinkable } of groups) {
    if (shrinkable && most > 0) shrunk.set(sample, await shrink(shrinkable, most));
  }
  return findings.map((finding) => ({
    ...finding,
    sample: shrunk.get(finding.sample) ?? finding.sample,
    shrinkable: undefined,
  }));
}

/** A message without what differs from sample to sample. */
export function signature(message: string): string {
  return message
    .split("\n")[0]!
    .replaceAll(/(["'`])(?:(?!\1).)*\1/g, "·")
    .replaceAll(/\d+/g, "0")
    .slice(0, 160);
}

function sizeOf(sample: unknown): number {
  return typeof sample === "string" ? sample.length : (JSON.stringify(sample) ?? "").length;
}

/** Counts by name, for tables. */
export type Tally = Map<string, number>;

export function count(tally: Tally, name: string, more = 1): void {
  tally.set(name, (tally.get(name) ?? 0) + more);
}

/** Largest first. */
export function rowsOf(tally: Tally): [string, number][] {
  return [...tally].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
