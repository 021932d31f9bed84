import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Expression } from "../../expression/document.ts";
import { camelCase } from "../../text/names.ts";
import {
  type Actor,
  type Attribute,
  type Concept,
  type Lifecycle,
  type NamedRow,
  type Reference,
  type Transition,
} from "../document.ts";
import { openCursor, type Cursor } from "./cursor.ts";
import { defaultId, defaultInverse } from "./defaults.ts";
import { report } from "./diagnostics.ts";
import { place, type Item, type Line } from "./lines.ts";
import { splitMark, splitMembers } from "./marks.ts";
import { collectNamed } from "./named.ts";
import {
  ATTRIBUTE_EXAMPLE,
  own,
  readAttribute,
  readAttributes,
  readDescription,
  readFlag,
  refuseItems,
} from "./parse-attribute.ts";

const examples = {
  actor: "- member: signs up",
  reference: "- copy -> Copy, seen as loans",
  states: "- status: states open | done",
  transition: "- close: open -> done, set closedAt = `now()`",
  heading: "## Loan (owned by member as borrower)",
};

const namedRowFlags = { optional: ["optional"] } as const;
const referenceFlags = {
  optional: ["optional"],
  one: ["one", "for", "each"],
  server: ["set", "by", "the", "server"],
  filter: ["filterable"],
} as const;

const traitFlags = { softDelete: ["soft", "delete"], membership: ["membership"] } as const;

interface Read<Value> {
  name: string;
  value: Value;
}

/** `- member: signs up`, with attributes below. */
export function readActor(
  item: Item,
  previous: Record<string, Actor> | undefined,
  diagnostics: Diagnostic[],
): Read<Actor> | undefined {
  const { line, id: mark } = splitMark(item);
  const cursor = openCursor(line, diagnostics, examples.actor);
  const name = cursor.fieldName("the kind of actor");
  cursor.expectSymbol(":");
  const arises = readArises(cursor);
  const by = readBy(cursor);
  const description = readDescription(cursor);
  cursor.expectEnd(["by"]);
  const old = own(previous, name);
  const id = mark ?? old?.id ?? (defaultId(name) || "actor");
  const attributes = readAttributes(item.items, id, old?.attributes, diagnostics);
  if (cursor.stopped()) return undefined;
  return { name, value: { id, ...description, arises, ...(by ? { by } : {}), attributes } };
}

function readArises(cursor: Cursor): Actor["arises"] {
  if (cursor.takeWords("signs", "up")) return "signUp";
  if (cursor.takeWords("registered")) return "registered";
  if (cursor.takeWords("bootstrap")) return "bootstrap";
  cursor.fail("`signs up`, `registered by …` or `bootstrap`", ["signs", "registered", "bootstrap"]);
  return "signUp";
}

function readBy(cursor: Cursor): string[] | undefined {
  if (!cursor.takeWords("by")) return undefined;
  return cursor.takeWords("nobody") ? [] : cursor.list(() => cursor.fieldName("a kind of actor"));
}

/** The heading of a concept, in parentheses what it is owned by and part of, and all that stands below. */
export function readConcept(
  heading: Line,
  paragraphs: readonly Line[],
  items: readonly Item[],
  previous: Record<string, Concept> | undefined,
  diagnostics: Diagnostic[],
): Read<Concept> | undefined {
  const { line, id: mark } = splitMark(heading);
  const cursor = openCursor(line, diagnostics, examples.heading);
  if (cursor.looksLike(/^concept(?::|\s+[A-Z])/i) && cursor.takeWords("concept")) cursor.takeSymbol(":");
  const name = cursor.conceptName();
  const traits = cursor.takeSymbol("(") ? readTraits(cursor, name) : {};
  cursor.expectEnd();
  const old = own(previous, name);
  const id = mark ?? old?.id ?? (defaultId(name) || "concept");
  const members = readMembers(items, name, id, old, diagnostics);
  const description = readParagraphs(paragraphs, diagnostics);
  if (cursor.stopped()) return undefined;
  return {
    name,
    value: { id, ...(description === undefined ? {} : { description }), ...traits, ...members },
  };
}

