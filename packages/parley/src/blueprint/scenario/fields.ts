import type { ApiSchema, Property } from "../../api/document.ts";
import type { Expression } from "../../expression/document.ts";
import { pathsOf } from "../../expression/visit.ts";
import { namesRow } from "../../scenario/print/random-value.ts";
import type { Noun } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import { clientFields, type Table } from "../tables.ts";
import { fieldSchema } from "../wire.ts";
import { type Choice, choicesOf, distantChoices, sampled } from "./choose.ts";
import { type House, operationFor } from "./house.ts";
import type { Wish } from "./plan.ts";
import { unknown, type Value } from "./value.ts";

/** What the body of an action may say under a name; of a profile, what its column may hold. */
export function sayable(house: House, table: Table, action: string, name: string): Choice[] {
  if (table.noun.actor !== undefined && action === "create") {
    const field = clientFields(table.model).find(([one]) => one === name)?.[1];
    const attribute = table.noun.attributes[name];
    return field ? distantChoices(fieldSchema(house.database, field, { attribute }), false) : [];
  }
  const schema = operationFor(house, table, action)?.operation.body;
  const property = schema === undefined ? undefined : house.api.schemas[schema]?.properties[name];
  return property ? distantChoices(property.schema, property.optional ?? false) : [];
}

export function fillFields(
  table: Table,
  properties: Record<string, Property>,
  values: Record<string, Value>,
  fixed: Record<string, Expression>,
  wish: Wish,
): boolean {
  const client = new Map(clientFields(table.model));
  for (const [name, { schema, optional }] of Object.entries(properties)) {
    if (Object.hasOwn(fixed, name)) continue;
    // An id that nothing here knows how to make.
    if (!client.has(name) && namesRow(schema) && !optional && schema.type !== "nullable") return false;
    if (!client.has(name)) continue;
    const chosen = wish.chosen?.[name] ?? chosenFor(schema, optional ?? false, wish.fixed?.[name]);
    if (chosen) {
      fixed[name] = chosen.expression;
      values[name] = chosen.value;
    } else values[name] = optional && namesRow(schema) ? null : sampled(schema);
  }
  for (const [name, field] of Object.entries(table.model.fields)) {
    if (Object.hasOwn(values, name)) continue;
    if (field.default?.type === "literal") values[name] = field.default.value;
    else if (field.list) values[name] = [];
    else values[name] = field.nullable ? null : unknown;
  }
  return true;
}

/** The property of a transition's body that a column takes its value from. */
export function propertyBehind(noun: Noun, action: string, column: string): string | undefined {
  const { input = {}, sets = {} } = noun.lifecycle?.transitions[action] ?? {};
  if (Object.hasOwn(input, column)) return column;
  const set = Object.entries(sets).find(([name]) => columnNameOf(noun, name) === column)?.[1];
  const [property, ...deeper] = set?.type === "member" ? (pathsOf(set, "input")[0] ?? []) : [];
  return deeper.length === 0 ? property : undefined;
}

function chosenFor(schema: ApiSchema, optional: boolean, wanted: Value | undefined): Choice | undefined {
  if (wanted === undefined || typeof wanted === "object") return undefined;
  return choicesOf(schema, optional).find(({ value }) => value === wanted);
}

/** What a body holds; what it leaves out reads as null. */
export function inputValues(
  properties: Record<string, Property>,
  values: Record<string, Value>,
  fixed: Record<string, Expression>,
): Record<string, Value> {
  const entries = Object.entries(properties).map(([name, { optional, schema }]): [string, Value] => {
    if (optional && namesRow(schema) && !Object.hasOwn(fixed, name)) return [name, null];
    return [name, values[name] ?? null];
  });
  return Object.fromEntries(entries);
}
