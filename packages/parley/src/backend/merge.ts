import { diff3Merge } from "node-diff3";
import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { isOwnersFile } from "../program/print/externs.ts";

const report = defineDiagnostics("merge", {
  conflict: {
    severity: "warning",
    message: "{file} was changed by hand in the same lines as Parley would change; yours was kept.",
    mend: "What Parley would have printed lies in {proposal}; take from it what you need.",
  },
  deleted: {
    severity: "info",
    message: "{file} was deleted by hand and stays deleted.",
  },
});

/** Texts by path: as printed last time, as printed now, as they lie in the project. */
export interface MergeInput {
  base: ReadonlyMap<string, string>;
  printed: ReadonlyMap<string, string>;
  /** `undefined` where there is no such file. */
  owner: (path: string) => string | undefined;
}

export interface Merged {
  /** What should lie in the project afterwards. */
  files: Map<string, string>;
  /** Printed before and no longer, and not changed by hand. */
  removed: string[];
  /** What would have been printed where the owner's lines were kept, below `.parley/conflicts`. */
  proposals: Map<string, string>;
  diagnostics: Diagnostic[];
}

/** Brings together what the owner changed and what is printed now; where both changed the same lines, the owner's stand. */
export function mergeFiles({ base, printed, owner }: MergeInput): Merged {
  const merged: Merged = { files: new Map(), removed: [], proposals: new Map(), diagnostics: [] };
  for (const [path, text] of printed) mergeFile(merged, path, text, base.get(path), owner(path));
  for (const [path, text] of base) {
    if (!printed.has(path) && owner(path) === text) merged.removed.push(path);
  }
  return merged;
}

function mergeFile(
  merged: Merged,
  path: string,
  now: string,
  before: string | undefined,
  mine: string | undefined,
): void {
  const at = { file: path, line: 1, column: 1 };
  if (mine === undefined) {
    if (before !== undefined && before === now) merged.diagnostics.push(report.deleted(at, { file: path }));
    else merged.files.set(path, now);
    return;
  }
  if (mine === now || mine === before) {
    merged.files.set(path, now);
    return;
  }
  if (before === now) {
    merged.files.set(path, mine);
    return;
  }
  if (isOwnersFile(path)) {
    merged.files.set(path, mine);
    return;
  }
  const regions = diff3Merge(lines(mine), lines(before ?? ""), lines(now));
  if (regions.every(({ ok }) => ok)) {
    merged.files.set(path, regions.flatMap(({ ok }) => ok ?? []).join("\n"));
    return;
  }
  merged.files.set(path, mine);
  merged.proposals.set(path, now);
  merged.diagnostics.push(report.conflict(at, { file: path, proposal: `.parley/conflicts/${path}` }));
}

function lines(text: string): string[] {
  return text.split("\n");
}