type Traits = Pick<Concept, "owner" | "parent" | "softDelete" | "membership">;

function readTraits(cursor: Cursor, concept: string): Traits {
  const traits: Traits = {};
  do {
    if (cursor.takeWords("owned", "by")) {
      const actor = cursor.fieldName("the kind of actor that owns these");
      const as = cursor.takeWords("as") ? cursor.fieldName("the name of the owner") : actor;
      traits.owner = { actor, as, inverse: readSeenAs(cursor) ?? defaultInverse(concept) };
    } else if (cursor.takeWords("part", "of")) {
      const parent = cursor.conceptName();
      const as = cursor.takeWords("as") ? cursor.fieldName("the name of the whole") : camelCase(parent);
      traits.parent = { concept: parent, as, inverse: readSeenAs(cursor) ?? defaultInverse(concept) };
    } else Object.assign(traits, readFlag(cursor, traitFlags, ["owned by …", "part of …"]));
  } while (cursor.takeSymbol(","));
  cursor.expectSymbol(")");
  return traits;
}

function readMembers(
  items: readonly Item[],
  concept: string,
  id: string,
  old: Concept | undefined,
  diagnostics: Diagnostic[],
): Pick<Concept, "attributes" | "references" | "lifecycle"> {
  const attributes = collectNamed<Attribute>(diagnostics);
  const references = collectNamed<Reference>(diagnostics);
  const lifecycles = collectNamed<Lifecycle>(diagnostics);
  const transitions = collectNamed<Transition>(diagnostics);
  let lifecycle: Lifecycle | undefined;
  for (const item of items.flatMap(splitMembers)) {
    const { line, id: mark } = splitMark(item);
    const cursor = openCursor(line, diagnostics, ATTRIBUTE_EXAMPLE);
    const name = cursor.fieldName("a name that begins with a small letter");
    const idFor = (node: { id: string } | undefined): string => mark ?? node?.id ?? defaultId(name, id);
    if (cursor.takeSymbol("->")) {
      cursor.example = examples.reference;
      const reference = readReference(cursor, idFor(own(old?.references, name)), concept);
      if (!cursor.stopped()) references.add(name, reference, item);
      refuseItems(item, diagnostics);
      continue;
    }
    cursor.expectSymbol(":");
    if (isTransition(cursor)) {
      cursor.example = examples.transition;
      const before = own(old?.lifecycle?.transitions, name);
      const transition = readTransition(cursor, item, idFor(before), before, diagnostics);
      if (!cursor.stopped()) transitions.add(name, transition, item);
      if (!lifecycle) diagnostics.push(report["no-lifecycle"](place(item), { concept, action: name }));
    } else if (cursor.takeWords("states")) {
      cursor.example = examples.states;
      const found = readStates(cursor, name);
      if (!cursor.stopped()) lifecycles.add("lifecycle", (lifecycle ??= found), item);
      else lifecycle ??= found;
      refuseItems(item, diagnostics);
    } else {
      const attribute = readAttribute(cursor, idFor(own(old?.attributes, name)));
      if (!cursor.stopped()) attributes.add(name, attribute, item);
      refuseItems(item, diagnostics);
    }
  }
  return {
    attributes: attributes.record(),
    references: references.record(),
    ...(lifecycle ? { lifecycle: { ...lifecycle, transitions: transitions.record() } } : {}),
  };
}

function readReference(cursor: Cursor, id: string, concept: string): Reference {
  const target = cursor.name("a concept or a kind of actor");
  const reference: Reference = { id, target, inverse: "" };
  let inverse: string | undefined;
  while (cursor.takeSymbol(",") || cursor.takeSymbol(";")) {
    if (cursor.peekQuoted()) break;
    const seen = readSeenAs(cursor);
    if (seen === undefined) Object.assign(reference, readFlag(cursor, referenceFlags, ["seen"]));
    else inverse = seen;
  }
  Object.assign(reference, readDescription(cursor));
  cursor.expectEnd();
  return { ...reference, inverse: inverse ?? defaultInverse(concept, reference.one) };
}

