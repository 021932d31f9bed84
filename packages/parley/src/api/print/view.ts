import type { Database } from "../../database/document.ts";
import {
  comment,
  identifier,
  lines,
  literal,
  origin,
  originOf,
  paragraphs,
  property,
  symbol,
  text,
  type SymbolReference,
  type Text,
} from "../../text/text.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import type { Api, ApiSchema, Property } from "../document.ts";
import { EXTENSION, groupFile, layoutOf, reaches, type Layout } from "../layout.ts";
import { groupsOf } from "../query.ts";
import { answeredProperties, sourceOf } from "../source.ts";
import { dependenciesFirst } from "../usage.ts";
import {
  convertMembers,
  convertProperty,
  convertText,
  hasMapper,
  printSourceCall,
  type Conversion,
} from "./conversion.ts";
import { prepareSource, rowsOf, type Rows } from "./prepared-source.ts";
import { selectionOf, selectText } from "./selection.ts";
import { wireType } from "./wire-type.ts";

/** How a service answers with a schema. */
export interface View {
  /** Prisma's `select` for the row; absent where the schema has no model. */
  select?: SymbolReference;
  /** From the row, or the program's value, to the answer; absent where the value is answered as it is. */
  mapper?: SymbolReference;
}

/** The constant and the function that services use to answer with a schema. */
export function viewOf(api: Api, database: Database, schema: string, layout = layoutOf(api, database)): View {
  return {
    ...(api.schemas[schema]?.model === undefined ? {} : { select: layout.select(schema) }),
    ...(hasMapper(api, schema) ? { mapper: layout.mapper(schema) } : {}),
  };
}

/** `src/<group>/<group>.view.ts`: for each answer what Prisma selects, and how the answer is made from it. */
export function printViews(api: Api, database: Database): PrintedFile[] {
  const layout = layoutOf(api, database);
  const rows = rowsOf(database);
  return groupsOf(api).flatMap((group) => {
    const owned = [...layout.usage.answers].filter(
      (name) => layout.groupOf(name) === group && hasMapper(api, name),
    );
    const declarations = dependenciesFirst(api, owned).map((name) =>
      origin(
        originOf("api", ["schemas", name]),
        api.schemas[name]!.model === undefined
          ? printValueMapper(api, layout, name)
          : printRowView(api, rows, layout, name),
      ),
    );
    if (declarations.length === 0) return [];
    return [renderTypeScript(groupFile(group, "view"), paragraphs(declarations), { extension: EXTENSION })];
  });
}

const prisma = symbol({ name: "Prisma", from: "src/database/client/client.ts", typeOnly: true });
const row = identifier("row");

function printRowView(api: Api, rows: Rows, layout: Layout, schema: string): Text {
  const { model, properties } = api.schemas[schema]!;
  const select = symbol(layout.select(schema));
  const home = layout.groupOf(schema);
  // Constants of two files that need each other would be read before they are made.
  const mayMention = (other: string): boolean => {
    const group = layout.groupOf(other);
    return group === home || !reaches(api, layout, "answers", group, home);
  };
  const selected = selectText(selectionOf(api, rows, schema), { api, rows, layout, mayMention });
  const type = identifier(model!);
  const members = rowMembers({ api, layout }, rows, model!, properties, ["schemas", schema, "properties"]);
  return paragraphs([
    text`export const ${select} = ${selected} satisfies ${prisma}.${type}Select;`,
    text`
      export function ${symbol(layout.mapper(schema))}(
        ${row}: ${prisma}.${type}GetPayload<{ select: typeof ${select} }>,
      ): ${symbol(layout.answer(schema))} {
        return {
          ${members}
        };
      }
    `,
  ]);
}

function rowMembers(
  conversion: Conversion,
  rows: Rows,
  model: string,
  properties: Record<string, Property>,
  keys: readonly string[],
): Text {
  return lines(
    answeredProperties(properties).map(([name, one]) => {
      const source = sourceOf(name, one);
      const place = [...keys, name];
      const value =
        one.schema.type === "constant"
          ? literal(one.schema.value)
          : source
            ? printSource(conversion, rows, model, source, one)
            : nestedObject(conversion, rows, model, one.schema, place);
      return origin(originOf("api", place), text`${property(one.wire ?? name)}: ${value},`);
    }),
  );
}

