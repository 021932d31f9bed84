import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Database, Model, ScalarType, Unique } from "../document.ts";
import { columnsOf, type Column } from "../fields.ts";
import { report } from "./diagnostics.ts";
import { holdsOnlyWhere } from "./implied.ts";

const incomparable: readonly ScalarType[] = ["json", "bytes"];
/** PostgreSQL's INDEX_MAX_KEYS. */
const MOST_COLUMNS = 32;

/** Columns that uniques, indexes and exclusions name. */
export function checkKeyColumns(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([modelName, model]) => {
    const columns = columnsOf(model);
    const place = ["models", modelName];
    const uniques = Object.entries(model.uniques ?? {}).flatMap(([key, unique]) => {
      const named = unique.fields.map((name, index) => ({ name, keys: ["fields", index] }));
      return checkColumns(modelName, columns, key, [...place, "uniques", key], named);
    });
    const indexes = Object.entries(model.indexes ?? {}).flatMap(([key, { fields, search }]) => {
      const named = fields.map(({ field }, index) => ({ name: field, keys: ["fields", index, "field"] }));
      const takesList = search === true || fields.length === 1;
      return checkColumns(modelName, columns, key, [...place, "indexes", key], named, takesList);
    });
    const exclusions = Object.entries(model.exclusions ?? {}).flatMap(([key, { fields, from, to }]) => {
      const named = [
        ...fields.map((name, index) => ({ name, keys: ["fields", index] })),
        { name: from, keys: ["from"] },
        { name: to, keys: ["to"] },
      ];
      return checkColumns(modelName, columns, key, [...place, "exclusions", key], named);
    });
    return [...uniques, ...indexes, ...exclusions];
  });
}

/** What a unique must say about nulls and about rows that are deleted softly. */
export function checkUniques(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, definition]) =>
    Object.entries(definition.uniques ?? {}).flatMap(([key, unique]) => {
      const findings: Diagnostic[] = [];
      const place = at("database", ["models", model, "uniques", key]);
      const column = firstNullable(definition, unique);
      if (column && unique.nulls === undefined) {
        findings.push(report["unique-nulls"](place, { model, key, column: column.name }));
      }
      if (definition.softDelete && !holdsOnlyWhere(unique.where, "==", "deletedAt")) {
        findings.push(report["unique-soft-delete"](place, { model, key }));
      }
      return findings;
    }),
  );
}

/** Uniques that say the same. */
export function checkRepeatedUniques(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, definition]) => {
    const findings: Diagnostic[] = [];
    const seen = new Set(
      Object.entries(definition.relations)
        .filter(([, relation]) => relation.cardinality === "oneToOne")
        .map(([name]) => `${name}Id`),
    );
    for (const [key, unique] of Object.entries(definition.uniques ?? {})) {
      if (unique.where) continue;
      const place = at("database", ["models", model, "uniques", key]);
      const columns = [...unique.fields].sort().join("_");
      if (seen.has(columns)) {
        findings.push(report["repeated-unique"](place, { model, columns: unique.fields.join(", ") }));
      }
      seen.add(columns);
    }
    return findings;
  });
}

function checkColumns(
  model: string,
  columns: readonly Column[],
  key: string,
  place: readonly string[],
  named: readonly { name: string; keys: (string | number)[] }[],
  /** An index over one list finds rows by what is in it. */
  takesList = false,
): Diagnostic[] {
  const seen = new Set<string>();
  const findings: Diagnostic[] = [];
  if (named.length > MOST_COLUMNS) {
    const sizes = { count: named.length, most: MOST_COLUMNS };
    findings.push(report["key-size"](at("database", place), { model, key, ...sizes }));
  }
  const found = named.flatMap(({ name, keys }) => {
    const here = at("database", [...place, ...keys]);
    const column = columns.find((candidate) => candidate.name === name);
    if (!column) {
      const byRelation = columns.find((candidate) => candidate.relation === name);
      const hint = byRelation
        ? ` The column of the relation is ${byRelation.name}.`
        : didYouMean(
            name,
            columns.map((candidate) => candidate.name),
          );
      return [report["unknown-column"](here, { model, key, column: name, hint })];
    }
    if (seen.has(name)) return [report["repeated-column"](here, { model, key, column: name })];
    seen.add(name);
    const { type, list } = column.field;
    if ((!list || takesList) && !incomparable.includes(type)) return [];
    return [report["key-type"](here, { model, key, column: name, type: list ? `list of ${type}` : type })];
  });
  return [...findings, ...found];
}

function firstNullable(model: Model, unique: Unique): Column | undefined {
  const columns = columnsOf(model);
  return unique.fields
    .map((name) => columns.find((column) => column.name === name))
    .find((column) => column?.field.nullable);
}
