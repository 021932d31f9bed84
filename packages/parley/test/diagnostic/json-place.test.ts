import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pointerOf } from "../../src/diagnostic/diagnostic.ts";
import { placeInJson } from "../../src/diagnostic/json-place.ts";

type Key = string | number;

/** Every place of a value, with the text that stands there: a key, or an item's first character. */
function places(value: unknown, keys: Key[] = []): [Key[], string][] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, child]): [Key[], string][] => {
    const path = [...keys, Array.isArray(value) ? Number(name) : name];
    const text = Array.isArray(value) ? JSON.stringify(child).slice(0, 1) : `${JSON.stringify(name)}:`;
    return [[path, text], ...places(child, path)];
  });
}

test("every node of a JSON text is found at its line and column", () => {
  const indentation = fc.constantFrom(undefined, 2, "\t");
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), indentation, (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      for (const [keys, expected] of places(value)) {
        const { line, column } = placeInJson(text, pointerOf(keys));
        expect(text.split("\n")[line - 1]!.slice(column - 1)).toMatch(
          new RegExp(`^${expected.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}`),
        );
      }
    }),
  );
});

test("what is not there is at the nearest thing around it", () => {
  const text = '{\n  "a": [1, { "b": "x" }],\n  "c": 2\n}\n';
  expect(placeInJson(text, "")).toEqual({ line: 1, column: 1 });
  expect(placeInJson(text, "/a/1/z/y")).toEqual({ line: 2, column: 12 });
  expect(placeInJson(text, "/c/0")).toEqual({ line: 3, column: 3 });
  expect(placeInJson(text, "/a/7")).toEqual({ line: 2, column: 3 });
});
