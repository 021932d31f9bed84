import { keysOf, pointerOf, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { place, type Item, type Line, type Section } from "./lines.ts";
import type { Named } from "./named.ts";

/** Lines of an outline by the pointer of what they say. */
export type OutlinePlaces = ReadonlyMap<string, Line>;

export function placesOf(
  sections: readonly Section[],
  actors: Named<unknown>,
  concepts: Named<unknown>,
  rules: Named<unknown>,
): OutlinePlaces {
  const places = new Map<string, Line>();
  for (const [part, named] of Object.entries({ actors, concepts, requirements: rules }))
    for (const [name, line] of named.places()) places.set(pointerOf([part, name]), line);
  for (const [name, line] of concepts.places()) {
    const section = sections.find(({ heading }) => heading === line);
    addMembers(places, ["concepts", name], section?.items ?? []);
  }
  for (const [name, line] of actors.places())
    if ("items" in line) addMembers(places, ["actors", name], (line as Item).items);
  return places;
}

/** Attributes, references and transitions have names of their own in a concept. */
function addMembers(places: Map<string, Line>, above: readonly string[], items: readonly Item[]): void {
  for (const item of items) {
    const name = /^`?([^\s:`]+)/.exec(item.text)?.[1];
    if (name === undefined) continue;
    for (const part of [["attributes"], ["references"], ["lifecycle", "transitions"]])
      places.set(pointerOf([...above, ...part, name]), item);
  }
}

/** The same finding at the line of the outline that says it, where one does; its trace leads on to the document. */
export function inOutline(diagnostic: Diagnostic, places: OutlinePlaces): Diagnostic {
  const { at, trace } = diagnostic;
  if (!("document" in at) || at.document !== "requirements") return diagnostic;
  const keys = keysOf(at.pointer);
  for (let length = keys.length; length > 0; length--) {
    const line = places.get(pointerOf(keys.slice(0, length)));
    if (line) return { ...diagnostic, at: place(line), trace: [at, ...trace] };
  }
  return diagnostic;
}
