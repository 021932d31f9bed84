import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SampledDiagnostic } from "../../scripts/reference/diagnostics-page.ts";
import { catalogue } from "../../src/diagnostic/define.ts";
import type { Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import { diagnosticSamples as agent } from "../agent/diagnostics-samples.ts";
import { diagnosticSamples as api } from "../api/diagnostics-samples.ts";
import { diagnosticSamples as backend } from "../backend/diagnostics-samples.ts";
import { diagnosticSamples as cli } from "../cli/diagnostics-samples.ts";
import { diagnosticSamples as database } from "../database/diagnostics-samples.ts";
import { diagnosticSamples as expression } from "../expression/diagnostics-samples.ts";
import { diagnosticSamples as host } from "../host/diagnostics-samples.ts";
import { diagnosticSamples as imports } from "../import/diagnostics-samples.ts";
import { diagnosticSamples as model } from "../model/diagnostics-samples.ts";
import { diagnosticSamples as program } from "../program/diagnostics-samples.ts";
import { diagnosticSamples as reading } from "../reading/diagnostics-samples.ts";
import { diagnosticSamples as requirements } from "../requirements/diagnostics-samples.ts";
import { outlineSamples } from "../requirements/outline-samples.ts";
import { diagnosticSamples as scenario } from "../scenario/diagnostics-samples.ts";
import { seedSamples } from "../scenario/seed-samples.ts";
import { diagnosticSamples as schema } from "../schema/diagnostics-samples.ts";
import type { DiagnosticSample } from "./diagnostic-sample.ts";

const source = resolve(import.meta.dirname, "../../src");

/** Loads every module that defines diagnostics, so that the catalogue is complete. */
export async function wholeCatalogue(): Promise<typeof catalogue> {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
    (file) =>
      file.endsWith(".ts") && readFileSync(join(source, file), "utf8").includes("= defineDiagnostics("),
  );
  for (const file of files) await import(join(source, file));
  return catalogue;
}

/** The samples of all rooms. */
export const samples: readonly DiagnosticSample[] = [
  ...agent,
  ...api,
  ...backend,
  ...cli,
  ...database,
  ...expression,
  ...host,
  ...imports,
  ...model,
  ...program,
  ...reading,
  ...requirements,
  ...outlineSamples,
  ...scenario,
  ...seedSamples,
  ...schema,
];

/** Every code with the first diagnostic of that code that a sample provokes. */
export async function sampledDiagnostics(): Promise<SampledDiagnostic[]> {
  const all = await wholeCatalogue();
  const sampled: SampledDiagnostic[] = [];
  for (const [code, definition] of all) {
    // What tests declare for themselves is no part of the product.
    if (code.startsWith("sample/")) continue;
    const entry: SampledDiagnostic = { code, definition };
    for (const sample of samples.filter((one) => one.code === code)) {
      if ("described" in sample) entry.described ??= sample.described;
      else {
        const found = (await sample.provoke()).find((diagnostic) => diagnostic.code === code);
        if (found) entry.sample = stable(found);
      }
      if (entry.sample) break;
    }
    sampled.push(entry);
  }
  return sampled;
}

/** The same wherever and whenever the sample runs: without its directory, its port and the wording of a runtime. */
function stable(diagnostic: Diagnostic): Diagnostic {
  const isCommand = diagnostic.code.startsWith("cli/");
  const text = JSON.stringify(diagnostic)
    .replaceAll(/\/[^"\s]*?\/parley-sample-\w+/g, "club")
    .replaceAll(/\.cut-[0-9a-f]{16}/g, ".cut-0123456789abcdef")
    .replaceAll(/ \(line \d+ column \d+\)/g, "")
    .replaceAll(isCommand ? /\b[1-9]\d{3,4}\b/g : /(?!)/g, "3000");
  return JSON.parse(text) as Diagnostic;
}
