import type { Api } from "../../src/api/document.ts";
import { groupsOf } from "../../src/api/query.ts";
import type { Database } from "../../src/database/document.ts";
import { all, call, equals, text } from "../../src/expression/build.ts";
import type { Expression } from "../../src/expression/document.ts";
import { stringType, type Type } from "../../src/expression/types.ts";
import type { Scenario, Scenarios, TestStatement } from "../../src/scenario/document.ts";
import { answerOf, bound, emptyScope, scopeAfter, type Scope } from "../../src/scenario/scope.ts";
import type { Random } from "../../src/schema/pattern.ts";
import {
  fresh,
  randomCases,
  randomProfile,
  randomRefusal,
  randomRows,
  readyCall,
  type State,
} from "./scenario-call.ts";
import { chance, integerBetween, type Known, pick, randomValue, valuesIn, words } from "./scenario-value.ts";

/**
 * Random tests over an API, of every kind of statement: well typed for the most part. They prove no requirements.
 * `size`: about how many statements each has; there are as many tests, at least three.
 */
export function randomScenarios(random: Random, database: Database, api: Api, size: number): Scenarios {
  const kinds = Object.values(database.models).flatMap(({ traits }) =>
    (traits ?? []).flatMap((trait) => (trait.type === "actor" ? [trait.kind] : [])),
  );
  const entries = Array.from({ length: Math.max(3, size) }, (_, index): [string, Scenario] => {
    const state: State = { random, api, database, kinds, left: size, count: 0 };
    return [`scenario${index}`, randomScenario(state, index)];
  });
  return { scenarios: Object.fromEntries(entries) };
}

/** The first three are a story, cases and a matrix. */
function randomScenario(state: State, index: number): Scenario {
  const { random, api } = state;
  const common = {
    id: `scenario/${index}`,
    group: pick(random, groupsOf(api)) ?? "all",
    title: `${index} ${words(random)}`,
    proves: [],
    ...(chance(random, 0.2) ? { alone: true } : {}),
  };
  const operations = Object.keys(api.operations);
  const type = index < 3 ? index : integerBetween(random, 0, 4);
  if (type !== 1 && type !== 2) {
    const statements = randomStatements(state, emptyScope(api)).statements;
    return { type: "story", ...common, statements: [...opening(state), ...statements] };
  }
  const before = randomStatements(state, emptyScope(api), chance(random, 0.5) ? undefined : 0);
  // Behind the end of its setup, a table would reach nothing.
  const setup = before.statements.filter(({ type: kind }) => kind !== "return" && kind !== "throw");
  const ready = readyCall(state, before.scope, setup, pick(random, operations)!);
  return type === 1
    ? { type: "cases", ...common, setup, call: ready.call, cases: randomCases(state, ready) }
    : { type: "matrix", ...common, setup, call: ready.call, rows: randomRows(state, ready) };
}

/** What every story asserts at least: some call. */
function opening(state: State): TestStatement[] {
  const setup: TestStatement[] = [];
  const { call } = readyCall(
    state,
    emptyScope(state.api),
    setup,
    pick(state.random, Object.keys(state.api.operations))!,
  );
  return [...setup, { type: "call", call }];
}

const statementTypes: readonly TestStatement["type"][] = [
  "actor",
  "call",
  "refuse",
  "race",
  "walk",
  "expect",
  "let",
  "if",
  "forEach",
  "advance",
  "inbox",
];

/** `most`: statements at the most; as many as are left unless told. */
function randomStatements(
  state: State,
  start: Scope,
  most = state.left,
): { statements: TestStatement[]; scope: Scope } {
  const statements: TestStatement[] = [];
  let scope = start;
  const count = Math.min(most, integerBetween(state.random, 1, Math.max(1, state.left)));
  for (let index = 0; index < count && state.left > 0; index++) {
    state.left -= 1;
    const setup: TestStatement[] = [];
    const made = randomStatement(state, scope, setup, pick(state.random, statementTypes)!);
    statements.push(...setup);
    if (!made) {
      for (const before of setup) scope = scopeAfter(state.api, scope, before);
      continue;
    }
    statements.push(made.statement);
    scope = scopeAfter(state.api, made.scope, made.statement, made.value);
  }
  if (chance(state.random, 0.1)) {
    statements.push(
      chance(state.random, 0.5) ? { type: "return" } : { type: "throw", message: words(state.random) },
    );
  }
  return { statements, scope };
}

type Made = { statement: TestStatement; scope: Scope; value?: Type };

