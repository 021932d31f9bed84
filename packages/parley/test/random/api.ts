import type { Api, ApiSchema, Operation, Property } from "../../src/api/document.ts";
import { nodesOf } from "../../src/api/walk.ts";
import type { Database } from "../../src/database/document.ts";
import { actorKinds } from "../../src/database/environment.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { camelCase, kebabCase, pascalCase, plural, unique } from "../../src/text/names.ts";
import { makeForeign } from "./api-foreign.ts";
import { addBodies, answerSchema, randomListing } from "./api-models.ts";
import {
  randomDefault,
  randomInteger,
  randomProperties,
  randomSchema,
  randomString,
  type Shapes,
} from "./api-schemas.ts";
import { randomDescription } from "./database-fields.ts";
import { between, chance, pick, sample } from "./draw.ts";
import { memberName, newMembers } from "./names.ts";

interface Drawing extends Shapes {
  database: Database;
  api: Api;
  kinds: string[];
  routes: Set<string>;
}

const uuid: ApiSchema = { type: "string", format: "uuid" };

/**
 * A random valid API over a database: the usual operations of about `size` of its models, and as many that take and
 * answer what no model holds. The same numbers give the same document; what is said somewhere in the language occurs
 * somewhere in it.
 */
export function randomApi(random: Random, database: Database, size: number): Api {
  const api: Api = {
    profile: "house",
    info: { title: pick(random, titles), version: "1.0.0", description: "" },
    errors: randomErrors(random),
    schemas: {},
    operations: {},
  };
  const drawing: Drawing = {
    random,
    database,
    api,
    schemas: api.schemas,
    objects: [],
    kinds: actorKinds(database),
    routes: new Set(),
    name: () => schemaName(random, api),
  };
  const models = Object.entries(database.models).filter(([, { traits = [] }]) =>
    traits.every(({ type }) => type !== "account" && type !== "session" && type !== "outbox"),
  );
  for (const [model] of sample(random, models, Math.max(1, size))) addModel(drawing, model);
  for (let count = 0; count < size; count++) addFree(drawing);
  if (Object.keys(api.operations).length === 0) addFree(drawing);
  for (const schema of Object.values(api.schemas)) {
    if (schema.value || !chance(random, 0.06)) continue;
    const rest = randomSchema(drawing, 1);
    // What is referred to may contain this one.
    if (nodesOf(rest).every((node) => node.schema.type !== "reference")) schema.rest = rest;
  }
  if (chance(random, 0.3)) makeForeign(random, api);
  return api;
}

const titles = ["Things", 'The "API" */', "${x} `y`", "Dinge & mehr"];
const verbs = [
  "archive",
  "compute",
  "confirm",
  "export",
  "measure",
  "notify",
  "preview",
  "rank",
  "test",
  "delete",
];

function schemaName(random: Random, { schemas }: Api): string {
  const stem = pascalCase(
    `${pick(random, verbs)} ${pick(random, ["input", "result", "part", "case", "entry"])}`,
  );
  return unique(stem, { has: (name) => Object.hasOwn(schemas, name) });
}

function randomErrors(random: Random): Api["errors"] {
  const codes = sample(random, ["too-late", "sold-out", "name-taken", "constructor", "not-found"], 3);
  return Object.fromEntries(
    codes.map((code) => {
      const status = code === "not-found" ? 404 : pick(random, [400, 402, 409, 410, 422]);
      return [code, { id: code, status, title: pick(random, ["Too late.", 'It is "gone" */ ${x}.']) }];
    }),
  );
}

/** Shows, lists and writes rows of a model. */
function addModel(drawing: Drawing, model: string): void {
  const { random, database, api } = drawing;
  const table = database.models[model]!;
  const shown = answerSchema(random, api, database, model);
  const { create, update } = addBodies(random, api, database, model);
  const group = groupName(drawing, table.group);
  const base = `/${kebabCase(plural(model))}`;
  const key = `${camelCase(model)}Id`;
  const one = { path: `${base}/{${key}}`, parameters: { [key]: uuid } };
  const answer = { status: 200, schema: shown, shape: "one" } as const;
  const listing = randomListing(random, database, model);
  add(drawing, group, `list${plural(model)}`, {
    verb: "GET",
    path: base,
    answer: { ...answer, shape: "page" },
    listing,
  });
  add(drawing, group, `get${model}`, { verb: "GET", ...one, answer });
  if (create && chance(random, 0.8)) {
    // Nobody makes themselves an actor who may write everything.
    const isActor = table.traits?.some(({ type }) => type === "actor") ?? false;
    add(drawing, group, `create${model}`, {
      ...(isActor ? { access: [pick(random, drawing.kinds)] } : {}),
      verb: "POST",
      path: base,
      body: create,
      answer: { ...answer, status: 201 },
    });
  }
  if (update && chance(random, 0.8)) {
    add(drawing, group, `update${model}`, {
      verb: pick(random, ["PATCH", "PUT"]),
      ...one,
      body: update,
      answer,
    });
  }
  if (chance(random, 0.6)) {
    add(drawing, group, `delete${model}`, { verb: "DELETE", ...one, answer: { status: 204, shape: "none" } });
  }
}

