import { printExpression } from "../../expression/print.ts";
import type { Expression } from "../../expression/document.ts";
import { camelCase } from "../../text/names.ts";
import type { Actor, Attribute, Concept, Lifecycle, NamedRow, Reference, Transition } from "../document.ts";
import { defaultId, defaultInverse } from "./defaults.ts";
import { code, list, mark, paragraphs, quoted, word } from "./words.ts";

/** `- member: signs up`, its attributes below. */
export function actorLines(name: string, actor: Actor): string[] {
  const arises = { signUp: "signs up", registered: "registered", bootstrap: "bootstrap" }[actor.arises];
  const by = actor.by === undefined ? "" : ` by ${actor.by.length === 0 ? "nobody" : list(actor.by)}`;
  const head = `- ${word(name)}: ${arises}${by}${description(actor)}${mark(actor.id, defaultId(name))}`;
  return [head, ...attributeLines(actor.attributes, actor.id, "  ")];
}

/** The heading of a concept and all that stands below it. */
export function conceptLines(name: string, concept: Concept, isSectionName: boolean): string[] {
  const { owner, parent, lifecycle, softDelete, membership } = concept;
  const traits: string[] = [];
  const inverse = defaultInverse(name);
  if (owner) {
    const as = owner.as === owner.actor ? "" : ` as ${word(owner.as)}`;
    traits.push(`owned by ${word(owner.actor)}${as}${seenAs(owner.inverse, inverse)}`);
  }
  if (parent) {
    const as = parent.as === camelCase(parent.concept) ? "" : ` as ${word(parent.as)}`;
    traits.push(`part of ${word(parent.concept)}${as}${seenAs(parent.inverse, inverse)}`);
  }
  traits.push(...flag(softDelete, "soft delete"), ...flag(membership, "membership"));
  const heading = `## ${isSectionName ? "concept " : ""}${name}${traits.length > 0 ? ` (${traits.join(", ")})` : ""}`;
  const described = concept.description === undefined ? [] : paragraphs(concept.description);
  const members = [
    ...attributeLines(concept.attributes, concept.id),
    ...Object.entries(concept.references).map(([key, reference]) =>
      referenceLine(key, reference, name, concept.id),
    ),
    ...(lifecycle ? lifecycleLines(lifecycle, concept.id) : []),
  ];
  const lines = [`${heading}${mark(concept.id, defaultId(name))}`];
  for (const paragraph of described) lines.push("", paragraph);
  return members.length > 0 ? [...lines, "", ...members] : lines;
}

export function attributeLines(
  attributes: Record<string, Attribute>,
  parentId: string,
  margin = "",
): string[] {
  return Object.entries(attributes).map(([name, attribute]) => {
    const parts = [
      attributeType(attribute),
      ...(attribute.list === false ? ["not list"] : []),
      ...flag(attribute.optional, "optional"),
      ...flag(attribute.unique, "unique"),
      ...flag(attribute.search, "searchable"),
      ...flag(attribute.filter, "filterable"),
      ...flag(attribute.sort, "sortable"),
      ...flag(attribute.server, "set by the server"),
      ...(attribute.default === undefined ? [] : [`default ${literal(attribute.default)}`]),
    ];
    const id = mark(attribute.id, defaultId(name, parentId));
    return `${margin}- ${word(name)}: ${parts.join(", ")}${description(attribute)}${id}`;
  });
}

function attributeType(attribute: Attribute): string {
  const { type, values, minimum, maximum, scale } = attribute;
  const parts: string[] = [];
  if (attribute.list === true) parts.push("list of");
  const bounded = minimum !== undefined || maximum !== undefined;
  if (type !== "enum" || values === undefined || scale !== undefined || bounded) {
    parts.push(scale === undefined ? type : `${type}(${scale})`);
  }
  if (bounded) parts.push(`${number(minimum)}..${number(maximum)}`);
  if (values !== undefined) parts.push(`one of ${alternatives(values)}`);
  return parts.join(" ");
}

function referenceLine(name: string, reference: Reference, concept: string, parentId: string): string {
  const usual = defaultInverse(concept, reference.one);
  const parts = [
    word(reference.target),
    ...flag(reference.optional, "optional"),
    ...flag(reference.one, "one for each"),
    ...flag(reference.server, "set by the server"),
    ...flag(reference.filter, "filterable"),
    ...(reference.inverse === usual ? [] : [`seen as ${word(reference.inverse)}`]),
  ];
  const id = mark(reference.id, defaultId(name, parentId));
  return `- ${word(name)} -> ${parts.join(", ")}${description(reference)}${id}`;
}

function lifecycleLines(lifecycle: Lifecycle, parentId: string): string[] {
  const { attribute, states, initial, transitions } = lifecycle;
  const start = initial === states[0] ? "" : `, starts as ${word(initial)}`;
  const head = `- ${word(attribute)}: states ${alternatives(states)}${start}`;
  return [
    head,
    ...Object.entries(transitions).flatMap(([action, it]) => transitionLines(action, it, parentId)),
  ];
}

function transitionLines(action: string, transition: Transition, parentId: string): string[] {
  const { id, from, to, sets, input, references } = transition;
  const written = sets === undefined ? "" : `, set ${assignments(sets)}`;
  const asked = input !== undefined && Object.keys(input).length === 0 ? ", asks nothing" : "";
  const named = references !== undefined && Object.keys(references).length === 0 ? ", names nothing" : "";
  const head = `- ${word(action)}: ${alternatives(from)} -> ${word(to)}${written}${asked}${named}${mark(id, defaultId(action, parentId))}`;
  const rows = Object.entries(references ?? {}).map(([name, row]) => namedRowLine(name, row, id));
  return [head, ...attributeLines(input ?? {}, id, "  "), ...rows];
}

function namedRowLine(name: string, row: NamedRow, parentId: string): string {
  const parts = [word(row.target), ...flag(row.optional, "optional")];
  return `  - ${word(name)} -> ${parts.join(", ")}${description(row)}${mark(row.id, defaultId(name, parentId))}`;
}

/** ``a = `row.b`, c = `1` ``, or `nothing`. */
export function assignments(values: Record<string, Expression>): string {
  const parts = Object.entries(values).map(([name, value]) => `${word(name)} = ${expression(value)}`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

export function expression(value: Expression): string {
  return code(printExpression(value));
}

function alternatives(values: readonly string[]): string {
  return values.length === 0 ? "nothing" : values.map((value) => word(value)).join(" | ");
}

function flag(value: boolean | undefined, words: string): string[] {
  return value === undefined ? [] : [value ? words : `not ${words}`];
}

function seenAs(inverse: string, usual: string): string {
  return inverse === usual ? "" : ` seen as ${word(inverse)}`;
}

function description(node: { description?: string | undefined }): string {
  return node.description === undefined ? "" : `; ${quoted(node.description)}`;
}

function number(value: number | undefined): string {
  if (value === undefined) return "";
  return Object.is(value, -0) ? "-0" : String(value);
}

function literal(value: boolean | number | string): string {
  if (typeof value === "number") return number(value);
  return typeof value === "string" ? word(value) : String(value);
}
