import type { Api, ApiError, ApiSchema, Operation, Property } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { frameworkRefusalOf } from "../api/framework-errors.ts";
import { plainRequirements } from "../requirements/plain.ts";
import { storedInput } from "../requirements/types.ts";
import { remembering } from "../schema/remember.ts";
import { camelCase, kebabCase, pascalCase, sentenceCase, words } from "../text/names.ts";
import { draftAccountApi } from "./account-api.ts";
import { kindsIn, nounsOf, permissionsFor, statedOf, type Noun } from "./concepts.ts";
import { takenError } from "./database.ts";
import { namedTargets } from "./input.ts";
import { draftReport } from "./report.ts";
import { createBody, listingOf, updateBody, viewOf } from "./shapes.ts";
import {
  clientRelations,
  ruleErrors,
  rulesOf,
  parentOf,
  stateError,
  tablesOf,
  unknownError,
  type Table,
} from "./tables.ts";
import { accessOf, article, attributeSchema, idParameter, unique, uuid } from "./wire.ts";

/** Operations that follow from permissions over the tables; nouns whose table was removed have none. Total. */
export function draftApi(requirements: Requirements, database: Database): Api {
  const api: Api = {
    profile: "house",
    info: { title: requirements.title, version: "1.0.0", description: requirements.description },
    errors: { ...commonErrors },
    schemas: {},
    operations: {},
  };
  const known = plainRequirements(requirements);
  const tables = remembering(database);
  if (Object.keys(requirements.actors).length > 0) draftAccountApi(api, known, tables);
  for (const table of tablesOf(known, tables)) draftTable(api, known, tables, table);
  for (const report of statedOf(known, "report")) draftReport(api, known, tables, report);
  for (const noun of nounsOf(known)) declareErrors(api, known, noun);
  return api;
}

const commonErrors: Record<string, ApiError> = {
  "not-found": { id: "not-found", status: 404, title: "There is no such thing, or you may not see it." },
  conflict: { id: "conflict", status: 409, title: "This is in conflict with what is there." },
};

const readErrors = ["not-found"];

function draftTable(api: Api, requirements: Requirements, database: Database, table: Table): void {
  const { noun, name, model } = table;
  const kinds = (action: string): string[] =>
    accessOf(kindsIn(requirements, permissionsFor(requirements, noun, action)));
  const carries = (action: string): string[] =>
    permissionsFor(requirements, noun, action).map(({ id }) => id);
  const group = model.group;
  const parent = parentOf(requirements, database, noun);
  const parentPath = parent ? `/${parent.model.group}/{${idParameter(parent.name)}}` : "";
  const parentParameters: Record<string, ApiSchema> = parent ? { [idParameter(parent.name)]: uuid } : {};
  const item = `/${group}/{${idParameter(name)}}`;
  const itemParameters: Record<string, ApiSchema> = { [idParameter(name)]: uuid };
  const label = words(name).join(" ").toLowerCase();
  const add = (operationName: string, operation: Operation): void => {
    api.operations[operationName] = operation;
  };

  const used = ["create", "read", "update", ...Object.keys(noun.lifecycle?.transitions ?? {})];
  if (used.some((action) => kinds(action).length > 0)) {
    api.schemas[name] = {
      id: `${noun.id}/view`,
      description: noun.description,
      model: name,
      properties: viewOf(requirements, database, model),
    };
    if (noun.description === undefined) delete api.schemas[name].description;
  }

  const creators = kinds("create");
  // A profile comes into being with its account: the account kernel brings that operation.
  if (creators.length > 0 && !noun.actor) {
    const body = `Create${name}`;
    api.schemas[body] = {
      id: `${noun.id}/create-body`,
      model: name,
      properties: createBody(requirements, database, table),
    };
    add(camelCase(`create_${name}`), {
      id: `${noun.id}/create`,
      group,
      method: "create",
      verb: "POST",
      path: `${parentPath}/${group}`,
      summary: `Create ${article(label)}`,
      parameters: parentParameters,
      body,
      answer: { status: 201, schema: name, shape: "one" },
      access: creators,
      errors: errorsOf(api, requirements, database, table, "create", parent !== undefined),
      requirements: unique([...carries("create"), ...rulesOf(requirements, noun, "create")]),
    });
  }

  const readers = kinds("read");
  if (readers.length > 0) {
    add(camelCase(`list_${pascalCase(group)}`), {
      id: `${noun.id}/list`,
      group,
      method: "list",
      verb: "GET",
      path: `${parentPath}/${group}`,
      summary: `List ${words(group).join(" ")}`,
      parameters: parentParameters,
      answer: { status: 200, schema: name, shape: "page" },
      access: readers,
      listing: listingOf(requirements, database, table),
      errors: parent ? readErrors : [],
      requirements: carries("read"),
    });
    add(camelCase(`get_${name}`), {
      id: `${noun.id}/get`,
      group,
      method: "get",
      verb: "GET",
      path: item,
      summary: `Show ${article(label)}`,
      parameters: itemParameters,
      answer: { status: 200, schema: name, shape: "one" },
      access: readers,
      errors: readErrors,
      requirements: carries("read"),
    });
  }

  const updaters = kinds("update");
  const updateProperties = updateBody(database, table);
  if (updaters.length > 0 && Object.keys(updateProperties).length > 0) {
    api.schemas[`Update${name}`] = {
      id: `${noun.id}/update-body`,
      model: name,
      properties: updateProperties,
    };
    add(camelCase(`update_${name}`), {
      id: `${noun.id}/update`,
      group,
      method: "update",
      verb: "PATCH",
      path: item,
      summary: `Change ${article(label)}`,
      parameters: itemParameters,
      body: `Update${name}`,
      answer: { status: 200, schema: name, shape: "one" },
      access: updaters,
      errors: errorsOf(api, requirements, database, table, "update", true),
      requirements: unique([...carries("update"), ...rulesOf(requirements, noun, "update")]),
    });
  }

  const deleters = kinds("delete");
  if (deleters.length > 0) {
    add(camelCase(`delete_${name}`), {
      id: `${noun.id}/delete`,
      group,
      method: "delete",
      verb: "DELETE",
      path: item,
      summary: `Delete ${article(label)}`,
      parameters: itemParameters,
      answer: { status: 204, shape: "none" },
      access: deleters,
      errors: unique([...readErrors, "conflict", ...ruleErrors(requirements, noun, "delete")]),
      requirements: unique([...carries("delete"), ...rulesOf(requirements, noun, "delete")]),
    });
  }

  for (const [action, transition] of Object.entries(noun.lifecycle?.transitions ?? {})) {
    const actors = kinds(action);
    if (actors.length === 0) continue;
    const named = namedTargets(requirements, database, noun, action);
    const asked = Object.entries(transition.input ?? {});
    const body = asked.length + named.length > 0 ? `${pascalCase(action)}${name}` : undefined;
    if (body) {
      const rows = named.map(({ column, optional }): [string, Property] => [
        column,
        { schema: uuid, ...(optional ? { optional: true } : {}) },
      ]);
      const properties = asked.map(([property, asked]): [string, Property] => {
        const stored = Object.hasOwn(noun.attributes, property) ? noun.attributes[property] : undefined;
        const attribute = stored && stored.type === asked.type ? storedInput(asked, stored) : asked;
        return [
          property,
          { schema: attributeSchema(attribute), ...(attribute.optional ? { optional: true } : {}) },
        ];
      });
      api.schemas[body] = {
        id: `${transition.id}/body`,
        properties: Object.fromEntries([...rows, ...properties]),
      };
    }
    add(camelCase(`${action}_${name}`), {
      id: transition.id,
      group,
      method: action,
      verb: "POST",
      path: `${item}/${kebabCase(action)}`,
      summary: `${sentenceCase(action)} ${article(label)}`,
      parameters: itemParameters,
      ...(body ? { body } : {}),
      answer: { status: 200, schema: name, shape: "one" },
      access: actors,
      errors: unique([
        ...readErrors,
        stateError(noun),
        ...named.map(({ model }) => declareUnknown(api, database, model)),
        ...ruleErrors(requirements, noun, action),
      ]),
      requirements: unique([...carries(action), ...rulesOf(requirements, noun, action)]),
    });
  }
}

