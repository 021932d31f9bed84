import { expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import type { Api, ApiSchema, NamedSchema, Operation, Property } from "../../src/api/document.ts";
import { genericProcedure } from "../../src/blueprint/generic.ts";
import { checkDatabase } from "../../src/database/check/check.ts";
import type { Database, Field, Model, Relation } from "../../src/database/document.ts";
import { infrastructureModels } from "../../src/database/infrastructure.ts";
import { hasErrors, isError } from "../../src/diagnostic/diagnostic.ts";
import { renderForModels } from "../../src/diagnostic/render.ts";
import type { Expression } from "../../src/expression/document.ts";
import { printExpression } from "../../src/expression/print.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import type { Program, Statement } from "../../src/program/document.ts";
import { seededRandom } from "../../src/schema/random.ts";
import { randomApi } from "../random/api.ts";
import { randomDatabase } from "../random/database.ts";

const text = (more: Partial<Field> = {}): Omit<Field, "id"> => ({ type: "text", ...more });

function model(
  name: string,
  fields: Record<string, Omit<Field, "id">>,
  relations: Record<string, Omit<Relation, "id">>,
  more: Partial<Model> = {},
): Model {
  return {
    id: name,
    group: "all",
    fields: Object.fromEntries(
      Object.entries(fields).map(([key, field]) => [key, { id: `${name}/${key}`, ...field }]),
    ),
    relations: Object.fromEntries(
      Object.entries(relations).map(([key, one]) => [key, { id: `${name}/${key}`, ...one }]),
    ),
    ...more,
  };
}

function toOne(target: string, inverse: string, more: Partial<Relation> = {}): Omit<Relation, "id"> {
  return { target, inverse, cardinality: "manyToOne", required: true, onDelete: "cascade", ...more };
}

/** Boards with posts that members write, under other names than their tables have. */
const database: Database = {
  enums: {},
  models: {
    ...infrastructureModels(),
    Member: model(
      "Member",
      { nickname: text() },
      { account: { ...toOne("Account", "member"), cardinality: "oneToOne", managed: true } },
      {
        traits: [{ type: "actor", kind: "member" }],
        uniques: { nickname: { fields: ["nickname"] } },
      },
    ),
    ForumBoard: model(
      "ForumBoard",
      { slug: text(), title: text(), motto: text({ nullable: true }) },
      {},
      { uniques: { slug: { fields: ["slug"] } } },
    ),
    ForumPost: model(
      "ForumPost",
      {
        subject: text(),
        pinned: { type: "boolean", default: { type: "literal", value: false } },
        sentAt: { type: "datetime" },
        score: { type: "int", nullable: true },
      },
      {
        board: toOne("ForumBoard", "posts"),
        author: toOne("Member", "posts"),
      },
    ),
    Vote: model(
      "Vote",
      { value: { type: "int" } },
      { post: { ...toOne("ForumPost", "vote"), cardinality: "oneToOne" } },
    ),
  },
};

const string: ApiSchema = { type: "string" };
const uuid: ApiSchema = { type: "string", format: "uuid" };
const integer: ApiSchema = { type: "integer" };

function object(
  id: string,
  properties: Record<string, Property>,
  more: Partial<NamedSchema> = {},
): NamedSchema {
  return { id, properties, ...more };
}

const to = (schema: ApiSchema): Property => ({ schema });
const maybe = (schema: ApiSchema): Property => ({ schema, optional: true });
const reference = (schema: string): ApiSchema => ({ type: "reference", schema });

const schemas: Record<string, NamedSchema> = {
  Board: object(
    "Board",
    { id: to(uuid), slug: to(string), title: to(string), motto: maybe(string) },
    { model: "ForumBoard" },
  ),
  BoardBody: object("BoardBody", { slug: to(string), title: to(string), motto: maybe(string) }),
  BoardChange: object("BoardChange", {
    title: maybe(string),
    motto: maybe({ type: "nullable", of: string }),
  }),
  Post: object(
    "Post",
    { id: to(uuid), subject: to(string), pinned: to({ type: "boolean" }) },
    { model: "ForumPost" },
  ),
  PostBody: object("PostBody", { subject: to(string), pinned: maybe({ type: "boolean" }) }),
  PostSearch: object("PostSearch", {
    page: maybe(integer),
    limit: maybe(integer),
    q: maybe(string),
    pinned: maybe({ type: "boolean" }),
    scoreMin: maybe(integer),
    sort: maybe({ type: "enum", values: ["score", "-score"] }),
  }),
  PostPage: object("PostPage", {
    total: to(integer),
    items: to({ type: "array", items: reference("Post") }),
  }),
  PostAnswer: object("PostAnswer", { post: to(reference("Post")) }),
  Count: object("Count", { count: to(integer) }),
  Member: object("Member", { id: to(uuid), nickname: to(string) }, { model: "Member" }),
  Vote: object("Vote", { value: to(integer) }, { model: "Vote" }),
  VoteBody: object("VoteBody", { value: to(integer) }),
  Nothing: object("Nothing", { ok: to({ type: "boolean" }) }),
  Riddle: object("Riddle", { answer: to(integer) }),
};

type Wanted = Pick<Operation, "verb" | "path"> & {
  body?: string;
  one?: string;
  list?: string;
  access?: string[];
  parameters?: Record<string, ApiSchema>;
};

function operation({ verb, path, body, one, list, access = ["public"], parameters }: Wanted): Operation {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name!, uuid] as const);
  const schema = one ?? list;
  return {
    id: "thing",
    group: "things",
    method: "thing",
    verb,
    path,
    summary: "Does it",
    parameters: { ...Object.fromEntries(named), ...parameters },
    ...(body === undefined ? {} : { body }),
    answer:
      schema === undefined
        ? { status: 204, shape: "none" }
        : {
            status: 200,
            schema,
            shape: list === undefined ? "one" : "list",
            ...(list === undefined ? {} : { bare: true }),
          },
    access,
    errors: [],
    requirements: [],
  };
}

