import { expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { printProgram } from "../../src/program/print/print.ts";
import { formatFiles } from "../../src/text/format.ts";
import { bookingBackend, expression, type Backend } from "./backend.ts";

/** A booking that is created together with its first message, which its view may count. */
function greetedBooking(counted: boolean): Backend {
  const backend = bookingBackend();
  const { statements } = backend.program.procedures["createBooking"]!;
  statements.splice(-1, 0, {
    type: "create",
    model: "Message",
    data: { bookingId: expression("booking.id"), text: expression('"Welcome"') },
  });
  const view = backend.api.schemas["Booking"]!.properties;
  if (counted) view["messages"] = { schema: { type: "integer" }, source: expression("row.messages.count()") };
  return backend;
}

test.each([
  { counted: true, answer: "toBooking(await tx.booking.findUniqueOrThrow(" },
  { counted: false, answer: "toBooking(booking)" },
])(
  "an answer is loaded anew where it shows what was written since: $counted",
  async ({ counted, answer }) => {
    const { program, api, database } = greetedBooking(counted);
    expect([...checkApi(api, database), ...checkProgram(program, api, database)]).toEqual([]);
    const files = await formatFiles(printProgram(program, api, database));
    const { text } = files.find(({ path }) => path === "src/bookings/bookings.service.ts")!;
    const create = text.slice(text.indexOf("async create("), text.indexOf("async list("));
    expect(create.replaceAll(/\s+/g, " ").replaceAll("( ", "(")).toContain(`return ${answer}`);
  },
);
