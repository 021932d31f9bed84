import type { ApiSchema, Operation, Property } from "../api/document.ts";
import { member, name, object, trueValue } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import type { Statement } from "../program/document.ts";
import { columnOf } from "../database/fields.ts";
import { camelCase } from "../text/names.ts";
import type { GenericContext } from "./generic.ts";

/** How an operation shows what it is about. */
export interface GenericAnswer {
  /** Nothing, one row, rows, or an object of which neither is known. */
  type: "none" | "row" | "rows" | "other";
  model?: string;
  /** Rows come with the house's paging. */
  paged: boolean;
}

/** What a procedure has at hand when it answers. */
export interface AtHand {
  /** Rows, the nearest first: variables, or reached from one. */
  rows: { value: Expression; model: string }[];
  /** The variable that holds a list of rows. */
  list?: { variable: string; model: string };
  /** Values by what they are called in wrappers: `total`, `page`, `size`, `accessToken`, … */
  values: Record<string, Expression>;
}

/** Looks through the answer's schema for rows of a model. */
export function answerOf({ api }: GenericContext, { answer }: Operation): GenericAnswer {
  const { schema, shape } = answer;
  const paged = shape === "page";
  if (schema === undefined || shape === "none") return { type: "none", paged };
  const named = api.schemas[schema];
  if (!named) return { type: "other", paged };
  if (named.model !== undefined) return { type: shape === "one" ? "row" : "rows", model: named.model, paged };
  if (shape !== "one") return { type: "other", paged };
  const members = Object.values(named.properties).map((property) => modelShown({ api }, property.schema));
  const lists = members.filter((member) => member?.many);
  const ones = members.filter((member) => member && !member.many);
  const [found] = lists.length === 1 ? lists : lists.length === 0 && ones.length === 1 ? ones : [];
  if (!found) return { type: "other", paged };
  return { type: found.many ? "rows" : "row", model: found.model, paged };
}

function modelShown(
  { api }: Pick<GenericContext, "api">,
  schema: ApiSchema,
): { model: string; many: boolean } | undefined {
  if (schema.type === "nullable") return modelShown({ api }, schema.of);
  if (schema.type === "array") {
    const item = modelShown({ api }, schema.items);
    return item && !item.many ? { ...item, many: true } : undefined;
  }
  if (schema.type !== "reference") return undefined;
  const model = api.schemas[schema.schema]?.model;
  return model === undefined ? undefined : { model, many: false };
}

/** Answers with what is at hand; `undefined` where the answer demands more. */
export function answerWith(
  context: GenericContext,
  operation: Operation,
  atHand: AtHand,
): Extract<Statement, { type: "return" }> | undefined {
  const { schema, shape } = operation.answer;
  if (schema === undefined || shape === "none") return { type: "return" };
  const named = context.api.schemas[schema];
  if (!named) return undefined;
  if (shape !== "one") {
    return atHand.list && named.model === atHand.list.model
      ? { type: "return", value: name(atHand.list.variable) }
      : undefined;
  }
  const value = valueOf(context, { type: "reference", schema }, "", atHand);
  return value && { type: "return", value };
}

/** The value of a schema that is found among what is at hand, by what it shows or is called. */
function valueOf(
  context: GenericContext,
  schema: ApiSchema,
  called: string,
  atHand: AtHand,
  takesNull = false,
): Expression | undefined {
  switch (schema.type) {
    case "nullable":
      return valueOf(context, schema.of, called, atHand, true);
    case "reference": {
      const named = context.api.schemas[schema.schema];
      if (!named || named.value) return undefined;
      const row = atHand.rows.find(({ model }) => model === named.model);
      if (row) return row.value;
      return named.model === undefined ? objectOf(context, named.properties, atHand) : undefined;
    }
    case "object":
      return objectOf(context, schema.properties, atHand);
    case "array": {
      const { items } = schema;
      const model = items.type === "reference" ? context.api.schemas[items.schema]?.model : undefined;
      return atHand.list && atHand.list.model === model ? name(atHand.list.variable) : undefined;
    }
    default:
      return plainValue(context, schema, called, atHand, takesNull);
  }
}

function objectOf(
  context: GenericContext,
  properties: Record<string, Property>,
  atHand: AtHand,
): Expression | undefined {
  const values: Record<string, Expression> = {};
  for (const [property, { schema, optional, only }] of Object.entries(properties)) {
    if (only === "body") continue;
    const value = valueOf(context, schema, property, atHand);
    if (value) values[property] = value;
    else if (!optional) return undefined;
  }
  return object(values);
}

/** Words by which wrappers speak of the same thing. */
const synonyms: Record<string, readonly string[]> = {
  page: ["current", "currentPage", "pageNumber"],
  size: ["limit", "perPage", "pageSize", "itemsPerPage"],
  total: ["records", "count", "totalCount", "totalRecords", "totalElements", "totalItems"],
  pages: ["totalPages", "pageCount", "lastPage"],
  offset: ["skip"],
  accessToken: ["access", "token", "jwt"],
  refreshToken: ["refresh"],
  expiresIn: ["expires"],
  expiredAt: ["expiresAt", "accessTokenExpiresAt"],
  refreshableUntil: ["refreshExpiresAt", "refreshTokenExpiresAt"],
  tokenType: ["type"],
  success: ["ok", "succeeded"],
};

function plainValue(
  { database }: GenericContext,
  schema: ApiSchema,
  called: string,
  { rows, values }: AtHand,
  takesNull: boolean,
): Expression | undefined {
  const key = camelCase(called);
  const known = Object.keys(values).find((value) => value === key || synonyms[value]?.includes(key));
  if (known !== undefined) return values[known];
  for (const { value, model } of rows) {
    const column = columnOf(database.models[model]!, key);
    if (column && !column.field.secret) {
      return column.field.nullable && !takesNull ? undefined : member(value, key);
    }
  }
  if (schema.type === "boolean" && (key === "success" || synonyms["success"]!.includes(key)))
    return trueValue;
  return undefined;
}
