import { expect, test } from "vitest";
import type { Database, Field, Model } from "../../src/database/document.ts";
import { catalogueOf, useServer, type LiveDatabase, type Migrated } from "./postgres.ts";
import {
  condition,
  hostile,
  hostileLibrary,
  library,
  longNames,
  manyToOne,
  meetingNames,
  model,
} from "./sample.ts";

const newDatabase = useServer();

const ids = {
  account: "00000000-0000-7000-8000-000000000001",
  member: "00000000-0000-7000-8000-000000000002",
  book: "00000000-0000-7000-8000-000000000003",
  other: "00000000-0000-7000-8000-000000000004",
  loan: "00000000-0000-7000-8000-000000000005",
};

const rows = `
  insert into account (id, email, password_hash, created_at) values ('${ids.account}', 'a@example.org', 'x', now());
  insert into member (id, name, account_id, created_at, updated_at) values ('${ids.member}', 'Ada', '${ids.account}', now(), now());
  insert into book (id, title, isbn13, shelf_key, created_at, updated_at)
    values ('${ids.book}', 'One', '9780000000001', gen_random_uuid(), now(), now()),
           ('${ids.other}', 'Two', null, gen_random_uuid(), now(), now());
  insert into loan (id, due_at, member_id, book_id, created_at, updated_at)
    values ('${ids.loan}', '2026-02-01T00:00:00Z', '${ids.member}', '${ids.book}', now(), now());
`;

function book(database: Database): Model {
  return database.models["Book"]!;
}

/** Gives a node another name and keeps its place in the record. */
function rename<Node>(record: Record<string, Node>, from: string, to: string): void {
  const entries = Object.entries(record).map(([name, node]) => [name === from ? to : name, node] as const);
  for (const name of Object.keys(record)) delete record[name];
  for (const [name, node] of entries) record[name] = node;
}

function insertBook(id: string, values: string): string {
  return `insert into book (id, title, isbn13, pages, shelf_key, created_at, updated_at, deleted_at)
    values ('${id}', 'Three', ${values})`;
}

async function withRows(): Promise<LiveDatabase> {
  const database = await newDatabase();
  await database.migrate(library());
  await database.query(rows);
  return database;
}

/** Migrates a filled database; what comes out must be what the next document gives by itself. */
async function change(
  edit: (next: Database) => void,
  ...rows: string[]
): Promise<{ database: LiveDatabase; migrated: Migrated }> {
  const database = await withRows();
  for (const row of rows) await database.query(row);
  const next = library();
  edit(next);
  const migrated = await database.migrate(next);
  const fresh = await newDatabase();
  await fresh.migrate(next);
  expect(await catalogueOf(database)).toEqual(await catalogueOf(fresh));
  return { database, migrated };
}

function codes({ diagnostics }: Migrated): string[] {
  return diagnostics.map(({ code }) => code);
}

test("a first migration makes the tables and every constraint of theirs hold", async () => {
  const database = await withRows();
  const refused = (sql: string) => expect(database.query(sql)).rejects.toThrow();
  const fresh = "00000000-0000-7000-8000-00000000000";
  await refused(insertBook(`${fresh}6`, "null, 0, gen_random_uuid(), now(), now(), null"));
  await refused(insertBook(`${fresh}6`, "'123', 1, gen_random_uuid(), now(), now(), null"));
  await refused(insertBook(`${fresh}6`, "'9780000000001', 1, gen_random_uuid(), now(), now(), null"));
  await database.query(insertBook(`${fresh}6`, "'9780000000001', 1, gen_random_uuid(), now(), now(), now()"));
  const lend = (id: string, status: string) =>
    `insert into loan (id, status, due_at, member_id, book_id, created_at, updated_at)
     values ('${id}', '${status}', now(), '${ids.member}', '${ids.book}', now(), now())`;
  await refused(lend(`${fresh}7`, "open"));
  await refused(lend(`${fresh}7`, "returned"));
  const [row] = await database.query(
    `select summary, tags, bytes_read::text, number, published_on::text, extra from book where id = '${ids.book}'`,
  );
  expect(row).toEqual({
    summary: 'It\'s "new"\n— really',
    tags: [],
    bytes_read: "9007199254740993",
    number: 1,
    published_on: "2026-01-31",
    extra: { a: "it's" },
  });
});

