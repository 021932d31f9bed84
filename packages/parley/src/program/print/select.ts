import type { Api, ApiSchema, Operation } from "../../api/document.ts";
import { layoutOf } from "../../api/layout.ts";
import { rowsOf } from "../../api/print/prepared-source.ts";
import { selectText, type Selection } from "../../api/print/selection.ts";
import type { Database } from "../../database/document.ts";
import { columnOf, columnsOf, sidesOf } from "../../database/fields.ts";
import type { Expression } from "../../expression/document.ts";
import { chainOf, pathsOf } from "../../expression/visit.ts";
import { empty, join, property, text, type Text } from "../../text/text.ts";
import type { Program, Statement } from "../document.ts";
import { columnsWritten } from "../routine.ts";
import { blocksOf, expressionsOf, rowsNamedBy } from "../rows.ts";

/** What is asked of a row that a variable holds. */
export interface SelectContext {
  program: Program;
  api: Api;
  database: Database;
  operation: Operation;
  /** Returns that load their row anew. */
  stale: ReadonlySet<Statement>;
}

/**
 * What the statements need of the row or rows that a variable holds, up to the write that loads it anew; `undefined`
 * where they never speak of it.
 */
export function neededOf(
  variable: string,
  model: string,
  statements: readonly Statement[],
  context: SelectContext,
): Selection | undefined {
  const end = statements.findIndex((statement, index) => {
    if (!rowsNamedBy(statement).includes(variable)) return false;
    const later = neededOf(variable, model, statements.slice(index + 1), context);
    return later !== undefined && isChanged(statement, model, later, context);
  });
  return neededByAll(variable, model, end < 0 ? statements : statements.slice(0, end + 1), context);
}

/** Like `neededOf`, of all the statements. */
export function neededByAll(
  variable: string,
  model: string,
  statements: readonly Statement[],
  context: SelectContext,
): Selection | undefined {
  const selection = none();
  const touched = collect(new Map([[variable, []]]), model, statements, selection, context);
  return touched ? selection : undefined;
}

/** Whether a statement about a row changes what is needed of it afterwards; what is locked may be anything by then. */
export function isChanged(
  statement: Statement,
  model: string,
  needed: Selection,
  { api, database, operation }: SelectContext,
): boolean {
  if (statement.type === "delete") return false;
  if (needed.relations.size > 0 || needed.counts.size > 0 || needed.uses.size > 0) return true;
  if (statement.type === "lock") return [...needed.columns].some((column) => column !== "id");
  const written = columnsWritten(statement, model, operation, api, database);
  return [...written, "updatedAt"].some((column) => needed.columns.has(column));
}

/** The `select` of a query that gives what is needed; at least the id. */
export function printSelect(selection: Selection, model: string, context: SelectContext): Text {
  const { api, database } = context;
  if (isPlain(selection)) return plainSelect(selection, model, database);
  return selectText(selection, {
    api,
    rows: rowsOf(database),
    layout: layoutOf(api, database),
    mayMention: () => true,
  });
}

function isPlain({ relations, counts, uses }: Selection): boolean {
  return counts.size === 0 && uses.size === 0 && [...relations.values()].every(isPlain);
}

/** Columns in the order of the table. */
function plainSelect(selection: Selection, model: string, database: Database): Text {
  const columns = columnsOf(database.models[model]!).filter(({ name }) => selection.columns.has(name));
  const members = columns.map(({ name }) => text`${property(name)}: true`);
  for (const side of sidesOf(database, model)) {
    const inner = selection.relations.get(side.name);
    if (!inner) continue;
    const alive =
      side.many && database.models[side.target]!.softDelete ? text`where: { deletedAt: null }, ` : empty;
    members.push(
      text`${property(side.name)}: { ${alive}select: ${plainSelect(inner, side.target, database)} }`,
    );
  }
  return members.length === 0 ? text`{ id: true }` : text`{ ${join(members, text`, `)} }`;
}

