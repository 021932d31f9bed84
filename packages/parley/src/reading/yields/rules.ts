import { camelCase, kebabCase, words as wordsOf } from "../../text/names.ts";
import type { Condition, Event } from "../clauses.ts";
import { addAttribute, addReference, claim, setParent, type Draft } from "../draft.ts";
import { attributeOf } from "../fragments.ts";
import { canOwn, fillFromPrototype, grant, has } from "../grants.ts";
import { attributeSpec } from "../lexicon/attributes.ts";
import { verbForm } from "../lexicon/words.ts";
import { actingIn, actionTargets, durationOf, durationPhrase, isDuration, isReportPhrase, objectsOf } from "../matching.ts";
import { nounWords, readPhrase, type Phrase, type Reading } from "../phrases.ts";
import { presetFor, presets } from "../presets.ts";
import { actorsOf, bring, conceptOf, isStaff, lifecycleOf, mainActor, needConcept, staffActor, stated, use, useNoun, useVerb, type Scene } from "../scene.ts";
import type { Word } from "../tagging.ts";
import { allow } from "./lifecycle.ts";
import { mainThing, preset, presetConcept, putPreset } from "./things.ts";

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
  if (!concept || !noun || phrase.quantity === undefined || phrase.quantity < 1 || !Number.isInteger(phrase.quantity)) return false;
  const reference = Object.entries(noun.references).find(([, { target, optional }]) => (target === actor || target === subject) && !optional)?.[0];
  const per = noun.owner && noun.owner.actor === actor ? noun.owner.as : noun.parent && noun.parent.concept === subject ? noun.parent.as : reference;
  if (per === undefined) return false;
  const at = event.slots.find(({ preposition, phrases }) => preposition === "at" && phrases.some(({ words }) => ["time", "once"].includes(words.at(-1)?.text ?? "")));
  const lifecycle = lifecycleOf(draft, concept);
  const period = event.slots.find(({ preposition, phrases }) => preposition === "per" && phrases.some(({ words }) => isDuration(words.at(-1)?.noun ?? "")));
  const length = period?.phrases[0] && durationOf({ ...period.phrases[0], quantity: 1 });
  if (length !== undefined) {
    bring(draft, [], [`at most ${phrase.quantity} ${concept} per ${per} where \`row.createdAt > now() - duration("${length}")\``], {}, stated(scene));
    use(scene, phrase.tokens, event.subject.flatMap(({ tokens }) => tokens), period!.word, period!.phrases[0]!.tokens);
    useVerb(scene, event);
    return true;
  }
  const where = lifecycle && (at || served) ? ` where \`row.${lifecycle.attribute} == "${lifecycle.initial}"${noun.attributes["expiresAt"] ? " && row.expiresAt > now()" : ""}\`` : "";
  bring(draft, [], [`at most ${phrase.quantity} ${concept} per ${per}${where}`], {}, stated(scene));
  use(scene, phrase.tokens, event.subject.flatMap(({ tokens }) => tokens), at?.word, at?.phrases.flatMap(({ tokens }) => tokens));
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
  use(scene, phrase.tokens, event.subject.flatMap(({ tokens }) => tokens));
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
  const ways = [[concept, "row"], ...[noun.parent, ...Object.entries(noun.references).filter(([, { optional }]) => !optional).map(([as, { target }]) => ({ as, concept: target }))].flatMap((relation) => (relation ? [[relation.concept, `row.${relation.as}`]] : []))] as [string, string][];
  for (const [target, path] of ways) {
    const thing = draft.concepts[target];
    if (!thing) continue;
    const isServed = Object.values(draft.uses).some(({ bind }) => bind["as"] === target);
    if (Object.keys(thing.attributes).length === 0 && !isServed) fillFromPrototype(draft, target, wordsOf(target));
    const time = Object.keys(thing.attributes).find((name) => thing.attributes[name]!.type === "datetime" && !thing.attributes[name]!.server && !thing.attributes[name]!.optional);
    if (time === undefined) continue;
    bring(draft, [], [`${verb} ${concept} only if \`now() + duration("${durationOf(phrase)}") <= ${path}.${time}\`, else too-late-to-${kebabCase(verb)} "It is too late for this."`], {}, stated(scene));
    allow(scene, event, concept, [verb]);
    useNoun(scene, phrase);
    use(scene, slot.word, slot.phrases.filter((inner) => { const named = conceptOf(scene, inner); return named === target || named === concept || inner.words[0]?.tag === "pronoun"; }).flatMap(({ tokens }) => tokens));
    useVerb(scene, event);
    return true;
  }
  return false;
}

