import { decimalDigits } from "../../src/api/bounds.ts";
import type { Api, ApiSchema, Filter, Listing, Property } from "../../src/api/document.ts";
import { fieldSchema } from "../../src/blueprint/wire.ts";
import type { Database, Field } from "../../src/database/document.ts";
import { columnsOf, sidesOf, type Column } from "../../src/database/fields.ts";
import { call, path } from "../../src/expression/build.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import type { Expression } from "../../src/expression/document.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { snakeCase, unique } from "../../src/text/names.ts";
import { between, chance, pick, sample } from "./draw.ts";

/** Columns whose values may leave the server, and have a form on the wire. */
function shownColumns(database: Database, model: string): Column[] {
  return columnsOf(database.models[model]!).filter(({ field }) => !field.secret && field.type !== "bytes");
}

/** Adds the schema that rows of a model are answered with, or finds it. */
export function answerSchema(random: Random, api: Api, database: Database, model: string): string {
  const known = Object.keys(api.schemas).find((name) => name === model || name === `${model}View`);
  if (known !== undefined) return known;
  const name = Object.hasOwn(api.schemas, model) ? `${model}View` : model;
  const columns = shownColumns(database, model);
  const properties: Record<string, Property> = { id: { schema: { type: "string", format: "uuid" } } };
  for (const { name: column, field } of sample(random, columns, between(random, 1, columns.length))) {
    const schema = fieldSchema(database, field, { reading: true });
    properties[column] = { schema, ...(chance(random, 0.1) ? { wire: wireOf(column) } : {}) };
  }
  for (const [key, property] of derived(random, api, database, model)) {
    properties[unique(key, { has: (other) => Object.hasOwn(properties, other) })] = property;
  }
  const wires = Object.entries(properties).map(([key, { wire = key }]) => wire);
  if (new Set(wires).size < wires.length) for (const one of Object.values(properties)) delete one.wire;
  api.schemas[name] = { id: name, model, properties };
  return name;
}

function wireOf(column: string): string {
  return snakeCase(column) === column ? `${column}-text` : snakeCase(column);
}

function expression(text: string): Expression {
  const parsed = parseExpression(text);
  if (!("expression" in parsed)) throw new Error(text);
  return parsed.expression;
}

/** What is made from a row besides its columns: related rows, counts, texts, constants. */
function* derived(
  random: Random,
  api: Api,
  database: Database,
  model: string,
): Generator<[string, Property]> {
  if (chance(random, 0.3)) yield ["kind", { schema: { type: "constant", value: model } }];
  if (chance(random, 0.3)) {
    yield [
      "label",
      { schema: { type: "string" }, source: call("concat", path("row", "id"), expression('"!"')) },
    ];
  }
  if (chance(random, 0.2)) {
    const inner = {
      at: { schema: { type: "string", format: "date-time" } as const, source: path("row", "createdAt") },
    };
    yield ["made", { schema: { type: "object", properties: inner } }];
  }
  for (const side of sample(random, sidesOf(database, model), 2)) {
    if (side.many && chance(random, 0.5)) {
      yield [
        `${side.name}Count`,
        { schema: { type: "integer" }, source: expression(`row.${side.name}.count()`) },
      ];
    }
    const shown = Object.entries(api.schemas).find(([, schema]) => schema.model === side.target);
    if (!shown || side.many) continue;
    const reference: ApiSchema = { type: "reference", schema: shown[0] };
    yield [side.name, { schema: side.nullable ? { type: "nullable", of: reference } : reference }];
  }
}

/** Adds the bodies that make and change rows; `undefined` where no client could send a row. */
export function addBodies(
  random: Random,
  api: Api,
  database: Database,
  model: string,
): { create?: string; update?: string } {
  const columns = columnsOf(database.models[model]!).filter(
    ({ implicit, field }) => !implicit && !field.managed,
  );
  const sent = columns.flatMap((column): [Column, ApiSchema][] => {
    const schema = sentSchema(database, column.field);
    return schema ? [[column, schema]] : [];
  });
  const names = new Map(sent.map(([column, schema]) => [column.name, schema]));
  const needed = columns.filter(({ field }) => !field.nullable && !field.default && !field.list);
  const isComplete = needed.every(({ name }) => names.has(name));
  const property = ({ field }: Column, schema: ApiSchema, isChange: boolean): Property => {
    const optional = isChange || field.nullable || field.default || field.list;
    return { schema, ...(optional ? { optional: true } : {}) };
  };
  const add = (name: string, isChange: boolean): string => {
    const properties = sent.map(([column, schema]) => [column.name, property(column, schema, isChange)]);
    api.schemas[name] = { id: name, model, properties: Object.fromEntries(properties) };
    return name;
  };
  return {
    ...(isComplete ? { create: add(`Create${model}`, false) } : {}),
    ...(sent.length > 0 && chance(random, 0.8) ? { update: add(`Update${model}`, true) } : {}),
  };
}

