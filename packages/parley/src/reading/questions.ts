import { camelCase, words as wordsOf } from "../text/names.ts";
import { addTransition } from "./draft-members.ts";
import type { Draft } from "./draft.ts";
import { grant, has } from "./grants.ts";
import { actingIn, objectsOf } from "./matching.ts";
import { nounWords } from "./phrases.ts";
import { conceptOf, needConcept, use, useVerb, type Scene } from "./scene.ts";
import type { SentenceReading } from "./sentence.ts";

/** Somebody does something to a thing with a verb that nothing is known of: asked, and open until it is answered. */
export function askUnknown(draft: Draft, reading: SentenceReading): void {
  const scene: Scene = { draft, sentence: reading.key, used: reading.used, focus: {} };
  for (const event of reading.events) {
    const [word] = event.verbWords;
    const [verb] = event.verbs;
    const [phrase] = objectsOf(event);
    const [actor] = actingIn(scene, event);
    if (
      !word ||
      !verb ||
      !phrase ||
      actor === undefined ||
      actor === "guest" ||
      reading.used.has(word) ||
      event.negated
    )
      continue;
    if (!/^[a-z]{3,20}$/.test(verb) || ["have", "need", "want", "get", "can", "use", "like"].includes(verb))
      continue;
    const known = conceptOf(scene, phrase);
    if (known === undefined && phrase.words[0]?.tag === "pronoun") continue;
    const thing = nounWords(phrase).join(" ");
    const id = camelCase(`${verb} ${thing}`)
      .replaceAll(/[^A-Za-z0-9]/g, "")
      .slice(0, 60);
    if (thing === "" || id === "") continue;
    const choice = draft.answers[id];
    if (choice === "state") {
      const concept = known ?? needConcept(scene, phrase);
      if (concept !== undefined && draft.concepts[concept]) {
        const from = draft.concepts[concept].lifecycle?.initial ?? "active";
        const to = pastOf(verb);
        addTransition(draft, concept, verb, { from: [from], to });
        grant(draft, [actor], [verb], concept, false, { status: "built", evidence: [reading.key] });
        has(draft, concept, draft.concepts[concept].lifecycle!.attribute, {
          status: "built",
          evidence: [reading.key],
        });
        use(
          scene,
          phrase.tokens,
          event.subject.flatMap(({ tokens }) => tokens),
        );
        useVerb(scene, event);
      }
    } else if (choice === "manage") {
      const concept = known ?? needConcept(scene, phrase);
      if (concept !== undefined && draft.concepts[concept]) {
        grant(draft, [actor], ["create", "read", "update", "delete"], concept, false, {
          status: "built",
          evidence: [reading.key],
        });
        use(
          scene,
          phrase.tokens,
          event.subject.flatMap(({ tokens }) => tokens),
        );
        useVerb(scene, event);
      }
    }
    draft.askings.set(id, {
      weight: known === undefined ? 8 : 7,
      question: {
        id,
        text: `What happens when ${article(wordsOf(actor).join(" "))} does this: ${verb} ${thing}?`,
        choices: {
          open: "Leave it open for now",
          state: `The ${thing} is marked as done so`,
          manage: `They keep entries of ${thing}: add, change and remove them`,
        },
        default: "open",
        evidence: [reading.key],
      },
      brings: {},
    });
  }
}

function article(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

function pastOf(verb: string): string {
  if (verb.endsWith("e")) return `${verb}d`;
  return /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`;
}