function errorsOf(
  api: Api,
  requirements: Requirements,
  database: Database,
  table: Table,
  action: "create" | "update",
  mayMiss: boolean,
): string[] {
  const { noun } = table;
  const taken = Object.entries(noun.attributes)
    .filter(([, attribute]) => attribute.unique)
    .map(([attribute]) => takenError(noun.name, attribute));
  const relations = clientRelations(requirements, table, action);
  const unknown = relations.map((relation) =>
    declareUnknown(api, database, table.model.relations[relation]!.target),
  );
  const isForOne = relations.some((relation) => table.model.relations[relation]!.cardinality === "oneToOne");
  return unique([
    ...(mayMiss ? readErrors : []),
    ...taken,
    ...unknown,
    ...(isForOne ? ["conflict"] : []),
    ...ruleErrors(requirements, noun, action),
  ]);
}

/** The error for a body that names a row that is not there. */
function declareUnknown(api: Api, database: Database, model: string): string {
  const code = unknownError(model);
  api.errors[code] = {
    id: `${database.models[model]?.id ?? model}/unknown`,
    status: 422,
    title: `${sentenceCase(article(words(model).join(" ")))} with this id does not exist.`,
  };
  return code;
}

function declareErrors(api: Api, requirements: Requirements, noun: Noun): void {
  for (const type of ["limit", "condition", "uniqueness"] as const) {
    for (const { id, formal } of statedOf(requirements, type)) {
      const { code, title } = formal.error;
      if (formal.concept !== noun.name) continue;
      api.errors[code] ??= { id: `${id}/error`, status: frameworkRefusalOf(code)?.status ?? 409, title };
    }
  }
  for (const [name, attribute] of Object.entries(noun.attributes)) {
    if (!attribute.unique) continue;
    const title = `Another ${words(noun.name).join(" ").toLowerCase()} has this ${words(name).join(" ").toLowerCase()}.`;
    api.errors[takenError(noun.name, name)] = { id: `${attribute.id}/taken`, status: 409, title };
  }
  if (noun.lifecycle && Object.keys(noun.lifecycle.transitions).length > 0) {
    const title = `The ${words(noun.name).join(" ").toLowerCase()} is not in a state that allows this.`;
    api.errors[stateError(noun)] = { id: `${noun.id}/wrong-state`, status: 409, title };
  }
}
