import { parseAnswer } from "../../src/model/parse.ts";
import { resolveModel, type ResolveOptions } from "../../src/model/resolve-model.ts";
import { checkPromptBound } from "../../src/model/tokens.ts";
import type { DiagnosticSample } from "../reference/diagnostic-sample.ts";

/** Answers that hold no whole value. */
const answers: [code: string, raw: string][] = [
  ["empty-answer", "  "],
  ["no-json", "I would rather not."],
  ["broken-json", '{"a": 1 : 2}'],
  ["truncated", '{"put": {"Book": {"fields": {'],
];

/** Models that are not there. */
const models: [code: string, name: string, options: ResolveOptions][] = [
  ["no-model", "gpt", { env: {} }],
  ["unknown", "opnai/gpt", { env: {} }],
  ["no-key", "openai/gpt", { env: {} }],
  ["bad-address", "local/any", { env: {}, baseUrl: "ftp://somewhere" }],
];

export const diagnosticSamples: DiagnosticSample[] = [
  ...answers.map(([code, raw]): DiagnosticSample => ({
    code: `model/${code}`,
    provoke: () => parseAnswer(raw, { name: "design_nouns" }).diagnostics,
  })),
  {
    code: "model/prompt-too-large",
    provoke: () => {
      const asked = { name: "design_nouns", description: "", schema: {} };
      return checkPromptBound({
        messages: [{ role: "user", content: "word ".repeat(20_000) }],
        function: asked,
      });
    },
  },
  ...models.map(([code, name, options]): DiagnosticSample => ({
    code: `provider/${code}`,
    provoke: () => resolveModel(name, options).diagnostics,
  })),
];
