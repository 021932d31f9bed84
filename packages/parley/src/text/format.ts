import { format } from "oxfmt";
import { align } from "./align.ts";
import type { OriginRange, PrintedFile } from "./render.ts";

/** The formatter's options, the same as in the `.oxfmtrc.json` of a generated project. */
export const formatterOptions = { printWidth: 110 } as const;

// What the formatter adds, takes away or replaces: quotes and their escapes, commas, parentheses, semicolons, a bar
// before the first member of a union; in Markdown also the marks of lists, emphasis and tables.
const LOOSE_CODE: ReadonlySet<string> = new Set("\"'\\,;()|&");
const LOOSE_MARKDOWN: ReadonlySet<string> = new Set("\"'\\,;()|&*_-+=:#`~.0123456789");

const LOOSE_BY_EXTENSION: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...["ts", "mts", "cts", "tsx", "js", "mjs", "cjs", "jsx", "json", "yaml", "yml"].map(
    (extension) => [extension, LOOSE_CODE] as const,
  ),
  ["md", LOOSE_MARKDOWN],
]);

const MOST_PASSES = 5;

/**
 * Formats the files that the formatter knows (TypeScript, JavaScript, JSON, YAML, Markdown) and moves their origins
 * along; others (SQL, Prisma, …) are returned as they are, since their printers lay them out. Throws where a text
 * does not parse or align with its formatted version (as when the members of a package.json are not in the
 * formatter's order): the printer is wrong.
 */
export function formatFiles(files: readonly PrintedFile[]): Promise<PrintedFile[]> {
  return Promise.all(files.map(formatFile));
}

async function formatFile(file: PrintedFile): Promise<PrintedFile> {
  const loose = LOOSE_BY_EXTENSION.get(/\.(\w+)$/.exec(file.path)?.[1] ?? "");
  if (!loose || file.text === "") return file;
  const code = await settle(file);
  if (code === file.text) return file;
  const places = align(file.text, code, loose);
  if (!places) throw new Error(`${file.path} does not align with its formatted text.`);
  return { path: file.path, text: code, origins: file.origins.flatMap((range) => moved(range, places)) };
}

/** Formats until formatting changes nothing: one pass is not always enough where a comment ends a line. */
async function settle({ path, text }: PrintedFile): Promise<string> {
  let current = text;
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const { code, errors } = await format(path, current, formatterOptions);
    const [error] = errors;
    if (error) throw new Error(`${path} does not parse: ${error.message}\n${error.codeframe ?? ""}`);
    if (code === current) return code;
    current = code;
  }
  throw new Error(`${path} changes each time it is formatted.`);
}

/** The range that the same characters have now; none where the formatter took all of them away. */
function moved({ start, end, origin }: OriginRange, places: Int32Array): OriginRange[] {
  let first = start;
  while (first < end && places[first]! < 0) first += 1;
  let last = end - 1;
  while (last > first && places[last]! < 0) last -= 1;
  if (first >= end) return [];
  return [{ start: places[first]!, end: places[last]! + 1, origin }];
}
