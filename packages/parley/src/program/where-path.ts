import type { Column, Side } from "../database/fields.ts";
import { always, any, never, type Test, type Where } from "./where.ts";

/** Relations from the row to the one that has the column; without a column the last relation is meant. */
export interface Path {
  sides: Side[];
  model: string;
  column?: Column;
}

/** The condition of the row at the end; true where a row on the way is missing and that counts. */
function throughRelations(sides: readonly Side[], where: Where, missingCounts: boolean): Where {
  return sides.toReversed().reduce((inner: Where, side): Where => {
    const related: Where = { type: "related", side, quantifier: "is", where: inner };
    if (!missingCounts || !side.nullable) return related;
    return any([{ type: "missing", side, negated: false }, related]);
  }, where);
}

/** Whether the column, or the row, at the end is null; so it is where a row on the way is missing. */
export function isNullAt(path: Path, isNull: boolean): Where {
  if (!path.column) {
    const side = path.sides.at(-1)!;
    const missing: Where = { type: "missing", side, negated: !isNull };
    return throughRelations(path.sides.slice(0, -1), missing, isNull);
  }
  const test: Where = { type: "column", column: path.column, test: { type: "null", negated: !isNull } };
  // A column that is never null is only missed where its row is.
  if (!path.column.field.nullable) {
    if (path.sides.length === 0) return isNull ? never : always;
    const last = path.sides.at(-1)!;
    const missing: Where = { type: "missing", side: last, negated: !isNull };
    return last.nullable ? throughRelations(path.sides.slice(0, -1), missing, isNull) : always;
  }
  return throughRelations(path.sides, test, isNull);
}

/** What the list of related rows at the end is asked. */
export function relatedAt(path: Path, quantifier: "some" | "every" | "none", where: Where): Where {
  const list = path.sides.at(-1)!;
  const inner: Where = { type: "related", side: list, quantifier, where };
  return throughRelations(path.sides.slice(0, -1), inner, quantifier !== "some");
}

/** A test of the column at the end; false where a row on the way is missing. */
export function testAt(path: Path, test: Test): Where {
  return throughRelations(path.sides, { type: "column", column: path.column!, test }, false);
}
