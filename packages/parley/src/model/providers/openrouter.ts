import { chatCompletionsModel } from "../chat-completions.ts";
import type { Provider } from "../provider.ts";

const BASE_URL = "https://openrouter.ai/api/v1";

/** OpenRouter; only routes that honour every parameter are taken, so that forced calls are forced. */
export const openrouter: Provider = {
  name: "openrouter",
  title: "OpenRouter",
  keyVariables: ["OPENROUTER_API_KEY"],
  needsKey: true,
  baseUrl: BASE_URL,
  open: ({ model, baseUrl = BASE_URL, key }) =>
    chatCompletionsModel({
      name: `openrouter/${model}`,
      model,
      baseUrl,
      key,
      flavour: "plain",
      body: { provider: { require_parameters: true } },
    }),
};
