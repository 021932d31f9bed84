import { camelCase } from "../../text/names.ts";
import { addAttribute } from "../draft-members.ts";
import type { Event } from "../event.ts";
import { attributeOf } from "../fragments.ts";
import { has } from "../grants.ts";
import { nominal } from "../lexicon/words.ts";
import { isRemark } from "../matching.ts";
import { type Phrase, nounWords } from "../phrases.ts";
import { type Scene, lifecycleOf, stated, use, useNoun, useVerb } from "../scene.ts";

/** `with a comment`: what has to be said with an action. */
export function askFor(scene: Scene, event: Event, concept: string, action: string): void {
  for (const slot of event.slots.filter(({ preposition }) => preposition === "with"))
    for (const phrase of slot.phrases.filter(isRemark))
      if (addInput(scene, concept, action, phrase)) use(scene, slot.word, phrase.tokens);
}

function addInput(scene: Scene, concept: string, action: string, phrase: Phrase): boolean {
  const { draft } = scene;
  const name = camelCase(nounWords(phrase).join(" "));
  const transition = lifecycleOf(draft, concept)?.transitions[action];
  if (!transition) return false;
  addAttribute(draft, concept, name, { ...attributeOf("text 1..5000"), optional: true, server: true });
  if (!draft.concepts[concept]!.attributes[name]?.server) return false;
  transition.input = {
    ...transition.input,
    [name]: { id: `${transition.id}/${name}`, ...attributeOf("text 1..5000") },
  };
  transition.sets = {
    ...transition.sets,
    [name]: { type: "member", object: { type: "name", name: "input" }, property: name },
  };
  has(draft, concept, name, stated(scene));
  return true;
}

/** `a rejection must state a reason`, `must give a reason when they reject`, `suspend it, stating a reason`. */
export function remark(scene: Scene, event: Event): boolean {
  const deeds = deedsOf(scene, event);
  let isDone = false;
  for (const [concept, action] of deeds)
    for (const phrase of event.objects) isDone = addInput(scene, concept, action, phrase) || isDone;
  if (!isDone) return false;
  for (const phrase of [...event.subject, ...event.objects]) useNoun(scene, phrase);
  for (const { words } of event.conditions)
    if (
      words.every((word) => word.tag !== "content" || deeds.some(([, action]) => word.verb?.base === action))
    )
      use(scene, words);
  useVerb(scene, event);
  return true;
}

/** The actions that something has to be said with: named as a deed, by `when …`, or the deed just spoken of. */
function deedsOf(scene: Scene, event: Event): (readonly [concept: string, action: string])[] {
  const { draft, focus } = scene;
  const { deeds } = focus;
  const deed = event.subject
    .map((phrase) => nominal[nounWords(phrase).at(-1) ?? ""])
    .find((verb) => verb !== undefined);
  const having = (action: string): (readonly [string, string])[] =>
    [focus.concept, ...Object.keys(draft.concepts)]
      .filter(
        (concept) => concept !== undefined && lifecycleOf(draft, concept)?.transitions[action] !== undefined,
      )
      .slice(0, 1)
      .map((concept) => [concept!, action] as const);
  if (deed !== undefined) return having(deed);
  const said = event.conditions
    .filter(({ word }) => ["when", "if", "whenever"].includes(word))
    .flatMap(({ words }) => words.flatMap(({ verb }) => (verb ? having(verb.base) : [])));
  if (said.length > 0) return said.slice(0, 1);
  const isAlong = event.verbWords[0]?.verb?.form === "ing" && event.conditions.length === 0;
  return isAlong && deeds ? deeds.actions.map((action) => [deeds.concept, action] as const) : [];
}
