import { isError, keysOf, valueAt, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";
import type { Broken } from "./mutate.ts";
import type { Keys } from "./sites.ts";

/** How near a rule's finding is to what was broken. */
export type Nearness = "exact" | "near" | "elsewhere";

/**
 * The best of the errors. `exact`: at a broken object, inside the broken value, or at what speaks of a name that is
 * gone. `near`: at its parent, beside it, or elsewhere in the object that it belongs to.
 */
export function nearnessOf(diagnostics: readonly Diagnostic[], broken: Broken): Nearness {
  const found = diagnostics.filter(isError).map((diagnostic) => nearness(diagnostic, broken));
  return found.includes("exact") ? "exact" : found.includes("near") ? "near" : "elsewhere";
}

function nearness({ at, message }: Diagnostic, { document, nodes, names }: Broken): Nearness {
  if (!("document" in at)) return "elsewhere";
  const place = keysOf(at.pointer);
  const [owner, value] = nodes as [Keys, Keys];
  if (nodes.some((node) => isSame(place, node)) || isWithin(place, value)) return "exact";
  const told = JSON.stringify(valueAt(document, at.pointer)) ?? "";
  if (names.some((name) => told.includes(name) || message.includes(name) || place.includes(name)))
    return "exact";
  const isNear = nodes.some(
    (node) => isSame(place, node.slice(0, -1)) || isSame(place.slice(0, -1), node.slice(0, -1)),
  );
  return isNear || isWithin(place, owner) ? "near" : "elsewhere";
}

function isSame(one: Keys, other: Keys): boolean {
  return one.length === other.length && isWithin(one, other);
}

function isWithin(inner: Keys, outer: Keys): boolean {
  return outer.length > 0 && outer.every((key, index) => String(key) === String(inner[index]));
}
