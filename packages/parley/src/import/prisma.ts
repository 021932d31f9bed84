import { checkDatabase } from "../database/check/check.ts";
import type { Database, Enum } from "../database/document.ts";
import { infrastructureModels } from "../database/infrastructure.ts";
import { reservedTypeNames } from "../database/reserved.ts";
import { enumTypeNameOf, tableNameOf } from "../database/names.ts";
import { hasErrors, isError, keysOf, type Diagnostic } from "../diagnostic/diagnostic.ts";
import {
  checkPrismaSchema,
  prismaConfiguration,
  prismaDatamodel,
  type PrismaDatamodel,
} from "../host/prisma-schema.ts";
import { camelCase, pascalCase, plural, singular, unique } from "../text/names.ts";
import { report } from "./diagnostics.ts";
import { importModels } from "./prisma-models.ts";
import { linesOf, type PrismaNames, type SchemaLines } from "./prisma-names.ts";

export interface ImportedDatabase {
  database: Database;
  /** Located in the schema's file. */
  diagnostics: Diagnostic[];
}

/**
 * The database that a Prisma schema declares, as Prisma itself reads it. Every model gets a uuid as its id, and keys
 * that were something else stay as uniques. A schema that Prisma refuses gives nothing but its findings.
 */
export function importPrisma(schemaText: string, file = "schema.prisma"): ImportedDatabase {
  const diagnostics: Diagnostic[] = [];
  const empty = { enums: {}, models: infrastructureModels() };
  const schema = withoutAddresses(schemaText);
  const findings = checkPrismaSchema(schema, file);
  if (hasErrors(findings)) return { database: empty, diagnostics: findings };
  const lines = linesOf(schema, file);
  const [source] = prismaConfiguration(schema).datasources;
  if (source && source.activeProvider !== "postgresql") {
    const words = { found: source.activeProvider };
    diagnostics.push(report["other-provider"](lines.at(/^\s*provider\s*=/), words));
  }
  for (const { line, text } of lines.matching(/\bUnsupported\s*\(/)) {
    diagnostics.push(report["unsupported-column"](lines.on(line), { text: text.trim() }));
  }
  const datamodel = prismaDatamodel(schema);
  if (datamodel.models.length === 0) {
    const words = { what: file, wanted: "model" };
    return { database: empty, diagnostics: [report["nothing-there"](lines.on(1), words)] };
  }
  for (const { name } of datamodel.types) {
    diagnostics.push(report["composite-type"](lines.block("type", name), { name }));
  }
  const names = nameAll(datamodel, lines, diagnostics);
  const database: Database = {
    enums: importEnums(datamodel, names, lines, diagnostics),
    models: infrastructureModels(),
  };
  Object.assign(database.models, importModels({ datamodel, names, lines, diagnostics }));
  mend(database, lines, diagnostics);
  return { database, diagnostics };
}

/** Addresses belong to the environment, and Prisma 7 refuses them in a schema. */
function withoutAddresses(schema: string): string {
  return schema.replaceAll(/^([ \t]*)(url|directUrl|shadowDatabaseUrl|relationMode)([ \t]*=.*)$/gm, (line) =>
    " ".repeat(line.length),
  );
}

/** Names of models and enums; those that mean something else here get another one. */
function nameAll(datamodel: PrismaDatamodel, lines: SchemaLines, diagnostics: Diagnostic[]): PrismaNames {
  const names: PrismaNames = { models: new Map(), enums: new Map() };
  const taken = new Set<string>([...reservedTypeNames, ...Object.keys(infrastructureModels())]);
  const tables = new Set(Object.keys(infrastructureModels()).flatMap((name) => folded(tableNameOf(name))));
  const claim = (from: string, kind: "model" | "enum"): string => {
    const isPascal = /^[A-Z][A-Za-z0-9]*$/.test(from) && /[a-z]/.test(from);
    const wanted = isPascal ? from : pascalCase(kind === "model" ? singular(from) : from);
    const start = (/^[A-Z]/.test(wanted) ? wanted : `Model${wanted}`).slice(0, 40);
    const free = taken.has(start) && !taken.has(`${start}Entry`) ? `${start}Entry` : start;
    let name = unique(free, taken);
    const tableOf = (one: string): string[] =>
      folded(kind === "model" ? tableNameOf(one) : enumTypeNameOf(one));
    for (let count = 2; tableOf(name).some((table) => tables.has(table)); count++) name = `${free}${count}`;
    taken.add(name);
    for (const table of tableOf(name)) tables.add(table);
    if (name !== from) diagnostics.push(report.renamed(lines.block(kind, from), { from, to: name }));
    return name;
  };
  for (const { name, dbName } of datamodel.models) {
    const here = claim(name, "model");
    names.models.set(name, here);
    if (dbName !== null && dbName !== tableNameOf(here)) {
      const words = { name: here, from: dbName, to: tableNameOf(here) };
      diagnostics.push(report["name-not-kept"](lines.block("model", name), words));
    }
  }
  for (const { name } of datamodel.enums)
    names.enums.set(name, { name: claim(name, "enum"), values: new Map() });
  return names;
}

/** Tables, and folders that are named after their plurals, are told apart without regard to underscores. */
function folded(table: string): string[] {
  return [table.replaceAll("_", ""), plural(table).replaceAll("_", "")];
}

function importEnums(
  { enums }: PrismaDatamodel,
  names: PrismaNames,
  lines: SchemaLines,
  diagnostics: Diagnostic[],
): Record<string, Enum> {
  const made: Record<string, Enum> = {};
  for (const { name: from, values, documentation } of enums) {
    const { name, values: here } = names.enums.get(from)!;
    const taken = new Set<string>();
    for (const { name: value } of values) {
      const wish = camelCase(value);
      const to = unique((/^[a-z]/.test(wish) ? wish : `value${pascalCase(value)}`).slice(0, 44), taken);
      taken.add(to);
      here.set(value, to);
      if (to !== value) {
        const place = lines.inside("enum", from, value);
        diagnostics.push(report.renamed(place, { from: `${from}.${value}`, to: `${name}.${to}` }));
      }
    }
    made[name] = {
      id: name,
      ...(documentation ? { description: documentation } : {}),
      values: [...here.values()],
    };
  }
  return made;
}

/** Takes out what the database's own rules refuse: the rest of the schema is worth having. */
function mend(database: Database, lines: SchemaLines, diagnostics: Diagnostic[]): void {
  for (;;) {
    const error = checkDatabase(database).find(isError);
    if (!error || !("document" in error.at)) return;
    const [, name = "", kind = "", key = ""] = keysOf(error.at.pointer);
    const model = database.models[name];
    const place = lines.block("model", model?.id ?? name);
    const words = { name: [name, key].filter(Boolean).join("."), reason: error.message };
    const part = model && mendPart(model, kind, key, error.code);
    diagnostics.push(report["taken-out"](place, { ...words, part: part ?? "the whole" }));
    if (part === undefined) {
      delete database.models[name];
      delete database.enums[name];
    }
  }
}

function mendPart(
  model: Database["models"][string],
  kind: string,
  key: string,
  code: string,
): string | undefined {
  const field = kind === "fields" ? model.fields[key] : undefined;
  const relation = kind === "relations" ? model.relations[key] : undefined;
  if (field?.default && code === "database/default-mismatch") {
    delete field.default;
    return "the default";
  }
  if (field) {
    delete model.fields[key];
    return "the field";
  }
  if (relation && code === "database/required-cycle") {
    relation.required = false;
    relation.onDelete = "setNull";
    return "that it is required";
  }
  if (relation) {
    delete model.relations[key];
    return "the relation";
  }
  if (kind === "uniques" && model.uniques?.[key]) {
    delete model.uniques[key];
    return "the unique";
  }
  if (kind === "indexes" && model.indexes?.[key]) {
    delete model.indexes[key];
    return "the index";
  }
  return undefined;
}
