import type { Database } from "../../database/document.ts";
import { columnOf, sidesOf } from "../../database/fields.ts";
import type { Expression } from "../../expression/document.ts";
import { pathsOf } from "../../expression/visit.ts";
import { empty, join, lines, property, symbol, text, type Text } from "../../text/text.ts";
import type { Api, ApiSchema, Property } from "../document.ts";
import type { Layout } from "../layout.ts";
import { answeredProperties, ROW, sourceOf } from "../source.ts";
import { COUNTS, prepareSource, type Rows } from "./prepared-source.ts";

/** What is loaded of a row: columns, related rows, counts of them, and all that another schema needs of it. */
export interface Selection {
  columns: Set<string>;
  relations: Map<string, Selection>;
  counts: Set<string>;
  uses: Set<string>;
}

/** What an answer of a schema with a model needs of its row. */
export function selectionOf(api: Api, rows: Rows, schema: string): Selection {
  const { model, properties } = api.schemas[schema]!;
  const selection = none();
  if (model !== undefined) addProperties(api, rows, model, selection, properties);
  return selection;
}

function addProperties(
  api: Api,
  rows: Rows,
  model: string,
  selection: Selection,
  properties: Record<string, Property>,
): void {
  for (const [name, one] of answeredProperties(properties)) {
    const source = sourceOf(name, one);
    if (!source) {
      if (one.schema.type === "object") addProperties(api, rows, model, selection, one.schema.properties);
      continue;
    }
    const { expression } = prepareSource(rows, model, source);
    for (const path of pathsOf(expression, ROW)) addPath(rows.database, model, selection, path);
    addUses(api, selection, one.schema, expression, new Map([[ROW, []]]));
  }
}

function addPath(database: Database, model: string, selection: Selection, path: readonly string[]): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (name === COUNTS) {
    for (const counted of rest) selection.counts.add(counted);
    return;
  }
  const side = sidesOf(database, model).find((one) => one.name === name);
  if (side) addPath(database, side.target, related(selection, name), rest);
  else if (columnOf(database.models[model]!, name)) selection.columns.add(name);
}

/** Finds the rows that a schema with a model is made from, wherever they stand in the expression. */
function addUses(
  api: Api,
  selection: Selection,
  schema: ApiSchema,
  node: Expression,
  roots: ReadonlyMap<string, readonly string[]>,
): void {
  const go = (inner: ApiSchema, child: Expression, more = roots): void =>
    addUses(api, selection, inner, child, more);
  switch (schema.type) {
    case "nullable":
      go(schema.of, node);
      return;
    case "array": {
      if (node.type === "list") for (const item of node.items) go(schema.items, item);
      else if (node.type === "iterate" && node.operation === "map") {
        const source = rowPaths(node.source, roots)[0];
        go(schema.items, node.body, source ? new Map([...roots, [node.parameter, source]]) : roots);
      } else go(schema.items, node);
      return;
    }
    case "object":
      if (node.type === "conditional") for (const side of [node.then, node.else]) go(schema, side);
      if (node.type !== "object") return;
      for (const [name, one] of Object.entries(schema.properties)) {
        const value = node.properties[name];
        if (value) go(one.schema, value);
      }
      return;
    case "reference": {
      const target = api.schemas[schema.schema];
      if (!target) return;
      if (target.model === undefined) {
        go({ type: "object", properties: target.properties }, node);
        return;
      }
      for (const path of rowPaths(node, roots)) {
        const place = path.reduce((current, name) => related(current, name), selection);
        place.uses.add(schema.schema);
      }
      return;
    }
    default:
      return;
  }
}

