import type { Index, Model, Unique } from "../database/document.ts";
import { columnsOf } from "../database/fields.ts";
import { isNull, path } from "../expression/build.ts";
import { camelCase } from "../text/names.ts";
import { report } from "./diagnostics.ts";
import type { Draft } from "./prisma-drafts.ts";
import type { PrismaImporting } from "./prisma-names.ts";

export function importUniques(
  importing: PrismaImporting,
  draft: Draft,
  model: Model,
): Record<string, Unique> {
  const { source, columns } = draft;
  const uniques: Record<string, Unique> = {};
  const keys = [
    ...source.fields.filter(({ isUnique, isId }) => isUnique || isId).map(({ name }) => [name]),
    ...(source.primaryKey ? [source.primaryKey.fields] : []),
    ...source.uniqueFields,
  ];
  const place = importing.lines.block("model", source.name);
  if (source.primaryKey) {
    const words = { model: draft.name, found: `the key ${source.primaryKey.fields.join(", ")}` };
    importing.diagnostics.push(report["id-replaced"](place, words));
  }
  for (const key of keys) {
    const fields = [...new Set(key.flatMap((name) => columns.get(name) ?? []))];
    const isRelation = Object.entries(model.relations).some(
      ([name, { cardinality }]) => cardinality === "oneToOne" && fields.join() === `${name}Id`,
    );
    if (fields.length === 0 || isRelation || fields.join() === "id") continue;
    const isNullable = columnsOf(model).some(({ name, field }) => field.nullable && fields.includes(name));
    if (model.softDelete) {
      const words = { model: draft.name, columns: fields.join(", ") };
      importing.diagnostics.push(report["unique-beside-deleted"](place, words));
    }
    uniques[camelCase(fields.join("_")).slice(0, 48)] = {
      fields,
      ...(model.softDelete ? { where: isNull(path("row", "deletedAt")) } : {}),
      ...(isNullable ? { nulls: "distinct" } : {}),
    };
  }
  return uniques;
}

export function importIndexes(
  { datamodel, diagnostics, lines }: PrismaImporting,
  draft: Draft,
  model: Model,
): Record<string, Index> {
  const indexes: Record<string, Index> = {};
  for (const { type, fields } of datamodel.indexes.filter((index) => index.model === draft.source.name)) {
    if (type === "id" || type === "unique") continue;
    const kept = fields.flatMap(({ name, sortOrder }): Index["fields"] => {
      const field = draft.columns.get(name);
      return field === undefined ? [] : [{ field, ...(sortOrder === "desc" ? { direction: "desc" } : {}) }];
    });
    const distinct = kept.filter(
      ({ field }, index) => kept.findIndex((one) => one.field === field) === index,
    );
    const columns = fields.map(({ name }) => name).join(", ");
    if (type !== "normal" || distinct.length === 0) {
      const reason =
        type === "normal" ? "its columns are left out" : `there are no indexes of the type ${type}`;
      diagnostics.push(
        report["index-dropped"](lines.block("model", draft.source.name), {
          model: draft.name,
          columns,
          reason,
        }),
      );
      continue;
    }
    indexes[camelCase(distinct.map(({ field }) => field).join("_")).slice(0, 48)] = { fields: distinct };
  }
  for (const [name, { cardinality }] of Object.entries(model.relations)) {
    const leads = [
      ...Object.values(indexes).map(({ fields }) => fields[0]?.field),
      ...Object.values(model.uniques ?? {}).map(({ fields, where }) => (where ? undefined : fields[0])),
    ];
    if (cardinality === "oneToOne" || leads.includes(`${name}Id`)) continue;
    diagnostics.push(
      report["index-added"](lines.block("model", draft.source.name), { model: draft.name, relation: name }),
    );
  }
  return indexes;
}
