import type { Database, Model, Relation, Scope, Trait } from "../../src/database/document.ts";
import { actorKinds, GUEST } from "../../src/database/environment.ts";
import { infrastructureModels } from "../../src/database/infrastructure.ts";
import { equals, isNull, path, text, trueValue } from "../../src/expression/build.ts";
import type { Expression } from "../../src/expression/document.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { camelCase, kebabCase, plural } from "../../src/text/names.ts";
import { addConstraints, alive, PAIR } from "./database-constraints.ts";
import { randomDescription, randomField } from "./database-fields.ts";
import { between, chance, pick, sample, shuffle } from "./draw.ts";
import { claim, memberName, newMembers, relationNames, typeNames, type Members } from "./names.ts";

interface Drawing {
  random: Random;
  database: Database;
  members: Map<string, Members>;
  /** Models in an order in which rows can be entered: required relations lead backwards only. */
  order: string[];
}

/**
 * A random valid document of `size` models, besides those that every backend has. The same numbers give
 * the same document; what is said somewhere in the language occurs somewhere in it.
 */
export function randomDatabase(random: Random, size: number): Database {
  const drawing: Drawing = { random, database: { enums: {}, models: {} }, members: new Map(), order: [] };
  const actors = chance(random, size < 4 ? 0.5 : 0.8) ? between(random, 1, Math.min(4, size)) : 0;
  const given = infrastructureModels();
  const nameOf = typeNames(random, Object.keys(given));
  for (const [name, model] of Object.entries(given)) add(drawing, name, model);
  for (let count = between(random, 0, 1 + Math.floor(size / 2)); count > 0; count--) {
    const name = nameOf("enum");
    drawing.database.enums[name] = { id: name, ...randomDescription(random), values: randomValues(random) };
  }
  for (let count = 0; count < size; count++) addModel(drawing, nameOf("model"), count < actors);
  for (const name of drawing.order.slice(-size)) addRelations(drawing, name);
  for (const name of drawing.order.slice(-size)) addTraits(drawing, name);
  for (const name of drawing.order.slice(-size)) {
    addConstraints(random, name, drawing.database.models[name]!, drawing.database.enums);
  }
  for (const name of drawing.order.slice(-size)) addScope(drawing, name);
  return { ...drawing.database, models: shuffled(random, drawing.database.models) };
}

const values =
  "open closed draft done lost new default public null true returned inReview archived2 v1 on off class constructor then".split(
    " ",
  );

function randomValues(random: Random): string[] {
  return sample(random, values, between(random, 1, 6));
}

function add({ database, members, order }: Drawing, name: string, model: Model): void {
  const taken = newMembers();
  for (const field of Object.keys(model.fields)) claim(taken, [field]);
  for (const [relation, { target, inverse }] of Object.entries(model.relations)) {
    claim(taken, [relation, `${relation}Id`]);
    claim(members.get(target)!, [inverse]);
  }
  database.models[name] = model;
  members.set(name, taken);
  order.push(name);
}

function addModel(drawing: Drawing, name: string, isActor: boolean): void {
  const { random, database } = drawing;
  const traits: Trait[] = isActor ? [{ type: "actor", kind: kindOf(name) }] : [];
  add(drawing, name, {
    id: name,
    ...randomDescription(random),
    group: chance(random, 0.2) && drawing.order.length > 0 ? groupOfAny(drawing) : kebabCase(plural(name)),
    ...(traits.length > 0 ? { traits } : {}),
    fields: {},
    relations: isActor ? { account: accountOf(name) } : {},
    ...(chance(random, 0.15) ? { softDelete: true } : {}),
    ...(chance(random, 0.15) ? { immutable: true } : {}),
  });
  const members = drawing.members.get(name)!;
  const model = database.models[name]!;
  for (let count = between(random, 0, chance(random, 0.05) ? 25 : 7); count > 0; count--) {
    const field = memberName(random, members);
    model.fields[field] = randomField(random, `${name}/${field}`, database.enums);
  }
}

function kindOf(name: string): string {
  const kind = camelCase(name);
  return kind === GUEST ? "visitor" : kind;
}

function groupOfAny({ random, database, order }: Drawing): string {
  const group = database.models[pick(random, order)]!.group;
  return group === "auth" ? "shared" : group;
}

function accountOf(name: string): Relation {
  return {
    id: `${name}/account`,
    target: "Account",
    inverse: camelCase(name),
    cardinality: "oneToOne",
    required: true,
    onDelete: "cascade",
    managed: true,
  };
}

