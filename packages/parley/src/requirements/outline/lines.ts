import type { Location } from "../../diagnostic/diagnostic.ts";

/** The file that diagnostics of an outline point into. */
export const OUTLINE_FILE = "outline.md";

/** A heading, bullet or paragraph; rows that continue it are joined to it with a blank. */
export interface Line {
  text: string;
  /** Where each row begins: offset into `text`, and its 1-based place in the file. */
  rows: { offset: number; line: number; column: number }[];
}

export interface Item extends Line {
  items: Item[];
}

export interface Section {
  /** 1 for `#`. */
  level: number;
  heading: Line;
  paragraphs: Line[];
  items: Item[];
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/s;
const BULLET = /^([ \t]*)(?:[-*+]|\d+[.)])[ \t]+(.*)$/s;
const IGNORED = /^\s*(?:`{3,}\w*|(?:-[ \t]*){3,})\s*$/;

/** The headings of an outline, each with the paragraphs and bullets below it; bullets nest by indentation. */
export function readSections(text: string): Section[] {
  const sections: Section[] = [];
  let open: { item: Item; indentation: number }[] = [];
  let last: Line | undefined;
  for (const [index, row] of text.split(/\r\n|\n|\r/).entries()) {
    if (row.trim() === "" || IGNORED.test(row)) {
      last = undefined;
      continue;
    }
    const heading = HEADING.exec(row);
    if (heading) {
      const line = lineOf(row, heading[2]!, index);
      sections.push({ level: heading[1]!.length, heading: line, paragraphs: [], items: [] });
      open = [];
      last = undefined;
      continue;
    }
    const section = sections.at(-1) ?? startOfFile(sections, index);
    const bullet = BULLET.exec(row);
    if (bullet) {
      const indentation = widthOf(bullet[1]!);
      open = open.filter((parent) => parent.indentation < indentation);
      const item: Item = { ...lineOf(row, bullet[2]!, index), items: [] };
      (open.at(-1)?.item.items ?? section.items).push(item);
      open.push({ item, indentation });
      last = item;
      continue;
    }
    const line = lineOf(row, row.trimStart(), index);
    if (last) join(last, line);
    else section.paragraphs.push((last = line));
  }
  return sections;
}

/** The place in the file of an offset into a line's text. */
export function place(line: Line, offset = 0): Location {
  const row = line.rows.findLast((candidate) => candidate.offset <= offset) ?? line.rows[0]!;
  return { file: OUTLINE_FILE, line: row.line, column: row.column + offset - row.offset };
}

/** Part of a line, still knowing its place. */
export function sliceLine(line: Line, start: number, end: number): Line {
  const rows = line.rows.map((row) => ({ ...row, offset: row.offset - start }));
  return { text: line.text.slice(start, end), rows };
}

function startOfFile(sections: Section[], index: number): Section {
  const section: Section = { level: 0, heading: lineOf("", "", index), paragraphs: [], items: [] };
  sections.push(section);
  return section;
}

function lineOf(row: string, content: string, index: number): Line {
  const offset = row.length - content.length;
  return { text: content.trimEnd(), rows: [{ offset: 0, line: index + 1, column: offset + 1 }] };
}

function join(line: Line, next: Line): void {
  const [row] = next.rows;
  line.rows.push({ ...row!, offset: line.text.length + 1 });
  line.text += ` ${next.text}`;
}

function widthOf(indentation: string): number {
  return indentation.replaceAll("\t", "  ").length;
}
