import type { Formal } from "../../requirements/document.ts";
import { pascalCase } from "../../text/names.ts";
import { setOwner } from "../draft-members.ts";
import { claim } from "../draft.ts";
import type { Event } from "../event.ts";
import { canOwn, grant } from "../grants.ts";
import { addMembers } from "../members.ts";
import { actingIn, objectsOf } from "../matching.ts";
import { type Phrase, namesPeople, namesProduct, nounWords } from "../phrases.ts";
import {
  type Scene,
  actorsOf,
  bring,
  conceptOf,
  isStaff,
  isStranger,
  isValue,
  mainActor,
  needConcept,
  staffActor,
  stated,
  useAgents,
  useNoun,
  useVerb,
} from "../scene.ts";
import { placeSlot, places } from "./places.ts";

const personal: ReadonlySet<string> = new Set(
  "write post file submit log record compose upload share propose raise send track enter draft".split(" "),
);
const sharing: ReadonlySet<string> = new Set("post publish share announce".split(" "));
/** `employees file reports with items`: whose they are follows from who makes them. */
export function create(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const acting = actingIn(scene, event);
  const actors = acting.length > 0 ? acting : [mainActor(draft)];
  // `every change is recorded` asks for a record of it.
  if (event.passive && acting.length === 0 && event.subject.some(isEvery)) return false;
  if (isStranger(scene, event)) return false;
  let isDone = false;
  for (const phrase of objectsOf(event)) {
    if (namesPeople(phrase) && conceptOf(scene, phrase) === undefined) continue;
    const concept =
      isValue(phrase) && conceptOf(scene, phrase) === undefined && !isContent(phrase)
        ? undefined
        : needConcept(scene, phrase);
    if (concept === undefined || !draft.concepts[concept]) continue;
    isDone = true;
    const [actor] = actors;
    const isPersonal =
      actor !== "guest" &&
      actor !== undefined &&
      (!isStaff(draft, actor) || personal.has(verb) || phrase.possessive !== undefined);
    const noun = draft.concepts[concept]!;
    if (isPersonal && !noun.owner && (!noun.parent || !canOwn(draft, concept, actor)))
      setOwner(draft, concept, actor, ["write", "post", "compose"].includes(verb) ? "author" : actor);
    if (sharing.has(verb)) draft.shared.add(concept);
    grant(draft, actors, ["create"], concept, isPersonal && actors.length === 1, stated(scene));
    useNoun(scene, phrase);
    addMembers(scene, concept, phrase.items, "listed");
    for (const slot of event.slots) placeSlot(scene, concept, slot);
    scene.focus = { ...scene.focus, concept, object: concept };
  }
  if (!isDone) return false;
  useAgents(scene, event);
  useVerb(scene, event);
  return true;
}

function isEvery({ determiner }: Phrase): boolean {
  return determiner === "every" || determiner === "each";
}

/** Values that are written for their own sake: `write a note`, `add photos`. */
function isContent(phrase: Phrase): boolean {
  return [
    "note",
    "message",
    "comment",
    "photo",
    "picture",
    "image",
    "video",
    "file",
    "link",
    "answer",
    "question",
    "feedback",
    "tag",
    "label",
    "category",
    "genre",
    "address",
    "room",
    "table",
    "department",
    "topic",
    "receipt",
  ].includes(nounWords(phrase).at(-1) ?? "");
}

/** `the system manages permits`: what there is, not who does what with it. */
function keep(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  let isDone = false;
  for (const phrase of event.objects) {
    const concept = isValue(phrase) ? undefined : needConcept(scene, phrase);
    if (concept === undefined || !draft.concepts[concept]) continue;
    claim(draft, { type: "structure", concept }, stated(scene));
    useNoun(scene, phrase);
    scene.focus = { ...scene.focus, concept, object: concept };
    isDone = true;
  }
  if (!isDone) return false;
  useAgents(scene, event);
  useVerb(scene, event);
  return true;
}

