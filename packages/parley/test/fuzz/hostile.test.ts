import { describe, expect, test } from "vitest";
import { compareTypeScript } from "../../fuzz/hostile/compare.ts";
import { draftedInputs } from "../../fuzz/drafted.ts";
import { markdownSkeleton } from "../../fuzz/hostile/markdown.ts";
import { fuzzHostile } from "../../fuzz/hostile/part.ts";
import { sqlTokens } from "../../fuzz/hostile/sql.ts";
import { smallRuns, told } from "./small.ts";

const run = smallRuns();

test("hostile texts stay in their places", async () => {
  const { findings, counts } = await fuzzHostile(run(1, 1), draftedInputs(["todo"]));
  expect(told(findings)).toEqual([]);
  expect(counts["texts"]).toBeGreaterThan(60);
});

describe("a text that leaves its place is found", () => {
  const replacements = [{ from: "plain words 1", to: 'a"; evil(); "' }];

  test("in TypeScript", () => {
    const before = 'const a = "plain words 1";';
    const escaped = compareTypeScript("a.ts", before, String.raw`const a = "a\"; evil(); \"";`, replacements);
    expect(escaped).toBeUndefined();
    const open = compareTypeScript("a.ts", before, 'const a = "a"; evil(); "";', replacements);
    expect(open).toMatchObject({ kind: "shape" });
    const other = compareTypeScript("a.ts", before, 'const a = "something else";', replacements);
    expect(other).toMatchObject({ kind: "text" });
  });

  test("in SQL", () => {
    const kinds = (sql: string) => sqlTokens(sql).map(({ type }) => type);
    expect(kinds("select 'it''s' -- ; \n, $$a';$$")).toEqual([
      "word",
      "string",
      "comment",
      "symbol",
      "string",
    ]);
    expect(kinds("select 'it'; drop table a")).toHaveLength(6);
    expect(() => kinds("select 'it")).toThrow("not closed");
  });

  test("in Markdown", () => {
    const same = (text: string) => markdownSkeleton(`# ${text}\n\n| ${text} |`);
    expect(same(String.raw`a \*b\* \| c`)).toEqual(same("a"));
    for (const text of ["a *b*", "a | b", "a <b>", "a\n\n- b", "[a](b)", "`a`"]) {
      expect(same(text), text).not.toEqual(same("a"));
    }
  });
});
