import type { Selection } from "../../api/print/selection.ts";
import { type Environment, withoutNull } from "../../expression/types.ts";
import { freeNames } from "../../expression/visit.ts";
import { type Text, string, text } from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { blocksOf, expressionsOf, rowsNamedBy } from "../rows.ts";
import { problem } from "./names.ts";
import { isChanged, neededByAll, neededOf } from "./select.ts";
import { type Method, claim } from "./speech.ts";

export type StatementOf<Name extends Statement["type"]> = Extract<Statement, { type: Name }>;

export type RowWrite = StatementOf<"update"> | StatementOf<"merge">;

export type Keys = readonly (string | number)[];

/** What a method writes down while its statements are printed. */
export interface Writer {
  method: Method;
  /** Constants of the file. */
  constants: Text[];
  /** How many rows there are in all, by the variable of the page. */
  pages: Map<string, Text>;
  /** Rows that a branch loads anew: declared with `let`. */
  reassigned: Set<string>;
  /** All that is ever asked of these. */
  whole: Map<string, Selection>;
  transaction: boolean;
  /** Values that were answered where they came from. */
  answered: Set<string>;
}

export interface Printed {
  code: Text;
  after: Environment;
}

export function declare(method: Method, name: string): Text {
  const printed = claim(method, name);
  method.names.set(name, printed);
  return printed;
}

export function refuse(condition: Text, error: string): Text {
  return text`if (${condition}) throw new ${problem}(${string(error)});`;
}

/** Whether statements, or those inside them, read or write what a variable holds. */
export function speaksOf(statements: readonly Statement[], name: string): boolean {
  return statements.some(
    (statement) =>
      rowsNamedBy(statement).includes(name) ||
      expressionsOf(statement).some(({ expression }) => freeNames(expression).has(name)) ||
      blocksOf(statement).some((block) => speaksOf(block, name)),
  );
}

export function modelOf(environment: Environment, name: string): string {
  const type = withoutNull(environment.names[name] ?? { type: "null" });
  if (type.type !== "row") throw new Error(`${name} is no row.`);
  return type.model;
}

export function emptySelection(): Selection {
  return { columns: new Set(), relations: new Map(), counts: new Set(), uses: new Set() };
}

/** Whether a later branch or loop loads the row anew. */
export function isReassigned(
  writer: Writer,
  name: string,
  model: string,
  rest: readonly Statement[],
): boolean {
  const found = rest.some((statement, index) =>
    reloadsInside(writer.method, name, model, statement, rest.slice(index + 1)),
  );
  if (found) writer.reassigned.add(name);
  return found;
}

function reloadsInside(
  method: Method,
  name: string,
  model: string,
  statement: Statement,
  rest: readonly Statement[],
): boolean {
  return blocksOf(statement).some((block) =>
    block.some((inner, index) => {
      // In a loop all of its statements come again.
      const again = statement.type === "forEach" ? block : [];
      const following = [...block.slice(index + 1), ...again, ...rest];
      if (reloadsInside(method, name, model, inner, following)) return true;
      if (!rowsNamedBy(inner).includes(name)) return false;
      const later = neededByAll(name, model, following, method);
      return later !== undefined && isChanged(inner, model, later, method);
    }),
  );
}

/** What a variable is loaded with; one that branches load anew always has all that is asked of it. */
export function neededBy(
  writer: Writer,
  name: string,
  model: string,
  rest: readonly Statement[],
): ReturnType<typeof neededOf> {
  const all = writer.reassigned.has(name) ? writer.whole.get(name) : undefined;
  if (all) return all;
  const whole = writer.reassigned.has(name);
  const needed = (whole ? neededByAll : neededOf)(name, model, rest, writer.method);
  if (whole && needed) writer.whole.set(name, needed);
  return needed;
}
