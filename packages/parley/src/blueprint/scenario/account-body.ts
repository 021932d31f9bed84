import type { Expression } from "../../expression/document.ts";
import { conditionsFor } from "../concepts.ts";
import { inputsOf, sampled, search } from "./choose.ts";
import { isTrue } from "./evaluate.ts";
import type { House } from "./house.ts";
import { newPlan } from "./make.ts";
import type { Value } from "./value.ts";

/** What a body has to say for a new account of a kind to be taken; `undefined` where nothing was found that is certain to do. */
export function accountProperties(
  house: House,
  kind: string,
  schema: string,
): Record<string, Expression> | undefined {
  const table = house.tables.find(({ noun }) => noun.actor === kind);
  const conditions = (table ? conditionsFor(house.requirements, table.noun, "create") : []).map(
    ({ formal }) => formal.condition,
  );
  if (conditions.length === 0) return {};
  const properties = house.api.schemas[schema]?.properties ?? {};
  const plain = Object.entries(properties).map(([name, { schema: type }]): [string, Value] => [
    name,
    sampled(type),
  ]);
  const read = conditions.flatMap((condition) => inputsOf(condition, Object.keys(properties)));
  const { world } = newPlan(house);
  const chosen = search(house.api, schema, [...new Set(read)], (choices) => {
    const said = Object.entries(choices).map(([name, { value }]): [string, Value] => [name, value]);
    const body: Value = { type: "object", properties: Object.fromEntries([...plain, ...said]) };
    return conditions.every((condition) => isTrue(world, condition, { row: body, input: body }) === true);
  });
  return (
    chosen && Object.fromEntries(Object.entries(chosen).map(([name, { expression }]) => [name, expression]))
  );
}