/** A column's schema with all the bounds that the column has. */
function sentSchema(database: Database, field: Field): ApiSchema | undefined {
  if (field.type === "bytes" || field.secret) return undefined;
  const bound = (schema: ApiSchema): ApiSchema | undefined => {
    if (schema.type === "nullable" || schema.type === "array") {
      const inner = bound(schema.type === "array" ? schema.items : schema.of);
      if (!inner) return undefined;
      return schema.type === "array" ? { ...schema, items: inner } : { ...schema, of: inner };
    }
    if (schema.type !== "string") return schema;
    if (schema.format !== "decimal") {
      return field.maxLength === undefined ? schema : bounded(schema, field.maxLength);
    }
    const whole = (field.precision ?? 12) - (field.scale ?? 2);
    if (whole < 1) return undefined;
    const most = "9".repeat(whole);
    return whole < decimalDigits(schema).whole ? { ...schema, minimum: `-${most}`, maximum: most } : schema;
  };
  return bound(fieldSchema(database, field, {}));
}

function bounded(schema: Extract<ApiSchema, { type: "string" }>, maxLength: number): ApiSchema {
  return {
    ...schema,
    maxLength,
    ...(schema.minLength ? { minLength: Math.min(schema.minLength, maxLength) } : {}),
  };
}

const texts = ["string", "text", "email", "uri"];

/** A listing with every operator that the model's columns admit. */
export function randomListing(random: Random, database: Database, model: string): Listing {
  const columns = shownColumns(database, model).filter(({ field }) => field.type !== "json");
  const single = columns.filter(({ field }) => !field.list);
  const sorts = ["createdAt", ...sample(random, single, between(random, 0, 3)).map(({ name }) => name)];
  const filters: Record<string, Filter> = {};
  const add = (name: string, filter: Filter): void => {
    const reserved = ["page", "size", "sort", "search"];
    filters[unique(name, { has: (other) => reserved.includes(other) || Object.hasOwn(filters, other) })] =
      filter;
  };
  for (const column of sample(random, columns, between(random, 0, 5)))
    addFilter(random, database, column, "", add);
  for (const side of sample(random, sidesOf(database, model), 1)) {
    const target = shownColumns(database, side.target).filter(({ field }) => field.type !== "json");
    const column = pick(random, target);
    if (chance(random, 0.5)) addFilter(random, database, column, `${side.name}.`, add);
  }
  const searched = single.filter(({ field }) => texts.includes(field.type)).map(({ name }) => name);
  const sort = pick(random, sorts);
  const most = between(random, 1, 200);
  return {
    defaultSize: between(random, 1, most),
    maximumSize: most,
    search: sample(random, searched, between(random, 0, 3)),
    filters,
    sorts: Object.fromEntries(sorts.map((name) => [name, { field: name }])),
    defaultSort: chance(random, 0.5) ? sort : `-${sort}`,
  };
}

function addFilter(
  random: Random,
  database: Database,
  { name, field }: Column,
  prefix: string,
  add: (name: string, filter: Filter) => void,
): void {
  const whole: Field = { ...field, nullable: false, list: false };
  const schema = fieldSchema(database, whole, { reading: true });
  const path = prefix + name;
  if (field.list) {
    add(`${name}Has`, { field: path, operator: "contains", schema });
    return;
  }
  const isText = texts.includes(field.type);
  const isMoment = field.type === "date" || field.type === "datetime";
  const isNumber = ["int", "bigint", "float", "decimal"].includes(field.type);
  const operators: Filter["operator"][] = [
    "equals",
    ...(isText ? (["contains"] as const) : []),
    ...(isMoment ? (["before", "after", "atLeast", "atMost"] as const) : []),
    ...(isNumber ? (["atLeast", "atMost"] as const) : []),
    ...(field.nullable ? (["isNull"] as const) : []),
  ];
  for (const operator of sample(random, operators, 2)) {
    if (operator === "isNull") add(`${name}Missing`, { field: path, operator, schema: { type: "boolean" } });
    else {
      const isList = operator === "equals" && schema.type !== "boolean" && chance(random, 0.2);
      add(`${name}${operator}`, {
        field: path,
        operator,
        schema: isList ? { type: "array", items: schema } : schema,
      });
    }
  }
}
