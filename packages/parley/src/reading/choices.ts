import { addAttribute } from "./draft-members.ts";
import { claim } from "./draft.ts";
import { prototypeOf } from "./lexicon/prototypes.ts";
import { fieldName } from "./member-names.ts";
import { isPlural, namesPeople, nounWords, type Phrase } from "./phrases.ts";
import { conceptOf, isValue, stated, use, type Scene } from "./scene.ts";

/** The values that stand in brackets, each with all its words. */
export function valuesOf(items: readonly Phrase[]): string[] {
  return [
    ...new Set(
      items.flatMap(({ whole, tokens }, index) => {
        if (whole === undefined && index > 0 && items[index - 1]!.whole?.includes(tokens[0]!)) return [];
        return [fieldName((whole ?? tokens).map(({ text }) => text))];
      }),
    ),
  ];
}

/** `colour, year, wooden or plastic`: words behind a list that name no member but one of several values. */
export function choiceIn(scene: Scene, phrases: readonly Phrase[]): readonly Phrase[] {
  const last = phrases.findLastIndex(({ alternative }) => alternative);
  if (last < 1) return [];
  let first = last;
  while (first > 0 && phrases[first]!.alternative) first--;
  const values = phrases.slice(first, last + 1);
  const areValues = values.every(
    (phrase) =>
      phrase.words.length === 1 &&
      phrase.items.length === 0 &&
      phrase.determiner === undefined &&
      phrase.possessive === undefined &&
      phrase.words[0]!.tag !== "pronoun" &&
      !isPlural(phrase) &&
      !isValue(phrase) &&
      !namesPeople(phrase) &&
      conceptOf(scene, phrase) === undefined &&
      !prototypeOf(nounWords(phrase)).known,
  );
  return areValues ? values : [];
}

export function addChoice(scene: Scene, concept: string, choice: readonly Phrase[]): void {
  const { draft } = scene;
  const values = [...new Set(choice.map(({ words }) => fieldName(words.map(({ text }) => text))))];
  const name = ["kind", "variant", "choice"].find((wanted) =>
    addAttribute(draft, concept, wanted, { type: "enum", values, filter: true, sort: true }),
  );
  if (name === undefined) return;
  claim(
    draft,
    { type: "structure", concept, member: name },
    { ...stated(scene), status: "assumed", because: `no name was said for ${values.join(" or ")}` },
  );
  for (const phrase of choice) use(scene, phrase.tokens);
}
