import { chatCompletionsModel } from "../chat-completions.ts";
import type { Provider } from "../provider.ts";

const BASE_URL = "https://api.openai.com/v1";

/** OpenAI; at another address any server that speaks its protocol, whose schema dialect cannot be relied on. */
export const openai: Provider = {
  name: "openai",
  title: "OpenAI",
  keyVariables: ["OPENAI_API_KEY"],
  needsKey: true,
  baseUrl: BASE_URL,
  open: ({ model, baseUrl = BASE_URL, key }) =>
    chatCompletionsModel({
      name: `openai/${model}`,
      model,
      baseUrl,
      key,
      flavour: baseUrl === BASE_URL ? "openai-strict" : "plain",
    }),
};
