import { expect, test } from "vitest";
import { sharedLibrary, type Person } from "./desk.ts";

const open = sharedLibrary();

test("the queue is served in order", async () => {
  const library = open();
  const { book, copies } = await library.stock(1);
  const borrower = await library.registerMember();
  const queue = [
    await library.registerMember(),
    await library.registerMember(),
    await library.registerMember(),
  ];
  let loan = await library.lend(borrower, copies[0]);
  const ids: string[] = [];
  for (const [index, member] of queue.entries()) {
    const { status, body } = await member.send("POST", "/reservations", { bookId: book.id });
    expect([status, body.position, body.status]).toEqual([201, index + 1, "waiting"]);
    ids.push(body.id);
  }
  const seen = await library.librarian.send("GET", `/books/${book.id}/reservations?status=waiting`);
  expect(seen.body.data.map(({ id }: { id: string }) => id)).toEqual(ids);

  for (const [index, member] of queue.entries()) {
    await library.librarian.send("POST", `/loans/${loan.body.id}/return`);
    const states = [];
    for (const [place, one] of queue.entries()) {
      states.push((await one.send("GET", `/reservations/${ids[place]}`)).body.status);
    }
    expect(states).toEqual(
      queue.map((_, place) => (place < index ? "fulfilled" : place === index ? "ready" : "waiting")),
    );
    expect(await library.mails(member)).toContain("Your book is here");
    const pastQueue = await library.lend(borrower, copies[0]);
    expect([pastQueue.status, pastQueue.body.code]).toEqual([409, "set-aside"]);
    loan = await library.lend(member, copies[0]);
    expect(loan.status).toBe(201);
  }
});

test("members who reserve at once get different places", async () => {
  const library = open();
  const { book, copies } = await library.stock(1);
  await library.lend(await library.registerMember(), copies[0]);
  const members: Person[] = [];
  for (let index = 0; index < 5; index += 1) members.push(await library.registerMember());
  const answers = await Promise.all(
    members.map(({ send }) => send("POST", "/reservations", { bookId: book.id })),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect(answers.map(({ body }) => body.ticket).toSorted()).toEqual([1, 2, 3, 4, 5]);
});

test("a member reserves a book once, also at once, and not a book that they have", async () => {
  const library = open();
  const { book, copies } = await library.stock(1);
  const [member, other] = [await library.registerMember(), await library.registerMember()];
  await library.lend(member, copies[0]);
  const own = await member.send("POST", "/reservations", { bookId: book.id });
  expect([own.status, own.body.code]).toEqual([409, "borrowed-already"]);
  const twice = await Promise.all([
    other.send("POST", "/reservations", { bookId: book.id }),
    other.send("POST", "/reservations", { bookId: book.id }),
  ]);
  expect(twice.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

test("the last return and a reservation at once leave no copy on the shelf beside a queue", async () => {
  const library = open();
  for (let round = 0; round < 5; round += 1) {
    const { book, copies } = await library.stock(1);
    const [member, other] = [await library.registerMember(), await library.registerMember()];
    const loan = await library.lend(member, copies[0]);
    const [returned, reserved] = await Promise.all([
      library.librarian.send("POST", `/loans/${loan.body.id}/return`),
      other.send("POST", "/reservations", { bookId: book.id }),
    ]);
    expect([returned.status, reserved.status]).toEqual([200, 201]);
    const reservation = await other.send("GET", `/reservations/${reserved.body.id}`);
    expect(reservation.body).toMatchObject({ status: "ready", copyId: copies[0].id });
    expect((await library.guest("GET", `/copies/${copies[0].id}`)).body.status).toBe("setAside");
  }
});

test("whatever happens at once, nobody waits beside a copy on the shelf and no copy is promised twice", async () => {
  const library = open();
  const { book, copies } = await library.stock(3);
  const members: Person[] = [];
  for (let index = 0; index < 8; index += 1) members.push(await library.registerMember());
  const loans = await Promise.all(copies.map((copy, index) => library.lend(members[index]!, copy)));
  const reserved = await Promise.all(
    members.slice(3).map(({ send }) => send("POST", "/reservations", { bookId: book.id })),
  );
  const answers = await Promise.all([
    ...loans.map(({ body }) => library.librarian.send("POST", `/loans/${body.id}/return`)),
    ...reserved
      .slice(0, 3)
      .map(({ body }, index) => members[index + 3]!.send("POST", `/reservations/${body.id}/cancel`)),
    ...copies.map((copy) => library.lend(members[7]!, copy)),
    library.librarian.send("POST", `/books/${book.id}/copies`, { barcode: `${book.isbn}-new` }),
  ]);
  expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);

  const all = await library.librarian.send("GET", `/books/${book.id}/reservations?size=100`);
  const shelf = await library.guest("GET", `/books/${book.id}/copies?size=100`);
  const active = await library.librarian.send("GET", `/loans?bookId=${book.id}&status=active&size=100`);
  const inState = (rows: any[], status: string) => rows.filter((row) => row.status === status);
  const ids = (rows: any[], key: string) => rows.map((row) => row[key]).toSorted();
  expect(ids(inState(shelf.body.data, "setAside"), "id")).toEqual(
    ids(inState(all.body.data, "ready"), "copyId"),
  );
  expect(ids(inState(shelf.body.data, "lent"), "id")).toEqual(ids(active.body.data, "copyId"));
  const free = inState(shelf.body.data, "shelved").length;
  expect(free === 0 || inState(all.body.data, "waiting").length === 0).toBe(true);
});