/** `no double booking`: said of what is unique anyway. */
export function noDouble(scene: Scene, phrase: Phrase): void {
  if (phrase.determiner !== "no" || !/double|overlap|conflict/.test(phrase.tokens.map(({ text }) => text).join(" "))) return;
  const { draft } = scene;
  const served = ["booking", "reservation", "loan", "hold"].map((block) => presetConcept(scene, block)).find((name) => name !== undefined);
  const unique = [...draft.claims.values()].find(({ formal }) => formal?.type === "uniqueness" && formal.concept === served);
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
  const as = draft.concepts[concept].parent?.concept === scope ? draft.concepts[concept].parent?.as : undefined;
  if (as === undefined) return false;
  bring(draft, [`## ${concept}`, "", "- number: integer 1.., filterable, sortable, set by the server"], [
    `on create ${concept}, number = \`(${concept}.maximum(i => i.number, i => i.${as}Id == row.${as}Id) ?? 0) + 1\``,
    `one ${concept} per ${as}, number`,
  ], {}, stated(scene));
  has(draft, concept, as, stated(scene));
  use(scene, phrase.tokens, slot.word, slot.phrases[0]!.tokens);
  useVerb(scene, event);
  scene.focus = { ...scene.focus, concept };
  return true;
}

/** `search recipes by title`, `sort by priority and date`. */
export function listing(scene: Scene, event: Event, option: "search" | "filter" | "sort"): boolean {
  const { draft } = scene;
  const by = event.slots.filter(({ preposition }) => ["by", "on", "with", "through", "for"].includes(preposition));
  const direct = event.objects.filter(({ words }) => words.length > 0);
  const [named] = direct.length > 0 ? direct : option === "search" ? by.filter(({ preposition }) => preposition !== "by").flatMap(({ phrases }) => phrases) : [];
  const isSortBy = option === "sort" && event.verbWords.length > 1;
  const concept = (named && !isSortBy ? (conceptOf(scene, named) ?? needConcept(scene, named)) : undefined) ?? mainThing(scene);
  const noun = concept === undefined ? undefined : draft.concepts[concept];
  if (!concept || !noun) return false;
  if (Object.keys(noun.attributes).length === 0) fillFromPrototype(draft, concept, wordsOf(concept));
  const keys = isSortBy ? [...direct, ...by.flatMap(({ phrases }) => phrases)] : by.filter(({ phrases }) => !phrases.includes(named!)).flatMap(({ phrases }) => phrases);
  const done: string[] = [];
  const set = (name: string): void => {
    const attribute = noun.attributes[name];
    if (!attribute) return;
    if (option === "search" && ["string", "text"].includes(attribute.type)) attribute.search = true;
    else if (option === "sort" && !attribute.list) attribute.sort = true;
    else if (attribute.type !== "text" && attribute.type !== "json" && option !== "sort") attribute.filter = true;
    else return;
    done.push(name);
  };
  if (keys.length === 0) {
    if (option !== "search") return false;
    for (const [name, { type }] of Object.entries(noun.attributes)) if (type === "string") set(name);
  }
  for (const phrase of keys) {
    const words = nounWords(phrase);
    if (["anything", "everything", "all"].includes(words.at(-1) ?? "")) {
      for (const [name, { type }] of Object.entries(noun.attributes)) if (["enum", "boolean", "integer", "decimal", "date", "datetime"].includes(type)) set(name);
      for (const reference of Object.values(noun.references)) reference.filter = true;
      use(scene, phrase.tokens);
      continue;
    }
    const name = memberFor(draft, concept, words);
    if (name === undefined && attributeSpec(words)) addAttribute(draft, concept, camelCase(words.join(" ")), attributeOf(attributeSpec(words)!.spec));
    const found = name ?? memberFor(draft, concept, words);
    const before = done.length;
    if (found !== undefined) set(found);
    const reference = noun.references[camelCase(words.join(" "))];
    if (reference && option !== "sort") reference.filter = true;
    if (done.length > before || reference) use(scene, phrase.tokens);
  }
  if (done.length === 0 && !keys.some(({ tokens }) => tokens.some((word) => scene.used.has(word)))) return false;
  for (const name of done) has(draft, concept, name, stated(scene));
  const acting = actingIn(scene, event).filter((actor) => actor !== noun.owner?.actor);
  if (acting.length > 0) grant(draft, acting, ["read"], concept, false, stated(scene));
  scene.focus = { ...scene.focus, concept };
  use(scene, named?.tokens, event.subject.flatMap(({ tokens }) => tokens), by.map(({ word }) => word));
  useVerb(scene, event);
  return true;
}

