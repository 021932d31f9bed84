import * as fc from "fast-check";
import { format } from "oxfmt";
import { expect, test } from "vitest";
import { align } from "../../src/text/align.ts";
import { formatFiles, formatterOptions } from "../../src/text/format.ts";
import { originAt } from "../../src/text/origin-map.ts";
import { renderPlain, renderTypeScript, type PrintedFile } from "../../src/text/render.ts";
import * as t from "../../src/text/text.ts";
import { string as anyString } from "./arbitraries.ts";

const from = (pointer: string): t.Origin => ({ document: "program", pointer });
const mark = (pointer: string, content: t.Hole): t.Text => t.origin(from(pointer), content);

/** Formats one file and proves that formatting again changes nothing. */
async function formatted(file: PrintedFile): Promise<PrintedFile> {
  const [once] = await formatFiles([file]);
  const [twice] = await formatFiles([once!]);
  expect(twice).toEqual(once);
  return once!;
}

/** What each origin of the file covers, by pointer. */
function covered(file: PrintedFile): Record<string, string> {
  return Object.fromEntries(
    file.origins.map(({ start, end, origin }) => [origin.pointer, file.text.slice(start, end)]),
  );
}

const firm = (code: string): string => code.replaceAll(/[\s"'\\,;()|]/g, "");

const nest = { from: "@nestjs/common" };

test("a controller keeps its origins", async () => {
  const type = t.symbol({ name: "Book", from: "src/book/book.dto.ts", typeOnly: true });
  const content = t.text`
    @${t.symbol({ name: "Controller", ...nest })}(${mark("/path", t.string("books"))})
    export class BookController {
      constructor(private readonly service: ${t.symbol({ name: "BookService", from: "src/book/book.service.ts" })}) {}
      ${mark(
        "/list",
        t.text`
        @${t.symbol({ name: "Get", ...nest })}() async list(@${t.symbol({ name: "Query", ...nest })}() query: unknown): Promise<Array<${type}>> {
          return await this.service.list((query as {page?: string, size?: string, sort?: string}), ${mark("/sort", t.literal({ title: "asc", "published-at": 'say "x"' }))})
        }`,
      )}
    }
  `;
  const file = await formatted(renderTypeScript("src/book/book.controller.ts", content));
  const slices = covered(file);
  expect(slices["/path"]).toBe('"books"');
  expect(slices["/sort"]).toBe('{\n      title: "asc",\n      "published-at": \'say "x"\',\n    }');
  expect(slices["/list"]).toMatch(/^@Get\(\) async list[^]*\}$/);
  expect(file.text.slice(0, file.text.indexOf("@Controller"))).toBe(
    [
      'import { Controller, Get, Query } from "@nestjs/common";',
      'import type { Book } from "./book.dto.js";',
      'import { BookService } from "./book.service.js";',
      "",
      "",
    ].join("\n"),
  );
  const line = file.text.slice(0, file.text.indexOf("published-at")).split("\n").length;
  expect(originAt(file, line, 8).map(({ pointer }) => pointer)).toEqual(["/sort", "/list"]);
});

test("what the formatter adds and takes away does not shift an origin", async () => {
  const snippets = [
    t.text`const a = (((${mark("/x", t.text`one`)})));const b = x => ${mark("/y", t.text`two`)}`,
    t.text`type U = ${"aaaaaaaaa bbbbbbbbb ccccccccc"
      .split(" ")
      .map((word) => word.repeat(5))
      .map((word, index) => mark(index === 0 ? "/x" : index === 1 ? "/y" : "/z", t.string(word)))
      .reduce((left, right) => t.text`${left} | ${right}`)}`,
    t.text`const z = a && ${mark("/x", t.text`b`)} || c % d * ${mark("/y", t.text`e`)}`,
    t.text`interface X { ${mark("/x", t.text`a: string`)}, ${mark("/y", t.text`"b": number`)} }`,
    t.text`call(${mark("/x", t.string(`it's "quoted"`))}, ${mark("/y", t.string('"""'))}, ${mark("/z", t.string("''''\\'"))})`,
    t.text`if (a) ${mark("/x", t.text`b()`)}; else ${mark("/y", t.text`c()`)}`,
    t.text`new Foo; export { a, ${mark("/x", t.text`b`)}, }; const f = function() { return (${mark("/y", t.text`await`)}, 1) }`,
    t.text`
      ${t.comment("One thing.\nAnd another.")}
      export const ${mark("/x", t.text`schema`)} = z.strictObject({ title: z.string().min(1).max(200), isbn: z.string().regex(/^\d{13}$/u), ${mark("/y", t.text`tags: z.array(z.string()).max(10)`)} }).meta({ id: "Book" }); // end
    `,
    t.text`const s = \`a ${t.text`\${ (x) }`} b\`; for (const [k,v] of Object.entries(o)) { ${mark("/x", t.text`sum += (v);`)} }`,
  ];
  for (const [index, snippet] of snippets.entries()) {
    const file = renderTypeScript(`src/${index}.ts`, snippet);
    const after = covered(await formatted(file));
    for (const [pointer, code] of Object.entries(covered(file))) {
      expect(firm(after[pointer] ?? ""), `${index} ${pointer}`).toBe(firm(code));
    }
  }
});

test("formatting goes on until it changes nothing", async () => {
  // One pass leaves this in a shape that a second pass changes.
  const content = t.text`
    const schema = list({ place: pair(
      point
        .object({ x: 1, y: 2 })
        .check(refine((value) => value.x >= 0 && value.y >= 0 && value.known, { error: "Both must be given as numbers" })), // end
    ) });
  `;
  const file = renderTypeScript("src/a.ts", content);
  const once = await format(file.path, file.text, formatterOptions);
  expect((await format(file.path, once.code, formatterOptions)).code).not.toBe(once.code);
  await formatted(file);
});

test("hostile strings survive the formatter, with their origins", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyString, { minLength: 1, maxLength: 8 }), async (values) => {
      const parts = values.flatMap((value, index) => [
        t.text`${t.comment(value)}`,
        t.text`values.push(${mark(`/${index}`, t.string(value))}, { ${t.property(value)}: ${t.template([value])} });`,
      ]);
      const file = await formatted(renderTypeScript("src/a.ts", t.lines(parts)));
      const pushed: unknown[] = [];
      new Function("values", file.text)(pushed);
      expect(pushed.filter((_, index) => index % 2 === 0)).toEqual(values);
      expect(
        pushed.filter((_, index) => index % 2 === 1).map((made) => Object.entries(made as object)),
      ).toEqual(values.map((value) => [[value, value]]));
      const slices = covered(file);
      for (const [index, value] of values.entries()) {
        expect(new Function(`return ${slices[`/${index}`]}`)(), String(index)).toBe(value);
      }
    }),
    { numRuns: 100 },
  );
});

test("Markdown, JSON and YAML are formatted, SQL and Prisma are left alone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyString, { minLength: 1, maxLength: 4 }), async (values) => {
      const rows = values.map(
        (value) => t.text`|${mark(`/${value}`, t.markdown(value))}|${t.markdownCode(value)}|`,
      );
      const markdown = t.text`
        # ${t.markdown(values[0]!)}
        * ${t.markdown(values[0]!)}
        * **${t.markdown(`x${values[0]!}x`)}**

        | name | code |
        |-|-|
        ${rows}

        ${t.markdownBlock("ts", t.text`const a = {b:${t.string(values[0]!)}}`)}
      `;
      await formatted(renderPlain("docs/a.md", markdown));
      const json = await formatted(renderPlain("a.json", mark("/x", t.json({ values, one: 1 }))));
      expect(JSON.parse(json.text)).toEqual({ values, one: 1 });
      expect(json.origins).toEqual([{ start: 0, end: json.text.length - 1, origin: from("/x") }]);
      await formatted(renderPlain("a.yaml", t.text`a:   ${t.json(values)}`));
    }),
    { numRuns: 60 },
  );
  const sql = renderPlain("a.sql", t.text`select   1`);
  expect(await formatted(sql)).toEqual(sql);
});

test("a text that does not parse or align is refused", async () => {
  await expect(formatFiles([renderTypeScript("a.ts", t.text`const = 1`)])).rejects.toThrow(
    "a.ts does not parse",
  );
  // The formatter rewrites this numeral, which number() never writes.
  await expect(formatFiles([renderTypeScript("a.ts", t.text`x = 1.50`)])).rejects.toThrow("does not align");
  const manifest = renderPlain("package.json", t.json({ scripts: { b: "1" }, name: "x" }));
  await expect(formatFiles([manifest])).rejects.toThrow("does not align");
  expect(align("a(b)", "a(c)", new Set("()"))).toBeUndefined();
  expect(align("a", "a b", new Set())).toBeUndefined();
});
