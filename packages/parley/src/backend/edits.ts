import { z } from "zod";
import { defineDiagnostics } from "../diagnostic/define.ts";
import { at, type Diagnostic, type DocumentName } from "../diagnostic/diagnostic.ts";
import { hashOf } from "../schema/canonical.ts";
import { collectionOf, headOf, languages, type Node } from "./documents.ts";

export const report = defineDiagnostics("edit", {
  rebased: {
    severity: "info",
    message: "An edit ({origin}) of {node} was made for another draft; it still fits and stands.",
  },
  shelved: {
    severity: "warning",
    message: "An edit ({origin}) of {node} no longer fits and is set aside: {why}",
    mend: "Make the change again for the backend as it is now.",
  },
});

/** Who decided it. */
export const origins = ["model", "hand", "user", "import"] as const;

/** Where an edit belongs that is about what stands outside of a document's collections; such a node has no name. */
export const HEAD = "";

/**
 * A decision about one node of a document, found by its identity. `base` is the hash of the draft's node that it
 * replaced, null for a node that the draft does not have.
 */
export const Edit = z.strictObject({
  document: z.enum(["requirements", "database", "api", "program", "scenario"]),
  collection: z.string(),
  id: z.string(),
  base: z.string().nullable(),
  origin: z.enum(origins),
  action: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("put"), name: z.string(), node: z.record(z.string(), z.unknown()) }),
    z.strictObject({ type: z.literal("remove") }),
    z.strictObject({ type: z.literal("rename"), to: z.string() }),
  ]),
});
export type Edit = z.infer<typeof Edit>;

/** A change of several nodes as a designer states it: whole nodes by name. */
export interface Difference {
  put?: Record<string, unknown>;
  remove?: string[];
  rename?: { from: string; to: string }[];
}

export interface Edited<Document> {
  document: Document;
  /** `edit/rebased`: notes on edits that were written for another draft. */
  diagnostics: Diagnostic[];
}

/** The draft with its edits, in order; a later edit of a node replaces an earlier one. Pure and total. */
export function applyEdits<Document extends object>(
  document: DocumentName,
  draft: Document,
  edits: readonly Edit[],
): Edited<Document> {
  const diagnostics: Diagnostic[] = [];
  const changed: Record<string, unknown> = { ...(draft as Record<string, unknown>) };
  for (const edit of edits) {
    if (edit.document !== document || edit.collection !== HEAD || edit.action.type !== "put") continue;
    const head = headOf(document, draft);
    if (hashOf(head) !== edit.base) {
      diagnostics.push(report.rebased(at(document, []), { node: document, origin: edit.origin }));
    }
    for (const key of languages[document].head) delete changed[key];
    Object.assign(changed, headOf(document, edit.action.node));
  }
  for (const collection of languages[document].collections) {
    const own = edits.filter((edit) => edit.document === document && edit.collection === collection);
    if (own.length === 0) continue;
    const base = collectionOf(draft, collection);
    let nodes = base;
    for (const edit of own) {
      diagnostics.push(...staleness(base, edit));
      nodes = applyEdit(nodes, edit);
    }
    changed[collection] = nodes;
  }
  return { document: changed as Document, diagnostics };
}

function staleness(base: Record<string, Node>, edit: Edit): Diagnostic[] {
  const [name, node] = Object.entries(base).find(([, candidate]) => candidate.id === edit.id) ?? [];
  const hash = node === undefined ? null : hashOf(node);
  if (hash === edit.base || edit.action.type === "rename") return [];
  const label = nameOf(edit, name);
  return [report.rebased(at(edit.document, [edit.collection, label]), { node: label, origin: edit.origin })];
}

/** The name to show for an edit's node. */
export function nameOf(edit: Edit, current?: string): string {
  if (edit.action.type === "put") return edit.action.name;
  return edit.action.type === "rename" ? edit.action.to : (current ?? edit.id);
}

