/**
 * Where each character of `before` is in `after`, a formatted version of it; -1 for blanks and for characters that
 * the formatter took away. The characters that are neither blank nor in `loose` must be the same in both texts, in
 * the same order; else the answer is `undefined`. Between two of them, loose characters are paired as they come.
 */
export function align(before: string, after: string, loose: ReadonlySet<string>): Int32Array | undefined {
  const places = new Int32Array(before.length).fill(-1);
  let i = 0;
  let j = 0;
  for (;;) {
    const nextBefore = nextFirm(before, i, loose);
    const nextAfter = nextFirm(after, j, loose);
    pairLoose(before.slice(i, nextBefore), after.slice(j, nextAfter), (from, to) => {
      places[i + from] = j + to;
    });
    const ended = nextBefore === before.length;
    if (ended !== (nextAfter === after.length)) return undefined;
    if (ended) return places;
    if (before[nextBefore] !== after[nextAfter]) return undefined;
    places[nextBefore] = nextAfter;
    i = nextBefore + 1;
    j = nextAfter + 1;
  }
}

/** Offset of the next character that a formatter never touches, or the end. */
function nextFirm(text: string, from: number, loose: ReadonlySet<string>): number {
  let offset = from;
  while (offset < text.length && (isBlank(text[offset]!) || loose.has(text[offset]!))) offset += 1;
  return offset;
}

function pairLoose(before: string, after: string, pair: (from: number, to: number) => void): void {
  let to = 0;
  for (let from = 0; from < before.length; from++) {
    if (isBlank(before[from]!)) continue;
    const found = firstSame(before[from]!, after, to);
    if (found < 0) continue;
    pair(from, found);
    to = found + 1;
  }
}

function firstSame(character: string, text: string, from: number): number {
  for (let offset = from; offset < text.length; offset++) {
    if (text[offset] === character || (isQuote(character) && isQuote(text[offset]!))) return offset;
  }
  return -1;
}

function isQuote(character: string): boolean {
  return character === '"' || character === "'";
}

function isBlank(character: string): boolean {
  return /\s/.test(character);
}
