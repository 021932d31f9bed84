import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { readConversation } from "../../src/reading/read.ts";
import type { Said } from "../../src/reading/said.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

function read(...said: Said[]): Diagnostic[] {
  return readConversation(
    said.map((words, index) => ({ seq: index + 1, said: words })),
    { name: "sample" },
  ).diagnostics;
}

const said = (text: string): Said => ({ type: "text", text });

const shelf = said("I want to create an online bookshop. Customers order books.");

export const diagnosticSamples: DiagnosticSample[] = [
  { code: "reading/empty", provoke: () => read() },
  { code: "reading/nothing-understood", provoke: () => read(said("asdf qwer")) },
  {
    code: "reading/mended",
    described:
      "a conversation whose parts contradict each other in a way that none of the rules of reading foresaw: what was drawn from one sentence is taken out so that the rest can be built.",
  },
  {
    code: "reading/unknown-question",
    provoke: () => read(shelf, { type: "answer", question: "colour", choice: "red" }),
  },
  {
    code: "reading/unknown-choice",
    provoke: () => {
      const { requirements } = readConversation([{ seq: 1, said: shelf }], { name: "sample" });
      const [question] = Object.keys(requirements?.questions ?? {});
      return read(shelf, { type: "answer", question: question ?? "", choice: "nonsense" });
    },
  },
];
