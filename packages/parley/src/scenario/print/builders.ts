import { boundsOf, decimalDigits, integerBounds } from "../../api/bounds.ts";
import type { Api, ApiSchema, NamedSchema } from "../../api/document.ts";
import { clientType } from "../../api/print/client.ts";
import { closure } from "../../api/usage.ts";
import { pascalCase, unique, words } from "../../text/names.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import {
  identifier,
  join,
  lines,
  literal,
  number,
  origin,
  originOf,
  paragraphs,
  property,
  string,
  symbol,
  template,
  text,
  type Text,
} from "../../text/text.ts";

const DATA = "test/data.ts";

/** Name of the function that makes a random body of a schema: `aBook` for `CreateBook`, `anUpdateBook`. */
export type Builders = ReadonlyMap<string, string>;

export function buildersOf(api: Api): Builders {
  const bodies = Object.values(api.operations).flatMap(({ body }) => body ?? []);
  const taken = new Set<string>();
  const builders = new Map<string, string>();
  for (const schema of closure(api, bodies)) {
    const subject = schema.replace(/^Create(?=[A-Z])/, "");
    const first = words(subject)[0] ?? "";
    const name = unique(
      `${/^(?!uni|use|eu|one)[aeiou]/.test(first) ? "an" : "a"}${pascalCase(subject)}`,
      taken,
    );
    taken.add(name);
    builders.set(schema, name);
  }
  return builders;
}

/** A call of a schema's function: `aBook(random)`. */
export function builderCall(builders: Builders, schema: string): Text {
  const name = builders.get(schema);
  if (name === undefined) throw new Error(`No operation takes a body of ${schema}.`);
  return text`${symbol({ name, from: DATA })}(random)`;
}

/** `test/data.ts`: for each schema that clients send, a function that makes a valid body. */
export function printBuilders(api: Api): PrintedFile {
  const builders = buildersOf(api);
  const random = symbol({ name: "SeededRandom", from: "test/support/random.ts", typeOnly: true });
  const functions = [...builders].map(([schema, name]) => {
    const type = symbol(clientType(schema));
    const properties = bodyProperties(builders, api.schemas[schema]!);
    const used = properties.length > 0;
    return origin(
      originOf("api", ["schemas", schema]),
      text`
        export function ${symbol({ name, from: DATA })}(${used ? text`random` : text`_random`}: ${random}): ${type} {
          return {
            ${lines(properties)}
          };
        }
      `,
    );
  });
  const head = text`
    // Bodies that are valid as they are. An id that has to name a row names none yet: give it one.
  `;
  return renderTypeScript(DATA, paragraphs([head, ...functions]), { extension: ".ts" });
}

function bodyProperties(builders: Builders, schema: Pick<NamedSchema, "properties">): Text[] {
  return Object.entries(schema.properties)
    .filter(([, { schema: type, optional }]) => !(optional && namesRow(type)))
    .map(([name, { schema: type }]) => text`${property(name)}: ${valueOf(builders, type)},`);
}

/** Whether a value is the id of a row: a random one would name nothing. */
export function namesRow(schema: ApiSchema): boolean {
  if (schema.type === "nullable") return namesRow(schema.of);
  if (schema.type === "array") return namesRow(schema.items);
  return schema.type === "string" && schema.format === "uuid";
}

const usualLength = 12;

function valueOf(builders: Builders, schema: ApiSchema): Text {
  switch (schema.type) {
    case "boolean":
      return text`random.boolean()`;
    case "integer": {
      const { minimum, maximum } = integerBounds(schema);
      const least = minimum < -1_000_000 ? Math.min(1, maximum) : minimum;
      return text`random.integer(${number(least)}, ${number(Math.min(maximum, least + 999_999))})`;
    }
    case "number": {
      const least = schema.minimum ?? Math.min(1, schema.maximum ?? 1);
      const range = (schema.maximum ?? least + 1000) - least;
      return text`${number(least)} + random.integer(0, 1000) * ${number(Math.min(range, 1000) / 1000)}`;
    }
    case "string":
      return textOf(schema);
    case "enum":
      return text`random.pick(${literal(schema.values)} as const)`;
    case "array": {
      const count = Math.max(schema.minItems ?? 0, (schema.maxItems ?? 1) > 0 ? 1 : 0);
      const item =
        namesRow(schema.items) && (schema.minItems ?? 0) === 0 ? [] : Array.from({ length: count });
      return text`[${join(
        item.map(() => valueOf(builders, schema.items)),
        text`, `,
      )}]`;
    }
    case "object":
      return text`{ ${join(bodyProperties(builders, schema))} }`;
    case "reference":
      return text`${identifier(builders.get(schema.schema) ?? "")}(random)`;
    case "nullable":
      return namesRow(schema.of) ? text`null` : valueOf(builders, schema.of);
    case "oneOf":
      return text`${identifier(builders.get(schema.variants[0]!) ?? "")}(random)`;
    case "json":
      return text`{ note: random.letters(8) }`;
    default:
      return schema satisfies never;
  }
}

function textOf(schema: Extract<ApiSchema, { type: "string" }>): Text {
  switch (schema.format) {
    case "uuid":
      return text`random.uuid()`;
    case "email":
      return text`random.email()`;
    case "uri":
      return template(["https://example.com/", text`random.letters(8)`]);
    case "date":
      return text`random.day()`;
    case "date-time":
      return text`random.moment()`;
    case "duration":
      return string("PT1H");
    case "decimal": {
      const { scale } = decimalDigits(schema);
      const least =
        schema.minimum === undefined ? Math.min(1, Number(schema.maximum ?? 1)) : Number(schema.minimum);
      const most = Math.min(
        schema.maximum === undefined ? least + 1000 : Number(schema.maximum),
        least + 1000,
      );
      return text`random.decimal(${number(least)}, ${number(most)}, ${number(scale)})`;
    }
    case "password":
    case undefined: {
      const { minLength, maxLength } = boundsOf(schema);
      return text`random.letters(${number(Math.min(maxLength, Math.max(minLength, usualLength)))})`;
    }
    default:
      return schema.format satisfies never;
  }
}
