import type { Database } from "../../database/document.ts";
import { delegateName } from "../../database/names.ts";
import { remembered } from "../../schema/remember.ts";
import { camelCase, pascalCase, plural, unique } from "../../text/names.ts";
import { member, symbol, text, type SymbolReference, type Text } from "../../text/text.ts";

export const databaseClient = text`this.database.client`;

export function delegate(client: Text, model: string): Text {
  return text`${client}${member(delegateName(model))}`;
}

export function common(name: string, file: string, typeOnly = false): Text {
  return symbol({ name, from: `src/common/${file}.ts`, ...(typeOnly ? { typeOnly } : {}) });
}

export const problem = common("Problem", "problem");
export const prismaType = symbol({ name: "Prisma", from: "src/database/client/client.ts", typeOnly: true });
export const prismaValue = symbol({ name: "Prisma", from: "src/database/client/client.ts" });
export const actorType = symbol({ name: "Actor", from: "src/security/actor.ts", typeOnly: true });

/** The functions that give the scopes of models: `readableTodos`, of `src/todos/todos.scope.ts`. */
export function scopeNames(database: Database): (model: string, scope: "read" | "write") => SymbolReference {
  const names = remembered(database, scopeNames, () => namesOfScopes(database));
  return (model, scope) => names.get(`${scope} ${model}`)!;
}

function namesOfScopes(database: Database): Map<string, SymbolReference> {
  const names = new Map<string, SymbolReference>();
  const taken = new Map<string, Set<string>>();
  for (const [model, { group, scope }] of Object.entries(database.models)) {
    if (!scope) continue;
    const from = `src/${group}/${group}.scope.ts`;
    const used = taken.get(from) ?? new Set<string>();
    taken.set(from, used);
    for (const kind of ["read", "write"] as const) {
      const word = kind === "read" ? "readable" : "writable";
      const name = unique(`${word}${pascalCase(plural(model))}`, used);
      used.add(name);
      names.set(`${kind} ${model}`, { name, from });
    }
  }
  return names;
}

/** What rows of a model are called together: `orderLines`. */
export function rowsName(model: string): string {
  return camelCase(plural(model));
}
