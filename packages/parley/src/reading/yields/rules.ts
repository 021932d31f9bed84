import { camelCase, kebabCase, words as wordsOf } from "../../text/names.ts";
import type { Event } from "../event.ts";
import { setParent } from "../draft-members.ts";
import { claim } from "../draft.ts";
import { fillFromPrototype, has } from "../grants.ts";
import { verbForm } from "../lexicon/words.ts";
import { actingIn, actionTargets, durationOf, durationPhrase, isDuration, objectsOf } from "../matching.ts";
import type { Phrase } from "../phrases.ts";
import { presetFor } from "../presets.ts";
import {
  bring,
  conceptOf,
  isStaff,
  lifecycleOf,
  needConcept,
  type Scene,
  stated,
  use,
  useVerb,
} from "../scene.ts";
import { preset, presetConcept } from "./blocks.ts";
import { allow } from "./lifecycle.ts";
import { pathTo } from "./lists.ts";

/** `members get at most five loans at a time`. */
export function limit(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const phrase = event.objects.find(({ bound }) => bound === "most")!;
  const block = presetFor(verb);
  if (block !== undefined && conceptOf(scene, phrase) === undefined) preset(scene, event, verb);
  else if (block !== undefined && presetConcept(scene, block) === undefined) preset(scene, event, verb);
  const served = block === undefined ? undefined : presetConcept(scene, block);
  const concept = served ?? conceptOf(scene, phrase);
  const noun = concept === undefined ? undefined : draft.concepts[concept];
  const actor = actingIn(scene, event).find((kind) => kind !== "guest");
  const subject = event.subject[0] ? conceptOf(scene, event.subject[0]) : undefined;
  if (
    !concept ||
    !noun ||
    phrase.quantity === undefined ||
    phrase.quantity < 1 ||
    !Number.isInteger(phrase.quantity)
  )
    return false;
  const reference = Object.entries(noun.references).find(
    ([, { target, optional }]) => (target === actor || target === subject) && !optional,
  )?.[0];
  const per =
    noun.owner && noun.owner.actor === actor
      ? noun.owner.as
      : noun.parent && noun.parent.concept === subject
        ? noun.parent.as
        : reference;
  if (per === undefined) return false;
  const at = event.slots.find(
    ({ preposition, phrases }) =>
      preposition === "at" &&
      phrases.some(({ words }) => ["time", "once"].includes(words.at(-1)?.text ?? "")),
  );
  const lifecycle = lifecycleOf(draft, concept);
  const period = event.slots.find(
    ({ preposition, phrases }) =>
      preposition === "per" && phrases.some(({ words }) => isDuration(words.at(-1)?.noun ?? "")),
  );
  const length = period?.phrases[0] && durationOf({ ...period.phrases[0], quantity: 1 });
  if (length !== undefined) {
    bring(
      draft,
      [],
      [
        `at most ${phrase.quantity} ${concept} per ${per} where \`row.createdAt > now() - duration("${length}")\``,
      ],
      {},
      stated(scene),
    );
    use(
      scene,
      phrase.tokens,
      event.subject.flatMap(({ tokens }) => tokens),
      period!.word,
      period!.phrases[0]!.tokens,
    );
    useVerb(scene, event);
    return true;
  }
  const where =
    lifecycle && (at || served)
      ? ` where \`row.${lifecycle.attribute} == "${lifecycle.initial}"${noun.attributes["expiresAt"] ? " && row.expiresAt > now()" : ""}\``
      : "";
  bring(draft, [], [`at most ${phrase.quantity} ${concept} per ${per}${where}`], {}, stated(scene));
  use(
    scene,
    phrase.tokens,
    event.subject.flatMap(({ tokens }) => tokens),
    at?.word,
    at?.phrases.flatMap(({ tokens }) => tokens),
  );
  useVerb(scene, event);
  return true;
}

/** `nobody may approve their own report`. */
export function forbidOwn(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const [phrase] = objectsOf(event);
  const concept = phrase && conceptOf(scene, phrase);
  const noun = concept === undefined ? undefined : draft.concepts[concept];
  if (!concept || !noun || !phrase?.possessive) return false;
  const block = presetFor(verb);
  const served = block === undefined ? undefined : presetConcept(scene, block, concept);
  const action = noun.lifecycle?.transitions[verb] ? verb : served !== undefined ? "create" : undefined;
  const guarded = served ?? concept;
  const path = served === undefined ? "row" : `row.${pathTo(draft, served, concept)?.join(".") ?? ""}`;
  if (action === undefined || !noun.owner || path.endsWith(".")) return false;
  // Accounts are compared: a person may act in several roles.
  const rule = `${action} ${guarded} only if \`${path}.${noun.owner.as}.accountId != actor.accountId\`, else own-${camelCase(concept).toLowerCase()} "This is not possible with one's own."`;
  bring(draft, [], [rule], {}, stated(scene));
  use(
    scene,
    phrase.tokens,
    event.subject.flatMap(({ tokens }) => tokens),
  );
  useVerb(scene, event);
  return true;
}

