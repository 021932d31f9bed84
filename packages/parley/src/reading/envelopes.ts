import { eventsOf } from "./clauses.ts";
import type { Event } from "./event.ts";
import { isPerson } from "./lexicon/people.ts";
import { kitFor } from "./kits.ts";
import { readPhrase, type Phrase } from "./phrases.ts";
import type { Word } from "./tagging.ts";

/** A sentence without its wrapping: who acts, and the words that say what. */
export interface Unwrapped {
  words: Word[];
  subject: Phrase[];
  /** Words of the wrapping: they ask for nothing by themselves. */
  wrapping: Word[];
  /** The kind of product that is named. */
  product?: Word[];
  /** No demand at all: greetings, thanks, what is said about oneself. */
  courtesy?: boolean;
  /** Modal that the wrapping stands for. */
  modal?: string;
}

interface Envelope {
  pattern: RegExp;
  /** Whether the rest begins with a verb whose subject is `who`. */
  acts: boolean;
}

const app =
  "(?:system|app|application|platform|site|website|backend|service|software|tool|api|product|solution|portal|it)";

const envelopes: readonly Envelope[] = [
  {
    pattern:
      /^as (?:an? |the )?(?<who>[^,]+?) ,? ?(?:i|we|they)(?:'d| would)? (?:want|need|like|wish|should be able|am able|must be able|can|could|should|must|may)(?: to be able)?(?: to)? (?=\S)/,
    acts: true,
  },
  {
    pattern: new RegExp(
      `^(?:the |our |this )?${app} (?:(?:should|must|will|shall|can|needs to|has to|also) )*(?:allow|enable|permit|support)s? (?<who>[^,]+?) to (?:be able to )?`,
    ),
    acts: true,
  },
  {
    pattern: new RegExp(
      `^(?:the |our |this )?${app} (?:(?:should|must|will|shall|can|needs to|has to|also) )*lets? (?<who>\\S+(?: \\S+)??) (?=\\S+)`,
    ),
    acts: true,
  },
  { pattern: /^(?:please )?(?:allow|enable|let) (?<who>[^,]+?) to (?:be able to )?/, acts: true },
  { pattern: /^(?:it )?(?:should|must|needs to|has to) be possible (?:for (?<who>[^,]+?) )?to /, acts: true },
  {
    pattern:
      /^(?:i|we)(?:'d| would)? (?:also )?(?:want|like|need|wish)(?: for)? (?!to )(?<who>(?:the |all |our )?[a-z-]+(?: [a-z-]+)?) to (?:be able to )?/,
    acts: true,
  },
  {
    pattern:
      /^(?<who>i|we)(?: would|'d)? (?:also )?(?:want|like|need|wish|have)(?: to be able)? to (?:be able to )?/,
    acts: true,
  },
  {
    pattern: /^(?<who>i'd|we'd) (?:also )?(?:want|like|love)(?: to be able)? to (?:be able to )?/,
    acts: true,
  },
  {
    pattern: /^(?:i'm|i am) (?:the |an? )(?<who>[a-z-]+(?: [a-z-]+)?) ,? ?and i (?:also )?/,
    acts: true,
  },
  { pattern: /^what (?:i|we)(?:'d| would)? (?:want|like|need) is (?:that )?/, acts: false },
  { pattern: /^there (?:(?:should|must|will|can|needs to|has to) )?(?:be|is|are) /, acts: false },
  {
    pattern:
      /^(?:features?|requirements?|functions?|functionality|capabilities|user stories|notes?|details) ?: ?/,
    acts: false,
  },
  { pattern: /^(?:also )?(?:i|we) want to change something ?: ?/, acts: false },
];

const making = "(?:create|build|make|develop|have|start|launch|design|write|get|set up|run|implement)";
const wish = `(?:(?:i|we)(?:'d| would|'m| am| are|'re)? ?(?:also |really |basically )?(?:want|need|like|love|plan|wish|looking for|going|trying|building|making|creating|developing)?|i'd|we'd|(?:our|my|the) [a-z-]+(?: [a-z-]+)? (?:needs?|wants?|is looking for|is building)|can you|could you|please|let's|help me)`;
const product = new RegExp(
  `^(?:(?:hi|hello|hey|ok|so|well) ,? ?)?(?:${wish} ?(?:want|like|love)? ?(?:to )?(?:${making} )?|${making} |i need )(?:me |us )?(?:an? |the |my |our |some )(?<product>.+?)(?= (?:to|where|that|which|for|with|so|in|on|who|called|like) | , | ; | : | \\. |$)(?<end>)`,
);
const headline = /^(?<product>[^,:.;]+?) for (?:our|my|an?|the) (?<place>[^,:.;]+?)(?= [:.;,] ?|$)(?<end>)/;
const bare =
  /^(?<product>(?:[^ ,:.;]+ ){0,4}(?:app|application|site|website|platform|backend|system|tool|service|software|api|portal|tracker|marketplace|board|network|planner))(?= (?:where|that|which|for|to|with|so|in|on) | : | \. ?$|$)(?<end>)/;
const appNoun =
  /(?:^| )(?:app|application|site|website|platform|backend|back-end|system|tool|service|software|api|portal|webapp|tracker|manager|marketplace|shop|store|product|mvp|planner|board|network)s?$/;

const courtesies: readonly RegExp[] = [
  /^since i'm not familiar with programming/,
  /^(?:please )?(?:write|make|create|prepare) (?:a |the )?requirements? (?:analysis )?(?:report|document)/,
  /as you see fit ?\.?$/,
  /^(?:please |now )?(?:design|create|make|write|implement|generate|build) (?:the |an? )?(?:database|db|api|e2e|tests?|schema|erd|interface|code|prisma)\b/,
  /^(?:thanks?|thank you|hi|hello|hey|please|ok|okay|good (?:morning|day|evening)|cheers|great|perfect)[ ,.!]*(?:in advance|you|so much|very much|there|all|everyone)?[ .!]*$/,
  /^when i build an? [a-z]+ ,? ?i only want the minimum/,
  /^i (?:only )?want (?:only )?(?:the )?(?:minimum|minimal|basic) (?:functionality|features)/,
  /^(?:i'm|i am|we're|we are) (?:not |an? |the )(?!.* (?:and|,) (?:i|we|they|he|she|the|our|it|people|everyone) )/,
  /^(?:keep it|nothing) (?:simple|fancy|complicated)/,
  /^(?:that's|that is) (?:it|all)/,
  /^my name is /,
  /^let me (?:know|explain)/,
];

/** Joined words with the index of the word at each offset. */
function joined(words: readonly Word[]): { text: string; indexAt: (offset: number) => number } {
  const starts: number[] = [];
  let text = "";
  for (const word of words) {
    if (text !== "") text += " ";
    starts.push(text.length);
    text += word.text;
  }
  return { text, indexAt: (offset) => starts.filter((start) => start < offset).length };
}

/** Takes a sentence out of its wrapping, as often as it is wrapped. */
export function unwrap(sentence: readonly Word[], isFirst: boolean): Unwrapped {
  let words = [...sentence];
  while (
    words.length > 0 &&
    (words[0]!.tag === "filler" || words[0]!.text === "," || words[0]!.text === "and")
  )
    words = words.slice(1);
  const wrapping = sentence.slice(0, sentence.length - words.length);
  const found: Unwrapped = { words, subject: [], wrapping };
  if (courtesies.some((pattern) => pattern.test(joined(words).text))) return { ...found, courtesy: true };
  const named = productOf(words, isFirst);
  if (named) {
    found.product = named.product;
    found.wrapping = [...wrapping, ...named.wrapping];
    found.words = named.rest;
    if (named.acts) {
      found.subject = [peoplePhrase(words[0]!)];
      found.modal = "can";
    }
    return found;
  }
  for (const { pattern, acts } of envelopes) {
    const { text, indexAt } = joined(words);
    const match = pattern.exec(text);
    if (!match) continue;
    const who = match.groups?.["who"];
    const at = who === undefined ? -1 : text.indexOf(who, match.index);
    const people =
      who === undefined ? undefined : readPhrases(words.slice(indexAt(at + 1) - 1, indexAt(at + who.length)));
    if (who !== undefined && (!people || people.length === 0)) continue;
    const end = indexAt(match[0].length);
    found.wrapping = [
      ...found.wrapping,
      ...words.slice(0, end).filter((word) => !people?.some(({ tokens }) => tokens.includes(word))),
    ];
    if (people) found.subject = people;
    else if (acts) found.subject = [];
    if (acts) found.modal = "can";
    words = words.slice(end);
    found.words = words;
    break;
  }
  return found;
}

function readPhrases(words: readonly Word[]): Phrase[] {
  const reading = { words, at: 0 };
  const phrases: Phrase[] = [];
  while (reading.at < words.length) {
    const phrase = readPhrase(reading, () => false);
    if (phrase) phrases.push(phrase);
    else reading.at++;
  }
  return phrases.filter(
    (phrase) =>
      phrase.words[0]?.tag === "pronoun" || phrase.words.some(({ noun, plural }) => isPerson(noun) || plural),
  );
}

/** `people`, standing at the place of the word that named the product. */
function peoplePhrase(at: Word): Phrase {
  const word: Word = { ...at, text: "people", noun: "person", plural: true, tag: "content" };
  return { words: [word], modifiers: [], items: [], tokens: [] };
}

function productOf(
  words: readonly Word[],
  isFirst: boolean,
): { product: Word[]; wrapping: Word[]; rest: Word[]; acts: boolean } | undefined {
  const { text, indexAt } = joined(words);
  for (const [pattern, isHeadline] of [
    [product, false],
    [headline, true],
    [bare, true],
  ] as const) {
    if (isHeadline && (!isFirst || /^(?:i'm|i am) /.test(text))) continue;
    const match = pattern.exec(text);
    const name = match?.groups?.["product"];
    if (!match || name === undefined || / (?:and|,) (?:i|we|he|she|they|it) /.test(name)) continue;
    const whole = name.replace(/ \.$/, "");
    const tail =
      /^ (?:of|for) (?:an? |the |our |my )?([^,:.;]+)/.exec(text.slice(match[0].length))?.[0] ?? "";
    const isNamed =
      appNoun.test(whole) ||
      kitFor(whole) !== undefined ||
      (isHeadline && kitFor(match[0]) !== undefined) ||
      kitFor(whole + tail) !== undefined;
    if (!isNamed && !isHeadline) continue;
    if (
      isHeadline &&
      eventsOf(words.slice(0, indexAt(match[0].length))).some(
        (event: Event) => event.verbs.length > 0 || event.slots.length > 1,
      )
    )
      continue;
    const begin = indexAt(text.indexOf(name, match.index) + 1) - 1;
    let end = indexAt(match[0].length);
    const goesOn = isHeadline ? [] : ["for", "called", "of"];
    while (goesOn.includes(words[end]?.text ?? "")) {
      end++;
      while (
        end < words.length &&
        !["where", "that", "which", "to", "with", "so"].includes(words[end]!.text) &&
        !["comma", "sign", "modal", "preposition"].includes(words[end]!.tag)
      )
        end++;
    }
    const productWords = words.slice(begin, isHeadline ? indexAt(match.index + name.length) : end);
    let rest = words.slice(end);
    const link = ["to", "where", "that", "which", "so", "in", "on"].includes(rest[0]?.text ?? "")
      ? rest[0]!.text
      : undefined;
    const acts =
      link === "to" || (["where", "that", "which"].includes(link ?? "") && rest[1]?.text === "lets");
    const skip =
      link === "in" || link === "on" ? (rest[1]?.text === "which" ? 2 : 0) : link === undefined ? 0 : 1;
    const wrapping = [...words.slice(0, end), ...rest.slice(0, skip)];
    rest = rest.slice(skip);
    return {
      product: productWords.length > 0 ? productWords : words.slice(begin, end),
      wrapping,
      rest,
      acts,
    };
  }
  return undefined;
}
