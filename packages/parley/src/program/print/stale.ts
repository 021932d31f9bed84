import { rowsOf } from "../../api/print/prepared-source.ts";
import { selectionOf, type Selection } from "../../api/print/selection.ts";
import { sidesOf, type Side } from "../../database/fields.ts";
import type { Statement } from "../document.ts";
import { columnsWritten, reached, writesOf } from "../routine.ts";
import type { SelectContext } from "./select.ts";

type Context = Pick<SelectContext, "program" | "api" | "database" | "operation">;

/** A row that a variable holds, and what was written since: `Copy.status`, or `Fine` where rows came or went. */
interface Loaded {
  model: string;
  written: Set<string>;
}

type Rows = Map<string, Loaded>;

/**
 * The returns whose row was loaded before something else that it shows was written: they have to load it anew, or
 * they would answer with what was before.
 */
export function staleReturns(statements: readonly Statement[], context: Context): Set<Statement> {
  const { api, operation } = context;
  const { schema, shape } = operation.answer;
  const model = schema === undefined ? undefined : api.schemas[schema]?.model;
  const found = new Set<Statement>();
  if (schema === undefined || model === undefined || shape !== "one") return found;
  const shown = shownBy(context, schema, model);
  const isStale = ({ written }: Loaded): boolean => [...written].some((one) => shown.has(one));

  const walk = (block: readonly Statement[], rows: Rows): void => {
    for (const statement of block) {
      switch (statement.type) {
        case "find":
          if (statement.mode !== "many") rows.set(statement.name, freshly(statement.model));
          break;
        case "create":
          note(rows, [statement.model]);
          if (statement.name !== undefined) rows.set(statement.name, freshly(statement.model));
          break;
        case "createMany":
          note(rows, [statement.model]);
          break;
        case "upsert":
          note(rows, [statement.model, ...columnsOf(statement.model, Object.keys(statement.update))]);
          if (statement.name !== undefined) rows.set(statement.name, freshly(statement.model));
          break;
        case "lock":
          for (const name of statement.rows) {
            const row = rows.get(name);
            if (row) rows.set(name, freshly(row.model));
          }
          break;
        case "call":
          note(rows, [...writesOfCall(statement, context)]);
          break;
        case "updateMany":
          note(rows, columnsOf(statement.model, Object.keys(statement.data)));
          break;
        case "deleteMany":
          note(rows, [statement.model]);
          break;
        case "increment":
        case "transition":
        case "update":
        case "merge": {
          const row = rows.get(statement.row);
          if (!row) break;
          const columns = columnsWritten(statement, row.model, operation, api, context.database);
          note(rows, columnsOf(row.model, columns));
          rows.set(statement.row, freshly(row.model));
          break;
        }
        case "delete": {
          const row = rows.get(statement.row);
          rows.delete(statement.row);
          if (row) note(rows, [row.model]);
          break;
        }
        case "if": {
          const other = copyOf(rows);
          walk(statement.then, rows);
          walk(statement.else ?? [], other);
          for (const [name, row] of rows)
            for (const one of other.get(name)?.written ?? []) row.written.add(one);
          break;
        }
        case "forEach":
          // What one round writes is old in the next.
          walk(statement.body, rows);
          walk(statement.body, rows);
          break;
        case "return": {
          const row = statement.value?.type === "name" ? rows.get(statement.value.name) : undefined;
          if (row && isStale(row)) found.add(statement);
          break;
        }
        case "let":
        case "require":
        case "page":
        case "emit":
        case "group":
        case "issueTokens":
        case "rotateTokens":
        case "revokeTokens":
          break;
        default:
          statement satisfies never;
      }
    }
  };
  walk(statements, new Map());
  return found;
}

/** What the functions behind a call write. */
function writesOfCall(call: Statement, { program, api, database, operation }: Context): Set<string> {
  return writesOf([...reached(program, [call])], operation, api, database);
}

function freshly(model: string): Loaded {
  return { model, written: new Set() };
}

function copyOf(rows: Rows): Rows {
  return new Map([...rows].map(([name, { model, written }]) => [name, { model, written: new Set(written) }]));
}

function note(rows: Rows, written: readonly string[]): void {
  for (const row of rows.values()) for (const one of written) row.written.add(one);
}

function columnsOf(model: string, names: readonly string[]): string[] {
  return [...names, "updatedAt"].map((name) => `${model}.${name}`);
}

/** Columns that a schema shows of its row and of related ones, and models whose rows it finds by a key of theirs. */
function shownBy({ api, database }: Context, schema: string, root: string): Set<string> {
  const shown = new Set<string>();
  const rows = rowsOf(database);
  const follow = (side: Side): void => {
    if (side.column !== undefined) return;
    shown.add(side.target);
    shown.add(`${side.target}.${side.declared.relation}Id`);
  };
  const add = (selection: Selection, model: string): void => {
    for (const column of selection.columns) shown.add(`${model}.${column}`);
    for (const side of sidesOf(database, model)) {
      const inner = selection.relations.get(side.name);
      if (inner || selection.counts.has(side.name)) follow(side);
      if (inner) add(inner, side.target);
    }
    for (const used of selection.uses) add(selectionOf(api, rows, used), model);
  };
  add(selectionOf(api, rows, schema), root);
  return shown;
}
