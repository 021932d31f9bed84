import { createConfig, lintFromString, type Config } from "@redocly/openapi-core";
import spectralCore, { type RulesetDefinition } from "@stoplight/spectral-core";
import spectralRulesets from "@stoplight/spectral-rulesets";

let redocly: Promise<Config> | undefined;
let spectral: spectralCore.Spectral | undefined;

/** The errors that Redocly's and Spectral's recommended rules find in an OpenAPI description. */
export async function lintErrors(description: object): Promise<string[]> {
  const source = JSON.stringify(description);
  return [
    ...(await orItsFailure("redocly", () => redoclyErrors(source))),
    ...(await orItsFailure("spectral", () => spectralErrors(source))),
  ];
}

async function redoclyErrors(source: string): Promise<string[]> {
  const config = await (redocly ??= createConfig({ extends: ["recommended"] }));
  const problems = await lintFromString({ source, config });
  return problems
    .filter(({ severity }) => severity === "error")
    .map(({ ruleId, message }) => `redocly: ${ruleId} ${message}`);
}

async function spectralErrors(source: string): Promise<string[]> {
  if (!spectral) {
    spectral = new spectralCore.Spectral();
    spectral.setRuleset({ extends: [spectralRulesets.oas as RulesetDefinition] });
  }
  const problems = await spectral.run(JSON.parse(source) as Record<string, unknown>);
  return problems
    .filter(({ severity }) => severity === 0)
    .map(({ code, message, path }) => `spectral: ${code} ${message} (${path.join("/")})`);
}

/** Both throw at what is far from a description. */
async function orItsFailure(linter: string, lint: () => Promise<string[]>): Promise<string[]> {
  try {
    return await lint();
  } catch (error) {
    return [`${linter}: ${error instanceof Error ? error.message : String(error)}`];
  }
}
