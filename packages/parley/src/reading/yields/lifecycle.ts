import { addAttribute, addReference, addTransition } from "../draft-members.ts";
import { eventsOf } from "../clauses.ts";
import { claim } from "../draft.ts";
import type { Event } from "../event.ts";
import { attributeOf, fragmentOf } from "../fragments.ts";
import { canOwn, grant, has } from "../grants.ts";
import { transitions } from "../lexicon/words.ts";
import { actingIn, actionTargets, objectsOf } from "../matching.ts";
import { type Phrase, nounWords } from "../phrases.ts";
import {
  type Scene,
  assumed,
  conceptOf,
  isStranger,
  isThing,
  isValue,
  lifecycleOf,
  needConcept,
  stated,
  use,
  useAgents,
  useNoun,
  usualActor,
  useVerb,
} from "../scene.ts";
import type { Word } from "../tagging.ts";
import { askFor } from "./inputs.ts";
import { beginAt, saidStates, stateName, verbOfState, wayOf } from "./states.ts";

/** `managers approve reports with a comment`. */
export function transit(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  if (isStranger(scene, event)) return false;
  const phrases = objectsOf(event).filter(({ words }) => words.length > 0);
  const known = actionTargets(scene, event, verb);
  const things = phrases.filter(
    (phrase) => conceptOf(scene, phrase) !== undefined || (isThing(scene, phrase) && !isValue(phrase)),
  );
  const named = things.map(
    (phrase) => [phrase, conceptOf(scene, phrase) ?? needConcept(scene, phrase)] as const,
  );
  const targets =
    named.length > 0 || (phrases.length > 0 && known.length === 0)
      ? named
      : ([[undefined, known[0] ?? scene.focus.object ?? scene.focus.concept]] as const);
  let isDone = false;
  for (const [phrase, concept] of targets) {
    if (concept === undefined || !draft.concepts[concept]) continue;
    const existing = lifecycleOf(draft, concept)?.transitions[verb];
    const action = verb;
    let states = phrase ? saidStates(phrase, lifecycleOf(draft, concept)) : [];
    if (!existing) {
      if (!Object.hasOwn(transitions, verb)) continue;
      const way = wayOf(scene, concept, verb, states.length > 0 ? states : after(scene, event, concept));
      if (!way) continue;
      addTransition(draft, concept, action, way);
    }
    const lifecycle = lifecycleOf(draft, concept)!;
    const transition = lifecycle.transitions[action];
    if (!transition) continue;
    // `rejected reports can be submitted again`: the participle names one more state to come from.
    states = states.filter((state) => lifecycle.states.includes(state) && state !== transition.to);
    for (const state of states) if (!transition.from.includes(state)) transition.from.push(state);
    useNoun(scene, phrase, ...states);
    askFor(scene, event, concept, action);
    allow(scene, event, concept, [action]);
    has(draft, concept, lifecycle.attribute, stated(scene));
    useVerb(scene, event);
    const deeds = scene.focus.deeds?.event === event ? scene.focus.deeds.actions : [];
    scene.focus = {
      ...scene.focus,
      concept,
      object: concept,
      deeds: { event, concept, actions: [...deeds, action] },
    };
    isDone = true;
  }
  return isDone;
}

/** `activates a permit and closes it`: where the deed before it has led. */
function after(scene: Scene, event: Event, concept: string): string[] {
  const { deeds } = scene.focus;
  const [object] = event.objects;
  const goesOn =
    deeds?.concept === concept &&
    deeds.event !== event &&
    object?.words[0]?.tag === "pronoun" &&
    event.modal === undefined &&
    (event.link === "and" || event.link === "then");
  const to = goesOn ? lifecycleOf(scene.draft, concept)?.transitions[deeds.actions.at(-1)!]?.to : undefined;
  return to === undefined ? [] : [to];
}

