import { z } from "zod";
import { Api } from "../api/document.ts";
import { Database } from "../database/document.ts";
import type { DocumentName } from "../diagnostic/diagnostic.ts";
import { Program } from "../program/document.ts";
import { Requirements } from "../requirements/document.ts";
import { Scenarios } from "../scenario/document.ts";
import type { Schema } from "../schema/ir.ts";
import { schemaOf } from "../schema/from-zod.ts";

/** A whole backend: what every printer prints from. */
export interface Backend {
  requirements: Requirements;
  database: Database;
  api: Api;
  program: Program;
  scenario: Scenarios;
}

/** In order of dependence: a later one refers to earlier ones by name. */
export const documentNames = [
  "requirements",
  "database",
  "api",
  "program",
  "scenario",
] as const satisfies DocumentName[];

export interface DocumentLanguage {
  zod: z.ZodType;
  schema: Schema;
  /** Records of the document whose entries are nodes: what an edit can put, remove or rename. */
  collections: readonly string[];
}

function language(zod: z.ZodType, ...collections: string[]): DocumentLanguage {
  return { zod, schema: schemaOf(zod), collections };
}

export const languages: Record<DocumentName, DocumentLanguage> = {
  requirements: language(Requirements, "actors", "concepts", "requirements", "uses", "questions"),
  database: language(Database, "enums", "models"),
  api: language(Api, "errors", "schemas", "operations"),
  program: language(Program, "procedures"),
  scenario: language(Scenarios, "scenarios"),
};

/** An entry of a collection. Every one has an identity that outlives its name. */
export interface Node {
  id: string;
}

/** A collection as plain nodes; absent ones are empty. */
export function collectionOf(document: unknown, collection: string): Record<string, Node> {
  const value = (document as Record<string, unknown>)[collection];
  return (value ?? {}) as Record<string, Node>;
}
