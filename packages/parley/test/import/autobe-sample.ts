/** Parts of AutoBE's two files, as plain data that tests bend. */
export interface SampleModel {
  name: string;
  stance?: string;
  material?: boolean;
  primaryField: { name: string; type: string };
  foreignFields: {
    name: string;
    relation: { name: string; targetModel: string };
    unique: boolean;
    nullable: boolean;
  }[];
  plainFields: { name: string; type: string; nullable: boolean }[];
  uniqueIndexes: { fieldNames: string[] }[];
  plainIndexes: { fieldNames: string[] }[];
  ginIndexes: { fieldName: string }[];
}

export type SampleSchema = Record<string, unknown> & {
  properties?: Record<string, unknown>;
  required?: string[];
};

export interface SampleOperation {
  method: string;
  path: string;
  name: string;
  summary: string;
  authorizationType?: string | null;
  authorizationRole?: string | null;
  parameters: { name: string; schema: unknown }[];
  requestBody?: { typeName: string } | null;
  responseBody?: { typeName: string } | null;
}

export interface Sample {
  models: Record<string, SampleModel>;
  schemas: Record<string, SampleSchema>;
  operations: Record<string, SampleOperation>;
  roles: { name: string; kind: string }[];
}

/** The two files of a sample. */
export function filesOf({
  models,
  schemas,
  operations,
  roles,
}: Sample): [prisma: unknown, document: unknown] {
  return [
    { files: [{ filename: "schema.prisma", namespace: "All", models: Object.values(models) }] },
    { operations: Object.values(operations), components: { authorization: roles, schemas } },
  ];
}

const time = (name: string, nullable = false) => ({ name, type: "datetime", nullable });
const text = (name: string, nullable = false) => ({ name, type: "string", nullable });

function model(name: string, more: Partial<SampleModel>): SampleModel {
  return {
    name,
    primaryField: { name: "id", type: "uuid" },
    foreignFields: [],
    uniqueIndexes: [],
    plainIndexes: [],
    ginIndexes: [],
    ...more,
    plainFields: [...(more.plainFields ?? []), time("created_at"), time("updated_at")],
  };
}

export function foreign(
  name: string,
  relation: string,
  targetModel: string,
  nullable = false,
  unique = false,
) {
  return { name, relation: { name: relation, targetModel }, unique, nullable };
}

const uuid = { type: "string", format: "uuid" };
const moment = { type: "string", format: "date-time" };

function operation(
  method: string,
  path: string,
  name: string,
  more: Partial<SampleOperation>,
): SampleOperation {
  const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => ({
    name: parameter!,
    schema: uuid,
  }));
  return { method, path, name, summary: `${name} it.`, authorizationRole: null, parameters, ...more };
}

const reference = (schema: string) => ({ $ref: `#/components/schemas/${schema}` });

