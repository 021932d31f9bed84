import { readAnswer, type ReadAnswer } from "../../src/model/answer.ts";
import { chatCompletionsModel } from "../../src/model/chat-completions.ts";
import type { Model, ModelAnswer, ModelRequest } from "../../src/model/port.ts";
import { withRetry } from "../../src/model/retry.ts";
import { exportSchema, type ExportFlavour } from "../../src/schema/export.ts";
import type { ConvertExpression } from "../../src/schema/expressions.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { locate } from "../../src/schema/validate.ts";
import { drawing, parseSample, sampleReport } from "../schema/sample.ts";

export const KEY = "sk-test-0123456789abcdef";

export function sampleRequest(flavour: ExportFlavour, content = "A house."): ModelRequest {
  return {
    messages: [
      { role: "system", content: "You draw." },
      { role: "user", content },
    ],
    function: { name: "draw", description: "Draws.", schema: exportSchema(schemaOf(drawing), flavour) },
  };
}

export function sampleModel(baseUrl: string, flavour: ExportFlavour = "plain", key = KEY): Model {
  return chatCompletionsModel({
    name: "test/simulated",
    model: "simulated",
    baseUrl,
    key,
    flavour,
    timeout: 20_000,
  });
}

/** The model with retries that do not wait; the waits are told. */
export function patient(model: Model, waits: number[] = []): Model {
  return withRetry(model, {
    sleep: async (wait) => void waits.push(wait),
    random: () => 0.5,
    now: () => 0,
    attempts: 3,
  });
}

export const parseExpression: ConvertExpression = (text, pointer) => {
  const value = parseSample(String(text));
  return value === undefined
    ? { diagnostics: [sampleReport.syntax(locate({ call: "draw" }, pointer))] }
    : { value };
};

export function readSample(answer: ModelAnswer, flavour: ExportFlavour = "plain"): ReadAnswer<unknown> {
  const { arguments: raw, calledName, finish } = answer;
  return readAnswer(raw, { type: drawing, name: "draw", flavour, parseExpression, finish, calledName });
}

/** A whole answer for tests that have no server. */
export function plainAnswer(text: string): ModelAnswer {
  const usage = { calls: 1, input: 10, cached: 0, output: 5, attempts: 1, ms: 1 };
  return { arguments: text, usage, finish: "call" };
}
