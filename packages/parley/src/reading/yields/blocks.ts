import { camelCase, pascalCase } from "../../text/names.ts";
import type { Event } from "../event.ts";
import { setParent } from "../draft-members.ts";
import type { Concept } from "../../requirements/document.ts";
import { type Basis, type Draft, ensureConcept, LONGEST_NAME } from "../draft.ts";
import type { Holes } from "../fragments.ts";
import { grant, has } from "../grants.ts";
import { addMembers } from "../members.ts";
import { actingIn, durationOf, objectsOf } from "../matching.ts";
import { namesPeople, nounWords, type Phrase } from "../phrases.ts";
import { presetFor, presets, staffCue } from "../presets.ts";
import {
  actorsOf,
  bring,
  isStaff,
  isThing,
  isValue,
  mainActor,
  needConcept,
  type Scene,
  stated,
  use,
  useNoun,
  useDeed,
  useVerb,
} from "../scene.ts";

/** A name for what a cue brings: `Comment`, and `PhotoComment` where comments on something else are there. */
export function nameFor(
  draft: Draft,
  noun: string,
  target: string,
  concepts: Readonly<Record<string, Concept>> = draft.concepts,
): string {
  const alias = draft.aliases[`preset ${noun}`];
  const plain = alias ?? noun;
  const before = concepts[plain];
  if (!before) return plain;
  const targets = [
    before.parent?.concept,
    ...Object.values(before.references).map((reference) => reference.target),
  ];
  const isFree = alias !== undefined && targets.every((other) => other === undefined);
  return targets.includes(target) || isFree ? plain : `${pascalCase(target)}${noun}`.slice(0, LONGEST_NAME);
}

/** What the lines of a block on a target are filled with. */
export function holesOn(
  draft: Draft,
  concept: string,
  actor: string,
  target: string,
  keeper?: string,
): Holes {
  const isPerson = draft.actors[target] !== undefined;
  const staff = Object.keys(draft.actors).filter((kind) => isStaff(draft, kind) && kind !== actor);
  return {
    Name: concept,
    actor,
    item: camelCase(target),
    Target: target,
    reader: "anybody",
    low: "1",
    high: "5",
    ...(isPerson ? { Person: target, person: "" } : { Part: target }),
    ...(staff.length > 0 ? { staff: staff.join(", ") } : { self: actor }),
    ...(keeper !== undefined && keeper !== actor ? { keeper } : {}),
  };
}

/** Puts a block to work on one target; tells the name of what it brought. */
export function putPreset(
  scene: Scene,
  name: string,
  actor: string,
  target: string,
  holes: Readonly<Record<string, string>>,
  isSaid: boolean,
): string {
  const { draft } = scene;
  const preset = presets[name]!;
  const isPerson = draft.actors[target] !== undefined;
  const concept = nameFor(draft, preset.noun, isPerson ? pascalCase(target) : target);
  const because = `a ${preset.noun.toLowerCase()} usually has it`;
  const keeper = draft.concepts[target]?.owner?.actor;
  const all = { ...holesOn(draft, concept, actor, target, keeper), ...holes };
  ensureConcept(draft, concept);
  const usual: Basis = { status: "assumed", evidence: [], because };
  bring(draft, preset.sections, preset.said, all, isSaid ? stated(scene) : usual);
  bring(draft, [], preset.brings, all, usual);
  if (preset.shared) draft.shared.add(concept);
  const key = camelCase(`${concept} block`);
  draft.uses[key] ??= {
    id: key,
    block: name,
    bind: { actor, target, as: concept },
    because: isSaid ? "it was asked for" : because,
  };
  const relation =
    Object.keys(draft.concepts[concept]!.references).find(
      (key2) => draft.concepts[concept]!.references[key2]!.target === target,
    ) ?? draft.concepts[concept]!.parent?.as;
  if (relation !== undefined && isSaid) has(draft, concept, relation, stated(scene));
  return concept;
}

