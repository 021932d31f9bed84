import type { Expression } from "../../expression/document.ts";
import { equalitiesOf, isRowColumn } from "../../expression/visit.ts";
import { directMember } from "../../expression/where.ts";
import { statedFor } from "../concepts.ts";
import type { Table } from "../tables.ts";
import type { House } from "./house.ts";

/** What making a row changes of the row itself afterwards. */
export interface OwnUpdate {
  when?: Expression;
  data: Readonly<Record<string, Expression>>;
}

/** Effects of making a row on that row: `on create Place when …: update Place as p where p.id == row.id set …`. */
export function ownUpdates({ requirements }: House, { noun }: Table): OwnUpdate[] {
  return statedFor(requirements, "effect", noun).flatMap(({ formal: { action, when, effect } }) => {
    if (action !== "create" || effect.type !== "update" || effect.concept !== noun.name) return [];
    const isOwn = equalitiesOf(effect.where).some(
      ([one, other]) => directMember(one, effect.parameter) === "id" && isRowColumn(other, "id"),
    );
    return isOwn ? [{ ...(when ? { when } : {}), data: effect.data }] : [];
  });
}
