import { declareActors } from "./actors.ts";
import { type Draft, conceptName, copyOf } from "./draft.ts";
import { unwrap } from "./envelopes.ts";
import { presetFor, presets } from "./presets.ts";
import { applyKit, kitIn, spelledOut, titleFrom } from "./product.ts";
import { askUnknown } from "./questions.ts";
import type { Scene } from "./scene.ts";
import { type SentenceReading, openReading, readEvents } from "./sentence.ts";
import { settle } from "./settle.ts";
import { type Piece, piecesOf } from "./structure.ts";
import { tagged, type Word } from "./tagging.ts";
import { nominal } from "./lexicon/words.ts";

/** Reads one message into the draft: its sentences, a kit where it only names one, what is left open. */
export function readText(draft: Draft, seq: number, text: string): void {
  const isFirst = Object.keys(draft.sentences).length === 0;
  let last = Math.max(0, ...Object.keys(draft.sentences).map((key) => Number(key.slice(1))));
  const readings = piecesOf(text).map((piece, index): SentenceReading => {
    const key = `S${++last}`;
    const written = text.slice(piece.start, piece.end);
    draft.sentences[key] = { message: seq, start: piece.start, end: piece.end, text: written };
    const own = piece.tokens.map(tagged);
    return openReading(key, written, own, unwrap([...headWords(piece), ...own], isFirst && index === 0));
  });
  for (const reading of readings) {
    const { product } = reading.unwrapped;
    if (product)
      draft.title ??=
        titleFrom(product.map(({ text: word }) => word).join(" ")) ??
        titleFrom(reading.unwrapped.words.map(({ text: word }) => word).join(" ")) ??
        "";
    if (product) nameDeed(draft, product);
    const [event] = reading.events;
    const isBusiness = event?.verbs[0] === "be" || event?.verbs[0] === "run";
    if (isBusiness && event.subject[0]?.words[0]?.text === "we" && event.objects[0])
      draft.title ??= titleFrom(event.objects[0].tokens.map(({ text: word }) => word).join(" ")) ?? "";
  }
  const kit = kitIn(readings);
  if (kit && saysLittle(draft, readings)) {
    const scene: Scene = { draft, sentence: kit.reading.key, used: kit.reading.used, focus: {} };
    applyKit(scene, kit.kit, [kit.reading.key]);
    if (kit.reading.unwrapped.product)
      for (const word of kit.reading.unwrapped.product) kit.reading.used.add(word);
  }
  readAll(draft, readings);
  for (const reading of readings) askUnknown(draft, reading);
  const cited = new Set([...draft.claims.values()].flatMap(({ evidence }) => evidence));
  for (const reading of readings) settle(draft, reading, text, cited);
}

/** `appointment booking`: what is booked is called an appointment. */
function nameDeed(draft: Draft, product: readonly Word[]): void {
  const [thing, deed] = product.slice(-2);
  const block = presetFor(nominal[deed?.text ?? ""] ?? "");
  if (!thing || product.length !== 2 || block === undefined) return;
  draft.aliases[`preset ${presets[block]!.noun}`] ??= conceptName(draft, [thing.noun]);
}

/** From this many things of its own on, a message is no mere name of a product. */
const MOST_SPELLED = 2;

/** Whether a message says next to nothing of what its product is made of: found by reading it on trial. */
function saysLittle(draft: Draft, readings: readonly SentenceReading[]): boolean {
  const trial = copyOf(draft);
  readAll(
    trial,
    readings.map((reading) => ({ ...reading, used: new Set(reading.used), handled: new Map() })),
  );
  return spelledOut(trial, draft) < MOST_SPELLED;
}

function readAll(draft: Draft, readings: readonly SentenceReading[]): void {
  declareActors(draft, readings);
  const scene: Scene = { draft, sentence: "", used: new Set(), focus: {} };
  for (const isLate of [false, true]) for (const reading of readings) readEvents(scene, reading, isLate);
}

/** The line above a bullet goes on in it where it is no sentence by itself: `Users can:`. */
function headWords(piece: Piece): Word[] {
  const words = (piece.head?.tokens ?? []).map(tagged);
  while (words.at(-1)?.text === ":") words.pop();
  const last = words.at(-1);
  if (!last || words.length > 12) return [];
  const goesOn =
    ["modal", "have"].includes(last.tag) ||
    last.text === "to" ||
    ["need", "want", "include", "contain"].includes(last.verb?.base ?? "") ||
    /(?:able|allowed) to$/.test(words.map(({ text }) => text).join(" "));
  return goesOn ? words : [];
}
