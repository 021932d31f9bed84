import type { Database, Exclusion, Field, Index, Model, Unique } from "../../src/database/document.ts";
import { columnsOf, type Column } from "../../src/database/fields.ts";
import { all, isNull, isPresent, path } from "../../src/expression/build.ts";
import type { Expression } from "../../src/expression/document.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { kebabCase } from "../../src/text/names.ts";
import { randomCondition } from "./database-conditions.ts";
import { between, chance, pick, sample, weighted } from "./draw.ts";
import { claim, memberName, newMembers } from "./names.ts";

/** The unique of a join: one row for each pair. */
export const PAIR = "pair";

const incomparable: readonly Field["type"][] = ["json", "bytes"];
const texts: readonly Field["type"][] = ["string", "text", "email", "uri"];

/** Gives a model that has its columns uniques, indexes, checks and exclusions, each kind seldom, and often none. */
export function addConstraints(random: Random, name: string, model: Model, enums: Database["enums"]): void {
  const columns = columnsOf(model);
  const keys = newMembers();
  claim(keys, [PAIR]);
  for (let count = pick(random, [0, 0, 0, 1, 1, 2]); count > 0; count--) {
    const unique = randomUnique(random, model, columns, enums);
    if (unique) (model.uniques ??= {})[memberName(random, keys)] = unique;
  }
  for (let count = pick(random, [0, 0, 1, 2, 3]); count > 0; count--) {
    (model.indexes ??= {})[memberName(random, keys)] = randomIndex(random, columns, enums);
  }
  for (let count = pick(random, [0, 0, 0, 1, 2]); count > 0; count--) {
    const condition = randomCondition(random, columns, enums);
    if (!condition) continue;
    const key = memberName(random, keys);
    const error = chance(random, 0.5) ? { error: `${kebabCase(name)}-${kebabCase(key)}` } : {};
    (model.checks ??= {})[key] = { condition, ...error };
  }
  for (let count = pick(random, [0, 0, 0, 1, 2]); count > 0; count--) {
    const exclusion = randomExclusion(random, model, columns, enums);
    if (exclusion) (model.exclusions ??= {})[memberName(random, keys)] = exclusion;
  }
}

/** What a unique of a model with soft delete must say. */
export function alive(model: Model): { where?: Expression } {
  return model.softDelete ? { where: isNull(path("row", "deletedAt")) } : {};
}

function randomUnique(
  random: Random,
  model: Model,
  columns: readonly Column[],
  enums: Database["enums"],
): Unique | undefined {
  const usable = comparable(columns).filter(({ name }) => name !== "id");
  const chosen = sample(random, usable, between(random, 1, 3));
  if (chosen.length === 0) return undefined;
  return {
    fields: chosen.map(({ name }) => name),
    ...randomWhere(random, model, columns, enums),
    ...(chosen.some(({ field }) => field.nullable)
      ? { nulls: chance(random, 0.6) ? ("distinct" as const) : ("equal" as const) }
      : {}),
    ...(chance(random, 0.5) ? { error: `${kebabCase(chosen[0]!.name)}-taken` } : {}),
  };
}

function randomIndex(random: Random, columns: readonly Column[], enums: Database["enums"]): Index {
  const lists = columns.filter(({ field }) => field.list);
  const words = columns.filter(({ field }) => !field.list && texts.includes(field.type));
  const condition = chance(random, 0.2) ? randomCondition(random, columns, enums, 1) : undefined;
  const where = condition ? { where: condition } : {};
  if (lists.length > 0 && chance(random, 0.5)) {
    return { fields: [{ field: pick(random, lists).name }], ...where };
  }
  if (words.length > 0 && chance(random, 0.3)) {
    const fields = sample(random, words, between(random, 1, 3)).map(({ name }) => ({ field: name }));
    return { fields, search: true, ...where };
  }
  const fields = sample(random, comparable(columns), between(random, 1, 3)).map(({ name }) => {
    const direction = weighted(random, { none: 3, asc: 1, desc: 2 });
    return { field: name, ...(direction === "none" ? {} : { direction }) };
  });
  return { fields, ...where };
}

/** From one moment to another of its type, of which every model has two at least unless it is immutable. */
function randomExclusion(
  random: Random,
  model: Model,
  every: readonly Column[],
  enums: Database["enums"],
): Exclusion | undefined {
  const columns = every.filter(({ name }) => name !== "deletedAt");
  const type = pick(random, ["date", "datetime"]);
  const [from, to] = sample(
    random,
    columns.filter(({ field }) => field.type === type && !field.list),
    2,
  );
  if (!from || !to) return undefined;
  const others = comparable(columns).filter(({ name }) => name !== from.name && name !== to.name);
  const equal = sample(random, others, pick(random, [0, 1, 1, 2]));
  const present = equal.filter(({ field }) => field.nullable).map(({ name }) => name);
  const free = columns.filter(({ name }) => !present.includes(name));
  return {
    fields: equal.map(({ name }) => name),
    from: from.name,
    to: to.name,
    ...(chance(random, 0.4) ? { includesEnd: true } : {}),
    ...randomWhere(
      random,
      model,
      free,
      enums,
      present.map((name) => isPresent(path("row", name))),
    ),
    ...(chance(random, 0.5) ? { error: `${kebabCase(from.name)}-overlaps` } : {}),
  };
}

/** The rows that are there, those for which some conditions hold, and at times a part of them. */
function randomWhere(
  random: Random,
  model: Model,
  columns: readonly Column[],
  enums: Database["enums"],
  needed: readonly Expression[] = [],
): { where?: Expression } {
  const free = columns.filter(({ name }) => name !== "deletedAt");
  const partial = chance(random, 0.25) ? randomCondition(random, free, enums, 1) : undefined;
  const deleted = model.softDelete ? [isNull(path("row", "deletedAt"))] : [];
  const conditions = [...deleted, ...needed, ...(partial ? [partial] : [])];
  return conditions.length > 0 ? { where: all(conditions) } : {};
}

function comparable(columns: readonly Column[]): Column[] {
  return columns.filter(({ field }) => !field.list && !incomparable.includes(field.type));
}
