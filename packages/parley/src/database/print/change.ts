import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Text } from "../../text/text.ts";
import type { Database } from "../document.ts";

/** A part of a migration: its statements, and the database that they lead to. */
export interface Change {
  statements: Text[];
  database: Database;
  diagnostics: Diagnostic[];
  /** Models (by their new names) with a column of another type: constraints over it must be made anew. */
  retyped: Set<string>;
}

/** The same record under other keys and with other values; order is kept. */
export function mapEntries<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (name: string, value: Value) => readonly [string, Result],
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => change(name, value)));
}

/** An own property, so that a name such as `constructor` is not found in every record. */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The node of the next database that has both the name and the id of this one. */
export function sameNode<Node extends { id: string }>(
  record: Readonly<Record<string, Node>> | undefined,
  name: string,
  node: { id: string },
): Node | undefined {
  const found = record && own(record, name);
  return found?.id === node.id ? found : undefined;
}
