import { expect, test } from "vitest";
import { printProgram } from "../../src/program/print/print.ts";
import { bootstrapKinds, printActors } from "../../src/program/print/actors.ts";
import { formatFiles } from "../../src/text/format.ts";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import type { Statement } from "../../src/program/document.ts";
import { bookingBackend, expression } from "./backend.ts";

test("a service reads as if written by hand", async () => {
  const { program, api, database } = bookingBackend();
  const files = await formatFiles(printProgram(program, api, database));
  for (const name of ["bookings.service", "bookings.scope"]) {
    const file = files.find(({ path }) => path === `src/bookings/${name}.ts`)!;
    await expect(file.text).toMatchFileSnapshot(`golden/${name}.ts.txt`);
  }
});

test("a place in a service leads back to the statement that it was printed from", async () => {
  const { program, api, database } = bookingBackend();
  const files = await formatFiles(printProgram(program, api, database));
  const { text, origins } = files.find(({ path }) => path === "src/bookings/bookings.service.ts")!;
  const place = text.indexOf('throw new Problem("too-many-bookings")');
  const innermost = origins.filter(({ start, end }) => start <= place && place < end).at(-1)!;
  expect(innermost.origin.pointer).toMatch(/^\/procedures\/createBooking\/statements\/\d+$/);
});

test.each([
  ["row.accountId == actor.accountId", "findUnique"],
  ["row.accountId == actor.accountId && row.id == actor.id", "findUnique"],
  // Prisma takes no other test of a second key.
  ["row.accountId == actor.accountId && row.id in [actor.id]", "findFirst"],
])("a row where %s is asked for by %s", (where, query) => {
  const { program, api, database } = bookingBackend();
  const own: Statement = {
    type: "find",
    name: "own",
    mode: "first",
    model: "Member",
    parameter: "row",
    where: expression(where),
    scope: "none",
  };
  const kept: Statement = { type: "require", condition: expression("own != null"), error: "not-found" };
  program.procedures["createBooking"]!.statements.unshift(own, kept);
  expect(checkProgram(program, api, database).filter(isError)).toEqual([]);
  const printed = printProgram(program, api, database).find(
    ({ path }) => path === "src/bookings/bookings.service.ts",
  )!;
  expect(printed.text).toContain(`const own = await tx.member.${query}(`);
});

test("the first of a kind that nobody makes comes from the environment", () => {
  const { program, api, database } = bookingBackend();
  expect([...bootstrapKinds(program, api, database)]).toEqual(["manager"]);
  const { text } = printActors(program, api, database);
  expect(text).toContain("client.manager.findFirst(");
  expect(text).not.toContain("client.member.findFirst(");
});
