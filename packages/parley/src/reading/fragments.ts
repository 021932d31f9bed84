import { parseOutline } from "../requirements/outline/parse.ts";
import type { Attribute, Requirements } from "../requirements/document.ts";

/** Values for the holes of a fragment: `{actor}`, `{Item}`. */
export type Holes = Readonly<Record<string, string | undefined>>;

/** Fills a line's holes; a line with a hole that has no value falls away. */
export function fillLines(lines: readonly string[], holes: Holes): string[] {
  return lines.flatMap((line) => {
    let isWhole = true;
    const filled = line.replaceAll(/\{([A-Za-z]+)\}/g, (hole, name: string) => {
      const value = Object.hasOwn(holes, name) ? holes[name] : undefined;
      if (value === undefined) isWhole = false;
      return value ?? hole;
    });
    return isWhole ? [filled] : [];
  });
}

const parsed = new Map<string, Requirements>();
const MOST_KEPT = 2000;

/** Reads concept sections and rules in the words of the outline. A fragment that cannot be read is a bug. */
export function fragmentOf(
  sections: readonly string[],
  rules: readonly string[],
  actors: readonly string[] = [],
): Requirements {
  const text = [
    "# Fragment",
    "",
    "## Actors",
    "",
    ...actors,
    "",
    ...sections,
    "",
    "## Rules",
    "",
    ...rules.map((rule) => `- ${rule}`),
    "",
  ].join("\n");
  const known = parsed.get(text);
  if (known) return structuredClone(known);
  const { requirements, diagnostics } = parseOutline(text);
  if (!requirements) throw new Error(`A fragment cannot be read: ${diagnostics[0]?.message}\n${text}`);
  if (parsed.size >= MOST_KEPT) parsed.clear();
  parsed.set(text, requirements);
  return structuredClone(requirements);
}

function withoutId({ id: _id, ...attribute }: Attribute): Omit<Attribute, "id"> {
  return attribute;
}

/** The attribute that words of the outline describe: `decimal 0.., filterable`. */
export function attributeOf(spec: string): Omit<Attribute, "id"> {
  const { attributes } = fragmentOf(["## Thing", "", `- value: ${spec}`], []).concepts["Thing"]!;
  return withoutId(attributes["value"]!);
}

/** Attributes on lines of their own, by name. */
export function attributesOf(lines: readonly string[]): Record<string, Omit<Attribute, "id">> {
  const { attributes } = fragmentOf(["## Thing", "", ...lines.map((line) => `- ${line}`)], []).concepts[
    "Thing"
  ]!;
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, withoutId(attribute)]),
  );
}