/** A club whose members write notes on books; nothing in it needs repair but what always does. */
export function sample(): Sample {
  return {
    roles: [{ name: "member", kind: "member" }],
    models: {
      members: model("club_members", {
        plainFields: [text("email"), text("password_hash"), text("nickname")],
        uniqueIndexes: [{ fieldNames: ["email"] }],
      }),
      books: model("club_books", {
        plainFields: [text("title"), text("isbn", true)],
        uniqueIndexes: [{ fieldNames: ["isbn"] }],
      }),
      notes: model("club_notes", {
        foreignFields: [
          foreign("club_book_id", "book", "club_books"),
          foreign("club_member_id", "writer", "club_members"),
        ],
        plainFields: [
          text("body"),
          { name: "likes", type: "int", nullable: false },
          { name: "pinned", type: "boolean", nullable: false },
        ],
        plainIndexes: [{ fieldNames: ["club_book_id", "created_at"] }],
      }),
    },
    schemas: {
      "IClubMember.IJoin": {
        type: "object",
        properties: {
          email: { type: "string", format: "email" },
          password: { type: "string" },
          nickname: { type: "string" },
        },
        required: ["email", "password", "nickname"],
      },
      "IClubMember.ILogin": {
        type: "object",
        properties: { email: { type: "string" }, password: { type: "string" } },
        required: ["email", "password"],
      },
      "IClubMember.IRefresh": {
        type: "object",
        properties: { refresh_token: { type: "string" } },
        required: ["refresh_token"],
      },
      IAuthorizationToken: {
        type: "object",
        properties: {
          access: { type: "string" },
          refresh: { type: "string" },
          expired_at: moment,
          refreshable_until: moment,
        },
        required: ["access", "refresh", "expired_at", "refreshable_until"],
      },
      "IClubMember.IAuthorized": {
        type: "object",
        properties: {
          id: uuid,
          email: { type: "string" },
          nickname: { type: "string" },
          token: reference("IAuthorizationToken"),
        },
        required: ["id", "email", "nickname", "token"],
      },
      IClubBook: {
        type: "object",
        properties: {
          id: uuid,
          title: { type: "string" },
          isbn: { oneOf: [{ type: "string" }, { type: "null" }] },
          created_at: moment,
        },
        required: ["id", "title", "created_at"],
      },
      "IClubBook.ICreate": {
        type: "object",
        properties: { title: { type: "string", minLength: 1 }, isbn: { type: "string" } },
        required: ["title"],
      },
      IClubNote: {
        type: "object",
        properties: {
          id: uuid,
          club_book_id: uuid,
          club_member_id: uuid,
          body: { type: "string" },
          likes: { type: "integer" },
          pinned: { type: "boolean" },
          created_at: moment,
        },
        required: ["id", "club_book_id", "club_member_id", "body", "likes", "pinned", "created_at"],
      },
      "IClubNote.ICreate": { type: "object", properties: { body: { type: "string" } }, required: ["body"] },
      "IClubNote.IUpdate": {
        type: "object",
        properties: { body: { type: "string" }, pinned: { type: "boolean" } },
        required: [],
      },
      "IClubNote.IRequest": {
        type: "object",
        properties: {
          page: { type: "integer", minimum: 1 },
          limit: { type: "integer", minimum: 1, maximum: 100 },
          search: { type: "string" },
          pinned: { type: "boolean" },
          created_from: moment,
          sort_by: { oneOf: [{ const: "created_at" }, { const: "likes" }] },
          order: { oneOf: [{ const: "asc" }, { const: "desc" }] },
        },
        required: [],
      },
      "IPage.IPagination": {
        type: "object",
        properties: {
          current: { type: "integer" },
          limit: { type: "integer" },
          records: { type: "integer" },
          pages: { type: "integer" },
        },
        required: ["current", "limit", "records", "pages"],
      },
      IPageIClubNote: {
        type: "object",
        properties: {
          pagination: reference("IPage.IPagination"),
          data: { type: "array", items: reference("IClubNote") },
        },
        required: ["pagination", "data"],
      },
    },
    operations: {
      join: operation("post", "/auth/member/join", "join", {
        authorizationType: "join",
        requestBody: { typeName: "IClubMember.IJoin" },
        responseBody: { typeName: "IClubMember.IAuthorized" },
      }),
      login: operation("post", "/auth/member/login", "login", {
        authorizationType: "login",
        requestBody: { typeName: "IClubMember.ILogin" },
        responseBody: { typeName: "IClubMember.IAuthorized" },
      }),
      refresh: operation("post", "/auth/member/refresh", "refresh", {
        authorizationType: "refresh",
        requestBody: { typeName: "IClubMember.IRefresh" },
        responseBody: { typeName: "IClubMember.IAuthorized" },
      }),
      createBook: operation("post", "/club/member/books", "create", {
        authorizationRole: "member",
        requestBody: { typeName: "IClubBook.ICreate" },
        responseBody: { typeName: "IClubBook" },
      }),
      getBook: operation("get", "/club/books/{bookId}", "at", { responseBody: { typeName: "IClubBook" } }),
      searchNotes: operation("patch", "/club/books/{bookId}/notes", "index", {
        requestBody: { typeName: "IClubNote.IRequest" },
        responseBody: { typeName: "IPageIClubNote" },
      }),
      createNote: operation("post", "/club/member/books/{bookId}/notes", "create", {
        authorizationRole: "member",
        requestBody: { typeName: "IClubNote.ICreate" },
        responseBody: { typeName: "IClubNote" },
      }),
      updateNote: operation("put", "/club/member/books/{bookId}/notes/{noteId}", "update", {
        authorizationRole: "member",
        requestBody: { typeName: "IClubNote.IUpdate" },
        responseBody: { typeName: "IClubNote" },
      }),
      eraseNote: operation("delete", "/club/member/books/{bookId}/notes/{noteId}", "erase", {
        authorizationRole: "member",
      }),
    },
  };
}
