import { keptKeywords, unknownSchemes } from "../api/check/keywords.ts";
import { keywordsOf } from "../api/keywords.ts";
import type { Api } from "../api/document.ts";
import type { Keys } from "../api/walk.ts";
import { keysOf, type Location } from "../diagnostic/diagnostic.ts";
import type { Importing } from "./openapi-leaves.ts";
import { here, report } from "./openapi-report.ts";

/** Leaves out keywords that OpenAPI does not know, or that do not say what it expects of them. */
export function keepKnownKeywords({ api, diagnostics }: Importing): void {
  for (const { place, keys, value } of keptKeywords(api)) {
    for (;;) {
      const [issue] = keywordsOf[place].safeParse(value).error?.issues ?? [];
      const name = issue?.path[0];
      if (issue === undefined || name === undefined || !drop(value, name)) break;
      const reason = issue.code === "unrecognized_keys" ? "OpenAPI has no such keyword" : issue.message;
      diagnostics.push(report["keyword-dropped"](placeOf(api, keys), { name: String(name), reason }));
    }
  }
  for (const { at, message } of unknownSchemes(api)) {
    const keys = "pointer" in at ? keysOf(at.pointer) : [];
    const scheme = keys.at(-1)!;
    const demand = keys
      .slice(0, -1)
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], api);
    drop(demand, scheme);
    diagnostics.push(report["keyword-dropped"](placeOf(api, keys), { name: scheme, reason: message }));
  }
}

/** Whether something was there to take away. */
function drop(value: unknown, name: PropertyKey): boolean {
  if (Array.isArray(value) && typeof name === "number") return value.splice(name, 1).length > 0;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return false;
  return Reflect.deleteProperty(value, name);
}

/** About where in the description something stood that the API keeps. */
function placeOf(api: Api, keys: Keys): Location {
  const [collection, name] = keys.map(String);
  if (collection === "schemas") return here(["components", "schemas", api.schemas[name!]?.wire ?? name!]);
  if (collection === "operations") {
    const { path, verb } = api.operations[name!]!;
    return here(["paths", path, verb.toLowerCase()]);
  }
  if (name === "annotations") return here([]);
  return here(name === "securitySchemes" ? ["components", name] : keys.slice(1));
}
