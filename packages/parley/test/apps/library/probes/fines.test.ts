import { expect, test } from "vitest";
import { type Library, openLibrary, type Person } from "./desk.ts";

async function returnedLate(library: Library, days: number): Promise<{ member: Person; loan: any }> {
  const { copies } = await library.stock(1);
  const member = await library.registerMember();
  const lent = await library.lend(member, copies[0]);
  library.advance(`P${21 + days}D`);
  const { status, body } = await library.librarian.send("POST", `/loans/${lent.body.id}/return`);
  expect(status).toBe(200);
  return { member, loan: body };
}

test.each([
  [1, "0.20"],
  [3, "0.60"],
  [7, "1.40"],
  [100, "20.00"],
])("%i days late cost %s", async (days, amount) => {
  const library = await openLibrary();
  const { member, loan } = await returnedLate(library, days);
  expect(loan.fine).toMatchObject({ amount, daysLate: days, status: "due" });
  const { body } = await member.send("GET", "/fines");
  expect(body.data).toEqual([expect.objectContaining({ amount, loanId: loan.id, debtorId: member.id })]);
});

test("a return on the day it is due, or after a renewal, costs nothing", async () => {
  const library = await openLibrary();
  const { member, loan } = await returnedLate(library, 0);
  expect(loan.fine).toBeNull();
  const { copies } = await library.stock(1);
  const lent = await library.lend(member, copies[0]);
  library.advance("P20D");
  expect((await member.send("POST", `/loans/${lent.body.id}/renew`)).status).toBe(200);
  library.advance("P20D");
  const back = await library.librarian.send("POST", `/loans/${lent.body.id}/return`);
  expect(back.body.fine).toBeNull();
  expect((await member.send("GET", "/fines")).body.page.total).toBe(0);
});

test("an overdue loan is not renewed out of its fine", async () => {
  const library = await openLibrary();
  const { copies } = await library.stock(1);
  const member = await library.registerMember();
  const lent = await library.lend(member, copies[0]);
  library.advance("P23D");
  const refused = await member.send("POST", `/loans/${lent.body.id}/renew`);
  expect([refused.status, refused.body.code]).toEqual([409, "overdue"]);
});

test("librarians alone waive fines, once, and give a reason", async () => {
  const library = await openLibrary();
  const { member, loan } = await returnedLate(library, 4);
  const path = `/fines/${loan.fine.id}`;
  expect((await member.send("POST", `${path}/waive`, { reason: "please" })).status).toBe(403);
  expect((await library.administrator.send("POST", `${path}/waive`, { reason: "please" })).status).toBe(403);
  expect((await library.guest("POST", `${path}/waive`, { reason: "please" })).status).toBe(401);
  for (const body of [undefined, {}, { reason: "" }, { reason: "   " }, { reason: null }]) {
    expect((await library.librarian.send("POST", `${path}/waive`, body)).status).toBe(400);
  }
  expect((await member.send("GET", path)).body).toMatchObject({ status: "due", reason: null });
  const waived = await library.librarian.send("POST", `${path}/waive`, { reason: "We were closed." });
  expect(waived.status).toBe(200);
  expect(waived.body).toMatchObject({
    status: "waived",
    reason: "We were closed.",
    waivedById: library.librarian.id,
    amount: "0.80",
  });
  const again = await library.librarian.send("POST", `${path}/waive`, { reason: "Again." });
  expect(again.status).toBe(409);
});

test("a member sees own fines only", async () => {
  const library = await openLibrary();
  const { loan } = await returnedLate(library, 2);
  const other = await library.registerMember();
  expect((await other.send("GET", `/fines/${loan.fine.id}`)).status).toBe(404);
  expect((await other.send("GET", "/fines")).body.data).toEqual([]);
});

test("a late loan that two librarians check in at once is fined once, and settled once", async () => {
  const library = await openLibrary();
  const colleague = await library.registerLibrarian();
  const { copies } = await library.stock(1);
  const member = await library.registerMember();
  const lent = await library.lend(member, copies[0]);
  library.advance("P24D");
  await Promise.all([library.librarian, colleague].map(({ send }) => send("GET", "/auth/me")));
  const returned = await Promise.all(
    [library.librarian, colleague].map(({ send }) => send("POST", `/loans/${lent.body.id}/return`)),
  );
  expect(returned.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const { body } = await member.send("GET", "/fines");
  expect(body.page.total).toBe(1);
  const path = `/fines/${body.data[0].id}`;
  const settled = await Promise.all([
    library.librarian.send("POST", `${path}/waive`, { reason: "We were closed." }),
    colleague.send("POST", `${path}/pay`),
  ]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual([200, 409]);
});
