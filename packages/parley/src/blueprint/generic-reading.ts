import { schemaType } from "../api/types.ts";
import { actorKinds, isProfile } from "../database/environment.ts";
import {
  all,
  any,
  binary,
  call,
  equals,
  falseValue,
  integer,
  isNull,
  isPresent,
  name,
  path,
  text,
} from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { freeNames } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import { answerWith, type AtHand } from "./generic-answer.ts";
import { criteriaOf, type Criteria } from "./generic-criteria.ts";
import { findOwn, findParents, listVariable, scopeOf } from "./generic-rows.ts";
import { routeOf, wordsOf } from "./generic-route.ts";
import type { Subject } from "./generic.ts";
import { modelVariable, rowVariable } from "./variables.ts";

const COUNTING = new Set(["count", "counts", "total"]);

/** What an operation can mean that only reads, the likeliest first. */
export function* readings(subject: Subject): Generator<Statement[]> {
  const { verb, body } = subject.operation;
  const asks =
    verb === "GET" || ((verb === "PATCH" || verb === "POST") && (body !== undefined || verb === "PATCH"));
  for (const reading of [
    ...(asks && subject.answer.type === "rows" ? [listing] : []),
    ...(verb === "GET" && subject.answer.type === "row" ? [showing, showingOwn] : []),
    ...(verb === "GET" && subject.answer.type !== "rows" ? [counting, showing] : []),
  ]) {
    const statements = reading(subject);
    if (statements) yield statements;
  }
}

/** A page or all of the rows, those below the path's rows, narrowed by what the client asks. */
function listing(subject: Subject): Statement[] | undefined {
  const { context, model, operation, answer } = subject;
  const route = routeOf(context, operation, model, false);
  if (!route) return undefined;
  const parents = findParents(subject, route);
  const where = parents.conditions.length === 0 ? {} : { where: all(parents.conditions) };
  if (answer.paged) {
    if (!operation.listing) return undefined;
    const rows = modelVariable(model, { after: "page" });
    return [
      ...parents.statements,
      { type: "page", name: rows, model, parameter: "row", ...where, scope: scopeOf(subject, model, "read") },
      { type: "return", value: name(rows) },
    ];
  }
  const criteria = criteriaOf(subject);
  if (criteria.unclear) return undefined;
  const conditions = [...parents.conditions, ...criteria.conditions];
  const list = listVariable(model);
  const find: Statement = {
    type: "find",
    name: list,
    mode: "many",
    model,
    parameter: "row",
    ...(conditions.length > 0 ? { where: all(conditions) } : {}),
    scope: scopeOf(subject, model, "read"),
    ...(criteria.sort.length > 0 ? { sort: criteria.sort } : {}),
  };
  const atHand: AtHand = { rows: parents.rows, list: { variable: list, model }, values: {} };
  const plain = criteria.paging ? undefined : answerWith(context, operation, atHand);
  if (plain) return [...parents.statements, find, plain];
  return paged(subject, { find, parents: parents.statements, conditions, criteria, atHand });
}

interface Paging {
  find: Statement & { type: "find" };
  parents: Statement[];
  conditions: Expression[];
  criteria: Criteria;
  atHand: AtHand;
}

const DEFAULT_SIZE = 20;
const MAXIMUM_SIZE = 100;

/** A part of the rows and how many there are in all, for an answer that is an object of the API's own. */
function paged(
  subject: Subject,
  { find, parents, conditions, criteria, atHand }: Paging,
): Statement[] | undefined {
  const { context, operation } = subject;
  const { size, page, offset } = criteria.paging ?? {};
  const total = countOf(subject, conditions);
  const sizeValue = size
    ? call("min", atLeast(size, 1, DEFAULT_SIZE), integer(MAXIMUM_SIZE))
    : integer(DEFAULT_SIZE);
  const isSized = size !== undefined || page !== undefined || offset !== undefined;
  const start: Expression = offset
    ? atLeast(offset, 0, 0)
    : page
      ? binary("*", binary("-", name("page"), integer(1)), name("size"))
      : integer(0);
  const answer = answerWith(context, operation, {
    ...atHand,
    values: {
      size: isSized ? name("size") : name("total"),
      total: name("total"),
      offset: isSized ? name("offset") : integer(0),
      page: page ? name("page") : isSized ? pageAt(name("offset")) : integer(1),
      pages: isSized ? call("ceil", binary("/", call("decimal", name("total")), name("size"))) : integer(1),
    },
  });
  if (!answer) return undefined;
  const settings: Statement[] = isSized
    ? [
        { type: "let", name: "size", value: sizeValue },
        ...(page ? [{ type: "let" as const, name: "page", value: atLeast(page, 1, 1) }] : []),
        { type: "let", name: "offset", value: start },
      ]
    : [];
  const window = isSized ? { window: { offset: name("offset"), size: name("size") } } : {};
  const isCounted = answer.type === "return" && answer.value && freeNames(answer.value).has("total");
  return [
    ...parents,
    ...settings,
    ...(isCounted ? [{ type: "let" as const, name: "total", value: total }] : []),
    { ...find, ...window },
    answer,
  ];
}