function apiOf(wanted: Wanted): Api {
  return {
    profile: "foreign",
    info: { title: "Forum", version: "1", description: "" },
    errors: { "email-taken": { id: "email-taken", status: 409, title: "Taken." } },
    schemas,
    operations: { thing: operation(wanted) },
  };
}

/** Statements in a short hand: `find ForumPost where … write`. */
function shown(statements: readonly Statement[]): string[] {
  const data = (values: Record<string, Expression>): string =>
    Object.entries(values)
      .map(([key, value]) => `${key}: ${printExpression(value)}`)
      .join(", ");
  return statements.map((one): string => {
    switch (one.type) {
      case "find":
        return `${one.mode} ${one.model}${one.where ? ` where ${printExpression(one.where)}` : ""}${one.sort ? ` by ${one.sort.map(({ field, direction }) => `${field} ${direction}`).join(", ")}` : ""}`;
      case "let":
        return `${one.name} = ${printExpression(one.value)}`;
      case "create":
        return `create ${one.model} { ${data(one.data)} }`;
      case "update":
        return `update ${one.row} { ${data(one.data)} }`;
      case "if":
        return `if ${printExpression(one.condition)}: ${shown(one.then).join("; ")}`;
      case "require":
        return `require ${printExpression(one.condition)} else ${one.error}`;
      case "merge":
        return `merge ${one.row}`;
      case "delete":
        return `delete ${one.row}`;
      case "deleteMany":
        return `delete all ${one.model} where ${printExpression(one.where)}`;
      case "return":
        return one.value ? `return ${printExpression(one.value)}` : "return";
      default:
        return one.type;
    }
  });
}

const notImplemented = ["require false else not-implemented"];
const board = { verb: "GET", path: "/boards/{boardId}" } as const;

