import type { Database } from "../../database/document.ts";
import { columnOf } from "../../database/fields.ts";
import type { Typing } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { isNullable, nullType, withoutNull, type Type } from "../../expression/types.ts";
import { text, type Text } from "../../text/text.ts";

/** Columns of 64 bits arrive as bigints, while expressions compute with numbers. */
export function isBigInteger(database: Database, typing: Typing, node: Expression): boolean {
  if (node.type !== "member") return false;
  const row = withoutNull(typing.types.get(node.object) ?? nullType);
  return row.type === "row" && isBigColumn(database, row.model, node.property);
}

export function isBigColumn(database: Database, model: string, column: string): boolean {
  return columnOf(database.models[model]!, column)?.field.type === "bigint";
}

export function asNumber(read: Text, type: Type): Text {
  if (type.type === "list") return text`${read}.map(Number)`;
  return isNullable(type) ? text`(${read} == null ? null : Number(${read}))` : text`Number(${read})`;
}