/** A verb that is the cue of a block: `rate recipes 1-5`, `borrow copies of books for three weeks`. */
export function preset(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const forOthers = staffCue(verb);
  const name = presetFor(verb) ?? forOthers!;
  const acting = actingIn(scene, event);
  const actor = acting.find((kind) => kind !== "guest") ?? mainActor(draft);
  if (event.subject.length > 0 && acting.length === 0 && !event.passive) return false;
  const isOther = isStaff(draft, actor);
  let isDone = false;
  const targets = targetsOf(scene, event, name).filter(({ determiner }) => determiner !== "no");
  const served = presetConcept(scene, name);
  const isForOthers = targets.every(
    (phrase) =>
      namesPeople(phrase) ||
      ["anyone", "anybody", "everyone", "others"].includes(nounWords(phrase).at(-1) ?? ""),
  );
  if (
    served !== undefined &&
    (isForOthers || forOthers !== undefined) &&
    draft.concepts[served]?.owner &&
    draft.concepts[served].owner.actor !== actor
  ) {
    grant(draft, [actor], ["create", "read"], served, false, stated(scene));
    for (const slot of event.slots)
      if (slot.preposition === "for")
        use(
          scene,
          slot.word,
          slot.phrases.flatMap(({ tokens }) => tokens),
        );
    use(
      scene,
      event.subject.flatMap(({ tokens }) => tokens),
    );
    useVerb(scene, event);
    scene.focus = { ...scene.focus, object: served };
    return true;
  }
  for (const phrase of targets) {
    const words = nounWords(phrase);
    const isKernelNoun = words.length === 1 && pascalCase(words[0]!) === presets[name]!.noun;
    const isDeed =
      isKernelNoun || ["favourite", "favorite", "bookmark", "review", "rating"].includes(words.at(-1) ?? "");
    const person = !isDeed && namesPeople(phrase) ? actorsOf(scene, phrase, false)?.[0] : undefined;
    const target = isDeed ? mainThing(scene) : (person ?? needConcept(scene, phrase));
    if (target === undefined || target === "guest") continue;
    const existing = presetConcept(scene, name, target);
    if (
      existing !== undefined &&
      isOther &&
      draft.concepts[existing]?.owner &&
      draft.concepts[existing].owner.actor !== actor
    ) {
      grant(draft, [actor], ["create", "read"], existing, false, stated(scene));
    } else {
      const range = rangeIn(scene, event);
      const holes: Record<string, string> =
        range?.quantity !== undefined && range.upper !== undefined && range.upper > range.quantity
          ? { low: String(Math.trunc(range.quantity)), high: String(Math.trunc(range.upper)) }
          : {};
      const concept = putPreset(scene, name, actor, target, holes, true);
      if (Object.keys(holes).length > 0) use(scene, range!.tokens);
      if (name === "rating" && draft.concepts[concept]!.attributes["score"])
        has(draft, concept, "score", stated(scene));
      lasts(scene, event, concept, name);
      withValues(scene, event, concept);
      const object = draft.concepts[target] ? target : concept;
      scene.focus = { actor, concept: scene.focus.concept ?? object, object };
      draft.aliases[`preset ${verb}`] = concept;
    }
    useNoun(scene, phrase);
    ofWhat(scene, event, target);
    isDone = true;
  }
  if (!isDone) return false;
  useDeed(scene, event);
  return true;
}

/** `book a boat with arrival and departure date`. */
function withValues(scene: Scene, event: Event, concept: string): void {
  for (const { preposition, word, phrases } of event.slots) {
    const last = phrases.at(-1);
    if (preposition !== "with" || !last || !isValue(last) || namesPeople(last)) continue;
    addMembers(scene, concept, phrases);
    if (phrases.every(({ tokens }) => tokens.every((token) => scene.used.has(token)))) use(scene, word);
  }
}

