import { parseExpression } from "../../src/expression/parse.ts";
import type { Expression } from "../../src/expression/document.ts";
import { Database, type Field, type Model, type Relation } from "../../src/database/document.ts";
import { infrastructureModels } from "../../src/database/infrastructure.ts";

export function condition(text: string): Expression {
  const parsed = parseExpression(text);
  if (!("expression" in parsed)) throw new Error(`${text}: ${parsed.problems[0]?.message}`);
  return parsed.expression;
}

/** A model with ids made from names, as code gives them at birth. */
export function model(
  name: string,
  definition: {
    fields?: Record<string, Omit<Field, "id">>;
    relations?: Record<string, Omit<Relation, "id">>;
  } & Partial<Omit<Model, "fields" | "relations">>,
): Model {
  const { fields = {}, relations = {}, ...rest } = definition;
  return {
    id: name,
    group: "catalogue",
    ...rest,
    fields: Object.fromEntries(
      Object.entries(fields).map(([key, field]) => [key, { id: `${name}/${key}`, ...field }]),
    ),
    relations: Object.fromEntries(
      Object.entries(relations).map(([key, relation]) => [key, { id: `${name}/${key}`, ...relation }]),
    ),
  };
}

export function manyToOne(
  target: string,
  inverse: string,
  more: Partial<Relation> = {},
): Omit<Relation, "id"> {
  return { target, inverse, cardinality: "manyToOne", required: true, onDelete: "restrict", ...more };
}

/** Accounts, two kinds of actors, and tables with every type, every kind of constraint and a relation to itself. */
export function library(): Database {
  const account: Omit<Relation, "id"> = {
    target: "Account",
    inverse: "member",
    cardinality: "oneToOne",
    required: true,
    onDelete: "cascade",
  };
  return Database.parse({
    enums: {
      LoanStatus: { id: "LoanStatus", values: ["open", "returned", "lost"] },
      Visibility: { id: "Visibility", description: "Who sees it.", values: ["public", "private", "default"] },
    },
    models: {
      ...infrastructureModels(),
      Member: model("Member", {
        traits: [{ type: "actor", kind: "member" }],
        fields: { name: { type: "string", maxLength: 80, personal: true } },
        relations: { account },
      }),
      Librarian: model("Librarian", {
        traits: [{ type: "actor", kind: "librarian" }],
        relations: { account: { ...account, inverse: "librarian" } },
      }),
      Book: model("Book", {
        description: "A title.\nOf which there may be copies.",
        softDelete: true,
        fields: {
          title: { type: "string", maxLength: 200, description: "As printed on the cover." },
          isbn13: { type: "string", maxLength: 13, nullable: true },
          summary: { type: "text", default: { type: "literal", value: 'It\'s "new"\n— really' } },
          pages: { type: "int", default: { type: "literal", value: 1 } },
          bytesRead: { type: "bigint", default: { type: "literal", value: "9007199254740993" } },
          weight: { type: "float", default: { type: "literal", value: 0.5 } },
          price: { type: "decimal", precision: 12, scale: 2, default: { type: "literal", value: "12.50" } },
          inPrint: { type: "boolean", default: { type: "literal", value: true } },
          tags: { type: "string", maxLength: 30, list: true, default: { type: "emptyList" } },
          ratings: { type: "int", list: true },
          shelfKey: { type: "uuid", default: { type: "uuid" } },
          contact: { type: "email", nullable: true },
          website: { type: "uri", nullable: true },
          publishedOn: { type: "date", default: { type: "literal", value: "2026-01-31" } },
          announcedAt: { type: "datetime", default: { type: "literal", value: "2026-01-31T10:00:00Z" } },
          extra: { type: "json", default: { type: "literal", value: '{"a": "it\'s"}' } },
          cover: { type: "bytes", nullable: true },
          visibility: {
            type: "enum",
            enum: "Visibility",
            default: { type: "literal", value: "public" },
          },
          number: { type: "int", default: { type: "sequence" } },
        },
        relations: {
          sequelOf: manyToOne("Book", "sequels", { required: false, onDelete: "setNull" }),
        },
        uniques: {
          isbn13: {
            fields: ["isbn13"],
            nulls: "distinct",
            where: condition("row.deletedAt == null"),
            error: "isbn-taken",
          },
        },
        indexes: {
          newest: { fields: [{ field: "publishedOn", direction: "desc" }, { field: "id" }] },
          visible: { fields: [{ field: "title" }], where: condition('row.visibility == "public"') },
        },
        checks: {
          pages: { condition: condition("row.pages > 0 && row.price >= 0.00") },
          isbn13: { condition: condition("row.isbn13 == null || length(row.isbn13) == 13") },
        },
        scope: {
          read: {
            guest: condition('row.visibility == "public"'),
            member: condition("row.deletedAt == null"),
            librarian: condition("true"),
          },
          write: { librarian: condition("true") },
        },
      }),
      Loan: model("Loan", {
        fields: {
          status: { type: "enum", enum: "LoanStatus", default: { type: "literal", value: "open" } },
          dueAt: { type: "datetime" },
          returnedAt: { type: "datetime", nullable: true },
        },
        relations: { member: manyToOne("Member", "loans"), book: manyToOne("Book", "loans") },
        uniques: {
          bookOpen: { fields: ["bookId"], where: condition('row.status == "open"') },
          turn: { fields: ["memberId", "bookId", "returnedAt"], nulls: "equal" },
        },
        indexes: { due: { fields: [{ field: "dueAt" }], where: condition("row.returnedAt == null") } },
        scope: {
          read: { member: condition("row.memberId == actor.id"), librarian: condition("true") },
          write: {
            member: condition("row.member.accountId == actor.accountId"),
            librarian: condition("true"),
          },
        },
      }),
    },
  });
}

