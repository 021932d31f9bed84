/** What somebody said: words, an outline that replaces what was understood so far, or the answer to a question. */
export type Said =
  | { type: "text"; text: string }
  | { type: "outline"; text: string }
  | { type: "answer"; question: string; choice: string };

/** Something that was said, with its place in the log. */
export interface Message {
  seq: number;
  said: Said;
}
