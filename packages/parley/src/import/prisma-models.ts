import { groupOf } from "../blueprint/database.ts";
import type { Field, Model } from "../database/document.ts";
import { unique } from "../text/names.ts";
import { report } from "./diagnostics.ts";
import { draftsOf, placeOf, type Draft } from "./prisma-drafts.ts";
import { fieldOf } from "./prisma-fields.ts";
import { importIndexes, importUniques } from "./prisma-keys.ts";
import type { PrismaImporting } from "./prisma-names.ts";
import { importRelations, joinOf } from "./prisma-relations.ts";

/** All models with their fields, relations and keys, and a join model for each implicit relation of many to many. */
export function importModels(importing: PrismaImporting): Record<string, Model> {
  const drafts = draftsOf(importing);
  const models: Record<string, Model> = {};
  for (const draft of drafts.values()) models[draft.name] = importModel(importing, draft, drafts);
  for (const draft of drafts.values()) {
    for (const field of draft.source.fields) {
      const join = joinOf(importing, draft, field, drafts);
      if (join) models[unique(join.name, new Map(Object.entries(models)))] = join.model;
    }
  }
  return models;
}

function importModel(importing: PrismaImporting, draft: Draft, drafts: ReadonlyMap<string, Draft>): Model {
  const { source, name, columns } = draft;
  const { diagnostics, lines } = importing;
  const here = new Set(columns.values());
  const block = lines.block("model", source.name);
  const missing = ["createdAt", "updatedAt"].filter((one) => !here.has(one));
  if (missing.length > 0) {
    diagnostics.push(report["times-added"](block, { model: name, columns: missing.join(" and ") }));
  }
  if (draft.softDelete) diagnostics.push(report["soft-delete"](block, { model: name }));
  const model: Model = {
    id: name,
    ...(source.documentation ? { description: source.documentation } : {}),
    group: groupOf(name),
    fields: importFields(importing, draft),
    relations: importRelations(importing, draft, drafts),
    ...(draft.softDelete ? { softDelete: true } : {}),
  };
  const uniques = importUniques(importing, draft, model);
  if (Object.keys(uniques).length > 0) model.uniques = uniques;
  const indexes = importIndexes(importing, draft, model);
  if (Object.keys(indexes).length > 0) model.indexes = indexes;
  return model;
}

function importFields(importing: PrismaImporting, draft: Draft): Record<string, Field> {
  const fields: Record<string, Field> = {};
  const keys = new Set(draft.source.fields.flatMap((field) => field.relationFromFields ?? []));
  for (const field of draft.source.fields) {
    const name = draft.columns.get(field.name);
    const place = placeOf(importing, draft, field.name);
    if (field.isId && name === "id" && field.nativeType?.[0] !== "Uuid") {
      const words = { model: draft.name, found: `${field.type} ${field.name}` };
      importing.diagnostics.push(report["id-replaced"](place, words));
    }
    const isField = field.kind === "scalar" || field.kind === "enum";
    const isImplicit = ["id", "createdAt", "updatedAt", "deletedAt"].includes(name ?? "id");
    if (!isField || name === undefined || isImplicit || keys.has(field.name)) continue;
    fields[name] = fieldOf(importing, { model: draft.name, name, field, place });
  }
  return fields;
}
