/** A server that may be running on this machine, and where it lists its models. */
export interface LocalAddress {
  provider: string;
  baseUrl: string;
  /** Path of the list, after the base URL. */
  list: string;
}

export interface LocalServer {
  provider: string;
  baseUrl: string;
  models: string[];
}

/** The default addresses of Ollama, llama.cpp's server, LM Studio and vLLM. */
export const localAddresses: readonly LocalAddress[] = [
  { provider: "ollama", baseUrl: "http://127.0.0.1:11434", list: "/api/tags" },
  { provider: "local", baseUrl: "http://127.0.0.1:8080/v1", list: "/models" },
  { provider: "local", baseUrl: "http://127.0.0.1:1234/v1", list: "/models" },
  { provider: "local", baseUrl: "http://127.0.0.1:8000/v1", list: "/models" },
];

const PATIENCE = 500;

/** Servers that answer with a list of models within half a second; those without a model are left out. */
export async function detectLocalServers(
  addresses: readonly LocalAddress[] = localAddresses,
): Promise<LocalServer[]> {
  const found = await Promise.all(
    addresses.map(async (address) => ({ ...address, models: await modelsAt(address) })),
  );
  return found
    .filter(({ models }) => models.length > 0)
    .map(({ provider, baseUrl, models }) => ({ provider, baseUrl, models }));
}

/** Whoever else listens there, or nobody, has no models: that is an answer, not a failure. */
async function modelsAt({ baseUrl, list }: LocalAddress): Promise<string[]> {
  try {
    const response = await fetch(`${baseUrl}${list}`, { signal: AbortSignal.timeout(PATIENCE) });
    if (!response.ok) return [];
    const body = (await response.json()) as { data?: unknown; models?: unknown } | null;
    const entries = body?.data ?? body?.models;
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry: { id?: unknown; name?: unknown } | null) => {
      const name = entry?.id ?? entry?.name;
      return typeof name === "string" ? [name] : [];
    });
  } catch {
    return [];
  }
}
