import { camelCase } from "../../text/names.ts";
import { addReference, isBelow, setOwner, setParent } from "../draft-members.ts";
import { ensureConcept, LONGEST_NAME } from "../draft.ts";
import type { Event, Slot } from "../event.ts";
import { canOwn, grant, has } from "../grants.ts";
import { addMembers } from "../members.ts";
import { actingIn } from "../matching.ts";
import { type Phrase, namesPeople, nounWords } from "../phrases.ts";
import {
  type Scene,
  actorsOf,
  bring,
  conceptOf,
  isStaff,
  isThing,
  isValue,
  mainActor,
  needConcept,
  stated,
  use,
  useNoun,
  useVerb,
} from "../scene.ts";

export const places: ReadonlySet<string> = new Set(
  "in to under for on of within inside about from".split(" "),
);

/** `with items`, `in a project`, `for a patient`: what belongs to a new thing. */
export function placeSlot(scene: Scene, concept: string, slot: Slot): void {
  const { draft } = scene;
  if (!draft.concepts[concept]) return;
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
    if (slot.preposition === "to" && isInfinitive(phrase)) continue;
    const target =
      conceptOf(scene, phrase) ??
      (isThing(scene, phrase) &&
      (!isValue(phrase) || phrase.quantity === 1) &&
      slot.preposition !== "of" &&
      slot.preposition !== "about"
        ? needConcept(scene, phrase)
        : undefined);
    if (target === undefined || target === concept || !draft.concepts[target]) continue;
    const noun = draft.concepts[concept]!;
    if (phrase.quantity === 1 && slot.preposition === "for")
      addReference(draft, concept, camelCase(target), { target, filter: true });
    const before = noun.parent?.concept === target ? noun.parent.as : undefined;
    const as = camelCase(target);
    if (
      before === undefined &&
      !noun.references[as] &&
      !setParent(draft, concept, target) &&
      !isBelow(draft, target, concept)
    )
      addReference(draft, concept, as, { target, filter: true });
    const found = noun.parent?.concept === target ? noun.parent.as : noun.references[as] ? as : undefined;
    if (found === undefined) continue;
    has(draft, concept, found, stated(scene));
    use(
      scene,
      slot.word,
      phrase.tokens.filter(({ tag, value }) => tag !== "number" || value === 1),
    );
  }
}

/** `a permit to work`: what may be done, not where. */
function isInfinitive({ words, determiner, possessive, quantity }: Phrase): boolean {
  const isBare = determiner === undefined && possessive === undefined && quantity === undefined;
  return isBare && words.length === 1 && words[0]!.verb?.form === "base";
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
  const name = `${whole}${item}`.slice(0, LONGEST_NAME);
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
