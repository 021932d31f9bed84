import type { Api, ApiSchema, Property } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { columnOf, modelNameOf, sidesOf } from "../database/fields.ts";
import type { Expression } from "../expression/document.ts";
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
  for (const [name, expression] of Object.entries(formal.by)) {
    properties[name] = { schema: pathSchema(database, model, expression) };
  }
  for (const [name, measure] of Object.entries(formal.measures)) {
    properties[name] = { schema: measureSchema(database, model, measure) };
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

/** Wire shape of `row.copy.book.title`: the column at the end of the path; a key is a uuid. */
function pathSchema(database: Database, model: string, expression: Expression): ApiSchema {
  const properties: string[] = [];
  let node = expression;
  while (node.type === "member") {
    properties.unshift(node.property);
    node = node.object;
  }
  if (node.type === "call" && node.function === "dateOf") return { type: "string", format: "date" };
  let current = model;
  for (const property of properties) {
    const side = sidesOf(database, current).find((candidate) => candidate.name === property);
    if (side) {
      current = side.target;
      continue;
    }
    const column = columnOf(database.models[current]!, property);
    return column ? fieldSchema(database, column.field, {}) : { type: "json" };
  }
  return { type: "json" };
}

function measureSchema(
  database: Database,
  model: string,
  measure: { operation: string; value?: Expression | undefined },
): ApiSchema {
  if (measure.operation === "count" || !measure.value) return { type: "integer" };
  const schema = pathSchema(database, model, measure.value);
  const bare = schema.type === "nullable" ? schema.of : schema;
  if (measure.operation === "average")
    return { type: "nullable", of: { type: "string", format: "decimal", scale: 2 } };
  return measure.operation === "sum" ? bare : { type: "nullable", of: bare };
}
