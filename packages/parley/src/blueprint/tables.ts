import type { Api, Operation } from "../api/document.ts";
import type { Database, Field, Model } from "../database/document.ts";
import { modelNameOf } from "../database/fields.ts";
import type { Requirements } from "../requirements/document.ts";
import { kebabCase } from "../text/names.ts";
import { nounsOf, ownerSource, statedOf, type Noun, type Stated } from "./concepts.ts";

/** A noun whose table exists, with the table's current name. */
export interface Table {
  noun: Noun;
  name: string;
  model: Model;
}

export function tablesOf(requirements: Requirements, database: Database): Table[] {
  return nounsOf(requirements).flatMap((noun): Table[] => {
    const name = modelNameOf(database, noun.id);
    return name === undefined ? [] : [{ noun, name, model: database.models[name]! }];
  });
}

/** The parent's table, where the noun has one that still exists. */
export function parentOf(requirements: Requirements, database: Database, noun: Noun): Table | undefined {
  const concept = noun.parent?.concept;
  return concept === undefined
    ? undefined
    : tablesOf(requirements, database).find((table) => table.noun.name === concept);
}

/** What a client may say about a row: fields that the server does not manage. */
export function clientFields(model: Model): [string, Field][] {
  return Object.entries(model.fields).filter(([, field]) => !field.managed && !field.secret);
}

/** Relations whose key the client sends; for create the owner too, where others may create for them. */
export function clientRelations(
  requirements: Requirements,
  table: Table,
  action: "create" | "update",
): string[] {
  const ownRelation = table.noun.owner?.as;
  const declared = Object.entries(table.model.relations)
    .filter(([name, relation]) => !relation.managed && name !== ownRelation)
    .map(([relation]) => relation);
  const owner =
    action === "create" && ownerSource(requirements, table.noun) !== "actor"
      ? table.noun.owner?.as
      : undefined;
  return owner !== undefined && Object.hasOwn(table.model.relations, owner) ? [owner, ...declared] : declared;
}

/** Formals that may refuse an action on a noun. */
export function guardsOf(
  requirements: Requirements,
  noun: Noun,
  action: string,
): (Stated<"limit"> | Stated<"condition"> | Stated<"uniqueness">)[] {
  const limits =
    action === "create"
      ? statedOf(requirements, "limit").filter(({ formal }) => formal.concept === noun.name)
      : [];
  const conditions = statedOf(requirements, "condition").filter(
    ({ formal }) => formal.concept === noun.name && formal.actions.includes(action),
  );
  const uniqueness =
    action === "create" || action === "update"
      ? statedOf(requirements, "uniqueness").filter(({ formal }) => formal.concept === noun.name)
      : [];
  return [...conditions, ...limits, ...uniqueness];
}

/** Code that answers a body which points to a row that is not there, or not visible: `unknown-copy`. */
export function unknownError(target: string): string {
  return `unknown-${kebabCase(target)}`;
}

export function stateError(noun: Noun): string {
  return `${kebabCase(noun.name)}-wrong-state`;
}

/** What drafts of procedures and scenarios look things up in. */
export interface DraftContext {
  requirements: Requirements;
  database: Database;
  api: Api;
}

/** The operation that came from a role, such as `loan/create`, with its current name. */
export function operationById(api: Api, id: string): { name: string; operation: Operation } | undefined {
  const entry = Object.entries(api.operations).find(([, operation]) => operation.id === id);
  return entry && { name: entry[0], operation: entry[1] };
}
