import { get_dmmf as readPrisma } from "@prisma/prisma-schema-wasm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { renderPlain } from "../../src/text/render.ts";
import * as t from "../../src/text/text.ts";
import { json as jsonValue, string as anyString } from "./arbitraries.ts";

const plain = (content: t.Text): string => renderPlain("a.txt", content).text;
// Put together here, since Vitest would obey it where it stands whole.
const environmentTag = ["@vitest", "environment jsdom"].join("-");
const evaluate = (code: string): unknown => new Function(`"use strict"; return (${code});`)();

test("TypeScript: strings, templates, keys and members come back as they were", () => {
  fc.assert(
    fc.property(anyString, (value) => {
      const printed = plain(t.string(value));
      expect(evaluate(printed)).toBe(value);
      expect(printed).not.toMatch(/[\u2028\u2029\u202e]|<\/?script|<!--|\/\/[#@]/i);
      expect(evaluate(plain(t.template([value, t.text`"-"`, value])))).toBe(`${value}-${value}`);
      expect(Object.keys(evaluate(plain(t.text`{ ${t.property(value)}: 1 }`)) as object)).toEqual([value]);
      if (value !== "__proto__") {
        const read = evaluate(plain(t.text`(o) => o${t.member(value)} + o${t.member(value, "?.")}`));
        expect((read as (o: object) => number)({ [value]: 2 })).toBe(4);
      }
    }),
  );
});

test("TypeScript and JSON: values come back as they were", () => {
  fc.assert(
    fc.property(jsonValue, (value) => {
      const same = JSON.stringify(value);
      expect(JSON.stringify(evaluate(plain(t.literal(value))))).toBe(same);
      expect(JSON.stringify(JSON.parse(plain(t.json(value))))).toBe(same);
      expect(JSON.stringify(JSON.parse(plain(t.json(value, "block"))))).toBe(same);
    }),
  );
  expect(() => t.json({ a: Number.NaN })).toThrow(RangeError);
});

test("TypeScript: an identifier binds or is refused", () => {
  fc.assert(
    fc.property(anyString, (name) => {
      let bound: t.Text;
      try {
        bound = t.identifier(name);
      } catch {
        return;
      }
      expect(evaluate(plain(t.text`(() => { let ${bound} = 7; return { ${bound} }; })()`))).toEqual({
        [name]: 7,
      });
    }),
  );
  for (const name of ["class", "await", "eval", "a b", "a-b", "1a", "", "a;b", "a\u2028"]) {
    expect(() => t.identifier(name), name).toThrow("cannot name");
  }
});

test("numbers are exact", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(evaluate(plain(t.number(value)))).toBe(value);
    }),
  );
  expect(() => t.number(Number.POSITIVE_INFINITY)).toThrow(RangeError);
  expect(() => t.numeral("1; drop")).toThrow("no decimal");
});

test("a regular expression matches what its source does", () => {
  const source = String.raw`^[/\]]/` + "\n\u2028$";
  const printed = evaluate(plain(t.regularExpression(source, "u"))) as RegExp;
  expect(printed.test("//\n\u2028")).toBe(true);
  expect(printed.flags).toBe("u");
  expect(() => t.regularExpression("(")).toThrow(SyntaxError);
});

test("nothing leaves a comment", () => {
  fc.assert(
    fc.property(anyString, (words) => {
      expect(withoutComments(plain(t.comment(words)))).toBe("");
      expect(plain(t.comment(words)).match(/\*\//g)?.length ?? 0).toBeLessThanOrEqual(1);
      for (const [prefix, content] of [
        ["//", t.lineComment(words)],
        ["--", t.sqlComment(words)],
        ["///", t.prismaComment(words)],
      ] as const) {
        const rows = plain(content).split(/[\n\r\u0085\u2028\u2029]/);
        expect(rows.every((row) => row === "" || row === prefix || row.startsWith(`${prefix} `))).toBe(true);
      }
    }),
  );
});

test("tools take no orders from comments and strings", () => {
  const orders = [
    "@ts-nocheck",
    "@ts-ignore",
    "@ts-expect-error x",
    "eslint-disable",
    "oxlint-disable-next-line no-x",
    "prettier-ignore",
    environmentTag,
    "@internal",
    "{@link x}",
    "v8 ignore next",
  ];
  for (const order of orders) {
    for (const content of [t.comment(order), t.lineComment(order)]) {
      expect(plain(content).replaceAll(String.raw`\@`, ""), order).not.toContain(order);
    }
  }
  expect(plain(t.string(environmentTag))).toBe('"\\u0040vitest-environment jsdom"\n');
  expect(plain(t.comment("Mail to user@example.com, well-known."))).toBe(
    "/** Mail to user@example.com, well-known. */\n",
  );
});

test("Prisma: strings come back as they were and comments stay comments", () => {
  fc.assert(
    fc.property(
      anyString.filter((value) => !/[\0\p{Cs}]/u.test(value)),
      (value) => {
        const schema = t.text`
        datasource db {
          provider = "postgresql"
        }
        ${t.prismaComment(value)}
        model ${t.prismaName("A")} {
          id String @id @default(${t.prismaString(value)})
        }
      `;
        const dmmf = JSON.parse(
          readPrisma(JSON.stringify({ prismaSchema: [["a.prisma", plain(schema)]], noColor: true })),
        ) as { datamodel: { models: { fields: { default: unknown }[] }[] } };
        expect(dmmf.datamodel.models.map((model) => model.fields[0]!.default)).toEqual([value]);
      },
    ),
    { numRuns: 60 },
  );
  for (const name of ["model-x", "class", "PrismaClient", "1a", "é"]) {
    expect(() => t.prismaName(name), name).toThrow("cannot name");
  }
});

test("Markdown words and code stay on their line", () => {
  fc.assert(
    fc.property(anyString, (value) => {
      const rows = plain(t.text`| ${t.markdown(value)} | ${t.markdownCode(value)} |`)
        .trimEnd()
        .split(/\r|\n/);
      expect(rows).toHaveLength(1);
      expect(rows[0]!.replaceAll(/\\./g, "").split("|")).toHaveLength(4);
    }),
  );
  expect(plain(t.markdown("# 1. *a* snake_case <b> [x](y) a&amp; | $5!"))).toBe(
    String.raw`\# 1. \*a\* snake_case \<b> \[x\](y) a\&amp; \| \$5!` + "\n",
  );
  expect(plain(t.markdownCode("a`b``c"))).toBe("```a`b``c```\n");
  expect(plain(t.markdownBlock("ts", t.text`\`\`\`\``))).toBe("`````ts\n````\n`````\n");
  expect(plain(t.mermaidString('a"b\n#c'))).toBe('"a#34;b #35;c"\n');
});

/** What is left of TypeScript without its comments and blanks. */
function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[^]*?\*\/|\/\/[^\n\r\u2028\u2029]*/g, "").trim();
}
