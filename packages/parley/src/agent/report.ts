import type { Diagnostic } from "../diagnostic/diagnostic.ts";

/** What `.parley/report.json` holds. Times in milliseconds. */
export interface Report {
  verified: boolean;
  typecheck: { files: number; errors: number };
  boot: { ok: boolean; ms: number };
  tests: { passed: number; failed: number; skipped: number };
  /** `untested`: names of those that no test which passes calls with success. */
  operations: { total: number; tested: number; untested: string[] };
  /**
   * `covered`: a test that passes speaks of them or, of what only has to be kept, the backend that keeps it starts.
   * `unproved`: keys of the others that are built or assumed and say something exactly.
   */
  requirements: { total: number; covered: number; unproved: string[]; open: number };
  sentences: { total: number; built: number; assumed: number; open: number };
  edits: { accepted: number; withdrawn: number };
  documents: { models: number; operations: number; scenarios: number };
  usage: { calls: number; input: number; cached: number; output: number };
  ms: { total: number; [phase: string]: number };
  diagnostics: Diagnostic[];
}
