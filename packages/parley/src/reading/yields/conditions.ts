import { camelCase } from "../../text/names.ts";
import type { Condition, Event } from "../event.ts";
import { addReference } from "../draft-members.ts";
import { canOwn, grant } from "../grants.ts";
import { type Phrase, type Reading, readPhrase } from "../phrases.ts";
import { presetFor, presets } from "../presets.ts";
import {
  actorsOf,
  bring,
  conceptOf,
  lifecycleOf,
  mainActor,
  needConcept,
  type Scene,
  stated,
  use,
} from "../scene.ts";
import type { Word } from "../tagging.ts";
import { presetConcept, putPreset } from "./blocks.ts";
import { pathTo } from "./lists.ts";

/** What stands behind `that`, `unless` and the like. Tells nothing where it is not understood: its words stay open. */
export function conditional(scene: Scene, event: Event, condition: Condition): void {
  const { draft, focus } = scene;
  const concept =
    event.objects.map((phrase) => conceptOf(scene, phrase)).find((name) => name !== undefined) ??
    focus.concept;
  const { words } = condition;
  // `so that …` gives a reason, unless it limits something.
  if (words[0]?.text === "so") return words.some(isLimiting) ? undefined : use(scene, words);
  if (
    words.slice(-1)[0]?.text === "like" ||
    words.some(({ verb }) => verb && ["like", "want", "love", "need", "choose"].includes(verb.base))
  ) {
    if (words.length <= 4) use(scene, words);
    return;
  }
  if (concept === undefined || !draft.concepts[concept]) return;
  if (
    words[1]?.text === "only" &&
    words.some(({ verb }) => verb && ["read", "see", "view", "access"].includes(verb.base))
  )
    onlyRead(scene, concept, words);
  else if (words[0]?.text === "unless") unless(scene, event, concept, words);
}

function isLimiting({ tag, text }: Word): boolean {
  return (
    tag === "not" ||
    tag === "number" ||
    [
      "only",
      "no",
      "nobody",
      "noone",
      "nothing",
      "none",
      "must",
      "never",
      "cannot",
      "can't",
      "without",
    ].includes(text)
  );
}

/** `that only they and the patient may read`. */
export function onlyRead(scene: Scene, concept: string, words: readonly Word[]): void {
  const { draft } = scene;
  const end = words.findIndex(({ tag }) => tag === "modal" || tag === "be");
  const reading: Reading = { words: words.slice(2, end < 0 ? words.length - 1 : end), at: 0 };
  const people: [Phrase, string][] = [];
  while (reading.at < reading.words.length) {
    const phrase = readPhrase(reading, () => false);
    if (!phrase) reading.at++;
    else for (const kind of actorsOf(scene, phrase, false) ?? []) people.push([phrase, kind]);
  }
  if (people.length === 0 || people.some(([, kind]) => kind === "guest")) return;
  draft.shared.delete(concept);
  for (const [phrase, kind] of people) {
    const isOne = phrase.determiner === "the" && !phrase.words.at(-1)!.plural;
    if (isOne && !canOwn(draft, concept, kind))
      addReference(draft, concept, kind, { target: kind, filter: true });
    grant(draft, [kind], ["read"], concept, canOwn(draft, concept, kind), stated(scene));
  }
  use(scene, words);
}

/** `unless somebody has reserved the book`: nothing of that kind is waiting for the same thing. */
function unless(scene: Scene, event: Event, concept: string, words: readonly Word[]): void {
  const { draft } = scene;
  const at = words.findIndex(({ verb, tag }) => verb?.form === "past" && tag === "content");
  const block = at < 0 ? undefined : presetFor(words[at]!.verb!.base);
  const reading: Reading = { words: words.slice(at + 1), at: 0 };
  const phrase = at < 0 ? undefined : readPhrase(reading, () => false);
  const target = phrase && needConcept(scene, phrase);
  const action = event.verbs.find((verb) => draft.concepts[concept]!.lifecycle?.transitions[verb]);
  if (block === undefined || !target || action === undefined) return;
  const path = pathTo(draft, concept, target);
  if (!path || path.length === 0 || !presets[block]!.sections.some((line) => line.includes("{Target}")))
    return;
  const known = presetConcept(scene, block, target);
  const actor = draft.concepts[concept]!.owner?.actor ?? mainActor(draft);
  const served = known ?? putPreset(scene, block, actor, target, {}, false);
  const lifecycle = lifecycleOf(draft, served);
  const as = pathTo(draft, served, target)?.[0];
  if (as === undefined) return;
  const open = lifecycle ? ` && other.${lifecycle.attribute} == "${lifecycle.initial}"` : "";
  const rule = `${action} ${concept} only if \`!${served}.exists(other => other.${as}Id == row.${[...path.slice(0, -1), `${path.at(-1)}Id`].join(".")}${open})\`, else ${camelCase(served).toLowerCase()}-waiting "There is a ${camelCase(served).toLowerCase()} for this."`;
  bring(draft, [], [rule], {}, stated(scene));
  use(scene, words);
}
