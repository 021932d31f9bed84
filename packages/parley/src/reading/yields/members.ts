import { camelCase, pascalCase } from "../../text/names.ts";
import type { Event } from "../event.ts";
import { grant, has } from "../grants.ts";
import { addMembers } from "../members.ts";
import { type Phrase, isPlural, namesPeople, nounWords } from "../phrases.ts";
import { presets } from "../presets.ts";
import {
  actorsOf,
  bring,
  conceptOf,
  isThing,
  isValue,
  mainActor,
  needConcept,
  type Scene,
  stated,
  use,
  useVerb,
} from "../scene.ts";
import { mainThing, putPreset } from "./blocks.ts";
import { placeSlot } from "./places.ts";

/** `an issue has a title and labels`; the words after an inner `with` belong to the last thing before it. */
export function members(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const owners = event.subject.flatMap((phrase): string[] => {
    const kind = namesPeople(phrase) ? actorsOf(scene, phrase, true)?.[0] : undefined;
    const name = kind ?? needConcept(scene, phrase);
    return name === undefined || name === "guest" ? [] : [name];
  });
  const [owner] = owners;
  if (owner === undefined || owners.length !== 1) return false;
  const withSlot = event.slots.find(({ preposition }) => preposition === "with");
  const isListed = event.verbs[0] === ":";
  const objects = event.objects.filter(
    (phrase) => phrase.words.length > 0 && !(isListed && letGuests(scene, owner, phrase)),
  );
  // `a show has performances, each performance a hall`: what follows belongs to the second.
  const each = objects.findIndex(
    ({ determiner }, index) => index > 0 && (determiner === "each" || determiner === "every"),
  );
  const naming = isListed ? "listed" : "has";
  let parts = addMembers(scene, owner, each < 0 ? objects : objects.slice(0, each), naming);
  const inner = each < 0 ? undefined : needConcept(scene, objects[each]!);
  if (each >= 0 && inner !== undefined) {
    use(scene, objects[each]!.tokens);
    parts = addMembers(scene, inner, objects.slice(each + 1));
  }
  if (withSlot && event.verbs.length === 0) {
    parts = addMembers(scene, owner, withSlot.phrases);
    use(scene, withSlot.word);
  } else if (withSlot) {
    const last = parts.at(-1);
    const at = withSlot.phrases.findIndex((phrase) => !isValue(phrase) || phrase.determiner !== undefined);
    const belonging = at < 0 ? withSlot.phrases : withSlot.phrases.slice(0, at);
    if (last !== undefined && last !== "" && belonging.length > 0) {
      addMembers(scene, last, belonging);
      use(scene, withSlot.word);
      addMembers(scene, owner, withSlot.phrases.slice(belonging.length));
    } else addMembers(scene, last !== undefined && last !== "" ? last : owner, withSlot.phrases);
  }
  for (const slot of event.slots) {
    const isTheirs = slot.phrases.every((phrase) => conceptOf(scene, phrase) === owner);
    // `inspections per boat: date, …`
    if (slot.preposition === "per" && isListed && !isTheirs)
      placeSlot(scene, owner, { ...slot, preposition: "in" });
    if (slot.preposition === "per" && isTheirs)
      use(
        scene,
        slot.word,
        slot.phrases.flatMap(({ tokens }) => tokens),
      );
  }
  const after = event.slots.find(({ preposition }) => preposition === "by");
  const part = parts.findLast((name) => name !== "") ?? "";
  if (after && event.verbs.length === 0 && draft.concepts[part]) {
    addMembers(scene, part, after.phrases.slice(0, 1));
    addMembers(scene, owner, after.phrases.slice(1));
  }
  if (
    !event.subject.some(({ tokens }) => tokens.some((word) => scene.used.has(word))) ||
    event.words.some((word) => scene.used.has(word))
  ) {
    use(
      scene,
      event.subject.flatMap(({ tokens }) => tokens),
    );
    useVerb(scene, event);
  }
  if (draft.concepts[owner]) scene.focus = { ...scene.focus, concept: owner };
  return event.words.some((word) => scene.used.has(word));
}

/** `reports: anyone, no account, place`: who makes them, in a list of what they have. */
function letGuests(scene: Scene, concept: string, phrase: Phrase): boolean {
  const { draft } = scene;
  const head = nounWords(phrase).at(-1)!;
  const isGuest = actorsOf(scene, phrase, false)?.includes("guest");
  const isWithout = phrase.determiner === "no" && ["account", "login", "registration"].includes(head);
  if (!draft.concepts[concept] || (!isGuest && !isWithout)) return false;
  grant(draft, ["guest"], ["create"], concept, false, stated(scene));
  use(scene, phrase.tokens);
  return true;
}

/** A bullet that names a thing with its parts, a deed, or roles. */
export function nominal(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const [first] = event.subject;
  if (!first) return false;
  const words = nounWords(first);
  if (["role", "roles"].includes(first.words[0]?.text ?? "") && first.words.length + event.subject.length > 2)
    return roles(scene, event);
  const deed = Object.entries(presets).find(
    ([, { noun }]) => words.length === 1 && noun.toLowerCase() === words[0],
  );
  if (deed && isPlural(first) && draft.concepts[pascalCase(words[0]!)] === undefined) {
    const target = mainThing(scene);
    if (target === undefined) return false;
    const concept = putPreset(scene, deed[0], mainActor(draft), target, {}, true);
    use(scene, first.tokens);
    draft.aliases[words[0]!] = concept;
    let part = "";
    for (const slot of event.slots) {
      if (slot.preposition === "with") {
        part = addMembers(scene, concept, slot.phrases).findLast((name) => name !== "") ?? "";
        use(scene, slot.word);
      } else if (slot.preposition === "by" && draft.concepts[part]) {
        addMembers(scene, part, slot.phrases.slice(0, 1));
        addMembers(scene, target, slot.phrases.slice(1));
      }
    }
    for (const phrase of event.subject.slice(1)) addMembers(scene, target, [phrase]);
    return true;
  }
  if (
    event.slots.some(({ preposition }) => preposition === "with") &&
    isThing(scene, first) &&
    !namesPeople(first)
  )
    return members(scene, event);
  return false;
}

function roles(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const membership = Object.keys(draft.concepts).findLast(
    (concept) =>
      Object.values(draft.concepts[concept]!.references).some(({ target }) => draft.actors[target]) &&
      draft.concepts[concept]!.parent,
  );
  const [first, ...rest] = event.subject;
  const names = [
    ...first!.words.slice(1).map(({ noun }) => noun),
    ...rest.map((phrase) => nounWords(phrase).join(" ")),
  ];
  const values = [
    ...new Set(names.map((name) => camelCase(name)).filter((name) => /^[a-z][A-Za-z0-9]*$/.test(name))),
  ];
  if (membership === undefined || values.length < 2) return false;
  bring(
    draft,
    [`## ${membership}`, "", `- role: one of ${values.join(" | ")}, filterable`],
    [],
    {},
    stated(scene),
  );
  if (!draft.concepts[membership]!.attributes["role"]) return false;
  has(draft, membership, "role", stated(scene));
  use(
    scene,
    event.subject.flatMap(({ tokens }) => tokens),
  );
  return true;
}
