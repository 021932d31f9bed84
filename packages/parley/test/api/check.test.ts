import { expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { report } from "../../src/api/check/report.ts";
import { operation, properties, samples } from "./diagnostics-samples.ts";
import { edges } from "./samples/edges.ts";
import { database, expression, library } from "./samples/library.ts";

test("the sample checks", () => {
  expect(checkApi(library, database)).toEqual([]);
});

test.each(samples)("$code", ({ code, pointer, change }) => {
  const api = structuredClone(library);
  change(api);
  const findings = checkApi(api, database).map((finding) => [finding.code, finding.at]);
  expect(findings).toContainEqual([`api/${code}`, { document: "api", pointer }]);
});

test("every diagnostic has a sample", () => {
  expect(new Set(samples.map(({ code }) => code))).toEqual(new Set(Object.keys(report)));
});

test("an unknown name comes with the one that was meant", () => {
  const api = structuredClone(library);
  operation(api, "getLoan").answer.schema = "Loann";
  expect(checkApi(api, database).map(({ message }) => message)).toContain(
    "There is no schema Loann. Did you mean Loan?",
  );
});

test("an error inside of a source is located in its text", () => {
  const api = structuredClone(library);
  properties(api, "Loan")["double"]!.source = expression("row.pages * row.page");
  const [finding] = checkApi(api, database);
  expect(finding?.at).toEqual({
    document: "api",
    pointer: "/schemas/Loan/properties/double/source",
    span: { start: 12, end: 20 },
  });
});

test("documents with everything wrong at once are reported, not thrown at", () => {
  const api = structuredClone(library);
  for (const { code, change } of samples) if (code !== "page-without-listing") change(api);
  expect(checkApi(api, database).length).toBeGreaterThan(samples.length / 2);
});

test("what is unusual but allowed checks", () => {
  expect(checkApi(edges, database)).toEqual([]);
});
