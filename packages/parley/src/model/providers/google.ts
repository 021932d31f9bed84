import { chatCompletionsModel } from "../chat-completions.ts";
import type { Provider } from "../provider.ts";

const BASE_URL = "https://generativelanguage.googleapis.com/v1beta/openai";

/** Google's Gemini models behind its OpenAI-compatible endpoint. */
export const google: Provider = {
  name: "google",
  title: "Google Gemini",
  keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
  needsKey: true,
  baseUrl: BASE_URL,
  open: ({ model, baseUrl = BASE_URL, key }) =>
    chatCompletionsModel({ name: `google/${model}`, model, baseUrl, key, flavour: "plain" }),
};
