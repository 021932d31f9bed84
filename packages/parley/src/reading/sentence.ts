import { eventsOf } from "./clauses.ts";
import { claim, ensureActor } from "./draft.ts";
import type { Unwrapped } from "./envelopes.ts";
import type { Event } from "./event.ts";
import { type Frame, STRONG } from "./frames.ts";
import { nominal as nominalVerbs } from "./lexicon/words.ts";
import { actingIn, framesFor } from "./matching.ts";
import { type Phrase, nounWords } from "./phrases.ts";
import { presetFor } from "./presets.ts";
import { type Scene, conceptOf, isThing, use, useDeed } from "./scene.ts";
import type { Word } from "./tagging.ts";
import { preset } from "./yields/blocks.ts";
import { conditional, onlyRead } from "./yields/conditions.ts";
import { remark } from "./yields/inputs.ts";
import { begin, chain, mark, renew, transit } from "./yields/lifecycle.ts";
import { listing } from "./yields/lists.ts";
import { report } from "./yields/reports.ts";
import { members, nominal } from "./yields/members.ts";
import { deadline, fee, forbidOwn, limit, noDouble, number } from "./yields/rules.ts";
import { lasting, order } from "./yields/moments.ts";
import { link } from "./yields/places.ts";
import { noSignUp, register } from "./yields/people.ts";
import { create, letDo } from "./yields/things.ts";

/** A sentence on its way: wrapped words taken off, its events, and the words that have found a role. */
export interface SentenceReading {
  key: string;
  text: string;
  words: Word[];
  unwrapped: Unwrapped;
  events: Event[];
  used: Set<Word>;
  /** Verbs of each event that a frame has read. */
  handled: Map<Event, Set<string>>;
  /** What was spoken of when its first pass ended. */
  focus?: Scene["focus"];
}

export function openReading(key: string, text: string, words: Word[], unwrapped: Unwrapped): SentenceReading {
  const events = unwrapped.courtesy ? [] : eventsOf(unwrapped.words, unwrapped.subject);
  for (const event of events)
    if (unwrapped.modal !== undefined && event.verbs.length > 0) event.modal ??= unwrapped.modal;
  const used = new Set([...unwrapped.wrapping, ...unwrapped.subject.flatMap(({ tokens }) => tokens)]);
  return { key, text, words, unwrapped, events, used, handled: new Map() };
}

/** What comes last: it speaks of things that others bring. */
const late: ReadonlySet<string> = new Set([
  "listing",
  "report",
  "limit",
  "forbidOwn",
  "fee",
  "number",
  "deadline",
  "order",
  "lasting",
]);

/** Reads the events of one pass; `isLate` for those that speak of what the others have brought. */
export function readEvents(scene: Scene, reading: SentenceReading, isLate: boolean): void {
  scene.sentence = reading.key;
  scene.used = reading.used;
  delete scene.focus.deeds;
  delete scene.focus.lost;
  if (isLate && reading.focus) scene.focus = { ...reading.focus };
  if (
    !isLate &&
    reading.unwrapped.words.some(({ tag }) => tag === "arrow") &&
    chain(scene, reading.unwrapped.words)
  ) {
    reading.focus = { ...scene.focus };
    return;
  }
  if (reading.unwrapped.words.some(({ tag }) => tag === "arrow")) return;
  for (const event of reading.events) {
    const acting = actingIn(scene, event).find((kind) => kind !== "guest");
    if (acting !== undefined && !event.subject.some(({ words }) => words[0]?.tag === "pronoun"))
      scene.focus.actor = acting;
    if (isLate) for (const phrase of [...event.subject, ...event.objects]) noDouble(scene, phrase);
    if (event.verbs.length === 0) {
      if (!isLate) {
        readNominal(scene, event);
        lookAt(scene, event, false);
      }
      continue;
    }
    for (const verb of event.verbs) if (readVerb(scene, event, verb, isLate)) handle(reading, event, verb);
    if (!isLate) lookAt(scene, event, reading.handled.has(event));
    if (isLate) for (const condition of event.conditions) conditional(scene, event, condition);
    else readOnly(scene, event);
  }
  if (!isLate) reading.focus = { ...scene.focus };
}

/** What `it` stands for next, also where nothing of the event was understood. */
function lookAt(scene: Scene, event: Event, isRead: boolean): void {
  const slots = event.slots.filter(({ preposition }) => ["over", "at", "on"].includes(preposition));
  const phrases = [...event.objects, ...slots.flatMap(({ phrases: others }) => others)];
  const phrase = phrases.find((candidate) => candidate.determiner !== undefined && isThing(scene, candidate));
  if (!phrase) return;
  if (isRead) return void delete scene.focus.lost;
  const known = conceptOf(scene, phrase);
  if (known === undefined) scene.focus.lost = true;
  else scene.focus = { ...scene.focus, object: known };
}

function handle(reading: SentenceReading, event: Event, verb: string): void {
  reading.handled.set(event, new Set([...(reading.handled.get(event) ?? []), verb]));
}

