import { nearest } from "../diagnostic/suggest.ts";
import { accepts } from "./accepts.ts";
import {
  isRecord,
  propertyOf,
  resolve,
  tagsOf,
  variantOf,
  type ArrayNode,
  type LiteralNode,
  type ObjectNode,
  type Schema,
  type SchemaNode,
  type UnionNode,
} from "./ir.ts";
import {
  coerceBoolean,
  coerceChoice,
  coerceLiteral,
  coerceNumber,
  decode,
  noted,
  plain,
  type CoercionNote,
  type Keys,
  type State,
} from "./coerce-scalars.ts";
import { recordFromList } from "./record-list.ts";

/**
 * Brings a value nearer to its schema where only one meaning is possible; what stays wrong is left for
 * validation. Never changes a value that fits the schema. Pure.
 */
export function coerce(schema: Schema, value: unknown): { value: unknown; notes: CoercionNote[] } {
  const state: State = { schema, notes: [] };
  const coerced = coerceNode(state, schema.root, value, []);
  return { value: coerced, notes: state.notes };
}

function coerceNode(state: State, node: SchemaNode, value: unknown, keys: Keys): unknown {
  const target = resolve(state.schema, node);
  switch (target.type) {
    case "object":
      return coerceObject(state, target, value, keys);
    case "array":
      return coerceArray(state, target, value, keys);
    case "nullable":
      return coerceNullable(state, target.inner, value, keys);
    case "union":
      return coerceUnion(state, target, value, keys);
    case "string":
    case "expression":
      if (typeof value !== "number" && typeof value !== "boolean") return value;
      return noted(state, "text", keys, String(value), `took ${String(value)} as text`);
    case "enum":
      return coerceChoice(state, target.values, value, keys);
    case "literal":
      return coerceLiteral(state, target.value, value, keys);
    case "number":
      return coerceNumber(state, value, keys);
    case "boolean":
      return coerceBoolean(state, value, keys);
    case "null":
      return value === "null" || value === ""
        ? noted(state, "null-added", keys, null, "took it as null")
        : value;
    case "unknown":
      return value;
    default:
      throw new Error(`Unknown node ${JSON.stringify(target satisfies never)}`);
  }
}

function coerceObject(state: State, node: ObjectNode, input: unknown, keys: Keys): unknown {
  let value = decode(state, input, keys);
  if (node.additional && Array.isArray(value)) {
    const { record } = recordFromList(state.schema, node.additional, value);
    if (record) value = noted(state, "unlisted", keys, record, "took a list of named entries as a record");
  }
  if (Array.isArray(value) && value.length === 1 && isRecord(value[0]) && !node.additional) {
    value = noted(state, "unlisted", keys, value[0], "took a list of one as the value itself");
  }
  if (!isRecord(value)) return value;
  const renamed = renameKeys(state, node, value, keys);
  const names = Object.keys(renamed);
  // Dropping everything would turn any object into an empty one, which may be valid and mean something.
  if (names.length > 0 && names.every((name) => propertyOf(node, name) === undefined)) return value;
  const entries = Object.entries(renamed).flatMap(([key, item]) =>
    coerceProperty(state, node, key, item, keys),
  );
  const present = new Set(entries.map(([key]) => key));
  for (const name of node.required) {
    if (!present.has(name)) entries.push(...fillProperty(state, node.properties[name]!, [...keys, name]));
  }
  return Object.fromEntries(entries);
}

function coerceProperty(
  state: State,
  node: ObjectNode,
  key: string,
  item: unknown,
  keys: Keys,
): [string, unknown][] {
  const here = [...keys, key];
  const property = propertyOf(node, key);
  if (!property) {
    const candidate = nearest(key, Object.keys(node.properties));
    const hint = candidate === undefined ? "" : ` (near to ${candidate})`;
    noted(state, "key-dropped", here, undefined, `dropped ${key}, which the schema does not have${hint}`);
    return [];
  }
  const isOptional = Object.hasOwn(node.properties, key) && !node.required.includes(key);
  if (item === null && isOptional && !accepts(state.schema, property, null)) {
    noted(state, "null-dropped", here, undefined, "took null as absent");
    return [];
  }
  return [[key, coerceNode(state, property, item, here)]];
}

/** A property that can only have one value, or may be null, need not be sent. */
function fillProperty(state: State, property: SchemaNode, keys: Keys): [string, unknown][] {
  const target = resolve(state.schema, property);
  const name = String(keys.at(-1));
  if (target.type === "nullable" || target.type === "null") {
    return [[name, noted(state, "null-added", keys, null, "added null for what was absent")]];
  }
  if (target.type === "literal") {
    return [[name, noted(state, "constant-added", keys, target.value, "added the only possible value")]];
  }
  return [];
}

/** Keys that differ from an absent property's in case, hyphens or underscores alone. */
function renameKeys(
  state: State,
  node: ObjectNode,
  value: Record<string, unknown>,
  keys: Keys,
): Record<string, unknown> {
  if (node.additional) return value;
  const absent = Object.keys(node.properties).filter((name) => !Object.hasOwn(value, name));
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (Object.hasOwn(node.properties, key)) return [key, item];
    const same = absent.filter((name) => plain(name) === plain(key));
    const rivals = Object.keys(value).filter((other) => plain(other) === plain(key));
    const [name] = same;
    if (name === undefined || same.length > 1 || rivals.length > 1) return [key, item];
    return [noted(state, "key-renamed", [...keys, name], name, `read ${key} as ${name}`), item];
  });
  return Object.fromEntries(entries);
}

