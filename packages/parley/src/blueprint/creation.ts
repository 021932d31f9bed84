import type { Operation } from "../api/document.ts";
import { columnOf } from "../database/fields.ts";
import { binary, conditional, equals, isPresent, name, nullValue, path } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { chainOf, childrenOf, mapChildren, pathsOf, substituteAll } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { withoutActor } from "../requirements/plain.ts";
import { conditionsFor, ownerSource, permissionsFor, profileName, statedFor, type Noun } from "./concepts.ts";
import { isHeld } from "./contention.ts";
import { columnNameOf } from "./database.ts";
import { defaultValue, sentOrDefault } from "./defaults.ts";
import { effects } from "./effects.ts";
import { conditionGuards, isKind, limitGuards, reachGuards, untilRefused } from "./guards.ts";
import { findRow } from "./rows.ts";
import { inputReplacements } from "./input.ts";
import { sequences } from "./sequence.ts";
import {
  clientFields,
  clientRelations,
  isOpenToAllAlone,
  parentOf,
  unknownError,
  type DraftContext,
  type Table,
} from "./tables.ts";
import { procedureVariables, type Variables } from "./variables.ts";

export function creation(context: DraftContext, table: Table, operation: Operation): Statement[] {
  const { requirements, database } = context;
  const { noun } = table;
  const statements: Statement[] = [];
  const parent = parentOf(requirements, database, noun);
  const made = newRow(context, table, operation, procedureVariables(table.name, parent?.name));
  const { data, loaded, variables } = made;

  if (parent && noun.parent) {
    const lock = holds(made, noun.parent.as);
    statements.push(findRow(parent, operation, "read", { variable: variables.parent, lock }));
    loaded[noun.parent.as] = name(variables.parent);
    if (lock) made.held.add(noun.parent.as);
    made.rows[variables.parent] = parent.name;
    data[`${noun.parent.as}Id`] = path(variables.parent, "id");
  }
  if (noun.owner && Object.hasOwn(table.model.relations, noun.owner.as)) {
    const owner = ownerOf(made);
    statements.push(...owner.statements);
    data[`${noun.owner.as}Id`] = owner.value;
    if (ownerSource(requirements, noun) === "actor" && readsNew(requirements, noun, noun.owner.as)) {
      const variable = variables.claim(noun.owner.as);
      const { target } = table.model.relations[noun.owner.as]!;
      const lock = holds(made, noun.owner.as);
      statements.push({ ...ownerRow(target, variable, owner.value), ...(lock ? { lock } : {}) });
      loaded[noun.owner.as] = name(variable);
      if (lock) made.held.add(noun.owner.as);
      made.rows[variable] = target;
    }
  }
  for (const relation of clientRelations(requirements, table, "create")) {
    const variable = variables.claim(relation);
    const lock = holds(made, relation);
    const found = findTarget(context, table, operation, relation, variable, lock);
    statements.push(...found.statements);
    if (found.row) {
      loaded[relation] = found.row;
      if (lock) made.held.add(relation);
      made.rows[variable] = table.model.relations[relation]!.target;
    }
    data[`${relation}Id`] ??= path("body", `${relation}Id`);
  }
  for (const [name, field] of clientFields(table.model))
    data[name] = sentOrDefault(path("body", name), field);

  statements.push(...settle(made));
  statements.push({ type: "create", name: variables.row, model: table.name, data });
  statements.push(...effects(context, made, "create"));
  return untilRefused([...statements, { type: "return", value: name(variables.row) }]);
}

/** Whether the row that a relation leads to is locked when it is loaded: others write it, or rows are counted per it. */
function holds({ context: { requirements }, table: { noun } }: NewRow, relation: string): boolean {
  const counted = [
    ...statedFor(requirements, "limit", noun),
    ...statedFor(requirements, "sequence", noun),
  ].some(({ formal }) => formal.per === relation);
  return counted || isHeld(requirements, noun, relation);
}

/** A row that is about to be made, and what is at hand by then. */
export interface NewRow {
  context: DraftContext;
  table: Table;
  operation: Operation;
  variables: Variables;
  /** Values by column. */
  data: Record<string, Expression>;
  /** Rows at hand, by relation: `row.copy` means the variable `copy`. */
  loaded: Record<string, Expression>;
  /** Models of the rows that variables hold. */
  rows: Record<string, string>;
  /** Relations whose rows are locked by then. */
  held: Set<string>;
}

export function newRow(
  context: DraftContext,
  table: Table,
  operation: Operation,
  variables: Variables,
): NewRow {
  return { context, table, operation, variables, data: {}, loaded: {}, rows: {}, held: new Set() };
}

/**
 * Works out what the server computes of a new row, into its data, and gives the statements that come before it: who may
 * make it, the conditions, the limits, the numbers.
 */
export function settle(made: NewRow): Statement[] {
  const { context, table, operation, data, rows } = made;
  const resolve = (expression: Expression): Expression => resolveNew(expression, made);
  const statements = computing(made, resolve);
  const guarded = { context, table, operation, rows, resolve };
  statements.push(
    // Who may make an account follows from how its kind arises.
    ...(table.noun.actor === undefined ? reachGuards(guarded, "create") : []),
    ...conditionGuards(guarded, "create"),
    ...limitGuards(made),
  );
  const numbered = sequences(made);
  Object.assign(data, numbered.data);
  return [...statements, ...numbered.statements];
}