/** The attribute that words name: exactly, by their last word, or the only date where a date is meant. */
function memberFor(draft: Draft, concept: string, words: readonly string[]): string | undefined {
  const noun = draft.concepts[concept]!;
  const name = camelCase(words.join(" "));
  if (noun.attributes[name]) return name;
  if (noun.attributes[`${name}s`]) return `${name}s`;
  const last = words.at(-1) ?? "";
  const ending = Object.keys(noun.attributes).filter((key) => key.toLowerCase().endsWith(last));
  if (ending.length === 1 && last.length > 2) return ending[0];
  if (last === "date") return Object.keys(noun.attributes).find((key) => noun.attributes[key]!.type === "date" || noun.attributes[key]!.type === "datetime");
  return undefined;
}

/** The way from one concept to another over relations that every row has. */
export function pathTo(draft: Draft, from: string, to: string): string[] | undefined {
  let ways: { at: string; path: string[] }[] = [{ at: from, path: [] }];
  const seen = new Set([from]);
  while (ways.length > 0) {
    const found = ways.find(({ at }) => at === to);
    if (found) return found.path;
    ways = ways.flatMap(({ at, path }) => {
      const noun = draft.concepts[at];
      const steps: [string, string][] = [
        ...(noun?.parent ? [[noun.parent.as, noun.parent.concept] as [string, string]] : []),
        ...(noun?.owner ? [[noun.owner.as, noun.owner.actor] as [string, string]] : []),
        ...Object.entries(noun?.references ?? {}).filter(([, { optional }]) => !optional).map(([as, { target }]) => [as, target] as [string, string]),
      ];
      return steps.filter(([, target]) => !seen.has(target)).map(([as, target]) => (seen.add(target), { at: target, path: [...path, as] }));
    });
  }
  return undefined;
}

function labelOf(draft: Draft, concept: string): string {
  const attributes = draft.concepts[concept]?.attributes ?? {};
  return ["title", "name"].find((name) => attributes[name]) ?? Object.keys(attributes).find((name) => attributes[name]!.type === "string" && !attributes[name]!.optional && !attributes[name]!.list) ?? "id";
}

/** `which books are borrowed most`, `daily sales by show`. */
export function report(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const actors = actingIn(scene, event).filter((kind) => kind !== "guest");
  const who = actors.length > 0 ? actors : [staffActor(draft) ?? mainActor(draft)];
  const condition = event.conditions.find(({ words }) => words[0]?.text === "which");
  const isDone = condition ? whichMost(scene, condition, who) : countsBy(scene, event, who);
  if (!isDone) return false;
  use(scene, event.subject.flatMap(({ tokens }) => tokens));
  useVerb(scene, event);
  return true;
}

function whichMost(scene: Scene, condition: Condition, who: readonly string[]): boolean {
  const { draft } = scene;
  const reading: Reading = { words: condition.words, at: 1 };
  const phrase = readPhrase(reading, () => false);
  const target = phrase && conceptOf(scene, phrase);
  const verb = condition.words.find(({ verb: form, tag }) => form?.form === "past" && tag !== "be")?.verb?.base;
  const block = verb === undefined ? undefined : presetFor(verb);
  const counted = block === undefined ? undefined : presetConcept(scene, block);
  const path = counted && target ? pathTo(draft, counted, target) : undefined;
  if (!path || !counted || !target) return false;
  if (Object.keys(draft.concepts[target]?.attributes ?? {}).length === 0) fillFromPrototype(draft, target, wordsOf(target));
  const isLeast = condition.words.some(({ text }) => text === "least");
  const name = camelCase(`${isLeast ? "least" : "most"} ${condition.words.find(({ verb: form }) => form?.form === "past")!.text} ${camelCase(target)}`).slice(0, 40);
  const keys = [...path, labelOf(draft, target)].join(".");
  bring(draft, [], [`report ${name} for ${who.join(", ")}: ${counted}, by ${camelCase(target)} = \`row.${keys}\`, showing count = count, sorted by ${isLeast ? "" : "-"}count, first 20`], {}, stated(scene));
  use(scene, condition.words);
  return true;
}

const soldBy: Readonly<Record<string, readonly string[]>> = { sale: ["purchase"], revenue: ["purchase"], turnover: ["purchase"], earning: ["purchase"], booking: ["booking"] };

