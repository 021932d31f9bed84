import type { Api, ApiSchema, Property } from "../api/document.ts";
import type { Expression } from "../expression/document.ts";
import type { Statement } from "../program/document.ts";
import type { Call, Scenario, TestStatement } from "../scenario/document.ts";
import type { Backend } from "./documents.ts";
import { follow, mapValues, type Names, type Renames } from "./names.ts";
import { renameRequirements } from "./rename-requirements.ts";

/** Makes every mention of the old names one of the new; keys of collections stay, they are renamed by their edits. */
export function renameMentions<Name extends keyof Backend>(
  document: Name,
  value: Backend[Name],
  renames: Renames,
): Backend[Name] {
  const names = follow(renames);
  const changed = {
    requirements: () => renameRequirements(value as Backend["requirements"], names),
    database: () => renameDatabase(value as Backend["database"], names),
    api: () => renameApi(value as Backend["api"], names),
    program: () => renameProgram(value as Backend["program"], names),
    scenario: () => renameScenarios(value as Backend["scenario"], names),
  }[document]();
  return changed as Backend[Name];
}

function renameDatabase(value: Backend["database"], names: Names): Backend["database"] {
  const scoped = (conditions: Record<string, Expression>): Record<string, Expression> =>
    Object.fromEntries(
      Object.entries(conditions).map(([kind, node]) => [names.actors(kind), names.expression(node)]),
    );
  return {
    ...value,
    models: mapValues(value.models, (model) => ({
      ...model,
      ...(model.traits
        ? {
            traits: model.traits.map((trait) =>
              trait.type === "actor" ? { ...trait, kind: names.actors(trait.kind) } : trait,
            ),
          }
        : {}),
      fields: mapValues(model.fields, (field) =>
        field.enum ? { ...field, enum: names.enums(field.enum) } : field,
      ),
      relations: mapValues(model.relations, (relation) => ({
        ...relation,
        target: names.models(relation.target),
      })),
      ...(model.scope ? { scope: { read: scoped(model.scope.read), write: scoped(model.scope.write) } } : {}),
    })),
  };
}

function renameApi(value: Api, names: Names): Api {
  return {
    ...value,
    schemas: mapValues(value.schemas, (schema) => ({
      ...schema,
      ...(schema.model ? { model: names.models(schema.model) } : {}),
      properties: mapValues(schema.properties, (property) => renameProperty(property, names)),
    })),
    operations: mapValues(value.operations, (operation) => ({
      ...operation,
      ...(operation.body ? { body: names.schemas(operation.body) } : {}),
      answer: operation.answer.schema
        ? { ...operation.answer, schema: names.schemas(operation.answer.schema) }
        : operation.answer,
      access: operation.access.map(names.actors),
      errors: operation.errors.map(names.errors),
    })),
  };
}

function renameProperty(property: Property, names: Names): Property {
  return {
    ...property,
    schema: renameSchema(property.schema, names),
    ...(property.source ? { source: names.expression(property.source) } : {}),
  };
}

function renameSchema(schema: ApiSchema, names: Names): ApiSchema {
  switch (schema.type) {
    case "reference":
      return { ...schema, schema: names.schemas(schema.schema) };
    case "oneOf":
      return { ...schema, variants: schema.variants.map(names.schemas) };
    case "array":
      return { ...schema, items: renameSchema(schema.items, names) };
    case "nullable":
      return { ...schema, of: renameSchema(schema.of, names) };
    case "object":
      return {
        ...schema,
        properties: mapValues(schema.properties, (property) => renameProperty(property, names)),
      };
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
    case "json":
      return schema;
    default:
      return schema satisfies never;
  }
}

/** Every expression, model and error of a value of plain statements; both statement languages are such. */
function renameIn(value: unknown, names: Names): unknown {
  if (Array.isArray(value)) return value.map((item) => renameIn(item, names));
  if (value === null || typeof value !== "object") return value;
  const node = value as Record<string, unknown>;
  if (node["type"] === "call" && typeof node["function"] === "string")
    return names.expression(value as Expression);
  const renamed = Object.entries(node).map(([key, child]): [string, unknown] => {
    if (typeof child === "string") {
      if (key === "model") return [key, names.models(child)];
      if (key === "error" || key === "code") return [key, names.errors(child)];
      if (key === "operation" && Object.hasOwn(node, "as")) return [key, names.operations(child)];
      if (key === "kind" && node["type"] === "actor") return [key, names.actors(child)];
    }
    return [key, renameIn(child, names)];
  });
  return Object.fromEntries(renamed);
}

function renameProgram(value: Backend["program"], names: Names): Backend["program"] {
  return {
    procedures: mapValues(value.procedures, (procedure) => ({
      ...procedure,
      statements: renameIn(procedure.statements, names) as Statement[],
    })),
  };
}

function renameScenarios(value: Backend["scenario"], names: Names): Backend["scenario"] {
  return {
    scenarios: mapValues(value.scenarios, (scenario): Scenario => {
      if (scenario.type === "story") {
        return { ...scenario, statements: renameIn(scenario.statements, names) as TestStatement[] };
      }
      const common = {
        setup: renameIn(scenario.setup, names) as TestStatement[],
        call: renameIn(scenario.call, names) as Call,
      };
      return scenario.type === "cases"
        ? { ...scenario, ...common, cases: renameIn(scenario.cases, names) as typeof scenario.cases }
        : { ...scenario, ...common, rows: renameIn(scenario.rows, names) as typeof scenario.rows };
    }),
  };
}
