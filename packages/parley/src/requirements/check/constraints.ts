import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Typing } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { printSql } from "../../expression/sql.ts";
import type { Type } from "../../expression/types.ts";
import { empty } from "../../text/text.ts";
import type { Requirements } from "../document.ts";
import { nounsOf } from "../nouns.ts";
import { writableTypes } from "../types.ts";

/** What keeps a condition over the columns of one row from being part of a unique index. */
export function checkConstraint(
  requirements: Requirements,
  model: string,
  expression: Expression,
  typing: Typing,
  keys: readonly (string | number)[],
  isWhole: boolean,
): Diagnostic[] {
  const types = writableTypes(nounsOf(requirements).get(model)!);
  const printed = printSql(expression, {
    typing,
    // Spans are those of what was written.
    at: (span) => at("requirements", keys, isWhole ? span : undefined),
    declared: (name) => named(model, name, types[name]),
    immutable: true,
    column: () => empty,
  });
  return "diagnostics" in printed ? printed.diagnostics : [];
}

/** Each enum is a type of its own there. */
function named(model: string, name: string, type: Type | undefined): Type | undefined {
  if (type?.type === "nullable") return { type: "nullable", of: named(model, name, type.of)! };
  return type?.type === "enum" ? { ...type, name: `${model}.${name}` } : type;
}
