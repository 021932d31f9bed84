import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { didYouMean } from "../diagnostic/suggest.ts";
import type { Model } from "./port.ts";
import type { Provider } from "./provider.ts";
import { anthropic } from "./providers/anthropic.ts";
import { google } from "./providers/google.ts";
import { local } from "./providers/local.ts";
import { ollama } from "./providers/ollama.ts";
import { openai } from "./providers/openai.ts";
import { openrouter } from "./providers/openrouter.ts";

/** Every provider there is, in the order of the documentation. */
export const providers: readonly Provider[] = [openai, anthropic, google, openrouter, ollama, local];

const report = defineDiagnostics("provider", {
  "no-model": { severity: "error", message: "{name} names no model.", mend: "Write it as provider/model." },
  unknown: { severity: "error", message: "There is no provider {name}.{suggestion}" },
  "no-key": { severity: "error", message: "{title} needs a key." },
  "bad-address": {
    severity: "error",
    message: "The base URL is not an http(s) address without credentials.",
  },
});

export interface ResolveOptions {
  baseUrl?: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** The model behind `provider/model` (the model's own name may hold slashes), or what is missing for it. */
export function resolveModel(
  name: string,
  { baseUrl, env }: ResolveOptions,
): { model: Model; diagnostics: [] } | { model?: undefined; diagnostics: Diagnostic[] } {
  const at = { call: name, pointer: "" };
  const [, providerName = "", model = ""] = /^([^/]+)\/(.+)$/.exec(name) ?? [];
  if (model === "") return { diagnostics: [report["no-model"](at, { name: name || "An empty name" })] };
  const provider = providers.find((candidate) => candidate.name === providerName);
  if (!provider) {
    const known = providers.map((candidate) => candidate.name);
    const suggestion = didYouMean(providerName, known);
    const title = `Use one of: ${known.join(", ")}.`;
    return { diagnostics: [report.unknown(at, { name: providerName, suggestion }, { fix: { title } })] };
  }
  const variable = provider.keyVariables[0] ?? "the environment";
  if (baseUrl !== undefined && !isPlainAddress(baseUrl)) {
    const title = `Write it like http://127.0.0.1:8080/v1; a key goes into ${variable}.`;
    return { diagnostics: [report["bad-address"](at, {}, { fix: { title } })] };
  }
  const key = provider.keyVariables.map((name) => env[name]?.trim()).find((value) => value);
  // At another address it is that server's matter whether it wants a key; it will say so.
  if (!key && provider.needsKey && baseUrl === undefined) {
    const title = `Set ${variable} in the environment.`;
    return { diagnostics: [report["no-key"](at, { title: provider.title }, { fix: { title } })] };
  }
  return { model: provider.open({ model, baseUrl, key }), diagnostics: [] };
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}
