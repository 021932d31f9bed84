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

export interface DocumentLanguage {
  zod: z.ZodType;
  schema: Schema;
  /** Records of the document whose entries are nodes: what an edit can put, remove or rename. */
  collections: readonly string[];
  /** Properties besides these that are decided on too: together one node, with the name and identity `""`. */
  head: readonly string[];
}

function language(zod: z.ZodType, ...collections: string[]): DocumentLanguage {
  return { zod, schema: schemaOf(zod), collections, head: [] };
}

export const languages: Record<DocumentName, DocumentLanguage> = {
  requirements: language(Requirements, "actors", "concepts", "requirements", "uses", "questions"),
  database: language(Database, "enums", "models"),
  api: { ...language(Api, "errors", "schemas", "operations"), head: ["profile", "info", "foreign"] },
  program: language(Program, "externs", "functions", "jobs", "procedures"),
  scenario: language(Scenarios, "scenarios"),
};

/** What of a document stands outside of its collections and can be decided on. */
export function headOf(document: DocumentName, value: object): Record<string, unknown> {
  const { head } = languages[document];
  return Object.fromEntries(
    Object.entries(value).filter(([key, part]) => head.includes(key) && part !== undefined),
  );
}

/** An entry of a collection. Every one has an identity that outlives its name. */
export interface Node {
  id: string;
}

/** A collection as plain nodes; absent ones are empty. */
export function collectionOf(document: unknown, collection: string): Record<string, Node> {
  const value = (document as Record<string, unknown>)[collection];
  return (value ?? {}) as Record<string, Node>;
}