/** `1-5`, `from 1 to 10`, `1 to 5 stars`. */
function rangeIn(scene: Scene, event: Event): Pick<Phrase, "quantity" | "upper" | "tokens"> | undefined {
  const direct =
    event.objects.find(({ upper }) => upper !== undefined) ??
    event.slots.flatMap(({ phrases }) => phrases).find(({ upper }) => upper !== undefined);
  if (direct) return direct;
  const to = event.slots.find(
    ({ preposition, phrases }) => preposition === "to" && phrases[0]?.quantity !== undefined,
  );
  const from = event.slots.find(
    ({ preposition, phrases }) => preposition === "from" && phrases[0]?.quantity !== undefined,
  );
  const low =
    from?.phrases[0] ??
    event.objects.find(({ quantity, words }) => quantity !== undefined && words.length === 0);
  const high = to?.phrases[0];
  if (low?.quantity === undefined || high?.quantity === undefined) return undefined;
  use(scene, to!.word, from?.word);
  return { quantity: low.quantity, upper: high.quantity, tokens: [...low.tokens, ...high.tokens] };
}

function targetsOf(scene: Scene, event: Event, name: string): Phrase[] {
  const found = objectsOf(event);
  const slots = event.slots.filter(({ preposition }) => ["on", "to", "for", "in"].includes(preposition));
  const first = slots.find(({ phrases }) => phrases.some((phrase) => isThing(scene, phrase)));
  if (
    ["comment", "reply", "vote", "application", "registration", "bid", "donation"].includes(name) &&
    first
  ) {
    use(scene, first.word);
    return first.phrases;
  }
  return found;
}

/** The concept by which a block already serves a target. */
export function presetConcept(scene: Scene, name: string, target?: string): string | undefined {
  return Object.values(scene.draft.uses).find(
    ({ block, bind }) => block === name && (target === undefined || bind["target"] === target),
  )?.bind["as"];
}

/** What a deed such as a favourite is about, where it is not named: what everybody sees, or what was spoken of last. */
export function mainThing(scene: Scene): string | undefined {
  const { draft, focus } = scene;
  const served = new Set(Object.values(draft.uses).map(({ bind }) => bind["as"]));
  const shared = [...draft.shared].find((concept) => !served.has(concept));
  const spoken = focus.concept !== undefined && !served.has(focus.concept) ? focus.concept : undefined;
  return spoken ?? shared ?? Object.keys(draft.concepts).find((concept) => !served.has(concept));
}

/** `copies of books`: the target itself is part of something. */
function ofWhat(scene: Scene, event: Event, target: string): void {
  const { draft } = scene;
  const slot = event.slots.find(({ preposition }) => preposition === "of");
  const phrase = slot?.phrases[0];
  if (!slot || !phrase || !draft.concepts[target] || !isThing(scene, phrase)) return;
  const whole = needConcept(scene, phrase);
  if (whole === undefined || whole === target || !draft.concepts[whole]) return;
  setParent(draft, target, whole);
  if (draft.concepts[target]!.parent?.concept !== whole) return;
  has(draft, target, draft.concepts[target]!.parent!.as, stated(scene));
  use(scene, slot.word, phrase.tokens);
}

/** `for three weeks`, `for ten minutes`: when it ends. */
function lasts(scene: Scene, event: Event, concept: string, name: string): void {
  const slot = event.slots.find(
    ({ preposition, phrases }) =>
      preposition === "for" && phrases.some((phrase) => durationOf(phrase) !== undefined),
  );
  const phrase = slot?.phrases.find((candidate) => durationOf(candidate) !== undefined);
  if (!slot || !phrase) return;
  const attribute = name === "hold" ? "expiresAt" : "dueAt";
  const rules = [`on create {Name}, ${attribute} = \`now() + duration("${durationOf(phrase)}")\``];
  const { item } = { item: Object.keys(scene.draft.concepts[concept]!.references)[0] };
  if (name === "hold" && item !== undefined)
    rules.push(
      `create {Name} only if \`!{Name}.exists(h => h.${item}Id == row.${item}Id && h.status == "held" && h.expiresAt > now())\`, else already-held "This is held by somebody already."`,
    );
  bring(
    scene.draft,
    ["## {Name}", "", `- ${attribute}: datetime, sortable, set by the server`],
    rules,
    { Name: concept },
    stated(scene),
  );
  use(scene, slot.word, phrase.tokens);
}