function readStates(cursor: Cursor, attribute: string): Lifecycle {
  const states = cursor.list(() => cursor.fieldName("a state"), ["starts"], "|");
  const initial = cursor.takeClause("starts", "as") ? cursor.fieldName("a state") : states[0]!;
  cursor.expectEnd(["starts"]);
  return { attribute, states, initial, transitions: {} };
}

/** A state, and after it an arrow or another state. */
function isTransition(cursor: Cursor): boolean {
  return cursor.looksLike(/^(?:[A-Za-z][A-Za-z0-9]*|"(?:[^"\\]|\\.)*")\s*(?:\||->)/);
}

function readTransition(
  cursor: Cursor,
  item: Item,
  id: string,
  previous: Transition | undefined,
  diagnostics: Diagnostic[],
): Transition {
  const from = cursor.list(() => cursor.fieldName("a state"), [], "|");
  cursor.expectSymbol("->");
  const transition: Transition = { id, from, to: cursor.fieldName("a state") };
  if (cursor.takeClause("set")) transition.sets = readAssignments(cursor, ["asks", "names"]);
  if (cursor.takeClause("asks", "nothing")) transition.input = {};
  if (cursor.takeClause("names", "nothing")) transition.references = {};
  cursor.expectEnd(["set"]);
  const asked = item.items.flatMap(splitMembers);
  const named = asked.filter(({ text }) => /^[^:]*->/.test(text));
  const attributes = asked.filter((one) => !named.includes(one));
  if (attributes.length > 0) transition.input = readAttributes(attributes, id, previous?.input, diagnostics);
  if (named.length > 0) transition.references = readNamedRows(named, id, previous?.references, diagnostics);
  return transition;
}

/** Rows that the client names with a transition. */
function readNamedRows(
  items: readonly Item[],
  parentId: string,
  previous: Transition["references"],
  diagnostics: Diagnostic[],
): Record<string, NamedRow> {
  const rows = collectNamed<NamedRow>(diagnostics);
  for (const item of items) {
    const { line, id: mark } = splitMark(item);
    const cursor = openCursor(line, diagnostics, "umpire -> umpire");
    const name = cursor.fieldName("a name that begins with a small letter");
    cursor.expectSymbol("->");
    const id = mark ?? own(previous, name)?.id ?? defaultId(name, parentId);
    const row: NamedRow = { id, target: cursor.name("a concept or a kind of actor") };
    while (cursor.takeSymbol(",") || cursor.takeSymbol(";")) {
      if (cursor.peekQuoted()) break;
      Object.assign(row, readFlag(cursor, namedRowFlags, []));
    }
    Object.assign(row, readDescription(cursor));
    cursor.expectEnd();
    if (!cursor.stopped()) rows.add(name, row, item);
    refuseItems(item, diagnostics);
  }
  return rows.record();
}

/** ``a = `row.b`, c = `1` ``, or `nothing`. */
export function readAssignments(cursor: Cursor, ends: readonly string[] = []): Record<string, Expression> {
  if (cursor.peekWord() === "nothing" && cursor.takeWords("nothing")) return {};
  const read = (): [string, Expression] => {
    const name = cursor.fieldName("a name");
    cursor.expectSymbol("=");
    return [name, cursor.expression()];
  };
  return Object.fromEntries(cursor.list(read, ends));
}

function readSeenAs(cursor: Cursor): string | undefined {
  return cursor.takeWords("seen", "as") ? cursor.fieldName("the name seen from the other side") : undefined;
}

/** Paragraphs as one text, or `undefined` where there are none. */
export function readParagraphs(lines: readonly Line[], diagnostics: Diagnostic[]): string | undefined {
  if (lines.length === 0) return undefined;
  return lines.map((line) => openCursor(line, diagnostics, "A small library.").prose("words")).join("\n\n");
}

/** Whether a heading is written like a concept's. */
export function isConceptHeading(heading: string): boolean {
  return /^(?:concept:?\s+)?[A-Z][A-Za-z0-9]*\s*(?:[({].*)?$/is.test(heading);
}
