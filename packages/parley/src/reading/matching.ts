import { isAlone, joins, registered } from "./accounts.ts";
import type { Event } from "./event.ts";
import { frames, type Frame, type Need } from "./frames.ts";
import { attributeSpec } from "./lexicon/attributes.ts";
import { familiesOf, transitions } from "./lexicon/words.ts";
import { namesPeople, nounWords, type Phrase } from "./phrases.ts";
import { presetFor, staffCue } from "./presets.ts";
import { actorsOf, conceptOf, isStaff, isThing, lifecycleOf, type Scene } from "./scene.ts";

/** Words that count, sum up or look back: what is shown under them is a report. */
const reportWords: ReadonlySet<string> = new Set(
  "sale statistic stat report dashboard revenue analytic turnover earning overview summary usage popularity ranking leaderboard".split(
    " ",
  ),
);

/** Words for what somebody says about what they do. */
const remarks: ReadonlySet<string> = new Set(
  "comment reason note message explanation remark feedback".split(" "),
);

export function isRemark(phrase: Phrase): boolean {
  return remarks.has(nounWords(phrase).at(-1) ?? "");
}

export interface Target {
  phrase?: Phrase;
  /** A concept, or a kind of actor. */
  name: string;
}

/** What an event is about: its objects; the subject of a passive one; else what was spoken of last. */
export function objectsOf(event: Event): Phrase[] {
  if (event.passive) return event.subject;
  const found = event.objects.filter((phrase) => phrase.words.length > 0);
  if (found.length > 0) return found;
  return event.slots
    .filter(({ preposition }) => ["on", "to", "for", "of", "in", "at"].includes(preposition))
    .flatMap(({ phrases }) => phrases)
    .filter(({ words }) => words.length > 0)
    .slice(0, 1);
}

/** Who acts: the subject, `by …` of a passive event; whoever uses it, where nobody is named. */
export function actingIn(scene: Scene, event: Event): string[] {
  const people = event.passive
    ? event.slots.filter(({ preposition }) => preposition === "by").flatMap(({ phrases }) => phrases)
    : event.subject;
  return [...new Set(people.flatMap((phrase) => actorsOf(scene, phrase, false) ?? []))];
}

function served(scene: Scene, verb: string): boolean {
  const block = presetFor(verb) ?? staffCue(verb);
  return Object.values(scene.draft.uses).some((use) => use.block === block);
}

export function isReportPhrase(phrase: Phrase): boolean {
  return reportWords.has(nounWords(phrase).at(-1) ?? "");
}

function hasReport(event: Event): boolean {
  if (event.conditions.some(({ words }) => words[0]?.text === "how" && words[1]?.text === "many"))
    return true;
  if (
    event.conditions.some(
      ({ words }) =>
        words[0]?.text === "which" && words.some(({ text }) => text === "most" || text === "least"),
    )
  )
    return true;
  return event.objects.some((phrase) => isReportPhrase(phrase) || phrase.determiner === "most");
}

/** The frames that fit one verb of an event, particular ones first. */
export function framesFor(scene: Scene, event: Event, verb: string): Frame[] {
  return frames.filter((frame) => {
    const isNamed =
      frame.verbs.includes(verb) ||
      frame.verbs.includes("*") ||
      (frame.families ?? []).some((family) => familiesOf(verb).includes(family));
    const isByNeed = frame.verbs.length === 0 && frame.families === undefined;
    return (isNamed || isByNeed) && frame.needs.every((need) => isMet(scene, event, verb, need));
  });
}

