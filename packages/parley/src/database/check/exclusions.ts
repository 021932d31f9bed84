import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Database, Exclusion, Model } from "../document.ts";
import { columnOf } from "../fields.ts";
import { report } from "./diagnostics.ts";
import { holdsOnlyWhere } from "./implied.ts";

/** Ranges of one type, columns that can be equal, and rows that are there. Unknown columns are found elsewhere. */
export function checkExclusions(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([name, model]) =>
    Object.entries(model.exclusions ?? {}).flatMap(([key, exclusion]) =>
      checkExclusion(name, model, key, exclusion),
    ),
  );
}

function checkExclusion(modelName: string, model: Model, key: string, exclusion: Exclusion): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const place = ["models", modelName, "exclusions", key];
  const { from, to, where } = exclusion;
  const [start, end] = [columnOf(model, from)?.field, columnOf(model, to)?.field];
  if (start && end && !start.list && !end.list) {
    const [fromType, toType] = [start.type, end.type];
    if (fromType !== toType || (fromType !== "date" && fromType !== "datetime")) {
      const about = { model: modelName, key, from, fromType, to, toType };
      findings.push(report["exclusion-range"](at("database", place), about));
    }
  }
  exclusion.fields.forEach((column, index) => {
    if (!columnOf(model, column)?.field.nullable || holdsOnlyWhere(where, "!=", column)) return;
    const here = at("database", [...place, "fields", index]);
    findings.push(report["exclusion-nulls"](here, { model: modelName, key, column }));
  });
  if (model.softDelete && !holdsOnlyWhere(where, "==", "deletedAt")) {
    findings.push(report["exclusion-soft-delete"](at("database", place), { model: modelName, key }));
  }
  return findings;
}
