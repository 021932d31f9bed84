import {
  empty,
  join,
  lines,
  literal,
  number,
  property,
  regularExpression,
  string,
  symbol,
  text,
  when,
  type Text,
} from "../../text/text.ts";
import { boundsOf, decimalDigits, integerBounds } from "../bounds.ts";
import type { ApiSchema, Property } from "../document.ts";
import type { Refer } from "./wire-type.ts";
import { wire } from "./wire.ts";

const z = symbol({ name: "z", from: "zod" });

/** The zod schema of a value in a body, `refer` names that of another schema. */
export function bodyValidator(schema: ApiSchema, refer: Refer): Text {
  switch (schema.type) {
    case "boolean":
      return text`${z}.boolean()`;
    case "integer": {
      const { minimum, maximum } = integerBounds(schema);
      return text`${z}.int().min(${number(minimum)}).max(${number(maximum)})`;
    }
    case "number":
      return text`${z}.number()${bound("min", schema.minimum)}${bound("max", schema.maximum)}`;
    case "string":
      return textValidator(schema);
    case "enum":
      return text`${z}.enum(${literal(schema.values)})`;
    case "array": {
      const items = bodyValidator(schema.items, refer);
      return text`${z}.array(${items})${bound("min", schema.minItems)}${bound("max", schema.maxItems)}`;
    }
    case "object":
      return text`${z}.strictObject({
        ${propertyValidators(schema.properties, refer)}
      })`;
    case "reference":
      return refer(schema.schema);
    case "nullable":
      return text`${bodyValidator(schema.of, refer)}.nullable()`;
    case "oneOf": {
      const variants = join(schema.variants.map(refer), text`, `);
      return text`${z}.discriminatedUnion(${string(schema.discriminator)}, [${variants}])`;
    }
    case "json":
      return text`${wire("jsonValue")}()`;
    default:
      return schema satisfies never;
  }
}

/** The members of a strict object, a line each; `mark` wraps each in its origin. */
export function propertyValidators(
  properties: Record<string, Property>,
  refer: Refer,
  mark: (name: string, member: Text) => Text = (_name, member) => member,
): Text {
  return lines(
    Object.entries(properties).map(([name, { schema, optional }]) =>
      mark(
        name,
        text`${property(name)}: ${bodyValidator(schema, refer)}${when(optional ?? false, text`.optional()`)},`,
      ),
    ),
  );
}

/** The zod schema of a value in a query, where everything is text. */
export function queryValidator(schema: ApiSchema, refer: Refer): Text {
  if (schema.type === "array") {
    const items = queryValidator(schema.items, refer);
    return text`${wire("queryList")}(${items})`;
  }
  if (schema.type === "integer") {
    const { minimum, maximum } = integerBounds(schema);
    return text`${wire("queryInteger")}(${number(minimum)}, ${number(maximum)})`;
  }
  if (schema.type === "number") {
    const bounds = [schema.minimum, schema.maximum];
    while (bounds.length > 0 && bounds.at(-1) === undefined) bounds.pop();
    const printed = bounds.map((one) => (one === undefined ? text`undefined` : number(one)));
    return text`${wire("queryNumber")}(${join(printed, text`, `)})`;
  }
  if (schema.type === "boolean") return text`${wire("queryBoolean")}()`;
  return bodyValidator(schema, refer);
}

function textValidator(schema: Extract<ApiSchema, { type: "string" }>): Text {
  const { format } = schema;
  switch (format) {
    case "uuid":
      return text`${wire("uuid")}()`;
    case "date":
      return text`${wire("calendarDate")}()`;
    case "date-time":
      return text`${wire("dateTime")}()`;
    case "duration":
      return text`${z}.iso.duration()`;
    case "decimal": {
      const { minimum, maximum } = schema;
      return text`${wire("decimalNumber")}(${literal({ ...decimalDigits(schema), minimum, maximum })})`;
    }
    case "email": {
      const longest = when(schema.maxLength !== undefined, () => number(boundsOf(schema).maxLength));
      const least = when(
        schema.minLength !== undefined,
        () => text`.pipe(${z}.string()${bound("min", schema.minLength)})`,
      );
      return text`${wire("email")}(${longest})${least}`;
    }
    case "uri":
      return text`${wire("webAddress")}()${textBounds(schema)}`;
    case "password":
    case undefined:
      return text`${wire("plainText")}()${textBounds(schema)}`;
    default:
      return format satisfies never;
  }
}

function textBounds(schema: Extract<ApiSchema, { type: "string" }>): Text {
  const { minLength, maxLength } = boundsOf(schema);
  const pattern = schema.pattern;
  return join([
    when(minLength > 0, text`.min(${number(minLength)})`),
    text`.max(${number(maxLength)})`,
    pattern === undefined ? empty : text`.regex(${regularExpression(pattern, "u")})`,
  ]);
}

function bound(method: "min" | "max", value: number | undefined): Text {
  if (value === undefined) return empty;
  return method === "min" ? text`.min(${number(value)})` : text`.max(${number(value)})`;
}
