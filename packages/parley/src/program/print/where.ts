import type { Database } from "../../database/document.ts";
import type { Column } from "../../database/fields.ts";
import type { Expression } from "../../expression/document.ts";
import { join, property, text, type Text } from "../../text/text.ts";
import { common, prismaValue } from "./names.ts";
import { all, any, type Test } from "../../expression/where.ts";
import type { Where } from "../where.ts";

/** An object of Prisma's `WhereInput`, member by member; nested objects can take further members. */
interface Filter {
  members: Map<string, Text | Filter>;
  /** What would need a key twice. */
  and: Text[];
}

export interface WhereContext {
  database: Database;
  /** Prints what is compared with; never undefined. */
  value: (node: Expression) => Text;
  /** Prints a condition that is decided before the query. */
  condition: (node: Expression, truth: boolean) => Text;
  /** Names a column of the row itself; absent where no client is at hand. */
  column?: (model: string, name: string) => Text;
}

/** Takes `%` and `_` for what they are: Prisma hands them to LIKE as they come. */
export const literalText = common("literalText", "literal-text");

// Inside of others, Prisma forgets `{ OR: [] }` in an AND and `{}` in an OR, so both are said by the key.
const noKey: Text = text`{ in: [] }`;

/** A filter that no row passes, wherever it stands. */
export const nothing: Text = text`{ id: ${noKey} }`;

/** A filter that every row passes, as an alternative too. */
const everything: Text = text`{ id: { notIn: [] } }`;

/** Prints a condition as Prisma's `WhereInput`; `more` are objects that must hold too, `keys` are members before it. */
export function printWhere(
  where: Where,
  context: WhereContext,
  more: readonly Text[] = [],
  keys: readonly (readonly [name: string, value: Text])[] = [],
): Text {
  const filter: Filter = { members: new Map(keys), and: [...more] };
  add(filter, filterOf(where, context));
  return printFilter(filter);
}

function filterOf(where: Where, context: WhereContext): Filter {
  switch (where.type) {
    case "all":
      return allOf(where.parts, context);
    case "any":
      return anyOf(where.parts, context);
    case "value":
      return { members: new Map(), and: [text`${valueTest(where, context)} ? {} : ${nothing}`] };
    case "column":
      return testOf(where.column, where.test, context);
    case "missing":
      return single(where.side.name, where.negated ? text`{ isNot: null }` : text`null`);
    case "related":
      return relatedOf(where, context);
    default:
      return where satisfies never;
  }
}

/** What stands behind a decided condition is only asked where that holds: TypeScript knows then what it knows. */
function allOf(parts: readonly Where[], context: WhereContext): Filter {
  const merged: Filter = { members: new Map(), and: [] };
  for (const [index, part] of parts.entries()) {
    if (part.type === "value") {
      const rest = printWhere(all(parts.slice(index + 1)), context);
      merged.and.push(text`${valueTest(part, context)} ? ${rest} : ${nothing}`);
      return merged;
    }
    add(merged, filterOf(part, context));
  }
  return merged;
}

/** The same for alternatives: what comes behind a decided condition is only asked where that does not hold. */
function anyOf(parts: readonly Where[], context: WhereContext): Filter {
  if (parts.length === 0) return single("id", noKey);
  const printed: Text[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.type === "value") {
      const rest = printWhere(any(parts.slice(index + 1)), context);
      const holds = printed.length === 0 ? text`{}` : everything;
      printed.push(text`${valueTest(part, context)} ? ${holds} : ${rest}`);
      break;
    }
    printed.push(printWhere(part, context));
  }
  if (printed.length === 1 && parts.length > 1) return { members: new Map(), and: printed };
  return single("OR", printList(printed));
}

function valueTest({ condition, truth }: Extract<Where, { type: "value" }>, context: WhereContext): Text {
  return context.condition(condition, truth);
}

function relatedOf(where: Extract<Where, { type: "related" }>, context: WhereContext): Filter {
  const { side, quantifier } = where;
  const inner = filterOf(withoutDeleted(where, context.database), context);
  if (quantifier === "is") {
    if (inner.and.length === 0) return single(side.name, inner);
    return single(side.name, printFilter(inner));
  }
  return single(side.name, text`{ ${property(quantifier)}: ${printFilter(inner)} }`);
}

/** The condition over rows that were not deleted softly. */
export function alive(where: Where, model: string, database: Database): Where {
  return database.models[model]?.softDelete ? all([where, deletion(false)]) : where;
}

