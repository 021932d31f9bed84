import type { Phrase } from "./phrases.ts";
import type { Word } from "./tagging.ts";

export interface Slot {
  /** `for`, `by`, `with`, … */
  preposition: string;
  word: Word;
  phrases: Phrase[];
}

/** `unless somebody has reserved the book`, `that only they may read`. */
export interface Condition {
  word: string;
  words: Word[];
}

/** One thing that happens or holds. Without a verb: what a heading or bullet names. */
export interface Event {
  subject: Phrase[];
  modal?: string;
  negated: boolean;
  /** Base forms that share subject and objects; `have`, `be` and `:` are verbs too. */
  verbs: string[];
  passive: boolean;
  objects: Phrase[];
  slots: Slot[];
  conditions: Condition[];
  /** Words of subject, verbs and slots that say nothing by themselves are here as well. */
  words: Word[];
  verbWords: Word[];
  /** The word before it, where it goes on from another: `and`, `or`, `then`. */
  link?: string;
}
