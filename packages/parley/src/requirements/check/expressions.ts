import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { checkExpression } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import {
  booleanType,
  decimalType,
  nullable,
  rowOf,
  stringType,
  uuidType,
  unknownType,
  type Environment,
  type ModelType,
  type Type,
} from "../../expression/types.ts";
import type { Formal, FormalOf, Requirements } from "../document.ts";
import { membershipOf } from "../membership.ts";
import { nounsOf, permissionsFor, type Noun } from "../nouns.ts";
import { inputType, newRowModel, requirementsModelTypes, writableTypes } from "../types.ts";
import { report } from "./diagnostics.ts";

type Keys = readonly (string | number)[];

interface Context {
  requirements: Requirements;
  nouns: ReadonlyMap<string, Noun>;
  models: Record<string, ModelType>;
  findings: Diagnostic[];
}

/** Every expression, typed over what it may speak of: `row`, `actor` and `input` as they are at its action. */
export function checkExpressions(requirements: Requirements): Diagnostic[] {
  const models = requirementsModelTypes(requirements);
  const context: Context = { requirements, nouns: nounsOf(requirements), models, findings: [] };
  for (const [concept, { lifecycle }] of Object.entries(requirements.concepts)) {
    for (const [action, { sets }] of Object.entries(lifecycle?.transitions ?? {})) {
      const keys = ["concepts", concept, "lifecycle", "transitions", action, "sets"];
      const noun = context.nouns.get(concept)!;
      checkWritten(sets ?? {}, noun, environmentOf(context, concept, action), context, keys);
    }
  }
  for (const [key, { formal }] of Object.entries(requirements.requirements)) {
    if (formal) checkFormal(formal, context, ["requirements", key, "formal"]);
  }
  return context.findings;
}

/**
 * What an expression of an action may speak of: `row` before the action (the row to be for create, the written one
 * when `after`), `actor` (null where guests may act) and `input`, the body.
 */
export function environmentOf(
  context: Pick<Context, "requirements" | "models">,
  concept: string,
  action: string,
  after = false,
  actors?: readonly string[],
): Environment {
  const { requirements, models } = context;
  const acting =
    actors ?? permissionsFor(requirements, concept, action).flatMap((permission) => permission.actors);
  const isNew = action === "create" && !after;
  return {
    names: {
      row: rowOf(isNew ? newRowModel(concept) : concept),
      actor: actorType(requirements, acting),
      input: inputType(requirements, concept, action),
    },
    models,
  };
}