/** The paths of rows that a node's value may be, from the row that the answer is made from. */
export function rowPaths(
  node: Expression,
  roots: ReadonlyMap<string, readonly string[]>,
): (readonly string[])[] {
  switch (node.type) {
    case "name": {
      const root = roots.get(node.name);
      return root ? [root] : [];
    }
    case "member":
      return rowPaths(node.object, roots).map((path) => [...path, node.property]);
    case "element":
      return rowPaths(node.object, roots);
    case "conditional":
      return [...rowPaths(node.then, roots), ...rowPaths(node.else, roots)];
    case "binary":
      return node.operator === "??" ? [...rowPaths(node.left, roots), ...rowPaths(node.right, roots)] : [];
    case "list":
      return node.items.flatMap((item) => rowPaths(item, roots));
    case "iterate": {
      const sources = rowPaths(node.source, roots);
      if (node.operation !== "map")
        return node.operation === "filter" || node.operation === "sort" ? sources : [];
      return sources.flatMap((source) => rowPaths(node.body, new Map([...roots, [node.parameter, source]])));
    }
    default:
      return [];
  }
}

/** How a selection is printed: which uses stand for themselves, and which are written out. */
export interface SelectionContext {
  api: Api;
  rows: Rows;
  layout: Layout;
  /** Whether the constant of a schema may be mentioned; where not, what it selects is written out. */
  mayMention: (schema: string) => boolean;
}

/** The object that Prisma takes as `select`. */
export function selectText(selection: Selection, context: SelectionContext): Text {
  const { api, rows, layout, mayMention } = context;
  const [only, ...others] = selection.uses;
  if (only !== undefined && others.length === 0 && mayMention(only)) {
    const used = selectionOf(api, rows, only);
    if (isWithin(selection, used)) return symbol(layout.select(only));
    if (isApart(selection, used)) {
      const more = [...selection.columns].filter((name) => !used.columns.has(name));
      return text`{
        ...${symbol(layout.select(only))},
        ${members({ ...selection, columns: new Set(more) }, context)}
      }`;
    }
  }
  const whole = [...selection.uses].reduce(
    (merged, schema) => merge(merged, selectionOf(api, rows, schema)),
    { ...selection, uses: new Set<string>() },
  );
  if (whole.uses.size > 0) return selectText(whole, context);
  const printed = members(whole, context);
  return text`{
    ${printed.blank ? text`id: true,` : printed}
  }`;
}

function members(selection: Selection, context: SelectionContext): Text {
  const counts = [...selection.counts].map((name) => text`${property(name)}: true`);
  return lines([
    ...[...selection.columns].map((name) => text`${property(name)}: true,`),
    ...[...selection.relations].map(
      ([name, inner]) => text`${property(name)}: { select: ${selectText(inner, context)} },`,
    ),
    counts.length === 0 ? empty : text`${property(COUNTS)}: { select: { ${join(counts, text`, `)} } },`,
  ]);
}

function none(): Selection {
  return { columns: new Set(), relations: new Map(), counts: new Set(), uses: new Set() };
}

function related(selection: Selection, name: string): Selection {
  const known = selection.relations.get(name);
  if (known) return known;
  const fresh = none();
  selection.relations.set(name, fresh);
  return fresh;
}

function merge(one: Selection, other: Selection): Selection {
  const relations = new Map(one.relations);
  for (const [name, inner] of other.relations) {
    const known = relations.get(name);
    relations.set(name, known ? merge(known, inner) : inner);
  }
  return {
    columns: new Set([...one.columns, ...other.columns]),
    relations,
    counts: new Set([...one.counts, ...other.counts]),
    uses: new Set([...one.uses, ...other.uses]),
  };
}

/** Whether a selection adds nothing to what a used one selects. */
function isWithin(selection: Selection, used: Selection): boolean {
  return (
    selection.relations.size === 0 &&
    selection.counts.size === 0 &&
    [...selection.columns].every((name) => used.columns.has(name))
  );
}

/** Whether what is selected besides does not touch the relations of a used selection. */
function isApart(selection: Selection, used: Selection): boolean {
  const shared = [...selection.relations.keys()].some((name) => used.relations.has(name));
  return !shared && !(selection.counts.size > 0 && used.counts.size > 0);
}
