import { renderPlain, type PrintedFile } from "../../text/render.ts";
import {
  block,
  empty,
  join,
  lines,
  origin,
  originOf,
  paragraphs,
  prismaComment,
  prismaName,
  prismaString,
  text,
  type Text,
} from "../../text/text.ts";
import { flatten } from "../../text/tree.ts";
import { constraintsOf, isPrismaConstraint, type Constraint, type ConstraintOf } from "../constraints.ts";
import type { Database, Enum, Model } from "../document.ts";
import { columnsOf, sidesOf, type Column, type Side } from "../fields.ts";
import { columnNameOf, enumTypeNameOf, tableNameOf } from "../names.ts";
import { prismaDefault, prismaType, prismaWord } from "./types.ts";

const PATH = "prisma/schema.prisma";

/**
 * The Prisma schema of a database that checks without errors, in the layout of Prisma's own formatter. Ids and times
 * have no default: the application gives them. Partial uniques and indexes, uniques whose nulls are equal and checks
 * are left to SQL: Prisma's client would take a partial unique for a key of the whole table.
 */
export function printPrismaSchema(database: Database): PrintedFile {
  const constraints = constraintsOf(database).filter(isPrismaConstraint);
  const models = Object.entries(database.models).map(([name, model]) => {
    const own = constraints.filter((constraint) => constraint.model === name);
    return origin(originOf("database", ["models", name]), modelText(database, name, model, own));
  });
  const enums = Object.entries(database.enums).map(([name, definition]) =>
    origin(originOf("database", ["enums", name]), enumText(name, definition)),
  );
  return renderPlain(PATH, paragraphs([head, ...enums, ...models]));
}

const head = text`
  generator client {
    provider               = "prisma-client"
    output                 = "../src/database/client"
    importFileExtension    = "ts"
    generatedFileExtension = "ts"
    moduleFormat           = "esm"
  }

  datasource db {
    provider = "postgresql"
  }
`;

function enumText(name: string, { description, values }: Enum): Text {
  const body = paragraphs([
    lines(
      values.map((value, index) =>
        origin(originOf("database", ["enums", name, "values", index]), prismaWord(value)),
      ),
    ),
    text`@@map(${prismaString(enumTypeNameOf(name))})`,
  ]);
  return lines([prismaComment(description ?? ""), block(text`enum ${prismaName(name)}`, body)]);
}

function modelText(
  database: Database,
  modelName: string,
  model: Model,
  constraints: readonly Constraint[],
): Text {
  const columns = columnsOf(model).map((column) => columnRow(modelName, column, constraints));
  const sides = sidesOf(database, modelName).map((side) => sideRow(side, constraints));
  // Prisma's formatter puts uniques first.
  const keys = [
    ...constraints.filter((constraint) => constraint.type === "unique"),
    ...constraints.filter((constraint) => constraint.type === "index"),
  ].map(keyText);
  const map = text`@@map(${prismaString(tableNameOf(modelName))})`;
  const body = paragraphs(
    [table(columns), table(sides), lines([...keys, map])].filter((part) => !part.blank),
  );
  return lines([prismaComment(model.description ?? ""), block(text`model ${prismaName(modelName)}`, body)]);
}

/** A line of a model: name, type and attributes stand in columns of their own. */
interface Row {
  keys: (string | number)[];
  description?: string | undefined;
  name: Text;
  type: Text;
  attributes: Text[];
}

function columnRow(modelName: string, column: Column, constraints: readonly Constraint[]): Row {
  const { name, field } = column;
  const { type, native } = prismaType(field);
  const mapped = columnNameOf(name);
  const primaryKey = constraints.find((constraint) => constraint.type === "primaryKey");
  return {
    keys: keysOfColumn(modelName, column),
    description: column.relation === undefined ? field.description : undefined,
    name: prismaWord(name),
    type,
    attributes: [
      name === "id" && primaryKey ? text`@id(map: ${prismaString(primaryKey.name)})` : empty,
      prismaDefault(field),
      mapped === name ? empty : text`@map(${prismaString(mapped)})`,
      native,
    ],
  };
}

function keysOfColumn(modelName: string, column: Column): string[] {
  const place = ["models", modelName];
  if (column.relation !== undefined) return [...place, "relations", column.relation];
  return column.implicit ? place : [...place, "fields", column.name];
}

function sideRow(side: Side, constraints: readonly Constraint[]): Row {
  const { declared } = side;
  const keys = ["models", declared.model, "relations", declared.relation];
  const relationName = prismaString(`${declared.model}_${declared.relation}`);
  const target = prismaName(side.target);
  const row = { keys, name: prismaWord(side.name) };
  const foreignKey = constraints.find(
    (constraint) => constraint.type === "foreignKey" && constraint.relation === side.name,
  );
  if (side.column === undefined || foreignKey?.type !== "foreignKey") {
    const type = side.many ? text`${target}[]` : text`${target}?`;
    return { ...row, type, attributes: [text`@relation(${relationName})`] };
  }
  const action = { cascade: text`Cascade`, restrict: text`Restrict`, setNull: text`SetNull` }[
    foreignKey.onDelete
  ];
  const key = prismaWord(side.column);
  const map = prismaString(foreignKey.name);
  return {
    ...row,
    type: side.nullable ? text`${target}?` : target,
    attributes: [
      text`@relation(${relationName}, fields: [${key}], references: [id], onDelete: ${action}, map: ${map})`,
    ],
  };
}

function keyText(constraint: ConstraintOf<"unique"> | ConstraintOf<"index">): Text {
  const map = prismaString(constraint.name);
  const from = originOf("database", constraint.keys);
  if (constraint.type === "unique") {
    const columns = join(constraint.columns.map(prismaWord), text`, `);
    return origin(from, text`@@unique([${columns}], map: ${map})`);
  }
  const columns = constraint.columns.map(({ field, direction }) =>
    direction === "desc" ? text`${prismaWord(field)}(sort: Desc)` : prismaWord(field),
  );
  const kind = constraint.inverted ? text`type: Gin, ` : empty;
  return origin(from, text`@@index([${join(columns, text`, `)}], ${kind}map: ${map})`);
}

/** Rows with their columns aligned, as Prisma's formatter does. */
function table(rows: readonly Row[]): Text {
  const nameWidth = Math.max(0, ...rows.map((row) => flatten(row.name).length));
  const typeWidth = Math.max(0, ...rows.map((row) => flatten(row.type).length));
  return lines(
    rows.map(({ keys, description, name, type, attributes }) => {
      const written = attributes.filter((attribute) => !attribute.blank);
      const line = written.length
        ? text`${pad(name, nameWidth)} ${pad(type, typeWidth)} ${join(written, space)}`
        : text`${pad(name, nameWidth)} ${type}`;
      return origin(originOf("database", keys), lines([prismaComment(description ?? ""), line]));
    }),
  );
}

const space = text`${empty} ${empty}`;

function pad(cell: Text, width: number): Text {
  return join([cell, ...Array.from({ length: width - flatten(cell).length }, () => space)]);
}
