import type { Backend } from "../../src/backend/documents.ts";
import type { Diagnostic, DocumentName } from "../../src/diagnostic/diagnostic.ts";

/**
 * How a diagnostic comes about: something that is wrong on purpose and what is found in it, or words for what only a
 * failing machine brings about.
 */
export type DiagnosticSample =
  | {
      code: string;
      provoke: () => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;
      spoiled?: () => SpoiledDocument;
    }
  | { code: string; described: string };

/** A document with one thing wrong and those that it speaks of, beside the same with nothing wrong. */
export interface SpoiledDocument {
  language: DocumentName;
  whole: Partial<Backend>;
  broken: Partial<Backend>;
}