/** How many rows the caller may read that fulfil the conditions; a count knows no scope of its own. */
function countOf({ context, model, operation }: Subject, conditions: readonly Expression[]): Expression {
  const scope = context.database.models[model]?.scope?.read;
  const reach = (kind: string): Expression => scope?.[kind === "public" ? "guest" : kind] ?? falseValue;
  const [only, ...others] = operation.access;
  const scoped =
    others.length === 0
      ? reach(only!)
      : any(operation.access.map((kind) => all([isCaller(kind, operation.access), reach(kind)])));
  const where = [...(scope ? [scoped] : []), ...conditions];
  return {
    type: "query",
    operation: "count",
    model,
    parameter: "row",
    ...(where.length > 0 ? { where: all(where) } : {}),
  };
}

function isCaller(kind: string, access: readonly string[]): Expression {
  if (kind === "public") return isNull(name("actor"));
  const isKind = equals(path("actor", "kind"), text(kind));
  return access.includes("public") ? all([isPresent(name("actor")), isKind]) : isKind;
}

function pageAt(offset: Expression): Expression {
  return binary("+", call("floor", binary("/", call("decimal", offset), name("size"))), integer(1));
}

/** A number that the client may leave out, and never below a bound. */
function atLeast(
  { value, optional }: { value: Expression; optional: boolean },
  least: number,
  standard: number,
): Expression {
  return call("max", optional ? binary("??", value, integer(standard)) : value, integer(least));
}

/** One row by its key. */
function showing(subject: Subject): Statement[] | undefined {
  const { context, model, operation } = subject;
  const route = routeOf(context, operation, model, true);
  if (!route) return undefined;
  return answered(subject, [findOwn(subject, route, "read")]);
}

/** The caller's own profile, or the only row that belongs to it. */
function showingOwn(subject: Subject): Statement[] | undefined {
  const { model, operation } = subject;
  const own = ownColumn(subject);
  if (own === undefined || Object.keys(operation.parameters).length > 0) return undefined;
  const find: Statement = {
    type: "find",
    name: rowVariable(model),
    mode: "one",
    model,
    parameter: "row",
    where: equals(path("row", own), path("actor", "id")),
    scope: scopeOf(subject, model, "read"),
    error: "not-found",
  };
  return answered(subject, [find]);
}

/** The column that says whose row it is, where callers are of one kind and have one row of the model each. */
function ownColumn({ context: { database }, model, operation }: Subject): string | undefined {
  const [kind, ...others] = operation.access;
  if (others.length > 0 || kind === undefined || !actorKinds(database).includes(kind)) return undefined;
  if (isProfile(database, model, kind)) return "id";
  const relations = Object.entries(database.models[model]!.relations);
  const owned = relations.find(
    ([, { target, cardinality }]) => cardinality === "oneToOne" && isProfile(database, target, kind),
  );
  return owned && `${owned[0]}Id`;
}

function answered({ context, model, operation }: Subject, statements: Statement[]): Statement[] | undefined {
  const rows = [{ value: name(rowVariable(model)), model }];
  const answer = answerWith(context, operation, { rows, values: {} });
  return answer && [...statements, answer];
}

/** How many rows there are: `GET /posts/{postId}/comments/count`. */
function counting(subject: Subject): Statement[] | undefined {
  const { context, model, operation } = subject;
  const { schema } = operation.answer;
  const last = wordsOf(operation).at(-1) ?? "";
  if (schema === undefined || !COUNTING.has(last)) return undefined;
  const integers = Object.values(context.api.schemas[schema]?.properties ?? {}).filter(
    (property) => schemaType(property.schema, context.api, "program").type === "integer",
  );
  const route = routeOf(context, operation, model, false);
  if (!route || integers.length !== 1) return undefined;
  const { statements, conditions } = findParents(subject, route);
  const criteria = criteriaOf(subject);
  const total = countOf(subject, [...conditions, ...criteria.conditions]);
  const answer = answerWith(context, operation, { rows: [], values: { total: name("total") } });
  return answer && [...statements, { type: "let", name: "total", value: total }, answer];
}
