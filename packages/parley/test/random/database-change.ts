import { checkDatabase } from "../../src/database/check/check.ts";
import type { Database, Field, Model } from "../../src/database/document.ts";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import type { Expression } from "../../src/expression/document.ts";
import { map } from "../../src/expression/visit.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { addConstraints } from "./database-constraints.ts";
import { randomField } from "./database-fields.ts";
import { pick, weighted } from "./draw.ts";

const weights = {
  renameModel: 2,
  renameField: 3,
  renameRelation: 2,
  renameEnum: 1,
  swapFields: 1,
  enumValues: 3,
  addField: 3,
  removeField: 2,
  retype: 4,
  nullable: 2,
  defaultValue: 2,
  removeModel: 1,
  relation: 3,
  flags: 2,
  removeConstraint: 2,
  addConstraints: 2,
};
type Change = keyof typeof weights;

/**
 * The document after up to `count` random edits, each of which leaves it valid. Ids stay, so that a migration can tell
 * what was renamed. Scopes are left out: nothing of them is in the database.
 */
export function randomChange(random: Random, database: Database, count: number): Database {
  let current = structuredClone(database);
  for (const model of Object.values(current.models)) delete model.scope;
  for (let made = 0; made < count; made++) {
    const next = structuredClone(current);
    edit(random, next, weighted(random, weights), made);
    if (!hasErrors(checkDatabase(next))) current = next;
  }
  return current;
}

function edit(random: Random, next: Database, change: Change, count: number): void {
  const names = Object.keys(next.models).filter((name) => next.models[name]!.group !== "auth");
  const name = pick(random, names);
  const model = next.models[name]!;
  const fields = Object.keys(model.fields);
  const relations = Object.keys(model.relations);
  const enums = Object.keys(next.enums);
  const fresh = `fresh${count}`;
  switch (change) {
    case "renameModel":
      rename(next.models, name, `Fresh${count}Thing`);
      for (const { relations: pointing } of Object.values(next.models))
        for (const relation of Object.values(pointing))
          if (relation.target === name) relation.target = `Fresh${count}Thing`;
      return;
    case "renameField":
      if (fields.length > 0) renameColumn(model, pick(random, fields), fresh);
      return;
    case "swapFields": {
      if (fields.length < 2) return;
      const [one, other] = [pick(random, fields), pick(random, fields)];
      if (one === other) return;
      renameColumn(model, one, "betweenNames");
      renameColumn(model, other, one);
      renameColumn(model, "betweenNames", other);
      return;
    }
    case "renameRelation": {
      if (relations.length === 0) return;
      const relation = pick(random, relations);
      rename(model.relations, relation, fresh);
      mention(model, `${relation}Id`, `${fresh}Id`);
      for (const trait of model.traits ?? [])
        if ("relation" in trait && trait.relation === relation) trait.relation = fresh;
      return;
    }
    case "renameEnum": {
      if (enums.length === 0) return;
      const before = pick(random, enums);
      rename(next.enums, before, `Fresh${count}Kind`);
      for (const field of fieldsOf(next)) if (field.enum === before) field.enum = `Fresh${count}Kind`;
      return;
    }
    case "enumValues":
      if (enums.length > 0) changeValues(random, next, pick(random, enums), fresh);
      return;
    case "addField":
      model.fields[fresh] = randomField(random, `${model.id}/${fresh}`, next.enums);
      return;
    case "removeField":
      if (fields.length > 0) delete model.fields[pick(random, fields)];
      return;
    case "retype": {
      if (fields.length === 0) return;
      const field = pick(random, fields);
      model.fields[field] = randomField(random, model.fields[field]!.id, next.enums);
      return;
    }
    case "nullable": {
      if (fields.length === 0) return;
      const field = model.fields[pick(random, fields)]!;
      if (field.nullable) delete field.nullable;
      else field.nullable = true;
      return;
    }
    case "defaultValue": {
      if (fields.length === 0) return;
      const field = model.fields[pick(random, fields)]!;
      const other = randomField(random, field.id, next.enums);
      if (field.default) delete field.default;
      else if (other.type === field.type && other.default) field.default = other.default;
      return;
    }
    case "removeModel":
      if (names.length === 1) return;
      delete next.models[name];
      for (const { relations: pointing } of Object.values(next.models))
        for (const [key, { target }] of Object.entries(pointing)) if (target === name) delete pointing[key];
      return;
    case "relation": {
      if (relations.length === 0) return;
      const relation = model.relations[pick(random, relations)]!;
      Object.assign(
        relation,
        pick(random, [
          { target: pick(random, names) },
          { required: !relation.required },
          { cardinality: pick(random, ["manyToOne", "oneToOne"] as const) },
          { onDelete: pick(random, ["cascade", "restrict", "setNull"] as const) },
        ]),
      );
      return;
    }
    case "flags":
      Object.assign(
        model,
        pick(random, [
          { softDelete: !model.softDelete },
          { immutable: !model.immutable },
          { traits: [...(model.traits ?? []), { type: "version" as const }] },
        ]),
      );
      return;
    case "removeConstraint": {
      const kind = pick(random, ["uniques", "indexes", "checks", "exclusions"] as const);
      const keys = Object.keys(model[kind] ?? {});
      if (keys.length > 0) delete model[kind]![pick(random, keys)];
      return;
    }
    case "addConstraints":
      addConstraints(random, name, model, next.enums);
      return;
    default:
      return change satisfies never;
  }
}

