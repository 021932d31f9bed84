import { bodyType, cookiesType, headersType, pathType, queryType } from "../api/types.ts";
import type { Api, Operation } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { modelTypes } from "../database/environment.ts";
import { bind } from "../expression/narrow.ts";
import {
  nullable,
  stringType,
  uuidType,
  type Environment,
  type ModelType,
  type PropertyType,
  type Type,
  type TypeOf,
} from "../expression/types.ts";
import { programFunctions } from "./functions.ts";

/** Names that every procedure may find in scope. */
export const inputNames = ["path", "query", "body", "headers", "cookies", "actor"] as const;

/** What the first statement of a procedure may speak of. */
export function procedureEnvironment(
  operation: Operation,
  api: Api,
  database: Database,
  models: Record<string, ModelType> = modelTypes(database),
): Environment {
  const names: Record<string, Type> = { path: pathType(operation, api, "program") };
  const query = queryType(operation, api, "program");
  if (Object.keys(query.properties).length > 0) names["query"] = query;
  const body = bodyType(operation, api, "program");
  if (body) names["body"] = body;
  const headers = headersType(operation, api, "program");
  if (headers) names["headers"] = headers;
  const cookies = cookiesType(operation, api, "program");
  if (cookies) names["cookies"] = cookies;
  const actor = operationActor(operation);
  if (actor) names["actor"] = actor;
  return { names, models, functions: programFunctions };
}

/** Who calls; null for a guest. `undefined` where all callers are guests. */
export function operationActor(operation: Operation): Type | undefined {
  const kinds = operation.access.filter((kind) => kind !== "public");
  if (kinds.length === 0) return undefined;
  const type = actorOf(kinds);
  return kinds.length < operation.access.length ? nullable(type) : type;
}

/** An actor of one of the kinds. */
export function actorOf(kinds: readonly string[]): TypeOf<"object"> {
  const names = ["id", "accountId", "sessionId"];
  const ids = names.map((name): [string, PropertyType] => [name, { type: uuidType }]);
  return {
    type: "object",
    properties: { kind: { type: { type: "enum", values: kinds } }, ...Object.fromEntries(ids) },
  };
}

export const tokensType: Type = {
  type: "object",
  properties: {
    accessToken: { type: stringType },
    refreshToken: { type: stringType },
    expiresIn: { type: { type: "integer" } },
  },
};

/** Binds a row that was written: what was known about its members is forgotten, it is there. */
export function bindRow(environment: Environment, name: string, model: string): Environment {
  return bind(environment, name, { type: "row", model });
}

/** Forgets what is known about members of the names, but not whether these themselves are there. */
export function forgetMembers(environment: Environment, roots: ReadonlySet<string>): Environment {
  if (roots.size === 0) return environment;
  const narrowed = [...(environment.narrowed ?? [])].filter(
    ([key, { root }]) => !roots.has(root) || key === JSON.stringify([root]),
  );
  return { ...environment, narrowed: new Map(narrowed) };
}