/** Deleted rows are not among the related ones. */
function withoutDeleted(
  { side, quantifier, where }: Extract<Where, { type: "related" }>,
  database: Database,
): Where {
  if (quantifier === "is" || !database.models[side.target]?.softDelete) return where;
  return quantifier === "every" ? any([deletion(true), where]) : alive(where, side.target, database);
}

function deletion(deleted: boolean): Where {
  const column: Column = {
    name: "deletedAt",
    field: { id: "deletedAt", type: "datetime", nullable: true },
    implicit: true,
  };
  return { type: "column", column, test: { type: "null", negated: deleted } };
}

function testOf({ name, field }: Column, test: Test, { value, column }: WhereContext): Filter {
  switch (test.type) {
    case "compareColumn": {
      const other = column!(test.model, test.column);
      if (test.operator === "not") return single(name, nested("not", text`{ equals: ${other} }`));
      return single(name, nested(test.operator, other));
    }
    case "compare":
      if (test.operator === "equals") return single(name, value(test.value));
      return single(name, nested(test.operator, value(test.value)));
    case "boolean":
      return single(name, test.value ? text`true` : text`false`);
    case "null": {
      // A column of JSON may hold the null of JSON too.
      if (field.type === "json")
        return single(name, nested(test.negated ? "not" : "equals", text`${prismaValue}.DbNull`));
      return single(name, test.negated ? nested("not", text`null`) : text`null`);
    }
    case "in":
      return single(name, nested(test.negated ? "notIn" : "in", value(test.values)));
    case "contains":
    case "startsWith":
    case "endsWith": {
      const mode = test.insensitive ? text`, mode: "insensitive"` : text``;
      return negatedIf(
        test.negated,
        name,
        text`{ ${property(test.type)}: ${literalText}(${value(test.value)})${mode} }`,
      );
    }
    case "has":
      return negatedIf(test.negated, name, text`{ has: ${value(test.value)} }`);
    case "empty":
      return single(name, nested("isEmpty", test.negated ? text`false` : text`true`));
    default:
      return test satisfies never;
  }
}

function negatedIf(negated: boolean, name: string, printed: Text): Filter {
  return negated ? single("NOT", text`{ ${property(name)}: ${printed} }`) : single(name, printed);
}

function nested(operator: string, printed: Text): Filter {
  return single(operator, printed);
}

function single(name: string, printed: Text | Filter): Filter {
  return { members: new Map([[name, printed]]), and: [] };
}

/** Takes up what another filter asks: in the same object where the keys are free or can be merged, else beside it. */
function add(filter: Filter, other: Filter): void {
  if (other.and.length === 0 && fits(filter, other)) mergeInto(filter, other);
  else if ([...other.members.keys()].some((key) => filter.members.has(key)))
    filter.and.push(printFilter(other));
  else {
    mergeInto(filter, { members: other.members, and: [] });
    filter.and.push(...other.and);
  }
}

function fits(filter: Filter, other: Filter): boolean {
  return [...other.members].every(([key, inner]) => {
    const known = filter.members.get(key);
    if (!known) return true;
    return isFilter(known) && isFilter(inner) && fits(known, inner);
  });
}

function mergeInto(filter: Filter, other: Filter): void {
  for (const [key, inner] of other.members) {
    const known = filter.members.get(key);
    if (known && isFilter(known) && isFilter(inner)) mergeInto(known, inner);
    else filter.members.set(key, isFilter(inner) ? { members: new Map(inner.members), and: [] } : inner);
  }
}

function isFilter(printed: Text | Filter): printed is Filter {
  return "members" in printed;
}

function printFilter({ members, and }: Filter): Text {
  const parts = [...members].map(([key, inner]) => member(key, isFilter(inner) ? printFilter(inner) : inner));
  if (and.length === 1) parts.push(text`AND: ${and[0]!}`);
  if (and.length > 1) parts.push(text`AND: ${printList(and)}`);
  return parts.length === 0 ? text`{}` : text`{ ${join(parts, text`, `)} }`;
}

/** `key: value`, or the bare key where the value is a variable of its name. */
export function member(key: string, value: Text): Text {
  const { piece } = value;
  return piece.type === "identifier" && piece.name === key ? value : text`${property(key)}: ${value}`;
}

export function printList(items: readonly Text[]): Text {
  return text`[${join(items, text`, `)}]`;
}
