import type { Expression, ExpressionOf } from "./document.ts";
import type { Rows, RowSide } from "./rows.ts";
import { pathTo } from "./where-path.ts";
import { directMember } from "./where.ts";

/** The row that a query is about, inside of which another one is asked for. */
interface Asked {
  name: string;
  model: string;
}

/** The way over the row that a key of both points to: `theirs.workspaceId == row.project.workspaceId`. */
export function sharedLinkOf(
  part: Expression,
  node: ExpressionOf<"query">,
  rows: Asked,
  known: Rows,
): RowSide[] | undefined {
  if (part.type !== "binary" || part.operator !== "==") return undefined;
  for (const [theirs, ours] of [
    [part.left, part.right],
    [part.right, part.left],
  ] as const) {
    const key = directMember(theirs, node.parameter);
    const theirSide = known.sides(node.model).find(({ column }) => column !== undefined && column === key);
    const path = pathTo(ours, rows, known);
    if (!theirSide || !path?.column?.relation) continue;
    const { name, target } = theirSide;
    const own = known.sides(path.model).find((side) => side.column === path.column!.name);
    const list = known
      .sides(target)
      .find(
        (side) =>
          side.column === undefined && side.declared.model === node.model && side.declared.relation === name,
      );
    if (own?.target === target && list?.many) return [...path.sides, own, list];
  }
  return undefined;
}

/** The relation, seen from the row, whose key a conjunct compares. */
export function linkOf(
  part: Expression,
  node: ExpressionOf<"query">,
  rows: Asked,
  known: Rows,
): RowSide | undefined {
  if (part.type !== "binary" || part.operator !== "==") return undefined;
  const sides = known.sides(rows.model);
  for (const [theirs, ours] of [
    [part.left, part.right],
    [part.right, part.left],
  ] as const) {
    const key = directMember(theirs, node.parameter);
    const own = directMember(ours, rows.name);
    if (key === undefined || own === undefined) continue;
    const found = sides.find((side) =>
      own === "id"
        ? side.column === undefined &&
          side.declared.model === node.model &&
          key === `${side.declared.relation}Id`
        : side.column === own && side.target === node.model && key === "id",
    );
    if (found) return found;
  }
  return undefined;
}
