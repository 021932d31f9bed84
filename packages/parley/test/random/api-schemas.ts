import type { AnyJson, ApiSchema, NamedSchema, Property } from "../../src/api/document.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { snakeCase } from "../../src/text/names.ts";
import { randomDescription } from "./database-fields.ts";
import { between, chance, pick, sample, weighted } from "./draw.ts";
import { memberName, newMembers } from "./names.ts";

/** Named schemas as they are drawn: those without a model, which bodies and answers may nest. */
export interface Shapes {
  random: Random;
  schemas: Record<string, NamedSchema>;
  /** A free name of a schema. */
  name: () => string;
  /** Names of objects that others may refer to. */
  objects: string[];
}

const weights: Record<ApiSchema["type"], number> = {
  boolean: 6,
  integer: 8,
  number: 5,
  string: 16,
  enum: 6,
  constant: 4,
  null: 1,
  array: 7,
  object: 5,
  map: 4,
  reference: 6,
  nullable: 6,
  oneOf: 3,
  union: 4,
  json: 4,
};
const leaves: readonly ApiSchema["type"][] = ["boolean", "integer", "number", "string", "enum", "constant"];

/** A schema of any kind, nested at most so deep. */
export function randomSchema(shapes: Shapes, depth: number): ApiSchema {
  const { random } = shapes;
  // Now and then any kind as often as another: each is to stand in each.
  const kinds = Object.keys(weights) as ApiSchema["type"][];
  const nested = chance(random, 0.3) ? pick(random, kinds) : weighted(random, weights);
  const type = depth <= 0 ? pick(random, leaves) : nested;
  const schema = plainSchema(shapes, type, depth);
  return { ...schema, ...randomDescription(random), ...(chance(random, 0.05) ? { deprecated: true } : {}) };
}

function plainSchema(shapes: Shapes, type: ApiSchema["type"], depth: number): ApiSchema {
  const { random } = shapes;
  const inner = (): ApiSchema => randomSchema(shapes, depth - 1);
  switch (type) {
    case "boolean":
    case "null":
      return { type };
    case "integer":
      return randomInteger(random);
    case "number":
      return randomNumber(random);
    case "string":
      return randomString(random);
    case "enum":
      return { type, values: sample(random, words, between(random, 1, 5)) };
    case "constant":
      return { type, value: pick<string | number | boolean>(random, [...words, 1, 0, -7, 2.5, true, false]) };
    case "array":
      return {
        type,
        items: inner(),
        ...randomCounts(random),
        ...(chance(random, 0.2) ? { uniqueItems: true } : {}),
      };
    case "object":
      return {
        type,
        properties: randomProperties(shapes, depth - 1),
        ...(chance(random, 0.2) ? { rest: chance(random, 0.4) ? { type: "json" } : inner() } : {}),
      };
    case "map":
      return { type, values: inner() };
    case "reference":
      return shapes.objects.length > 0 ? { type, schema: pick(random, shapes.objects) } : { type: "json" };
    case "nullable":
      return { type, of: inner() };
    case "oneOf":
      return randomOneOf(shapes);
    case "union": {
      const options = Array.from({ length: between(random, 1, 3) }, () => present(inner()));
      return { type, options, ...(chance(random, 0.3) ? { exclusive: true } : {}) };
    }
    case "json":
      return chance(random, 0.5) ? { type } : { type, of: present(inner()) };
    default:
      return type satisfies never;
  }
}

/** What is kept as JSON is never null by itself. */
function present(schema: ApiSchema): ApiSchema {
  if (schema.type === "nullable") return present(schema.of);
  return schema.type === "null" ? { type: "boolean" } : schema;
}

const words = 'open closed "quoted" two\u2028lines a-b ${x} `y` */ constructor on 1st Größe'.split(" ");

/** A number with bounds, or without. */
export function randomInteger(random: Random): ApiSchema {
  const least = between(random, -1000, 1000);
  const most = least + between(random, 10, 1000);
  return {
    type: "integer",
    ...(chance(random, 0.2) ? { format: pick(random, ["int32", "int64"] as const) } : {}),
    ...(chance(random, 0.3) ? { minimum: least } : chance(random, 0.2) ? { exclusiveMinimum: least } : {}),
    ...(chance(random, 0.3) ? { maximum: most } : chance(random, 0.2) ? { exclusiveMaximum: most } : {}),
    ...(chance(random, 0.1) ? { multipleOf: between(random, 1, 5) } : {}),
  };
}

