import type { Api, Operation } from "../../src/api/document.ts";
import { frameworkErrors } from "../../src/api/framework-errors.ts";
import { bodyType, cookiesType, headersType, pathType, queryType } from "../../src/api/types.ts";
import type { Database } from "../../src/database/document.ts";
import { columnType, profileOf } from "../../src/database/environment.ts";
import type { Expression } from "../../src/expression/document.ts";
import type { Type, TypeOf } from "../../src/expression/types.ts";
import type { Call, Case, MatrixRow, Refusal, TestStatement } from "../../src/scenario/document.ts";
import { scopeAfter, type Scope } from "../../src/scenario/scope.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { chance, integerBetween, pick, randomValue, words } from "./scenario-value.ts";

/** What a random test is made with. */
export interface State {
  random: Random;
  api: Api;
  database: Database;
  kinds: readonly string[];
  /** Statements that the scenario at hand may still have. */
  left: number;
  /** Counts variables: every one has a name of its own. */
  count: number;
}

export interface Ready {
  call: Call;
  scope: Scope;
}

/** A call that is let in; the actor who makes it stands among the statements before it. */
export function readyCall(state: State, before: Scope, setup: TestStatement[], operation: string): Ready {
  const node = state.api.operations[operation]!;
  const { access } = node;
  const known = [...before.actors].filter(([, kind]) => access.includes(kind)).map(([actor]) => actor);
  const kinds = state.kinds.filter((kind) => access.includes(kind));
  const callers = [...known, ...(access.includes("public") ? ["guest"] : [])];
  const kind = pick(state.random, kinds);
  const made = kind !== undefined && (callers.length === 0 || chance(state.random, 0.2));
  let scope = before;
  let as = pick(state.random, callers) ?? "guest";
  if (made) {
    const statement: TestStatement = { type: "actor", name: fresh(state, kind), kind };
    setup.push(statement);
    scope = scopeAfter(state.api, scope, statement);
    as = statement.name;
  }
  return { call: callOf(state, scope, operation, node, as), scope };
}

function callOf(state: State, scope: Scope, operation: string, node: Operation, as: string): Call {
  const path = given(state, scope, pathType(node, state.api, "wire"), 1);
  const query = given(state, scope, queryType(node, state.api, "wire"), 0.3);
  const [headers, cookies] = [headersType, cookiesType].map((typeOf) => {
    const of = typeOf(node, state.api, "wire");
    return of?.type === "object" ? given(state, scope, of, 0.3) : {};
  });
  const type = bodyType(node, state.api, "wire");
  return {
    operation,
    as,
    ...(Object.keys(path).length > 0 ? { path } : {}),
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(Object.keys(headers!).length > 0 ? { headers: headers! } : {}),
    ...(Object.keys(cookies!).length > 0 ? { cookies: cookies! } : {}),
    ...(type ? { body: bodyOf(state, scope, node.body!, type) } : {}),
  };
}

function given(
  state: State,
  scope: Scope,
  type: TypeOf<"object">,
  share: number,
): Record<string, Expression> {
  const wanted = Object.entries(type.properties).filter(
    ([, { optional }]) => !optional || chance(state.random, share),
  );
  return Object.fromEntries(
    wanted.map(([parameter, property]) => [parameter, randomValue(state.random, scope, property.type)]),
  );
}

/** A sample, some of its properties fixed or left away, or the whole body as it is. */
function bodyOf(state: State, scope: Scope, schema: string, type: Type): Expression {
  const { random } = state;
  if (type.type !== "object" || chance(random, 0.25)) return randomValue(random, scope, type);
  const fixed = Object.entries(type.properties).flatMap(([property, { type: of, optional }]) => {
    if (!chance(random, 0.3)) return [];
    const absent = optional && chance(random, 0.3);
    const value: Expression = absent
      ? { type: "call", function: "absent", arguments: [] }
      : randomValue(random, scope, of);
    return [[property, value] as const];
  });
  const name: Expression = { type: "string", value: schema };
  const properties: Expression[] =
    fixed.length > 0 ? [{ type: "object", properties: Object.fromEntries(fixed) }] : [];
  return { type: "call", function: "sample", arguments: [name, ...properties] };
}

/** Values of some columns of a profile. */
export function randomProfile(
  { random, database }: State,
  scope: Scope,
  kind: string,
): Record<string, Expression> {
  const profile = profileOf(database, kind);
  const columns = Object.entries(profile?.model.fields ?? {}).filter(
    ([, { type }]) => type !== "bytes" && chance(random, 0.4),
  );
  return Object.fromEntries(
    columns.map(([name, field]) => [name, randomValue(random, scope, columnType(field, database.enums))]),
  );
}

export function randomRefusal({ random, api }: State): Refusal & { status: number } {
  const known = { ...frameworkErrors, ...api.errors };
  const code = pick(random, Object.keys(known))!;
  const { status } = known[code as keyof typeof known];
  return chance(random, 0.6) ? { status, code } : { status };
}

export function randomCases(state: State, { call, scope }: Ready): Case[] {
  const operation = state.api.operations[call.operation]!;
  return Array.from({ length: integerBetween(state.random, 1, 4) }, (): Case => {
    const other = callOf(state, scope, call.operation, operation, call.as);
    const refusal = chance(state.random, 0.3) ? { status: operation.answer.status } : randomRefusal(state);
    const change = {
      ...(other.path && chance(state.random, 0.5) ? { path: other.path } : {}),
      ...(other.query && chance(state.random, 0.5) ? { query: other.query } : {}),
      ...(other.body && chance(state.random, 0.7) ? { body: other.body } : {}),
    };
    return { title: words(state.random), ...change, ...refusal };
  });
}

export function randomRows(state: State, { call, scope }: Ready): MatrixRow[] {
  const { answer, access } = state.api.operations[call.operation]!;
  return ["guest", ...scope.actors.keys()].map((as) => {
    const isLetIn = access.includes("public") || access.includes(scope.actors.get(as) ?? "guest");
    const succeeds = isLetIn && chance(state.random, 0.5);
    return { as, ...(succeeds ? { status: answer.status } : randomRefusal(state)) };
  });
}

/** Names that are nothing special to JavaScript but look so, among plain ones. */
export function fresh(state: State, wished: string): string {
  const odd = ["constructor", "toString", "hasOwnProperty", "async", "of", "type"];
  const base = chance(state.random, 0.05) ? pick(state.random, odd)! : wished.replaceAll(/[^A-Za-z0-9]/g, "");
  state.count += 1;
  return `${base.slice(0, 1).toLowerCase()}${base.slice(1, 30)}${state.count}`;
}
