import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { printOpenApi } from "../../src/api/print/openapi.ts";
import { seededRandom } from "../../src/schema/random.ts";
import { randomApi } from "../random/api.ts";
import { randomDatabase } from "../random/database.ts";
import { edges } from "./samples/edges.ts";
import { database as formsDatabase, forms } from "./samples/forms.ts";
import { database, library } from "./samples/library.ts";

const load = createRequire(import.meta.url);

/** What is used of the linters, which need not be installed. */
interface Redocly {
  createConfig: (config: object) => Promise<object>;
  lintFromString: (given: object) => Promise<{ severity: string; ruleId: string; message: string }[]>;
}
interface Spectral {
  setRuleset: (ruleset: object) => void;
  run: (description: unknown) => Promise<{ severity: number; code: string; message: string }[]>;
}

function installed<Module>(name: string): Module | undefined {
  try {
    return load(name) as Module;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

const redocly = installed<Redocly>("@redocly/openapi-core");
const spectral = installed<{ Spectral: new () => Spectral }>("@stoplight/spectral-core");
const rulesets = installed<{ oas: object }>("@stoplight/spectral-rulesets");

const descriptions: [string, () => object][] = [
  ["books", () => printOpenApi(library, database)],
  ["edges", () => printOpenApi(edges, database)],
  ["forms", () => printOpenApi(forms, formsDatabase)],
  ...[3, 14, 15].map((seed): [string, () => object] => [
    `random ${seed}`,
    () => {
      const random = seededRandom(seed);
      const drawn = randomDatabase(random, 4);
      return printOpenApi(randomApi(random, drawn, 4), drawn);
    },
  ]),
];

describe("linters find no error in what is printed", () => {
  test.runIf(redocly).each(descriptions)("redocly: %s", async (_name, description) => {
    const config = await redocly!.createConfig({ extends: ["recommended"] });
    const found = await redocly!.lintFromString({ source: JSON.stringify(description()), config });
    expect(found.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  });

  test.runIf(spectral && rulesets).each(descriptions)("spectral: %s", async (_name, description) => {
    const linter = new spectral!.Spectral();
    linter.setRuleset({ extends: [rulesets!.oas] });
    const found = await linter.run(JSON.parse(JSON.stringify(description())));
    expect(found.filter(({ severity }) => severity === 0).map(({ message }) => message)).toEqual([]);
  });
});
