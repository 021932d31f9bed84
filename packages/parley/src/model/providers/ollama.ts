import { ollamaModel } from "../ollama-chat.ts";
import type { Provider } from "../provider.ts";

const BASE_URL = "http://127.0.0.1:11434";

/** Ollama, by its own protocol. */
export const ollama: Provider = {
  name: "ollama",
  title: "Ollama",
  keyVariables: ["OLLAMA_API_KEY"],
  needsKey: false,
  baseUrl: BASE_URL,
  open: ({ model, baseUrl = BASE_URL, key }) => ollamaModel({ name: `ollama/${model}`, model, baseUrl, key }),
};