function printSource(
  conversion: Conversion,
  rows: Rows,
  model: string,
  source: NonNullable<ReturnType<typeof sourceOf>>,
  one: Property,
): Text {
  const { expression, typing } = prepareSource(rows, model, source);
  return convertProperty(conversion, expression, one, {
    typing,
    names: identifier,
    clock: identifier("clock"),
    call: (name, given, node) => printSourceCall(name, given, typing.types.get(node)),
  });
}

function nestedObject(
  conversion: Conversion,
  rows: Rows,
  model: string,
  schema: ApiSchema,
  keys: readonly string[],
): Text {
  if (schema.type !== "object") throw new Error("Only an object has no source of its own.");
  return text`{
    ${rowMembers(conversion, rows, model, schema.properties, [...keys, "schema", "properties"])}
  }`;
}

function printValueMapper(api: Api, layout: Layout, schema: string): Text {
  const { properties, description, value: whole } = api.schemas[schema]!;
  const value = identifier("value");
  if (whole) {
    const converted = convertText({ api, layout }, value, whole, {
      nullable: whole.type === "nullable",
      plain: true,
    });
    return lines([
      comment(description ?? ""),
      text`
        export function ${symbol(layout.mapper(schema))}(value: ${valueType(api, layout, whole)}): ${symbol(layout.answer(schema))} {
          return ${converted};
        }
      `,
    ]);
  }
  const mark = (name: string, member: Text): Text =>
    origin(originOf("api", ["schemas", schema, "properties", name]), member);
  return lines([
    comment(description ?? ""),
    text`
      export function ${symbol(layout.mapper(schema))}(value: {
        ${valueMembers(api, layout, properties)}
      }): ${symbol(layout.answer(schema))} {
        return ${convertMembers({ api, layout }, value, properties, mark)};
      }
    `,
  ]);
}

/** What the program has as JSON, whatever its shape. */
function isJson(schema: ApiSchema): boolean {
  return ["map", "oneOf", "union", "json"].includes(schema.type);
}

function valueMembers(api: Api, layout: Layout, properties: Record<string, Property>): Text {
  return lines(
    answeredProperties(properties).map(([name, { schema, optional }]) => {
      const mark = optional || schema.type === "constant" ? text`?` : text``;
      return text`${property(name)}${mark}: ${valueType(api, layout, schema)};`;
    }),
  );
}

/** The TypeScript type of what the program answers with. */
function valueType(api: Api, layout: Layout, schema: ApiSchema): Text {
  switch (schema.type) {
    case "string":
      if (schema.format === "date" || schema.format === "date-time") return text`Date`;
      if (schema.format !== "decimal") return text`string`;
      return symbol({ name: "Decimal", from: "src/common/decimal.ts", typeOnly: true });
    case "reference":
      if (!hasMapper(api, schema.schema)) return symbol(layout.answer(schema.schema));
      return text`Parameters<typeof ${symbol(layout.mapper(schema.schema))}>[0]`;
    case "array":
      return text`(${valueType(api, layout, schema.items)})[]`;
    case "nullable": {
      const inner = valueType(api, layout, schema.of);
      return isJson(schema.of) ? inner : text`${inner} | null`;
    }
    case "object":
      return text`{
        ${valueMembers(api, layout, schema.properties)}
      }`;
    case "constant":
      return { string: text`string`, number: text`number`, boolean: text`boolean` }[
        typeof schema.value as "string" | "number" | "boolean"
      ];
    case "map":
    case "oneOf":
    case "union":
    case "json":
      return text`unknown`;
    case "null":
    case "boolean":
    case "integer":
    case "number":
    case "enum":
      return wireType(schema, (name) => symbol(layout.answer(name)));
    default:
      return schema satisfies never;
  }
}