/** Whether some frame has read the verb. */
function readVerb(scene: Scene, event: Event, verb: string, isLate: boolean): boolean {
  for (const frame of framesFor(scene, event, verb)) {
    if (late.has(frame.yields.type) !== isLate) {
      if (!isLate && (frame.yields.type !== "limit" || presetFor(verb) === undefined)) return false;
      if (isLate) return false;
      continue;
    }
    if (event.negated && !["forbidOwn", "noSignUp"].includes(frame.yields.type)) continue;
    if (bringFrame(scene, event, verb, frame)) return true;
  }
  return false;
}

function bringFrame(scene: Scene, event: Event, verb: string, frame: Frame): boolean {
  const { yields } = frame;
  if (frame.precision < STRONG) return false;
  switch (yields.type) {
    case "account":
      return account(scene, event);
    case "grant":
      return letDo(scene, event, yields.actions);
    case "create":
      return create(scene, event, verb);
    case "register":
      return register(scene, event);
    case "noSignUp":
      return noSignUp(scene, event);
    case "link":
      return link(scene, event);
    case "preset":
      return preset(scene, event, verb);
    case "transition":
      return transit(scene, event, verb);
    case "begin":
      return begin(scene, event);
    case "order":
      return order(scene, event);
    case "lasting":
      return lasting(scene, event);
    case "remark":
      return remark(scene, event);
    case "mark":
      return mark(scene, event);
    case "renew":
      return renew(scene, event, verb);
    case "members":
      return members(scene, event);
    case "limit":
      return limit(scene, event, verb);
    case "forbidOwn":
      return forbidOwn(scene, event, verb);
    case "number":
      return number(scene, event);
    case "listing":
      return listing(scene, event, yields.option);
    case "report":
      return report(scene, event);
    case "fee":
      return fee(scene, event);
    case "deadline":
      return deadline(scene, event, verb);
    case "states":
      return false;
    case "context":
      use(
        scene,
        event.verbWords,
        [...event.subject, ...event.objects].flatMap(({ tokens }) => tokens),
        event.verbs[0] === "be" ? event.words : [],
      );
      return true;
    case "product":
      return false;
    default:
      return yields satisfies never;
  }
}

/** `users sign up and log in with email and password`. */
function account(scene: Scene, event: Event): boolean {
  const actors = actingIn(scene, event).filter((kind) => kind !== "guest");
  if (Object.keys(scene.draft.actors).length === 0) ensureActor(scene.draft, "member", { arises: "signUp" });
  claim(
    scene.draft,
    { type: "account", actors: actors.length > 0 ? actors : [Object.keys(scene.draft.actors)[0]!] },
    { status: "built", evidence: [scene.sentence] },
  );
  useDeed(scene, event);
  for (const { word, phrases } of event.slots) {
    for (const phrase of [...phrases, ...event.objects]) {
      if (
        ["email", "password", "mail", "account", "e-mail", "credential"].includes(
          nounWords(phrase).at(-1) ?? "",
        )
      )
        use(scene, word, phrase.tokens);
    }
  }
  return true;
}

/** A bullet without a verb: `user registration and login`, `booking of rooms`, `comments with mentions`. */
function readNominal(scene: Scene, event: Event): void {
  const deeds = event.subject.filter((phrase) =>
    Object.hasOwn(nominalVerbs, phrase.words.at(-1)?.text ?? ""),
  );
  if (deeds.length > 0 && deeds.length === event.subject.length) {
    for (const phrase of deeds) readDeed(scene, event, phrase);
    return;
  }
  nominal(scene, event);
}

function readDeed(scene: Scene, event: Event, phrase: Phrase): void {
  const word = phrase.words.at(-1)!;
  const verb = nominalVerbs[word.text]!;
  const before = phrase.words.slice(0, -1);
  const of = event.slots.find(({ preposition }) => preposition === "of");
  const object: Phrase[] =
    before.length > 0
      ? [{ ...phrase, words: before, tokens: phrase.tokens.filter((token) => token !== word) }]
      : (of?.phrases ?? []);
  const isAccount = verb === "signup" || verb === "login";
  const inner: Event = {
    ...event,
    subject: [],
    verbs: [verb],
    verbWords: [word],
    modal: "can",
    objects: isAccount ? [] : object,
    slots: event.slots.filter((slot) => slot !== of),
  };
  if (isAccount) {
    use(scene, phrase.tokens);
    account(scene, inner);
    return;
  }
  for (const isLate of [false, true]) readVerb(scene, inner, verb, isLate);
  if (of && of.phrases.some(({ tokens }) => tokens.some((token) => scene.used.has(token))))
    use(scene, of.word);
}

/** `only A and B may read N`. */
function readOnly(scene: Scene, event: Event): void {
  const reads = event.verbs.length === 1 && ["read", "see", "view", "access"].includes(event.verbs[0]!);
  const only = event.subject.some(({ determiner }) => determiner === "only");
  const concept = scene.focus.concept;
  if (!only || !reads || concept === undefined || !scene.draft.concepts[concept]) return;
  const words = event.words;
  onlyRead(scene, concept, [words[0]!, ...words]);
}
