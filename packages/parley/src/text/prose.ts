const COMMENT_WIDTH = 96;

// Words by which compilers, formatters, linters and test runners take orders from comments. Their hyphens and
// blanks are replaced by look-alikes that do not break: the reader sees the same, the tool sees nothing.
const DIRECTIVE =
  /\b(?:ts-(?:ignore|expect-error|nocheck|check)|(?:eslint|oxlint|tslint|biome)-[a-z-]+|(?:prettier|oxfmt|biome|deno-fmt|deno-lint|dprint)-ignore[a-z-]*|(?:c8|v8|istanbul|node:coverage) (?:ignore|disable|enable)|(?:vitest|jest)-environment[a-z-]*|vite-ignore|webpack[A-Z]\w*)/g;

/** Prose on lines for a comment of TypeScript: `*\/`, tags and directives in it have lost their force. */
export function commentLines(words: string): string[] {
  return proseLines(
    words
      .replaceAll("*/", "*\\/")
      .replaceAll(/(?<![\w.])@(?=[A-Za-z_#])/g, "\\@")
      .replaceAll(/#(?=\s*sourceMappingURL|region|endregion)/g, "\\#"),
  ).map((line) =>
    line.replaceAll(DIRECTIVE, (directive) => directive.replaceAll("-", "\u2011").replaceAll(" ", "\u00a0")),
  );
}

/** Prose on lines of bounded width; line breaks of any kind are kept, blank lines around it are not. */
export function proseLines(words: string): string[] {
  const rows = words
    .replaceAll(/\p{Cs}/gu, "\ufffd")
    .split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/)
    .flatMap((row) => wrap(row.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ").replaceAll(/\p{Cf}/gu, "")));
  while (rows.length > 0 && rows[0] === "") rows.shift();
  while (rows.length > 0 && rows.at(-1) === "") rows.pop();
  return rows;
}

/** Words of Markdown that show exactly, on one line; what needs no escape at its place gets none. */
export function markdownWords(words: string): string {
  return oneLine(words)
    .replaceAll(/[\\`*[\]<|~$]/g, String.raw`\$&`)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replaceAll(/&(?=#?\w+;)/g, String.raw`\&`)
    .replaceAll(/(?<=^| )#/g, String.raw`\#`)
    .replace(/^[-+=>]/, String.raw`\$&`)
    .replace(/^(\d+)([.)])/, String.raw`$1\$2`);
}

/** An inline code span, also inside a table, where a bar would end the cell if it were not an entity. */
export function markdownCode(value: string): string {
  const inner = oneLine(value);
  if (inner === "") return "";
  if (inner.includes("|")) return `<code>${inner.replaceAll(/[^\p{L}\p{N} .,-]/gu, entity)}</code>`;
  const fence = "`".repeat(longestRun(inner) + 1);
  const padding = /^`|`$/.test(inner) ? " " : "";
  return `${fence}${padding}${inner}${padding}${fence}`;
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

/** Length of the longest run of backticks. */
export function longestRun(value: string): number {
  return Math.max(0, ...Array.from(value.matchAll(/`+/g), ([run]) => run.length));
}

function oneLine(words: string): string {
  return words
    .replaceAll(/\p{Cs}/gu, "\ufffd")
    .replaceAll(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}

function wrap(row: string): string[] {
  const lines: string[] = [];
  let line = /^ */.exec(row)![0].slice(0, COMMENT_WIDTH / 2);
  let filled = false;
  for (const word of row.split(/[ \t]+/).filter((part) => part !== "")) {
    if (filled && line.length + 1 + word.length > COMMENT_WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line += filled ? ` ${word}` : word;
    }
    filled = true;
  }
  lines.push(filled ? line : "");
  return lines;
}
