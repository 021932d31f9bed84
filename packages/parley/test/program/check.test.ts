import { expect, test } from "vitest";
import { checkProgram } from "../../src/program/check/check.ts";
import { report } from "../../src/program/check/report.ts";
import { placed } from "./placed.ts";
import { bookingBackend, expression as e } from "./backend.ts";
import { change, samples } from "./diagnostics-samples.ts";
import { formsBackend } from "./forms.ts";

test.each(samples)("%s", (code, spoil) => {
  const backend = structuredClone(bookingBackend());
  spoil(backend);
  const found = checkProgram(backend.program, backend.api, backend.database);
  expect(found.map((diagnostic) => diagnostic.code)).toContain(`program/${code}`);
});

test.each(placed)("%s stands at %s", (code, pointer, spoil) => {
  const backend = structuredClone(formsBackend());
  spoil(backend);
  const found = checkProgram(backend.program, backend.api, backend.database);
  expect(found.map((one) => `${one.code} ${(one.at as { pointer: string }).pointer}`)).toContain(
    `program/${code} ${pointer}`,
  );
});

test("every finding has a sample", () => {
  const shown = new Set([...samples, ...placed].map(([code]) => code));
  expect(Object.keys(report).filter((code) => !shown.has(code))).toEqual([]);
});

test("what drafts make has nothing wrong", () => {
  const { program, api, database } = bookingBackend();
  expect(checkProgram(program, api, database)).toEqual([]);
});

test("findings stand at the part of the expression, and say what was meant", () => {
  const { program, api, database } = formsBackend();
  change(program.procedures["guarded"]!.statements, "update", { when: e("now.seets > 1") });
  expect(checkProgram(program, api, database)).toMatchObject([
    {
      code: "expression/unknown-member",
      message: "Room has no member seets. Did you mean seats?",
      at: {
        document: "program",
        pointer: "/procedures/guarded/statements/1/when",
        span: { start: 0, end: 9 },
      },
    },
  ]);
});
