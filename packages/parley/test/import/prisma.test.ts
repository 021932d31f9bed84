import { expect, test } from "vitest";
import { checkDatabase } from "../../src/database/check/check.ts";
import { printPrismaSchema } from "../../src/database/print/schema.ts";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { renderLocation } from "../../src/diagnostic/render.ts";
import { checkPrismaSchema } from "../../src/host/prisma-schema.ts";
import { importPrisma } from "../../src/import/prisma.ts";
import { useServer } from "../database/postgres.ts";
import { prismaSamples } from "./prisma-samples.ts";

const newDatabase = useServer();

function told(schema: string): string[] {
  return importPrisma(schema).diagnostics.map(({ code, at }) => `${code} ${renderLocation(at)}`);
}

test("keys that are no uuids stay as uniques or go, relations point by ids", () => {
  const { models, enums } = importPrisma(prismaSamples.shop).database;
  expect(models["User"]).toMatchObject({
    description: "Who buys.",
    fields: {
      email: { type: "string", maxLength: 120, description: "Where bills go." },
      role: { type: "enum", enum: "Role", default: { type: "literal", value: "user" } },
      balance: { type: "decimal", precision: 12, scale: 2, default: { type: "literal", value: "0" } },
      tags: { type: "text", list: true, default: { type: "emptyList" } },
      born: { type: "date", nullable: true },
      points: { type: "bigint", default: { type: "literal", value: "5" } },
      photo: { type: "bytes", nullable: true },
      joined: { type: "datetime" },
    },
    indexes: { roleCreatedAt: { fields: [{ field: "role" }, { field: "createdAt", direction: "desc" }] } },
  });
  expect(Object.keys(models["User"]!.fields)).toHaveLength(8);
  expect(models["Profile"]!.relations["user"]).toMatchObject({
    target: "User",
    inverse: "profile",
    cardinality: "oneToOne",
    onDelete: "cascade",
  });
  expect(models["Post"]!.uniques).toEqual({ titleAuthorId: { fields: ["title", "authorId"] } });
  expect(models["Category"]!.uniques).toEqual({ name: { fields: ["name"] } });
  expect(models["Line"]!.uniques).toEqual({ numberPart: { fields: ["number", "part"] } });
  expect(models["Note"]!.relations["line"]).toMatchObject({ target: "Line", inverse: "notes" });
  expect(enums["Role"]!.values).toEqual(["user", "admin"]);
});

test("a relation of many to many becomes a model of pairs, also of a model with itself", () => {
  const { models } = importPrisma(prismaSamples.shop).database;
  expect(models["PostCategory"]).toMatchObject({
    traits: [{ type: "join" }],
    relations: { post: { target: "Post" }, category: { target: "Category" } },
    uniques: { pair: { fields: ["postId", "categoryId"] } },
  });
  expect(models["UserFollowing"]!.relations).toMatchObject({
    follower: { target: "User", inverse: "followingLinks" },
    following: { target: "User", inverse: "followerLinks" },
  });
});

test("names that mean something here give way, each told at its line", () => {
  const { database } = importPrisma(prismaSamples.names);
  expect(Object.keys(database.models)).toEqual(expect.arrayContaining(["SessionEntry", "OrderLine"]));
  expect(database.models["SessionEntry"]).toMatchObject({
    softDelete: true,
    fields: { secret: { secret: true }, amount: { precision: 38, scale: 18 }, address: { type: "text" } },
    uniques: { slug: { fields: ["slug"] } },
  });
  expect(told(prismaSamples.names)).toEqual(
    expect.arrayContaining([
      "import/renamed schema.prisma:6:1",
      "import/free-status schema.prisma:8:1",
      "import/money-as-float schema.prisma:9:1",
      "import/column-type schema.prisma:10:1",
      "import/column-type schema.prisma:11:1",
      "import/soft-delete schema.prisma:6:1",
      "import/default-dropped schema.prisma:21:1",
    ]),
  );
});

test("other databases are taken with a word, a schema that Prisma refuses with Prisma's", () => {
  expect(told(prismaSamples.elsewhere)[0]).toBe("import/other-provider schema.prisma:2:1");
  expect(
    importPrisma("model A {\n  id Int\n}\n").diagnostics.map(({ code, at }) => [code, renderLocation(at)]),
  ).toEqual([["host/prisma-schema", "schema.prisma:1:1"]]);
  expect(importPrisma(prismaSamples.nothing).diagnostics.map(({ code }) => code)).toEqual([
    "import/nothing-there",
  ]);
});

test.each(Object.keys(prismaSamples) as (keyof typeof prismaSamples)[])(
  "%s checks, is a schema that Prisma takes, and PostgreSQL has its tables",
  async (name) => {
    const { database } = importPrisma(prismaSamples[name]);
    expect(checkDatabase(database).filter(isError)).toEqual([]);
    expect(checkPrismaSchema(printPrismaSchema(database).text)).toEqual([]);
    const live = await newDatabase();
    await live.migrate(database);
    const rows = await live.query(
      "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'",
    );
    expect(rows).toEqual([{ tables: Object.keys(database.models).length }]);
  },
);
