import { at } from "../diagnostic/diagnostic.ts";
import { checkExpression } from "../expression/check.ts";
import type { Expression } from "../expression/document.ts";
import { booleanType, withoutNull, type Environment, type Type } from "../expression/types.ts";
import { visit } from "../expression/visit.ts";
import type { Procedure } from "../program/document.ts";
import { environmentOf } from "../requirements/environments.ts";
import { requirementsModelTypes } from "../requirements/types.ts";
import { conditionsFor } from "./concepts.ts";
import type { DraftContext, Table } from "./tables.ts";

/**
 * How an action is kept apart from others of its kind: where its conditions ask for rows of the very concept that it
 * writes, two requests at once would each not see what the other one does.
 */
export function isolationOf(
  { requirements }: DraftContext,
  { noun }: Table,
  action: string,
): Pick<Procedure, "isolation"> {
  const conditions = conditionsFor(requirements, noun, action);
  if (conditions.length === 0) return {};
  const models = requirementsModelTypes(requirements);
  const environment = environmentOf({ requirements, models }, noun.name, action);
  const isContended = conditions.some(({ formal }) =>
    modelsAsked(formal.condition, environment).has(noun.name),
  );
  return isContended ? { isolation: "serializable" } : {};
}

/** Models whose rows a condition goes through or asks for. */
function modelsAsked(condition: Expression, environment: Environment): Set<string> {
  const { types } = checkExpression(condition, environment, {
    at: () => at("requirements", []),
    expected: booleanType,
  });
  const models = new Set<string>();
  visit(condition, (node) => {
    if (node.type === "query") models.add(node.model);
    const listed = node.type === "iterate" ? rowsIn(types.get(node.source)) : undefined;
    if (listed !== undefined) models.add(listed);
  });
  return models;
}

function rowsIn(type: Type | undefined): string | undefined {
  const list = type && withoutNull(type);
  return list?.type === "list" && list.of.type === "row" ? list.of.model : undefined;
}
