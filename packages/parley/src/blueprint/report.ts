import type { Api, ApiSchema, Property } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { modelTypes } from "../database/environment.ts";
import { type Column, columnOf, modelNameOf, sidesOf } from "../database/fields.ts";
import { at } from "../diagnostic/diagnostic.ts";
import { checkExpression } from "../expression/check.ts";
import type { Expression } from "../expression/document.ts";
import { narrow } from "../expression/narrow.ts";
import { type Environment, isNullable, rowOf, type Type, unknownType } from "../expression/types.ts";
import { chainOf } from "../expression/visit.ts";
import type { Requirements } from "../requirements/document.ts";
import { kebabCase, pascalCase, sentenceCase } from "../text/names.ts";
import { kindsByPrecedence, targetOf, type Stated } from "./concepts.ts";
import { accessOf, fieldSchema } from "./wire.ts";

/** Adds the operation and the row's schema of one report: `GET /reports/most-borrowed`. */
export function draftReport(
  api: Api,
  requirements: Requirements,
  database: Database,
  report: Stated<"report">,
): void {
  const { formal, id } = report;
  const noun = targetOf(requirements, formal.concept);
  const model = noun && modelNameOf(database, noun.id);
  if (model === undefined) return;

  const schemaName = `${pascalCase(formal.name)}Row`;
  const properties: Record<string, Property> = {};
  const typeOf = valueTypes(database, model, formal.where);
  const measureSchema = ({ operation, value }: (typeof formal.measures)[string]): ApiSchema => {
    if (operation === "count" || !value) return { type: "integer" };
    const schema = valueSchema(database, model, value, typeOf(value));
    const bare = schema.type === "nullable" ? schema.of : schema;
    if (operation === "average")
      return { type: "nullable", of: { type: "string", format: "decimal", scale: 2 } };
    return operation === "sum" ? bare : { type: "nullable", of: bare };
  };
  for (const [name, expression] of Object.entries(formal.by)) {
    properties[name] = { schema: valueSchema(database, model, expression, typeOf(expression)) };
  }
  for (const [name, measure] of Object.entries(formal.measures)) {
    properties[name] = { schema: measureSchema(measure) };
  }
  api.schemas[schemaName] = { id: `${report.requirement.id}/row`, properties };

  const named = new Set(formal.actors);
  api.operations[reportOperation(formal.name)] = {
    id: `${report.requirement.id}/report`,
    group: "reports",
    method: formal.name,
    verb: "GET",
    path: `/reports/${kebabCase(formal.name)}`,
    summary: `Report: ${sentenceCase(formal.name).toLowerCase()}`,
    parameters: {},
    answer: { status: 200, schema: schemaName, shape: "list" },
    access: accessOf(kindsByPrecedence(requirements).filter((kind) => named.has(kind))),
    errors: [],
    requirements: [id],
    unscoped: "A report counts rows of everybody.",
  };
}

export function reportOperation(name: string): string {
  return `report${pascalCase(name)}`;
}

/** Types of what a report shows: of rows for which its condition holds. */
function valueTypes(database: Database, model: string, where: Expression | undefined) {
  const row: Environment = { names: { row: rowOf(model) }, models: modelTypes(database) };
  const environment = where ? narrow(row, where, true) : row;
  return (value: Expression): Type =>
    checkExpression(value, environment, { at: (span) => at("api", [], span) }).type ?? unknownType;
}

/** Wire shape of a value of a row: of a column as the column says, else by its type. */
function valueSchema(database: Database, model: string, value: Expression, type: Type): ApiSchema {
  const column = columnAt(database, model, value);
  if (!column) return typeSchema(type, scaleOf(database, model, value));
  const schema = fieldSchema(database, column.field, {});
  const bare = schema.type === "nullable" ? schema.of : schema;
  return isNullable(type) ? { type: "nullable", of: bare } : bare;
}

/** The column at the end of `row.copy.book.title`. */
function columnAt(database: Database, model: string, value: Expression): Column | undefined {
  const [root, ...properties] = chainOf(value) ?? [];
  let current = model;
  for (const property of root === "row" ? properties : []) {
    const side = sidesOf(database, current).find((candidate) => candidate.name === property);
    if (!side) return columnOf(database.models[current]!, property);
    current = side.target;
  }
  return undefined;
}

function typeSchema(type: Type, scale: number): ApiSchema {
  switch (type.type) {
    case "nullable":
      return { type: "nullable", of: typeSchema(type.of, scale) };
    case "boolean":
    case "integer":
      return { type: type.type };
    case "float":
      return { type: "number" };
    case "decimal":
      return { type: "string", format: "decimal", scale };
    case "date":
      return { type: "string", format: "date" };
    case "datetime":
      return { type: "string", format: "date-time" };
    case "uuid":
      return { type: "string", format: "uuid" };
    case "enum":
      return { type: "enum", values: [...type.values] };
    case "string":
    case "literal":
      return { type: "string" };
    default:
      return { type: "json" };
  }
}

/** How many digits a decimal value may have behind the point. */
function scaleOf(database: Database, model: string, value: Expression): number {
  const of = (part: Expression): number => scaleOf(database, model, part);
  switch (value.type) {
    case "decimal":
      return value.value.split(".")[1]?.length ?? 0;
    case "binary":
      return value.operator === "*"
        ? of(value.left) + of(value.right)
        : Math.max(of(value.left), of(value.right));
    case "conditional":
      return Math.max(of(value.then), of(value.else));
    default: {
      const field = columnAt(database, model, value)?.field;
      return field?.type === "decimal" ? (field.scale ?? 2) : 0;
    }
  }
}
