import { attributeTypes, type Attribute, type AttributeType } from "../../src/requirements/document.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { between, chance, pick, sample } from "../../test/random/draw.ts";

const values = "open closed draft done lost new public private low high first second".split(" ");

/** An attribute of any type, with what its type allows. */
export function randomAttribute(random: Random, id: string): Attribute {
  const type = pick(random, attributeTypes);
  const list = chance(random, 0.12) && type !== "json";
  const attribute: Attribute = {
    id,
    ...(chance(random, 0.2) ? { description: "What it says." } : {}),
    type,
    ...(type === "enum" ? { values: sample(random, values, between(random, 1, 5)) } : {}),
    ...(type === "decimal" && chance(random, 0.4) ? { scale: between(random, 0, 6) } : {}),
    ...(list ? { list } : {}),
    ...(chance(random, 0.3) ? { optional: true } : {}),
  };
  Object.assign(attribute, bounds(random, attribute));
  if (!list && chance(random, 0.2)) Object.assign(attribute, usual(random, attribute));
  for (const option of ["unique", "search", "filter", "sort"] as const) {
    const suits = option !== "search" || ["string", "text"].includes(type);
    const isShared = option === "unique" && attribute.default !== undefined;
    const may = type !== "json" && (!list || option === "filter") && suits && !isShared;
    if (may && chance(random, option === "unique" ? 0.08 : 0.25)) attribute[option] = true;
  }
  const hasOwnValue = attribute.optional || attribute.default !== undefined;
  if (hasOwnValue && chance(random, 0.2)) attribute.server = true;
  return attribute;
}

function bounds(random: Random, { type, scale = 2 }: Attribute): Pick<Attribute, "minimum" | "maximum"> {
  if (!["string", "text", "integer", "decimal"].includes(type) || chance(random, 0.5)) return {};
  const characters = type === "string" || type === "text";
  const least = characters ? between(random, 0, 5) : between(random, -20, 20);
  const most = least + between(random, 1, characters ? 200 : 100_000);
  const exact = type === "decimal" && scale > 0 ? 0.1 : 1;
  return {
    ...(chance(random, 0.7) ? { minimum: Number((least * exact).toFixed(1)) } : {}),
    ...(chance(random, 0.7) ? { maximum: Number((most * exact).toFixed(1)) } : {}),
  };
}

function usual(
  random: Random,
  { type, values: choices, minimum, maximum }: Attribute,
): { default?: Attribute["default"] } {
  const number = minimum ?? maximum ?? 3;
  const usuals: Partial<Record<AttributeType, Attribute["default"]>> = {
    boolean: chance(random, 0.5),
    integer: number,
    decimal: number,
    string: "a".repeat(Math.max(minimum ?? 1, 1)),
    text: 'it\'s "text"'.padEnd(minimum ?? 0, ".").slice(0, maximum),
    email: "a@example.org",
    uri: "https://example.org/",
    date: "2026-01-31",
    datetime: "2026-01-31T10:00:00Z",
    ...(choices?.[0] === undefined ? {} : { enum: choices[0] }),
  };
  return usuals[type] === undefined ? {} : { default: usuals[type] };
}
