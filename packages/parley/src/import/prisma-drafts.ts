import { columnNameOf } from "../database/names.ts";
import { reservedMemberNames } from "../database/reserved.ts";
import type { PrismaField, PrismaModel } from "../host/prisma-schema.ts";
import { camelCase, pascalCase } from "../text/names.ts";
import { report } from "./diagnostics.ts";
import { functionOf, type PrismaImporting, type SchemaLines } from "./prisma-names.ts";

/** A model under way: what its fields became. */
export interface Draft {
  source: PrismaModel;
  name: string;
  /** Column here by field there: `author_id` is `authorId`. Absent for what is left out. */
  columns: Map<string, string>;
  /** Relation here by the field of the relation there. */
  relations: Map<string, string>;
  /** Names that are taken, without regard to case and underscores. */
  taken: Set<string>;
  softDelete: boolean;
}

/** All models with the names of their members. */
export function draftsOf(importing: PrismaImporting): Map<string, Draft> {
  const { datamodel, names } = importing;
  const drafts = new Map(
    datamodel.models.map((source): [string, Draft] => [
      source.name,
      {
        source,
        name: names.models.get(source.name)!,
        columns: new Map(),
        relations: new Map(),
        taken: new Set(["id", "createdat", "updatedat", "deletedat"]),
        softDelete: source.fields.some(isDeletion),
      },
    ]),
  );
  for (const draft of drafts.values()) nameMembers(importing, draft);
  return drafts;
}

function isDeletion({ name, type, isRequired, isList }: PrismaField): boolean {
  return camelCase(name) === "deletedAt" && type === "DateTime" && !isRequired && !isList;
}

function folded(name: string): string {
  return columnNameOf(name).replaceAll("_", "");
}

/** A free name for a field, relation or inverse. */
export function claim(draft: Draft, wish: string, more: readonly string[] = []): string {
  const plain = camelCase(wish);
  const start = (/^[a-z]/.test(plain) ? plain : `field${pascalCase(wish)}`).slice(0, 42);
  const isFree = (name: string): boolean =>
    !reservedMemberNames.has(name) &&
    ["", ...more].every((ending) => !draft.taken.has(folded(name + ending)));
  let name = start;
  for (let count = 2; !isFree(name); count++) name = `${start}${count}`;
  for (const ending of ["", ...more]) draft.taken.add(folded(name + ending));
  return name;
}

/** What Prisma's field is here by itself: `id`, a time that every model has, or nothing of that kind. */
function implicitName(draft: Draft, field: PrismaField): string | undefined {
  const { name, isId, isUpdatedAt, type, default: standard } = field;
  if (isId && isGenerated(field)) return "id";
  if (isUpdatedAt) return "updatedAt";
  if (type === "DateTime" && camelCase(name) === "createdAt" && functionOf(standard) === "now")
    return "createdAt";
  return draft.softDelete && isDeletion(field) ? "deletedAt" : undefined;
}

/** Keys that nobody chooses. */
function isGenerated({ default: standard, type }: PrismaField): boolean {
  const called = functionOf(standard);
  return called !== undefined && (called !== "dbgenerated" || type === "String");
}

/** Relations take the columns of their keys with them; what is left are fields. */
function nameMembers(importing: PrismaImporting, draft: Draft): void {
  const { source, columns, relations } = draft;
  const foreign = source.fields.filter((field) => (field.relationFromFields ?? []).length > 0);
  const keys = new Set(foreign.flatMap((field) => field.relationFromFields ?? []));
  for (const field of source.fields) {
    const implicit = keys.has(field.name) ? undefined : implicitName(draft, field);
    if (implicit !== undefined) columns.set(field.name, implicit);
  }
  for (const field of foreign) {
    const name = claim(draft, field.name, ["Id"]);
    relations.set(field.name, name);
    for (const key of field.relationFromFields ?? []) {
      if (!columns.has(key)) columns.set(key, `${name}Id`);
    }
    tellRename(importing, draft, field, name);
  }
  for (const field of source.fields) {
    if (field.kind === "object" || columns.has(field.name)) continue;
    const name = claim(draft, field.name === "id" ? `${draft.name}Key` : field.name);
    columns.set(field.name, name);
    tellRename(importing, draft, field, name);
    if (field.dbName !== undefined && field.dbName !== columnNameOf(name)) {
      const words = { name: `${draft.name}.${name}`, from: field.dbName, to: columnNameOf(name) };
      importing.diagnostics.push(report["name-not-kept"](placeOf(importing, draft, field.name), words));
    }
  }
}

function tellRename(importing: PrismaImporting, draft: Draft, { name }: PrismaField, to: string): void {
  if (name === to) return;
  const words = { from: `${draft.source.name}.${name}`, to: `${draft.name}.${to}` };
  importing.diagnostics.push(report.renamed(placeOf(importing, draft, name), words));
}

export function placeOf(
  { lines }: PrismaImporting,
  { source }: Draft,
  field: string,
): ReturnType<SchemaLines["on"]> {
  return lines.inside("model", source.name, field);
}
