import { decided } from "../expression/decide.ts";
import { nullValue } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { simplifyWhole } from "../expression/simplify.ts";
import { booleanType, type Environment, type Type } from "../expression/types.ts";
import { map, substitute } from "../expression/visit.ts";
import { remembered, remembering } from "../schema/remember.ts";
import type { FormalOf, Requirements } from "./document.ts";
import { permissionEnvironments } from "./environments.ts";
import { joinedWhere } from "./membership.ts";
import { placesOf, type Place } from "./places.ts";
import { requirementsModelTypes } from "./types.ts";

type Keys = readonly (string | number)[];

/**
 * The requirements without what is decided in their expressions already, which is what drafts are made from; it remembers. What a
 * permission says of rows has a form for each kind of actor: see `reachFor`.
 */
export function plainRequirements(requirements: Requirements): Requirements {
  const known = remembering(requirements);
  return remembered(known, plainRequirements, () => {
    const plain = remembering(placesOf(known).reduce(withPlain, known));
    return remembered(plain, plainRequirements, () => plain);
  });
}

function withPlain(requirements: Requirements, place: Place): Requirements {
  if (place.use.type === "reach") return requirements;
  const expression = plainOf(place);
  return expression === place.expression ? requirements : replaced(requirements, place.keys, expression);
}

/** The expression of a place without what is decided, in all cases that it is for. */
export function plainOf({ expression, environments, expected }: Place): Expression {
  return plainIn(expression, environments, expected);
}

function plainIn(
  expression: Expression,
  environments: readonly Environment[],
  expected: Type | undefined,
): Expression {
  const [first, ...others] = environments.map((environment) =>
    simplifyWhole(expression, environment, expected, true),
  );
  if (!first) return expression;
  const text = JSON.stringify(first);
  return others.every((other) => JSON.stringify(other) === text) ? first : expression;
}

/** The condition that a permission gives rows under, for one kind of actor; who has joined what is asked with it. */
export function reachFor(
  requirements: Requirements,
  permission: FormalOf<"permission">,
  kind: string,
): Expression | undefined {
  const known = remembered(
    requirements,
    reachFor,
    () => new Map<object, Map<string, Expression | undefined>>(),
  );
  const byKind = known.get(permission) ?? new Map<string, Expression | undefined>();
  known.set(permission, byKind);
  if (!byKind.has(kind)) byKind.set(kind, readReach(requirements, permission, kind));
  return byKind.get(kind);
}

function readReach(
  requirements: Requirements,
  permission: FormalOf<"permission">,
  kind: string,
): Expression | undefined {
  const { condition, concept, scope } = permission;
  const spoken = condition && kind === "guest" ? withoutActor(condition) : condition;
  const environments = permissionEnvironments(
    { requirements, models: requirementsModelTypes(requirements) },
    permission,
    [kind],
  );
  const plain = spoken && plainIn(spoken, environments, booleanType);
  return scope === "joined" ? joinedWhere(requirements, concept, kind, plain) : plain;
}

/** The expression where nobody is signed in: the actor is null, and what follows from that is decided. */
export function withoutActor(expression: Expression): Expression {
  return map(substitute(expression, "actor", nullValue), (node) =>
    node.type === "member" && node.object.type === "null" ? nullValue : decided(node),
  );
}

/** The same document with another node at a place. */
function replaced<Node>(node: Node, [key, ...rest]: Keys, value: unknown): Node {
  if (key === undefined) return value as Node;
  const inner = replaced((node as Record<string | number, unknown>)[key], rest, value);
  if (!Array.isArray(node)) return { ...node, [key]: inner };
  return node.map((item: unknown, index) => (index === key ? inner : item)) as Node;
}
