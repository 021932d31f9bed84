import type { ApiSchema, Operation, Property } from "../../api/document.ts";
import { columnOf, type Column } from "../../database/fields.ts";
import { call, integer, nullValue } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { namesRow } from "../../scenario/print/random-value.ts";
import { camelCase } from "../../text/names.ts";
import { propertyFor, type Meaning } from "./generic-meaning.ts";
import type { House } from "./house.ts";
import { sample } from "./plan.ts";

/** The longest text that a sample has where its schema sets no bound. */
const usualLength = 12;
/** Digits before the point that a sample's numbers have at most. */
const usualDigits = 7;

/**
 * A body that surely is taken; `keyOf` makes a row that a key has to name, `chosen` are values of columns that the test
 * goes on with. Without `value` the operation takes none.
 */
export function bodyFor(
  house: House,
  operation: Operation,
  model: string,
  keyOf: (model: string) => Expression | undefined,
  chosen: Readonly<Record<string, Expression>> = {},
): { value?: Expression; known: Record<string, Expression> } | undefined {
  if (operation.body === undefined) return { known: {} };
  const schema = house.api.schemas[operation.body];
  const table = house.database.models[model];
  if (!schema || schema.value || !table) return undefined;
  const fixed: Record<string, Expression> = {};
  const known: Record<string, Expression> = {};
  for (const [name, property] of Object.entries(schema.properties)) {
    if (property.only === "answer") continue;
    const wire = property.wire ?? name;
    const column = columnOf(table, camelCase(name));
    const isFree = property.optional ?? false;
    const own = column && chosen[column.name];
    if (own) {
      fixed[wire] = own;
      known[column.name] = own;
    } else if (column?.relation !== undefined) {
      const key = keyFor(keyOf, table.relations[column.relation]!.target, property);
      if (key === undefined) return undefined;
      if (key !== "left") fixed[wire] = key;
      if (typeof key === "object" && key.type !== "null") known[column.name] = key;
    } else if (namesRow(property.schema) && !isFree && !column) {
      // An id that nothing here knows how to come by.
      if (property.schema.type !== "nullable") return undefined;
    } else if (!isFree && asksForIds(house, property.schema)) return undefined;
    else if (column) {
      const narrow = narrowValue(column, property);
      if (narrow) fixed[wire] = narrow;
    }
  }
  return { value: sample(operation.body, fixed), known };
}

/** A value that hardly any other row has, for a column that tells rows apart; `undefined` for what is not told so. */
export function newKey({ schema }: Property): Expression | undefined {
  const bare = schema.type === "nullable" ? schema.of : schema;
  if (!isWide(bare)) return undefined;
  if (bare.type === "integer") {
    const [least, most] = [Math.max(bare.minimum ?? 1, 1), Math.min(bare.maximum ?? mostInt, mostInt)];
    return least < most ? call("randomInteger", integer(least), integer(most)) : undefined;
  }
  if (bare.type !== "string" || bare.format !== undefined) return undefined;
  const length = Math.max(bare.minLength ?? 0, Math.min(usualLength, bare.maxLength ?? usualLength));
  return call("randomText", integer(length), integer(length));
}

/** Of PostgreSQL's usual whole numbers. */
const mostInt = 2_147_483_647;

/** The key of a row that a property points to; `left` where it may be left away and a sample does so. */
function keyFor(
  keyOf: (model: string) => Expression | undefined,
  target: string,
  { schema, optional }: Property,
): Expression | "left" | undefined {
  if (optional) return namesRow(schema) ? "left" : call("absent");
  return schema.type === "nullable" ? nullValue : keyOf(target);
}

/** Whether a value holds ids of rows that cannot be left away. */
function asksForIds(house: House, schema: ApiSchema, trail: readonly string[] = []): boolean {
  switch (schema.type) {
    case "array":
      return (schema.minItems ?? 0) > 0 && (namesRow(schema.items) || asksForIds(house, schema.items, trail));
    case "reference": {
      if (trail.includes(schema.schema)) return false;
      const named = house.api.schemas[schema.schema];
      return named ? anyAsks(house, named.properties, [...trail, schema.schema]) : false;
    }
    case "object":
      return anyAsks(house, schema.properties, trail);
    case "json":
      return schema.of ? asksForIds(house, schema.of, trail) : false;
    case "oneOf":
    case "union":
      return true;
    default:
      return false;
  }
}