/** `a permit is a draft until the contractor submits it`: the state before anything is done, and what ends it. */
export function begin(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const condition = event.conditions.find(({ word }) => word === "until");
  const [phrase] = event.subject;
  const [goal] = event.objects;
  const deed = eventsOf(condition?.words.slice(1) ?? []).find(({ verbs }) =>
    verbs.some((verb) => Object.hasOwn(transitions, verb)),
  );
  const verb = deed?.verbs.find((base) => Object.hasOwn(transitions, base));
  const state = goal ? stateName(goal.words) : "";
  const concept = phrase && (conceptOf(scene, phrase) ?? needConcept(scene, phrase));
  const [object] = (deed?.passive ? deed.subject : deed?.objects) ?? [];
  const isOther = object?.words[0]?.tag === "content" && conceptOf(scene, object) !== concept;
  if (
    isOther ||
    !deed ||
    !verb ||
    !concept ||
    !draft.concepts[concept] ||
    state === "" ||
    state === transitions[verb]
  )
    return false;
  const known = lifecycleOf(draft, concept)?.transitions[verb];
  if (known) known.from = [state];
  else addTransition(draft, concept, verb, { from: [state], to: transitions[verb]! }, state);
  beginAt(lifecycleOf(draft, concept)!, state);
  scene.focus = { ...scene.focus, concept, object: concept };
  if (!transit(scene, deed, verb)) return false;
  use(scene, goal!.tokens);
  useNoun(scene, phrase);
  useVerb(scene, event);
  return true;
}

/** Who may: those named, on their own where it is theirs; the owner, where nobody is named. */
export function allow(scene: Scene, event: Event, concept: string, actions: readonly string[]): void {
  const { draft } = scene;
  const acting = actingIn(scene, event);
  const owner = draft.concepts[concept]!.owner?.actor;
  const actors = acting.length > 0 ? acting : [usualActor(draft, actions, owner)];
  const basis = acting.length > 0 ? stated(scene) : assumed(scene, "nobody was named who does it");
  useAgents(scene, event);
  const whose = event.subject.find(
    ({ possessive }) => possessive === "their" || possessive === "his" || possessive === "her",
  );
  for (const actor of actors) {
    // `their manager`: which one is said of each row.
    if (whose && actor !== owner && draft.actors[actor])
      addReference(draft, concept, actor, { target: actor, filter: true });
    const isAny = event.slots.some(
      ({ preposition, phrases }) =>
        preposition === "for" &&
        phrases.some((phrase) =>
          ["anyone", "anybody", "everyone", "others"].includes(nounWords(phrase).at(-1) ?? ""),
        ),
    );
    if (isAny)
      for (const slot of event.slots)
        if (slot.preposition === "for")
          use(
            scene,
            slot.word,
            slot.phrases.flatMap(({ tokens }) => tokens),
          );
    grant(
      draft,
      [actor],
      actions,
      concept,
      !isAny && actor !== "guest" && canOwn(draft, concept, actor),
      basis,
    );
  }
}

/** `mark them paid`, `move it to done`. */
export function mark(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const [first, second] = event.passive ? [event.subject[0], event.objects[0]] : event.objects;
  const slot = event.slots.find(({ preposition }) => preposition === "as" || preposition === "to");
  const goal: Phrase | undefined = slot?.phrases[0] ?? second;
  const concept = first && (conceptOf(scene, first) ?? needConcept(scene, first));
  if (!goal || !concept || !draft.concepts[concept]) return false;
  const state = stateName(goal.words);
  if (state === "") return false;
  const known = lifecycleOf(draft, concept)?.states.find((name) => name === state);
  const verb = verbOfState.get(state) ?? `mark${state.charAt(0).toUpperCase()}${state.slice(1)}`;
  if (!lifecycleOf(draft, concept)?.transitions[verb]) {
    const way =
      transitions[verb] === undefined
        ? { from: [lifecycleOf(draft, concept)?.initial ?? "open"] }
        : wayOf(scene, concept, verb);
    if (!way || way.from.includes(state)) return false;
    addTransition(draft, concept, verb, { from: way.from, to: known ?? state });
  }
  if (!lifecycleOf(draft, concept)!.transitions[verb]) return false;
  allow(scene, event, concept, [verb]);
  has(draft, concept, lifecycleOf(draft, concept)!.attribute, stated(scene));
  useNoun(scene, first);
  use(scene, goal.tokens, slot?.word);
  useVerb(scene, event);
  return true;
}

