import { z } from "zod";
import type { Assembly } from "../backend/assemble.ts";
import { collectionOf, languages, type Node } from "../backend/documents.ts";
import type { Difference } from "../backend/edits.ts";
import type { Diagnostic, DocumentName } from "../diagnostic/diagnostic.ts";
import type { Message } from "../reading/said.ts";

/** What a step may look at: the conversation, and all documents as they are with the edits so far. */
export interface StepState {
  messages: readonly Message[];
  assembly: Assembly;
}

/** Named nodes by collection: `{ models: { Todo: … } }`. */
export type Nodes = Record<string, Record<string, Node>>;

/** One function call: the nodes it may change, and what it is told. */
export interface Unit {
  /** Unique within the step; units apply in the order of their keys. */
  key: string;
  nodes: Nodes;
  /** Names of nodes that should be there, whether they are or not. */
  expects?: string[];
  /** The part of the documents above that this unit may know; hashed together with the drafted nodes. */
  upstream: unknown;
  /** Text for the model, stable parts first; bounded, not hashed. */
  context: string[];
}

/** What the step's document lacks before anybody was asked, such as a procedure for a new operation. */
export interface OpenUnit extends Unit {
  findings: Diagnostic[];
}

/** What a model answers: differences by collection. Nothing means that the draft stands. */
export type StepAnswer = Record<string, Difference | undefined>;

/** A part of one document that a designer may change; declared once, everything else is derived. */
export interface Step {
  /** Name of the function that a model calls, of events and of the cache. */
  name: string;
  /** Counted up when old answers no longer fit. */
  version: number;
  /** Every progress line, everywhere. */
  title: string;
  document: DocumentName;
  collections: readonly string[];
  /** What the model is told to do; short, for what no rule can check. */
  prompt: string;
  units: (state: StepState) => Unit[];
  /** The type of an answer, derived from the document's own declaration. */
  output: z.ZodType<StepAnswer>;
}

export type StepDeclaration = Omit<Step, "output">;

/** Declares a step. The schema of its answers follows from the collections it may change. */
export function defineStep(declaration: StepDeclaration): Step {
  const { shape } = languages[declaration.document].zod as z.ZodObject<Record<string, z.ZodType>>;
  const differences = declaration.collections.map((collection) => {
    const difference = z.strictObject({
      put: shape[collection]!.optional(),
      remove: z.array(z.string()).optional(),
      rename: z.array(z.strictObject({ from: z.string(), to: z.string() })).optional(),
    });
    return [collection, difference.optional()] as const;
  });
  const output = z.strictObject(Object.fromEntries(differences)) as unknown as z.ZodType<StepAnswer>;
  return { ...declaration, output };
}

/** The nodes of a document's collections that `belongs` picks. */
export function pickNodes(
  document: object,
  collections: readonly string[],
  belongs: (collection: string, name: string, node: Node) => boolean,
): Nodes {
  return Object.fromEntries(
    collections.map((collection) => [
      collection,
      Object.fromEntries(
        Object.entries(collectionOf(document, collection)).filter(([name, node]) =>
          belongs(collection, name, node),
        ),
      ),
    ]),
  );
}

/** Splits a list into runs of at most `size`, so that a unit's prompt stays bounded. */
export function chunked<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
