import type { Expression } from "../../src/expression/document.ts";
import { binaryOperators } from "../../src/expression/document.ts";
import { isRecord, resolve, type Schema, type SchemaNode } from "../../src/schema/ir.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { randomTree } from "../../src/schema/random.ts";
import { replaceAt, sitesOf, type Keys, type Site } from "./sites.ts";

/** A document that was broken at one place, or was meant to be. */
export interface Broken {
  document: unknown;
  /** What was done, and where the schema has it. */
  kind: string;
  /** Objects at which a rule may rightly say so. */
  nodes: Keys[];
  /** Names that are gone or new: what still speaks of one is a right place too. */
  names: string[];
}

interface Change {
  keys: Keys;
  value: unknown;
  names?: string[];
  /** Further right places. */
  nodes?: Keys[];
}

type Mutator = (site: Site, random: Random, schema: Schema, document: unknown) => Change | undefined;

/** Ways to break a document that follow from the types of its values alone. */
const mutators: Readonly<Record<string, Mutator>> = {
  "dangling name": ({ node, value, keys }) => {
    if (node.type !== "string" || typeof value !== "string") return undefined;
    const other = /^[A-Z]/.test(value)
      ? "Zzyzx"
      : /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(value)
        ? "zzy-zx"
        : "zzyzx";
    return { keys, value: other, names: [value, other] };
  },
  "other name": ({ node, value, keys }, random, schema, document) => {
    if (node.type !== "string" || typeof value !== "string") return undefined;
    const names = keysBelow(document).filter(
      (name) => name !== value && /^[A-Z]/.test(name) === /^[A-Z]/.test(value),
    );
    return names.length > 0 ? { keys, value: pick(random, names), names: [value] } : undefined;
  },
  "other choice": ({ node, value, keys }, random) => {
    if (node.type !== "enum") return undefined;
    const others = node.values.filter((choice) => choice !== value);
    return others.length > 0 ? { keys, value: pick(random, others) } : undefined;
  },
  "other number": ({ node, value, keys }, random) => {
    if (node.type !== "number" || typeof value !== "number") return undefined;
    const values = [0, 1, -1, value + 1, value - 1, 1_000_000, node.minimum ?? -5, node.maximum ?? 99_999];
    return {
      keys,
      value: pick(
        random,
        values.filter((other) => other !== value),
      ),
    };
  },
  "other truth": ({ node, value, keys }) =>
    node.type === "boolean" ? { keys, value: value !== true } : undefined,
  "taken away": ({ node, value, keys, owner }, random) => {
    if (node.type === "array" && Array.isArray(value) && value.length > 0) {
      const index = Math.floor(random() * value.length);
      const gone: unknown = value[index];
      const names = typeof gone === "string" ? { names: [gone] } : {};
      return { keys: [...keys, index], value: undefined, nodes: [owner], ...names };
    }
    if (node.type !== "object" || !isRecord(value)) return undefined;
    const removable = Object.keys(value).filter((key) => !node.required.includes(key));
    if (removable.length === 0) return undefined;
    const name = pick(random, removable);
    const isEntry = !Object.hasOwn(node.properties, name);
    return { keys: [...keys, name], value: undefined, nodes: [keys], ...(isEntry ? { names: [name] } : {}) };
  },
  twice: ({ node, value, keys }, random) => {
    if (node.type === "array" && Array.isArray(value) && value.length > 0) {
      return { keys, value: [...value, pick(random, value)] };
    }
    if (node.type !== "object" || !isRecord(value) || !node.additional) return undefined;
    const names = Object.keys(value).filter((key) => !Object.hasOwn(node.properties, key));
    if (names.length === 0) return undefined;
    const name = pick(random, names);
    const again = similar(random, name);
    return { keys: [...keys, again], value: value[name], names: [name, again], nodes: [[...keys, name]] };
  },
  renamed: ({ node, value, keys }, random) => {
    if (node.type !== "object" || !isRecord(value) || !node.additional) return undefined;
    const names = Object.keys(value).filter((key) => !Object.hasOwn(node.properties, key));
    if (names.length === 0) return undefined;
    const name = pick(random, names);
    const other = pick(random, [similar(random, name), ...reservedLike(name)]);
    if (Object.hasOwn(value, other)) return undefined;
    const entries = Object.entries(value).map(([key, child]) => [key === name ? other : key, child] as const);
    return { keys, value: Object.fromEntries(entries), names: [name, other], nodes: [[...keys, other]] };
  },
  added: ({ node, value, keys }, random, schema) => {
    if (node.type !== "object" || !isRecord(value)) return undefined;
    const absent = Object.keys(node.properties).filter((key) => !Object.hasOwn(value, key));
    if (absent.length === 0) return undefined;
    const key = pick(random, absent);
    return { keys: [...keys, key], value: drawn(schema, node.properties[key]!, random), nodes: [keys] };
  },
  "drawn anew": ({ node, keys, place }, random, schema) => {
    if ((node.type !== "object" && node.type !== "union") || keys.length < 2 || place === "root")
      return undefined;
    return { keys, value: drawn(schema, node, random) };
  },
  "other expression": ({ node, value, keys }, random) => {
    if (node.type !== "expression") return undefined;
    const others: Expression[] = [
      { type: "null" },
      { type: "boolean", value: true },
      { type: "integer", value: 7 },
      { type: "decimal", value: "0.5" },
      { type: "string", value: "zzyzx" },
      { type: "duration", value: "P1D" },
      { type: "list", items: [] },
      { type: "object", properties: {} },
      { type: "name", name: "zzyzx" },
      { type: "call", function: "now", arguments: [] },
      { type: "call", function: "zzyzx", arguments: [value as Expression] },
      { type: "unary", operator: "-", operand: value as Expression },
      { type: "unary", operator: "!", operand: value as Expression },
      { type: "element", object: value as Expression, index: { type: "integer", value: 0 } },
      { type: "member", object: value as Expression, property: "zzyzx" },
      { type: "member", object: value as Expression, property: "id" },
    ];
    return { keys, value: pick(random, others) };
  },
  "other operator": ({ node, value, keys }, random) => {
    if (node.type !== "expression") return undefined;
    const tree = value as Expression;
    if (tree.type === "member")
      return { keys, value: { ...tree, property: pick(random, ["zzyzx", "id", "createdAt"]) } };
    if (tree.type === "call") return { keys, value: { ...tree, arguments: tree.arguments.slice(1) } };
    if (tree.type !== "binary") return undefined;
    if (random() < 0.3) return { keys, value: { ...tree, left: tree.right, right: tree.left } };
    return { keys, value: { ...tree, operator: pick(random, binaryOperators) } };
  },
};

