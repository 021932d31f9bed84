import { bodyType, queryType } from "../api/types.ts";
import type { Model } from "../database/document.ts";
import { columnType } from "../database/environment.ts";
import { columnsOf, type Column } from "../database/fields.ts";
import { any, binary, call, equals, isNull, not, path, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import {
  isAssignable,
  isNullable,
  isTextual,
  withoutNull,
  type PropertyType,
  type Type,
} from "../expression/types.ts";
import { unshare } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import { words } from "../text/names.ts";
import type { Subject } from "./generic.ts";

/** A number that a client sends to page by. */
export interface PagingValue {
  value: Expression;
  /** Whether the client may leave it out. */
  optional: boolean;
}

type Sort = NonNullable<Extract<Statement, { type: "find" }>["sort"]>[number];

/** What a client narrows, sorts and pages a list by, in the query or in a body. */
export interface Criteria {
  /** Over `row`. */
  conditions: Expression[];
  sort: Sort[];
  paging?: { page?: PagingValue; size?: PagingValue; offset?: PagingValue };
  /** Something is asked of a column that no query can ask. */
  unclear?: boolean;
}

/** One thing that a client may send: what it is called, and how it is read. */
interface Sent {
  words: string[];
  value: Expression;
  type: Type;
  optional: boolean;
}

/** Reads names of parameters the way they are commonly meant; those that mean nothing here are left alone. */
export function criteriaOf(subject: Subject): Criteria {
  const { context, model } = subject;
  const table = context.database.models[model]!;
  const sent = sentBy(subject);
  const criteria: Criteria = { conditions: [], sort: sortOf(table, sent) };
  for (const one of sent) {
    const role = pagingRole(one);
    if (role) criteria.paging = { ...criteria.paging, [role]: { value: one.value, optional: one.optional } };
    else {
      const condition = isSearch(one) ? searching(table, one) : comparing(subject, table, one);
      if (!condition && columnCalled(table, one.words)) criteria.unclear = true;
      if (condition)
        criteria.conditions.push(unshare(one.optional ? any([isNull(one.value), condition]) : condition));
    }
  }
  return criteria;
}

function sentBy({ context: { api }, operation }: Subject): Sent[] {
  const sources: [string, Type | undefined][] = [
    ["query", queryType(operation, api, "program")],
    ["body", bodyType(operation, api, "program")],
  ];
  return sources.flatMap(([root, type]) => {
    if (type?.type !== "object") return [];
    return Object.entries(type.properties).map(([name, property]) => sentAs(root, name, property));
  });
}

function sentAs(root: string, name: string, { type, optional }: PropertyType): Sent {
  return {
    words: words(name),
    value: path(root, name),
    type: withoutNull(type),
    optional: (optional ?? false) || isNullable(type),
  };
}

const pagingWords = {
  page: ["page", "page number", "current page"],
  size: ["limit", "size", "page size", "per page", "take", "count", "max results"],
  offset: ["offset", "skip", "start"],
} as const;

function pagingRole({ words: named, type }: Sent): keyof typeof pagingWords | undefined {
  if (type.type !== "integer") return undefined;
  const phrase = named.join(" ");
  return (Object.keys(pagingWords) as (keyof typeof pagingWords)[]).find((role) =>
    (pagingWords[role] as readonly string[]).includes(phrase),
  );
}

const searchWords = new Set(["q", "query", "search", "keyword", "keywords", "term", "text", "search term"]);

function isSearch({ words: named, type }: Sent): boolean {
  return isTextual(type) && searchWords.has(named.join(" "));
}

/** Text that stands in any of the row's texts. */
function searching(table: Model, { value }: Sent): Expression | undefined {
  const columns = columnsOf(table).filter(
    ({ field }) => (field.type === "string" || field.type === "text") && !field.list && !field.secret,
  );
  return columns.length === 0 ? undefined : any(columns.map((column) => containing(column, value)));
}

function containing({ name, field }: Column, value: Expression): Expression {
  const test = call("contains", call("lower", path("row", name)), call("lower", value));
  return field.nullable ? binary("&&", binary("!=", path("row", name), { type: "null" }), test) : test;
}

/** How the words around a column's name say what is compared; the longest first. */
const comparisons: { before?: string; after?: string; operator: ">=" | "<=" | "contains" }[] = [
  { after: "from", operator: ">=" },
  { after: "after", operator: ">=" },
  { after: "since", operator: ">=" },
  { after: "start", operator: ">=" },
  { after: "min", operator: ">=" },
  { after: "minimum", operator: ">=" },
  { before: "min", operator: ">=" },
  { before: "minimum", operator: ">=" },
  { before: "from", operator: ">=" },
  { after: "to", operator: "<=" },
  { after: "before", operator: "<=" },
  { after: "until", operator: "<=" },
  { after: "end", operator: "<=" },
  { after: "max", operator: "<=" },
  { after: "maximum", operator: "<=" },
  { before: "max", operator: "<=" },
  { before: "maximum", operator: "<=" },
  { before: "to", operator: "<=" },
  { after: "like", operator: "contains" },
  { after: "contains", operator: "contains" },
];

function comparing({ context: { database } }: Subject, table: Model, sent: Sent): Expression | undefined {
  const typed = (column: Column): Type => columnType({ ...column.field, nullable: false }, database.enums);
  const same = columnCalled(table, sent.words);
  if (same) return same.field.secret ? undefined : equality(same, typed(same), sent);
  for (const { before, after, operator } of comparisons) {
    if (before !== undefined && sent.words[0] !== before) continue;
    if (after !== undefined && sent.words.at(-1) !== after) continue;
    const rest = before === undefined ? sent.words.slice(0, -1) : sent.words.slice(1);
    const column = columnCalled(table, rest);
    if (!column || column.field.secret) continue;
    if (operator === "contains") {
      return isTextual(typed(column)) && column.field.type !== "uuid"
        ? containing(column, sent.value)
        : undefined;
    }
    return isAssignable(sent.type, typed(column))
      ? present(column, binary(operator, path("row", column.name), sent.value))
      : undefined;
  }
  return undefined;
}

function equality(column: Column, held: Type, { type, value }: Sent): Expression | undefined {
  if (held.type === "json" || held.type === "unknown") return undefined;
  if (held.type === "list") return binary("in", value, path("row", column.name));
  if (type.type === "list") return present(column, binary("in", path("row", column.name), value));
  return isAssignable(type, held) ? equals(path("row", column.name), value) : undefined;
}

/** Ordering and lists are only asked of a column that has a value. */
function present({ name, field }: Column, test: Expression): Expression {
  return field.nullable ? binary("&&", binary("!=", path("row", name), { type: "null" }), test) : test;
}

/** The column of these words; a moment is also called without its ending: `created` is `createdAt`. */
function columnCalled(table: Model, named: readonly string[]): Column | undefined {
  const phrase = named.join(" ");
  if (phrase === "") return undefined;
  return columnsOf(table).find(({ name }) => {
    const own = words(name).join(" ");
    return own === phrase || own === `${phrase} at` || own === `${phrase} id`;
  });
}

const sortWords = new Set(["sort", "sort by", "order by", "sort field"]);
const directionWords = new Set(["order", "direction", "sort order", "order direction", "sort direction"]);

/** Orders that the client may choose between, then one that is always the same. */
function sortOf(table: Model, sent: readonly Sent[]): Sort[] {
  const chosen = sent.find(({ words: named, type }) => sortWords.has(named.join(" ")) && isTextual(type));
  const direction = sent.find(
    ({ words: named, type }) => directionWords.has(named.join(" ")) && isTextual(type),
  );
  const falls = direction && valuesOf(direction.type).find((value) => /^desc/i.test(value));
  const ways = (chosen ? valuesOf(chosen.type) : []).flatMap((value): Sort[] => {
    const { column, direction: said } = orderIn(table, value);
    if (!column) return [];
    const isChosen = equals(chosen!.value, text(value));
    if (said || !direction || falls === undefined) {
      return [{ field: column.name, direction: said ?? "asc", when: isChosen }];
    }
    const isFalling = equals(direction.value, text(falls));
    return [
      { field: column.name, direction: "desc", when: binary("&&", isChosen, isFalling) },
      { field: column.name, direction: "asc", when: binary("&&", isChosen, not(isFalling)) },
    ];
  });
  const newest: Sort[] =
    falls !== undefined && direction && !chosen
      ? [{ field: "createdAt", direction: "asc", when: not(equals(direction.value, text(falls))) }]
      : [];
  const isAsked = ways.length > 0 || newest.length > 0 || sent.some((one) => pagingRole(one));
  return isAsked
    ? [...ways, ...newest, { field: "createdAt", direction: "desc" }, { field: "id", direction: "desc" }]
    : [];
}

function valuesOf(type: Type): readonly string[] {
  return type.type === "enum" ? type.values : [];
}

/** `created_at`, `-created_at`, `created_at DESC`, `created_at.desc`, `new`, `old`. */
function orderIn(table: Model, value: string): { column?: Column; direction?: "asc" | "desc" } {
  const named = words(value);
  const last = named.at(-1) ?? "";
  const said = last === "desc" || value.startsWith("-") ? "desc" : last === "asc" ? "asc" : undefined;
  const phrase = last === "asc" || last === "desc" ? named.slice(0, -1) : named;
  const age = ageOf(phrase.join(" "));
  const column = columnCalled(table, age ? ["created", "at"] : phrase);
  const direction = age ?? said;
  const isSortable =
    column && !column.field.list && !column.field.secret && !["json", "bytes"].includes(column.field.type);
  return { ...(isSortable ? { column } : {}), ...(direction ? { direction } : {}) };
}

function ageOf(phrase: string): "asc" | "desc" | undefined {
  if (["new", "newest", "latest", "recent"].includes(phrase)) return "desc";
  return ["old", "oldest"].includes(phrase) ? "asc" : undefined;
}
