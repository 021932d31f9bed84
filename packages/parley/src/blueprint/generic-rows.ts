import { all, equals, name, path } from "../expression/build.ts";
import type { Model } from "../database/document.ts";
import type { Expression } from "../expression/document.ts";
import type { Statement } from "../program/document.ts";
import { unique } from "../text/names.ts";
import type { Subject } from "./generic.ts";
import type { Parent, Route } from "./generic-route.ts";
import { modelVariable, rowVariable } from "./variables.ts";

/** The scope that a query of the model states: none where the model declares none. */
export function scopeOf({ context }: Subject, model: string, scope: "read"): "read" | "none";
export function scopeOf(
  { context }: Subject,
  model: string,
  scope: "read" | "write",
): "read" | "write" | "none";
export function scopeOf({ context }: Subject, model: string, scope: "read" | "write") {
  return context.database.models[model]?.scope ? scope : "none";
}

/** The row that the path names, below the rows that it names in front of it. */
export function findOwn(subject: Subject, route: Route, scope: "read" | "write"): Statement {
  const { model } = subject;
  const { parameter, column } = route.own!;
  const above = route.parents.map((parent) =>
    equals(columnPath(subject, pathFrom(parent), parent), path("path", parent.parameter)),
  );
  return {
    type: "find",
    name: rowVariable(model),
    mode: "one",
    model,
    parameter: "row",
    where: all([equals(path("row", column), path("path", parameter)), ...above]),
    scope: scopeOf(subject, model, scope),
    error: "not-found",
  };
}

/** Relations that lead from the operation's own row to a parent. */
function pathFrom(parent: Parent): string[] {
  return [...(parent.child ? pathFrom(parent.child) : []), parent.relation];
}

/** `row.comment.postId`: the key itself where it is compared, else the parent's column. */
function columnPath(
  { context, model }: Subject,
  relations: readonly string[],
  { column }: Parent,
): Expression {
  const steps =
    column === "id" ? [...relations.slice(0, -1), `${relations.at(-1)!}Id`] : [...relations, column];
  let node: Expression = name("row");
  let current = model;
  let isOptional = false;
  for (const property of steps) {
    node = { type: "member", object: node, property, ...(isOptional ? { optional: true } : {}) };
    const relation = context.database.models[current]?.relations[property];
    isOptional ||= relation !== undefined && !relation.required;
    current = relation?.target ?? current;
  }
  return node;
}

/** The rows that a list or a new row hangs below, found one after the other. */
export interface FoundParents {
  statements: Statement[];
  /** Conditions of the operation's own rows: `row.postId == post.id`. */
  conditions: Expression[];
  /** Foreign keys of a new row. */
  keys: Record<string, Expression>;
  rows: { value: Expression; model: string }[];
}

export function findParents(subject: Subject, { parents }: Route): FoundParents {
  const found: FoundParents = { statements: [], conditions: [], keys: {}, rows: [] };
  const variables = new Map<Parent, string>();
  const taken = new Set([rowVariable(subject.model)]);
  for (const parent of parents) {
    const variable = unique(rowVariable(parent.model), taken);
    taken.add(variable);
    variables.set(parent, variable);
    const above = parents.filter(({ child }) => child === parent);
    found.statements.push({
      type: "find",
      name: variable,
      mode: "one",
      model: parent.model,
      parameter: "row",
      where: all([
        equals(path("row", parent.column), path("path", parent.parameter)),
        ...above.map((one) => equals(path("row", `${one.relation}Id`), path(variables.get(one)!, "id"))),
      ]),
      scope: scopeOf(subject, parent.model, "read"),
      error: "not-found",
    });
    found.rows.unshift({ value: name(variable), model: parent.model });
    if (parent.child) continue;
    const key = path(variable, "id");
    found.conditions.push(equals(path("row", `${parent.relation}Id`), key));
    found.keys[`${parent.relation}Id`] = key;
  }
  return found;
}

/** A name for a list of rows of a model. */
export function listVariable(model: string): string {
  return modelVariable(model, { after: "list" });
}

/** The column by which a body without a path says which row it is about. */
export function keySaid(
  { uniques = {} }: Model,
  properties: Readonly<Record<string, unknown>>,
): string | undefined {
  const keys = Object.values(uniques).flatMap(({ fields }) => (fields.length === 1 ? fields : []));
  return keys.find((column) => Object.hasOwn(properties, column));
}
