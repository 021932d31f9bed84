import {
  nullable,
  rowOf,
  uuidType,
  type Environment,
  type ModelType,
  type Type,
} from "../expression/types.ts";
import type { FormalOf, Requirements } from "./document.ts";
import { membershipOf } from "./membership.ts";
import { nounsOf, permissionsFor } from "./nouns.ts";
import { inputType, newRowModel } from "./types.ts";

export interface EnvironmentContext {
  requirements: Requirements;
  models: Record<string, ModelType>;
}

/**
 * What an expression of an action may speak of: `row` before the action (the row to be for create, the written one
 * when `after`), `actor` (null where guests may act) and `input`, the body.
 */
export function environmentOf(
  { requirements, models }: EnvironmentContext,
  concept: string,
  action: string,
  after = false,
  actors?: readonly string[],
): Environment {
  const acting = actors ?? actingOn(requirements, concept, action);
  const isNew = action === "create" && !after;
  // Who signs up is nobody yet, and is there once the profile is.
  const joins = !actors && action === "create" && kindThatSignsUp(requirements, concept) !== undefined;
  return {
    names: {
      row: rowOf(isNew ? newRowModel(concept) : concept),
      ...(joins && !after ? {} : { actor: actorType(requirements, acting) }),
      input: inputType(requirements, concept, action),
    },
    models,
  };
}

/** Kinds that may do it, `guest` among them; those who make the accounts of others, where it is a profile. */
export function actingOn(requirements: Requirements, concept: string, action: string): string[] {
  const noun = nounsOf(requirements).get(concept);
  if (noun?.type === "actor" && action === "create") return noun.actor.by ?? [];
  return permissionsFor(requirements, concept, action).flatMap(({ actors }) => actors);
}

function kindThatSignsUp(requirements: Requirements, concept: string): string | undefined {
  const noun = nounsOf(requirements).get(concept);
  return noun?.type === "actor" && noun.actor.arises === "signUp" ? noun.kind : undefined;
}

export function actorType(requirements: Requirements, acting: readonly string[]): Type {
  const kinds = Object.keys(requirements.actors);
  const type: Type = {
    type: "object",
    properties: {
      kind: { type: { type: "enum", values: kinds } },
      id: { type: uuidType },
      accountId: { type: uuidType },
    },
  };
  return acting.includes("guest") ? nullable(type) : type;
}

/**
 * What the condition of a permission may speak of, for each of its actions: rows are reached before anything is said
 * about them, so of what the client sends it speaks only where the row is made. For joined rows with each kind's membership.
 */
export function permissionEnvironments(
  context: EnvironmentContext,
  formal: FormalOf<"permission">,
  actors: readonly string[] = formal.actors,
): Environment[] {
  const { actions, concept, scope } = formal;
  const reached = (action: string, acting: readonly string[]): Environment => {
    const environment = environmentOf(context, concept, action, false, acting);
    return action === "create" ? environment : withoutName(environment, "input");
  };
  return actions.flatMap((action) => {
    if (scope !== "joined") return [reached(action, actors)];
    return actors.flatMap((actor) => {
      const membership = membershipOf(context.requirements, concept, actor);
      if (!membership) return [];
      return [withNames(reached(action, [actor]), { membership: rowOf(membership.concept) })];
    });
  });
}

export function withNames(environment: Environment, names: Environment["names"]): Environment {
  return { ...environment, names: { ...environment.names, ...names } };
}

function withoutName(environment: Environment, name: string): Environment {
  const { [name]: _, ...names } = environment.names;
  return { ...environment, names };
}
