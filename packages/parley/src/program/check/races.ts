import { constraintsOf } from "../../database/constraints.ts";
import { chainOf, visit } from "../../expression/visit.ts";
import type { Expression } from "../../expression/document.ts";
import type { Statement } from "../document.ts";
import { incrementOf } from "../rows.ts";
import { report } from "./report.ts";
import { here, type Keys, type Subject } from "./subject.ts";

interface Loaded {
  model: string;
  /** Columns that a condition has tested so far. */
  tested: Set<string>;
}

/** What is known on the way through the statements. */
interface Walk {
  subject: Subject;
  /** Columns and models that any routine writes: what else was read cannot change. */
  written: ReadonlySet<string>;
  loaded: Map<string, Loaded>;
  /** Models whose rows a variable counts, or holds as they were asked for. */
  asked: Map<string, string>;
  /** Models that a condition has asked for rows of, while nothing kept others from making more. */
  open: Set<string>;
  /** Whether others who come here have to wait, or are noticed. */
  held: boolean;
}

/**
 * A row that was found without a lock may change until it is written. Where one of the written columns was tested, or
 * is computed from what was read, two requests at once undo each other: an error; other tests may be stale: a warning.
 * So may be the reason to make a row.
 */
export function checkRaces(
  subject: Subject,
  statements: readonly Statement[],
  written: ReadonlySet<string>,
  keys: Keys,
): void {
  // Of transactions in conflict, the database lets one through.
  if (subject.routine.isolation === "serializable") return;
  const loaded = new Map<string, Loaded>();
  walk({ subject, written, loaded, asked: new Map(), open: new Set(), held: false }, statements, keys);
}

function walk(state: Walk, statements: readonly Statement[], keys: Keys): void {
  for (const [index, statement] of statements.entries()) step(state, statement, [...keys, index]);
}

function step(state: Walk, statement: Statement, keys: Keys): void {
  switch (statement.type) {
    case "let":
      for (const model of modelsAsked(statement.value, state.asked)) state.asked.set(statement.name, model);
      break;
    case "find":
      if (statement.lock) state.held = true;
      else if (statement.mode !== "many")
        state.loaded.set(statement.name, { model: statement.model, tested: new Set() });
      if (statement.mode !== "one") state.asked.set(statement.name, statement.model);
      break;
    case "lock":
      // What is locked is loaded anew, and stays so.
      state.held = true;
      for (const row of statement.rows) state.loaded.delete(row);
      break;
    case "require":
      noteTests(state, statement.condition);
      break;
    case "update":
      if (!statement.when) checkWrite(state, statement, keys);
      // Who has written a row holds it.
      state.loaded.delete(statement.row);
      break;
    case "merge":
    case "delete":
      checkGuards(state, statement.row, keys);
      state.loaded.delete(statement.row);
      break;
    case "create":
    case "createMany":
      checkCreation(state, statement.model, keys);
      break;
    case "if":
      noteTests(state, statement.condition);
      walk(inside(state), statement.then, [...keys, "then"]);
      walk(inside(state), statement.else ?? [], [...keys, "else"]);
      break;
    case "forEach":
      walk(inside(state), statement.body, [...keys, "body"]);
      break;
    default:
  }
}

/** What is learned in a branch is forgotten after it. */
function inside(state: Walk): Walk {
  const { loaded, asked, open } = state;
  return { ...state, loaded: new Map(loaded), asked: new Map(asked), open: new Set(open) };
}

function noteTests({ loaded, asked, open, held }: Walk, condition: Expression): void {
  for (const [row, { tested }] of loaded)
    for (const column of columnsRead(condition, row)) tested.add(column);
  if (!held) for (const model of modelsAsked(condition, asked)) open.add(model);
}

/** Models whose rows an expression asks for, or speaks of by a variable. */
function modelsAsked(expression: Expression, asked: ReadonlyMap<string, string>): Set<string> {
  const models = new Set<string>();
  visit(expression, (node, bound) => {
    if (node.type === "query") models.add(node.model);
    if (node.type !== "name" || bound.has(node.name)) return;
    const model = asked.get(node.name);
    if (model !== undefined) models.add(model);
  });
  return models;
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

/** Columns of a row that were tested, and that somebody may write meanwhile. */
function changingColumns({ subject, written, loaded }: Walk, row: string): string[] {
  const known = loaded.get(row);
  if (!known || !Object.hasOwn(subject.database.models, known.model)) return [];
  return [...known.tested].filter((column) => written.has(`${known.model}.${column}`));
}

function checkWrite(state: Walk, { row, data }: Extract<Statement, { type: "update" }>, keys: Keys): void {
  const { subject, loaded } = state;
  const known = loaded.get(row);
  if (!known || !Object.hasOwn(subject.database.models, known.model)) return;
  const changing = changingColumns(state, row);
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

function checkGuards(state: Walk, row: string, keys: Keys): void {
  for (const name of changingColumns(state, row)) {
    state.subject.found.push(report["stale-guard"](here(keys), { row, name }));
  }
}

/** A unique of the model refuses whoever comes second. */
function checkCreation({ subject, open, held }: Walk, model: string, keys: Keys): void {
  if (held || !open.has(model)) return;
  if (constraintsOf(subject.database).some((one) => one.type === "unique" && one.model === model)) return;
  subject.found.push(report["racing-creation"](here(keys), { model }));
}
