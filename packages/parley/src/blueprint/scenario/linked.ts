import { columnOf } from "../../database/fields.ts";
import { path } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { chainOf, equalitiesOf, visit } from "../../expression/visit.ts";
import { directMember } from "../../expression/where.ts";
import type { Choice } from "./choose.ts";
import type { Plan } from "./plan.ts";
import { isRowId } from "./value.ts";

/** A column of other rows that a property of a body is to name one of: `Voucher.exists(v => v.code == input.code)`. */
export interface Link {
  property: string;
  model: string;
  column: string;
}

/** What a condition looks up by properties of the body, which stand in columns of the new row too. */
export function linksIn(condition: Expression, properties: readonly string[]): Link[] {
  const links: Link[] = [];
  visit(condition, (node) => {
    if (node.type !== "query" || !node.where) return;
    const { model, parameter, where } = node;
    for (const [one, other] of equalitiesOf(where)) {
      const column = directMember(one, parameter);
      const [root, property, ...deeper] = chainOf(other) ?? [];
      const isBody = (root === "input" || root === "row") && deeper.length === 0;
      if (column === undefined || !isBody || property === undefined || !properties.includes(property))
        continue;
      links.push({ property, model, column });
    }
  });
  return links;
}

/** The values of rows that are there under which a property finds them. */
export function linkedChoices({ world }: Plan, links: readonly Link[], property: string): Choice[] {
  return links
    .filter((link) => link.property === property)
    .flatMap(({ model, column }) => {
      const declared = world.database.models[model];
      const found = declared && columnOf(declared, column);
      if (!found || found.field.nullable) return [];
      return world.rows.flatMap((row): Choice[] => {
        const value = row.values[column];
        if (row.model !== model || row.hidden || row.variable === undefined || value === undefined) return [];
        return isRowId(value) ? [] : [{ expression: path(row.variable, column), value }];
      });
    });
}