test.each([
  ["hostile words", hostileLibrary()],
  ["names near the limit", longNames()],
  ["names that meet", meetingNames()],
])("%s: the first migration applies", async (_, document) => {
  const database = await newDatabase();
  expect((await database.migrate(document)).diagnostics).toEqual([]);
  expect(await database.query("select to_regclass('evil') as evil")).toEqual([{ evil: null }]);
  if (!document.models["Book"]) return;
  await database.query(rows);
  expect(await database.query("select distinct summary from book")).toEqual([
    { summary: hostile.replace("\0", "") },
  ]);
});

test("nothing to change is no migration", async () => {
  const database = await withRows();
  const { value, diagnostics } = await database.migrate(library());
  expect(value.sql).toBe("");
  expect(diagnostics).toEqual([]);
});

test("renames of all kinds at once keep every row", async () => {
  const { database, migrated } = await change((next) => {
    rename(next.models, "Book", "Title");
    rename(next.enums, "LoanStatus", "LoanState");
    next.enums["LoanState"]!.values = ["running", "returned", "lost"];
    const title = next.models["Title"]!;
    rename(title.fields, "title", "name");
    rename(title.fields, "pages", "pageCount");
    title.relations["sequelOf"]!.target = "Title";
    title.indexes!["visible"]!.fields = [{ field: "name" }];
    title.checks!["pages"]!.condition = condition("row.pageCount > 0 && row.price >= 0.00");
    const loan = next.models["Loan"]!;
    loan.fields["status"] = {
      ...loan.fields["status"]!,
      enum: "LoanState",
      default: { type: "literal", value: "running" },
    };
    rename(loan.relations, "book", "title");
    Object.assign(loan.relations["title"]!, { target: "Title", inverse: "lendings" });
    loan.uniques = {
      bookOpen: { fields: ["titleId"], where: condition('row.status == "running"') },
      turn: { fields: ["memberId", "titleId", "returnedAt"], nulls: "equal" },
    };
  });
  expect(codes(migrated)).toEqual(["database/value-rename"]);
  expect(migrated.value.sql).not.toMatch(/\bDROP\b|ADD COLUMN/);
  expect(migrated.value.slug).toBe("rename-book-to-title");
  expect(await database.query("select name, page_count from title order by name")).toEqual([
    { name: "One", page_count: 1 },
    { name: "Two", page_count: 1 },
  ]);
  expect(await database.query("select title_id, status::text from loan")).toEqual([
    { title_id: ids.book, status: "running" },
  ]);
});

test("two fields, and two tables, can change names with each other", async () => {
  const { database, migrated } = await change((next) => {
    const { summary, title } = book(next).fields as Record<string, Field>;
    book(next).fields["title"] = summary!;
    book(next).fields["summary"] = title!;
    book(next).indexes!["visible"]!.fields = [{ field: "summary" }];
    const { Librarian, Member } = next.models as Record<string, Model>;
    next.models["Librarian"] = Member!;
    next.models["Member"] = Librarian!;
    next.models["Loan"]!.relations["member"]!.target = "Librarian";
  });
  expect(migrated.diagnostics).toEqual([]);
  expect(await database.query(`select summary from book where id = '${ids.book}'`)).toEqual([
    { summary: "One" },
  ]);
  expect(await database.query("select name from librarian")).toEqual([{ name: "Ada" }]);
});

test("a field may take the name of one that goes", async () => {
  const { database, migrated } = await change((next) => {
    const { summary } = book(next).fields;
    delete book(next).fields["title"];
    rename(book(next).fields, "summary", "title");
    expect(book(next).fields["title"]).toBe(summary);
  });
  expect(migrated.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["database/lossy-change", "Book.title will be lost: it is gone."],
  ]);
  expect(await database.query("select distinct title from book")).toEqual([
    { title: 'It\'s "new"\n— really' },
  ]);
});

