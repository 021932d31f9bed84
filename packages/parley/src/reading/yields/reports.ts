import { camelCase, words as wordsOf } from "../../text/names.ts";
import type { Condition, Event } from "../event.ts";
import type { Draft } from "../draft.ts";
import { fillFromPrototype } from "../grants.ts";
import { actingIn, isReportPhrase } from "../matching.ts";
import { nounWords, type Reading, readPhrase } from "../phrases.ts";
import { presetFor } from "../presets.ts";
import {
  actorsOf,
  bring,
  conceptOf,
  isStranger,
  mainActor,
  type Scene,
  staffActor,
  stated,
  use,
  useDeed,
} from "../scene.ts";
import { presetConcept } from "./blocks.ts";
import { memberFor, pathTo } from "./lists.ts";

function labelOf(draft: Draft, concept: string): string {
  const attributes = draft.concepts[concept]?.attributes ?? {};
  return (
    ["title", "name"].find((name) => attributes[name]) ??
    Object.keys(attributes).find(
      (name) => attributes[name]!.type === "string" && !attributes[name]!.optional && !attributes[name]!.list,
    ) ??
    "id"
  );
}

/** `which books are borrowed most`, `daily sales by show`. */
export function report(scene: Scene, event: Event): boolean {
  const { draft } = scene;
  if (isStranger(scene, event)) return false;
  const actors = actingIn(scene, event).filter((kind) => kind !== "guest");
  const who = actors.length > 0 ? actors : [staffActor(draft) ?? mainActor(draft)];
  const which = event.conditions.find(({ words }) => words[0]?.text === "which");
  const many = event.conditions.find(({ words }) => words[0]?.text === "how");
  const isDone = which
    ? whichMost(scene, which, who)
    : many
      ? howMany(scene, many, who)
      : countsBy(scene, event, who);
  if (!isDone) return false;
  useDeed(scene, event);
  return true;
}

function whichMost(scene: Scene, condition: Condition, who: readonly string[]): boolean {
  const { draft } = scene;
  const reading: Reading = { words: condition.words, at: 1 };
  const phrase = readPhrase(reading, () => false);
  const target = phrase && conceptOf(scene, phrase);
  const verb = condition.words.find(({ verb: form, tag }) => form?.form === "past" && tag !== "be")?.verb
    ?.base;
  const block = verb === undefined ? undefined : presetFor(verb);
  const counted = block === undefined ? undefined : presetConcept(scene, block);
  const path = counted && target ? pathTo(draft, counted, target) : undefined;
  if (!path || !counted || !target) return false;
  if (Object.keys(draft.concepts[target]?.attributes ?? {}).length === 0)
    fillFromPrototype(draft, target, wordsOf(target));
  const isLeast = condition.words.some(({ text }) => text === "least");
  const name = camelCase(
    `${isLeast ? "least" : "most"} ${condition.words.find(({ verb: form }) => form?.form === "past")!.text} ${camelCase(target)}`,
  ).slice(0, 40);
  const keys = [...path, labelOf(draft, target)].join(".");
  bring(
    draft,
    [],
    [
      `report ${name} for ${who.join(", ")}: ${counted}, by ${camelCase(target)} = \`row.${keys}\`, showing count = count, sorted by ${isLeast ? "" : "-"}count, first 20`,
    ],
    {},
    stated(scene),
  );
  use(scene, condition.words);
  return true;
}

