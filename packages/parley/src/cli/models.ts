import { simulatedAnswer } from "../agent/simulated-answer.ts";
import { hasErrors, type Diagnostic } from "../diagnostic/diagnostic.ts";
import { detectLocalServers, localAddresses } from "../model/detect.ts";
import type { Model } from "../model/port.ts";
import { resolveModel } from "../model/resolve-model.ts";
import { sleep, withRetry } from "../model/retry.ts";
import { startSimulatedModel } from "../model/simulated/server.ts";
import { commandLine, report } from "./diagnostics.ts";
import { duration } from "./figures.ts";
import type { Terminal } from "./terminal.ts";

/** What the command line says about the model, as it was written. */
export interface ModelOptions {
  model?: string;
  baseUrl?: string;
  damage?: string;
  seed?: string;
}

/** The model to ask, if any, and what is to be said about it in one line. */
export interface ChosenModel {
  model?: Model;
  /** Why there is none, or which one it is. */
  line: string;
  close: () => Promise<void>;
}

type Choice = { chosen: ChosenModel; diagnostics: [] } | { chosen?: undefined; diagnostics: Diagnostic[] };

/**
 * Opens the model that was asked for. None is used unasked, for it may cost money or send the conversation away: a
 * server that runs on this machine is only pointed out.
 */
export async function chooseModel(
  options: ModelOptions,
  { environment }: Terminal,
  note: (text: string) => void,
): Promise<Choice> {
  const name = options.model ?? environment["PARLEY_MODEL"];
  if (name === "simulated") return chooseSimulated(options, note);
  for (const option of ["damage", "seed"] as const) {
    if (options[option] !== undefined) {
      return { diagnostics: [report["simulated-only"](commandLine(), { option: `--${option}` })] };
    }
  }
  if (name === "none") return none("No model is asked: the drafts stand.");
  if (name === undefined && options.baseUrl === undefined) return none(await withoutModel());
  const named = name === undefined ? await modelAt(options.baseUrl!) : { name };
  if (!("name" in named)) return { diagnostics: [named] };

  const { baseUrl } = options;
  const resolved = resolveModel(named.name, {
    env: environment,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  if (resolved.model) {
    const line = `${resolved.model.name} improves the drafts.`;
    return { chosen: { model: patient(resolved.model, note, sleep), line, close: nothing }, diagnostics: [] };
  }
  const [missing] = resolved.diagnostics;
  if (missing?.code === "provider/no-key")
    return none(`${missing.message} The drafts stand. ${missing.fix?.title ?? ""}`);
  return { diagnostics: resolved.diagnostics };
}

function none(line: string): Choice {
  return { chosen: { line: line.trim(), close: nothing }, diagnostics: [] };
}

async function nothing(): Promise<void> {}

async function withoutModel(): Promise<string> {
  const [server] = await detectLocalServers();
  const model = server?.models[0];
  if (!server || !model)
    return "No model: the drafts stand. --model <provider>/<name> lets one improve them.";
  const known = localAddresses.find(({ provider }) => provider === server.provider);
  const address = known?.baseUrl === server.baseUrl ? "" : ` --base-url ${server.baseUrl}`;
  return `No model: the drafts stand. One runs here: --model ${server.provider}/${model}${address} lets it improve them.`;
}

/** The only model of a server whose address was given without a name. */
async function modelAt(baseUrl: string): Promise<{ name: string } | Diagnostic> {
  const [server] = await detectLocalServers([{ provider: "local", baseUrl, list: "/models" }]);
  const models = server?.models ?? [];
  if (models.length === 1) return { name: `local/${models[0]}` };
  const why = models.length === 0 ? "nothing there lists any." : `there are ${models.join(", ")}.`;
  return report["no-such-model"](commandLine(), { address: withoutSecrets(baseUrl), why });
}

function withoutSecrets(address: string): string {
  return URL.canParse(address) ? new URL(address).origin : "the given address";
}

function patient(model: Model, note: (text: string) => void, wait: typeof sleep): Model {
  return withRetry(model, {
    sleep: wait,
    random: Math.random,
    now: () => performance.now(),
    onRetry: (error, ms) => note(`${error.message} Trying again in ${duration(ms)}.`),
  });
}

async function chooseSimulated(options: ModelOptions, note: (text: string) => void): Promise<Choice> {
  const damage = Number(options.damage ?? "0");
  const seed = Number(options.seed ?? "0");
  const wrong: Diagnostic[] = [];
  if (!(damage >= 0 && damage <= 1) || options.damage === "") {
    const parameters = { option: "--damage", wanted: "a number from 0 to 1", given: options.damage ?? "" };
    wrong.push(report["no-number"](commandLine(), parameters));
  }
  if (!Number.isSafeInteger(seed) || options.seed === "") {
    const parameters = { option: "--seed", wanted: "a whole number", given: options.seed ?? "" };
    wrong.push(report["no-number"](commandLine(), parameters));
  }
  if (hasErrors(wrong)) return { diagnostics: wrong };
  const server = await startSimulatedModel({ answer: simulatedAnswer({ damage, seed }), damage, seed });
  const resolved = resolveModel("local/simulated", { baseUrl: server.baseUrl, env: {} });
  if (!resolved.model) return { diagnostics: resolved.diagnostics };
  // This server heals at once, so nobody has to wait for it.
  const model = patient(
    resolved.model,
    () => undefined,
    (ms, signal) => sleep(Math.min(ms, 10), signal),
  );
  const line = `A simulated model answers, with ${Math.round(damage * 100)} % damage and seed ${seed}.`;
  note(`The simulated model listens at ${server.baseUrl}.`);
  return { chosen: { model: { ...model, name: "simulated" }, line, close: server.close }, diagnostics: [] };
}