/** Computed values, those first that others speak of: these get a name, so that all mean the same one. */
function computing(made: NewRow, resolve: (expression: Expression) => Expression): Statement[] {
  const { context, table, data, variables } = made;
  const { noun } = table;
  const computed = new Map(
    statedFor(context.requirements, "computed", noun).flatMap(({ formal }) =>
      formal.action === "create" ? [[columnNameOf(noun, formal.attribute), formal.value] as const] : [],
    ),
  );
  const statements: Statement[] = [];
  for (const column of inOrder(computed)) {
    const value = resolve(computed.get(column)!);
    const isPlain = chainOf(value) !== undefined || childrenOf(value).length === 0;
    if (isPlain || !readsNew(context.requirements, noun, column)) data[column] = value;
    else {
      const variable = variables.claim(column);
      statements.push({ type: "let", name: variable, value });
      data[column] = name(variable);
    }
  }
  return statements;
}

/** Columns after those that their values speak of. */
function inOrder(computed: ReadonlyMap<string, Expression>): string[] {
  const ordered = new Set<string>();
  const add = (column: string, trail: readonly string[]): void => {
    if (trail.includes(column)) return;
    for (const [read] of pathsOf(computed.get(column)!, "row")) {
      if (read !== undefined && computed.has(read)) add(read, [...trail, column]);
    }
    ordered.add(column);
  };
  for (const column of computed.keys()) add(column, []);
  return [...ordered];
}

/** Who the new row belongs to: the actor, whom the body names, or either by kind; then the body has to name them. */
function ownerOf({ context, table, operation, variables }: NewRow): {
  statements: Statement[];
  value: Expression;
} {
  const { as, actor } = table.noun.owner!;
  const sent = path("body", `${as}Id`);
  const self = path("actor", "id");
  const source = ownerSource(context.requirements, table.noun);
  if (source !== "either") return { statements: [], value: source === "actor" ? self : sent };
  const variable = variables.claim(`${as}Id`);
  return {
    statements: [
      { type: "let", name: variable, value: conditional(isKind(actor, operation), self, sent) },
      { type: "require", condition: isPresent(name(variable)), error: unknownError(profileName(actor)) },
    ],
    value: name(variable),
  };
}

/** Whether what holds for a new row speaks of one of its members: `row.owner.rank` speaks of the owner. */
function readsNew(requirements: Requirements, noun: Noun, member: string): boolean {
  const permitted = permissionsFor(requirements, noun, "create").map(({ formal }) => formal.condition);
  const conditions = conditionsFor(requirements, noun, "create").map(({ formal }) => formal.condition);
  const computed = statedFor(requirements, "computed", noun)
    .filter(({ formal }) => formal.action === "create")
    .map(({ formal }) => formal.value);
  return [...permitted, ...conditions, ...computed].some(
    (expression) => expression && pathsOf(expression, "row").some(([first]) => first === member),
  );
}

function ownerRow(model: string, variable: string, key: Expression): Extract<Statement, { type: "find" }> {
  return {
    type: "find",
    name: variable,
    mode: "one",
    model,
    parameter: "row",
    where: equals(path("row", "id"), key),
    scope: "none",
    error: "forbidden",
  };
}

/** Makes sure that a relation in the body points to a row that the actor may see. */
export function findTarget(
  context: DraftContext,
  table: Table,
  operation: Operation,
  relation: string,
  variable: string,
  lock = false,
): { statements: Statement[]; row?: Expression } {
  const { target, required } = table.model.relations[relation]!;
  if (!context.database.models[target]) return { statements: [] };
  const isOwner =
    relation === table.noun.owner?.as && ownerSource(context.requirements, table.noun) === "either";
  const isSure = required && !isOwner;
  const sent = { column: `${relation}Id`, model: target, optional: !isSure, lock };
  const found = findSent(context, operation, sent, variable);
  return { statements: [found], ...(isSure ? { row: name(variable) } : {}) };
}

/** Finds the row that a property of the body names, where the body has it. */
export function findSent(
  context: DraftContext,
  operation: Operation,
  {
    column,
    model,
    optional,
    lock = false,
  }: { column: string; model: string; optional: boolean; lock?: boolean },
  variable: string,
): Statement {
  const readers = Object.keys(context.database.models[model]?.scope?.read ?? {});
  const kinds = operation.access.map((kind) => (kind === "public" ? "guest" : kind));
  const key = path("body", column);
  const find: Statement = {
    type: "find",
    name: variable,
    mode: "one",
    model,
    parameter: "row",
    where: equals(path("row", "id"), key),
    scope: kinds.every((kind) => readers.includes(kind)) ? "read" : "none",
    error: unknownError(model),
    ...(lock ? { lock } : {}),
  };
  return optional ? { type: "if", condition: binary("!=", key, nullValue), then: [find] } : find;
}

/** `row.x` of a row that is about to be made: its value, or the loaded row of a relation; `input` is the body. */
function resolveNew(expression: Expression, { data, loaded, operation, table }: NewRow): Expression {
  const replacements = new Map(inputReplacements(operation));
  const named = nameMembers(expression, (member) => {
    const value = Object.hasOwn(data, member) ? data[member] : (loaded[member] ?? unset(table, member));
    if (value) replacements.set(`row.${member}`, value);
    return value && name(`row.${member}`);
  });
  const resolved = substituteAll(named, replacements);
  return isOpenToAllAlone(operation) ? withoutActor(resolved) : resolved;
}

/** What nothing sets has its default. */
function unset({ model }: Table, member: string): Expression | undefined {
  const field = columnOf(model, member)?.field;
  if (!field?.managed) return undefined;
  return field.default ? defaultValue(field.default, field.type) : field.nullable ? nullValue : undefined;
}

/** Members of `row` as names of their own, where lambdas do not give the word another meaning. */
function nameMembers(node: Expression, nameOf: (member: string) => Expression | undefined): Expression {
  if (node.type === "member" && node.object.type === "name" && node.object.name === "row") {
    return nameOf(node.property) ?? node;
  }
  return mapChildren(node, (child, binds) => (binds === "row" ? child : nameMembers(child, nameOf)));
}
