import { z } from "zod";
import { Formal, type Requirements } from "../../requirements/document.ts";

/** A requirement as later steps see it. */
export const Carried = z.strictObject({ statement: z.string(), formal: Formal.optional() });
export type Carried = z.infer<typeof Carried>;

/** Statement and formal part of some requirements, by their numbers. */
export function requirementsOf(requirements: Requirements, ids: readonly string[]): Record<string, Carried> {
  const known = [...new Set(ids)].filter((id) => Object.hasOwn(requirements.requirements, id));
  return Object.fromEntries(
    known.map((id) => {
      const { statement, formal } = requirements.requirements[id]!;
      return [id, { statement, ...(formal ? { formal } : {}) }];
    }),
  );
}
