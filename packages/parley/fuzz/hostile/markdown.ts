/**
 * What of a Markdown text is not words: how each line begins, and the characters in it that mean something, without
 * those that are escaped or stand in code. Texts of the same structure have the same skeleton.
 */
export function markdownSkeleton(markdown: string): string[] {
  const skeleton: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    const [, marks] = /^ {0,3}(`{3,}|~{3,})/.exec(line) ?? [];
    if (fence !== undefined) {
      const closes = marks !== undefined && marks.startsWith(fence) && line.trim() === marks;
      if (closes) {
        skeleton.push("fence closes");
        fence = undefined;
      } else skeleton.push(`code ${mermaidSkeleton(line)}`);
      continue;
    }
    if (marks !== undefined) {
      fence = marks;
      skeleton.push(`fence opens${line.replace(/^ *[`~]+/, "")}`);
      continue;
    }
    if (line.trim() === "") continue;
    skeleton.push(`${startOf(line)} ${inlineMarks(line)}`);
  }
  if (fence !== undefined) skeleton.push("fence never closes");
  return skeleton;
}

function startOf(line: string): string {
  const [, indent = "", mark = ""] =
    /^(\s*)(#{1,6}(?=\s|$)|[-*+](?=\s|$)(?: \[[ x]\])?|\d+[.)](?=\s|$)|>|\||(?:[-*_] *){3,}$|={1,}$|<|\[[^\]]*\]:)?/.exec(
      line,
    ) ?? [];
  return `${indent.length >= 4 ? indent.length : ""}${mark.replace(/\d+/, "1")}`;
}

/** Characters that mean something inside a line; a dash of a table's rule as often as it stands there counts once. */
function inlineMarks(line: string): string {
  const plain = line
    .replaceAll(/\\[!-/:-@[-`{-~]/g, "")
    .replaceAll(/(`+)(?!`)(?:[^`]|(?!\1(?!`))`+)*?\1(?!`)/g, "`")
    .replaceAll(/-{3,}/g, "-");
  return [...plain.matchAll(/[`*_[\]<|~]|&(?=#?\w+;)|https?:|www\./g)].map(([mark]) => mark).join("");
}

/** In diagrams: what is not between quotes. */
function mermaidSkeleton(line: string): string {
  return line.replaceAll(/"[^"]*"/g, '""').trim();
}
