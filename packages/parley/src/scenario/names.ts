import { typescriptGlobals, typescriptReserved } from "../text/reserved.ts";

/** Fixtures of every test, and what its file imports. */
export const fileNames: readonly string[] =
  `as guest bearer advance inbox random clock seed server test alone limited describe expect outcomes outcome
  isFulfilled isRejected statusOf answerTo walk first isNear lastWord invalid generate typeOfValue itemAt countingTo
  isRefusal call caller callers refusal status path query body`.split(/\s+/);

const taken = new Set(fileNames);

/** Whether no variable of a test can be called so. */
export function isTakenName(name: string): boolean {
  return taken.has(name) || typescriptReserved.has(name) || typescriptGlobals.has(name);
}
