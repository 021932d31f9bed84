import type { NamedSchema } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { SchemaSite } from "./autobe-json-schema.ts";
import type { AutobeOperation, AutobeSource } from "./autobe-source.ts";
import type { Table, Tables } from "./autobe-tables.ts";
import { accountOf, type Usage } from "./autobe-usage.ts";

/** What the API's schemas are read with. */
export interface Importing {
  source: AutobeSource;
  tables: Tables;
  usage: Usage;
  database: Database;
  diagnostics: Diagnostic[];
}

/** How a schema is used, directly or inside others. */
export interface SchemaUse {
  /** Operations that send it as their body. */
  sentBy: AutobeOperation[];
  answeredBy: AutobeOperation[];
  isSent: boolean;
  isAnswered: boolean;
}

/** A schema under way, with the table that it is about. */
export interface Draft {
  importing: Importing;
  /** Its name there. */
  name: string;
  schema: NamedSchema;
  site: SchemaSite;
  use: SchemaUse;
  table: Table | undefined;
}

/** Whether an operation proves who somebody is: its answer holds tokens. */
export function isAboutAccounts(operation: AutobeOperation): boolean {
  return accountOf(operation) !== undefined;
}

/** What a schema there calls one of its fields, for messages. */
export function wireName({ schema }: Draft, key: string): string {
  return schema.properties[key]?.wire ?? key;
}