const resetRow = `insert into password_reset (id, account_id, token_hash, expires_at, created_at)
  select id, id, 'x', now(), now() from account`;

test("required columns are filled as far as the document says with what", async () => {
  const { database, migrated } = await change((next) => {
    const { fields } = book(next);
    fields["edition"] = { id: "edition", type: "int", default: { type: "literal", value: 1 } };
    fields["token"] = { id: "token", type: "uuid", default: { type: "uuid" } };
    fields["order"] = { id: "order", type: "bigint", default: { type: "sequence" } };
    fields["website"] = {
      ...fields["website"]!,
      nullable: false,
      default: { type: "literal", value: "https://example.org/" },
    };
    delete next.models["PasswordReset"]!.immutable;
  }, resetRow);
  expect(migrated.diagnostics).toEqual([]);
  const [row] = await database.query(
    `select edition, token is not null as token, "order"::int, website from book where id = '${ids.book}'`,
  );
  expect(row).toEqual({ edition: 1, token: true, order: 1, website: "https://example.org/" });
  expect(await database.query("select updated_at = created_at as same from password_reset")).toEqual([
    { same: true },
  ]);
});

test("a required column without a value is asked for, and an empty table takes it", async () => {
  const database = await newDatabase();
  await database.migrate(library());
  const next = library();
  book(next).fields["genre"] = { id: "genre", type: "text" };
  book(next).relations["owner"] = { id: "owner", ...manyToOne("Member", "books") };
  book(next).fields["contact"]!.nullable = false;
  const migrated = await database.migrate(next);
  expect(migrated.diagnostics.map(({ code, at }) => [code, "document" in at && at.pointer])).toEqual([
    ["database/needs-default", "/models/Book/fields/contact"],
    ["database/needs-default", "/models/Book/fields/genre"],
    ["database/needs-default", "/models/Book/relations/owner"],
  ]);
});

test("a type changes under the values, where they can become the other", async () => {
  const { database, migrated } = await change((next) => {
    const { fields } = book(next);
    fields["pages"] = { ...fields["pages"]!, type: "bigint" };
    fields["title"] = { ...fields["title"]!, maxLength: 500 };
    fields["isbn13"] = { ...fields["isbn13"]!, maxLength: 20 };
    fields["number"] = { id: fields["number"]!.id, type: "text", default: { type: "literal", value: "-" } };
    fields["inPrint"] = { id: fields["inPrint"]!.id, type: "int", default: { type: "literal", value: 0 } };
    fields["price"] = { ...fields["price"]!, scale: 1, default: { type: "literal", value: 12.5 } };
    fields["visibility"] = { id: fields["visibility"]!.id, type: "text" };
    fields["contact"] = { id: fields["contact"]!.id, type: "text", list: true };
    delete book(next).scope;
    const loan = next.models["Loan"]!;
    loan.fields["dueAt"] = { ...loan.fields["dueAt"]!, type: "date" };
  });
  expect(codes(migrated)).toEqual(["database/lossy-change", "database/lossy-change"]);
  const [row] = await database.query(
    `select pages::int, number, in_print, price::text, visibility, contact from book where id = '${ids.book}'`,
  );
  expect(row).toEqual({
    pages: 1,
    number: "1",
    in_print: 1,
    price: "12.5",
    visibility: "public",
    contact: [],
  });
  expect(await database.query("select due_at::text from loan")).toEqual([{ due_at: "2026-02-01" }]);
});

test("what can't become the other type is lost, and said to be", async () => {
  const { migrated } = await change((next) => {
    const { cover, announcedAt } = book(next).fields;
    book(next).fields["cover"] = { ...cover!, type: "int" };
    book(next).fields["announcedAt"] = {
      id: announcedAt!.id,
      type: "boolean",
      default: { type: "literal", value: false },
    };
  });
  expect(migrated.diagnostics.map(({ message }) => message)).toEqual([
    "What Book.announcedAt holds will be lost: datetime can't become boolean.",
    "What Book.cover holds will be lost: bytes can't become int.",
  ]);
});

