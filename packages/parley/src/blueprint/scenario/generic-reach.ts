import { sidesOf } from "../../database/fields.ts";
import { path } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { printExpression } from "../../expression/print.ts";
import { chainOf } from "../../expression/visit.ts";
import { personModels } from "./generic-certain.ts";
import { columnIn, type Made, type Making } from "./generic-rows.ts";

/** Whether a caller surely reaches a row: where its scope is a comparison of keys that the test chose. */
export function surelyReaches(making: Making, made: Made, scope: "read" | "write", as: string): boolean {
  const declared = making.house.database.models[made.model]?.scope;
  if (!declared) return true;
  const condition = declared[scope][making.actors.get(as) ?? "guest"];
  return condition !== undefined && holds(making, condition, made, as);
}

function holds(making: Making, condition: Expression, made: Made, as: string): boolean {
  if (condition.type === "boolean") return condition.value;
  if (condition.type !== "binary") return false;
  const { operator, left, right } = condition;
  if (operator === "&&") return holds(making, left, made, as) && holds(making, right, made, as);
  if (operator === "||") return holds(making, left, made, as) || holds(making, right, made, as);
  if (operator !== "==") return false;
  const [one, other] = [left, right].map((side) => keyOf(making, side, made, as));
  return one !== undefined && one === other;
}

/** The text of what a side of a comparison is in the test. */
function keyOf(making: Making, side: Expression, made: Made, as: string): string | undefined {
  const [root, ...properties] = chainOf(side) ?? [];
  const key =
    root === "actor" && properties.length === 1
      ? path(as, properties[0]!)
      : root === "row"
        ? keyBehind(making, properties, made)
        : undefined;
  return key && printExpression(key);
}

/** `row.author.member.id`: a person's row and its profile bear the same id. */
function keyBehind(making: Making, properties: readonly string[], made: Made): Expression | undefined {
  const [first, ...rest] = properties;
  if (first === undefined) return undefined;
  if (rest.length === 0) return columnIn(made, first);
  const { database } = making.house;
  const key = columnIn(made, `${first}Id`);
  let model = database.models[made.model]?.relations[first]?.target;
  const kind =
    key?.type === "member" && key.object.type === "name" ? making.actors.get(key.object.name) : undefined;
  if (rest.length === 1 && rest[0] === "id") return key;
  if (!key || kind === undefined || rest.at(-1) !== "id") return undefined;
  const people = personModels(making.house, kind);
  for (const property of rest.slice(0, -1)) {
    const target =
      model === undefined
        ? undefined
        : sidesOf(database, model).find(({ name }) => name === property)?.target;
    if (target === undefined || !people.includes(target)) return undefined;
    model = target;
  }
  return key;
}