function randomNumber(random: Random): ApiSchema {
  const least = between(random, -100, 100) / 4;
  return {
    type: "number",
    ...(chance(random, 0.3) ? { minimum: least } : chance(random, 0.2) ? { exclusiveMinimum: least } : {}),
    ...(chance(random, 0.3)
      ? { maximum: least + 5 }
      : chance(random, 0.2)
        ? { exclusiveMaximum: least + 5 }
        : {}),
    ...(chance(random, 0.1) ? { multipleOf: 0.25 } : {}),
  };
}

const formats = ["uuid", "email", "uri", "date", "date-time", "decimal", "duration", "password"] as const;
const patterns = ["^[a-z]+(-[a-z]+)*$", "^[^<>`\"']*$", "^\\d{2}/\\d{2}$", "^(?:a|b)c?$"];

/** Text, of any format. */
export function randomString(random: Random): ApiSchema {
  if (chance(random, 0.5)) {
    const format = pick(random, formats);
    const bounds = { minimum: "-99.50", maximum: "1000" };
    return {
      type: "string",
      format,
      ...(format === "decimal" ? { scale: between(random, 0, 4), ...bounds } : {}),
    };
  }
  const least = between(random, 0, 3);
  return {
    type: "string",
    ...(chance(random, 0.4) ? { minLength: least } : {}),
    ...(chance(random, 0.6) ? { maxLength: least + between(random, 5, 300) } : {}),
    ...(chance(random, 0.15) ? { pattern: pick(random, patterns) } : {}),
  };
}

function randomCounts(random: Random): { minItems?: number; maxItems?: number } {
  const least = between(random, 0, 2);
  return {
    ...(chance(random, 0.2) ? { minItems: least } : {}),
    ...(chance(random, 0.4) ? { maxItems: least + between(random, 1, 50) } : {}),
  };
}

/** Objects that a constant tells apart, as schemas of their own. */
function randomOneOf(shapes: Shapes): ApiSchema {
  const { random, schemas } = shapes;
  const discriminator = pick(random, ["kind", "type", "class"]);
  const tags = sample(random, words, between(random, 1, 3));
  const variants = tags.map((value) => {
    const name = shapes.name();
    const tag: ApiSchema = chance(random, 0.5)
      ? { type: "constant", value }
      : { type: "enum", values: [value] };
    const { [discriminator]: _taken, ...others } = randomProperties(shapes, 0);
    schemas[name] = { id: name, properties: { [discriminator]: { schema: tag }, ...others } };
    return name;
  });
  return { type: "oneOf", discriminator, variants };
}

/** Some properties, with names and remarks of every kind. */
export function randomProperties(shapes: Shapes, depth: number): Record<string, Property> {
  const { random } = shapes;
  const members = newMembers();
  const count = between(random, 0, 5);
  const taken = new Set<string>();
  return Object.fromEntries(
    Array.from({ length: count }, (): [string, Property] => {
      const name = memberName(random, members);
      const schema = randomSchema(shapes, depth);
      const optional = chance(random, 0.3);
      const standard = optional && chance(random, 0.4) ? randomDefault(schema) : undefined;
      const wire = wireName(random, name, taken);
      return [
        name,
        {
          schema,
          ...(optional ? { optional } : {}),
          ...(standard === undefined ? {} : { default: standard }),
          ...(wire === undefined ? {} : { wire }),
          ...(chance(random, 0.06) ? { only: pick(random, ["body", "answer"] as const) } : {}),
        },
      ];
    }),
  );
}

/** Another name on the wire, now and then one that is no name in code. */
function wireName(random: Random, name: string, taken: Set<string>): string | undefined {
  if (!chance(random, 0.12)) return undefined;
  const wire = pick(random, [snakeCase(name), `${name}[]`, `x-${name}`, `${name.length}`, `"${name}"`]);
  if (taken.has(wire)) return undefined;
  taken.add(wire);
  return wire === name ? undefined : wire;
}

/** A value of a plain schema that a client could send; `undefined` where that takes more. */
export function randomDefault(schema: ApiSchema): AnyJson | undefined {
  switch (schema.type) {
    case "boolean":
      return true;
    case "enum":
      return schema.values[0]!;
    case "constant":
      return schema.value;
    case "integer":
      return Object.keys(schema).length === 1 ? 5 : undefined;
    case "string":
      return schema.format === "date" ? "2030-02-28" : undefined;
    case "array":
      return (schema.minItems ?? 0) === 0 ? [] : undefined;
    case "nullable":
      return null;
    default:
      return undefined;
  }
}