export const mutatorNames = Object.keys(mutators);

/** Breaks a document at a random place in one of the ways; `undefined` where that way finds nothing to break. */
export function mutate(schema: Schema, document: unknown, way: string, random: Random): Broken | undefined {
  const mutator = mutators[way]!;
  const sites = bySpread(sitesOf(schema, document), random);
  for (const site of sites) {
    const change = mutator(site, random, schema, document);
    if (!change) continue;
    const { keys, value, names = [], nodes = [] } = change;
    return {
      document: replaceAt(document, keys, value),
      kind: `${way}: ${site.place}`,
      nodes: [site.owner, keys, ...nodes],
      names,
    };
  }
  return undefined;
}

/** Sites in random order, but so that each place of the schema comes as early as any other. */
function bySpread(sites: readonly Site[], random: Random): Site[] {
  const groups = new Map<string, Site[]>();
  for (const site of sites) groups.set(site.place, [...(groups.get(site.place) ?? []), site]);
  return [...groups.values()]
    .map((group) => ({ site: pick(random, group), order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ site }) => site);
}

function drawn(schema: Schema, node: SchemaNode, random: Random): unknown {
  const target = resolve(schema, node);
  return randomTree(
    { root: target, definitions: schema.definitions },
    {
      random,
      size: 6,
      expression: () =>
        pick<Expression>(random, [
          { type: "boolean", value: true },
          { type: "integer", value: 3 },
          { type: "name", name: "row" },
          { type: "member", object: { type: "name", name: "row" }, property: "id" },
        ]),
    },
  );
}

/** Names of everything that records hold. */
function keysBelow(document: unknown): string[] {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (!isRecord(value)) return;
    for (const [key, child] of Object.entries(value)) {
      if (isRecord(child)) names.add(key);
      walk(child);
    }
  };
  walk(document);
  return [...names];
}

function similar(random: Random, name: string): string {
  const flipped = name.slice(0, 1) + name.slice(1).toUpperCase();
  return pick(random, [flipped, `${name}s`, `${name}2`, `${name}Id`]);
}

function reservedLike(name: string): string[] {
  return /^[A-Z]/.test(name)
    ? ["String", "Prisma", "Object", "Date", "Promise", "User"]
    : ["id", "constructor", "createdAt", "then", "delete", "class", "toString", "row", "input", "actor"];
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)]!;
}
