import type { Operation } from "../api/document.ts";
import { equals, path } from "../expression/build.ts";
import type { Statement } from "../program/document.ts";
import type { Table } from "./tables.ts";
import { rowVariable } from "./variables.ts";
import { idParameter } from "./wire.ts";

/** Loads the row that the path names. Fewer rows are written than read, so `write` may answer 403. */
export function findRow(
  table: Table,
  operation: Operation,
  scope: "read" | "write",
  { lock = false, variable = rowVariable(table.name) }: { lock?: boolean; variable?: string } = {},
): Statement {
  const parameter = Object.keys(operation.parameters).includes(idParameter(table.name))
    ? idParameter(table.name)
    : Object.keys(operation.parameters).at(-1)!;
  return {
    type: "find",
    name: variable,
    mode: "one",
    model: table.name,
    parameter: "row",
    where: equals(path("row", "id"), path("path", parameter)),
    scope,
    error: "not-found",
    ...(lock ? { lock: true } : {}),
  };
}
