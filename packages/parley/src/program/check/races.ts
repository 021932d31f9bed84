import type { Database } from "../../database/document.ts";
import { chainOf, visit } from "../../expression/visit.ts";
import type { Expression } from "../../expression/document.ts";
import type { Program, Statement } from "../document.ts";
import { blocksOf, incrementOf, mergedProperties } from "../rows.ts";
import type { Api } from "../../api/document.ts";
import { report } from "./report.ts";
import { here, type Keys, type Subject } from "./subject.ts";

/** Columns that any procedure writes, as `Model.column`: what else was read cannot change. */
export function writtenColumns(program: Program, api: Api, database: Database): Set<string> {
  const written = new Set<string>();
  for (const [name, procedure] of Object.entries(program.procedures)) {
    const operation = Object.hasOwn(api.operations, name) ? api.operations[name] : undefined;
    const models = new Map<string, string>();
    eachStatement(procedure.statements, (statement) => {
      if ((statement.type === "find" || statement.type === "create") && statement.name !== undefined) {
        models.set(statement.name, statement.model);
      }
      const model =
        "row" in statement ? models.get(statement.row) : "model" in statement ? statement.model : undefined;
      if (model === undefined) return;
      const columns =
        statement.type === "update" || statement.type === "updateMany"
          ? Object.keys(statement.data)
          : statement.type === "merge" && operation
            ? mergedProperties(operation, api, database, model, statement.except)
            : [];
      for (const column of columns) written.add(`${model}.${column}`);
    });
  }
  return written;
}

function eachStatement(statements: readonly Statement[], look: (statement: Statement) => void): void {
  for (const statement of statements) {
    look(statement);
    for (const block of blocksOf(statement)) eachStatement(block, look);
  }
}

interface Loaded {
  model: string;
  /** Columns that a condition has tested so far. */
  tested: Set<string>;
}

/**
 * A row that was found without a lock may change until it is written. Where one of the written columns was tested, or
 * is computed from what was read, two requests at once undo each other: an error; other tests may be stale: a warning.
 */
export function checkRaces(
  subject: Subject,
  statements: readonly Statement[],
  written: ReadonlySet<string>,
  keys: Keys,
): void {
  walk(subject, statements, written, new Map(), keys);
}

function walk(
  subject: Subject,
  statements: readonly Statement[],
  written: ReadonlySet<string>,
  outer: ReadonlyMap<string, Loaded>,
  keys: Keys,
): void {
  const loaded = new Map(outer);
  for (const [index, statement] of statements.entries()) {
    const place = [...keys, index];
    if (statement.type === "find" && statement.mode !== "many" && !statement.lock) {
      loaded.set(statement.name, { model: statement.model, tested: new Set() });
    }
    if (statement.type === "require" || statement.type === "if") noteTests(statement.condition, loaded);
    if (statement.type === "update" && !statement.when)
      checkWrite(subject, statement, loaded, written, place);
    if (statement.type === "if") {
      walk(subject, statement.then, written, loaded, [...place, "then"]);
      walk(subject, statement.else ?? [], written, loaded, [...place, "else"]);
    }
    if (statement.type === "forEach") walk(subject, statement.body, written, loaded, [...place, "body"]);
  }
}

function noteTests(condition: Expression, loaded: ReadonlyMap<string, Loaded>): void {
  for (const [row, { tested }] of loaded)
    for (const column of columnsRead(condition, row)) tested.add(column);
}

/** Columns of a row that an expression reads directly. */
function columnsRead(expression: Expression, row: string): Set<string> {
  const columns = new Set<string>();
  visit(expression, (node, bound) => {
    // Who knows the current password may set the next one, whatever it is meanwhile.
    if (node.type === "call" && node.function === "verifyPassword") return false;
    const chain = bound.has(row) ? undefined : chainOf(node);
    if (chain && chain.length >= 2 && chain[0] === row) columns.add(chain[1]!);
  });
  return columns;
}

function checkWrite(
  subject: Subject,
  { row, data }: Extract<Statement, { type: "update" }>,
  loaded: ReadonlyMap<string, Loaded>,
  written: ReadonlySet<string>,
  keys: Keys,
): void {
  const known = loaded.get(row);
  if (!known || !Object.hasOwn(subject.database.models, known.model)) return;
  const changing = [...known.tested].filter((column) => written.has(`${known.model}.${column}`));
  for (const [name, value] of Object.entries(data)) {
    const computed =
      !incrementOf(subject.database.models[known.model]!, row, name, value) &&
      columnsRead(value, row).has(name);
    if (!computed && !changing.includes(name)) continue;
    subject.found.push(report["lost-update"](here([...keys, "data", name]), { row, name }));
  }
  for (const name of changing) {
    if (!Object.hasOwn(data, name)) subject.found.push(report["stale-guard"](here(keys), { row, name }));
  }
}
