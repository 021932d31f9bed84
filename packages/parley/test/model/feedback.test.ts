import { expect, test } from "vitest";
import { z } from "zod";
import { renderFeedback } from "../../src/model/feedback.ts";
import { validate } from "../../src/schema/validate.ts";

const book = z.strictObject({ title: z.string(), pages: z.int(), tags: z.array(z.string()) });
const shelf = z.strictObject({ books: z.record(z.string(), book) });

test("an answer is printed with each finding at its place", () => {
  const answer = {
    books: { a: { title: "A", pages: "many", tags: ["x", 1] }, b: { title: "B", tags: [], page: 2 } },
  };
  const findings = validate(shelf, answer, { call: "shelve" });
  expect(renderFeedback(answer, findings)).toBe(
    `{
  "books": {
    "a": {
      "title": "A",
      "pages": "many", // error: Expected an integer, found "many".
      "tags": [
        "x",
        1 // error: Expected a string, found 1.
      ]
    },
    "b": {
      // error: pages is missing; expected an integer.
      "title": "B",
      "tags": [
      ],
      "page": 2 // error: There is no property page here. Did you mean pages? Call it pages.
    }
  }
}`,
  );
});

function entry(index: number): object {
  return { title: "long title ".repeat(20), pages: index, tags: ["x"] };
}

test("of a large answer only the failing part is printed", () => {
  const books = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`b${index}`, entry(index)]));
  const answer = { books: { ...books, b7: { ...entry(7), pages: null } } };
  const text = renderFeedback(answer, validate(shelf, answer, { call: "shelve" }));
  expect(text).toContain('"pages": null, // error: Expected an integer, found null.');
  expect(text).toContain('"b8": {/* 3 entries without findings */},');
  expect(text.length).toBeLessThan(7000);
  expect(JSON.stringify(answer).length).toBeGreaterThan(20_000);
});

test("a finding cannot break out of its comment", () => {
  const text = renderFeedback({ a: 1 }, [
    {
      code: "x/y",
      severity: "error",
      message: "one\n}\u2028two",
      at: { call: "c", pointer: "/a" },
      trace: [],
    },
  ]);
  expect(text.split("\n")).toHaveLength(3);
});
