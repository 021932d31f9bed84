/** Text as code, with as many backticks around as it needs; in a table a bar is written so that it stays in its cell. */
export function codeSpan(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const marks = "`".repeat(Math.max(0, ...runs.map((run) => run.length)) + 1);
  const padding = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${marks}${padding}${text}${padding}${marks}`;
}

export function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|").trim();
}

/** A sentence as Markdown's plain text: what would be a mark, a tag or a link is not. */
export function plainText(text: string): string {
  return text.replaceAll(/[\\*_[\]<>#]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, "`{$1}`");
}