/** An operation about what no model holds. */
function addFree(drawing: Drawing): void {
  const { random, api } = drawing;
  const verb = pick(random, ["GET", "POST", "PUT", "PATCH", "DELETE"] as const);
  const body = verb === "GET" || verb === "DELETE" || chance(random, 0.2) ? undefined : namedShape(drawing);
  const shape = pick(random, ["one", "one", "list", "none"] as const);
  const schema = shape === "none" ? undefined : namedShape(drawing);
  const parameters = Object.fromEntries(
    sample(random, ["day", "code", "number", "class", "part_"], between(random, 0, 2)).map((name) => [
      name,
      pick(random, [
        uuid,
        randomInteger(random),
        randomString(random),
        { type: "enum" as const, values: ["a", "b"] },
        { type: "number" as const, minimum: -1.5 },
        { type: "constant" as const, value: pick<string | number>(random, ["now", 5]) },
      ]),
    ]),
  );
  const name = unique(
    camelCase(`${pick(random, verbs)} ${pick(random, ["things", "all", "day", "import"])}`),
    {
      has: (other) => Object.hasOwn(api.operations, other),
    },
  );
  const words = Object.keys(parameters).map((parameter) => `/{${parameter}}`);
  const status = shape === "none" ? 204 : shape === "one" && chance(random, 0.2) ? 201 : 200;
  const bare = shape === "list" && chance(random, 0.2) ? { bare: true } : {};
  add(drawing, groupName(drawing, pick(random, ["tools", "reports", "class"])), name, {
    verb,
    path: `/${kebabCase(name)}${words.join("")}`,
    parameters,
    ...(body === undefined ? {} : { body, ...(chance(random, 0.15) ? { bodyOptional: true } : {}) }),
    answer: { status, shape, ...(schema === undefined ? {} : { schema }), ...bare },
    query: randomParameters(drawing, "query"),
    headers: randomParameters(drawing, "headers"),
    cookies: randomParameters(drawing, "cookies"),
    ...(chance(random, 0.2) ? { answers: { "409": { description: "It is too late." } } } : {}),
  });
}

/** A schema without a model: an object, or any other value. */
function namedShape(drawing: Drawing): string {
  const { random, schemas, objects } = drawing;
  if (objects.length > 0 && chance(random, 0.2)) return pick(random, objects);
  const isValue = chance(random, 0.2);
  const value = isValue ? randomSchema(drawing, 2) : undefined;
  const properties = isValue ? {} : randomProperties(drawing, 3);
  const name = drawing.name();
  schemas[name] = { id: name, ...randomDescription(random), properties, ...(value ? { value } : {}) };
  if (!isValue) objects.push(name);
  return name;
}

function randomParameters(
  { random }: Drawing,
  place: "query" | "headers" | "cookies",
): Record<string, Property> {
  const members = newMembers();
  const draw = (): [string, Property] => {
    const name = memberName(random, members);
    const item = pick<ApiSchema>(random, [
      randomInteger(random),
      randomString(random),
      { type: "boolean" },
      { type: "number", minimum: -1.5 },
      { type: "enum", values: ["a", 'b"c'] },
      { type: "constant", value: pick<string | number | boolean>(random, ["now", 5, true]) },
    ]);
    const isList =
      place !== "cookies" && item.type !== "boolean" && item.type !== "constant" && chance(random, 0.2);
    const separator =
      place === "headers" ? "comma" : pick(random, ["comma", "pipe", "space", undefined] as const);
    const schema: ApiSchema = isList ? { type: "array", items: item } : item;
    const optional = chance(random, 0.7);
    const standard = optional && !isList && chance(random, 0.3) ? randomDefault(schema) : undefined;
    return [
      name,
      {
        schema,
        ...(optional ? { optional } : {}),
        ...(standard === undefined ? {} : { default: standard }),
        ...(isList && separator ? { separator } : {}),
        ...(place === "headers" ? { wire: `X-${pascalCase(name)}` } : {}),
      },
    ];
  };
  return Object.fromEntries(Array.from({ length: Math.max(0, between(random, -2, 3)) }, draw));
}

/** A folder that the framework of a generated project does not have already. */
function groupName({ api }: Drawing, wish: string): string {
  const reserved = "app main common database security health openapi mail environment root".split(" ");
  const group = reserved.includes(wish) ? `${wish}-parts` : wish;
  const taken = Object.values(api.operations).map((operation) => operation.group);
  return taken.find((other) => pascalCase(other) === pascalCase(group)) ?? group;
}

type Part = Pick<Operation, "verb" | "path" | "answer"> & Partial<Operation>;

function add(drawing: Drawing, group: string, wish: string, part: Part): void {
  const { random, api, kinds, routes } = drawing;
  const route = `${part.verb} ${part.path.replaceAll(/\{[^}]*\}/g, "{}")}`;
  if (routes.has(route)) return;
  routes.add(route);
  const name = unique(camelCase(wish).slice(0, 40), { has: (other) => Object.hasOwn(api.operations, other) });
  const callers = sample(random, kinds, between(random, 1, 2));
  const access = callers.length === 0 || chance(random, 0.3) ? ["public", ...callers] : callers;
  api.operations[name] = {
    id: name,
    group,
    method: name,
    parameters: {},
    summary: pick(random, ["Does something", 'Says */ "`${no}`"']),
    ...randomDescription(random),
    ...(chance(random, 0.05) ? { deprecated: true } : {}),
    access: chance(random, 0.5) ? access : access.toReversed(),
    errors: sample(random, Object.keys(api.errors), between(random, 0, 2)),
    requirements: [],
    ...part,
  };
}
