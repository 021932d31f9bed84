import type { Api } from "../../api/document.ts";
import type { Database, Model } from "../../database/document.ts";
import { modelTypes } from "../../database/environment.ts";
import { rowsOf } from "../../database/fields.ts";
import { at } from "../../diagnostic/diagnostic.ts";
import { checkExpression } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { lowerWhere } from "../../expression/lower-where.ts";
import { rowOf } from "../../expression/types.ts";
import { printTypeScript, type TypeScriptOptions } from "../../expression/typescript.ts";
import { freeNames, someNode } from "../../expression/visit.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { plural, words } from "../../text/names.ts";
import {
  comment,
  empty,
  identifier,
  lines,
  origin,
  originOf,
  paragraphs,
  string,
  symbol,
  text,
  type Text,
} from "../../text/text.ts";
import { blocksOf } from "../rows.ts";
import { actorOf } from "../environment.ts";
import type { Program, Statement } from "../document.ts";
import { actorType, common, prismaType, scopeNames } from "./names.ts";
import { nothing, printWhere } from "./where.ts";

/** Scopes that procedures ask for, as `read Todo`. */
export function usedScopes(program: Program, database: Database, api: Api): Set<string> {
  const used = new Set<string>();
  const look = (statement: Statement, kinds: readonly string[]): void => {
    if ((statement.type === "find" || statement.type === "page") && statement.scope !== "none") {
      const { model, scope } = statement;
      const isApart = scope === "write" && !sameScopes(database.models[model]!, kinds);
      if (isApart) used.add(`write ${model}`);
      if (!isApart || (statement.type === "find" && statement.mode === "one")) used.add(`read ${model}`);
    }
    for (const inner of blocksOf(statement).flat()) look(inner, kinds);
  };
  for (const [name, { statements }] of Object.entries(program.procedures)) {
    const kinds = kindsOf(api.operations[name]?.access ?? []);
    for (const statement of statements) look(statement, kinds);
  }
  return used;
}

/** Keys of a scope that callers of an operation have. */
export function kindsOf(access: readonly string[]): string[] {
  return access.map((kind) => (kind === "public" ? "guest" : kind));
}

/** Whether the kinds may write exactly the rows that they may read. */
export function sameScopes({ scope }: Model, kinds: readonly string[]): boolean {
  return kinds.every((kind) => JSON.stringify(scope?.read[kind]) === JSON.stringify(scope?.write[kind]));
}

/** Whether a scope depends on the current time, which its function takes after the actor then. */
export function asksTime({ scope: declared }: Model, scope: "read" | "write"): boolean {
  return Object.values(declared?.[scope] ?? {}).some((condition) =>
    someNode(
      condition,
      (node) => node.type === "call" && (node.function === "now" || node.function === "today"),
    ),
  );
}

/** `src/<group>/<group>.scope.ts`: which rows of the group's models an actor reaches, as conditions of queries. */
export function printScopes(program: Program, api: Api, database: Database): PrintedFile[] {
  const used = usedScopes(program, database, api);
  const nameOf = scopeNames(database);
  const files = new Map<string, Text[]>();
  for (const [name, model] of Object.entries(database.models)) {
    for (const kind of ["read", "write"] as const) {
      if (!used.has(`${kind} ${name}`)) continue;
      const { name: functionName, from } = nameOf(name, kind);
      const printed = origin(
        originOf("database", ["models", name, "scope", kind]),
        printScope(database, name, model, kind, functionName),
      );
      files.set(from, [...(files.get(from) ?? []), printed]);
    }
  }
  return [...files].map(([path, functions]) =>
    renderTypeScript(path, paragraphs(functions), { extension: ".ts" }),
  );
}

function printScope(
  database: Database,
  name: string,
  model: Model,
  scope: "read" | "write",
  functionName: string,
): Text {
  const entries = Object.entries(model.scope![scope]);
  const used = entries.some(([, condition]) => freeNames(condition).has("actor"));
  const groups = new Map<string, string[]>();
  const printed = new Map<string, Text>();
  const clock = { uses: 0 };
  for (const [kind, condition] of entries) {
    const key = freeNames(condition).has("actor")
      ? `${kind} ${JSON.stringify(condition)}`
      : JSON.stringify(condition);
    groups.set(key, [...(groups.get(key) ?? []), kind]);
    printed.set(key, printCondition(database, name, model, kind, condition, clock));
  }
  const cases = [...groups].map(
    ([key, kinds]) => text`
    ${lines(kinds.map((kind) => text`case ${kind === "guest" ? text`undefined` : string(kind)}:`))}
      return ${printed.get(key)!};
  `,
  );
  const label = words(plural(name)).join(" ");
  const verb = scope === "read" ? "see" : "change";
  const parameter = entries.length === 0 && !used ? text`_actor` : text`actor`;
  const time = clock.uses > 0 ? text`, now: Date` : asksTime(model, scope) ? text`, _now: Date` : empty;
  const body =
    entries.length === 0
      ? text`return ${nothing};`
      : text`
    switch (actor?.kind) {
      ${lines(cases)}
      default:
        return ${nothing};
    }
  `;
  return lines([
    comment(`The ${label} that an actor may ${verb}; a guest is null.`),
    text`
      export function ${symbol({ name: functionName, from: `src/${model.group}/${model.group}.scope.ts` })}(${parameter}: ${actorType} | null${time}): ${prismaType}.${identifier(name)}WhereInput {
        ${body}
      }
    `,
  ]);
}

function printCondition(
  database: Database,
  name: string,
  model: Model,
  kind: string,
  condition: Expression,
  clock: { uses: number },
): Text {
  const environment = {
    names: { row: rowOf(name), ...(kind === "guest" ? {} : { actor: actorOf([kind]) }) },
    models: modelTypes(database),
  };
  const typing = checkExpression(condition, environment, {
    at: () => at("database", ["models", name, "scope"]),
  });
  const lowered = lowerWhere(condition, name, "row", { rows: rowsOf(database), typing });
  if ("problems" in lowered) throw new Error(`The scope of ${name} cannot be asked of the database.`);
  const now = identifier("now");
  const options: TypeScriptOptions = {
    typing,
    names: identifier,
    clock: now,
    call: (called) => {
      if (called !== "now" && called !== "today") return undefined;
      clock.uses += 1;
      return called === "now" ? now : text`${common("startOfDay", "time")}(${now})`;
    },
  };
  const value = (node: Expression): Text => printTypeScript(node, options);
  const printed = printWhere(lowered.where, {
    database,
    value,
    condition: (node, truth) => (truth ? value(node) : text`!(${value(node)})`),
  });
  if (!model.softDelete) return printed;
  const whole = lowered.where.type === "all" && lowered.where.parts.length === 0;
  return whole ? text`{ deletedAt: null }` : text`{ deletedAt: null, AND: ${printed} }`;
}
