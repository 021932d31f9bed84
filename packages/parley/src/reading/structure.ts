/** A word, number or sign of a message; offsets are UTF-16 units of the message's text. */
export interface Token {
  kind: "word" | "number" | "arrow" | "sign";
  /** In lower case, typographic apostrophes made plain. */
  text: string;
  start: number;
  end: number;
}

/** What one full stop, bullet or heading ends. `head` is the line that a bullet stands below. */
export interface Piece {
  kind: "sentence" | "bullet" | "heading";
  start: number;
  end: number;
  tokens: Token[];
  head?: Piece;
}

interface Row {
  start: number;
  end: number;
  indent: number;
  bullet: boolean;
  heading: boolean;
  blank: boolean;
}

const BULLET = /^(?:[-*•+–—▪◦]|\d{1,3}[.)]|[a-z][.)]|\[[ x]?\])(?:\s+\[[ x]?\])?\s+/i;
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|vs|approx|incl|no|nr|mr|mrs|ms|dr|st|resp)\.$/i;

/** Sentences, bullets and headings of a text, in order; nothing but blanks and bullet marks lies between them. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  const open: { indent: number; piece: Piece }[] = [];
  let head: Piece | undefined;
  for (const block of blocksOf(rowsOf(text))) {
    const sentences = sentencesIn(text, block.start, block.end);
    const kind = block.bullet ? "bullet" : block.heading ? "heading" : "sentence";
    while (block.bullet && open.length > 0 && open.at(-1)!.indent >= block.indent) open.pop();
    const above = block.bullet ? (open.at(-1)?.piece ?? head) : undefined;
    for (const [index, { start, end }] of sentences.entries()) {
      const piece: Piece = {
        kind: index === 0 ? kind : "sentence",
        start,
        end,
        tokens: tokensOf(text, start, end),
      };
      if (above) piece.head = above;
      pieces.push(piece);
    }
    const last = sentences.length > 0 ? pieces.at(-1) : undefined;
    if (!last) continue;
    if (block.bullet) open.push({ indent: block.indent, piece: last });
    else {
      open.length = 0;
      head = block.heading || last.tokens.at(-1)?.text === ":" ? last : undefined;
    }
  }
  return pieces;
}

function rowsOf(text: string): Row[] {
  return [...text.matchAll(/[^\r\n\u2028\u2029]+|\r\n|[\r\n\u2028\u2029]/g)].flatMap((match): Row[] => {
    const line = match[0];
    if (/^[\r\n\u2028\u2029]/.test(line)) return [];
    const indent = /^\s*/.exec(line)![0].length;
    const mark = /^(?:#{1,6}|>)\s+/.exec(line.slice(indent))?.[0] ?? "";
    const bullet = BULLET.exec(line.slice(indent + mark.length))?.[0] ?? "";
    const start = match.index + indent + mark.length + bullet.length;
    const end = match.index + line.trimEnd().length;
    const row = {
      start,
      end: Math.max(start, end),
      indent,
      bullet: bullet !== "",
      heading: mark.startsWith("#"),
    };
    return [{ ...row, blank: isAfterBlank(text, match.index) }];
  });
}

/** Whether an empty line lies before an offset. */
function isAfterBlank(text: string, offset: number): boolean {
  return /\n[ \t\r]*\n[ \t]*$/.test(text.slice(Math.max(0, offset - 200), offset));
}

/** A line that neither begins a bullet nor follows an empty line goes on with the one before. */
function blocksOf(rows: readonly Row[]): Row[] {
  const blocks: Row[] = [];
  for (const row of rows) {
    const before = blocks.at(-1);
    if (row.start === row.end) continue;
    const goesOn = before && !row.bullet && !row.heading && !before.heading && !row.blank;
    const isInside = goesOn && (!before.bullet || row.indent > before.indent);
    if (isInside) before.end = row.end;
    else blocks.push({ ...row });
  }
  return blocks;
}

function sentencesIn(text: string, start: number, end: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const pattern = /[.!?…。！？]+["'”’)\]]*(?=\s|$)|[。！？]|:(?=[ \t]*\r?\n)/g;
  const part = text.slice(start, end);
  let from = 0;
  const add = (to: number): void => {
    const slice = part.slice(from, to);
    const left = slice.length - slice.trimStart().length;
    if (slice.trim() !== "")
      found.push({ start: start + from + left, end: start + from + slice.trimEnd().length });
    from = to;
  };
  for (const match of part.matchAll(pattern)) {
    const to = match.index + match[0].length;
    if (match[0] === "." && ABBREVIATION.test(part.slice(Math.max(0, to - 12), to))) continue;
    add(to);
  }
  add(part.length);
  return found;
}

const TOKEN =
  /(?<arrow>-+>|=>|→|⟶)|(?<number>\d+(?:[.,]\d+)*(?:\s?[-–]\s?\d+(?:\.\d+)?)?(?:st|nd|rd|th)?(?![\p{L}]))|(?<word>[\p{L}\p{M}\p{N}_]+(?:['’-][\p{L}\p{M}\p{N}_]+)*)|(?<sign>[^\s])/gu;

function tokensOf(text: string, start: number, end: number): Token[] {
  return [...text.slice(start, end).matchAll(TOKEN)].map((match) => {
    const { arrow, number, word } = match.groups!;
    const kind =
      arrow !== undefined ? "arrow" : number !== undefined ? "number" : word !== undefined ? "word" : "sign";
    const at = start + match.index;
    return { kind, text: match[0].toLowerCase().replaceAll("’", "'"), start: at, end: at + match[0].length };
  });
}
