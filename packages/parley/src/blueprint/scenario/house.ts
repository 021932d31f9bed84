import type { Api, Operation } from "../../api/document.ts";
import { refusalOf } from "../../api/framework-errors.ts";
import { parametersOf } from "../../api/path.ts";
import type { Database } from "../../database/document.ts";
import type { Expression } from "../../expression/document.ts";
import type { Requirements } from "../../requirements/document.ts";
import type { Refusal } from "../../scenario/document.ts";
import { type DraftContext, operationById, parentOf, type Table, tablesOf } from "../tables.ts";
import { isTrue } from "./evaluate.ts";
import type { Preferences } from "./plan.ts";
import type { Value } from "./value.ts";
import { rowValue, type World, type WorldRow } from "./world.ts";

/** What scenarios are drawn from, looked up once. */
export interface House extends DraftContext {
  tables: Table[];
  /** What was found to let an action on a table succeed, by `Table.action`. */
  learned: Map<string, Preferences>;
  /** The conditions that stood in the way of an action for which nothing was found, by `Table.action`. */
  missed: Map<string, Expression>;
}

export function houseOf(requirements: Requirements, database: Database, api: Api): House {
  return {
    requirements,
    database,
    api,
    tables: tablesOf(requirements, database),
    learned: new Map(),
    missed: new Map(),
  };
}

export interface Named {
  name: string;
  operation: Operation;
}

const roles: Record<string, string> = {
  create: "create",
  read: "get",
  get: "get",
  list: "list",
  update: "update",
  delete: "delete",
};

/** The operation of an action on a table, where it is still of the house's shape. */
export function operationFor(house: House, table: Table, action: string): Named | undefined {
  const transition = table.noun.lifecycle?.transitions[action];
  const id = Object.hasOwn(roles, action) ? `${table.noun.id}/${roles[action]}` : transition?.id;
  const found = id === undefined ? undefined : operationById(house.api, id);
  if (!found) return undefined;
  const isItem = action !== "create" && action !== "list";
  const below = parentOf(house.requirements, house.database, table.noun) !== undefined;
  const expected = isItem || below ? 1 : 0;
  const asksMore = Object.values(found.operation.query ?? {}).some(({ optional }) => !optional);
  return !asksMore && parametersOf(found.operation.path).length === expected ? found : undefined;
}

export function mayCreate(house: House, table: Table, kind: string): boolean {
  return operationFor(house, table, "create")?.operation.access.includes(kind) ?? false;
}

/** What an action of a table is known by. */
export function placeOf(table: Table, action = "create"): string {
  return `${table.name}.${action}`;
}

export function tableNamed(house: House, model: string): Table | undefined {
  return house.tables.find(({ name }) => name === model);
}

/** Who calls: a guest, or an actor that the test made. */
export interface Caller {
  kind: string;
  row?: WorldRow;
}

export const guest: Caller = { kind: "guest" };

export type Outcome =
  | { type: "succeeds" }
  | { type: "refused"; refusal: Refusal & { status: number }; why: string };
export const succeeds: Outcome = { type: "succeeds" };

export function refused(house: House, code: string): Outcome | undefined {
  const known = refusalOf(house.api, code);
  return known && { type: "refused", refusal: { status: known.status, code }, why: code };
}

/** The kind that a caller acts as, or how the guard refuses them before anything else is looked at. */
export function admitted(house: House, operation: Operation, caller: Caller): string | Outcome {
  if (operation.access.includes(caller.kind)) return caller.kind;
  if (operation.access.includes("public")) return "guest";
  return refused(house, caller.kind === "guest" ? "unauthorized" : "forbidden")!;
}

export function actorValue(caller: Caller): Value {
  if (!caller.row) return null;
  const { row } = caller;
  const properties = { id: row.id, kind: caller.kind, accountId: row.values["accountId"] ?? null };
  return { type: "object", properties };
}

/** Whether a kind's scope reaches a row; `undefined` where it cannot be told. */
export function reaches(
  world: World,
  row: WorldRow,
  scope: "read" | "write",
  kind: string,
  caller: Caller,
): boolean | undefined {
  const declared = world.database.models[row.model]?.scope;
  if (!declared) return undefined;
  const condition = declared[scope][kind];
  if (!condition) return false;
  return isTrue(world, condition, { row: rowValue(row), actor: actorValue(caller) });
}

/** Whether a caller may list what is below a row: the row itself has to be readable. */
export function listsBelow(
  house: House,
  world: World,
  operation: Operation,
  parent: WorldRow,
  caller: Caller,
): boolean {
  const kind = admitted(house, operation, caller);
  return typeof kind === "string" && reaches(world, parent, "read", kind, caller) === true;
}
