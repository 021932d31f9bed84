import { replaceAt, placesOf, type SchemaPlace } from "../model/simulated/places.ts";
import type { SimulatedRequest } from "../model/simulated/server.ts";
import { hashOf } from "../schema/canonical.ts";
import type { Random } from "../schema/pattern.ts";
import { seededRandom } from "../schema/random.ts";
import { draftHeading } from "./call.ts";
import type { Difference } from "../backend/edits.ts";

export interface SimulatedAnswerOptions {
  /** The share of answers that are valid but change something for no reason, 0 to 1. */
  damage: number;
  seed: number;
}

type DraftNodes = Record<string, Record<string, unknown>>;

/**
 * Answers as a model would that knows no better than the draft it is shown: it lets it stand or repeats some of it.
 * A damaged answer fits the schema and changes, removes or renames one node all the same.
 */
export function simulatedAnswer({
  damage,
  seed,
}: SimulatedAnswerOptions): (request: SimulatedRequest) => unknown {
  return ({ messages, function: asked, repeats }) => {
    const content = messages.map((message) => message.content);
    const random = seededRandom(
      Number.parseInt(hashOf([seed, asked.name, content, repeats]).slice(0, 8), 16),
    );
    const draft = draftIn(content);
    const nodes = Object.entries(draft).flatMap(([collection, named]) =>
      Object.entries(named).map(([name, node]) => ({ collection, name, node })),
    );
    if (nodes.length === 0) return {};
    const chosen = nodes[Math.floor(random() * nodes.length)]!;
    const repeated = { [chosen.collection]: { put: { [chosen.name]: chosen.node } } };
    if (random() >= damage) return random() < 0.5 ? {} : repeated;
    const kind = random();
    if (kind < 0.1) return { [chosen.collection]: { remove: [chosen.name] } };
    if (kind < 0.2)
      return { [chosen.collection]: { rename: [{ from: chosen.name, to: otherName(chosen.name) }] } };
    return changed(asked.schema, repeated, ["put", chosen.name], random);
  };
}

/** The draft's nodes as the prompt shows them; none where it shows none. */
export function draftIn(contents: readonly string[]): DraftNodes {
  const content = contents.find((text) => text.includes(draftHeading)) ?? "";
  const shown = content.slice(content.lastIndexOf(draftHeading) + draftHeading.length);
  const start = shown.indexOf("{");
  // Printed with indentation, so the first brace at the beginning of a line closes the whole.
  const end = shown.indexOf("\n}", start);
  if (start < 0 || end < 0) return {};
  return JSON.parse(shown.slice(start, end + 2)) as DraftNodes;
}

/** The same answer with one leaf of the node changed within its schema. */
function changed(
  schema: SimulatedRequest["function"]["schema"],
  answer: Record<string, Difference>,
  inside: readonly string[],
  random: Random,
): unknown {
  const leaves = placesOf(schema, answer).flatMap((place) => {
    const isInside = inside.every((key, index) => place.keys[index + 1] === key);
    const others = isInside ? othersFor(place) : [];
    return others.length === 0 ? [] : [{ place, others }];
  });
  if (leaves.length === 0) return answer;
  const { place, others } = leaves[Math.floor(random() * leaves.length)]!;
  return replaceAt(answer, place.keys, others[Math.floor(random() * others.length)]);
}

/** Other values that the schema allows in a place. */
function othersFor({ schema, value }: SchemaPlace): unknown[] {
  const allowed: unknown = schema["enum"];
  if (Array.isArray(allowed)) return allowed.filter((other) => other !== value);
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") {
    const { minimum = -Infinity, maximum = Infinity } = schema as { minimum?: number; maximum?: number };
    return [value - 1, value + 1].filter((other) => other >= minimum && other <= maximum);
  }
  const isFree = typeof value === "string" && !schema["pattern"] && !schema["format"] && !schema["maxLength"];
  return isFree && value !== "" ? [`${value} too`] : [];
}

function otherName(name: string): string {
  return `${name}Two`;
}
