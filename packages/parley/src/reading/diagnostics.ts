import { defineDiagnostics } from "../diagnostic/define.ts";

/** What can be said about a conversation before there are requirements. */
export const report = defineDiagnostics("reading", {
  empty: {
    severity: "error",
    message: "Nothing has been said yet.",
    mend: "Say what the backend is for: who uses it, and what they keep and do in it.",
  },
  "nothing-understood": {
    severity: "error",
    message: "Nothing in what was said names a kind of product, a person or a thing: {words}",
    mend: 'Say it in short English sentences ("Members borrow books."), or write an outline.',
  },
  mended: {
    severity: "warning",
    message:
      "What was understood did not hold together, so a part of it was taken out or left open: {finding}",
    mend: "Say this part again in other words, or correct the outline.",
  },
  "unknown-question": { severity: "warning", message: "There is no question {question} to answer.{hint}" },
  "unknown-choice": {
    severity: "warning",
    message: "{choice} is no answer to {question}: it is one of {choices}.{hint}",
  },
});
