import type { NumberNode, ObjectNode, Schema, SchemaNode, StringNode } from "../../src/schema/ir.ts";
import { groupsOf, innerNodes, type Group, type Kind } from "./kinds.ts";
import { codeSpan, fenced, tableOf } from "./markdown.ts";

export interface LanguagePage {
  title: string;
  /** What stands below the title. */
  intro: string[];
  schema: Schema;
  /** By key of the kind. */
  examples: ReadonlyMap<string, unknown>;
  /** Behind the kinds. */
  more?: string[];
}

/** A page of Markdown with a section for each kind of node: what it is for, its properties, and an example. */
export function languagePage({ title, intro, schema, examples, more = [] }: LanguagePage): string {
  const groups = groupsOf(schema);
  const contents = groups.map(({ key }) => `[${key}](#${anchorOf(key)})`).join(" · ");
  const sections = groups.flatMap((group) => groupSection(group, examples));
  return [`# ${title}`, ...intro, contents, ...sections, ...more].join("\n\n") + "\n";
}

/** As Markdown's readers make it of a heading. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

function groupSection({ key, description, kinds }: Group, examples: ReadonlyMap<string, unknown>): string[] {
  const [first] = kinds;
  const isUnion = kinds.length > 1 || first?.tag !== undefined;
  const head = [`## ${key}`, ...(description === undefined ? [] : [description])];
  if (!isUnion) return [...head, ...kindSection(first!, examples)];
  return [
    ...head,
    `One of ${kinds.map(({ tag }) => codeSpan(tag!)).join(", ")}, told apart by ${codeSpan("type")}.`,
    ...kinds.flatMap((kind) => [
      `### ${kind.tag!}`,
      ...(kind.node.description === undefined ? [] : [kind.node.description]),
      ...kindSection(kind, examples),
    ]),
  ];
}

function kindSection({ key, node, tag }: Kind, examples: ReadonlyMap<string, unknown>): string[] {
  const rows = propertyRows("", key, node).filter(([name]) => tag === undefined || name !== codeSpan("type"));
  const example = examples.get(key);
  return [
    ...(rows.length > 0 ? [tableOf(["Property", "Type", "", "Meaning"], rows)] : ["No further properties."]),
    ...(example === undefined ? [] : [fenced("json", JSON.stringify(example, undefined, 2))]),
  ];
}

/** Properties, and below them those of objects that have no name of their own: `owner`, `owner.actor`. */
function propertyRows(prefix: string, key: string, node: ObjectNode): string[][] {
  return Object.entries(node.properties).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const need = node.required.includes(name) ? "" : "optional";
    const row = [codeSpan(path), typeWords(property, `${key}.${name}`), need, property.description ?? ""];
    return [row, ...nestedRows(path, `${key}.${name}`, property)];
  });
}

function nestedRows(path: string, key: string, node: SchemaNode): string[][] {
  if (node.type === "object" && Object.keys(node.properties).length > 0) {
    return propertyRows(`${path}.`, key, node);
  }
  if (node.type === "array") return nestedRows(`${path}[]`, key, node.items);
  if (node.type === "object" && node.additional) return nestedRows(`${path}.*`, key, node.additional);
  if (node.type === "union") return [];
  return innerNodes(key, node).flatMap(([inner, child]) => nestedRows(path, inner, child));
}

/** A type in words: `record of [Field](#field)`, `integer, 1 to 38`. */
export function typeWords(node: SchemaNode, key: string): string {
  switch (node.type) {
    case "object":
      if (node.additional) return `record of ${typeWords(node.additional, key)}${keyWords(node.keys)}`;
      return "object";
    case "array":
      return `list of ${typeWords(node.items, key)}${countWords(node.minItems, node.maxItems)}`;
    case "string":
      return `string${stringWords(node)}`;
    case "enum":
      return node.values.map((value) => codeSpan(value)).join(", ");
    case "literal":
      return codeSpan(JSON.stringify(node.value));
    case "number":
      return `${node.integer ? "integer" : "number"}${numberWords(node)}`;
    case "boolean":
    case "null":
      return node.type;
    case "nullable":
      return `${typeWords(node.inner, key)} or null`;
    case "union":
      return node.discriminator === undefined
        ? node.variants.map((variant) => typeWords(variant, key)).join(" or ")
        : `[${key}](#${anchorOf(key)})`;
    case "reference":
      return `[${node.name}](#${anchorOf(node.name)})`;
    case "expression":
      return "[expression](expression.md)";
    case "unknown":
      return "any JSON";
    default:
      return node satisfies never;
  }
}

function keyWords(keys: StringNode | undefined): string {
  return keys?.pattern === undefined ? "" : `, keys like ${codeSpan(keys.pattern)}`;
}

function countWords(least = 0, most = Infinity): string {
  if (least === 0 && most === Infinity) return "";
  if (most === Infinity) return `, at least ${least}`;
  return least === 0 ? `, at most ${most}` : `, ${least} to ${most}`;
}

function stringWords({ format, pattern, minLength, maxLength }: StringNode): string {
  const length = countWords(minLength, maxLength);
  return [
    format === undefined ? "" : ` (${format})`,
    length === "" ? "" : `${length} characters`,
    pattern === undefined ? "" : `, like ${codeSpan(pattern)}`,
  ].join("");
}

function numberWords({
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
  multipleOf,
}: NumberNode): string {
  const isBound = (value: number | undefined): value is number =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  const words: string[] = [];
  if (isBound(minimum) && isBound(maximum)) words.push(`${minimum} to ${maximum}`);
  else if (isBound(minimum)) words.push(`at least ${minimum}`);
  else if (isBound(maximum)) words.push(`at most ${maximum}`);
  if (isBound(exclusiveMinimum)) words.push(`above ${exclusiveMinimum}`);
  if (isBound(exclusiveMaximum)) words.push(`below ${exclusiveMaximum}`);
  if (multipleOf !== undefined) words.push(`a multiple of ${multipleOf}`);
  return words.map((word) => `, ${word}`).join("");
}
