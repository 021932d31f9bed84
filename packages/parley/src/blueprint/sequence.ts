import { binary, equals, name, path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { chainOf } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import { statedFor } from "./concepts.ts";
import type { NewRow } from "./creation.ts";

/** Numbers of a new row: the statements that hold the row they are counted per, and the values. */
export function sequences(made: NewRow): {
  statements: Statement[];
  data: Record<string, Expression>;
} {
  const { context, table, variables } = made;
  const statements: Statement[] = [];
  const numbers: Record<string, Expression> = {};
  for (const { formal } of statedFor(context.requirements, "sequence", table.noun)) {
    const target = table.model.relations[formal.per]?.target;
    const held = target === undefined ? undefined : keyAtHand(made, formal.per);
    if (!held || target === undefined || Object.hasOwn(numbers, formal.attribute)) continue;
    const { key } = held;
    const variable = variables.claim(`numbering_${formal.per}`);
    statements.push(...held.statements, ...holdRow(made, formal.per, variable, key));
    const last: Expression = {
      type: "query",
      operation: "maximum",
      model: table.name,
      parameter: "row",
      value: path("row", formal.attribute),
      where: equals(path("row", `${formal.per}Id`), key),
    };
    numbers[formal.attribute] = binary("+", binary("??", last, { type: "integer", value: 0 }), {
      type: "integer",
      value: 1,
    });
  }
  return { statements, data: numbers };
}

/** The key of a relation of a new row, under a name where it is worked out; nothing where it points to nothing. */
export function keyAtHand(
  { data, variables }: NewRow,
  relation: string,
): { key: Expression; statements: Statement[] } | undefined {
  const value = data[`${relation}Id`];
  if (!value || value.type === "null") return undefined;
  if (chainOf(value)) return { key: value, statements: [] };
  const variable = variables.claim(`${relation}Id`);
  const key = name(variable);
  data[`${relation}Id`] = key;
  return { key, statements: [{ type: "let", name: variable, value }] };
}

/** Loads and locks the row that a relation leads to where it is not yet, so that whoever counts per it waits. */
export function holdRow(made: NewRow, relation: string, variable: string, key: Expression): Statement[] {
  const { target, required } = made.table.model.relations[relation]!;
  if (made.held.has(relation)) return [];
  if (required) made.held.add(relation);
  return [
    {
      type: "find",
      name: variable,
      mode: "one",
      model: target,
      parameter: "row",
      where: equals(path("row", "id"), key),
      scope: "none",
      error: "not-found",
      lock: true,
    },
  ];
}
