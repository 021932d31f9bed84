import { createRequire } from "node:module";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { report } from "./diagnostics.ts";

interface PrismaFormat {
  lint(files: string): string;
  format(files: string, parameters: string): string;
  get_config(parameters: string): string;
  get_dmmf(parameters: string): string;
}

interface Finding {
  file_name: string;
  start: number;
  end: number;
  text: string;
  is_warning: boolean;
}

/** A field of Prisma's datamodel; those of an unsupported type are not there. */
export interface PrismaField {
  name: string;
  dbName?: string;
  kind: "scalar" | "enum" | "object" | "unsupported";
  type: string;
  isList: boolean;
  isRequired: boolean;
  isUnique: boolean;
  isId: boolean;
  isUpdatedAt?: boolean;
  /** `["VarChar", ["120"]]` */
  nativeType?: [name: string, parameters: string[]] | null;
  /** A value, a list of them, or a function's name with its arguments. */
  default?: unknown;
  documentation?: string;
  relationName?: string;
  relationFromFields?: string[];
  relationToFields?: string[];
  relationOnDelete?: string;
}

export interface PrismaModel {
  name: string;
  dbName: string | null;
  documentation?: string;
  fields: PrismaField[];
  primaryKey: { fields: string[] } | null;
  uniqueFields: string[][];
}

/** What a schema declares, as Prisma itself reads it. */
export interface PrismaDatamodel {
  enums: { name: string; values: { name: string; dbName: string | null }[]; documentation?: string }[];
  models: PrismaModel[];
  types: PrismaModel[];
  indexes: { model: string; type: string; fields: { name: string; sortOrder?: "asc" | "desc" }[] }[];
}

export interface PrismaConfiguration {
  generators: unknown[];
  datasources: { activeProvider: string }[];
}

/** Where a generated project keeps its schema. */
export const SCHEMA_PATH = "prisma/schema.prisma";

let loaded: PrismaFormat | undefined;

/** The WebAssembly module weighs some megabytes, so it is read when first needed. */
function prismaFormat(): PrismaFormat {
  loaded ??= createRequire(import.meta.url)("@prisma/prisma-schema-wasm") as PrismaFormat;
  return loaded;
}

/** Prisma's own findings about a schema, located in `file`. */
export function checkPrismaSchema(schema: string, file = SCHEMA_PATH): Diagnostic[] {
  const findings = JSON.parse(prismaFormat().lint(JSON.stringify([[file, schema]]))) as Finding[];
  return findings.map((finding) => {
    const location = { file, ...placeOf(schema, finding.start) };
    const text = finding.text.replace(/^Error (?:parsing|validating)[^:]*: /, "");
    return finding.is_warning
      ? report["prisma-schema-warning"](location, { text })
      : report["prisma-schema"](location, { text });
  });
}

/** The schema in Prisma's own layout; a schema that does not parse comes back as it is. */
export function formatPrismaSchema(schema: string): string {
  const parameters = {
    textDocument: { uri: `file:/${SCHEMA_PATH}` },
    options: { tabSize: 2, insertSpaces: true },
  };
  const files = JSON.parse(
    prismaFormat().format(JSON.stringify([[SCHEMA_PATH, schema]]), JSON.stringify(parameters)),
  ) as [string, string][];
  return files[0]?.[1] ?? schema;
}

/** The generators and datasources of a schema that was checked before. */
export function prismaConfiguration(schema: string): PrismaConfiguration {
  const parameters = JSON.stringify({ prismaSchema: [[SCHEMA_PATH, schema]] });
  return (JSON.parse(prismaFormat().get_config(parameters)) as { config: PrismaConfiguration }).config;
}

/** The models and enums of a schema that was checked before. */
export function prismaDatamodel(schema: string): PrismaDatamodel {
  const parameters = JSON.stringify({ prismaSchema: [[SCHEMA_PATH, schema]] });
  return (JSON.parse(prismaFormat().get_dmmf(parameters)) as { datamodel: PrismaDatamodel }).datamodel;
}

/** Lines and columns count from 1, columns in UTF-16 units, as Prisma's offsets do. */
function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
