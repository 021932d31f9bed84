import type { Random } from "../../schema/pattern.ts";
import { replaceAt, type SchemaPlace } from "./places.ts";

/** What the simulated server does instead of sending a valid call. */
export type Damage =
  | { type: "call"; name: string; arguments: string; finish: "tool_calls" | "length" }
  | { type: "message"; text: string }
  | { type: "status"; status: number; retryAfter?: number }
  | { type: "break"; arguments: string };

/** The valid call that is to be damaged. */
export interface Draw {
  name: string;
  value: unknown;
  places: readonly SchemaPlace[];
  random: Random;
}

interface Fault {
  /** How often it is drawn, relative to the others. */
  weight: number;
  /** `undefined` where the call has no place for this fault. */
  damage: (draw: Draw) => Damage | undefined;
}

/**
 * The faults of real models. Weights follow what is published of them: violations of the schema are the rule,
 * broken JSON the exception; what is left out is left out more often than what is misspelt.
 */
export const faults = {
  "double-encoded-union": inValue(12, isTagged, ({ value }, random) => {
    const once = JSON.stringify(value);
    return random() < 0.5 ? once : JSON.stringify(once);
  }),
  "missing-tag": inValue(8, isTagged, ({ value, tag }) => without(value, tag!)),
  "misspelt-tag": inValue(4, isTagged, ({ value, tag }) => {
    const object = value as Record<string, unknown>;
    return { ...object, [tag!]: `${String(object[tag!]).toUpperCase()}_` };
  }),
  "missing-required": inValue(
    14,
    (place) => place.isRequired && place.keys.length > 0,
    () => undefined,
  ),
  "number-as-text": inValue(8, isNumber, ({ value }) => String(value)),
  "boolean-as-text": inValue(
    4,
    ({ schema }) => schema["type"] === "boolean",
    ({ value }) => String(value),
  ),
  "wrong-type": inValue(3, isNumber, () => "several"),
  "extra-key": inValue(8, isClosedObject, ({ value }) => ({ ...(value as object), reasoning: "as asked" })),
  "null-for-absent": inValue(
    6,
    (place) => absentKeys(place).length > 0,
    (place, random) => {
      return { ...(place.value as object), [pick(absentKeys(place), random)]: null };
    },
  ),
  "filler-for-absent": inValue(
    4,
    (place) => absentKeys(place).length > 0,
    (place, random) => {
      return { ...(place.value as object), [pick(absentKeys(place), random)]: "" };
    },
  ),
  "single-for-list": inValue(3, isListOfOne, ({ value }) => {
    return (value as unknown[])[0];
  }),
  "wrong-enum": inValue(6, isChoice, () => "somethingElse"),
  "unknown-name": inValue(5, isFreeText, ({ value }) => `${String(value)}Unknown`),
  fenced: inText(4, (json) => `\`\`\`json\n${json}\n\`\`\``),
  chatter: inText(4, (json) => `Here is what I would change [as discussed]:\n\n${json}\n\nLet me know.`),
  thinking: inText(3, (json) => `<think>They want {"a": 1}, or rather:</think>\n${json}`),
  "trailing-comma": inText(1, (json) => json.replace(/([}\]])$/, ",$1")),
  "several-values": inText(1, (json) => `{"draft": true}\n${json}`),
  envelope: inMessage(2, (json, name) => `{"name": "${name}", "arguments": ${json}}`),
  "tagged-call": inMessage(2, (json, name) => {
    return `<tool_call>\n{"name": "${name}", "arguments": ${json}}\n</tool_call>`;
  }),
  "harmony-call": inMessage(2, (json, name) => {
    return `<|channel|>commentary to=functions.${name} <|constrain|>json<|message|>${json}<|call|>`;
  }),
  truncated: {
    weight: 3,
    damage: ({ name, value, random }) => ({
      type: "call",
      name,
      arguments: cut(JSON.stringify(value), random),
      finish: random() < 0.5 ? "tool_calls" : "length",
    }),
  },
  "wrong-function": {
    weight: 2,
    damage: ({ value }) => call("answer_the_user", JSON.stringify(value)),
  },
  "empty-answer": { weight: 2, damage: () => ({ type: "message", text: "" }) },
  garbage: { weight: 2, damage: () => ({ type: "message", text: "I am sorry, but I cannot do that." }) },
  "rate-limit": { weight: 3, damage: () => ({ type: "status", status: 429, retryAfter: 0.02 }) },
  "server-error": { weight: 2, damage: () => ({ type: "status", status: 503 }) },
  "broken-stream": {
    weight: 2,
    damage: ({ value, random }) => ({ type: "break", arguments: cut(JSON.stringify(value), random) }),
  },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

