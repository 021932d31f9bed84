import type { ApiSchema, Filter, Listing } from "../../api/document.ts";
import { followPath } from "../../api/columns.ts";
import { layoutOf } from "../../api/layout.ts";
import { columnOf, sidesOf, type Side } from "../../database/fields.ts";
import { camelCase } from "../../text/names.ts";
import {
  identifier,
  join,
  lines,
  member as access,
  property,
  string,
  symbol,
  text,
  type Text,
} from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { common, delegate, prismaType } from "./names.ts";
import { objectText } from "./data.ts";
import { claim, client, nameOf, type Method } from "./speech.ts";
import { literalText, member, printList } from "./where.ts";

export interface PrintedPage {
  statements: Text[];
  rows: Text;
  /** How many rows there are in all, where that is asked for. */
  total?: Text;
  /** A constant of the file: the orders that a client may ask for. */
  orders?: Text;
}

/** One page of rows: what the procedure asks, narrowed by what the client asks, and how many there are in all. */
export function printPage(
  method: Method,
  statement: Extract<Statement, { type: "page" }>,
  base: readonly Text[],
  select: Text,
  { alone, counted: isCounted }: { alone: boolean; counted: boolean },
): PrintedPage {
  const { model } = statement;
  const listing = method.operation.listing!;
  const query = nameOf(method, "query");
  const where = claim(method, "where");
  const rows = claim(method, statement.name);
  const total = isCounted ? claim(method, "total") : undefined;
  const delegateText = delegate(client(method), model);
  const { members, beside } = filtersOf(method, listing, model, query);
  const both = [...base, ...beside];
  const and = both.length === 1 ? both[0]! : printList(both);
  const condition = lines([
    ...(both.length > 0 ? [text`AND: ${and},`] : []),
    ...members.map((one) => text`${one},`),
  ]);
  const ordersName = identifier(camelCase(`${operationName(method)}_orders`));
  const sorts = Object.keys(listing.sorts);
  const orderBy =
    sorts.length > 0 ? text`${ordersName}[${query}.sort]` : text`[{ createdAt: "desc" }, { id: "desc" }]`;
  const found = text`${delegateText}.findMany({
    ${member("where", where)},
    orderBy: ${orderBy},
    select: ${select},
    ...${common("pageWindow", "page")}(${query}),
  })`;
  const counted = text`${delegateText}.count({ ${member("where", where)} })`;
  const loading = !total
    ? [text`const ${rows} = await ${found};`]
    : alone
      ? [text`const ${rows} = await ${found};`, text`const ${total} = await ${counted};`]
      : [
          text`
        const [${rows}, ${total}] = await Promise.all([
          ${found},
          ${counted},
        ]);
      `,
        ];
  return {
    statements: [
      text`const ${where}: ${prismaType}.${identifier(model)}WhereInput = {
        ${condition}
      };`,
      ...loading,
    ],
    rows,
    ...(total ? { total } : {}),
    ...(sorts.length > 0 ? { orders: printOrders(method, listing, model, ordersName) } : {}),
  };
}

function operationName({ api, operation }: Method): string {
  return Object.keys(api.operations).find((name) => api.operations[name] === operation)!;
}

/** `orderBy` by what `sort` may be; the id comes last, so that no row is on two pages. */
function printOrders(method: Method, listing: Listing, model: string, name: Text): Text {
  const query = symbol({
    ...layoutOf(method.api, method.database).query(operationName(method)),
    typeOnly: true,
  });
  const entries = Object.entries(listing.sorts).flatMap(([sort, { field }]) =>
    (["asc", "desc"] as const).map((direction) => {
      const key = direction === "asc" ? sort : `-${sort}`;
      const id = field === "id" ? [] : [text`{ id: ${string(direction)} }`];
      return text`${property(key)}: ${printList([orderOf(method, model, field.split("."), direction), ...id])},`;
    }),
  );
  return text`const ${name} = {
    ${lines(entries)}
  } satisfies Record<${query}["sort"], ${prismaType}.${identifier(model)}OrderByWithRelationInput[]>;`;
}

function orderOf(method: Method, model: string, path: readonly string[], direction: "asc" | "desc"): Text {
  const [name, ...rest] = path as [string, ...string[]];
  const side = sidesOf(method.database, model).find((one) => one.name === name);
  if (side && rest.length > 0)
    return text`{ ${property(name)}: ${orderOf(method, side.target, rest, direction)} }`;
  const column = columnOf(method.database.models[model]!, name);
  const order = column?.field.nullable
    ? text`{ sort: ${string(direction)}, nulls: "last" }`
    : string(direction);
  return text`{ ${property(name)}: ${order} }`;
}