function anyAsks(house: House, properties: Record<string, Property>, trail: readonly string[]): boolean {
  return Object.values(properties).some(
    ({ schema, optional }) => !optional && (namesRow(schema) || asksForIds(house, schema, trail)),
  );
}

/** A value that fits a column which holds less than its property says. */
function narrowValue({ field }: Column, { schema }: Property): Expression | undefined {
  const bare = schema.type === "nullable" ? schema.of : schema;
  const most = field.maxLength;
  if (
    bare.type === "string" &&
    bare.format === undefined &&
    bare.pattern === undefined &&
    most !== undefined
  ) {
    const isLong = Math.max(bare.minLength ?? 0, Math.min(usualLength, bare.maxLength ?? usualLength)) > most;
    return isLong ? call("randomText", integer(most), integer(most)) : undefined;
  }
  if (bare.type === "string" && bare.format === undefined && field.type === "uuid") return call("unknownId");
  const digits = (field.precision ?? 14) - (field.scale ?? 2);
  const isNumber = bare.type === "number" || bare.type === "integer";
  return isNumber && field.type === "decimal" && digits < usualDigits ? integer(1) : undefined;
}

/** Whether rows that other tests make may have the same values in columns that have to be unique. */
export function mayCollide(
  { database, api }: House,
  { model, operation, type }: Meaning,
  known: Readonly<Record<string, Expression>>,
): boolean {
  const body = operation.body === undefined ? undefined : api.schemas[operation.body];
  const properties = Object.entries(body?.properties ?? {});
  const sentAs = (column: string): ApiSchema | undefined =>
    properties.find(([property]) => camelCase(property) === column)?.[1].schema;
  const tells = (column: string): boolean => {
    if (Object.hasOwn(known, column) || column === "createdAt") return true;
    const sent = sentAs(column);
    return sent !== undefined && isWide(sent);
  };
  const uniques = Object.values(database.models[model]!.uniques ?? {});
  return uniques.some(({ fields }) => {
    // What a change does not write stays as unique as it was.
    if (type === "update" && !fields.some(sentAs)) return false;
    return !fields.some((field) => tells(field) || tells(`${field}Id`));
  });
}

/** Whether two draws hardly ever give the same. */
function isWide(schema: ApiSchema): boolean {
  if (schema.type === "nullable") return isWide(schema.of);
  if (schema.type === "integer") {
    return (schema.maximum ?? Infinity) - Math.max(schema.minimum ?? 0, -1_000_000) > 100_000;
  }
  if (schema.type !== "string" || schema.pattern !== undefined) return false;
  const isDrawn = schema.format === undefined || ["uuid", "email", "uri"].includes(schema.format);
  return isDrawn && Math.min(usualLength, schema.maxLength ?? usualLength) > 7;
}

/** Properties that come back as they were sent: what is sent and what is shown, by their names on the wire. */
export function echoedBy(
  house: House,
  { operation, model, shown, type }: Meaning,
): { sent: string; shown: string }[] {
  const body = operation.body === undefined ? undefined : house.api.schemas[operation.body];
  const table = house.database.models[model]!;
  if (!body || !shown) return [];
  return Object.entries(body.properties).flatMap(([name, property]) => {
    const column = columnOf(table, camelCase(name));
    const back = column && propertyFor(shown.schema, column.name);
    if (!back || property.only === "answer" || column.relation !== undefined || column.field.secret)
      return [];
    if (column.field.managed || (type === "update" && column.implicit)) return [];
    if (back.property.optional || narrowValue(column, property) || namesRow(property.schema)) return [];
    const [one, other] = [plainType(property.schema), plainType(back.property.schema)];
    return one !== undefined && one === other ? [{ sent: property.wire ?? name, shown: back.wire }] : [];
  });
}

/** What a value is that is the same on the way in, in its column and on the way out. */
function plainType(schema: ApiSchema): string | undefined {
  const bare = schema.type === "nullable" ? schema.of : schema;
  if (bare.type === "boolean" || bare.type === "integer") return bare.type;
  if (bare.type === "enum") return `enum ${bare.values.toSorted().join(" ")}`;
  return bare.type === "string" && (bare.format === undefined || bare.format === "uri")
    ? "string"
    : undefined;
}
