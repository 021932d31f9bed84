import type { ApiSchema, Operation, Property } from "../api/document.ts";
import { partsOf } from "../api/path.ts";
import { isNoun, type TypeNames } from "./openapi-type-names.ts";
import { pascalCase, singular, words } from "../text/names.ts";
import type { Keys } from "./openapi-json.ts";
import type { Importing } from "./openapi-leaves.ts";
import { here, report } from "./openapi-report.ts";

/** Something that rows are kept of: its schemas, and how a path names one of its rows. */
export interface Entity {
  model: string;
  group: string;
  /** Names of schemas that show or make its rows, the one that shows one row first. */
  schemas: string[];
  /** The path of all rows, and the parameter that names one of them. */
  collection: string;
  parameter: string;
  /** The property that the parameter is compared with; none where rows do not show it. */
  key: string | undefined;
  operation: Operation;
  /** Where the description shows it. */
  keys: Keys;
}

/** Objects that a path with a parameter at its end shows are kept as rows, and so are lists of them. */
export function findEntities(importing: Importing, names: TypeNames): Entity[] {
  const { api, diagnostics } = importing;
  const entities: Entity[] = [];
  for (const operation of Object.values(api.operations)) {
    const route = itemRoute(operation);
    const { schema, shape } = operation.answer;
    if (operation.verb !== "GET" || !route || shape !== "one" || schema === undefined) continue;
    const shown = api.schemas[schema]!;
    if (shown.value || Object.keys(shown.properties).length === 0) continue;
    if (entities.some((one) => one.schemas[0] === schema)) continue;
    const wish = shown.inline ? pascalCase(singular(route.word)) : schema;
    const noun = isNoun(wish) ? wish : pascalCase(singular(operation.group));
    const key = keyOf(shown.properties, route.parameter, noun);
    // What has no name and does not show by what it was found may wrap anything.
    if (shown.inline && key === undefined) continue;
    const model = names(noun);
    const { verb, path } = operation;
    const keys = ["paths", path, verb.toLowerCase()];
    diagnostics.push(report.entity(here(keys), { model, verb, path }));
    entities.push({
      model,
      group: operation.group,
      schemas: [schema],
      collection: route.collection,
      parameter: route.parameter,
      key,
      operation,
      keys,
    });
  }
  for (const entity of entities) addSchemas(importing, entity, entities);
  return entities;
}

interface ItemRoute {
  collection: string;
  parameter: string;
  /** The word in front of the parameter. */
  word: string;
}

/** `/pets/{petId}` and `/posts/{id}.json` name one of many. */
export function itemRoute({ path }: Pick<Operation, "path">): ItemRoute | undefined {
  const parts = partsOf(path);
  const suffix = typeof parts.at(-1) === "string" ? (parts.pop() as string) : "";
  const last = parts.pop();
  if (typeof last !== "object" || !/^(?:\.\w+)?$/.test(suffix)) return undefined;
  const before = path.slice(0, path.lastIndexOf(`{${last.parameter}}`));
  if (!before.endsWith("/")) return undefined;
  const collection = before.slice(0, -1);
  const word = /([A-Za-z][\w-]*)(?:\/\{\w+\})*$/.exec(collection)?.[1] ?? "";
  return { collection: collection + suffix, parameter: last.parameter, word };
}

/** The property that a parameter names a row by: that of its name, else the id. */
function keyOf(properties: Record<string, Property>, parameter: string, model: string): string | undefined {
  const called = ([key, { wire = key }]: [string, Property]): string => words(wire).join(" ");
  const entries = Object.entries(properties);
  const named = words(parameter).join(" ");
  const own = entries.find((entry) => called(entry) === named);
  if (own) return own[0];
  if (words(parameter).at(-1) !== "id") return undefined;
  const ids = ["id", `${words(model).join(" ")} id`];
  return entries.find((entry) => ids.includes(called(entry)))?.[0];
}

/** Schemas of the same rows: what is sent to their paths, and what lists of them show. */
function addSchemas({ api }: Importing, entity: Entity, entities: readonly Entity[]): void {
  const taken = new Set(entities.flatMap(({ schemas }) => schemas));
  const own = api.schemas[entity.schemas[0]!]!;
  const add = (name: string | undefined): void => {
    if (name === undefined || taken.has(name)) return;
    const { value, properties } = api.schemas[name]!;
    const keys = Object.keys(properties);
    const shared = keys.filter((key) => isAlike(properties[key]!.schema, own.properties[key]?.schema));
    if (value || keys.length === 0 || shared.length * 2 < keys.length) return;
    taken.add(name);
    entity.schemas.push(name);
  };
  for (const operation of Object.values(api.operations)) {
    const { verb, path, body, answer } = operation;
    const isItem = itemRoute(operation)?.collection === entity.collection;
    if (path !== entity.collection && !isItem) continue;
    if (answer.shape !== "none") add(answer.schema);
    if ((verb === "POST" && !isItem) || ((verb === "PUT" || verb === "PATCH") && isItem)) add(body);
  }
}

function isAlike(one: ApiSchema, other: ApiSchema | undefined): boolean {
  const bare = (schema: ApiSchema): ApiSchema => (schema.type === "nullable" ? bare(schema.of) : schema);
  return other !== undefined && bare(one).type === bare(other).type;
}
