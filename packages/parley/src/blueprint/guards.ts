import type { Operation } from "../api/document.ts";
import { modelNameOf } from "../database/fields.ts";
import { all, any, binary, equals, falseValue, name, path, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { map } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { camelCase } from "../text/names.ts";
import { permissionsFor, reachOf, type Noun, statedFor } from "./concepts.ts";
import { holdRow } from "./sequence.ts";
import type { DraftContext, Table } from "./tables.ts";

export function isKind(kind: string, operation: Operation): Expression {
  const actor = name("actor");
  const optional = operation.access.includes("public");
  return equals(
    { type: "member", object: actor, property: "kind", ...(optional ? { optional: true } : {}) },
    text(kind),
  );
}

/** Where a permission of this very action gives less than the model's scope does, the rest is refused. */
export function reachGuards(
  context: DraftContext,
  noun: Noun,
  operation: Operation,
  action: string,
  resolve: (expression: Expression) => Expression,
): Statement[] {
  const { requirements } = context;
  const permissions = permissionsFor(requirements, noun, action);
  const kinds = operation.access.map((kind) => (kind === "public" ? "guest" : kind));
  const statements: Statement[] = [];
  for (const kind of kinds) {
    const reach = reachOf(requirements, noun, permissions, kind);
    if (!reach) continue;
    const scoped = action === "create" ? undefined : scopeOf(context, noun, kind);
    if (scoped && JSON.stringify(scoped) === JSON.stringify(reach)) continue;
    const condition = simplify(resolve(reach));
    if (condition.type === "boolean" && condition.value) continue;
    const other: Expression = kinds.length === 1 ? falseValue : negate(isKind(kind, operation));
    statements.push({ type: "require", condition: any([other, condition]), error: "forbidden" });
  }
  return statements;
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

/** `a == a` is true, `a ?? a` is `a`; parts of a conjunction or disjunction that are decided fall away. */
function simplify(expression: Expression): Expression {
  return map(expression, (node) => {
    if (node.type !== "binary") return node;
    if (node.operator === "&&") return all([node.left, node.right]);
    if (node.operator === "||") return any([node.left, node.right]);
    if (JSON.stringify(node.left) !== JSON.stringify(node.right)) return node;
    if (node.operator === "??") return node.left;
    return node.operator === "==" ? { type: "boolean", value: true } : node;
  });
}

export function conditionGuards(
  requirements: Requirements,
  noun: Noun,
  action: string,
  resolve: (expression: Expression) => Expression,
): Statement[] {
  return statedFor(requirements, "condition", noun)
    .filter(({ formal }) => formal.actions.includes(action))
    .map(({ formal }) => ({
      type: "require",
      condition: simplify(resolve(formal.condition)),
      error: formal.error.code,
    }));
}

export function hasGuards(requirements: Requirements, noun: Noun, action: string): boolean {
  return statedFor(requirements, "condition", noun).some(({ formal }) => formal.actions.includes(action));
}

/** Counts under a lock on the row that the limit is per, so that two at once cannot both be the last. */
export function limitGuards(
  context: DraftContext,
  table: Table,
  data: Record<string, Expression>,
): Statement[] {
  const statements: Statement[] = [];
  const held = new Set<string>();
  for (const { formal } of statedFor(context.requirements, "limit", table.noun)) {
    const key = data[`${formal.per}Id`];
    const target = table.model.relations[formal.per]?.target;
    if (!key || target === undefined) continue;
    const where = all([equals(path("row", `${formal.per}Id`), key), ...(formal.where ? [formal.where] : [])]);
    const count: Expression = {
      type: "query",
      operation: "count",
      model: table.name,
      parameter: "row",
      where,
    };
    if (!held.has(formal.per)) statements.push(holdRow(target, camelCase(`limiting_${formal.per}`), key));
    held.add(formal.per);
    const condition = binary("<", count, { type: "integer", value: formal.most });
    statements.push({ type: "require", condition, error: formal.error.code });
  }
  return statements;
}