const cases: [title: string, wanted: Wanted, ...statements: string[]][] = [
  ["a list", { verb: "GET", path: "/boards", list: "Board" }, "many ForumBoard", "return forumBoardList"],
  [
    "a list below a parent",
    { verb: "GET", path: "/boards/{boardId}/posts", list: "Post" },
    "one ForumBoard where row.id == path.boardId",
    "many ForumPost where row.boardId == forumBoard.id",
    "return forumPostList",
  ],
  [
    "a list below a parent that a unique column names",
    { verb: "GET", path: "/boards/{slug}/posts", list: "Post", parameters: { slug: string } },
    "one ForumBoard where row.slug == path.slug",
    "many ForumPost where row.boardId == forumBoard.id",
    "return forumPostList",
  ],
  [
    "a row by its id",
    { ...board, one: "Board" },
    "one ForumBoard where row.id == path.boardId",
    "return forumBoard",
  ],
  [
    "a row by a unique column",
    { verb: "GET", path: "/boards/by-slug/{slug}", one: "Board", parameters: { slug: string } },
    "one ForumBoard where row.slug == path.slug",
    "return forumBoard",
  ],
  [
    "a row below its parent, in a wrapper",
    { verb: "GET", path: "/boards/{boardId}/posts/{postId}", one: "PostAnswer" },
    "one ForumPost where row.id == path.postId && row.boardId == path.boardId",
    "return { post: forumPost }",
  ],
  [
    "the caller's own profile",
    { verb: "GET", path: "/me", one: "Member", access: ["member"] },
    "one Member where row.id == actor.id",
    "return member",
  ],
  [
    "the one row that hangs below another",
    { verb: "PUT", path: "/posts/{postId}/vote", body: "VoteBody", one: "Vote" },
    "one Vote where row.postId == path.postId",
    "update vote { value: body.value }",
    "return vote",
  ],
  [
    "a new row",
    { verb: "POST", path: "/boards", body: "BoardBody", one: "Board" },
    "create ForumBoard { slug: body.slug, title: body.title, motto: body.motto }",
    "return forumBoard",
  ],
  [
    "a new row below its parent, of who calls, with the time and defaults",
    { verb: "POST", path: "/boards/{boardId}/posts", body: "PostBody", one: "Post", access: ["member"] },
    "one ForumBoard where row.id == path.boardId",
    "create ForumPost { boardId: forumBoard.id, subject: body.subject, pinned: body.pinned ?? false, sentAt: now(), authorId: actor.id }",
    "return forumPost",
  ],
  [
    "a new row that nobody owns",
    { verb: "POST", path: "/boards/{boardId}/posts", body: "PostBody", one: "Post" },
    ...notImplemented,
  ],
  [
    "a change of what is sent",
    { verb: "PATCH", path: "/boards/{boardId}", body: "BoardChange", one: "Board" },
    "one ForumBoard where row.id == path.boardId",
    "merge forumBoard",
    "return forumBoard",
  ],
  [
    "a replacement",
    { verb: "PUT", path: "/boards/{boardId}", body: "BoardBody", one: "Board" },
    "one ForumBoard where row.id == path.boardId",
    "update forumBoard { slug: body.slug, title: body.title, motto: body.motto ?? null }",
    "return forumBoard",
  ],
  [
    "a replacement of nothing but what may be left out is a change",
    { verb: "PUT", path: "/boards/{boardId}", body: "BoardChange", one: "Board" },
    "one ForumBoard where row.id == path.boardId",
    "merge forumBoard",
    "return forumBoard",
  ],
  [
    "a deletion",
    { verb: "DELETE", path: "/boards/{boardId}", one: "Nothing" },
    "one ForumBoard where row.id == path.boardId",
    "delete forumBoard",
    "return { ok: true }",
  ],
  [
    "a deletion of all below a parent",
    { verb: "DELETE", path: "/boards/{boardId}/posts" },
    "one ForumBoard where row.id == path.boardId",
    "delete all ForumPost where row.boardId == forumBoard.id",
    "return",
  ],
  [
    "a search by a body, in pages",
    { verb: "PATCH", path: "/posts", body: "PostSearch", one: "PostPage" },
    "size = min(max(body.limit ?? 20, 1), 100)",
    "page = max(body.page ?? 1, 1)",
    "offset = (page - 1) * size",
    expect.stringContaining(
      "total = ForumPost.count(row => (body.q == null || contains(lower(row.subject), lower(body.q)))",
    ) as unknown as string,
    expect.stringContaining("by score asc, score desc, createdAt desc, id desc") as unknown as string,
    "return { total: total, items: forumPostList }",
  ],
  [
    "a count",
    { verb: "GET", path: "/boards/{boardId}/posts/count", one: "Count" },
    "one ForumBoard where row.id == path.boardId",
    "total = ForumPost.count(row => row.boardId == forumBoard.id)",
    "return { count: total }",
  ],
  [
    "a verb at the end of a path",
    { verb: "POST", path: "/boards/{boardId}/archive", one: "Board" },
    ...notImplemented,
  ],
  ["an answer that nothing is known of", { verb: "GET", path: "/riddle", one: "Riddle" }, ...notImplemented],
];

test.each(cases)("%s", (_, wanted, ...statements) => {
  const api = apiOf(wanted);
  expect(renderForModels([...checkDatabase(database), ...checkApi(api, database)].filter(isError))).toBe("");
  expect(
    shown(genericProcedure({ database, api }, { name: "thing", operation: api.operations["thing"]! })),
  ).toEqual(statements);
});

test("every operation of random documents gets a procedure that checks", () => {
  const found = new Set<string>();
  let implemented = 0;
  for (let seed = 1; seed <= 25; seed++) {
    const random = seededRandom(seed);
    const drawn = randomDatabase(random, 1 + (seed % 5));
    if (hasErrors(checkDatabase(drawn))) continue;
    const api = randomApi(random, drawn, 1 + (seed % 4));
    if (hasErrors(checkApi(api, drawn))) continue;
    const procedures = Object.entries(api.operations).map(([name, operation]) => {
      const statements = genericProcedure({ database: drawn, api }, { name, operation });
      if (statements.length > 1) implemented++;
      return [name, { id: operation.id, statements }];
    });
    const program = { procedures: Object.fromEntries(procedures) } as Program;
    for (const { code } of checkProgram(program, api, drawn).filter(isError)) found.add(code);
  }
  expect([...found]).toEqual([]);
  expect(implemented).toBeGreaterThan(50);
});