/** Strings that would leave their place wherever one is written without care. */
export const hostile =
  '*/ ${x} `y` "z" \'q\' -- ; @@map("a")\n}\nmodel Evil { id Int @id }\r\n// \u2028 \u0000 \\ {% |o--o{ %%';

/** The library with such strings wherever a string may stand. */
export function hostileLibrary(): Database {
  const database = library();
  for (const definition of [...Object.values(database.models), ...Object.values(database.enums)]) {
    definition.description = hostile;
  }
  for (const { fields, relations } of Object.values(database.models)) {
    for (const field of Object.values(fields)) {
      field.description = hostile;
      const text = field.type === "text" && !field.list;
      if (text) field.default = { type: "literal", value: hostile.replace("\0", "") };
    }
    for (const relation of Object.values(relations)) relation.description = hostile;
  }
  return database;
}

/** Names of 48 characters, which are 71 and more in snake_case. */
export function longNames(): Database {
  const tail = "Bc".repeat(23);
  const [left, right] = [`A${tail}`, `A${tail}D`];
  const field = `a${tail}`;
  const fields = { [field]: { type: "text" as const }, [`${field}D`]: { type: "text" as const } };
  const uniques = {
    [field]: { fields: [field, `${field}D`] },
    [`${field}D`]: { fields: [`${field}D`, "createdAt"] },
  };
  return {
    enums: {},
    models: {
      ...infrastructureModels(),
      [left]: model(left, { fields, uniques }),
      [right]: model(right, { fields, uniques, relations: { [field + "E"]: manyToOne(left, field + "F") } }),
    },
  };
}

/** Names that meet others: indexes of two tables (`tag_item_name_idx`), PostgreSQL's types, tables and keywords. */
export function meetingNames(): Database {
  const interval = { type: "enum" as const, enum: "Interval" };
  return {
    enums: {
      Interval: { id: "Interval", values: ["week", "null", "constructor", "prototype", "toString", "then"] },
      Text: { id: "Text", values: ["a"] },
    },
    models: {
      ...infrastructureModels(),
      Tag: model("Tag", {
        fields: { itemName: { type: "text" } },
        indexes: { itemName: { fields: [{ field: "itemName" }] } },
      }),
      TagItem: model("TagItem", {
        fields: { name: { type: "text" } },
        indexes: { name: { fields: [{ field: "name" }] } },
      }),
      Point: model("Point", {
        fields: {
          every: { ...interval, default: { type: "literal", value: "null" } },
          text: { type: "enum", enum: "Text" },
          several: { ...interval, list: true, default: { type: "emptyList" } },
        },
      }),
      PgClass: model("PgClass", { fields: { user: { type: "text" }, end: { type: "date" } } }),
      User: model("User", {
        fields: { order: { type: "int" }, default: { type: "text" } },
        checks: { order: { condition: condition("row.order > 0") } },
        uniques: { default: { fields: ["default"], where: condition("row.order == 1") } },
      }),
    },
  };
}