function actorType(requirements: Requirements, acting: readonly string[]): Type {
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

function checkFormal(formal: Formal, context: Context, keys: Keys): void {
  if (formal.type === "account" || formal.type === "structure" || formal.type === "sequence") return;
  const noun = context.nouns.get(formal.concept);
  if (!noun) return;
  const rowOnly: Environment = { names: { row: rowOf(noun.name) }, models: context.models };
  switch (formal.type) {
    case "permission": {
      const environments = permissionEnvironments(formal, context);
      return checkCondition(formal.condition, environments, context, [...keys, "condition"]);
    }
    case "limit":
      return check(formal.where, rowOnly, booleanType, context, [...keys, "where"]);
    case "uniqueness": {
      const row = columnsOf(noun);
      return check(formal.where, { names: { row }, models: {} }, booleanType, context, [...keys, "where"]);
    }
    case "condition": {
      const environments = formal.actions.map((action) => environmentOf(context, noun.name, action));
      return checkCondition(formal.condition, environments, context, [...keys, "condition"]);
    }
    case "computed": {
      const types = writableTypes(noun);
      if (!Object.hasOwn(types, formal.attribute)) return;
      const environment = environmentOf(context, noun.name, formal.action);
      return check(formal.value, environment, types[formal.attribute], context, [...keys, "value"]);
    }
    case "effect":
      return checkEffect(formal, noun, context, keys);
    case "report":
      return checkReport(formal, withActor(rowOnly, formal.actors, context), context, keys);
    default:
      formal satisfies never;
  }
}

/** For each action, and for joined rows each kind with the membership that it has. */
function permissionEnvironments(formal: FormalOf<"permission">, context: Context): Environment[] {
  const { actions, actors, concept, scope } = formal;
  return actions.flatMap((action) => {
    if (scope !== "joined") return [environmentOf(context, concept, action, false, actors)];
    return actors.flatMap((actor) => {
      const membership = membershipOf(context.requirements, concept, actor);
      if (!membership) return [];
      const environment = environmentOf(context, concept, action, false, [actor]);
      return [withNames(environment, { membership: rowOf(membership.concept) })];
    });
  });
}

function withNames(environment: Environment, names: Environment["names"]): Environment {
  return { ...environment, names: { ...environment.names, ...names } };
}

function withActor(environment: Environment, acting: readonly string[], context: Context): Environment {
  return withNames(environment, { actor: actorType(context.requirements, acting) });
}

function checkEffect(formal: FormalOf<"effect">, noun: Noun, context: Context, keys: Keys): void {
  const action: Type = { type: "literal", value: formal.action };
  const environment = withNames(environmentOf(context, noun.name, formal.action, true), { action });
  const { effect } = formal;
  const inside = [...keys, "effect"];
  check(formal.when, environment, booleanType, context, [...keys, "when"]);
  if (effect.type === "notify") {
    for (const part of ["to", "subject", "body"] as const) {
      check(effect[part], environment, stringType, context, [...inside, part]);
    }
    return;
  }
  const target = context.nouns.get(effect.concept);
  if (!target) return;
  if (effect.type === "create") {
    checkWritten(effect.data, target, environment, context, [...inside, "data"]);
    return;
  }
  const found = withNames(environment, { [effect.parameter]: rowOf(target.name) });
  check(effect.where, found, booleanType, context, [...inside, "where"]);
  checkWritten(effect.data, target, found, context, [...inside, "data"]);
}

function checkReport(
  formal: FormalOf<"report">,
  environment: Environment,
  context: Context,
  keys: Keys,
): void {
  check(formal.where, environment, booleanType, context, [...keys, "where"]);
  for (const [name, value] of Object.entries(formal.by)) {
    check(value, environment, undefined, context, [...keys, "by", name]);
  }
  for (const [name, { operation, value }] of Object.entries(formal.measures)) {
    const place = [...keys, "measures", name];
    if (operation !== "count" && !value) {
      const parameters = { concept: `The ${operation} ${name}`, name: "what is measured" };
      context.findings.push(report["missing-value"](at("requirements", place), parameters));
    }
    const wanted = operation === "sum" || operation === "average" ? nullable(decimalType) : undefined;
    check(value, environment, wanted, context, [...place, "value"]);
  }
}

/** Values that are written under the names of attributes and relations; unknown names are another rule's. */
function checkWritten(
  data: Readonly<Record<string, Expression>>,
  noun: Noun,
  environment: Environment,
  context: Context,
  keys: Keys,
): void {
  const types = writableTypes(noun);
  for (const [name, value] of Object.entries(data)) {
    const type = Object.hasOwn(types, name) ? types[name] : unknownType;
    check(value, environment, type, context, [...keys, name]);
  }
}

/** What a constraint of the database sees: the row's own columns. */
function columnsOf(noun: Noun): Type {
  const properties = Object.entries(writableTypes(noun)).map(([name, type]) => [name, { type }] as const);
  return { type: "object", properties: Object.fromEntries(properties) };
}

function check(
  expression: Expression | undefined,
  environment: Environment,
  expected: Type | undefined,
  context: Context,
  keys: Keys,
): void {
  if (!expression) return;
  const { diagnostics } = checkExpression(expression, environment, {
    ...(expected ? { expected } : {}),
    at: (span) => at("requirements", keys, span),
  });
  context.findings.push(...diagnostics);
}

/** A condition of several actions: what is wrong in one of them is wrong, what is only idle has to be so in all. */
function checkCondition(
  condition: Expression | undefined,
  environments: readonly Environment[],
  context: Context,
  keys: Keys,
): void {
  const runs = environments.map((environment): Map<string, Diagnostic> => {
    const findings: Diagnostic[] = [];
    check(condition, environment, booleanType, { ...context, findings }, keys);
    return new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  });
  const found = new Map(runs.flatMap((run) => [...run]));
  for (const [text, finding] of found) {
    if (finding.severity === "error" || runs.every((run) => run.has(text))) context.findings.push(finding);
  }
}
