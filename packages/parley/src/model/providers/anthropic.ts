import { anthropicModel } from "../anthropic-messages.ts";
import type { Provider } from "../provider.ts";

const BASE_URL = "https://api.anthropic.com/v1";

/** Anthropic, with its ordinary tools: its strict ones allow no recursion. */
export const anthropic: Provider = {
  name: "anthropic",
  title: "Anthropic",
  keyVariables: ["ANTHROPIC_API_KEY"],
  needsKey: true,
  baseUrl: BASE_URL,
  open: ({ model, baseUrl = BASE_URL, key }) =>
    anthropicModel({ name: `anthropic/${model}`, model, baseUrl, key }),
};
