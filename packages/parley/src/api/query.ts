import { grouped, remembered } from "../schema/remember.ts";
import type { Api, Operation, Property } from "./document.ts";

/** All query parameters of an operation: those of its listing (`search`, `sort`, `page`, `size`, filters), then its own. */
export function queryOf(operation: Operation): Record<string, Property> {
  const query: Record<string, Property> = {};
  const { listing } = operation;
  if (listing) {
    query["page"] = { schema: { type: "integer", minimum: 1, maximum: 1_000_000 }, optional: true };
    query["size"] = { schema: { type: "integer", minimum: 1, maximum: listing.maximumSize }, optional: true };
    const values = Object.keys(listing.sorts).flatMap((name) => [name, `-${name}`]);
    if (values.length > 0) query["sort"] = { schema: { type: "enum", values }, optional: true };
    if (listing.search.length > 0) {
      query["search"] = { schema: { type: "string", minLength: 1, maxLength: 200 }, optional: true };
    }
    for (const [name, filter] of Object.entries(listing.filters)) {
      query[name] = { schema: filter.schema, optional: true };
    }
  }
  return { ...query, ...operation.query };
}

/** Operations of a group, in the document's order. */
export function operationsOf(api: Api, group: string): [string, Operation][] {
  const byGroup = remembered(api, operationsOf, () =>
    grouped(Object.entries(api.operations), ([, operation]) => operation.group),
  );
  return byGroup.get(group) ?? [];
}

/** Groups in order of first appearance. */
export function groupsOf(api: Api): string[] {
  return [...new Set(Object.values(api.operations).map((operation) => operation.group))];
}