/** What the client narrows the list by; an absent parameter is undefined, and so asks nothing. */
function filtersOf(
  method: Method,
  listing: Listing,
  model: string,
  query: Text,
): { members: Text[]; beside: Text[] } {
  const byField = new Map<string, [string, Filter][]>();
  for (const [name, filter] of Object.entries(listing.filters)) {
    byField.set(filter.field, [...(byField.get(filter.field) ?? []), [name, filter]]);
  }
  const members: Text[] = [];
  const beside: Text[] = [];
  const roots = new Set<string>();
  for (const [field, filters] of byField) {
    const [root, ...rest] = field.split(".") as [string, ...string[]];
    const reached = followPath(method.database, model, field);
    const list = "column" in reached && reached.column.field.list === true;
    for (const [index, one] of mergeRanges(filters).entries()) {
      const asked = one.map(([name]) => text`${query}${access(name)}`);
      const printed =
        rest.length === 0
          ? plainFilter(one, query, list)
          : relatedFilter(method, model, [root, ...rest], plainFilter(one, query, list), asked);
      if (index === 0 && !roots.has(root)) members.push(text`${property(root)}: ${printed}`);
      else beside.push(text`{ ${property(root)}: ${printed} }`);
      roots.add(root);
    }
  }
  if (listing.search.length > 0) members.push(searchMember(listing.search, query));
  return { members, beside };
}

const ranges = { before: "lt", after: "gt", atLeast: "gte", atMost: "lte" } as const;

type Filters = readonly [string, Filter][];

/** Bounds of one column stand in one object; every other filter in one of its own. */
function mergeRanges(filters: Filters): Filters[] {
  const bounds = filters.filter(([, { operator }]) => operator in ranges);
  const others = filters.filter(([, { operator }]) => !(operator in ranges)).map((one) => [one]);
  const seen = new Set(bounds.map(([, { operator }]) => operator));
  const merged = seen.size === bounds.length ? [bounds] : bounds.map((one) => [one]);
  return [...(bounds.length > 0 ? merged : []), ...others];
}

function plainFilter(filters: Filters, query: Text, list: boolean): Text {
  const [[name, { operator, schema }]] = filters as [[string, Filter]];
  const asked = text`${query}${access(name)}`;
  const absent = text`${asked} === undefined ? undefined :`;
  switch (operator) {
    case "equals":
      return isArray(schema) ? text`{ in: ${asked} }` : asked;
    case "contains":
      return list
        ? text`${absent} { has: ${asked} }`
        : text`${absent} { contains: ${literalText}(${asked}), mode: "insensitive" }`;
    case "isNull":
      return text`${absent} ${asked} ? null : { not: null }`;
    case "before":
    case "after":
    case "atLeast":
    case "atMost":
      return objectText(
        filters.map(([parameter, one]) => {
          return text`${property(ranges[one.operator as keyof typeof ranges])}: ${query}${access(parameter)}`;
        }),
      );
    default:
      return operator satisfies never;
  }
}

function isArray(schema: ApiSchema): boolean {
  return schema.type === "array";
}

/** Related rows are only asked where the client asks: an empty filter would leave out rows without one. */
function relatedFilter(
  method: Method,
  model: string,
  [root, ...rest]: readonly [string, ...string[]],
  filter: Text,
  asked: readonly Text[],
): Text {
  const side = sidesOf(method.database, model).find((one) => one.name === root);
  const absent = asked.map((one) => text`${one} === undefined`);
  return text`${join(absent, text` && `)} ? undefined : ${nest(method, side, rest, filter)}`;
}

function nest(method: Method, side: Side | undefined, path: readonly string[], filter: Text): Text {
  const [name, ...rest] = path as [string, ...string[]];
  const next = side && sidesOf(method.database, side.target).find((one) => one.name === name);
  const inner = text`{ ${property(name)}: ${rest.length > 0 ? nest(method, next, rest, filter) : filter} }`;
  return side?.many ? text`{ some: ${inner} }` : inner;
}

function searchMember(fields: readonly string[], query: Text): Text {
  const options = fields.map(
    (field) =>
      text`{ ${property(field)}: { contains: ${literalText}(${query}.search), mode: "insensitive" } },`,
  );
  return text`OR: ${query}.search === undefined ? undefined : [
    ${lines(options)}
  ]`;
}