/** `patients can cancel up to 24 hours before`. */
export function deadline(scene: Scene, event: Event, verb: string): boolean {
  const { draft } = scene;
  const [concept] = actionTargets(scene, event, verb);
  const phrase = durationPhrase(event);
  const slot = event.slots.find(({ preposition }) => preposition === "before");
  const noun = concept === undefined ? undefined : draft.concepts[concept];
  if (!concept || !noun || !phrase || !slot) return false;
  const ways = [
    [concept, "row"],
    ...[
      noun.parent,
      ...Object.entries(noun.references)
        .filter(([, { optional }]) => !optional)
        .map(([as, { target }]) => ({ as, concept: target })),
    ].flatMap((relation) => (relation ? [[relation.concept, `row.${relation.as}`]] : [])),
  ] as [string, string][];
  for (const [target, path] of ways) {
    const thing = draft.concepts[target];
    if (!thing) continue;
    const isServed = Object.values(draft.uses).some(({ bind }) => bind["as"] === target);
    if (Object.keys(thing.attributes).length === 0 && !isServed)
      fillFromPrototype(draft, target, wordsOf(target));
    const time = Object.keys(thing.attributes).find(
      (name) =>
        thing.attributes[name]!.type === "datetime" &&
        !thing.attributes[name]!.server &&
        !thing.attributes[name]!.optional,
    );
    if (time === undefined) continue;
    bring(
      draft,
      [],
      [
        `${verb} ${concept} only if \`now() + duration("${durationOf(phrase)}") <= ${path}.${time}\`, else too-late-to-${kebabCase(verb)} "It is too late for this."`,
      ],
      {},
      stated(scene),
    );
    allow(scene, event, concept, [verb]);
    use(
      scene,
      phrase.tokens,
      slot.word,
      slot.phrases
        .filter((inner) => {
          const named = conceptOf(scene, inner);
          return named === target || named === concept || inner.words[0]?.tag === "pronoun";
        })
        .flatMap(({ tokens }) => tokens),
    );
    useVerb(scene, event);
    return true;
  }
  return false;
}

/** `no double booking`: said of what is unique anyway. */
export function noDouble(scene: Scene, phrase: Phrase): void {
  if (
    phrase.determiner !== "no" ||
    !/double|overlap|conflict/.test(phrase.tokens.map(({ text }) => text).join(" "))
  )
    return;
  const { draft } = scene;
  const served = ["booking", "reservation", "loan", "hold"]
    .map((block) => presetConcept(scene, block))
    .find((name) => name !== undefined);
  const unique = [...draft.claims.values()].find(
    ({ formal }) => formal?.type === "uniqueness" && formal.concept === served,
  );
  if (!unique?.formal) return;
  claim(draft, unique.formal, stated(scene));
  use(scene, phrase.tokens);
}

/** `issues numbered per project`. */
export function number(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const slot = event.slots.find(({ preposition }) => preposition === "per" || preposition === "within")!;
  const [phrase] = objectsOf(event);
  const concept = phrase && needConcept(scene, phrase);
  const scope = slot.phrases[0] && needConcept(scene, slot.phrases[0]);
  if (!concept || !scope || concept === scope || !draft.concepts[concept]) return false;
  setParent(draft, concept, scope);
  const as =
    draft.concepts[concept].parent?.concept === scope ? draft.concepts[concept].parent?.as : undefined;
  if (as === undefined) return false;
  bring(
    draft,
    [`## ${concept}`, "", "- number: integer 1.., filterable, sortable, set by the server"],
    [
      `on create ${concept}, number = \`(${concept}.maximum(i => i.number, i => i.${as}Id == row.${as}Id) ?? 0) + 1\``,
      `one ${concept} per ${as}, number`,
    ],
    {},
    stated(scene),
  );
  has(draft, concept, as, stated(scene));
  use(scene, phrase.tokens, slot.word, slot.phrases[0]!.tokens);
  useVerb(scene, event);
  scene.focus = { ...scene.focus, concept };
  return true;
}

/** `late returns cost 0.20 a day`: what ends late makes a fine. */
export function fee(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const [phrase] = event.subject;
  const amount = event.objects.find(({ quantity }) => quantity !== undefined);
  const verb = verbForm(phrase?.words.at(-1)?.noun ?? "")?.base;
  const isLate = phrase?.modifiers.some(({ text }) => text === "late" || text === "overdue");
  const concept = Object.keys(draft.concepts).find(
    (name) =>
      verb !== undefined &&
      draft.concepts[name]!.lifecycle?.transitions[verb] &&
      draft.concepts[name]!.attributes["dueAt"] &&
      draft.concepts[name]!.owner,
  );
  const isDaily = amount?.words.at(-1)?.noun === "day";
  if (!phrase || !amount?.quantity || !isLate || concept === undefined || !isDaily) return false;
  const owner = draft.concepts[concept]!.owner!;
  const item = camelCase(concept);
  bring(
    draft,
    [
      `## Fine (owned by ${owner.actor} as debtor)`,
      "",
      `- ${item} -> ${concept}, one for each`,
      "- amount: decimal 0.., set by the server, sortable",
    ],
    [
      `on ${verb} ${concept} when \`row.dueAt < now()\`: create Fine with ${item}Id = \`row.id\`, debtorId = \`row.${owner.as}Id\`, amount = \`${amount.quantity.toFixed(2)} * (daysBetween(row.dueAt, now()) + 1)\``,
    ],
    {},
    stated(scene),
  );
  const staff = Object.keys(draft.actors).filter((kind) => isStaff(draft, kind) && kind !== owner.actor);
  bring(
    draft,
    [],
    [`${owner.actor} may read own Fine`, ...(staff.length > 0 ? [`${staff.join(", ")} may read Fine`] : [])],
    {},
    { status: "assumed", evidence: [], because: "who owes a fine can see it" },
  );
  use(scene, phrase.tokens, amount.tokens);
  useVerb(scene, event);
  return true;
}