/** One statement of a kind; `undefined` where nothing here allows it. `setup` gets what has to stand before it. */
function randomStatement(
  state: State,
  scope: Scope,
  setup: TestStatement[],
  type: TestStatement["type"],
): Made | undefined {
  const { random, api } = state;
  const operations = Object.keys(api.operations);
  const title = chance(random, 0.3) ? { title: words(random) } : {};
  switch (type) {
    case "actor": {
      const kind = pick(random, state.kinds);
      if (kind === undefined) return undefined;
      const profile = chance(random, 0.4) ? { profile: randomProfile(state, scope, kind) } : {};
      return { statement: { type: "actor", name: fresh(state, kind), kind, ...profile }, scope };
    }
    case "call": {
      const ready = readyCall(state, scope, setup, pick(random, operations)!);
      const answers = answerOf(api, ready.call.operation) !== undefined && chance(random, 0.8);
      const kept = answers ? { name: fresh(state, "answer") } : {};
      return { statement: { type: "call", call: ready.call, ...kept, ...title }, scope: ready.scope };
    }
    case "refuse": {
      const ready = readyCall(state, scope, setup, pick(random, operations)!);
      return {
        statement: {
          type: "refuse",
          call: ready.call,
          refusal: chance(random, 0.1) ? {} : randomRefusal(state),
          ...title,
        },
        scope: ready.scope,
      };
    }
    case "race": {
      const one = readyCall(state, scope, setup, pick(random, operations)!);
      const calls = Array.from({ length: integerBetween(random, 2, 4) }, () => one.call);
      const succeed = integerBetween(random, 0, calls.length);
      return { statement: { type: "race", calls, succeed, refusal: randomRefusal(state) }, scope: one.scope };
    }
    case "walk": {
      const paged = operations.filter((operation) => api.operations[operation]!.answer.shape === "page");
      const operation = pick(random, paged);
      if (operation === undefined) return undefined;
      const ready = readyCall(state, scope, setup, operation);
      delete ready.call.query?.["page"];
      return { statement: { type: "walk", call: ready.call, name: fresh(state, "all") }, scope: ready.scope };
    }
    case "expect": {
      const condition = randomCondition(state, scope);
      return condition && { statement: { type: "expect", condition, ...title }, scope };
    }
    case "let": {
      const known = pick(random, valuesIn(scope));
      const drawn: Known = { expression: randomValue(random, scope, stringType), type: stringType };
      const { expression: value, type: of } = known && chance(random, 0.5) ? known : drawn;
      return { statement: { type: "let", name: fresh(state, "value"), value }, scope, value: of };
    }
    case "if": {
      const condition = randomCondition(state, scope);
      if (!condition) return undefined;
      const then = randomStatements(state, scope).statements;
      const otherwise = chance(random, 0.5) ? { else: randomStatements(state, scope).statements } : {};
      return { statement: { type: "if", condition, then, ...otherwise }, scope };
    }
    case "forEach": {
      const two: Expression = { type: "list", items: [drawnText(random), drawnText(random)] };
      const list = pick(random, listsIn(scope)) ?? { source: two, of: stringType };
      const each = fresh(state, "each");
      const { statements: body } = randomStatements(state, bound(scope, each, list.of));
      return { statement: { type: "forEach", name: each, in: list.source, body }, scope };
    }
    case "advance":
      return {
        statement: { type: "advance", duration: pick(random, ["PT5M", "P1D", "P2W", "PT36H", "P1M"])! },
        scope,
      };
    case "inbox": {
      const of = pick(random, [...scope.actors.keys()]);
      return of === undefined
        ? undefined
        : { statement: { type: "inbox", of, name: fresh(state, "mails") }, scope };
    }
    case "return":
      return { statement: { type: "return" }, scope };
    case "throw":
      return { statement: { type: "throw", message: words(random) }, scope };
    default:
      return type satisfies never;
  }
}

function drawnText(random: Random): Expression {
  return call("unique", text(words(random)));
}

function listsIn(scope: Scope): { source: Expression; of: Type }[] {
  return valuesIn(scope).flatMap(({ expression, type }) =>
    type.type === "list" ? [{ source: expression, of: type.of }] : [],
  );
}

/** A condition over something that the test knows; `undefined` where it knows nothing yet. */
function randomCondition({ random }: State, scope: Scope): Expression | undefined {
  const known = valuesIn(scope).filter(({ type }) => ["string", "integer", "boolean"].includes(type.type));
  const one = pick(random, known);
  if (!one) return undefined;
  const simple = equals(one.expression, randomValue(random, scope, one.type));
  return chance(random, 0.7) ? simple : all([simple, randomValue(random, scope, { type: "boolean" })]);
}
