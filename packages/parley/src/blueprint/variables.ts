import { camelCase, pascalCase, unique } from "../text/names.ts";
import { typescriptReserved } from "../text/reserved.ts";

/** Names that a procedure has in scope, or gives to something that is no row of the product. */
const taken = new Set(["actor", "path", "query", "body", "headers", "cookies", "row", "rows", "tokens"]);

/** The variable that holds a row of a model: `orderLine`; `pathRow` where the plain name means something else. */
export function rowVariable(model: string): string {
  const plain = camelCase(model);
  return taken.has(plain) || typescriptReserved.has(plain) ? `${plain}Row` : plain;
}

/** The longest name of a variable; see `ValueName`. */
const LONGEST = 48;

/** The variable for something about a model: `ordersPage`, `ownOrder`. Of a long name the end of the model's is left out. */
export function modelVariable(model: string, { before = "", after = "" }): string {
  const whole = camelCase([before, model, after].filter((part) => part !== "").join("_"));
  if (whole.length <= LONGEST) return whole;
  return whole.slice(0, LONGEST - after.length) + pascalCase(after);
}

/** Variables of the procedures of one table, no two of one name. */
export interface Variables {
  row: string;
  /** The row that the row is part of. */
  parent: string;
  /** A name for what belongs to a relation: the row that it points to, or its key. */
  claim: (wish: string) => string;
  isTaken: (name: string) => boolean;
}

/** The names for one procedure: the row's, the parent's, and as many others as are asked for. */
export function procedureVariables(model: string, parent?: string): Variables {
  const known = new Set(taken);
  const claim = (wish: string): string => {
    const plain = rowVariable(wish);
    const name = known.has(plain) ? unique(modelVariable(plain, { after: "row" }), known) : plain;
    known.add(name);
    return name;
  };
  const row = claim(model);
  return {
    row,
    parent: parent === undefined ? row : claim(parent),
    claim,
    isTaken: (name) => known.has(name),
  };
}
