import { expect, test } from "vitest";
import { openLibrary } from "./desk.ts";

test("most borrowed books are counted from real loans", async () => {
  const library = await openLibrary();
  const stock = [await library.stock(1), await library.stock(2), await library.stock(1)];
  const member = await library.registerMember();
  for (const [index, times] of [1, 3, 0].entries()) {
    for (let count = 0; count < times; count += 1) {
      const { copies } = stock[index]!;
      const loan = await library.lend(member, copies[count % copies.length]);
      await library.librarian.send("POST", `/loans/${loan.body.id}/return`);
    }
  }
  for (const { send } of [library.librarian, library.administrator]) {
    const { status, body } = await send("GET", "/reports/most-borrowed");
    expect(status).toBe(200);
    expect(body.data).toEqual([
      { bookId: stock[1]!.book.id, isbn: stock[1]!.book.isbn, title: stock[1]!.book.title, loans: 3 },
      { bookId: stock[0]!.book.id, isbn: stock[0]!.book.isbn, title: stock[0]!.book.title, loans: 1 },
    ]);
  }
  expect((await member.send("GET", "/reports/most-borrowed")).status).toBe(403);
  expect((await library.guest("GET", "/reports/most-borrowed")).status).toBe(401);
});

test("a book has copies, authors and subjects of its own, and an ISBN that no other has", async () => {
  const library = await openLibrary();
  const { book, copies } = await library.stock(2);
  const shown = await library.guest("GET", `/books/${book.id}`);
  expect(shown.body).toMatchObject({ authors: ["Somebody"], subjects: ["Things"], copies: 2, available: 2 });
  await library.lend(await library.registerMember(), copies[0]);
  expect((await library.guest("GET", `/books/${book.id}`)).body.available).toBe(1);
  const twin = { isbn: book.isbn, title: "Twin", authors: ["Somebody"] };
  const taken = await library.librarian.send("POST", "/books", twin);
  expect([taken.status, taken.body.code]).toEqual([409, "isbn-taken"]);
  expect((await library.librarian.send("POST", "/books", { ...twin, isbn: "978-no-isbn" })).status).toBe(400);
  expect((await library.librarian.send("DELETE", `/copies/${copies[0].id}`)).status).toBe(409);
  expect((await library.librarian.send("DELETE", `/copies/${copies[1].id}`)).status).toBe(204);
  expect((await library.librarian.send("DELETE", `/books/${book.id}`)).status).toBe(409);
});

test("the catalogue is walked page by page, without holes or doubles", async () => {
  const library = await openLibrary();
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) ids.push((await library.stock(0)).book.id);
  const seen: string[] = [];
  for (let page = 1; page <= 4; page += 1) {
    const { body } = await library.guest("GET", `/books?page=${page}&size=2&sort=-title`);
    expect(body.page).toMatchObject({ page, size: 2, total: 7, pages: 4 });
    seen.push(...body.data.map(({ id }: { id: string }) => id));
  }
  expect(seen.toSorted()).toEqual(ids.toSorted());
  expect((await library.guest("GET", "/books?size=101")).status).toBe(400);
  expect((await library.guest("GET", "/books?sort=isbn")).status).toBe(400);
  expect((await library.guest("GET", "/books?nonsense=1")).status).toBe(400);
});

test("what is not said in the description of the API is not there", async () => {
  const { guest, librarian } = await openLibrary();
  const { status, body } = await guest("GET", "/openapi.json");
  expect(status).toBe(200);
  expect(body.openapi).toMatch(/^3\.1/);
  const operations = Object.entries<Record<string, any>>(body.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs)
      .filter(([verb]) => ["get", "post", "put", "patch", "delete"].includes(verb))
      .map(([verb, operation]) => ({ path, verb, operation })),
  );
  expect(operations.map(({ verb, path }) => `${verb} ${path}`)).toEqual(
    expect.arrayContaining(["post /loans", "post /loans/{loanId}/renew", "post /fines/{fineId}/waive"]),
  );
  const uuid = "00000000-0000-7000-8000-000000000000";
  for (const { path, verb, operation } of operations) {
    if (verb !== "get") continue;
    const target = path.replaceAll(/\{\w+\}/g, uuid);
    const asGuest = await guest("GET", target);
    const isOpen = !operation.security || operation.security.length === 0;
    expect([path, asGuest.status === 401]).toEqual([path, !isOpen]);
    expect(Object.keys(operation.responses)).toContain(String((await librarian.send("GET", target)).status));
  }
  expect(JSON.stringify(body)).not.toMatch(/passwordHash|tokenHash/);
});

test("only the server's first administrator is given; nobody signs up", async () => {
  const { guest, administrator, librarian, baseUrl } = await openLibrary();
  const account = { email: "new@example.com", password: "long enough to pass", name: "New" };
  for (const path of ["/auth/join", "/members", "/librarians", "/administrators"]) {
    expect([401, 404]).toContain((await guest("POST", path, account)).status);
  }
  const who = await administrator.send("GET", "/auth/me");
  expect(who.body).toMatchObject({ kind: "administrator" });
  expect((await librarian.send("GET", "/auth/me")).body).toMatchObject({ kind: "librarian" });
  const forged = await fetch(`${baseUrl}/auth/me`, { headers: { authorization: "Bearer a.b.c" } });
  expect(forged.status).toBe(401);
});
