import {
  resolve,
  type NumberNode,
  type ObjectNode,
  type Schema,
  type SchemaNode,
  type StringNode,
} from "./ir.ts";
import { randomMatch, type Random } from "./pattern.ts";

export interface RandomTreeOptions {
  random: Random;
  /** About how many nodes the tree may have; beyond it the smallest choices are taken. */
  size: number;
  /** Makes an expression, as a tree or as text; needed where the schema has expressions. */
  expression?: (random: Random) => unknown;
}

interface State extends RandomTreeOptions {
  schema: Schema;
  left: number;
  depths: Record<string, number>;
}

const MOST_ITEMS = 4;
const MOST_LETTERS = 12;
/** Numbers without bounds are drawn from minus to plus this. */
const WIDE = 1000;

/** A random valid value of a schema; the same numbers give the same value. */
export function randomTree(schema: Schema, options: RandomTreeOptions): unknown {
  const state: State = { ...options, schema, left: options.size, depths: leastDepths(schema) };
  return draw(state, schema.root);
}

function draw(state: State, node: SchemaNode): unknown {
  state.left--;
  const target = resolve(state.schema, node);
  switch (target.type) {
    case "object":
      return drawObject(state, target);
    case "array": {
      const least = target.minItems ?? 0;
      const most = Math.min(target.maxItems ?? Infinity, least + MOST_ITEMS);
      return Array.from({ length: count(state, least, most) }, () => draw(state, target.items));
    }
    case "string":
      return drawString(state.random, target);
    case "enum":
      return pick(state.random, target.values);
    case "literal":
      return target.value;
    case "number":
      return drawNumber(state.random, target);
    case "boolean":
      return state.random() < 0.5;
    case "null":
      return null;
    case "nullable":
      return state.left <= 0 || state.random() < 0.3 ? null : draw(state, target.inner);
    case "union":
      return draw(state, pick(state.random, affordable(state, target.variants)));
    case "expression":
      if (!state.expression)
        throw new Error("The schema has expressions; random trees need a maker of them.");
      return state.expression(state.random);
    case "unknown":
      return pick(state.random, [null, true, 7, "text", [1, "two"], { key: "value" }]);
    default:
      throw new Error(`Unknown node ${JSON.stringify(target satisfies never)}`);
  }
}

function drawObject(state: State, node: ObjectNode): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const [name, property] of Object.entries(node.properties)) {
    const isWanted = node.required.includes(name) || (state.left > 0 && state.random() < 0.5);
    if (isWanted) entries.push([name, draw(state, property)]);
  }
  if (node.additional) {
    const keys: StringNode = node.keys ?? { type: "string", pattern: "^[a-z][a-zA-Z0-9]{1,8}$" };
    for (let left = count(state, 0, MOST_ITEMS); left > 0; left--) {
      const key = drawString(state.random, keys);
      if (!Object.hasOwn(node.properties, key)) entries.push([key, draw(state, node.additional)]);
    }
  }
  return Object.fromEntries(entries);
}

function count(state: State, least: number, most: number): number {
  if (state.left <= 0) return least;
  return least + Math.floor(state.random() * (Math.min(most, least + Math.max(0, state.left)) - least + 1));
}

/** All variants while there is room, the shallowest ones beyond. */
function affordable(state: State, variants: readonly SchemaNode[]): readonly SchemaNode[] {
  if (state.left > 0) return variants;
  const depths = variants.map((variant) => depthOf(variant, state.depths));
  const least = Math.min(...depths);
  return variants.filter((_, index) => depths[index] === least);
}

/** Levels that each definition needs at least: what makes recursion end. */
function leastDepths(schema: Schema): Record<string, number> {
  const depths: Record<string, number> = Object.fromEntries(
    Object.keys(schema.definitions).map((name) => [name, Infinity]),
  );
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, node] of Object.entries(schema.definitions)) {
      const depth = depthOf(node, depths);
      if (depth >= depths[name]!) continue;
      depths[name] = depth;
      changed = true;
    }
  }
  return depths;
}

function depthOf(node: SchemaNode, depths: Record<string, number>): number {
  switch (node.type) {
    case "object": {
      const needed = node.required.map((name) => depthOf(node.properties[name]!, depths));
      return 1 + Math.max(0, ...needed);
    }
    case "array":
      return (node.minItems ?? 0) > 0 ? 1 + depthOf(node.items, depths) : 1;
    case "union":
      return Math.min(...node.variants.map((variant) => depthOf(variant, depths)));
    case "reference":
      return depths[node.name]!;
    case "nullable":
    case "string":
    case "enum":
    case "literal":
    case "number":
    case "boolean":
    case "null":
    case "expression":
    case "unknown":
      return 1;
    default:
      throw new Error(`Unknown node ${JSON.stringify(node satisfies never)}`);
  }
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

function drawNumber(random: Random, node: NumberNode): number {
  const step = node.multipleOf ?? (node.integer ? 1 : 0.01);
  const least =
    node.minimum ?? (node.exclusiveMinimum === undefined ? undefined : node.exclusiveMinimum + step);
  const most =
    node.maximum ?? (node.exclusiveMaximum === undefined ? undefined : node.exclusiveMaximum - step);
  // Bounds that only say "a safe integer" or "32 bits" are as good as none.
  const low = Math.max(least ?? -WIDE, (most ?? 0) - 2 * WIDE, -Number.MAX_SAFE_INTEGER);
  const high = Math.min(most ?? WIDE, low + 2 * WIDE);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  const value = (first + Math.floor(random() * (last - first + 1))) * step;
  return node.multipleOf === undefined && !node.integer ? Number(value.toFixed(2)) : value;
}

function drawString(random: Random, node: StringNode): string {
  if (node.format !== undefined) return drawFormat(random, node.format);
  const least = node.minLength ?? 0;
  const most = Math.min(node.maxLength ?? Infinity, Math.max(least, MOST_LETTERS));
  if (node.pattern === undefined) {
    const length = least + Math.floor(random() * (most - least + 1));
    return Array.from({ length }, () => pick(random, LETTERS)).join("");
  }
  for (let attempt = 0; attempt < MOST_DRAWS; attempt++) {
    const text = randomMatch(node.pattern, random);
    if (text.length >= least && text.length <= (node.maxLength ?? Infinity)) return text;
  }
  throw new Error(`No text of ${least} to ${node.maxLength} characters was found for ${node.pattern}.`);
}

const MOST_DRAWS = 200;
/** Characters that test what strings are put into: quotes, markup, and letters beyond ASCII. */
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz ABC 123 _-.,\"'`${}<>/\\*\n\u2028éß漢字"];

const FORMATS: Record<string, string> = {
  uuid: "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
  email: "[a-z]{3,8}@[a-z]{3,8}\\.(com|org)",
  uri: "https://[a-z]{3,8}\\.org/[a-z]{1,8}",
  date: "20[0-4][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])",
  "date-time":
    "20[0-4][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z",
  time: "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]",
  duration: "P[1-9]D|PT[1-9]H",
};

function drawFormat(random: Random, format: string): string {
  const pattern = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
  if (pattern === undefined) throw new Error(`No random text for the format ${format}.`);
  return randomMatch(pattern, random);
}

/** A seeded source of numbers (mulberry32, public domain): good enough for tests and simulation, not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