type Roots = ReadonlyMap<string, readonly string[]>;

function collect(
  roots: Roots,
  model: string,
  statements: readonly Statement[],
  selection: Selection,
  context: SelectContext,
): boolean {
  let touched = false;
  let known = roots;
  for (const statement of statements) {
    for (const { expression } of expressionsOf(statement)) {
      for (const [name, prefix] of withElement(known, statement)) {
        for (const path of pathsOf(expression, name)) {
          touched = true;
          addPath(context.database, model, selection, [...prefix, ...path]);
        }
      }
    }
    for (const row of rowsNamedBy(statement)) {
      if (!known.has(row)) continue;
      touched = true;
      addPath(context.database, model, selection, [...known.get(row)!, "id"]);
    }
    if (statement.type === "return" && statement.value) {
      const { value } = statement;
      if (!context.stale.has(statement)) addAnswer(known, model, value, selection, context);
      else if (value.type === "name" && known.has(value.name)) selection.columns.add("id");
    }
    known = withAlias(known, statement);
    for (const block of blocksOf(statement)) {
      if (collect(known, model, block, selection, context)) touched = true;
    }
  }
  return touched;
}

/** A row for every element: the values speak of the elements of a list. */
function withElement(roots: Roots, statement: Statement): Roots {
  if (statement.type !== "createMany") return roots;
  const chain = chainOf(statement.in);
  const prefix = chain && roots.get(chain[0]!);
  return prefix ? new Map([...roots, [statement.parameter, [...prefix, ...chain.slice(1)]]]) : roots;
}

/** `let copy = loan.copy` and `forEach line in order.lines` speak of the row by another name. */
function withAlias(roots: Roots, statement: Statement): Roots {
  if (statement.type !== "let" && statement.type !== "forEach") return roots;
  const chain = chainOf(statement.type === "let" ? statement.value : statement.in);
  const prefix = chain && roots.get(chain[0]!);
  return prefix ? new Map([...roots, [statement.name, [...prefix, ...chain.slice(1)]]]) : roots;
}

function addAnswer(
  roots: Roots,
  model: string,
  value: Expression,
  selection: Selection,
  { api, database, operation }: SelectContext,
): void {
  const look = (node: Expression, schema: ApiSchema): void => {
    if (schema.type === "nullable") return look(node, schema.of);
    if (schema.type === "array") return look(node, schema.items);
    if (schema.type === "object") return members(node, schema.properties);
    const named = schema.type === "reference" ? api.schemas[schema.schema] : undefined;
    if (schema.type !== "reference" || !named) return;
    if (named.model === undefined) return members(node, named.properties);
    const chain = chainOf(node);
    const prefix = chain && roots.get(chain[0]!);
    if (prefix) addPath(database, model, selection, [...prefix, ...chain.slice(1)]).uses.add(schema.schema);
  };
  const members = (node: Expression, properties: Readonly<Record<string, { schema: ApiSchema }>>): void => {
    if (node.type !== "object") return;
    for (const [name, child] of Object.entries(node.properties)) {
      if (properties[name]) look(child, properties[name].schema);
    }
  };
  const { schema } = operation.answer;
  if (schema !== undefined) look(value, { type: "reference", schema });
}

/** Adds a path; gives the selection of the row at its end. */
function addPath(
  database: Database,
  model: string,
  selection: Selection,
  path: readonly string[],
): Selection {
  const [name, ...rest] = path;
  if (name === undefined) return selection;
  const side = sidesOf(database, model).find((one) => one.name === name);
  if (side) {
    const inner = selection.relations.get(name) ?? none();
    selection.relations.set(name, inner);
    return addPath(database, side.target, inner, rest);
  }
  if (columnOf(database.models[model]!, name)) selection.columns.add(name);
  return selection;
}

function none(): Selection {
  return { columns: new Set(), relations: new Map(), counts: new Set(), uses: new Set() };
}
