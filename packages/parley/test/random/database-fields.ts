import type { Database, Default, Field, ScalarType } from "../../src/database/document.ts";
import { randomMatch, type Random } from "../../src/schema/pattern.ts";
import { between, chance, pick, weighted } from "./draw.ts";

const typeWeights: Record<ScalarType, number> = {
  boolean: 8,
  int: 10,
  bigint: 4,
  float: 4,
  decimal: 6,
  string: 14,
  text: 6,
  uuid: 3,
  email: 3,
  uri: 3,
  date: 6,
  datetime: 8,
  json: 3,
  bytes: 2,
  enum: 10,
};

/** Words that would leave their place where one is written without care. */
const hostileWords = [
  '*/ ${x} `y` "z" \'q\' -- ; @@map("a")',
  "two\nlines\r\nand }\nmodel Evil { id Int @id }",
  "\u2028 \\ {% |o--o{ %% <b> [link](javascript:1) #",
  "漢字 🎈 é ß",
];
const plainWords = ["What it is.", "As the owner sees it.", "Set once, then kept."];

export function randomDescription(random: Random): { description?: string } {
  if (!chance(random, 0.25)) return {};
  return { description: pick(random, chance(random, 0.3) ? hostileWords : plainWords) };
}

/** A field that its document may hold, with every attribute that its type needs. */
export function randomField(random: Random, id: string, enums: Database["enums"]): Field {
  const enumNames = Object.keys(enums);
  const type = weighted(random, { ...typeWeights, enum: enumNames.length > 0 ? typeWeights.enum : 0 });
  const field: Field = { id, ...randomDescription(random), type, ...attributesOf(random, type, enumNames) };
  if (type !== "json" && type !== "bytes" && chance(random, 0.08)) field.list = true;
  else if (chance(random, 0.25)) field.nullable = true;
  const value = randomDefault(random, field, enums);
  if (value) field.default = value;
  if (chance(random, 0.04)) field.secret = true;
  if (chance(random, 0.06)) field.personal = true;
  if (chance(random, 0.08)) field.managed = true;
  return field;
}

function attributesOf(random: Random, type: ScalarType, enumNames: readonly string[]): Partial<Field> {
  switch (type) {
    case "string":
      return { maxLength: pick(random, [1, 2, 13, 80, 200, 10_000]) };
    case "text":
    case "email":
    case "uri":
      return chance(random, 0.2) ? { maxLength: pick(random, [64, 254, 2000]) } : {};
    case "decimal": {
      const scale = pick(random, [0, 1, 2, 2, 2, 4, 18]);
      return { precision: between(random, Math.max(1, scale), 38), scale };
    }
    case "enum":
      return { enum: pick(random, enumNames) };
    default:
      return {};
  }
}

function randomDefault(random: Random, field: Field, enums: Database["enums"]): Default | undefined {
  if (field.list) return chance(random, 0.6) ? { type: "emptyList" } : undefined;
  if (!chance(random, 0.4)) return undefined;
  if (field.type === "uuid" && chance(random, 0.7)) return { type: "uuid" };
  const counts = field.type === "int" || field.type === "bigint";
  if (counts && !field.nullable && chance(random, 0.2)) return { type: "sequence" };
  const value = randomLiteral(random, field, enums);
  return value === undefined ? undefined : { type: "literal", value };
}

/** A value that the field can hold, as a default writes it; none for bytes. */
export function randomLiteral(
  random: Random,
  field: Field,
  enums: Database["enums"],
): boolean | number | string | undefined {
  switch (field.type) {
    case "boolean":
      return chance(random, 0.5);
    case "int":
      return pick(random, [0, 1, -1, 42, 2 ** 31 - 1, -(2 ** 31) + 1]);
    case "bigint":
      return pick(random, [0, -7, Number.MAX_SAFE_INTEGER, "9223372036854775807", "-9223372036854775807"]);
    case "float":
      return pick(random, [0, 0.5, -1.25, 1_000_000.125, 3]);
    case "decimal": {
      const whole = field.precision! - field.scale! > 0 ? String(between(random, 0, 9)) : "0";
      return field.scale! > 0 && chance(random, 0.5) ? `${whole}.${between(random, 0, 9)}` : whole;
    }
    case "string":
    case "text":
      return pick(random, ["", "a", 'It\'s "new"\n— really', ...hostileWords]).slice(
        0,
        field.maxLength ?? 200,
      );
    case "email":
      return "somebody@example.org";
    case "uri":
      return "https://example.org/?q=it's&x=1#a";
    case "uuid":
      return randomMatch("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", random);
    case "date":
      return pick(random, ["2026-01-31", "1999-12-31", "2028-02-29"]);
    case "datetime":
      return pick(random, ["2026-01-31T10:00:00Z", "1970-01-01T00:00:00.000Z"]);
    case "json":
      return pick(random, ["{}", "[]", "null", '{"a": "it\'s", "b": [1, true, null]}', '"text"']);
    case "bytes":
      return undefined;
    case "enum":
      return pick(random, enums[field.enum!]!.values);
    default:
      return field.type satisfies never;
  }
}
