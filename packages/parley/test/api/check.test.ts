import { expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { database, library } from "./samples/library.ts";

test("the sample checks", () => {
  expect(checkApi(library, database)).toEqual([]);
});
