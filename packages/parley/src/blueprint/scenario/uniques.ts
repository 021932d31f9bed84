import type { Expression } from "../../expression/document.ts";
import { statedFor } from "../concepts.ts";
import { columnNameOf, takenError } from "../database.ts";
import type { Attribute } from "../../requirements/document.ts";
import type { Table } from "../tables.ts";
import { isTrue } from "./evaluate.ts";
import type { House } from "./house.ts";
import { isRowId, same, typeOf, type Value } from "./value.ts";
import { rowValue, type World, type WorldRow } from "./world.ts";

/** Two random values are never the same; neither are two nulls. */
export function sameKey(one: Value | undefined, other: Value | undefined): boolean | undefined {
  if (one === null || other === null) return false;
  if (one === undefined || other === undefined) return undefined;
  if (typeOf(one) === "random" || typeOf(other) === "random") return false;
  return same(one, other);
}

export function both(one: boolean | undefined, other: boolean | undefined): boolean | undefined {
  if (one === false || other === false) return false;
  return one === undefined || other === undefined ? undefined : true;
}

export function fits(world: World, where: Expression | undefined, row: WorldRow): boolean | undefined {
  return where ? isTrue(world, where, { row: rowValue(row) }) : true;
}

export interface UniqueRule {
  fields: string[];
  where?: Expression;
  code: string;
}

/** Of so many values two draws may well have one in common, so that a test has to say them. */
const FEW = 100_000;

/** How many values an attribute may have in a test: days and moments are drawn from one month. */
function valuesOf({ type, minimum, maximum = Infinity, scale = 2, values = [] }: Attribute): number {
  switch (type) {
    case "boolean":
      return 2;
    case "enum":
      return values.length;
    case "integer":
      return maximum - (minimum ?? -Infinity) + 1;
    case "decimal":
      return (maximum - (minimum ?? 0)) * 10 ** scale;
    case "date":
      return 30;
    case "datetime":
      return 30 * 24 * 60;
    case "string":
    case "text":
      return 26 ** Math.min(maximum, 12);
    case "email":
    case "uri":
    case "json":
      return Infinity;
    default:
      return type satisfies never;
  }
}

/** Columns of a rule that hold one of few values. */
export function fewValued({ noun }: Table, { fields }: UniqueRule): string[] {
  return fields.filter((field) => {
    if (!Object.hasOwn(noun.attributes, field)) return false;
    return valuesOf(noun.attributes[field]!) < FEW;
  });
}

/** Whether a key is one that no other test can have: of a row of this test, or drawn from very many values. */
export function isOwnKey(key: readonly (Value | undefined)[]): boolean {
  return key.some(
    (value) => value === null || isRowId(value) || (value !== undefined && typeOf(value) === "random"),
  );
}

export function uniquesOf(house: House, { noun, model }: Table): UniqueRule[] {
  const attributes = Object.entries(noun.attributes)
    .filter(([, { unique }]) => unique)
    .map(([name]): UniqueRule => ({ fields: [name], code: takenError(noun.name, name) }));
  const stated = statedFor(house.requirements, "uniqueness", noun).map(({ formal }): UniqueRule => ({
    fields: formal.fields.map((field) => columnNameOf(noun, field)),
    ...(formal.where ? { where: formal.where } : {}),
    code: formal.error.code,
  }));
  const references = Object.entries(model.relations)
    .filter(([, { cardinality }]) => cardinality === "oneToOne")
    .map(([name]): UniqueRule => ({ fields: [`${name}Id`], code: "conflict" }));
  return [...attributes, ...stated, ...references];
}
