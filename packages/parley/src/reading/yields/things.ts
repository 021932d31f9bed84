import type { Formal } from "../../requirements/document.ts";
import { camelCase, pascalCase } from "../../text/names.ts";
import type { Event, Slot } from "../clauses.ts";
import { addReference, claim, ensureConcept, isBelow, setOwner, setParent } from "../draft.ts";
import { addMembers, canOwn, grant, has } from "../grants.ts";
import { actingIn, objectsOf } from "../matching.ts";
import { namesPeople, nounWords, type Phrase } from "../phrases.ts";
import {
  actorsOf,
  bring,
  conceptOf,
  isStaff,
  isThing,
  isValue,
  mainActor,
  needConcept,
  type Scene,
  staffActor,
  stated,
  use,
  useNoun,
  useVerb,
} from "../scene.ts";

const personal: ReadonlySet<string> = new Set(
  "write post file submit log record compose upload share propose raise send track enter draft".split(" "),
);
const sharing: ReadonlySet<string> = new Set("post publish share announce".split(" "));
const places: ReadonlySet<string> = new Set("in to under for on of within inside about from".split(" "));

/** `employees file reports with items`: whose they are follows from who makes them. */
export function create(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const acting = actingIn(scene, event);
  const actors = acting.length > 0 ? acting : [mainActor(draft)];
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
    for (const item of [phrase.items]) addMembers(scene, concept, item);
    for (const slot of event.slots) placeSlot(scene, concept, slot);
    scene.focus = { ...scene.focus, concept, object: concept };
  }
  if (!isDone) return false;
  use(
    scene,
    event.subject.flatMap(({ tokens }) => tokens),
  );
  useVerb(scene, event);
  return true;
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

/** `with items`, `in a project`, `for a patient`: what belongs to a new thing. */
function placeSlot(scene: Scene, concept: string, slot: Slot): void {
  const { draft } = scene;
  if (slot.preposition === "with" || slot.preposition === "including") {
    addMembers(scene, concept, slot.phrases);
    if (slot.phrases.some(({ tokens }) => tokens.every((word) => scene.used.has(word))))
      use(scene, slot.word);
    return;
  }
  if (!places.has(slot.preposition)) return;
  for (const phrase of slot.phrases) {
    const [kind] = namesPeople(phrase) ? (actorsOf(scene, phrase, false) ?? []) : [];
    if (kind !== undefined && kind !== "guest") {
      const name = camelCase(nounWords(phrase).join(" "));
      addReference(draft, concept, name, { target: kind, filter: true });
      if (draft.concepts[concept]!.references[name]) {
        has(draft, concept, name, stated(scene));
        use(scene, slot.word, phrase.tokens);
      }
      continue;
    }
    const target =
      conceptOf(scene, phrase) ??
      (isThing(scene, phrase) && !isValue(phrase) && slot.preposition !== "of" && slot.preposition !== "about"
        ? needConcept(scene, phrase)
        : undefined);
    if (target === undefined || target === concept || !draft.concepts[target]) continue;
    const noun = draft.concepts[concept]!;
    const before = noun.parent?.concept === target ? noun.parent.as : undefined;
    const as = camelCase(target);
    if (before === undefined && !setParent(draft, concept, target) && !isBelow(draft, target, concept))
      addReference(draft, concept, as, { target, filter: true });
    const found = noun.parent?.concept === target ? noun.parent.as : noun.references[as] ? as : undefined;
    if (found === undefined) continue;
    has(draft, concept, found, stated(scene));
    use(scene, slot.word, phrase.tokens);
  }
}

/** What is said of things that are there: see, change, remove, manage. */
export function letDo(scene: Scene, event: Event, actions: readonly string[]): boolean {
  const { draft } = scene;
  const acting = actingIn(scene, event);
  const actors = acting.length > 0 ? acting : [mainActor(draft)];
  let isDone = false;
  for (const phrase of objectsOf(event)) {
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
    else {
      if (own && actors[0] !== undefined && !noun?.owner && actors.length === 1)
        setOwner(draft, concept, actors[0]);
      const whom = actors.length === 1 || !own ? [actors] : actors.map((actor) => [actor]);
      for (const some of whom) grant(draft, some, actions, concept, own, stated(scene));
    }
    if (state !== undefined && !changes) continue;
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
  use(
    scene,
    event.subject.flatMap(({ tokens }) => tokens),
  );
  useVerb(scene, event);
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

/** `librarians register members`: their accounts are made for them. */
export function register(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const acting = actingIn(scene, event).filter((kind) => kind !== "guest");
  if (acting.length === 0) return false;
  for (const phrase of event.objects) {
    const kind = actorsOf(scene, phrase, true)?.[0];
    if (kind === undefined || kind === "guest" || acting.includes(kind)) return false;
    const actor = draft.actors[kind]!;
    const isMade = acting.some((other) => draft.actors[other]!.by?.includes(kind));
    if (isMade) return false;
    actor.arises = "registered";
    actor.by = [...new Set([...(actor.by ?? []), ...acting])];
    grant(draft, acting, ["create", "read"], pascalCase(kind), false, stated(scene));
    use(scene, phrase.tokens);
  }
  use(
    scene,
    event.subject.flatMap(({ tokens }) => tokens),
  );
  useVerb(scene, event);
  return true;
}

/** `add movies to a watchlist`: both are there, so a third says which is in which. */
export function link(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const slot = event.slots.find(({ preposition }) => preposition === "to" || preposition === "into");
  const [phrase] = event.objects;
  const item = phrase && conceptOf(scene, phrase);
  const whole =
    slot?.phrases[0] &&
    (conceptOf(scene, slot.phrases[0]) ??
      (isThing(scene, slot.phrases[0]) && !isValue(slot.phrases[0])
        ? needConcept(scene, slot.phrases[0])
        : undefined));
  if (!slot || !item || !whole || item === whole || !draft.concepts[item] || !draft.concepts[whole])
    return false;
  const isMade = [...draft.claims.values()].some(
    ({ formal }) =>
      formal?.type === "permission" && formal.concept === item && formal.actions.includes("create"),
  );
  if (!isMade || draft.concepts[item].parent?.concept === whole) return false;
  const name = `${whole}${item}`.slice(0, 40);
  const actor = actingIn(scene, event).find((kind) => kind !== "guest") ?? mainActor(draft);
  if (!draft.concepts[whole].owner && !isStaff(draft, actor)) setOwner(draft, whole, actor);
  ensureConcept(draft, name);
  setParent(draft, name, whole);
  addReference(draft, name, camelCase(item), { target: item, filter: true });
  const parentAs = draft.concepts[name]!.parent?.as;
  if (parentAs === undefined || !draft.concepts[name]!.references[camelCase(item)]) return false;
  grant(draft, [actor], ["create"], name, canOwn(draft, name, actor), stated(scene));
  grant(draft, [actor], ["read", "delete"], name, canOwn(draft, name, actor), {
    status: "assumed",
    evidence: [],
    because: "what was put in can be seen and taken out",
  });
  bring(
    draft,
    [],
    [`one ${name} per ${parentAs}, ${camelCase(item)}`],
    {},
    { status: "assumed", evidence: [], because: "the same thing is not put in twice" },
  );
  useNoun(scene, phrase);
  use(
    scene,
    slot.word,
    slot.phrases[0]!.tokens,
    event.subject.flatMap(({ tokens }) => tokens),
  );
  useVerb(scene, event);
  return true;
}
