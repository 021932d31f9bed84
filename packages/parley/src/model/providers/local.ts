import { chatCompletionsModel } from "../chat-completions.ts";
import type { Provider } from "../provider.ts";

const BASE_URL = "http://127.0.0.1:8080/v1";

/** A server on this machine or network: llama.cpp's llama-server, vLLM, LM Studio. */
export const local: Provider = {
  name: "local",
  title: "Local server",
  keyVariables: ["PARLEY_LOCAL_KEY"],
  needsKey: false,
  baseUrl: BASE_URL,
  open: ({ model, baseUrl = BASE_URL, key }) =>
    chatCompletionsModel({ name: `local/${model}`, model, baseUrl, key, flavour: "plain" }),
};
