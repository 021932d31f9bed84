import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { canonicalJson } from "../../schema/canonical.ts";
import type { Database, ScalarType } from "../document.ts";
import { columnOf } from "../fields.ts";
import { report } from "./diagnostics.ts";

const texts: readonly ScalarType[] = ["string", "text", "email", "uri"];

/** Indexes that say the same. */
export function checkRepeatedIndexes(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, { indexes }]) => {
    const seen = new Map<string, string>();
    return Object.entries(indexes ?? {}).flatMap(([key, { fields, where, search = false }]) => {
      const columns = fields.map(({ field, direction = "asc" }) => [field, direction]);
      const meaning = canonicalJson([columns, where ?? null, search]);
      const other = seen.get(meaning);
      if (other === undefined) {
        seen.set(meaning, key);
        return [];
      }
      const place = at("database", ["models", model, "indexes", key]);
      return [report["repeated-index"](place, { model, key, other })];
    });
  });
}

/** Indexes that look into their columns, for words or for what is in a list: of texts alone, and without an order. */
export function checkIndexes(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, definition]) =>
    Object.entries(definition.indexes ?? {}).flatMap(([key, { fields, search }]) =>
      fields.flatMap(({ field: name, direction }, index) => {
        const field = columnOf(definition, name)?.field;
        if (!field || (!search && !field.list)) return [];
        const place = ["models", model, "indexes", key, "fields", index];
        const findings: Diagnostic[] = [];
        if (search && (field.list || !texts.includes(field.type))) {
          const type = field.list ? `list of ${field.type}` : field.type;
          findings.push(
            report["search-type"](at("database", [...place, "field"]), { model, key, column: name, type }),
          );
        }
        if (direction !== undefined) {
          const here = at("database", [...place, "direction"]);
          findings.push(report["index-direction"](here, { model, key, column: name }));
        }
        return findings;
      }),
    ),
  );
}
