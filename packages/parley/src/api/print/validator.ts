import {
  empty,
  join,
  lines,
  literal,
  member,
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
import { form } from "./forms.ts";
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
      return text`${z}.int().min(${number(minimum)}).max(${number(maximum)})${bound("multipleOf", schema.multipleOf)}`;
    }
    case "number":
      return text`${z}.number()${numberBounds(schema)}`;
    case "string":
      return textValidator(schema);
    case "enum":
      return text`${z}.enum(${literal(schema.values)})`;
    case "constant":
      // The program knows texts exactly, and of other constants only what they are.
      if (typeof schema.value === "string") return text`${z}.literal(${string(schema.value)})`;
      return text`${z}.literal<${constantType(schema.value)}>(${literal(schema.value)})`;
    case "null":
      return text`${z}.null()`;
    case "array": {
      const items = bodyValidator(schema.items, refer);
      const distinct = when(schema.uniqueItems ?? false, () => text`.refine(...${form("distinct")})`);
      return text`${z}.array(${items})${bound("min", schema.minItems)}${bound("max", schema.maxItems)}${distinct}`;
    }
    case "object":
      return objectValidator(schema, refer);
    case "map":
      return kept(text`${z}.record(${z}.string(), ${bodyValidator(schema.values, refer)})`);
    case "reference":
      return refer(schema.schema);
    case "nullable":
      return text`${bodyValidator(schema.of, refer)}.nullable()`;
    case "oneOf": {
      const variants = join(schema.variants.map(refer), text`, `);
      return text`${z}.discriminatedUnion(${string(schema.discriminator)}, [${variants}])`;
    }
    case "union":
      return kept(
        text`${z}.union([${join(
          schema.options.map((option) => bodyValidator(option, refer)),
          text`, `,
        )}])`,
      );
    case "json":
      return schema.of ? kept(bodyValidator(schema.of, refer)) : text`${wire("jsonValue")}()`;
    default:
      return schema satisfies never;
  }
}

/** JSON that is held to a schema and goes on as it came. */
function kept(validator: Text): Text {
  return text`${form("jsonOf")}((): ${z}.ZodType => ${validator})`;
}

/** The zod schema of an object; what it gives has the names that the program uses. */
export function objectValidator(
  { properties, rest }: { properties: Record<string, Property>; rest?: ApiSchema },
  refer: Refer,
  mark: (name: string, member: Text) => Text = (_name, one) => one,
): Text {
  const taken = Object.entries(properties).filter(([, { only }]) => only !== "answer");
  const members = lines(
    taken.map(([name, one]) =>
      mark(name, text`${property(one.wire ?? name)}: ${bodyValidator(one.schema, refer)}${ending(one)},`),
    ),
  );
  const any = rest?.type === "json" && !rest.of;
  const further = when(rest !== undefined && !any, () => text`.catchall(${bodyValidator(rest!, refer)})`);
  return text`${z}.${rest ? text`object` : text`strictObject`}({
    ${members}
  })${further}${renaming(taken, !further.blank)}`;
}

/** What stands behind the validator of a property that may be left out. */
export function ending({ optional, default: standard }: Property): Text {
  if (standard !== undefined) return text`.prefault(${literal(standard)})`;
  return when(optional ?? false, text`.optional()`);
}

/** The same of a parameter, which is text on the wire, its default too. */
export function parameterEnding({ optional, default: standard }: Property): Text {
  if (standard === undefined) return when(optional ?? false, text`.optional()`);
  const written = Array.isArray(standard) ? standard.map(String) : String(standard);
  return text`.prefault(${literal(written)})`;
}

/** Gives properties the names of the document; with `always` also where they have them, and nothing else. */
export function renaming(properties: readonly [string, Property][], always = false): Text {
  if (!always && properties.every(([name, one]) => (one.wire ?? name) === name)) return empty;
  const value = text`value`;
  const members = properties.map(
    ([name, one]) => text`${property(name)}: ${value}${member(one.wire ?? name)},`,
  );
  return text`.transform((${value}) => ({
    ${lines(members)}
  }))`;
}

/** The zod schema of a parameter, which is text on the wire. */
export function queryValidator(schema: ApiSchema, refer: Refer, separator?: Property["separator"]): Text {
  switch (schema.type) {
    case "array": {
      const items = queryValidator(schema.items, refer);
      const list = separator
        ? text`${form("separated")}(${string(SEPARATORS[separator])}, ${items})`
        : text`${wire("queryList")}(${items})`;
      const { minItems = 0, maxItems = MOST_VALUES, uniqueItems = false } = schema;
      const counted = minItems > 0 || maxItems < MOST_VALUES;
      const between = text`.refine(...${form("between")}(${number(minItems)}, ${number(maxItems)}))`;
      const distinct = text`.refine(...${form("distinct")})`;
      return text`${list}${when(counted, between)}${when(uniqueItems, distinct)}`;
    }
    case "integer": {
      const { minimum, maximum } = integerBounds(schema);
      const multiple = bound("multipleOf", schema.multipleOf);
      const read = text`${wire("queryInteger")}(${number(minimum)}, ${number(maximum)})`;
      return multiple.blank ? read : text`${read}.pipe(${z}.int()${multiple})`;
    }
    case "number": {
      const bounds = [schema.minimum, schema.maximum];
      while (bounds.length > 0 && bounds.at(-1) === undefined) bounds.pop();
      const printed = bounds.map((one) => (one === undefined ? text`undefined` : number(one)));
      const read = text`${wire("queryNumber")}(${join(printed, text`, `)})`;
      const { minimum: _minimum, maximum: _maximum, ...others } = schema;
      const further = numberBounds(others);
      return further.blank ? read : text`${read}.pipe(${z}.number()${further})`;
    }
    case "boolean":
      return text`${wire("queryBoolean")}()`;
    case "constant": {
      if (typeof schema.value === "string") break;
      return text`${z}.literal(${string(String(schema.value))}).transform(() => ${literal(schema.value)})`;
    }
    default:
      break;
  }
  return bodyValidator(schema, refer);
}

/** What the program takes a constant that is no text for. */
export function constantType(value: number | boolean): Text {
  return typeof value === "number" ? text`number` : text`boolean`;
}

/** More values no parameter takes. */
const MOST_VALUES = 100;

const SEPARATORS = { comma: ",", space: " ", pipe: "|" } as const;

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

type NumberSchema = Omit<Extract<ApiSchema, { type: "number" }>, "type">;

function numberBounds(schema: NumberSchema): Text {
  return join([
    bound("min", schema.minimum),
    bound("max", schema.maximum),
    bound("gt", schema.exclusiveMinimum),
    bound("lt", schema.exclusiveMaximum),
    bound("multipleOf", schema.multipleOf),
  ]);
}

function bound(method: "min" | "max" | "gt" | "lt" | "multipleOf", value: number | undefined): Text {
  if (value === undefined) return empty;
  return text`${member(method)}(${number(value)})`;
}