function addRelations(drawing: Drawing, name: string): void {
  const { random, order, database } = drawing;
  const model = database.models[name]!;
  const isActor = model.traits?.some(({ type }) => type === "actor") ?? false;
  const before = order
    .slice(0, order.indexOf(name))
    .filter((other) => database.models[other]!.group !== "auth");
  if (!isActor && before.length > 0 && chance(random, 0.1)) {
    addJoin(drawing, name, before);
    return;
  }
  for (let count = between(random, 0, 3); count > 0; count--) {
    const required = before.length > 0 && chance(random, 0.6);
    const target = required ? pick(random, before) : targetOfAny(drawing, name);
    const relation = addRelation(drawing, name, target, {
      required,
      cardinality: chance(random, 0.15) ? "oneToOne" : "manyToOne",
      onDelete: pick(random, required ? ["cascade", "restrict"] : ["cascade", "restrict", "setNull"]),
    });
    const { onDelete } = model.relations[relation]!;
    if (required && onDelete === "cascade" && !model.traits && chance(random, 0.5)) {
      model.traits = [{ type: "child", relation }];
    }
  }
}

function targetOfAny({ random, order, database }: Drawing, name: string): string {
  if (chance(random, 0.2)) return name;
  const others = order.filter((other) => database.models[other]!.group !== "auth" || chance(random, 0.1));
  return pick(random, others);
}

/** Many to many: two required relations, also to the same model, and one row for each pair. */
function addJoin(drawing: Drawing, name: string, before: readonly string[]): void {
  const model = drawing.database.models[name]!;
  const keys = [0, 1].map(() => {
    const target = pick(drawing.random, before);
    return addRelation(drawing, name, target, {
      required: true,
      cardinality: "manyToOne",
      onDelete: "cascade",
    });
  });
  model.traits = [{ type: "join" }];
  model.uniques = { [PAIR]: { fields: keys.map((key) => `${key}Id`), ...alive(model) } };
}

function addRelation(
  { random, members, database }: Drawing,
  model: string,
  target: string,
  definition: Pick<Relation, "required" | "cardinality" | "onDelete">,
): string {
  const { name, inverse } = relationNames(random, members.get(model)!, members.get(target)!, {
    model,
    target,
    many: definition.cardinality === "manyToOne",
  });
  database.models[model]!.relations[name] = {
    id: `${model}/${name}`,
    ...randomDescription(random),
    target,
    inverse,
    ...definition,
    ...(chance(random, 0.1) ? { managed: true } : {}),
  };
  return name;
}

/** Snapshots keep what a row said when it may be gone; versions count the updates of rows that change. */
function addTraits({ random, database }: Drawing, name: string): void {
  const model = database.models[name]!;
  const traits = (model.traits ??= []);
  const lasting = Object.entries(model.relations).filter(([, { onDelete }]) => onDelete !== "cascade");
  if (model.immutable && lasting.length > 0 && chance(random, 0.5)) {
    traits.push({ type: "snapshot", relation: pick(random, lasting)[0] });
  }
  if (!model.immutable && chance(random, 0.15)) traits.push({ type: "version" });
  if (traits.length === 0) delete model.traits;
}

function addScope({ random, database }: Drawing, name: string): void {
  if (chance(random, 0.15)) return;
  const model = database.models[name]!;
  const scope: Scope = { read: {}, write: {} };
  for (const kind of [...actorKinds(database), GUEST]) {
    const condition = scopeCondition(random, database, name, model, kind);
    if (chance(random, 0.6)) scope.read[kind] = chance(random, 0.3) ? trueValue : condition;
    if (kind !== GUEST && chance(random, 0.5)) {
      scope.write[kind] = condition;
      scope.read[kind] ??= condition;
    }
  }
  model.scope = scope;
}

/** Owned by who asks, owned by way of another row, in a state that shows it, or simply there. */
function scopeCondition(
  random: Random,
  database: Database,
  name: string,
  model: Model,
  kind: string,
): Expression {
  const options: Expression[] = [trueValue];
  for (const [field, { type, list, nullable, enum: enumName }] of Object.entries(model.fields)) {
    if (list || nullable) continue;
    if (type === "boolean") options.push(path("row", field));
    if (type === "enum")
      options.push(equals(path("row", field), text(database.enums[enumName!]!.values[0]!)));
  }
  if (model.softDelete) options.push(isNull(path("row", "deletedAt")));
  if (kind !== GUEST) {
    options.push(
      ...ownerPaths(database, name, kind, 2).map((steps) =>
        equals(path("row", ...steps), path("actor", "id")),
      ),
    );
  }
  return pick(random, options.slice(-3));
}

/** Ways over required relations, at most `depth` long, to the profile of an actor. */
function ownerPaths(database: Database, name: string, kind: string, depth: number): string[][] {
  const model = database.models[name]!;
  return Object.entries(model.relations).flatMap(([relation, { target, required }]) => {
    if (!required) return [];
    const owner = database.models[target]!.traits?.some(
      (trait) => trait.type === "actor" && trait.kind === kind,
    );
    const further = depth > 1 ? ownerPaths(database, target, kind, depth - 1) : [];
    return [...(owner ? [[`${relation}Id`]] : []), ...further.map((steps) => [relation, ...steps])];
  });
}

function shuffled<Value>(random: Random, record: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.fromEntries(shuffle(random, Object.entries(record)));
}
