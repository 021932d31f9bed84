import { nounOf, statedFor } from "../concepts.ts";
import { columnNameOf } from "../database.ts";
import type { Table } from "../tables.ts";
import { evaluate, isTrue } from "./evaluate.ts";
import { fillFields } from "./fields.ts";
import { actorValue, type Caller } from "./house.ts";
import { newRow, type Plan } from "./plan.ts";
import { propertiesOf, unknown, type Value } from "./value.ts";
import { rowValue, type WorldRow } from "./world.ts";

/** Attributes that the server works out when an action happens. */
export function compute(
  plan: Plan,
  { noun }: Table,
  action: string,
  caller: Caller,
  row: WorldRow,
  input: Value,
): void {
  const names = { row: rowValue(row), actor: actorValue(caller), input };
  const written = statedFor(plan.house.requirements, "computed", noun)
    .filter(({ formal }) => formal.action === action)
    .map(({ formal }): [string, Value] => [
      columnNameOf(noun, formal.attribute),
      evaluate(plan.world, formal.value, names),
    ]);
  Object.assign(row.values, Object.fromEntries(written));
}

/** Rows that an action brings about or changes besides. */
export function follow(
  plan: Plan,
  { noun }: Table,
  action: string,
  caller: Caller,
  row: WorldRow,
  input: Value,
): void {
  const { house, world } = plan;
  const names = { row: rowValue(row), actor: actorValue(caller), input, action };
  for (const { formal } of statedFor(house.requirements, "effect", noun)) {
    if (formal.action !== action) continue;
    if (formal === plan.watched?.formal) plan.watched.happens(plan, names);
    if (formal.effect.type === "notify") continue;
    const { effect } = formal;
    const target = nounOf(house.requirements, effect.concept);
    const table = target && house.tables.find(({ noun: other }) => other.name === target.name);
    if (!target || !table) continue;
    const happens = formal.when ? isTrue(world, formal.when, names) : true;
    if (happens === false) continue;
    if (effect.type === "create" && happens) {
      const values: Record<string, Value> = {};
      fillFields(table, {}, values, {}, {});
      if (target.lifecycle) values[target.lifecycle.attribute] = target.lifecycle.initial;
      for (const [name, relation] of Object.entries(table.model.relations)) {
        values[`${name}Id`] = relation.required ? unknown : null;
      }
      for (const [field, value] of Object.entries(effect.data)) {
        values[columnNameOf(target, field)] = evaluate(world, value, names);
      }
      newRow(plan, table.name, values);
    } else if (effect.type === "create") world.fuzzy.add(table.name);
    else {
      for (const other of world.rows.filter(({ model }) => model === table.name)) {
        const own = { ...names, [effect.parameter]: rowValue(other) };
        const meant = isTrue(world, effect.where, own);
        if (meant === false) continue;
        for (const [field, value] of Object.entries(effect.data)) {
          other.values[columnNameOf(target, field)] =
            happens && meant ? evaluate(world, value, own) : unknown;
        }
      }
    }
  }
}

/** What an action that succeeded changed. */
export function happen(
  plan: Plan,
  table: Table,
  action: string,
  caller: Caller,
  row: WorldRow,
  input: Value,
): void {
  const { noun } = table;
  const properties = propertiesOf(input);
  const names = { row: rowValue(row), actor: actorValue(caller), input };
  if (action === "delete") {
    follow(plan, table, action, caller, row, input);
    row.hidden = true;
    for (const model of Object.keys(plan.world.database.models)) {
      const points = Object.values(plan.world.database.models[model]!.relations).some(
        ({ target }) => target === row.model,
      );
      if (points && plan.world.rows.some((other) => other.model === model && !other.hidden))
        plan.world.fuzzy.add(model);
    }
    return;
  }
  const transition = noun.lifecycle?.transitions[action];
  const written: Record<string, Value> = {};
  if (transition) {
    if (transition.from.length > 1 || transition.from[0] !== transition.to)
      written[noun.lifecycle!.attribute] = transition.to;
    for (const field of Object.keys(transition.input ?? {})) {
      if (Object.hasOwn(table.model.fields, field)) written[field] = properties[field] ?? null;
    }
    for (const name of Object.keys(transition.references ?? {})) {
      const sent = properties[`${name}Id`] ?? null;
      if (Object.hasOwn(table.model.relations, name) && sent !== null) written[`${name}Id`] = sent;
    }
    for (const [field, value] of Object.entries(transition.sets ?? {})) {
      written[columnNameOf(noun, field)] = evaluate(plan.world, value, names);
    }
  } else {
    for (const [field, value] of Object.entries(properties)) {
      if (Object.hasOwn(row.values, field))
        written[field] = value === null && namesRowColumn(table, field) ? row.values[field]! : value;
    }
  }
  const before = { ...row.values };
  compute(plan, table, action, caller, row, input);
  const computed = Object.fromEntries(
    Object.entries(row.values).filter(([name, value]) => before[name] !== value),
  );
  Object.assign(row.values, written, computed);
  follow(plan, table, action, caller, row, input);
}

function namesRowColumn(table: Table, column: string): boolean {
  return column.endsWith("Id") && Object.hasOwn(table.model.relations, column.slice(0, -2));
}
