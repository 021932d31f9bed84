import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Expression } from "../../expression/document.ts";
import { canonicalJson } from "../../schema/canonical.ts";
import { report } from "../check/diagnostics.ts";
import { constraintsOf, type Constraint, type ConstraintOf } from "../constraints.ts";
import type { Database, Model } from "../document.ts";
import { columnOf } from "../fields.ts";
import { own } from "./change.ts";

type Demand = ConstraintOf<"unique" | "check" | "exclusion">;

/**
 * What the rows of a table that stays may break: uniques, checks and exclusions that it did not have. `current` is the
 * previous database under the names of the next. PostgreSQL looks at the rows and stops; nothing here can know.
 */
export function newDemands(current: Database, next: Database): Diagnostic[] {
  const held = constraintsOf(current).filter(isDemand);
  return constraintsOf(next)
    .filter(isDemand)
    .flatMap((demand) => {
      const before = own(current.models, demand.model);
      const after = next.models[demand.model]!;
      if (before?.id !== after.id || isHeld(demand, held) || isKeptByAll(demand, before, after)) return [];
      const key = demand.keys.at(-1)!;
      return [report["rows-may-break"](at("database", demand.keys), { model: demand.model, key })];
    });
}

function isDemand(constraint: Constraint): constraint is Demand & Constraint {
  return constraint.type === "unique" || constraint.type === "check" || constraint.type === "exclusion";
}

/** Whether what is demanded follows from what was demanded before, whatever it was called. */
function isHeld(demand: Demand, held: readonly Demand[]): boolean {
  const ofModel = held.filter((one) => one.model === demand.model);
  if (demand.type === "check") {
    const known = new Set(ofModel.flatMap((one) => (one.type === "check" ? partsOf(one.condition) : [])));
    return partsOf(demand.condition).every((part) => known.has(part));
  }
  // Of fewer rows the same is no more.
  const parts = new Set(partsOf(demand.where));
  return ofModel.some(
    (one) => one.type !== "check" && says(one, demand) && partsOf(one.where).every((part) => parts.has(part)),
  );
}

/** Whether the one says of its rows what the other says of its own. */
function says(one: Exclude<Demand, { type: "check" }>, other: Exclude<Demand, { type: "check" }>): boolean {
  const columns = (demand: Demand & { columns: string[] }) => canonicalJson(demand.columns.toSorted());
  if (columns(one) !== columns(other)) return false;
  if (one.type === "unique") return other.type === "unique" && (one.nullsEqual || !other.nullsEqual);
  return (
    other.type === "exclusion" &&
    one.from === other.from &&
    one.to === other.to &&
    (one.includesEnd || !other.includesEnd)
  );
}

/** The conditions that must all hold, as text. */
function partsOf(condition: Expression | undefined): string[] {
  if (!condition) return [];
  if (condition.type !== "binary" || condition.operator !== "&&") return [canonicalJson(condition)];
  return [condition.left, condition.right].flatMap(partsOf);
}

/** A new column tells all rows apart: it is null in each of them, or another value in each. */
function isKeptByAll(demand: Demand, before: Model, after: Model): boolean {
  if (demand.type !== "unique") return false;
  return demand.columns.some((name) => {
    const field = columnOf(after, name)?.field;
    if (!field || columnOf(before, name)) return false;
    const isNull = field.nullable === true && !field.default && !demand.nullsEqual;
    return isNull || field.default?.type === "uuid" || field.default?.type === "sequence";
  });
}
