import { camelCase, sentenceCase, titleCase, words as wordsOf } from "../text/names.ts";
import type { SentenceReading } from "./sentence.ts";
import { merge } from "./draft-members.ts";
import { type Draft, claimWords, conceptName, ensureConcept, own } from "./draft.ts";
import { fillLines, fragmentOf } from "./fragments.ts";
import { fillFromPrototype } from "./grants.ts";
import { kitFor, type Kit } from "./kits.ts";
import { presets } from "./presets.ts";
import { putPreset } from "./yields/blocks.ts";
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
  const because = `a ${kit.name} is made of it`;
  merge(draft, fragmentOf([], [], kit.actors), { status: "assumed", evidence, because });
  const kinds = kit.actors.map((line) => /^- (\w+)/.exec(line)![1]!);
  const main = kinds.find((kind) => draft.actors[kind]?.arises === "signUp") ?? kinds[0]!;
  const staff = kinds.filter((kind) => isStaff(draft, kind));
  const named = new Map<string, string>();
  const nameOf = (thing: string): string => {
    const name = named.get(thing) ?? (own(draft.actors, thing) ? thing : conceptName(draft, wordsOf(thing)));
    named.set(thing, name);
    return name;
  };
  for (const { preset, actor = main, ...it } of kit.uses) {
    const thing = it.thing === undefined ? undefined : nameOf(it.thing);
    const on = it.on === undefined ? undefined : nameOf(it.on);
    const block = presets[preset];
    if (!block) throw new Error(`The kit ${kit.name} uses the preset ${preset}, which there is not.`);
    if (block.noun !== "") {
      const target = on ?? thing;
      const name = putPreset(scene, preset, actor, target ?? actor, {}, false);
      draft.uses[camelCase(`${name} block`)]!.because = because;
      continue;
    }
    const name = thing!;
    const keeper = on === undefined ? undefined : draft.concepts[on]?.owner?.actor;
    const overseers = staff.filter((kind) => kind !== actor);
    const holes = {
      Name: name,
      actor,
      reader: "anybody",
      ...(on === undefined ? {} : { Target: on, item: camelCase(on) }),
      ...(staff.length > 0
        ? {
            staff:
              overseers.length > 0 && preset !== "catalog"
                ? overseers.join(", ")
                : actor !== main
                  ? actor
                  : staff.join(", "),
          }
        : preset === "catalog"
          ? { staff: main }
          : {}),
      ...(overseers.length > 0 ? { overseer: overseers.join(", ") } : {}),
      ...(keeper !== undefined ? { keeper } : { runner: staff[0] ?? main }),
      ...(preset === "within" && on !== undefined && !draft.shared.has(on) ? { reader: undefined } : {}),
    };
    ensureConcept(draft, name);
    merge(draft, fragmentOf(fillLines(block.sections, holes), fillLines(block.brings, holes)), {
      status: "assumed",
      evidence,
      because,
    });
    if (block.shared || (preset === "within" && on !== undefined && draft.shared.has(on)))
      draft.shared.add(name);
    const key = camelCase(`${name} ${preset}`);
    draft.uses[key] ??= {
      id: key,
      block: preset,
      bind: { thing: name, ...(on === undefined ? {} : { target: on }), actor },
      because,
    };
    fillFromPrototype(draft, name, wordsOf(it.thing!));
    draft.aliases[wordsOf(it.thing!).join(" ")] = name;
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

/** How much a message spells out by itself. */
export function spelledOut(draft: Draft, before: Draft): number {
  return Object.keys(draft.concepts).filter((concept) => !before.concepts[concept]).length;
}
