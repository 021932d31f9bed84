import { expect, test } from "vitest";
import { sharedLibrary } from "./desk.ts";

const DAY = 24 * 3_600_000;

const open = sharedLibrary();

test("a loan is due 21 days after checkout", async () => {
  const { stock, registerMember, lend, now } = open();
  const { copies } = await stock(1);
  const before = now();
  const loan = await lend(await registerMember(), copies[0]);
  expect(loan.status).toBe(201);
  expect(loan.headers.get("location")).toBe(`/loans/${loan.body.id}`);
  const due = Date.parse(loan.body.dueAt);
  expect(due - Date.parse(loan.body.createdAt)).toBe(21 * DAY);
  expect(Math.abs(due - before - 21 * DAY)).toBeLessThan(60_000);
});

test("two librarians lend the same copy at once: one 201, the other 409", async () => {
  const library = open();
  const colleague = await library.registerLibrarian();
  for (let round = 0; round < 5; round += 1) {
    const { copies } = await library.stock(1);
    const [one, two] = [await library.registerMember(), await library.registerMember()];
    const answers = await Promise.all([
      library.librarian.send("POST", "/loans", { borrowerId: one.id, copyId: copies[0].id }),
      colleague.send("POST", "/loans", { borrowerId: two.id, copyId: copies[0].id }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe("already-lent");
    const active = await library.librarian.send("GET", `/loans?copyId=${copies[0].id}`);
    expect(active.body.page.total).toBe(1);
  }
});

test("a copy can be lent again once it is back", async () => {
  const { stock, registerMember, lend, librarian } = open();
  const { copies } = await stock(1);
  const loan = await lend(await registerMember(), copies[0]);
  expect((await lend(await registerMember(), copies[0])).status).toBe(409);
  expect((await librarian.send("POST", `/loans/${loan.body.id}/return`)).status).toBe(200);
  expect((await librarian.send("POST", `/loans/${loan.body.id}/return`)).status).toBe(409);
  expect((await lend(await registerMember(), copies[0])).status).toBe(201);
});

test("a sixth loan is refused, a fifth is not", async () => {
  const { stock, registerMember, lend, librarian } = open();
  const { copies } = await stock(6);
  const member = await registerMember();
  const loans: string[] = [];
  for (const copy of copies.slice(0, 5)) {
    const { status, body } = await lend(member, copy);
    expect(status).toBe(201);
    loans.push(body.id);
  }
  const sixth = await lend(member, copies[5]);
  expect([sixth.status, sixth.body.code]).toEqual([409, "too-many-loans"]);
  await librarian.send("POST", `/loans/${loans[0]}/return`);
  expect((await lend(member, copies[5])).status).toBe(201);
});

test("seven checkouts at once for one member leave five loans", async () => {
  const library = open();
  const member = await library.registerMember();
  const shelves = [];
  for (let index = 0; index < 7; index += 1) shelves.push(await library.stock(1));
  const answers = await Promise.all(shelves.map(({ copies }) => library.lend(member, copies[0])));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 409, 409]);
  const mine = await member.send("GET", "/loans?status=active");
  expect(mine.body.page.total).toBe(5);
});

test("a loan is renewed once, by another three weeks", async () => {
  const { stock, registerMember, lend, librarian } = open();
  const { copies } = await stock(1);
  const member = await registerMember();
  const loan = await lend(member, copies[0]);
  const renewed = await member.send("POST", `/loans/${loan.body.id}/renew`);
  expect(renewed.status).toBe(200);
  expect(Date.parse(renewed.body.dueAt) - Date.parse(loan.body.dueAt)).toBe(21 * DAY);
  for (const send of [member.send, librarian.send]) {
    const again = await send("POST", `/loans/${loan.body.id}/renew`);
    expect([again.status, again.body.code]).toEqual([409, "renewed-before"]);
  }
});

test("two renewals at once count once", async () => {
  const { stock, registerMember, lend, librarian } = open();
  const { copies } = await stock(1);
  const member = await registerMember();
  const loan = await lend(member, copies[0]);
  const answers = await Promise.all(
    [member, librarian].map(({ send }) => send("POST", `/loans/${loan.body.id}/renew`)),
  );
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});

test("a loan is not renewed when somebody has reserved the book", async () => {
  const { stock, registerMember, lend, librarian } = open();
  const { book, copies } = await stock(1);
  const [member, other] = [await registerMember(), await registerMember()];
  const loan = await lend(member, copies[0]);
  const reserved = await other.send("POST", "/reservations", { bookId: book.id });
  expect([reserved.status, reserved.body.status]).toEqual([201, "waiting"]);
  for (const send of [member.send, librarian.send]) {
    const refused = await send("POST", `/loans/${loan.body.id}/renew`);
    expect([refused.status, refused.body.code]).toEqual([409, "reserved"]);
  }
});

test("a member sees own loans only", async () => {
  const { stock, registerMember, lend, librarian, administrator, guest } = open();
  const { copies } = await stock(2);
  const [member, other] = [await registerMember(), await registerMember()];
  const mine = await lend(member, copies[0]);
  const theirs = await lend(other, copies[1]);
  const listed = await member.send("GET", "/loans");
  expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual([mine.body.id]);
  expect((await member.send("GET", `/loans?borrowerId=${other.id}`)).body.data).toEqual([]);
  const path = `/loans/${theirs.body.id}`;
  const statuses = [];
  for (const send of [other.send, librarian.send, member.send, administrator.send, guest]) {
    statuses.push((await send("GET", path)).status);
  }
  expect(statuses).toEqual([200, 200, 404, 403, 401]);
  expect((await member.send("POST", `${path}/renew`)).status).toBe(404);
  expect((await member.send("POST", `${path}/return`)).status).toBe(403);
});

test("members neither lend nor register, and the client sets no due date", async () => {
  const { stock, registerMember, librarian, guest } = open();
  const { copies } = await stock(1);
  const member = await registerMember();
  const body = { borrowerId: member.id, copyId: copies[0].id };
  expect((await member.send("POST", "/loans", body)).status).toBe(403);
  expect((await guest("POST", "/loans", body)).status).toBe(401);
  const account = { email: "x@example.com", password: "long enough to pass", name: "X" };
  expect((await member.send("POST", "/members", account)).status).toBe(403);
  expect((await guest("POST", "/members", account)).status).toBe(401);
  expect((await librarian.send("POST", "/librarians", account)).status).toBe(403);
  const sent = await librarian.send("POST", "/loans", { ...body, dueAt: "2099-01-01T00:00:00.000Z" });
  expect(sent.status).toBe(400);
});
