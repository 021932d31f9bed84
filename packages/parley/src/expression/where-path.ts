import type { BinaryOperator, Expression, ExpressionOf } from "./document.ts";
import type { RowColumn, Rows, RowSide } from "./rows.ts";
import { holdsUuid, isTextual, unknownType, withoutNull, type Type } from "./types.ts";
import { always, any, never, type Test, type TextTest, type Where } from "./where.ts";

/** Relations from the row to the one that has the column; without a column the last relation is meant. */
export interface Path<Column extends RowColumn> {
  sides: RowSide[];
  model: string;
  column?: Column;
}

/** The condition of the row at the end; true where a row on the way is missing and that counts. */
function throughRelations<Column extends RowColumn>(
  sides: readonly RowSide[],
  where: Where<Column>,
  missingCounts: boolean,
): Where<Column> {
  return sides.toReversed().reduce((inner: Where<Column>, side): Where<Column> => {
    const related: Where<Column> = { type: "related", side, quantifier: "is", where: inner };
    if (!missingCounts || !side.nullable) return related;
    return any([{ type: "missing", side, negated: false }, related]);
  }, where);
}

/** Whether the column, or the row, at the end is null; so it is where a row on the way is missing. */
export function isNullAt<Column extends RowColumn>(path: Path<Column>, isNull: boolean): Where<Column> {
  if (!path.column) {
    const side = path.sides.at(-1)!;
    const missing: Where<Column> = { type: "missing", side, negated: !isNull };
    return throughRelations(path.sides.slice(0, -1), missing, isNull);
  }
  const test: Where<Column> = {
    type: "column",
    column: path.column,
    test: { type: "null", negated: !isNull },
  };
  // A column that is never null is only missed where its row is.
  if (!path.column.field.nullable) {
    if (path.sides.length === 0) return isNull ? never : always;
    const last = path.sides.at(-1)!;
    const missing: Where<Column> = { type: "missing", side: last, negated: !isNull };
    return last.nullable ? throughRelations(path.sides.slice(0, -1), missing, isNull) : always;
  }
  return throughRelations(path.sides, test, isNull);
}

/** What the list of related rows at the end is asked. */
export function relatedAt<Column extends RowColumn>(
  path: Path<Column>,
  quantifier: "some" | "every" | "none",
  where: Where<Column>,
): Where<Column> {
  const list = path.sides.at(-1)!;
  const inner: Where<Column> = { type: "related", side: list, quantifier, where };
  return throughRelations(path.sides.slice(0, -1), inner, quantifier !== "some");
}

/** A test of the column at the end; false where a row on the way is missing. */
export function testAt<Column extends RowColumn>(path: Path<Column>, test: Test): Where<Column> {
  return throughRelations(path.sides, { type: "column", column: path.column!, test }, false);
}

/** The path that a node stands for, from a row of the model to a column or a related row. */
export function pathTo<Column extends RowColumn>(
  node: Expression,
  row: { name: string; model: string },
  rows: Rows<Column>,
): Path<Column> | undefined {
  if (node.type === "name") return node.name === row.name ? { sides: [], model: row.model } : undefined;
  if (node.type !== "member") return undefined;
  const object = pathTo(node.object, row, rows);
  if (!object || object.column || object.sides.at(-1)?.many) return undefined;
  const side = rows.sides(object.model).find((one) => one.name === node.property);
  if (side) return { sides: [...object.sides, side], model: side.target };
  const column = rows.column(object.model, node.property);
  return column && { ...object, column };
}

/** Comparisons by the one that is true where they are not, the one with its sides swapped, and Prisma's name. */
export const opposite = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const satisfies Partial<
  Record<BinaryOperator, BinaryOperator>
>;
export const mirrored = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;
export const orders = { "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" } as const;

/** `lower(…)`: with both sides so, case does not matter. */
export function lowered(node: Expression): node is ExpressionOf<"call"> {
  return node.type === "call" && node.function === "lower" && node.arguments.length === 1;
}

/** Whether a value may be text of another form than a uuid, which is all that the column is compared with. */
export function isOtherText({ column }: Path<RowColumn>, value: Type = unknownType): boolean {
  const type = withoutNull(value);
  const one = type.type === "list" ? withoutNull(type.of) : type;
  return column?.field.type === "uuid" && isTextual(one) && !holdsUuid(one);
}

/** Columns that are asked for what is in them; a uuid and the value of an enum are whole. */
export function isText(type: string): boolean {
  return type === "string" || type === "text" || type === "email" || type === "uri";
}

const ordered = new Set([
  "int",
  "integer",
  "bigint",
  "float",
  "decimal",
  "date",
  "datetime",
  "uuid",
  "boolean",
]);

/** Whether PostgreSQL compares two columns as they are. */
export function areComparable({ field: one }: RowColumn, { field: other }: RowColumn): boolean {
  if (one.list || other.list) return false;
  return isText(one.type) ? isText(other.type) : one.type === other.type && ordered.has(one.type);
}

export function isTextTest(name: string): name is TextTest {
  return name === "contains" || name === "startsWith" || name === "endsWith";
}
