import { expect, test } from "vitest";
import { originAt, positionOf } from "../../src/text/origin-map.ts";
import { renderPlain, renderTypeScript } from "../../src/text/render.ts";
import {
  block,
  comment,
  effect,
  empty,
  identifier,
  indent,
  join,
  json,
  lines,
  member,
  number,
  origin,
  originOf,
  paragraphs,
  string,
  symbol,
  template,
  text,
  when,
  type Text,
} from "../../src/text/text.ts";

const plain = (content: Text): string => renderPlain("a.txt", content).text;

test("a template is dedented and its holes keep the indentation of their line", () => {
  const body = lines([text`first();`, block(text`if (ready)`, [text`second();`, text`third();`])]);
  const method = text`
    run() {
      ${body}
    }
  `;
  expect(plain(block(text`class Job`, [method]))).toBe(
    [
      "class Job {",
      "  run() {",
      "    first();",
      "    if (ready) {",
      "      second();",
      "      third();",
      "    }",
      "  }",
      "}",
      "",
    ].join("\n"),
  );
});

test("a line of empty holes vanishes, blank lines stay, blanks never trail", () => {
  const content = text`
    a
      ${when(false, text`never`)}
    ${empty}${[]}

    b ${empty}
    ${indent(text`c`)}
  `;
  expect(plain(content)).toBe("a\n\nb\n  c\n");
  expect(plain(block(text`x`, []))).toBe("x {}\n");
});

test("join leaves empty parts out, paragraphs put a blank line between", () => {
  const parts = [empty, number(1), empty, number(2)];
  expect(plain(text`f(${join(parts, text`, `)})`)).toBe("f(1, 2)\n");
  expect(plain(lines(parts, text`,`))).toBe("1,\n2\n");
  expect(plain(paragraphs(parts))).toBe("1\n\n2\n");
  expect(plain(json({ a: [1], b: {} }, "block"))).toBe('{\n  "a": [\n    1\n  ],\n  "b": {}\n}\n');
});

test("strings and look-alikes are refused in holes", () => {
  const forged = { piece: { type: "code", code: "x" }, blank: false } as unknown as Text;
  // @ts-expect-error a string is no hole
  expect(() => text`${"x"}`).toThrow(TypeError);
  // @ts-expect-error nor is a list of strings
  expect(() => text`${["x"]}`).toThrow(TypeError);
  // @ts-expect-error nor is a number
  expect(() => text`${1}`).toThrow(TypeError);
  // @ts-expect-error the tag is no function of strings
  expect(() => text(["x"])).toThrow(TypeError);
  expect(() => text`${forged}`).toThrow(TypeError);
  expect(() => text(Object.assign(["x"], { raw: ["x"] }))).toThrow(TypeError);
});

test("symbols fill the import set", () => {
  const content = text`
    ${effect("reflect-metadata")}
    @${symbol({ name: "Injectable", from: "@nestjs/common" })}()
    export class BookService {
      constructor(private readonly clock: ${symbol({ name: "Clock", from: "src/clock.ts", typeOnly: true })}) {}
      ${symbol({ name: "Clock", from: "src/clock.ts" })}; ${symbol({ name: "Page", from: "src/clock.ts", typeOnly: true })};
      ${symbol({ name: "Book", from: "src/book/book.dto.ts", typeOnly: true })};
      ${symbol({ name: "pg", from: "pg", kind: "default" })}; ${symbol({ name: "path", from: "node:path", kind: "namespace" })};
      ${symbol({ name: "BookService", from: "src/book/book.service.ts" })};
    }
  `;
  const file = renderTypeScript("src/book/book.service.ts", content, { header: "Printed." });
  expect(file.text.split("\n\n")[0]).toBe(
    [
      "// Printed.",
      'import "reflect-metadata";',
      'import * as path from "node:path";',
      'import { Injectable } from "@nestjs/common";',
      'import pg from "pg";',
      'import { Clock, type Page } from "../clock.js";',
      'import type { Book } from "./book.dto.js";',
    ].join("\n"),
  );
  const sameFolder = renderTypeScript("src/a.ts", symbol({ name: "b", from: "src/b.mts" }), {
    extension: ".ts",
  });
  expect(sameFolder.text).toContain('from "./b.mts"');
  const quoted = renderTypeScript("src/a.ts", symbol({ name: "b-c", from: "b", alias: "bc" }));
  expect(quoted.text).toBe('import { "b-c" as bc } from "b";\n\nbc\n');
  expect(() => symbol({ name: "b-c", from: "b" })).toThrow("cannot name");
  expect(() => renderPlain("a.sql", symbol({ name: "b", from: "src/b.ts" }))).toThrow("cannot import b");
});

test("an import is renamed where its name is taken by another, by the file or by a global", () => {
  const content = text`
    const ${identifier("input")} = 1;
    const plain = this.${identifier("member")};
    use(${symbol({ name: "Book", from: "src/a.ts" })}, ${symbol({ name: "Book", from: "src/b.ts", alias: "BookRow" })});
    use(${symbol({ name: "Book", from: "src/c.ts" })}, ${symbol({ name: "input", from: "src/a.ts" })});
    use(${symbol({ name: "plain", from: "src/a.ts" })}, ${symbol({ name: "Date", from: "src/a.ts" })});
    use(${symbol({ name: "member", from: "src/a.ts" })});
  `;
  const printed = renderTypeScript("src/x.ts", content).text;
  expect(printed).toContain(
    'import { Book, Date as Date2, input as input2, member, plain as plain2 } from "./a.js";',
  );
  expect(printed).toContain("use(Book, BookRow);\nuse(Book2, input2);\nuse(plain2, Date2);\nuse(member);");
});

test("template literals and members hold any string", () => {
  const path = template(["/a`${x}\\\n$", text`b`, "{c}"]);
  expect(plain(path)).toBe("`/a\\`\\${x}\\\\\\n\\$${b}{c}`\n");
  expect(plain(text`a${member("b")}${member("c d")}${member("e-f", "?.")}`)).toBe('a.b["c d"]?.["e-f"]\n');
});

test("comments are wrapped and indented", () => {
  const printed = plain(block(text`class A`, [comment(`${"word ".repeat(30)}\n\nend`), text`a = 1;`]));
  expect(printed.split("\n").slice(1, 4)).toEqual([
    "  /**",
    `   * ${"word ".repeat(19).trim()}`,
    `   * ${"word ".repeat(11).trim()}`,
  ]);
});

test("a place in a file leads back to its nodes, nearest first", () => {
  const inner = originOf("program", ["procedures", "a/b"], ["R1"]);
  const outer = originOf("api", ["operations", "x"]);
  const file = renderPlain(
    "a.txt",
    text`
    before
      ${origin(outer, text`outer ${origin(inner, [text`one`, string("two")])} rest`)}
    after
  `,
  );
  const at = (needle: string) => {
    const { line, column } = positionOf(file.text, file.text.indexOf(needle));
    return originAt(file, line, column);
  };
  expect(at("two")).toEqual([
    { document: "program", pointer: "/procedures/a~1b", requirement: ["R1"] },
    outer,
  ]);
  expect(at("outer")).toEqual([outer]);
  expect(at("rest")).toEqual([outer]);
  expect(at("before")).toEqual([]);
  expect(at("after")).toEqual([]);
  const slices = file.origins.map(({ start, end }) => file.text.slice(start, end));
  expect(slices).toEqual(['outer one\n  "two" rest', 'one\n  "two"']);
});