test("values join an enum, also where they are used at once, and leave it", async () => {
  const added = await change((next) => next.enums["Visibility"]!.values.splice(1, 0, "members", "staff"));
  expect(added.migrated.value.sql.match(/ADD VALUE/g)).toHaveLength(2);

  const { migrated, database } = await change((next) => {
    next.enums["Visibility"]!.values = ["private", "public", "secret", "staff"];
    book(next).fields["visibility"]!.default = { type: "literal", value: "secret" };
    book(next).indexes!["visible"]!.where = condition('row.visibility != "secret"');
    next.enums["LoanStatus"]!.values = ["lost", "open", "returned"];
  });
  expect(codes(migrated)).toEqual(["database/lossy-change"]);
  expect(await database.query("select distinct visibility::text from book")).toEqual([
    { visibility: "public" },
  ]);
});

test("a value that rows hold can't leave, and then nothing changes", async () => {
  const database = await withRows();
  const next = library();
  next.enums["Visibility"]!.values = ["private"];
  book(next).fields["visibility"]!.default = { type: "literal", value: "private" };
  book(next).indexes = {};
  delete book(next).scope;
  await expect(database.migrate(next)).rejects.toThrow(/invalid input value for enum/);
  expect(await database.query("select visibility::text from book limit 1")).toEqual([
    { visibility: "public" },
  ]);
});

test("constraints come, change and go", async () => {
  const { migrated } = await change((next) => {
    const loan = next.models["Loan"]!;
    loan.checks = {
      order: { condition: condition("row.returnedAt == null || row.returnedAt >= row.createdAt") },
    };
    delete loan.uniques!["turn"]!.nulls;
    loan.uniques!["turn"]!.nulls = "distinct";
    rename(loan.uniques!, "bookOpen", "copyOpen");
    loan.indexes = { member: { fields: [{ field: "memberId" }, { field: "dueAt", direction: "desc" }] } };
    book(next).checks!["pages"]!.condition = condition("row.pages >= 0");
    delete book(next).checks!["isbn13"];
    book(next).relations["sequelOf"]!.onDelete = "restrict";
  });
  expect(migrated.diagnostics.map(({ code, at }) => [code, "document" in at && at.pointer])).toEqual([
    ["database/rows-may-break", "/models/Book/checks/pages"],
    ["database/rows-may-break", "/models/Loan/checks/order"],
  ]);
});

test("tables come and go, and a relation may turn to another target", async () => {
  const { migrated } = await change((next) => {
    next.enums["Condition"] = { id: "Condition", values: ["fine", "worn"] };
    next.models["Copy"] = model("Copy", {
      fields: { condition: { type: "enum", enum: "Condition", default: { type: "literal", value: "fine" } } },
      relations: { book: manyToOne("Book", "copies") },
    });
    delete next.enums["Visibility"];
    delete book(next).fields["visibility"];
    delete book(next).indexes!["visible"];
    next.models["Loan"]!.relations["copy"] = {
      id: "Loan/copy",
      ...manyToOne("Copy", "loans", { required: false }),
    };
    Object.assign(next.models["Loan"]!.relations["member"]!, { target: "Librarian", required: false });
    next.models["Loan"]!.uniques = {};
    delete next.models["Loan"]!.scope;
    delete next.models["PasswordReset"];
    book(next).softDelete = false;
    delete book(next).uniques;
    delete book(next).scope;
  });
  expect(migrated.value.slug).toBe("add-copy");
  expect(migrated.diagnostics.map(({ message }) => message)).toEqual([
    "The table of PasswordReset will be lost: its model is gone.",
    "Book.visibility will be lost: it is gone.",
    "Book.deletedAt will be lost: it is gone.",
    "Loan.member will be lost: it is gone.",
  ]);
});
