import type { Database } from "../../database/document.ts";
import { remembered } from "../../schema/remember.ts";
import { modelTypes } from "../../database/environment.ts";
import { columnOf, sidesOf } from "../../database/fields.ts";
import { checkExpression, type Typing } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { isTrue } from "../../expression/grammar.ts";
import {
  integerType,
  unknownType,
  withoutNull,
  type Environment,
  type ModelType,
  type Signature,
  type Type,
} from "../../expression/types.ts";
import { mapChildren } from "../../expression/visit.ts";
import { rowEnvironment } from "../source.ts";

/** Prisma's member that holds how many rows relations lead to. */
export const COUNTS = "_count";
/** Reads a column whose type is a bigint in JavaScript. */
export const WHOLE_NUMBER = "wholeNumber";

/** A source as it is printed: over what Prisma loads. */
export interface PreparedSource {
  expression: Expression;
  typing: Typing;
  type: Type;
}

/**
 * Rewrites a source of a checked API for printing: counts of relations are left to the database, and bigint columns
 * become numbers where they are read.
 */
export function prepareSource({ database, models }: Rows, model: string, source: Expression): PreparedSource {
  const row = rowEnvironment(models, model);
  const environment: Environment = {
    ...row,
    functions: { ...row.functions, [WHOLE_NUMBER]: wholeNumber },
  };
  const options = { at: () => ({ document: "api", pointer: "" }) as const };
  const { types } = checkExpression(source, environment, options);
  const modelOf = (node: Expression): string | undefined => {
    const type = types.get(node);
    const row = type && withoutNull(type);
    return row?.type === "row" ? row.model : undefined;
  };
  const rewrite = (node: Expression): Expression => {
    const changed = mapChildren(node, rewrite);
    if (changed.type === "iterate" && changed.operation === "count" && isTrue(changed.body)) {
      const { source: list } = changed;
      const owner = node.type === "iterate" && node.source.type === "member" && modelOf(node.source.object);
      if (list.type === "member" && owner) {
        return { ...list, object: { ...list, property: COUNTS }, optional: list.optional ?? false };
      }
    }
    if (changed.type !== "member" || node.type !== "member") return changed;
    const owner = modelOf(node.object);
    const column = owner === undefined ? undefined : columnOf(database.models[owner]!, node.property);
    if (column?.field.type !== "bigint") return changed;
    return { type: "call", function: WHOLE_NUMBER, arguments: [changed] };
  };
  const expression = rewrite(source);
  const checked = checkExpression(expression, environment, options);
  const problem = checked.diagnostics.find(({ severity }) => severity === "error");
  if (!checked.type || problem)
    throw new Error(`A source is printed that does not check: ${problem?.message}`);
  return { expression, typing: checked, type: checked.type };
}

const wholeNumber: Signature = {
  parameters: [{ name: "value", type: unknownType }],
  result: ([given]) => given!.type,
};

/** A database and its rows as Prisma gives them. */
export interface Rows {
  database: Database;
  models: Readonly<Record<string, ModelType>>;
}

/** The rows of a database, with the counts of their relations. */
export function rowsOf(database: Database): Rows {
  return remembered(database, rowsOf, () => {
    const models = Object.entries(modelTypes(database)).map(([name, { members }]): [string, ModelType] => {
      const lists = sidesOf(database, name).filter(({ many }) => many);
      const counts: Type = {
        type: "object",
        properties: Object.fromEntries(lists.map((side) => [side.name, { type: integerType }])),
      };
      return [name, { members: { ...members, [COUNTS]: counts } }];
    });
    return { database, models: Object.fromEntries(models) };
  });
}
