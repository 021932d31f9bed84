import type { ApiSchema, Operation } from "../api/document.ts";
import { parameterOf, segmentsOf, withoutFormat } from "../api/path.ts";
import { isUuid, schemaType } from "../api/types.ts";
import type { Database, Model } from "../database/document.ts";
import { columnType } from "../database/environment.ts";
import { columnOf } from "../database/fields.ts";
import { isAssignable } from "../expression/types.ts";
import { chainOf } from "../expression/visit.ts";
import { singular, words } from "../text/names.ts";
import type { GenericContext } from "./generic.ts";
import { idParameter } from "./wire.ts";

/** A path parameter that names a row which the operation's row hangs below. */
export interface Parent {
  parameter: string;
  model: string;
  /** Column of the parent that the parameter is compared with. */
  column: string;
  /** The relation by which the child points to the parent. */
  relation: string;
  /** The child: the parent that stands further right in the path, or the operation's own model. */
  child: Parent | undefined;
}

/** What a path says about rows of a model. */
export interface Route {
  /** The parameter that names the row itself, and the column that it is compared with. */
  own?: { parameter: string; column: string };
  /** From left to right in the path. */
  parents: Parent[];
  /** Words of the path behind its last parameter. */
  tail: string[];
}

interface Named {
  parameter: string;
  schema: ApiSchema;
  /** The word in front of it. */
  word: string;
}

/**
 * Reads a path as one over rows of `model`. With `own`, its last parameter names the row itself. `undefined` where a
 * parameter names neither a row nor one that it hangs below.
 */
export function routeOf(
  context: GenericContext,
  operation: Operation,
  model: string,
  hasOwn: boolean,
): Route | undefined {
  const named = parametersOf(operation);
  const route: Route = { parents: [], tail: tailOf(operation) };
  let rest = named;
  if (hasOwn) {
    const last = named.at(-1);
    const column = last && columnNamed(context, model, last);
    if (last === undefined || column === undefined) return undefined;
    route.own = { parameter: last.parameter, column };
    rest = named.slice(0, -1);
  }
  for (const one of rest.toReversed()) {
    const parent = parentNamed(context, model, route.parents, one);
    if (!parent) return undefined;
    route.parents.unshift(parent);
  }
  return route;
}

function parametersOf({ path, parameters }: Operation): Named[] {
  const segments = segmentsOf(withoutFormat(path));
  return segments.flatMap((segment, index) => {
    const parameter = parameterOf(segment);
    const schema = parameter === undefined ? undefined : parameters[parameter];
    return parameter === undefined || !schema ? [] : [{ parameter, schema, word: segments[index - 1] ?? "" }];
  });
}

function tailOf({ path }: Operation): string[] {
  const segments = segmentsOf(withoutFormat(path));
  const last = segments.findLastIndex((segment) => parameterOf(segment) !== undefined);
  return segments.slice(last + 1);
}

/** Words of the path, without its parameters. */
export function wordsOf({ path }: Operation): string[] {
  return segmentsOf(withoutFormat(path)).filter((segment) => parameterOf(segment) === undefined);
}

/** The column of a model that tells its rows apart and that a parameter can only mean. */
function columnNamed(
  context: GenericContext,
  model: string,
  { parameter, schema, word }: Named,
): string | undefined {
  const table = context.database.models[model]!;
  const isRow = namesModel(context, parameter, model);
  const isKey = isRow || isNounOf(context.database, word, model);
  const column = [
    ...uniqueColumns(table).filter((name) => endsWith([...words(model), ...words(name)], words(parameter))),
    ...(isRow || (isKey && isUuid(schema)) ? ["id"] : []),
    ...uniqueColumns(table).filter((name) => {
      const shown = shownAs(context, model, name);
      return shown.has(parameter) || (isKey && shown.has("id"));
    }),
  ].find((name) => fits(context, table, name, schema));
  if (column !== undefined) return column;
  // `/tasks/{taskId}/priority`: the one row that belongs to the task.
  return Object.entries(table.relations)
    .find(
      ([name, { cardinality, target }]) =>
        cardinality === "oneToOne" &&
        (parameter === `${name}Id` || namesModel(context, parameter, target)) &&
        fits(context, table, `${name}Id`, schema),
    )?.[0]
    .concat("Id");
}

