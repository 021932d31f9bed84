import type { Operation } from "../api/document.ts";
import { binary, conditional, equals, isPresent, name, nullValue, path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { map, pathsOf, substitute } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { camelCase } from "../text/names.ts";
import { profileName, statedOf, type Noun, ownerSource, statedFor } from "./concepts.ts";
import { columnNameOf } from "./database.ts";
import { sentOrDefault } from "./defaults.ts";
import { effects } from "./effects.ts";
import { conditionGuards, isKind, limitGuards, reachGuards } from "./guards.ts";
import { findRow } from "./rows.ts";
import { sequences } from "./sequence.ts";
import {
  clientFields,
  clientRelations,
  parentOf,
  unknownError,
  type DraftContext,
  type Table,
} from "./tables.ts";
import { rowVariable } from "./variables.ts";

export function creation(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const { requirements, database } = context;
  const { noun } = table;
  const statements: Statement[] = [];
  const data: Record<string, Expression> = {};
  /** Rows already at hand, by relation: `row.copy` means the variable `copy`. */
  const loaded: Record<string, Expression> = {};

  const parent = parentOf(requirements, database, noun);
  if (parent && noun.parent) {
    statements.push(findRow(parent, operation, "read"));
    loaded[noun.parent.as] = name(rowVariable(parent.name));
    data[`${noun.parent.as}Id`] = path(rowVariable(parent.name), "id");
  }
  if (noun.owner && Object.hasOwn(table.model.relations, noun.owner.as)) {
    const owner = ownerOf(requirements, noun, operation);
    statements.push(...owner.statements);
    data[`${noun.owner.as}Id`] = owner.value;
    if (ownerSource(requirements, noun) === "actor" && readsNew(requirements, noun, noun.owner.as)) {
      const variable = camelCase(noun.owner.as);
      statements.push(ownerRow(table.model.relations[noun.owner.as]!.target, variable, owner.value));
      loaded[noun.owner.as] = name(variable);
    }
  }
  for (const relation of clientRelations(requirements, table, "create")) {
    const found = findTarget(context, table, operation, relation);
    statements.push(...found.statements);
    if (found.row) loaded[relation] = found.row;
    data[`${relation}Id`] ??= path("body", `${relation}Id`);
  }
  for (const [name, field] of clientFields(table.model))
    data[name] = sentOrDefault(path("body", name), field);

  statements.push(
    ...settle(context, table, data, loaded, (resolve) =>
      reachGuards(context, noun, operation, "create", resolve),
    ),
  );
  const variable = rowVariable(table.name);
  statements.push({ type: "create", name: variable, model: table.name, data });
  statements.push(...effects(context, noun, "create", variable));
  return [...statements, { type: "return", value: name(variable) }];
}

/**
 * Works out what the server computes of a new row, into `data`, and gives the statements that come before it: who may
 * make it, the conditions, the limits, the numbers. `loaded` are rows at hand, by relation.
 */
export function settle(
  context: DraftContext,
  table: Table,
  data: Record<string, Expression>,
  loaded: Record<string, Expression>,
  reach: (resolve: (expression: Expression) => Expression) => Statement[],
): Statement[] {
  const { requirements } = context;
  const { noun } = table;
  const resolve = (expression: Expression): Expression => resolveNew(expression, data, loaded);
  for (const { formal } of statedFor(requirements, "computed", noun)) {
    if (formal.action === "create") data[columnNameOf(noun, formal.attribute)] = resolve(formal.value);
  }
  const statements = [
    ...reach(resolve),
    ...conditionGuards(requirements, noun, "create", resolve),
    ...limitGuards(context, table, data),
  ];
  const numbered = sequences(context, table, data);
  Object.assign(data, numbered.data);
  return [...statements, ...numbered.statements];
}

/** Who the new row belongs to: the actor, whom the body names, or either by kind; then the body has to name them. */
function ownerOf(
  requirements: Requirements,
  noun: Noun,
  operation: Operation,
): { statements: Statement[]; value: Expression } {
  const { as, actor } = noun.owner!;
  const sent = path("body", `${as}Id`);
  const self = path("actor", "id");
  const source = ownerSource(requirements, noun);
  if (source !== "either") return { statements: [], value: source === "actor" ? self : sent };
  const value = name(`${as}Id`);
  return {
    statements: [
      { type: "let", name: `${as}Id`, value: conditional(isKind(actor, operation), self, sent) },
      { type: "require", condition: isPresent(value), error: unknownError(profileName(actor)) },
    ],
    value,
  };
}

/** Whether what holds for a new row speaks of columns of the row that a relation points to: `row.owner.rank`. */
function readsNew(requirements: Requirements, noun: Noun, relation: string): boolean {
  const conditions = statedOf(requirements, "condition")
    .filter(({ formal }) => formal.concept === noun.name && formal.actions.includes("create"))
    .map(({ formal }) => formal.condition);
  const computed = statedOf(requirements, "computed")
    .filter(({ formal }) => formal.concept === noun.name && formal.action === "create")
    .map(({ formal }) => formal.value);
  return [...conditions, ...computed].some((expression) =>
    pathsOf(expression, "row").some(([first]) => first === relation),
  );
}

function ownerRow(model: string, variable: string, key: Expression): Statement {
  return {
    type: "find",
    name: variable,
    mode: "one",
    model,
    parameter: "row",
    where: equals(path("row", "id"), key),
    scope: "none",
    error: "forbidden",
  };
}

/** Makes sure that a relation in the body points to a row that the actor may see. */
export function findTarget(
  context: DraftContext,
  table: Table,
  operation: Operation,
  relation: string,
): { statements: Statement[]; row?: Expression } {
  const { target, required } = table.model.relations[relation]!;
  const model = context.database.models[target];
  if (!model) return { statements: [] };
  const readers = Object.keys(model.scope?.read ?? {});
  const kinds = operation.access.map((kind) => (kind === "public" ? "guest" : kind));
  const scope = kinds.every((kind) => readers.includes(kind)) ? "read" : "none";
  const key = path("body", `${relation}Id`);
  const find: Statement = {
    type: "find",
    name: camelCase(relation),
    mode: "one",
    model: target,
    parameter: "row",
    where: equals(path("row", "id"), key),
    scope,
    error: unknownError(target),
  };
  const isOwner =
    relation === table.noun.owner?.as && ownerSource(context.requirements, table.noun) === "either";
  if (required && !isOwner) return { statements: [find], row: name(camelCase(relation)) };
  return { statements: [{ type: "if", condition: binary("!=", key, nullValue), then: [find] }] };
}

/** `row.x` of a row that is about to be made: its value, or the loaded row of a relation; `input` is the body. */
function resolveNew(
  expression: Expression,
  data: Record<string, Expression>,
  loaded: Record<string, Expression>,
): Expression {
  const resolved = map(expression, (node) => {
    if (node.type !== "member" || node.object.type !== "name" || node.object.name !== "row") return node;
    if (Object.hasOwn(data, node.property)) return data[node.property]!;
    return Object.hasOwn(loaded, node.property) ? loaded[node.property]! : node;
  });
  return substitute(resolved, "input", name("body"));
}