export const faultNames = Object.keys(faults) as FaultName[];

/** A fault by its weight among those for which the call has a place. */
export function drawFault(draw: Draw): { name: FaultName; damage: Damage } {
  const possible = faultNames.flatMap((name) => {
    const damage = faults[name].damage(draw);
    return damage ? [{ name, damage, weight: faults[name].weight }] : [];
  });
  let left = draw.random() * possible.reduce((sum, { weight }) => sum + weight, 0);
  for (const candidate of possible) {
    left -= candidate.weight;
    if (left < 0) return candidate;
  }
  return possible.at(-1)!;
}

function call(name: string, text: string): Damage {
  return { type: "call", name, arguments: text, finish: "tool_calls" };
}

/** A fault in one place of the value; no replacement takes the place's key away. */
function inValue(
  weight: number,
  fits: (place: SchemaPlace) => boolean,
  replacement: (place: SchemaPlace, random: Random) => unknown,
): Fault {
  return {
    weight,
    damage: ({ name, value, places, random }) => {
      const possible = places.filter(fits);
      if (possible.length === 0) return undefined;
      const place = pick(possible, random);
      return call(name, JSON.stringify(replaceAt(value, place.keys, replacement(place, random))));
    },
  };
}

/** A fault in how the arguments are written. */
function inText(weight: number, write: (json: string) => string): Fault {
  return { weight, damage: ({ name, value }) => call(name, write(JSON.stringify(value, undefined, 1))) };
}

/** The call written into a message instead of made. */
function inMessage(weight: number, write: (json: string, name: string) => string): Fault {
  return {
    weight,
    damage: ({ name, value }) => ({ type: "message", text: write(JSON.stringify(value), name) }),
  };
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** At least the first character stays and the last goes, so that what is left is never whole. */
function cut(text: string, random: Random): string {
  return text.slice(0, 1 + Math.floor(random() * (text.length - 1)));
}

function without(value: unknown, key: string): unknown {
  return Object.fromEntries(Object.entries(value as object).filter(([name]) => name !== key));
}

function isNumber({ schema }: SchemaPlace): boolean {
  return schema["type"] === "number" || schema["type"] === "integer";
}

function isListOfOne({ schema, value }: SchemaPlace): boolean {
  return schema["type"] === "array" && (value as unknown[]).length === 1;
}

function isTagged({ tag }: SchemaPlace): boolean {
  return tag !== undefined;
}

function isClosedObject({ schema }: SchemaPlace): boolean {
  return schema["type"] === "object" && schema["additionalProperties"] === false;
}

function isChoice({ schema, value }: SchemaPlace): boolean {
  return typeof value === "string" && Array.isArray(schema["enum"]) && schema["enum"].length > 1;
}

function isFreeText({ schema, value }: SchemaPlace): boolean {
  return (
    typeof value === "string" &&
    value !== "" &&
    schema["type"] === "string" &&
    !schema["enum"] &&
    !schema["format"]
  );
}

/** Properties that an object could have and does not. */
function absentKeys({ schema, value }: SchemaPlace): string[] {
  if (!isClosedObject({ schema } as SchemaPlace)) return [];
  return Object.keys(schema["properties"] ?? {}).filter((name) => !Object.hasOwn(value as object, name));
}
