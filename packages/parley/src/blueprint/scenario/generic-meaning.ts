import type { ApiSchema, NamedSchema, Operation, Property } from "../../api/document.ts";
import { camelCase, withoutStop } from "../../text/names.ts";
import { answerOf } from "../generic-answer.ts";
import { isNounOf, modelInPath, routeOf, wordsOf, type Route } from "../generic-route.ts";
import { genericProcedure, NOT_IMPLEMENTED } from "../generic.ts";
import type { House, Named } from "./house.ts";

/** What an operation that no noun of the requirements brought can only be about, by its shape. */
export interface Meaning extends Named {
  type: "create" | "get" | "list" | "update" | "delete" | "other";
  model: string;
  route: Route;
  /** Where in the answer its row or its rows stand, and their schema. */
  shown?: Shown;
}

export interface Shown {
  path: string[];
  schema: NamedSchema;
}

/** Whether the meaning of an operation follows from its shape; what answers `not-implemented` has none. */
export function isImplemented({ database, api }: House, named: Named): boolean {
  const [first] = genericProcedure({ database, api }, named);
  return !(first?.type === "require" && first.error === NOT_IMPLEMENTED);
}

/** Meanings of all operations that are not covered otherwise. */
export function meaningsOf(house: House, covered: ReadonlySet<string>): Meaning[] {
  return Object.entries(house.api.operations).flatMap(([name, operation]) => {
    if (covered.has(name)) return [];
    const meaning = meaningOf(house, { name, operation });
    return meaning && isImplemented(house, meaning) ? [meaning] : [];
  });
}

function meaningOf(house: House, { name, operation }: Named): Meaning | undefined {
  if (/\/account\/[a-zA-Z]+\d*$/.test(operation.id)) return undefined;
  const { database, api } = house;
  const answer = answerOf({ database, api }, operation);
  const body = operation.body === undefined ? undefined : api.schemas[operation.body]?.model;
  const model = answer.model ?? body ?? modelInPath(database, operation);
  if (model === undefined || !Object.hasOwn(database.models, model)) return undefined;
  const above = routeOf({ database, api }, operation, model, false);
  const own = routeOf({ database, api }, operation, model, true);
  const shown = shownBy(house, operation, model);
  const found = (type: Meaning["type"], route: Route | undefined): Meaning | undefined =>
    route && { name, operation, type, model, route, ...(shown ? { shown } : {}) };
  const { verb } = operation;
  if (answer.type === "rows") return found("list", above);
  if (verb === "GET" && answer.type === "row") return found("get", own) ?? found("other", above);
  if (verb === "POST" && answer.type !== "other" && speaksOf(house, operation, model, body)) {
    return found("create", above);
  }
  if ((verb === "PUT" || verb === "PATCH") && operation.body !== undefined) {
    return found("update", own) ?? found("other", above);
  }
  if (verb === "DELETE") return found("delete", own) ?? found("other", above);
  return found("other", own) ?? found("other", above);
}

/** A path that ends in a verb is about more than a new row. */
function speaksOf(
  { database }: House,
  operation: Operation,
  model: string,
  body: string | undefined,
): boolean {
  const last = wordsOf(operation).at(-1);
  return last === undefined || isNounOf(database, last, model) || body === model;
}

/** The summary, or what stands in the path where there is none. */
export function titleOf({ summary, verb, path }: Operation): string {
  return summary.trim() === "" ? `${verb} ${path}` : withoutStop(summary);
}

/** Where an answer shows rows of a model: as itself, as a page or list of them, or in a property of its own. */
export function shownBy({ api }: House, { answer }: Operation, model: string): Shown | undefined {
  const named = answer.schema === undefined ? undefined : api.schemas[answer.schema];
  if (!named) return undefined;
  if (named.model === model) {
    const isWrapped = answer.shape === "page" || (answer.shape === "list" && !answer.bare);
    return { path: isWrapped ? ["data"] : [], schema: named };
  }
  if (answer.shape !== "one") return undefined;
  for (const [name, { schema, wire = name }] of Object.entries(named.properties)) {
    const referred = referredBy(schema);
    const inner = referred === undefined ? undefined : api.schemas[referred];
    if (inner?.model === model) return { path: [wire], schema: inner };
  }
  return undefined;
}

function referredBy(schema: ApiSchema): string | undefined {
  if (schema.type === "array") return referredBy(schema.items);
  return schema.type === "reference" ? schema.schema : undefined;
}

/** A property of a shown row that is always there, by the name of its column. */
export function propertyFor(
  { properties }: NamedSchema,
  column: string,
): { wire: string; property: Property } | undefined {
  const found = Object.entries(properties).find(
    ([name, { only, source }]) => camelCase(name) === column && only !== "body" && source === undefined,
  );
  return found && { wire: found[1].wire ?? found[0], property: found[1] };
}
