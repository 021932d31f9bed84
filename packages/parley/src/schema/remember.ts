const memories = new WeakMap<object, Map<unknown, unknown>>();

/**
 * The document as one that remembers what is worked out from it: the same content under a new outermost record. For
 * functions that look the same things up again and again; nobody may change the content as long as it is used.
 */
export function remembering<Document extends object>(document: Document): Document {
  if (memories.has(document)) return document;
  const copy = { ...document };
  memories.set(copy, new Map());
  return copy;
}

/** Works out what `of` stands for: once for a document that remembers, each time for any other. */
export function remembered<Value>(document: object, of: object | string, work: () => Value): Value {
  const memory = memories.get(document);
  if (!memory) return work();
  if (!memory.has(of)) memory.set(of, work());
  return memory.get(of) as Value;
}

/** Items by what `keyOf` says, in their order. */
export function grouped<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
