import { binary, equals, path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import type { Statement } from "../program/document.ts";
import { camelCase } from "../text/names.ts";
import { statedFor } from "./concepts.ts";
import type { DraftContext, Table } from "./tables.ts";

/** Numbers of a new row: the statements that hold the row they are counted per, and the values. */
export function sequences(
  context: DraftContext,
  table: Table,
  data: Record<string, Expression>,
): { statements: Statement[]; data: Record<string, Expression> } {
  const statements: Statement[] = [];
  const numbers: Record<string, Expression> = {};
  for (const { formal } of statedFor(context.requirements, "sequence", table.noun)) {
    const key = data[`${formal.per}Id`];
    const target = table.model.relations[formal.per]?.target;
    if (!key || target === undefined) continue;
    statements.push(holdRow(target, camelCase(`numbering_${formal.per}`), key));
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

/** Loads and locks a row by its key, so that whoever counts per it waits for the one before. */
export function holdRow(model: string, variable: string, key: Expression): Statement {
  return {
    type: "find",
    name: variable,
    mode: "one",
    model,
    parameter: "row",
    where: equals(path("row", "id"), key),
    scope: "none",
    error: "not-found",
    lock: true,
  };
}
