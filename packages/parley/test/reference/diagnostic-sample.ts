import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";

/**
 * How a diagnostic comes about: something that is wrong on purpose and what is found in it, or words for what only a
 * failing machine brings about.
 */
export type DiagnosticSample =
  | { code: string; provoke: () => readonly Diagnostic[] | Promise<readonly Diagnostic[]> }
  | { code: string; described: string };