function applyEdit(nodes: Record<string, Node>, edit: Edit): Record<string, Node> {
  const { action } = edit;
  const entries = Object.entries(nodes);
  const index = entries.findIndex(([, node]) => node.id === edit.id);
  switch (action.type) {
    case "remove":
      return Object.fromEntries(entries.filter((_, i) => i !== index));
    case "rename":
      if (index < 0 || Object.hasOwn(nodes, action.to)) return nodes;
      return Object.fromEntries(entries.map(([name, node], i) => [i === index ? action.to : name, node]));
    case "put": {
      const node: Node = { ...action.node, id: edit.id };
      if (index < 0) return { ...nodes, [action.name]: node };
      return Object.fromEntries(entries.map((entry, i) => (i === index ? [action.name, node] : entry)));
    }
    default:
      return action satisfies never;
  }
}

/**
 * Edits that lead from `before` (the draft with earlier edits) to `after` (the document as somebody left it).
 * Nodes are matched by `id`; a node whose id is new, or that has none, is a put under a new id.
 */
export function editsBetween(
  document: DocumentName,
  draft: object,
  before: object,
  after: object,
  origin: Edit["origin"],
): Edit[] {
  const edits: Edit[] = [];
  const head = headOf(document, after);
  if (hashOf(head) !== hashOf(headOf(document, before))) {
    const base = hashOf(headOf(document, draft));
    const action = { type: "put", name: HEAD, node: head } as const;
    edits.push({ document, collection: HEAD, id: HEAD, base, origin, action });
  }
  for (const collection of languages[document].collections) {
    const old = new Map(
      Object.entries(collectionOf(before, collection)).map(([name, node]) => [node.id, { name, node }]),
    );
    const base = new Map(
      Object.values(collectionOf(draft, collection)).map((node) => [node.id, hashOf(node)]),
    );
    const edit = (id: string, action: Edit["action"]): void => {
      edits.push({ document, collection, id, base: base.get(id) ?? null, origin, action });
    };
    const kept = new Set<string>();
    for (const [name, node] of Object.entries(collectionOf(after, collection))) {
      const previous = old.get(node.id);
      kept.add(node.id);
      if (!previous) {
        edit(node.id, { type: "put", name, node: { ...node } });
        continue;
      }
      if (previous.name !== name) edit(node.id, { type: "rename", to: name });
      if (hashOf(previous.node) !== hashOf(node)) edit(node.id, { type: "put", name, node: { ...node } });
    }
    for (const id of old.keys()) if (!kept.has(id)) edit(id, { type: "remove" });
  }
  return edits;
}

/** A difference over a collection as edits: existing names keep their identity, new ones get `newId(name)`. */
export function editsOf(
  document: DocumentName,
  collection: string,
  draft: object,
  current: object,
  difference: Difference,
  origin: Edit["origin"],
  newId: (name: string) => string,
): Edit[] {
  const now = collectionOf(current, collection);
  const base = new Map(Object.values(collectionOf(draft, collection)).map((node) => [node.id, hashOf(node)]));
  const edits: Edit[] = [];
  const edit = (id: string, action: Edit["action"]): void => {
    edits.push({ document, collection, id, base: base.get(id) ?? null, origin, action });
  };
  const names = new Map(Object.entries(now).map(([name, node]) => [name, node.id]));
  for (const { from, to } of difference.rename ?? []) {
    const id = names.get(from);
    if (id === undefined) continue;
    edit(id, { type: "rename", to });
    names.delete(from);
    names.set(to, id);
  }
  for (const name of difference.remove ?? []) {
    const id = names.get(name);
    if (id !== undefined) edit(id, { type: "remove" });
  }
  for (const [name, node] of Object.entries(difference.put ?? {})) {
    const id = names.get(name) ?? newId(name);
    edit(id, { type: "put", name, node: { ...(node as Record<string, unknown>), id } });
  }
  return edits;
}
