import { expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { apiSchemaVariants, Api } from "../../src/api/document.ts";
import { allNodes } from "../../src/api/walk.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import { randomApi } from "./api.ts";
import { randomDatabase } from "./database.ts";
import { seededRandom } from "../../src/schema/random.ts";

const draws = 150;

test("nearly all random APIs are accepted, and every kind of schema, place and operator occurs", () => {
  const refused: Record<string, number> = {};
  const seen = { kinds: new Set<string>(), operators: new Set<string>(), places: new Set<string>() };
  let accepted = 0;
  let drawn = 0;
  for (let seed = 1; drawn < draws; seed++) {
    const random = seededRandom(seed);
    const database = randomDatabase(random, 1 + (seed % 6));
    if (hasErrors(checkDatabase(database))) continue;
    drawn++;
    const api = Api.parse(randomApi(random, database, 1 + (seed % 4)));
    const found = checkApi(api, database).filter(({ severity }) => severity === "error");
    if (found.length === 0) accepted++;
    for (const { code } of found) refused[code] = (refused[code] ?? 0) + 1;
    for (const { schema } of allNodes(api)) seen.kinds.add(schema.type);
    for (const { parameters, query, headers, cookies, listing } of Object.values(api.operations)) {
      const places = { path: parameters, query, headers, cookies };
      for (const [place, given] of Object.entries(places)) {
        if (Object.keys(given ?? {}).length > 0) seen.places.add(place);
      }
      for (const { operator } of Object.values(listing?.filters ?? {})) seen.operators.add(operator);
    }
  }
  expect(refused).toEqual({});
  expect(accepted / draws).toBeGreaterThan(0.95);
  expect([...seen.kinds].toSorted()).toEqual(
    apiSchemaVariants.map((variant) => variant.shape.type.value).toSorted(),
  );
  expect([...seen.places].toSorted()).toEqual(["cookies", "headers", "path", "query"]);
  expect(seen.operators.size).toBe(7);
});
