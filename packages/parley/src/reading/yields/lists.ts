import { camelCase, words as wordsOf } from "../../text/names.ts";
import type { Event } from "../event.ts";
import { addAttribute } from "../draft-members.ts";
import type { Draft } from "../draft.ts";
import { attributeOf } from "../fragments.ts";
import { fillFromPrototype, grant, has } from "../grants.ts";
import { attributeSpec } from "../lexicon/attributes.ts";
import { actingIn } from "../matching.ts";
import { nounWords } from "../phrases.ts";
import { conceptOf, needConcept, type Scene, stated, use, useVerb } from "../scene.ts";
import { mainThing } from "./blocks.ts";

/** `search recipes by title`, `sort by priority and date`. */
export function listing(scene: Scene, event: Event, option: "search" | "filter" | "sort"): boolean {
  const { draft } = scene;
  const by = event.slots.filter(({ preposition }) =>
    ["by", "on", "with", "through", "for"].includes(preposition),
  );
  const direct = event.objects.filter(({ words }) => words.length > 0);
  const [named] =
    direct.length > 0
      ? direct
      : option === "search"
        ? by.filter(({ preposition }) => preposition !== "by").flatMap(({ phrases }) => phrases)
        : [];
  const isSortBy = option === "sort" && event.verbWords.length > 1;
  const concept =
    (named && !isSortBy ? (conceptOf(scene, named) ?? needConcept(scene, named)) : undefined) ??
    mainThing(scene);
  const noun = concept === undefined ? undefined : draft.concepts[concept];
  if (!concept || !noun) return false;
  if (Object.keys(noun.attributes).length === 0) fillFromPrototype(draft, concept, wordsOf(concept));
  const keys = isSortBy
    ? [...direct, ...by.flatMap(({ phrases }) => phrases)]
    : by.filter(({ phrases }) => !phrases.includes(named!)).flatMap(({ phrases }) => phrases);
  const done: string[] = [];
  const set = (name: string): void => {
    const attribute = noun.attributes[name];
    if (!attribute) return;
    if (option === "search" && ["string", "text"].includes(attribute.type)) attribute.search = true;
    else if (option === "sort" && !attribute.list) attribute.sort = true;
    else if (attribute.type !== "text" && attribute.type !== "json" && option !== "sort")
      attribute.filter = true;
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
      for (const [name, { type }] of Object.entries(noun.attributes))
        if (["enum", "boolean", "integer", "decimal", "date", "datetime"].includes(type)) set(name);
      for (const reference of Object.values(noun.references)) reference.filter = true;
      use(scene, phrase.tokens);
      continue;
    }
    const name = memberFor(draft, concept, words);
    if (name === undefined && attributeSpec(words))
      addAttribute(draft, concept, camelCase(words.join(" ")), attributeOf(attributeSpec(words)!.spec));
    const found = name ?? memberFor(draft, concept, words);
    const before = done.length;
    if (found !== undefined) set(found);
    const reference = noun.references[camelCase(words.join(" "))];
    if (reference && option !== "sort") reference.filter = true;
    if (done.length > before || reference) use(scene, phrase.tokens);
  }
  if (done.length === 0 && !keys.some(({ tokens }) => tokens.some((word) => scene.used.has(word))))
    return false;
  for (const name of done) has(draft, concept, name, stated(scene));
  const acting = actingIn(scene, event).filter((actor) => actor !== noun.owner?.actor);
  if (acting.length > 0) grant(draft, acting, ["read"], concept, false, stated(scene));
  scene.focus = { ...scene.focus, concept };
  use(
    scene,
    named?.tokens,
    event.subject.flatMap(({ tokens }) => tokens),
    by.map(({ word }) => word),
  );
  useVerb(scene, event);
  return true;
}

/** The attribute that words name: exactly, by their last word, or the only date where a date is meant. */
export function memberFor(draft: Draft, concept: string, words: readonly string[]): string | undefined {
  const noun = draft.concepts[concept]!;
  const name = camelCase(words.join(" "));
  if (noun.attributes[name]) return name;
  if (noun.attributes[`${name}s`]) return `${name}s`;
  const last = words.at(-1) ?? "";
  const ending = Object.keys(noun.attributes).filter((key) => key.toLowerCase().endsWith(last));
  if (ending.length === 1 && last.length > 2) return ending[0];
  if (last === "date")
    return Object.keys(noun.attributes).find(
      (key) => noun.attributes[key]!.type === "date" || noun.attributes[key]!.type === "datetime",
    );
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
        ...Object.entries(noun?.references ?? {})
          .filter(([, { optional }]) => !optional)
          .map(([as, { target }]) => [as, target] as [string, string]),
      ];
      return steps
        .filter(([, target]) => !seen.has(target))
        .map(([as, target]) => (seen.add(target), { at: target, path: [...path, as] }));
    });
  }
  return undefined;
}
