import type { Api, Operation } from "../api/document.ts";
import { answerType, namedType } from "../api/types.ts";
import { bind } from "../expression/narrow.ts";
import {
  listOf,
  stringType,
  uuidType,
  widen,
  type Environment,
  type Type,
  type TypeOf,
} from "../expression/types.ts";
import type { TestStatement } from "./document.ts";
import { scenarioFunctions } from "./functions.ts";

/** What is known at a place of a test. */
export interface Scope {
  environment: Environment;
  /** Variables that are signed-in actors, with their kinds. */
  actors: ReadonlyMap<string, string>;
}

export function emptyScope(api: Api): Scope {
  return {
    environment: { names: {}, models: {}, functions: scenarioFunctions(api, true) },
    actors: new Map(),
  };
}

/** The same scope for a request that is meant to be refused as invalid. */
export function lenient(api: Api, scope: Scope): Scope {
  return { ...scope, environment: { ...scope.environment, functions: scenarioFunctions(api, false) } };
}

const allOf = (type: Type, ...names: string[]): TypeOf<"object">["properties"] =>
  Object.fromEntries(names.map((name) => [name, { type }]));

export const actorType: TypeOf<"object"> = {
  type: "object",
  properties: {
    ...allOf(uuidType, "id", "accountId"),
    ...allOf(stringType, "email", "password", "refreshToken"),
  },
};
export const mailType: TypeOf<"object"> = {
  type: "object",
  properties: allOf(stringType, "recipient", "subject", "body"),
};

export function operationOf(api: Api, name: string): Operation | undefined {
  return Object.hasOwn(api.operations, name) ? api.operations[name] : undefined;
}

/** The type of an answer's body, or of the elements of its pages. */
export function answerOf(api: Api, operation: string, element = false): Type | undefined {
  const found = operationOf(api, operation);
  if (!found) return undefined;
  if (!element) return answerType(found, api, "wire");
  return found.answer.schema === undefined ? undefined : namedType(found.answer.schema, api, "wire");
}

/** The scope after a statement; `value` is the type of what a `let` or a `forEach` names. */
export function scopeAfter(api: Api, scope: Scope, statement: TestStatement, value?: Type): Scope {
  switch (statement.type) {
    case "actor": {
      const actors = new Map(scope.actors).set(statement.name, statement.kind);
      return { environment: bind(scope.environment, statement.name, actorType), actors };
    }
    case "call":
      return bound(scope, statement.name, answerOf(api, statement.call.operation));
    case "walk": {
      const element = answerOf(api, statement.call.operation, true);
      return bound(scope, statement.name, element && listOf(element));
    }
    case "inbox":
      return bound(scope, statement.name, listOf(mailType));
    case "let":
      return bound(scope, statement.name, value);
    case "refuse":
    case "race":
    case "expect":
    case "if":
    case "forEach":
    case "advance":
    case "return":
    case "throw":
      return scope;
    default:
      return statement satisfies never;
  }
}

/** The type of a variable that holds a value of a type: lists that are written on the spot forget which texts they hold. */
export function heldType(type: Type | undefined): Type | undefined {
  return type?.type === "list" ? widen(type) : type;
}

export function bound(scope: Scope, name: string | undefined, type: Type | undefined): Scope {
  if (name === undefined || !type) return scope;
  const actors = new Map(scope.actors);
  actors.delete(name);
  return { environment: bind(scope.environment, name, type), actors };
}

/** Whether calls may be made with what a variable holds: an answer with an access token. */
export function holdsToken(scope: Scope, name: string): boolean {
  const type = Object.hasOwn(scope.environment.names, name) ? scope.environment.names[name] : undefined;
  return type?.type === "object" && Object.hasOwn(type.properties, "accessToken");
}

/** Properties that a value has and a body of this type may not: the server refuses what it does not know. */
export function strayProperties(given: Type, wanted: Type): string[] {
  if (given.type !== "object" || wanted.type !== "object") return [];
  return Object.keys(given.properties).filter((name) => !Object.hasOwn(wanted.properties, name));
}