function isMet(scene: Scene, event: Event, verb: string, need: Need): boolean {
  const objects = objectsOf(event);
  switch (need) {
    case "person":
      return event.passive || event.subject.length === 0 || actingIn(scene, event).length > 0;
    case "self":
      return event.subject.some(({ words }) => ["we", "i", "it", "this"].includes(words[0]?.text ?? ""));
    case "nobody":
      return (
        event.subject.some(({ words }) => ["nobody", "noone"].includes(words[0]?.text ?? "")) ||
        (event.negated && objects.some(({ possessive }) => possessive !== undefined))
      );
    case "thing":
      return objects.some((phrase) => isThing(scene, phrase));
    case "object":
      return objects.length > 0;
    case "noObject":
      return (
        isAlone(event, verb) &&
        event.slots.every(
          ({ preposition, phrases }) =>
            !["for", "to", "on", "in"].includes(preposition) ||
            phrases.every((phrase) => !isThing(scene, phrase)),
        )
      );
    case "personObject":
      return (
        registered(event).length > 0 &&
        registered(event).every(
          (phrase) =>
            conceptOf(scene, phrase) === undefined ||
            (scene.focus.people !== undefined && phrase.words[0]?.tag === "pronoun"),
        )
      );
    case "remarks":
      return event.objects.length > 0 && event.objects.every(isRemark) && !event.passive;
    case "demand":
      return (
        ["must", "should", "shall"].includes(event.modal ?? "") &&
        !event.negated &&
        event.objects.length === 0
      );
    case "duration":
      return event.modal !== undefined && longest(event) !== undefined;
    case "business":
      return (
        event.modal === undefined &&
        event.objects.length === 1 &&
        ["a", "an"].includes(objects[0]?.determiner ?? "")
      );
    case "until":
      return (
        event.objects.length === 1 &&
        event.slots.length === 0 &&
        event.conditions.some(({ word }) => word === "until")
      );
    case "noSignUp":
      return joins(event) === "never";
    case "bound":
      return event.objects.some(
        ({ bound, quantity, words }) =>
          bound === "most" &&
          quantity !== undefined &&
          words.length > 0 &&
          !attributeSpec([words.at(-1)!.noun]) &&
          !isDuration(words.at(-1)!.noun),
      );
    case "deadline":
      return (
        event.slots.some(({ preposition }) => preposition === "before") && durationPhrase(event) !== undefined
      );
    case "amount":
      return event.objects.some(({ quantity }) => quantity !== undefined);
    case "reportObject":
      return hasReport(event);
    case "per":
      return event.slots.some(({ preposition }) => preposition === "per" || preposition === "within");
    case "arrow":
      return event.words.some(({ tag }) => tag === "arrow");
    case "members":
      return event.objects.length > 0 && !event.passive && event.modal !== "can" && actsAsThing(scene, event);
    case "thingSubject":
      return event.subject.every(
        (phrase) => isThing(scene, phrase) && actorsOf(scene, phrase, false) === undefined,
      );
    case "passive":
      return event.passive;
    case "active":
      return !event.passive;
    case "presetVerb":
      if (presetFor(verb) === undefined && staffCue(verb) !== undefined)
        return served(scene, verb) && actingIn(scene, event).some((actor) => isStaff(scene.draft, actor));
      return (
        presetFor(verb) !== undefined &&
        (objects.length > 0 || served(scene, verb) || ["reply", "comment", "vote"].includes(verb)) &&
        !(event.passive && event.modal === undefined)
      );
    case "transitionVerb":
      if (!Object.hasOwn(transitions, verb)) return false;
      if (objects.length === 0) return scene.focus.concept !== undefined && event.subject.length > 0;
      return (
        !familiesOf(verb).includes("create") ||
        objects.some((phrase) => conceptOf(scene, phrase) !== undefined)
      );
    case "knownTransition":
      return actionTargets(scene, event, verb).length > 0;
    case "stopObject":
      return objects.length > 0 && objects.every((phrase) => !isThing(scene, phrase));
    default:
      return need satisfies never;
  }
}

/** Concepts that have an action already and are meant: named, or spoken of last, or the only ones that have it. */
export function actionTargets(scene: Scene, event: Event, verb: string): string[] {
  const { draft, focus } = scene;
  const has = (concept: string | undefined): concept is string =>
    concept !== undefined && lifecycleOf(draft, concept)?.transitions[verb] !== undefined;
  const things = objectsOf(event).filter(
    (phrase) =>
      !isDuration(phrase.words.at(-1)?.noun ?? "") &&
      (isThing(scene, phrase) ||
        ["it", "them", "they", "those", "these"].includes(phrase.words[0]?.text ?? "")),
  );
  if (things.length > 0) return things.map((phrase) => conceptOf(scene, phrase)).filter(has);
  const actors = actingIn(scene, event);
  const all = Object.keys(draft.concepts).filter(has);
  const own = all.filter((concept) => actors.includes(draft.concepts[concept]!.owner?.actor ?? ""));
  return [focus.object, focus.concept]
    .filter(has)
    .slice(0, 1)
    .concat(own.length === 1 ? own : all.length === 1 ? all : [])
    .slice(0, 1);
}

/** `an issue has a title`, not `we have three branches`. */
function actsAsThing(scene: Scene, event: Event): boolean {
  return event.subject.some(
    (phrase) =>
      phrase.words.length > 0 &&
      phrase.words[0]!.tag !== "pronoun" &&
      (isThing(scene, phrase) || namesPeople(phrase)),
  );
}

/** `24 hours`, `up to two days`, wherever it stands. */
export function durationPhrase(event: Event): Phrase | undefined {
  return [...event.objects, ...event.slots.flatMap(({ phrases }) => phrases)].find(
    (phrase) => durationOf(phrase) !== undefined,
  );
}

/** `than 12 hours`, `at most two days`. */
export function longest(event: Event): Phrase | undefined {
  const than = event.slots
    .filter(({ preposition }) => preposition === "than")
    .flatMap(({ phrases }) => phrases);
  const most = event.objects.filter(({ bound }) => bound === "most");
  return [...than, ...most].find((phrase) => durationOf(phrase) !== undefined);
}

export function isDuration(noun: string): boolean {
  return ["day", "week", "month", "hour", "minute", "year"].includes(noun);
}

/** `["P", 21, "D"]` as ISO 8601: three weeks -> P21D. */
export function durationOf(phrase: Phrase): string | undefined {
  const noun = phrase.words.at(-1)?.noun ?? "";
  const count = phrase.quantity ?? (["a", "an", "one"].includes(phrase.determiner ?? "") ? 1 : undefined);
  if (count === undefined || !isDuration(noun) || !Number.isInteger(count) || count > 10_000)
    return undefined;
  switch (noun) {
    case "minute":
      return `PT${count}M`;
    case "hour":
      return `PT${count}H`;
    case "day":
      return `P${count}D`;
    case "week":
      return `P${count * 7}D`;
    case "month":
      return `P${count * 30}D`;
    default:
      return `P${count * 365}D`;
  }
}
