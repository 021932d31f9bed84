import { isRecord, resolve, type ObjectNode, type Schema, type SchemaNode } from "./ir.ts";

/** Key under which a record's own key stands in an entry of its list form. */
export const NAME = "name";
/** Key of an entry's value where its properties cannot stand beside the name. */
export const VALUE = "value";

/** The object whose properties stand beside the name in a record's list form, if they can. */
export function flatEntry(schema: Schema, value: SchemaNode): ObjectNode | undefined {
  const object = resolve(schema, value);
  if (object.type !== "object" || object.additional || Object.hasOwn(object.properties, NAME))
    return undefined;
  return object;
}

/**
 * A record from a list of `{ name, … }` or `{ name, value }`; `duplicates` are names that occur twice, of which
 * the last stands. No record where an entry has no name.
 */
export function recordFromList(
  schema: Schema,
  value: SchemaNode,
  list: readonly unknown[],
): { record?: Record<string, unknown>; duplicates: string[] } {
  const record = new Map<string, unknown>();
  const duplicates: string[] = [];
  for (const entry of list) {
    if (!isRecord(entry) || typeof entry[NAME] !== "string") return { duplicates: [] };
    const name = entry[NAME];
    if (record.has(name)) duplicates.push(name);
    record.set(name, valueOfEntry(schema, value, entry));
  }
  return { record: Object.fromEntries(record), duplicates };
}

/** Lenient where an entry that should hold `value` has the value's properties beside the name. */
function valueOfEntry(schema: Schema, value: SchemaNode, entry: Record<string, unknown>): unknown {
  const { [NAME]: _name, ...rest } = entry;
  if (flatEntry(schema, value)) return rest;
  const object = resolve(schema, value);
  const properties = object.type === "object" ? object.properties : {};
  if (Object.hasOwn(rest, VALUE) && !Object.hasOwn(properties, VALUE)) return rest[VALUE];
  if (Object.keys(rest).join() === VALUE) return rest[VALUE];
  return Object.hasOwn(properties, NAME) ? entry : rest;
}

/** The list form of a record; the inverse of {@link recordFromList}. */
export function listFromRecord(
  schema: Schema,
  value: SchemaNode,
  record: Record<string, unknown>,
): unknown[] {
  const isFlat = flatEntry(schema, value) !== undefined;
  return Object.entries(record).map(([name, item]) =>
    isFlat && isRecord(item) ? { [NAME]: name, ...item } : { [NAME]: name, [VALUE]: item },
  );
}
