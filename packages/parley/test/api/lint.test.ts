import { expect, test } from "vitest";
import { draftedInputs } from "../../fuzz/drafted.ts";
import { lintErrors } from "../../fuzz/lint.ts";
import { printOpenApi } from "../../src/api/print/openapi.ts";
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
  ...[3, 14, 15].map((seed): [string, () => object] => [
    `random ${seed}`,
    () => {
      const random = seededRandom(seed);
      const drawn = randomDatabase(random, 4);
      return printOpenApi(randomApi(random, drawn, 4), drawn);
    },
  ]),
];

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