/** What is said of things that are there: see, change, remove, manage. */
export function letDo(scene: Scene, event: Event, actions: readonly string[]): boolean {
  const { draft } = scene;
  const isProduct = event.subject.length > 0 && event.subject.every(namesProduct);
  if (isProduct && !event.passive && actions.includes("create")) return keep(scene, event);
  if (isStranger(scene, event)) return false;
  const acting = actingIn(scene, event);
  const actors = acting.length > 0 ? acting : [mainActor(draft)];
  let isDone = false;
  for (const phrase of objectsOf(event)) {
    // `the average depth` is worked out, not a thing that is seen.
    if (phrase.modifiers.some(({ text }) => text === "average" || text === "total")) continue;
    const person =
      namesPeople(phrase) && conceptOf(scene, phrase) === undefined
        ? actorsOf(scene, phrase, actions.length > 1)?.[0]
        : undefined;
    const profile =
      nounWords(phrase).at(-1) === "profile"
        ? (actorsOf(scene, { ...phrase, words: phrase.words.slice(0, -1) }, false)?.[0] ??
          (phrase.possessive ? actors[0] : undefined))
        : undefined;
    const kind = profile ?? person;
    const concept =
      kind !== undefined && kind !== "guest"
        ? pascalCase(kind)
        : isValue(phrase) && conceptOf(scene, phrase) === undefined && !isContent(phrase)
          ? undefined
          : needConcept(scene, phrase);
    if (concept === undefined || (!draft.concepts[concept] && !kind)) continue;
    const isTheirs =
      phrase.possessive !== undefined || phrase.modifiers.some(({ text }) => text === "personal");
    const noun = draft.concepts[concept];
    const changes = actions.some((action) => action !== "read");
    const signsUp = actors.every((actor) => actor !== "guest" && !isStaff(draft, actor));
    const own =
      isTheirs || (changes && signsUp && noun?.owner !== undefined) || (actions.length > 2 && signsUp);
    const state = phrase.modifiers
      .map(({ text }) => text)
      .find((text) => noun?.lifecycle?.states.includes(text));
    if (kind !== undefined && (actions.includes("create") || actions.includes("delete"))) {
      // Accounts are made by whoever may; they are not removed from here.
      if (draft.actors[kind]!.arises === "registered" || staffActor(draft) !== undefined)
        grant(draft, actors, ["read", "update"], concept, false, stated(scene));
    } else if (kind !== undefined) grantProfile(scene, actors, actions, kind, isTheirs);
    else if (!changes && narrowed(phrase) && !isTheirs) {
      if (!letSeeSome(scene, actors, concept, phrase)) continue;
    } else {
      if (own && actors[0] !== undefined && !noun?.owner && actors.length === 1)
        setOwner(draft, concept, actors[0]);
      const whom = actors.length === 1 || !own ? [actors] : actors.map((actor) => [actor]);
      for (const some of whom) grant(draft, some, actions, concept, own, stated(scene));
    }
    if (state !== undefined && !changes && !narrowed(phrase)) continue;
    if (state !== undefined && noun?.lifecycle && actions.includes("update"))
      onlyWhile(scene, concept, state);
    useNoun(scene, phrase, ...(state === undefined ? [] : [state]));
    for (const slot of event.slots.filter(({ preposition }) => places.has(preposition)))
      placeSlot(scene, concept, slot);
    scene.focus = {
      ...scene.focus,
      concept: draft.concepts[concept] ? concept : (scene.focus.concept ?? concept),
      ...(draft.concepts[concept] ? { object: concept } : {}),
    };
    isDone = true;
  }
  if (!isDone) return false;
  useAgents(scene, event);
  useVerb(scene, event);
  return true;
}

/** `the approved samples`: some of them. */
function narrowed({ modifiers }: Phrase): boolean {
  return modifiers.some(({ verb }) => verb?.form === "past");
}

/** Only those in the state that was named are seen; where it is not known, none: more was not said. */
function letSeeSome(scene: Scene, actors: readonly string[], concept: string, phrase: Phrase): boolean {
  const lifecycle = scene.draft.concepts[concept]!.lifecycle;
  const states = phrase.modifiers.map(({ text }) => text).filter((text) => lifecycle?.states.includes(text));
  if (!lifecycle || states.length !== 1) return false;
  const who = actors.map((actor) => (actor === "guest" ? "anybody" : actor)).join(", ");
  const rule = `${who} may read ${concept} where \`row.${lifecycle.attribute} == "${states[0]}"\``;
  bring(scene.draft, [], [rule], {}, stated(scene));
  return true;
}

/** `rejected reports can be edited`: as long as they are new, and again in that state. */
function onlyWhile(scene: Scene, concept: string, state: string): void {
  const { attribute, initial } = scene.draft.concepts[concept]!.lifecycle!;
  const states = [...new Set([initial, state])].map((name) => `row.${attribute} == "${name}"`).join(" || ");
  bring(
    scene.draft,
    [],
    [`update ${concept} only if \`${states}\`, else not-editable "This cannot be changed any more."`],
    {},
    stated(scene),
  );
}

function grantProfile(
  scene: Scene,
  actors: readonly string[],
  actions: readonly string[],
  kind: string,
  isTheirs: boolean,
): void {
  const formal: Formal = {
    type: "permission",
    actors: [...actors],
    actions: actions.filter((action) => action === "read" || action === "update"),
    concept: pascalCase(kind),
    scope: isTheirs && actors.includes(kind) && actors.length === 1 ? "own" : "any",
  };
  if (formal.actions.length > 0) claim(scene.draft, formal, stated(scene));
}
