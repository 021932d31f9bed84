import { makeText, type Text } from "./tree.ts";

/** A line of a template after dedenting: its words between its holes, by number. */
interface TemplateLine {
  indentation: string;
  items: (string | number)[];
}

const parsed = new WeakMap<TemplateStringsArray, TemplateLine[]>();

/** The text of a dedented template. A line that holds nothing but empty holes vanishes. */
export function fillTemplate(strings: TemplateStringsArray, holes: readonly Text[]): Text {
  let template = parsed.get(strings);
  if (!template) parsed.set(strings, (template = parseTemplate(strings)));
  const parts: Text[] = [];
  let written = 0;
  for (const line of template) {
    const vanishes =
      line.items.length > 0 && line.items.every((item) => typeof item === "number" && holes[item]!.blank);
    const first = written === 0;
    if (!vanishes) {
      if (!first) parts.push(makeText({ type: "newline", indentation: line.indentation }));
      else if (line.indentation) parts.push(makeText({ type: "code", code: line.indentation }));
      written += 1;
    }
    for (const item of line.items) {
      if (typeof item === "string") parts.push(makeText({ type: "code", code: item }));
      else parts.push(indentedBy(line.indentation, holes[item]!));
    }
  }
  return parts.length === 1 ? parts[0]! : makeText({ type: "sequence", parts });
}

/** Every line of `text` but its first is moved in by `by`. */
export function indentedBy(by: string, text: Text): Text {
  return by === "" ? text : makeText({ type: "indented", by, text });
}

function parseTemplate(strings: TemplateStringsArray): TemplateLine[] {
  const rows: (string | number)[][] = [[]];
  for (const [index, string] of strings.entries()) {
    if (string === undefined) throw new TypeError("A text template has an invalid escape.");
    for (const [row, words] of string.split("\n").entries()) {
      if (row > 0) rows.push([]);
      if (words !== "") rows.at(-1)!.push(words);
    }
    if (index < strings.length - 1) rows.at(-1)!.push(index);
  }
  if (rows.length === 1) return [{ indentation: "", items: rows[0]! }];
  if (isBlankRow(rows.at(-1)!)) rows.pop();
  const hangs = !isBlankRow(rows[0]!);
  if (!hangs) rows.shift();
  const measured = rows.filter((row, index) => !(hangs && index === 0) && !isBlankRow(row));
  const margin = Math.min(...measured.map((row) => indentationOf(row).length));
  return rows.map((row, index) => {
    if (isBlankRow(row)) return { indentation: "", items: [] };
    const whole = indentationOf(row);
    const items = typeof row[0] === "string" ? [row[0].slice(whole.length), ...row.slice(1)] : row;
    return {
      indentation: hangs && index === 0 ? whole : whole.slice(margin),
      items: items.filter((item) => item !== ""),
    };
  });
}

function isBlankRow(row: readonly (string | number)[]): boolean {
  return row.every((item) => typeof item === "string" && item.trim() === "");
}

function indentationOf(row: readonly (string | number)[]): string {
  return typeof row[0] === "string" ? /^[ \t]*/.exec(row[0])![0] : "";
}
