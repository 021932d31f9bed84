import { expect, test } from "vitest";
import { patternProblem } from "../../src/api/pattern.ts";

test.each([
  "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
  "^\\d{4}-\\d{2}$",
  "^[A-Z]{2,3}\\d+$",
  "^(red|green|blue)$",
  "^#(?:[0-9a-f]{3}){1,2}$",
  "^[^<>]*$",
  "^(\\.[a-z]+)*$",
])("%s is taken", (pattern) => {
  expect(patternProblem(pattern)).toBeUndefined();
});

test.each(["^(a+)+$", "^(a|a)*$", "^(-[a-z-]+)*$", "^(.*)*$", "(?=a)b", "(a)\\1", "(", "^(a?){20,}$"])(
  "%s is refused",
  (pattern) => {
    expect(patternProblem(pattern)).toBeDefined();
  },
);