function countsBy(scene: Scene, event: Event, who: readonly string[]): boolean {
  const { draft } = scene;
  const phrase = event.objects.find(isReportPhrase);
  if (!phrase) return false;
  const words = nounWords(phrase);
  const counted = (soldBy[words.at(-1)!] ?? []).map((block) => presetConcept(scene, block)).find((name) => name !== undefined) ?? conceptOf(scene, { ...phrase, words: phrase.words.slice(0, -1) });
  if (counted === undefined || !draft.concepts[counted]) return false;
  const by: string[] = [];
  const daily = phrase.modifiers.find(({ text }) => text === "daily");
  if (daily) by.push("day = `dateOf(row.createdAt)`");
  const slots = event.slots.filter(({ preposition }) => preposition === "by" || preposition === "per");
  for (const slot of slots) for (const group of slot.phrases) {
    const target = conceptOf(scene, group);
    const path = target === undefined ? undefined : pathTo(draft, counted, target);
    if (target === undefined || !path || path.length === 0) continue;
    if (Object.keys(draft.concepts[target]?.attributes ?? {}).length === 0) fillFromPrototype(draft, target, wordsOf(target));
    by.push(`${camelCase(target)} = \`row.${[...path, labelOf(draft, target)].join(".")}\``);
    use(scene, slot.word, group.tokens);
  }
  if (by.length === 0) return false;
  const name = camelCase([...(daily ? ["daily"] : []), phrase.words.map(({ text }) => text).join(" ")].join(" ")).slice(0, 40);
  bring(draft, [], [`report ${name} for ${who.join(", ")}: ${counted}, by ${by.join(", ")}, showing count = count, sorted by -count`], {}, stated(scene));
  use(scene, phrase.words, daily);
  return true;
}

/** `late returns cost 0.20 a day`: what ends late makes a fine. */
export function fee(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  const [phrase] = event.subject;
  const amount = event.objects.find(({ quantity }) => quantity !== undefined);
  const verb = verbForm(phrase?.words.at(-1)?.noun ?? "")?.base;
  const isLate = phrase?.modifiers.some(({ text }) => text === "late" || text === "overdue");
  const concept = Object.keys(draft.concepts).find((name) => verb !== undefined && draft.concepts[name]!.lifecycle?.transitions[verb] && draft.concepts[name]!.attributes["dueAt"] && draft.concepts[name]!.owner);
  const isDaily = amount?.words.at(-1)?.noun === "day";
  if (!phrase || !amount?.quantity || !isLate || concept === undefined || !isDaily) return false;
  const owner = draft.concepts[concept]!.owner!;
  const item = camelCase(concept);
  bring(draft, [`## Fine (owned by ${owner.actor} as debtor)`, "", `- ${item} -> ${concept}, one for each`, "- amount: decimal 0.., set by the server, sortable"], [
    `on ${verb} ${concept} when \`row.dueAt < now()\`: create Fine with ${item}Id = \`row.id\`, debtorId = \`row.${owner.as}Id\`, amount = \`${amount.quantity.toFixed(2)} * (daysBetween(row.dueAt, now()) + 1)\``,
  ], {}, stated(scene));
  const staff = Object.keys(draft.actors).filter((kind) => isStaff(draft, kind) && kind !== owner.actor);
  bring(draft, [], [`${owner.actor} may read own Fine`, ...(staff.length > 0 ? [`${staff.join(", ")} may read Fine`] : [])], {}, { status: "assumed", evidence: [], because: "who owes a fine can see it" });
  use(scene, phrase.tokens, amount.tokens);
  useVerb(scene, event);
  return true;
}

/** What stands behind `that`, `unless` and the like. Tells nothing where it is not understood: its words stay open. */
export function conditional(scene: Scene, event: Event, condition: Condition): void {
  const { draft, focus } = scene;
  const concept = event.objects.map((phrase) => conceptOf(scene, phrase)).find((name) => name !== undefined) ?? focus.concept;
  const { words } = condition;
  // `so that …` gives a reason.
  if (words[0]?.text === "so") return use(scene, words);
  if (words.slice(-1)[0]?.text === "like" || words.some(({ verb }) => verb && ["like", "want", "love", "need", "choose"].includes(verb.base))) {
    if (words.length <= 4) use(scene, words);
    return;
  }
  if (concept === undefined || !draft.concepts[concept]) return;
  if (words[1]?.text === "only" && words.some(({ verb }) => verb && ["read", "see", "view", "access"].includes(verb.base))) onlyRead(scene, concept, words);
  else if (words[0]?.text === "unless") unless(scene, event, concept, words);
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
    if (isOne && !canOwn(draft, concept, kind)) addReference(draft, concept, kind, { target: kind, filter: true });
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
  if (!path || path.length === 0 || !presets[block]!.sections.some((line) => line.includes("{Target}"))) return;
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
