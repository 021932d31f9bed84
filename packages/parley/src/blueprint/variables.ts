import { camelCase } from "../text/names.ts";
import { typescriptReserved } from "../text/reserved.ts";

/** Names that every procedure has in scope. */
const taken = new Set(["actor", "path", "query", "body", "row", "rows", "tokens"]);

/** The variable that holds a row of a model: `orderLine`; `pathRow` where the plain name means something else. */
export function rowVariable(model: string): string {
  const plain = camelCase(model);
  return taken.has(plain) || typescriptReserved.has(plain) ? `${plain}Row` : plain;
}
