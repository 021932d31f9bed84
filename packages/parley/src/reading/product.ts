import {
  type Contents,
  type Contributor,
  fragmentFrom,
  mergeFragments,
  settleFragment,
} from "../requirements/fragment.ts";
import { camelCase, pascalCase, sentenceCase, titleCase, words as wordsOf } from "../text/names.ts";
import type { SentenceReading } from "./sentence.ts";
import { merge } from "./draft-members.ts";
import { type Basis, type Draft, claimWords, conceptName, own } from "./draft.ts";
import { fillLines, fragmentOf, type Holes } from "./fragments.ts";
import { kitFor, type Kit } from "./kits.ts";
import { prototypeOf } from "./lexicon/prototypes.ts";
import { presets } from "./presets.ts";
import { holesOn, nameFor } from "./yields/blocks.ts";
import { isStaff, type Scene } from "./scene.ts";

const wrapping =
  /\b(?:simple|small|basic|new|nice|web|mobile|online|like|app|apps|application|applications|site|website|platform|backend|back end|back-end|system|tool|service|software|api|rest|graphql|of an?|of the|of|for our|for my|my|our|an?|the|create|manage)\b/gi;

/** What the product is called, from the words that name it. */
export function titleFrom(words: string): string | undefined {
  const bare = words
    .replaceAll(wrapping, " ")
    .replaceAll(/[^\p{L}\p{N}/&' -]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (bare === "" || bare.length > 80) return undefined;
  return sentenceCase(titleCase(bare)) || undefined;
}

/** The kit that a message's product is of, where the message spells out little. */
export function kitIn(
  readings: readonly SentenceReading[],
): { kit: Kit; reading: SentenceReading } | undefined {
  for (const reading of readings) {
    const { product } = reading.unwrapped;
    if (!product) continue;
    const wide = reading.words
      .slice(0, reading.words.indexOf(product.at(-1)!) + 1)
      .map(({ text }) => text)
      .join(" ");
    const kit = kitFor(product.map(({ text }) => text).join(" ")) ?? kitFor(wide) ?? kitFor(reading.text);
    if (kit) return { kit, reading };
  }
  return undefined;
}

/** Puts a kit's blocks to work. Everything they bring is assumed, because of the kind of product. */
export function applyKit(scene: Scene, kit: Kit, evidence: readonly string[]): void {
  const { draft } = scene;
  const basis: Basis = { status: "assumed", evidence, because: `a ${kit.name} is made of it` };
  merge(draft, fragmentOf([], [], kit.actors), basis);
  const blocks = blocksOf(draft, kit);
  const { contents, diagnostics } = settleFragment(
    mergeFragments(...blocks.map(({ by, contents: brought }) => fragmentFrom(by, brought))),
  );
  const [conflict] = diagnostics;
  if (conflict) throw new Error(`The kit ${kit.name} contradicts itself: ${conflict.message}`);
  merge(draft, contents, basis);
  for (const { by, preset, concept, shared, bind, words } of blocks) {
    if (shared) draft.shared.add(concept);
    draft.uses[by.name] ??= { id: by.name, block: preset, bind, because: basis.because! };
    if (words) draft.aliases[words.join(" ")] = concept;
  }
  draft.uses[camelCase(`kit ${kit.name}`)] ??= {
    id: camelCase(`kit ${kit.name}`),
    block: "kit",
    bind: { kind: camelCase(kit.name) || "kit" },
    because: `${kit.name} names a kind of product, and little else was said`,
  };
  for (const key of evidence)
    claimWords(draft, `The product is a ${kit.name}.`, "quality", {
      status: "assumed",
      evidence: [key],
      because: "only the kind of product was named; what it is made of is usual",
    });
}

/** A block of a kit with what it brings. */
interface KitBlock {
  by: Contributor;
  preset: string;
  concept: string;
  contents: Contents;
  shared: boolean;
  bind: Record<string, string>;
  /** What the thing is called in a conversation. */
  words?: readonly string[];
}

function blocksOf(draft: Draft, { name: kitName, actors, uses }: Kit): KitBlock[] {
  const kinds = actors.map((line) => /^- (\w+)/.exec(line)![1]!);
  const main = kinds.find((kind) => draft.actors[kind]?.arises === "signUp") ?? kinds[0]!;
  const staff = kinds.filter((kind) => isStaff(draft, kind));
  const named = new Map<string, string>();
  const nameOf = (thing: string): string => {
    const name = named.get(thing) ?? (own(draft.actors, thing) ? thing : conceptName(draft, wordsOf(thing)));
    named.set(thing, name);
    return name;
  };
  const concepts = { ...draft.concepts };
  const shared = new Set(draft.shared);
  return uses.map(({ preset, actor = main, ...it }, order): KitBlock => {
    const block = presets[preset];
    if (!block) throw new Error(`The kit ${kitName} uses the preset ${preset}, which there is not.`);
    const thing = it.thing === undefined ? undefined : nameOf(it.thing);
    const on = it.on === undefined ? undefined : nameOf(it.on);
    const target = on ?? thing ?? actor;
    const keeper = concepts[target]?.owner?.actor;
    const isDeed = block.noun !== "";
    const concept = isDeed
      ? nameFor(draft, block.noun, own(draft.actors, target) ? pascalCase(target) : target, concepts)
      : thing!;
    const holes = isDeed
      ? holesOn(draft, concept, actor, target, keeper)
      : holesOf({
          preset,
          concept,
          actor,
          on,
          main,
          staff,
          keeper,
          seen: on !== undefined && shared.has(on),
        });
    const isShared = block.shared || (preset === "within" && on !== undefined && shared.has(on));
    const sections = fillLines(block.sections, holes);
    const usual = isDeed ? [] : usualLines(sections, wordsOf(it.thing!));
    const contents = fragmentOf([...sections, ...usual], fillLines([...block.said, ...block.brings], holes));
    for (const [key, value] of Object.entries(contents.concepts)) concepts[key] ??= value;
    if (isShared) shared.add(concept);
    return {
      by: { name: camelCase(`${concept} ${isDeed ? "block" : preset}`), order, said: false },
      preset,
      concept,
      contents,
      shared: isShared,
      bind: isDeed
        ? { actor, target, as: concept }
        : { thing: concept, ...(on === undefined ? {} : { target: on }), actor },
      ...(isDeed ? {} : { words: wordsOf(it.thing!) }),
    };
  });
}

function holesOf(use: {
  preset: string;
  concept: string;
  actor: string;
  on: string | undefined;
  main: string;
  staff: readonly string[];
  /** Whose that is of which it is a part. */
  keeper: string | undefined;
  /** Whether everybody sees that. */
  seen: boolean;
}): Holes {
  const { preset, concept, actor, on, main, staff, keeper, seen } = use;
  const overseers = staff.filter((kind) => kind !== actor);
  const others = preset === "catalog" ? [] : overseers;
  const runners = others.length > 0 ? others : actor === main ? staff : [actor];
  return {
    Name: concept,
    actor,
    ...(preset === "within" && on !== undefined && !seen ? {} : { reader: "anybody" }),
    ...(on === undefined ? {} : { Target: on, item: camelCase(on) }),
    ...(staff.length > 0 ? { staff: runners.join(", ") } : preset === "catalog" ? { staff: main } : {}),
    ...(overseers.length > 0 ? { overseer: overseers.join(", ") } : {}),
    ...(on !== undefined && keeper !== undefined ? { keeper } : { runner: staff[0] ?? main }),
  };
}

/** What such a thing usually has, on lines of its section, but for what its block says itself. */
function usualLines(sections: readonly string[], words: readonly string[]): string[] {
  const names = new Set(sections.map((line) => /^- (\w+)/.exec(line)?.[1]));
  const lines = prototypeOf(words).lines.filter((line) => !names.has(/^\w+/.exec(line)![0]));
  return lines.length === 0 ? [] : ["", ...lines.map((line) => `- ${line}`)];
}

/** How much a message spells out by itself. */
export function spelledOut(draft: Draft, before: Draft): number {
  return Object.keys(draft.concepts).filter((concept) => !before.concepts[concept]).length;
}