/** One value more, less, elsewhere or by another name; defaults follow, conditions do where they must. */
function changeValues(random: Random, next: Database, name: string, fresh: string): void {
  const { values } = next.enums[name]!;
  const at = Math.floor(random() * values.length);
  const old = values[at]!;
  const how = pick(random, ["rename", "add", "addAndUse", "remove", "move"]);
  if (how === "add" || how === "addAndUse") values.splice(at, 0, fresh);
  if (how === "move") values.push(...values.splice(at, 1));
  if (how === "remove" && values.length > 1) values.splice(at, 1);
  if (how === "rename") values[at] = fresh;
  for (const field of fieldsOf(next)) {
    if (field.enum !== name || field.default?.type !== "literal") continue;
    if (how === "addAndUse" || field.default.value === old)
      field.default = { type: "literal", value: values[at] ?? values[0]! };
  }
  if (how !== "rename") return;
  for (const model of Object.values(next.models)) {
    onConditions(model, (condition) =>
      map(condition, (node) =>
        node.type === "string" && node.value === old ? { ...node, value: fresh } : node,
      ),
    );
  }
}

function fieldsOf(database: Database): Field[] {
  return Object.values(database.models).flatMap((model) => Object.values(model.fields));
}

function renameColumn(model: Model, from: string, to: string): void {
  rename(model.fields, from, to);
  mention(model, from, to);
}

/** Makes every mention of a column one of its new name. */
function mention(model: Model, from: string, to: string): void {
  const renamed = (name: string) => (name === from ? to : name);
  for (const unique of Object.values(model.uniques ?? {})) unique.fields = unique.fields.map(renamed);
  for (const index of Object.values(model.indexes ?? {}))
    for (const part of index.fields) part.field = renamed(part.field);
  for (const exclusion of Object.values(model.exclusions ?? {})) {
    exclusion.fields = exclusion.fields.map(renamed);
    exclusion.from = renamed(exclusion.from);
    exclusion.to = renamed(exclusion.to);
  }
  onConditions(model, (condition) =>
    map(condition, (node) => (node.type === "member" ? { ...node, property: renamed(node.property) } : node)),
  );
}

function onConditions(model: Model, change: (condition: Expression) => Expression): void {
  for (const record of [model.uniques, model.indexes, model.exclusions])
    for (const key of Object.values(record ?? {})) if (key.where) key.where = change(key.where);
  for (const check of Object.values(model.checks ?? {})) check.condition = change(check.condition);
}

/** Keeps its place in the record. */
function rename<Node>(record: Record<string, Node>, from: string, to: string): void {
  const entries = Object.entries(record).map(([name, node]) => [name === from ? to : name, node] as const);
  for (const name of Object.keys(record)) delete record[name];
  for (const [name, node] of entries) record[name] = node;
}
