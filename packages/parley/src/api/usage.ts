import { remembered } from "../schema/remember.ts";
import type { Api, Operation } from "./document.ts";
import { groupsOf, operationsOf } from "./query.ts";
import { namesReferredBy, referencesOf } from "./walk.ts";

/** Names of schemas by what they are used for, through references; a schema may be both. */
export interface Usage {
  bodies: ReadonlySet<string>;
  answers: ReadonlySet<string>;
}

/** Which schemas clients send and which they get. Unknown names are left out. */
export function usageOf(api: Api): Usage {
  return remembered(api, usageOf, () => {
    const operations = Object.values(api.operations);
    return {
      bodies: closure(api, operations.flatMap(sentBy)),
      answers: closure(api, operations.flatMap(answeredBy)),
    };
  });
}

/**
 * The group whose folder holds a schema: its model's group where that has operations, else the first group that
 * sends or answers it, else the first that does so through another schema. An unused schema has none.
 */
export function groupOfSchemas(
  api: Api,
  modelGroup: (model: string) => string | undefined,
): Map<string, string> {
  const groups = groupsOf(api);
  const direct = new Map<string, string>();
  const indirect = new Map<string, string>();
  for (const group of groups) {
    const used = operationsOf(api, group).flatMap(([, operation]) => [
      ...sentBy(operation),
      ...answeredBy(operation),
    ]);
    for (const name of used) if (!direct.has(name)) direct.set(name, group);
    for (const name of closure(api, used)) if (!indirect.has(name)) indirect.set(name, group);
  }
  const owners = new Map<string, string>();
  for (const [name, { model }] of Object.entries(api.schemas)) {
    const user = direct.get(name) ?? indirect.get(name);
    if (user === undefined) continue;
    const home = model === undefined ? undefined : modelGroup(model);
    owners.set(name, home !== undefined && groups.includes(home) ? home : user);
  }
  return owners;
}

/** The names and all that they refer to, in the document's order. */
export function closure(api: Api, names: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    if (reached.has(name) || !Object.hasOwn(api.schemas, name)) return;
    reached.add(name);
    namesReferredBy(api, name).forEach(visit);
  };
  names.forEach(visit);
  const places = remembered(api, closure, () => {
    const names = Object.keys(api.schemas);
    return new Map(names.map((name, index) => [name, index]));
  });
  return new Set([...reached].toSorted((a, b) => places.get(a)! - places.get(b)!));
}

/** The names so ordered that each comes after what it refers to; the document's order otherwise. */
export function dependenciesFirst(api: Api, names: Iterable<string>): string[] {
  const wanted = new Set(names);
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const visit = (name: string): void => {
    if (entered.has(name)) return;
    entered.add(name);
    namesReferredBy(api, name).forEach(visit);
    if (wanted.has(name)) ordered.add(name);
  };
  Object.keys(api.schemas)
    .filter((name) => wanted.has(name))
    .forEach(visit);
  return [...ordered];
}

function sentBy(operation: Operation): string[] {
  const { query, headers, cookies } = operation;
  const others = [query, headers, cookies].flatMap((place) => Object.values(place ?? {}));
  const schemas = [...Object.values(operation.parameters), ...others.map((property) => property.schema)];
  const inline = schemas.flatMap((schema) => referencesOf(schema).map((reference) => reference.name));
  return operation.body === undefined ? inline : [operation.body, ...inline];
}

function answeredBy(operation: Operation): string[] {
  return operation.answer.schema === undefined ? [] : [operation.answer.schema];
}
