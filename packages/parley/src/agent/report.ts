import type { Diagnostic } from "../diagnostic/diagnostic.ts";

/** What `.parley/report.json` holds. Times in milliseconds. */
export interface Report {
  verified: boolean;
  typecheck: { files: number; errors: number };
  boot: { ok: boolean; ms: number };
  tests: { passed: number; failed: number; skipped: number };
  /** `untested`: names of those that no test which passes calls with success. */
  operations: { total: number; tested: number; untested: string[] };
  /** `unproved`: keys of those that are built or assumed, say exactly what happens, and that no test which passes speaks of. */
  requirements: { total: number; covered: number; unproved: string[]; open: number };
  sentences: { total: number; built: number; assumed: number; open: number };
  edits: { accepted: number; withdrawn: number };
  documents: { models: number; operations: number; scenarios: number };
  usage: { calls: number; input: number; cached: number; output: number };
  ms: { total: number; [phase: string]: number };
  diagnostics: Diagnostic[];
}
