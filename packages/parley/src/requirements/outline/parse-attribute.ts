import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { attributeTypes, type Attribute } from "../document.ts";
import { openCursor, type Cursor } from "./cursor.ts";
import { defaultId } from "./defaults.ts";
import { report } from "./diagnostics.ts";
import { place, type Item } from "./lines.ts";
import { splitMark, splitMembers } from "./marks.ts";
import { collectNamed } from "./named.ts";

export const ATTRIBUTE_EXAMPLE = "- title: string 1..200, searchable";

const plainTypes = attributeTypes.filter((type) => type !== "enum").join(", ");
const typeAdvice = `The types are ${plainTypes}, and \`one of low | high\`; \`list of\` may stand before each. A reference is \`- copy -> Copy\`.`;

const attributeFlags = {
  list: ["list"],
  optional: ["optional"],
  unique: ["unique"],
  search: ["searchable"],
  filter: ["filterable"],
  sort: ["sortable"],
  server: ["set", "by", "the", "server"],
} as const;

/** Attributes on lines of their own: of a profile, or of what a transition asks for. */
export function readAttributes(
  items: readonly Item[],
  parentId: string,
  previous: Record<string, Attribute> | undefined,
  diagnostics: Diagnostic[],
): Record<string, Attribute> {
  const attributes = collectNamed<Attribute>(diagnostics);
  for (const item of items.flatMap(splitMembers)) {
    const { line, id: mark } = splitMark(item);
    const cursor = openCursor(line, diagnostics, ATTRIBUTE_EXAMPLE);
    const name = cursor.fieldName("the name of an attribute");
    cursor.expectSymbol(":");
    const id = mark ?? own(previous, name)?.id ?? defaultId(name, parentId);
    const attribute = readAttribute(cursor, id);
    if (!cursor.stopped()) attributes.add(name, attribute, item);
    refuseItems(item, diagnostics);
  }
  return attributes.record();
}

/** What stands after `title:`. */
export function readAttribute(cursor: Cursor, id: string): Attribute {
  const attribute: Attribute = { id, type: "enum" };
  if (cursor.takeWords("list", "of")) attribute.list = true;
  if (cursor.peekWord() !== "one") {
    const type = attributeTypes.find((candidate) => cursor.takeWords(candidate));
    if (!type) {
      cursor.advice = typeAdvice;
      cursor.fail("a type", [...attributeTypes, "one of"]);
    }
    attribute.type = type ?? "string";
    if (cursor.takeSymbol("(")) {
      attribute.scale = cursor.integer("a number of digits from 0 to 9", 0, 9);
      cursor.expectSymbol(")");
    }
  }
  readBounds(cursor, attribute);
  if (cursor.takeWords("one", "of")) {
    attribute.values = readAlternatives(cursor, "a value");
  }
  while (cursor.takeSymbol(",") || cursor.takeSymbol(";")) {
    if (cursor.peekQuoted()) break;
    if (cursor.takeWords("default")) attribute.default = readLiteral(cursor);
    else Object.assign(attribute, readFlag(cursor, attributeFlags, ["default"]));
  }
  Object.assign(attribute, readDescription(cursor));
  cursor.expectEnd(["one of"]);
  return attribute;
}

function readBounds(cursor: Cursor, attribute: Attribute): void {
  const hasMinimum = cursor.peekNumber();
  if (hasMinimum) attribute.minimum = cursor.number("a number");
  if (!hasMinimum && !cursor.peekSymbol("..")) return;
  cursor.expectSymbol("..");
  if (!hasMinimum || cursor.peekNumber()) attribute.maximum = cursor.number("a number");
}

function readLiteral(cursor: Cursor): boolean | number | string {
  if (cursor.peekNumber()) return cursor.number("a number");
  if (cursor.peekQuoted()) return cursor.quoted("a value");
  if (cursor.takeWords("true")) return true;
  if (cursor.takeWords("false")) return false;
  return cursor.name("a value");
}

export function readAlternatives(cursor: Cursor, what: string): string[] {
  if (cursor.takeWords("nothing")) return [];
  return cursor.list(() => cursor.fieldName(what), [], "|");
}

/** One of the flags, or its denial. */
export function readFlag<Key extends string>(
  cursor: Cursor,
  flags: Readonly<Record<Key, readonly string[]>>,
  others: readonly string[],
): Partial<Record<Key, boolean>> {
  const value = !cursor.takeWords("not");
  const entries = Object.entries<readonly string[]>(flags);
  const found = entries.find(([, words]) => cursor.takeWords(...words));
  if (found) return { [found[0]]: value } as Partial<Record<Key, boolean>>;
  const known = [...entries.map(([, words]) => words.join(" ")), ...others];
  cursor.fail(`one of ${known.map((words) => `\`${words}\``).join(", ")}`, known);
  return {};
}

/** Quoted words at the end of a line. */
export function readDescription(cursor: Cursor): { description?: string } {
  cursor.takeBeforeQuoted(";", ",");
  return cursor.peekQuoted() ? { description: cursor.quoted("a description") } : {};
}

/** Reports bullets that stand below a line which has none. */
export function refuseItems(item: Item, diagnostics: Diagnostic[], example = ATTRIBUTE_EXAMPLE): void {
  for (const inner of item.items) {
    diagnostics.push(report["no-place"](place(inner), { found: shorten(inner.text), example }));
  }
}

export function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export function own<Value>(record: Record<string, Value> | undefined, key: string): Value | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