/** `how many visits each ward had per month, by kind`. */
function howMany(scene: Scene, { words }: Condition, who: readonly string[]): boolean {
  const { draft } = scene;
  const reading: Reading = { words, at: 2 };
  const phrase = readPhrase(reading, () => false);
  const group = readPhrase(reading, () => false);
  const counted = phrase && conceptOf(scene, phrase);
  const target = group && (conceptOf(scene, group) ?? actorsOf(scene, group, false)?.[0]);
  const path = counted && target ? pathTo(draft, counted, target) : undefined;
  const isEach = group?.determiner === "each" || group?.determiner === "every";
  if (!phrase || !group || !counted || !target || !path?.length || !isEach) return false;
  if (words[reading.at]?.tag !== "have" || phrase.modifiers.length + group.modifiers.length > 0) return false;
  if (Object.keys(draft.concepts[target]?.attributes ?? {}).length === 0)
    fillFromPrototype(draft, target, wordsOf(target));
  const by = [`${camelCase(target)} = \`row.${[...path, labelOf(draft, target)].join(".")}\``];
  const used = [...words.slice(0, 2), ...phrase.tokens, ...group.tokens, words[reading.at++]!];
  while (reading.at < words.length) {
    const word = words[reading.at++]!;
    if (word.text !== "per" && word.text !== "by") continue;
    const key = readPhrase(reading, () => false);
    const value = key && keyOf(draft, counted, nounWords(key));
    if (value === undefined) continue;
    by.push(value);
    used.push(word, ...key!.tokens);
  }
  const name = camelCase(`${phrase.words.map(({ text }) => text).join(" ")} per ${target}`).slice(0, 40);
  bring(
    draft,
    [],
    [
      `report ${name} for ${who.join(", ")}: ${counted}, by ${by.join(", ")}, showing count = count, sorted by -count`,
    ],
    {},
    stated(scene),
  );
  use(scene, used);
  return true;
}

/** The day on which rows are made, or a value of theirs. */
function keyOf(draft: Draft, concept: string, words: readonly string[]): string | undefined {
  if (words.join(" ") === "day") return "day = `dateOf(row.createdAt)`";
  const name = memberFor(draft, concept, words);
  const type = name === undefined ? undefined : draft.concepts[concept]!.attributes[name]!.type;
  return name !== undefined && type === "enum" ? `${name} = \`row.${name}\`` : undefined;
}

const soldBy: Readonly<Record<string, readonly string[]>> = {
  sale: ["purchase"],
  revenue: ["purchase"],
  turnover: ["purchase"],
  earning: ["purchase"],
  booking: ["booking"],
};

function countsBy(scene: Scene, event: Event, who: readonly string[]): boolean {
  const { draft } = scene;
  const phrase = event.objects.find(isReportPhrase);
  if (!phrase) return false;
  const words = nounWords(phrase);
  const counted =
    (soldBy[words.at(-1)!] ?? [])
      .map((block) => presetConcept(scene, block))
      .find((name) => name !== undefined) ??
    conceptOf(scene, { ...phrase, words: phrase.words.slice(0, -1) });
  if (counted === undefined || !draft.concepts[counted]) return false;
  const by: string[] = [];
  const daily = phrase.modifiers.find(({ text }) => text === "daily");
  if (daily) by.push("day = `dateOf(row.createdAt)`");
  const slots = event.slots.filter(({ preposition }) => preposition === "by" || preposition === "per");
  for (const slot of slots)
    for (const group of slot.phrases) {
      const target = conceptOf(scene, group);
      const path = target === undefined ? undefined : pathTo(draft, counted, target);
      if (target === undefined || !path || path.length === 0) continue;
      if (Object.keys(draft.concepts[target]?.attributes ?? {}).length === 0)
        fillFromPrototype(draft, target, wordsOf(target));
      by.push(`${camelCase(target)} = \`row.${[...path, labelOf(draft, target)].join(".")}\``);
      use(scene, slot.word, group.tokens);
    }
  if (by.length === 0) return false;
  const name = camelCase(
    [...(daily ? ["daily"] : []), phrase.words.map(({ text }) => text).join(" ")].join(" "),
  ).slice(0, 40);
  bring(
    draft,
    [],
    [
      `report ${name} for ${who.join(", ")}: ${counted}, by ${by.join(", ")}, showing count = count, sorted by -count`,
    ],
    {},
    stated(scene),
  );
  use(scene, phrase.words, daily);
  return true;
}
