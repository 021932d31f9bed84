import { profileOf } from "../../database/environment.ts";
import type { Database, Field, Model } from "../../database/document.ts";
import { columnOf, isVersioned, neededModels, VERSION_COLUMN } from "../../database/fields.ts";
import type { Expression } from "../../expression/document.ts";
import { pathsOf } from "../../expression/visit.ts";
import { camelCase } from "../../text/names.ts";
import type { Meaning } from "./generic-meaning.ts";
import type { House } from "./house.ts";

/** The models of the rows that are made for a new actor of a kind; the test's actor bears the id of each. */
export function personModels({ database }: House, kind: string): string[] {
  const profile = profileOf(database, kind)?.name;
  return profile === undefined ? [] : [profile, ...neededModels(database, profile)];
}

/** Whether the tables of a new actor of a kind take whatever a test puts there. */
export function isCertainActor(house: House, kind: string): boolean {
  return personModels(house, kind).every((model) => isOpen(house.database.models[model]!));
}

/** Whether a model demands nothing of values that would have to be looked at. */
export function isOpen({ checks = {}, exclusions = {} }: Model): boolean {
  return Object.keys(checks).length + Object.keys(exclusions).length === 0;
}

/** Whether a change may be refused for what the table demands of values that it writes. */
export function mayBreak({ database, api }: House, { model, operation, type }: Meaning): boolean {
  const table = database.models[model]!;
  const body = operation.body === undefined ? undefined : api.schemas[operation.body];
  const sent = type === "update" ? Object.keys(body?.properties ?? {}).map(camelCase) : [];
  const isDeletion = type === "delete";
  if (isDeletion && !table.softDelete) return false;
  const written = new Set([
    ...sent,
    ...(table.immutable ? [] : ["updatedAt"]),
    ...(isDeletion ? ["deletedAt"] : []),
    ...(isVersioned(table) ? [VERSION_COLUMN] : []),
  ]);
  const speaks = (condition: Expression | undefined): boolean =>
    condition !== undefined && pathsOf(condition, "row").some(([first]) => written.has(first ?? ""));
  const { checks = {}, exclusions = {} } = table;
  return (
    Object.values(checks).some(({ condition }) => speaks(condition)) ||
    Object.values(exclusions).some(
      ({ fields, from, to, where }) =>
        [...fields, from, to].some((field) => written.has(field)) || speaks(where),
    )
  );
}

/** Whether two new actors of a kind may have the same values in columns that have to be unique. */
export function actorsCollide(house: House, kind: string): boolean {
  return personModels(house, kind).some((model) => profilesCollide(house.database, model));
}

function profilesCollide(database: Database, name: string): boolean {
  const model = database.models[name]!;
  const differs = (column: string): boolean => {
    const found = columnOf(model, column) ?? columnOf(model, `${column}Id`);
    if (!found) return false;
    return found.implicit || found.relation !== undefined || isDrawnWide(found.field);
  };
  return Object.values(model.uniques ?? {}).some(
    ({ fields, nulls }) =>
      !fields.some((field) => differs(field) || (nulls !== "equal" && isLeftNull(model, field))),
  );
}

/** What a new profile says nothing of is null, where nothing else stands in. */
function isLeftNull(model: Model, name: string): boolean {
  const { field } = columnOf(model, name) ?? columnOf(model, `${name}Id`) ?? {};
  return field?.nullable === true && field.default === undefined;
}

/** Whether a test's random values of a column hardly ever meet. */
function isDrawnWide({ type, nullable, default: standard, maxLength = 12 }: Field): boolean {
  if (nullable || (standard && standard.type !== "uuid")) return standard?.type === "sequence";
  if (type === "string" || type === "text") return maxLength > 7;
  return ["int", "float", "bigint", "uuid", "email", "uri"].includes(type);
}
