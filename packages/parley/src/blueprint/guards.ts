import type { Operation } from "../api/document.ts";
import { modelNameOf } from "../database/fields.ts";
import { all, any, binary, equals, falseValue, isPresent, name, path, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { constantOf } from "../expression/grammar.ts";
import { simplifyWhole } from "../expression/simplify.ts";
import { booleanType, rowOf } from "../expression/types.ts";
import { map } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import { procedureEnvironment } from "../program/environment.ts";
import { isRefusal } from "../program/rows.ts";
import type { FormalOf, Requirements } from "../requirements/document.ts";
import { grouped } from "../schema/remember.ts";
import { conditionsFor, permissionsFor, reachOf, statedFor, type Noun } from "./concepts.ts";
import type { NewRow } from "./creation.ts";
import { holdRow, keyAtHand } from "./sequence.ts";
import type { DraftContext, Table } from "./tables.ts";

export function isKind(kind: string, operation: Operation): Expression {
  const actor = name("actor");
  const optional = operation.access.includes("public");
  return equals(
    { type: "member", object: actor, property: "kind", ...(optional ? { optional: true } : {}) },
    text(kind),
  );
}

/** A procedure at the point where its guards stand. */
export interface Guarded {
  context: DraftContext;
  table: Table;
  operation: Operation;
  /** Models of the rows that variables hold. */
  rows: Readonly<Record<string, string>>;
  /** What is said of `row` and `input`, said of what the procedure has. */
  resolve: (expression: Expression) => Expression;
}

/** Where a permission of this very action gives less than the model's scope does, the rest is refused. */
export function reachGuards(guarded: Guarded, action: string): Statement[] {
  const { context, table, operation, resolve } = guarded;
  const { requirements } = context;
  const { noun } = table;
  const permissions = permissionsFor(requirements, noun, action);
  const kinds = operation.access.map((kind) => (kind === "public" ? "guest" : kind));
  return kinds.flatMap((kind) => {
    const reach = reachOf(requirements, noun, permissions, kind);
    if (!reach) return [];
    const scoped = action === "create" ? undefined : scopeOf(context, noun, kind);
    if (scoped && JSON.stringify(scoped) === JSON.stringify(reach)) return [];
    const condition = plainly(guarded, resolve(reach));
    const other: Expression = kinds.length === 1 ? falseValue : isAnother(kind, operation);
    return demand(any([other, condition]), "forbidden");
  });
}

function isAnother(kind: string, operation: Operation): Expression {
  return kind === "guest" ? isPresent(name("actor")) : negate(isKind(kind, operation));
}

/** Nothing where the condition always holds. */
function demand(condition: Expression, error: string): Statement[] {
  const constant = constantOf(condition);
  if (constant === true) return [];
  return [{ type: "require", condition: constant === undefined ? condition : falseValue, error }];
}

/** Statements up to one that refuses everybody: nothing behind it would ever run. */
export function untilRefused(statements: readonly Statement[]): Statement[] {
  const refusal = statements.findIndex(isRefusal);
  return refusal === -1 ? [...statements] : statements.slice(0, refusal + 1);
}

/** A condition without what is decided in this procedure. */
function plainly({ context, operation, rows }: Guarded, condition: Expression): Expression {
  const { names, ...rest } = procedureEnvironment(operation, context.api, context.database);
  const held = Object.entries(rows).map(([variable, model]) => [variable, rowOf(model)] as const);
  const environment = { ...rest, names: { ...names, ...Object.fromEntries(held) } };
  return simplifyWhole(simplify(condition), environment, booleanType, true);
}

function scopeOf(context: DraftContext, noun: Noun, kind: string): Expression | undefined {
  const model = modelNameOf(context.database, noun.id);
  return model === undefined ? undefined : context.database.models[model]!.scope?.write[kind];
}

function negate(condition: Expression): Expression {
  return condition.type === "binary" && condition.operator === "=="
    ? { ...condition, operator: "!=" }
    : condition;
}

/** `a == a` is true, `a != a` is not, `a ?? a` is `a`; parts of a conjunction or disjunction that are decided fall away. */
function simplify(expression: Expression): Expression {
  return map(expression, (node) => {
    if (node.type !== "binary") return node;
    if (node.operator === "&&") return all([node.left, node.right]);
    if (node.operator === "||") return any([node.left, node.right]);
    if (JSON.stringify(node.left) !== JSON.stringify(node.right)) return node;
    if (node.operator === "??") return node.left;
    const isTest = node.operator === "==" || node.operator === "!=";
    return isTest ? { type: "boolean", value: node.operator === "==" } : node;
  });
}

export function conditionGuards(guarded: Guarded, action: string): Statement[] {
  const { context, table, resolve } = guarded;
  return conditionsFor(context.requirements, table.noun, action).flatMap(({ formal }) =>
    demand(plainly(guarded, resolve(formal.condition)), formal.error.code),
  );
}

/** Whether an action holds its row from the start: what its conditions and effects ask for stays so until it is done. */
export function isHolding(requirements: Requirements, noun: Noun, action: string): boolean {
  const effects = statedFor(requirements, "effect", noun).filter(
    ({ formal }) => formal.action === action && formal.effect.type !== "notify",
  );
  return effects.length > 0 || conditionsFor(requirements, noun, action).length > 0;
}

/** Counts under a lock on the row that the limit is per, so that two at once cannot both be the last. */
export function limitGuards(made: NewRow): Statement[] {
  const { context, table, variables } = made;
  const byRelation = grouped(
    statedFor(context.requirements, "limit", table.noun).map(({ formal }) => formal),
    ({ per }) => per,
  );
  return [...byRelation].flatMap(([per, limits]): Statement[] => {
    const relation = table.model.relations[per];
    const held = relation && keyAtHand(made, per);
    if (!held) return [];
    const { key } = held;
    const counted = [
      ...holdRow(made, per, variables.claim(`limiting_${per}`), key),
      ...limits.map((limit) => limitGuard(table, limit, key)),
    ];
    return [
      ...held.statements,
      // What points to nothing is limited by nothing.
      ...(relation.required ? counted : [{ type: "if" as const, condition: isPresent(key), then: counted }]),
    ];
  });
}

function limitGuard(
  table: Table,
  { per, where, most, error }: FormalOf<"limit">,
  key: Expression,
): Statement {
  const count: Expression = {
    type: "query",
    operation: "count",
    model: table.name,
    parameter: "row",
    where: all([equals(path("row", `${per}Id`), key), ...(where ? [where] : [])]),
  };
  const condition = binary("<", count, { type: "integer", value: most });
  return { type: "require", condition, error: error.code };
}
