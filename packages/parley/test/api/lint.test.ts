import { expect, test } from "vitest";
import { draftedInputs } from "../../fuzz/drafted.ts";
import { lintErrors } from "../../fuzz/lint.ts";
import type { Api } from "../../src/api/document.ts";
import { printOpenApi } from "../../src/api/print/openapi.ts";
import type { Database } from "../../src/database/document.ts";
import { seededRandom } from "../../src/schema/random.ts";
import { randomApi } from "../random/api.ts";
import { randomDatabase } from "../random/database.ts";
import { edges } from "./samples/edges.ts";
import { database as formsDatabase, forms } from "./samples/forms.ts";
import { database, library } from "./samples/library.ts";

const descriptions: [string, () => object][] = [
  ["books", () => printOpenApi(library, database)],
  ["edges", () => printOpenApi(edges, database)],
  ["forms", () => printOpenApi(forms, formsDatabase)],
  ...["todo", "library", "issue-tracker"].map((outline): [string, () => object] => [
    `the draft of ${outline}`,
    () => {
      const [drafted] = draftedInputs([outline]);
      return printOpenApi(drafted!.backend.api, drafted!.backend.database);
    },
  ]),
  ...houseApis(3).map(({ seed, api, drawn }): [string, () => object] => [
    `random ${seed}`,
    () => printOpenApi(api, drawn),
  ]),
];

/**
 * Random APIs of ours: those of other people keep what is wrong with them. Redocly takes a property that is called
 * `constructor` for one that its own types do not know.
 */
function houseApis(count: number): { seed: number; api: Api; drawn: Database }[] {
  const found = [];
  for (let seed = 3; found.length < count; seed++) {
    const random = seededRandom(seed);
    const drawn = randomDatabase(random, 4);
    const api = randomApi(random, drawn, 4);
    const isTaken = JSON.stringify(printOpenApi(api, drawn)).includes('"constructor":');
    if (api.profile === "house" && !isTaken) found.push({ seed, api, drawn });
  }
  return found;
}

test.each(descriptions)("Redocly and Spectral find no error in what is printed: %s", async (_name, print) => {
  expect(await lintErrors(print())).toEqual([]);
});

test("what is wrong is found by both", async () => {
  const description = printOpenApi(library, database) as { paths: Record<string, object> };
  const [path, operations] = Object.entries(description.paths).find(([name]) => name.includes("{"))!;
  const broken = { ...description, paths: { [`${path}/{more}`]: operations } };
  const words = (await lintErrors(broken)).map((error) => error.split(" ").slice(0, 2).join(" "));
  expect(words).toContain("redocly: path-parameters-defined");
  expect(words).toContain("spectral: path-params");
});