/** What a column is called on the wire. */
function shownAs({ api }: GenericContext, model: string, column: string): Set<string> {
  return new Set(
    Object.values(api.schemas).flatMap((schema) =>
      schema.model === model
        ? Object.entries(schema.properties).flatMap(([name, { wire, source }]) => {
            const own = source ? chainOf(source)?.join(".") === `row.${column}` : name === column;
            return own ? [wire ?? name] : [];
          })
        : [],
    ),
  );
}

/** Columns of one value each: `id` first, then those that are unique by themselves. */
function uniqueColumns({ uniques = {} }: Model): string[] {
  return ["id", ...Object.values(uniques).flatMap(({ fields }) => (fields.length === 1 ? fields : []))];
}

/** `replyId` names a row of `Reply`, also of `ForumReply`; so does `forumReplyId`, where there is no other reply. */
function namesModel({ database }: GenericContext, parameter: string, model: string): boolean {
  if (parameter === idParameter(model)) return true;
  const stem = words(parameter);
  return stem.at(-1) === "id" && speaksOf(database, stem.slice(0, -1), model);
}

/** Whether a word of a path is what rows of a model are called: `replies` of `Reply` or `ForumReply`. */
export function isNounOf(database: Database, word: string, model: string): boolean {
  return speaksOf(database, words(singular(word)), model) || speaksOf(database, words(word), model);
}

/** Whether words end in a model's name, no other model's better, or are themselves the end of it. */
function speaksOf(database: Database, said: readonly string[], model: string): boolean {
  const own = words(model);
  if (endsWith(own, said)) return true;
  if (!endsWith(said, own)) return false;
  return Object.keys(database.models).every((other) => {
    const rival = words(other);
    return rival.length <= own.length || !endsWith(said, rival);
  });
}

function endsWith(all: readonly string[], end: readonly string[]): boolean {
  return end.length > 0 && all.slice(-end.length).join(" ") === end.join(" ");
}

function fits({ api, database }: GenericContext, table: Model, name: string, schema: ApiSchema): boolean {
  const column = columnOf(table, name);
  if (!column || column.field.secret) return false;
  if (column.field.type === "uuid" && !isUuid(schema)) return false;
  const held = columnType({ ...column.field, nullable: false }, database.enums);
  return isAssignable(schemaType(schema, api, "program"), held);
}

/** The row that a parameter names above the operation's own, by the relation of the nearest child. */
function parentNamed(
  context: GenericContext,
  model: string,
  found: readonly Parent[],
  named: Named,
): Parent | undefined {
  for (const child of [...found, undefined]) {
    const relations = context.database.models[child?.model ?? model]?.relations ?? {};
    const candidates = Object.entries(relations).flatMap(([relation, { target, required }]) => {
      if (!Object.hasOwn(context.database.models, target)) return [];
      const byRelation = named.parameter === `${relation}Id` && isUuid(named.schema);
      const column = byRelation ? "id" : columnNamed(context, target, named);
      const parent = { parameter: named.parameter, model: target, column: column ?? "", relation, child };
      return column === undefined ? [] : [{ parent, byRelation, required }];
    });
    const chosen =
      candidates.find(({ byRelation }) => byRelation) ??
      (candidates.length === 1 ? candidates[0] : only(candidates.filter(({ required }) => required)));
    if (chosen) return chosen.parent;
  }
  return undefined;
}

function only<Item>(items: readonly Item[]): Item | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Whether rows of a model are called by any word of the operation's path, its last first. */
export function modelInPath(database: Database, operation: Operation): string | undefined {
  for (const word of wordsOf(operation).toReversed()) {
    const models = Object.keys(database.models).filter((model) => isNounOf(database, word, model));
    const exact = models.find((model) => words(model).join(" ") === words(singular(word)).join(" "));
    const model = exact ?? only(models);
    if (model !== undefined) return model;
  }
  return undefined;
}