function coerceArray(state: State, node: ArrayNode, input: unknown, keys: Keys): unknown {
  let value = decode(state, input, keys);
  if (!Array.isArray(value)) {
    if (value === null || value === undefined) return value;
    const trial: State = { schema: state.schema, notes: [] };
    const item = coerceNode(trial, node.items, value, [...keys, 0]);
    if (!accepts(state.schema, node.items, item)) return value;
    value = noted(state, "listed", keys, [value], "took a single value as a list of one");
  }
  return (value as unknown[]).map((item, index) => coerceNode(state, node.items, item, [...keys, index]));
}

function coerceNullable(state: State, inner: SchemaNode, value: unknown, keys: Keys): unknown {
  if (value === null) return null;
  const isWord = typeof value === "string" && value.trim().toLowerCase() === "null";
  if (isWord && !accepts(state.schema, inner, value)) {
    return noted(state, "null-added", keys, null, 'took the text "null" as null');
  }
  return coerceNode(state, inner, value, keys);
}

function coerceUnion(state: State, node: UnionNode, input: unknown, keys: Keys): unknown {
  const { schema } = state;
  if (node.discriminator === undefined) return coerceUntagged(state, node, input, keys);
  let value = decode(state, input, keys);
  if (Array.isArray(value) && value.length === 1 && isRecord(value[0])) {
    value = noted(state, "unlisted", keys, value[0], "took a list of one as the value itself");
  }
  if (!isRecord(value)) return value;
  const variant = variantOf(schema, node, value);
  if (variant) return coerceNode(state, variant, value, keys);
  const tagged = addTag(state, node, node.discriminator, value, keys);
  return tagged ? coerceNode(state, tagged.variant, tagged.value, keys) : value;
}

/** Without a tag: the variant that the value fits after the fewest changes. */
function coerceUntagged(state: State, node: UnionNode, value: unknown, keys: Keys): unknown {
  const fitting = node.variants.find((variant) => accepts(state.schema, variant, value));
  if (fitting) return coerceNode(state, fitting, value, keys);
  const trials = node.variants.flatMap((variant) => {
    const trial: State = { schema: state.schema, notes: [] };
    const result = coerceNode(trial, variant, value, keys);
    return accepts(state.schema, variant, result) ? [{ result, notes: trial.notes }] : [];
  });
  const [best] = trials.sort((a, b) => a.notes.length - b.notes.length);
  if (!best) return value;
  state.notes.push(...best.notes);
  return best.result;
}

function addTag(
  state: State,
  node: UnionNode,
  discriminator: string,
  value: Record<string, unknown>,
  keys: Keys,
): { variant: SchemaNode; value: Record<string, unknown> } | undefined {
  const { schema } = state;
  const found = Object.entries(value).find(([key]) => plain(key) === plain(discriminator));
  const rest = found ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== found[0])) : value;
  const choices = node.variants.flatMap((variant) =>
    tagsOf(schema, variant, discriminator).map((tag) => ({ variant, tag })),
  );
  const [onlyKey] = Object.keys(value);
  const wrapped = value[onlyKey ?? ""];
  const wrapper = choices.find(({ tag }) => Object.keys(value).length === 1 && tag === onlyKey);
  if (wrapper && isRecord(wrapped)) {
    noted(state, "unwrapped", keys, undefined, `took the key ${onlyKey} as the ${discriminator}`);
    return { variant: wrapper.variant, value: { [discriminator]: wrapper.tag, ...wrapped } };
  }
  const meant = chooseTag(schema, choices, found?.[1], rest, discriminator);
  if (!meant) return undefined;
  const here = [...keys, discriminator];
  if (found) noted(state, "spelling", here, undefined, `read ${String(found[1])} as ${String(meant.tag)}`);
  else noted(state, "tag-added", here, undefined, `added ${String(meant.tag)}: only this variant fits`);
  return { variant: meant.variant, value: { [discriminator]: meant.tag, ...rest } };
}

interface Choice {
  variant: SchemaNode;
  tag: LiteralNode["value"];
}

/** By spelling where the tag is near to one, else by the only variant whose properties fit. */
function chooseTag(
  schema: Schema,
  choices: Choice[],
  given: unknown,
  rest: Record<string, unknown>,
  discriminator: string,
): Choice | undefined {
  if (typeof given === "string") {
    const same = choices.filter(({ tag }) => plain(String(tag)) === plain(given));
    if (same.length === 1) return same[0];
    const near = nearest(
      given,
      choices.map(({ tag }) => String(tag)),
    );
    const [spelt] = choices.filter(({ tag }) => String(tag) === near);
    if (spelt && hasKeysOf(schema, spelt, rest, discriminator)) return spelt;
  }
  const fitting = choices.filter((choice) => hasKeysOf(schema, choice, rest, discriminator));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Whether a value has all keys a variant requires and none that it lacks. */
function hasKeysOf(
  schema: Schema,
  { variant }: Choice,
  value: Record<string, unknown>,
  discriminator: string,
): boolean {
  const object = resolve(schema, variant);
  if (object.type !== "object") return false;
  const lacks = object.required.some((name) => name !== discriminator && !Object.hasOwn(value, name));
  return !lacks && Object.keys(value).every((key) => propertyOf(object, key) !== undefined);
}
