import { groupOf } from "../blueprint/database.ts";
import type { Model, Relation } from "../database/document.ts";
import type { PrismaField, PrismaModel } from "../host/prisma-schema.ts";
import { camelCase, pascalCase, plural, singular } from "../text/names.ts";
import { report } from "./diagnostics.ts";
import { claim, placeOf, type Draft } from "./prisma-drafts.ts";
import type { PrismaImporting } from "./prisma-names.ts";

const deletions: Partial<Record<string, Relation["onDelete"]>> = {
  Cascade: "cascade",
  Restrict: "restrict",
  NoAction: "restrict",
  SetNull: "setNull",
};

export function importRelations(
  importing: PrismaImporting,
  draft: Draft,
  drafts: ReadonlyMap<string, Draft>,
): Record<string, Relation> {
  const relations: Record<string, Relation> = {};
  for (const field of draft.source.fields) {
    const name = draft.relations.get(field.name);
    const target = drafts.get(field.type);
    if (name === undefined || !target) continue;
    const keys = field.relationFromFields ?? [];
    const place = placeOf(importing, draft, field.name);
    const opposite = target.source.fields.find(
      (other) =>
        other.relationName === field.relationName &&
        other !== field &&
        (other.relationFromFields ?? []).length === 0,
    );
    const isOne = opposite ? !opposite.isList : isUniqueKey(draft.source, keys);
    const { isRequired } = field;
    const wanted = deletions[field.relationOnDelete ?? ""] ?? (isRequired ? "restrict" : "setNull");
    const inverse = claim(target, opposite?.name ?? (isOne ? draft.name : plural(camelCase(draft.name))));
    const toId = (field.relationToFields ?? []).every((key) => target.columns.get(key) === "id");
    if (!toId) {
      const words = { model: draft.name, relation: name, keys: (field.relationToFields ?? []).join(", ") };
      importing.diagnostics.push(report["relation-by-id"](place, words));
    }
    relations[name] = {
      id: `${draft.name}/${name}`,
      ...(field.documentation ? { description: field.documentation } : {}),
      target: target.name,
      inverse,
      cardinality: isOne ? "oneToOne" : "manyToOne",
      required: isRequired,
      onDelete: isRequired && wanted === "setNull" ? "restrict" : wanted,
    };
  }
  return relations;
}

function isUniqueKey({ fields, uniqueFields, primaryKey }: PrismaModel, keys: readonly string[]): boolean {
  const same = (other: readonly string[]): boolean => [...other].sort().join() === [...keys].sort().join();
  const [only, ...others] = keys;
  const field = others.length === 0 ? fields.find(({ name }) => name === only) : undefined;
  return (
    (field?.isUnique ?? false) ||
    (field?.isId ?? false) ||
    [...uniqueFields, primaryKey?.fields ?? []].some(same)
  );
}

/** The model that stands for a relation of many to many without one; made by the side that comes first. */
export function joinOf(
  { diagnostics, lines }: PrismaImporting,
  draft: Draft,
  field: PrismaField,
  drafts: ReadonlyMap<string, Draft>,
): { name: string; model: Model } | undefined {
  const target = drafts.get(field.type);
  if (!field.isList || !target || field.kind !== "object") return undefined;
  const opposite = target.source.fields.find(
    (other) => other.relationName === field.relationName && other !== field,
  );
  if (!opposite?.isList || (opposite.relationFromFields ?? []).length > 0) return undefined;
  const order = [...drafts.values()];
  const isFirst =
    target === draft
      ? draft.source.fields.indexOf(field) < draft.source.fields.indexOf(opposite)
      : order.indexOf(draft) < order.indexOf(target);
  if (!isFirst) return undefined;
  const name = `${draft.name}${pascalCase(singular(field.name))}`.slice(0, 44);
  // A row says: this one of ours has that one among its `field`.
  const [mine, theirs] = [singular(opposite.name), singular(field.name)].map((one) => camelCase(one)) as [
    string,
    string,
  ];
  const second = theirs === mine ? `${theirs}Other` : theirs;
  const side = (to: Draft, role: string, inverse: string): Relation => ({
    id: `${name}/${role}`,
    target: to.name,
    inverse: claim(to, inverse),
    cardinality: "manyToOne",
    required: true,
    onDelete: "cascade",
  });
  const model: Model = {
    id: name,
    group: groupOf(name),
    traits: [{ type: "join" }],
    fields: {},
    relations: {
      [mine]: side(draft, mine, `${singular(field.name)}_links`),
      [second]: side(target, second, `${singular(opposite.name)}_links`),
    },
    uniques: { pair: { fields: [`${mine}Id`, `${second}Id`] } },
    immutable: true,
  };
  const place = lines.inside("model", draft.source.name, field.name);
  diagnostics.push(report["join-made"](place, { from: draft.name, to: target.name, model: name }));
  return { name, model };
}
