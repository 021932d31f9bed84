import { jsonrepair } from "jsonrepair";
import { pointerOf } from "../diagnostic/diagnostic.ts";
import type { LiteralNode, Schema } from "./ir.ts";

/** The ways in which an answer may be mended; each note names the one it used. */
export type Coercion =
  | "decoded"
  | "number"
  | "boolean"
  | "text"
  | "spelling"
  | "null-dropped"
  | "null-added"
  | "constant-added"
  | "tag-added"
  | "unwrapped"
  | "listed"
  | "unlisted"
  | "key-renamed"
  | "key-dropped";

/** One thing that coercion changed; the pointer is the place in the coerced value, or of what was dropped. */
export interface CoercionNote {
  type: Coercion;
  pointer: string;
  message: string;
}

/** What one coercion works with; notes are added to it. */
export interface State {
  schema: Schema;
  notes: CoercionNote[];
}

export type Keys = readonly (string | number)[];

/** Notes a change and gives the new value. */
export function noted<Value>(state: State, type: Coercion, keys: Keys, value: Value, message: string): Value {
  state.notes.push({ type, pointer: pointerOf(keys), message });
  return value;
}

export function coerceChoice(state: State, values: readonly string[], value: unknown, keys: Keys): unknown {
  if (typeof value !== "string" || values.includes(value)) return value;
  const same = values.filter((choice) => plain(choice) === plain(value));
  if (same.length !== 1) return value;
  return noted(state, "spelling", keys, same[0], `read ${value} as ${String(same[0])}`);
}

export function coerceLiteral(
  state: State,
  literal: LiteralNode["value"],
  value: unknown,
  keys: Keys,
): unknown {
  if (value === literal || typeof value === "object") return value;
  if (typeof literal === "string") return coerceChoice(state, [literal], value, keys);
  if (String(value).trim() !== String(literal)) return value;
  return noted(
    state,
    typeof literal === "number" ? "number" : "boolean",
    keys,
    literal,
    "took text as its value",
  );
}

const NUMBER = /^\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*$/;

export function coerceNumber(state: State, value: unknown, keys: Keys): unknown {
  if (typeof value !== "string" || !NUMBER.test(value)) return value;
  return noted(state, "number", keys, Number(value), `took the text ${value} as a number`);
}

export function coerceBoolean(state: State, value: unknown, keys: Keys): unknown {
  if (typeof value !== "string") return value;
  const word = value.trim().toLowerCase();
  if (word !== "true" && word !== "false") return value;
  return noted(state, "boolean", keys, word === "true", `took the text ${value} as a boolean`);
}

const MOST_ENCODINGS = 3;

/** An object or array sent as text, possibly encoded several times; anything else is given back as it is. */
export function decode(state: State, value: unknown, keys: Keys): unknown {
  let current = value;
  for (let times = 0; times < MOST_ENCODINGS && typeof current === "string"; times++) {
    current = parseText(current.trim());
  }
  if (typeof value !== "string" || typeof current !== "object" || current === null) return value;
  return noted(state, "decoded", keys, current, "decoded JSON that was sent as text");
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Only whole values are mended: what lacks its closing bracket may be the beginning of something longer.
    if (!/^(\{[^]*\}|\[[^]*\])$/.test(text)) return undefined;
    try {
      return JSON.parse(jsonrepair(text));
    } catch {
      return undefined;
    }
  }
}

/** Letters and digits alone, in lower case: what is left when a name is only written in another style. */
export function plain(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}
