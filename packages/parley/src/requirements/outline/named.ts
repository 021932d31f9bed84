import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { report } from "./diagnostics.ts";
import { place, type Line } from "./lines.ts";

/** Collects what is said under names; the second to say a name is reported. */
export interface Named<Value> {
  add(name: string, value: Value, line: Line): void;
  has(name: string): boolean;
  record(): Record<string, Value>;
  /** Where each was said. */
  places(): [name: string, line: Line][];
}

export function collectNamed<Value>(diagnostics: Diagnostic[]): Named<Value> {
  const entries = new Map<string, Value>();
  const lines = new Map<string, Line>();
  return {
    add: (name, value, line) => {
      const first = lines.get(name);
      if (first !== undefined) {
        diagnostics.push(report.duplicate(place(line), { name, line: first.rows[0]!.line }));
        return;
      }
      entries.set(name, value);
      lines.set(name, line);
    },
    has: (name) => entries.has(name),
    record: () => Object.fromEntries(entries),
    places: () => [...lines],
  };
}
