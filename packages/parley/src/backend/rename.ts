import type { Api, ApiSchema, MediaType, Property } from "../api/document.ts";
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
      properties: renameProperties(schema.properties, names),
      ...(schema.rest ? { rest: renameSchema(schema.rest, names) } : {}),
      ...(schema.value ? { value: renameSchema(schema.value, names) } : {}),
    })),
    operations: mapValues(value.operations, (operation) => ({
      ...operation,
      ...(operation.query ? { query: renameProperties(operation.query, names) } : {}),
      ...(operation.headers ? { headers: renameProperties(operation.headers, names) } : {}),
      ...(operation.cookies ? { cookies: renameProperties(operation.cookies, names) } : {}),
      ...(operation.body ? { body: names.schemas(operation.body) } : {}),
      ...(operation.bodyContent ? { bodyContent: renameContent(operation.bodyContent, names) } : {}),
      answer: {
        ...renameAnswer(operation.answer, names),
        ...(operation.answer.schema ? { schema: names.schemas(operation.answer.schema) } : {}),
      },
      ...(operation.answers
        ? { answers: mapValues(operation.answers, (answer) => renameAnswer(answer, names)) }
        : {}),
      access: operation.access.map(names.actors),
      errors: operation.errors.map(names.errors),
    })),
  };
}

type Content = Record<string, MediaType>;

function renameContent(content: Content, names: Names): Content {
  return mapValues(content, (media) =>
    media.schema === undefined ? media : { ...media, schema: names.schemas(media.schema) },
  );
}

/** What an answer of success and every other one have in common. */
function renameAnswer<Some extends { content?: Content; headers?: Record<string, Property> }>(
  answer: Some,
  names: Names,
): Some {
  return {
    ...answer,
    ...(answer.content ? { content: renameContent(answer.content, names) } : {}),
    ...(answer.headers ? { headers: renameProperties(answer.headers, names) } : {}),
  };
}

function renameProperties(properties: Record<string, Property>, names: Names): Record<string, Property> {
  return mapValues(properties, (property) => renameProperty(property, names));
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
        properties: renameProperties(schema.properties, names),
        ...(schema.rest ? { rest: renameSchema(schema.rest, names) } : {}),
      };
    case "map":
      return { ...schema, values: renameSchema(schema.values, names) };
    case "union":
      return { ...schema, options: schema.options.map((option) => renameSchema(option, names)) };
    case "json":
      return schema.of ? { ...schema, of: renameSchema(schema.of, names) } : schema;
    case "constant":
    case "null":
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "enum":
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
  if (node["type"] === "call" && Array.isArray(node["arguments"]))
    return names.expression(value as Expression);
  const renamed = Object.entries(node).map(([key, child]): [string, unknown] => {
    if (typeof child === "string") {
      if (key === "model") return [key, names.models(child)];
      if (key === "enum") return [key, names.enums(child)];
      if (key === "error" || key === "code") return [key, names.errors(child)];
      if (key === "operation" && Object.hasOwn(node, "as")) return [key, names.operations(child)];
      if (key === "kind" && node["type"] === "actor") return [key, names.actors(child)];
    }
    return [key, renameIn(child, names)];
  });
  return Object.fromEntries(renamed);
}

function renameProgram(value: Backend["program"], names: Names): Backend["program"] {
  const inAll = <Some extends object>(record: Record<string, Some>): Record<string, Some> =>
    mapValues(record, (node) => renameIn(node, names) as Some);
  return {
    procedures: mapValues(value.procedures, (procedure) => ({
      ...procedure,
      statements: renameIn(procedure.statements, names) as Statement[],
    })),
    ...(value.functions ? { functions: inAll(value.functions) } : {}),
    ...(value.externs ? { externs: inAll(value.externs) } : {}),
    ...(value.jobs ? { jobs: inAll(value.jobs) } : {}),
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
