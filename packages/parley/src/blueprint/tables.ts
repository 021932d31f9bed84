import type { Api, Operation } from "../api/document.ts";
import type { Database, Field, Model } from "../database/document.ts";
import { modelNameOf } from "../database/fields.ts";
import type { Requirements } from "../requirements/document.ts";
import { remembered } from "../schema/remember.ts";
import { kebabCase } from "../text/names.ts";
import {
  conditionsFor,
  nounOf,
  nounsOf,
  ownerSource,
  statedFor,
  type Noun,
  type Stated,
} from "./concepts.ts";

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
  const whole = noun.parent && nounOf(requirements, noun.parent.concept);
  const name = whole && modelNameOf(database, whole.id);
  return name === undefined ? undefined : { noun: whole!, name, model: database.models[name]! };
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
  const limits = action === "create" ? statedFor(requirements, "limit", noun) : [];
  const conditions = conditionsFor(requirements, noun, action);
  const isWriting = action === "create" || action === "update";
  const uniqueness = isWriting ? statedFor(requirements, "uniqueness", noun) : [];
  return [...conditions, ...limits, ...uniqueness];
}

/** Codes of the formals that guard an action: limits, conditions, uniqueness. */
export function ruleErrors(requirements: Requirements, noun: Noun, action: string): string[] {
  return guardsOf(requirements, noun, action).map(({ formal }) => formal.error.code);
}

/** Ids of the requirements that say what holds for an action or follows it. */
export function rulesOf(requirements: Requirements, noun: Noun, action: string): string[] {
  const computed = statedFor(requirements, "computed", noun).filter(({ formal }) => formal.action === action);
  const effects = statedFor(requirements, "effect", noun).filter(({ formal }) => formal.action === action);
  return [...guardsOf(requirements, noun, action), ...computed, ...effects].map(({ id }) => id);
}

/** Code that answers a body which points to a row that is not there, or not visible: `unknown-copy`. */
export function unknownError(target: string): string {
  return `unknown-${kebabCase(target)}`;
}

export function stateError(noun: Noun): string {
  return `${kebabCase(noun.name)}-wrong-state`;
}

/** Whether nobody who calls the operation is known: there is no actor then. */
export function isOpenToAllAlone({ access }: Operation): boolean {
  return access.every((kind) => kind === "public");
}

/** What drafts of procedures and scenarios look things up in. */
export interface DraftContext {
  requirements: Requirements;
  database: Database;
  api: Api;
}

/** The operation that came from a role, such as `loan/create`, with its current name. */
export function operationById(api: Api, id: string): { name: string; operation: Operation } | undefined {
  const byId = remembered(api, operationById, () => {
    const entries = Object.entries(api.operations).map(([name, operation]) => ({ name, operation }));
    // Where two operations bear one id, the first is meant.
    return new Map(entries.toReversed().map((entry) => [entry.operation.id, entry]));
  });
  return byId.get(id);
}