/** `open -> in progress -> done, reopen possible`. */
export function chain(scene: Scene, words: readonly Word[]): boolean {
  const { draft } = scene;
  const first = words.findIndex(({ tag }) => tag === "arrow");
  const colon = words.slice(0, first).findLastIndex(({ text }) => text === ":");
  const lead = words.slice(0, Math.max(colon, 0));
  const named = lead
    .map((word) => ({ words: [word], modifiers: [], items: [], tokens: [word] }))
    .map((phrase) => conceptOf(scene, phrase))
    .find((name) => name !== undefined);
  const concept = named ?? scene.focus.concept;
  if (concept === undefined || !draft.concepts[concept] || lifecycleOf(draft, concept)) return false;
  const last = words.findLastIndex(({ tag }) => tag === "arrow");
  const stop = words.findIndex(
    (word, index) => index > last && (word.tag === "comma" || word.tag === "sign"),
  );
  const end = stop < 0 ? words.length : stop;
  // `count over 10 -> flagged` is a condition, not a way from state to state.
  if (words.slice(colon + 1, end).some(({ tag }) => tag === "number")) return false;
  const states: string[] = [];
  let from = colon + 1;
  for (let at = colon + 1; at <= end; at++) {
    if (at < end && words[at]!.tag !== "arrow") continue;
    const state = stateName(words.slice(from, at));
    if (state !== "" && !states.includes(state)) states.push(state);
    from = at + 1;
  }
  if (states.length < 2) return false;
  const actions: string[] = [];
  for (const [index, to] of states.slice(1).entries()) {
    const action = verbOfState.get(to) ?? `to${to.charAt(0).toUpperCase()}${to.slice(1)}`;
    if (addTransition(draft, concept, action, { from: [states[index]!], to })) actions.push(action);
  }
  if (!lifecycleOf(draft, concept)) return false;
  use(
    scene,
    words
      .slice(0, end)
      .filter(
        (word, index) =>
          index > colon ||
          ["workflow", "status", "states", "state", "lifecycle", "statuses"].includes(word.text),
      ),
    words.slice(0, Math.max(0, colon)).filter((word) => named !== undefined || word.tag !== "content"),
  );
  for (const word of words.slice(end)) {
    if (word.verb?.base !== "reopen") continue;
    addTransition(draft, concept, "reopen", { from: [states.at(-1)!], to: states[0]! });
    actions.push("reopen");
    use(
      scene,
      word,
      words.slice(end).filter(({ text }) => text === "possible" || text === "allowed"),
    );
  }
  has(draft, concept, lifecycleOf(draft, concept)!.attribute, stated(scene));
  return true;
}

/** `renew a loan once`: the state stays, the end moves. */
export function renew(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const [phrase] = objectsOf(event);
  const concept = phrase && conceptOf(scene, phrase);
  const noun = concept === undefined ? undefined : draft.concepts[concept];
  if (!concept || !noun?.lifecycle) return false;
  const { initial } = noun.lifecycle;
  const period = [...draft.claims.values()].flatMap(({ formal }) =>
    formal?.type === "computed" &&
    formal.concept === concept &&
    formal.attribute === "dueAt" &&
    formal.value.type === "binary"
      ? [formal.value.right]
      : [],
  )[0];
  addAttribute(draft, concept, "renewals", { ...attributeOf("integer 0.., default 0, set by the server") });
  const sets: NonNullable<NonNullable<typeof noun.lifecycle>["transitions"][string]["sets"]> = {};
  const row = { type: "name", name: "row" } as const;
  if (period && noun.attributes["dueAt"])
    sets["dueAt"] = {
      type: "binary",
      operator: "+",
      left: { type: "member", object: row, property: "dueAt" },
      right: period,
    };
  sets["renewals"] = {
    type: "binary",
    operator: "+",
    left: { type: "member", object: row, property: "renewals" },
    right: { type: "integer", value: 1 },
  };
  addTransition(draft, concept, verb, { from: [initial], to: initial, sets });
  allow(scene, event, concept, [verb]);
  const count = event.objects.find(({ quantity, words }) => quantity !== undefined && words.length === 0);
  if (count?.quantity !== undefined) {
    const rule = `${verb} ${concept} only if \`row.renewals < ${count.quantity}\`, else ${verb}-too-often "This is not possible any more often."`;
    for (const { formal } of Object.values(fragmentOf([], [rule]).requirements))
      if (formal) claim(draft, formal, stated(scene));
    use(scene, count.tokens);
  }
  use(scene, phrase!.tokens);
  useVerb(scene, event);
  return true;
}
