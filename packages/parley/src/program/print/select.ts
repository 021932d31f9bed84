import type { Api, ApiSchema, Operation } from "../../api/document.ts";
import { layoutOf } from "../../api/layout.ts";
import { selectText, type Selection } from "../../api/print/selection.ts";
import type { Database } from "../../database/document.ts";
import { columnOf, sidesOf } from "../../database/fields.ts";
import type { Expression } from "../../expression/document.ts";
import { chainOf, pathsOf } from "../../expression/visit.ts";
import type { Text } from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { blocksOf, expressionsOf } from "../rows.ts";

/** What is asked of a row that a variable holds. */
export interface SelectContext {
  api: Api;
  database: Database;
  operation: Operation;
}

/** What the statements need of the row or rows that a variable holds; `undefined` where they never speak of it. */
export function neededOf(
  variable: string,
  model: string,
  statements: readonly Statement[],
  context: SelectContext,
): Selection | undefined {
  const selection = none();
  const touched = collect(new Map([[variable, []]]), model, statements, selection, context);
  return touched ? selection : undefined;
}

/** The `select` of a query that gives what is needed; at least the id. */
export function printSelect(selection: Selection, { api, database }: SelectContext): Text {
  return selectText(selection, { api, database, layout: layoutOf(api, database), mayMention: () => true });
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
      for (const [name, prefix] of known) {
        for (const path of pathsOf(expression, name)) {
          touched = true;
          addPath(context.database, model, selection, [...prefix, ...path]);
        }
      }
    }
    if ("row" in statement && known.has(statement.row)) {
      touched = true;
      addPath(context.database, model, selection, [...known.get(statement.row)!, "id"]);
    }
    if (statement.type === "return" && statement.value) {
      addAnswer(known, model, statement.value, selection, context);
    }
    known = withAlias(known, statement);
    for (const block of blocksOf(statement)) {
      if (collect(known, model, block, selection, context)) touched = true;
    }
  }
  return touched;
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
function addPath(database: Database, model: string, selection: Selection, path: readonly string[]): Selection {
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
