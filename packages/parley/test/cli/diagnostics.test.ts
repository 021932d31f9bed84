import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { tellDiagnostics } from "../../src/cli/diagnostics.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { defineDiagnostics } from "../../src/diagnostic/define.ts";
import { at, type Diagnostic } from "../../src/diagnostic/diagnostic.ts";

const report = defineDiagnostics("sample", {
  lost: { severity: "warning", message: "{what} will be lost." },
  odd: { severity: "warning", message: "{what} is odd." },
  wrong: { severity: "error", message: "{what} is wrong." },
});

function told(diagnostics: readonly Diagnostic[]): string {
  const errors = new PassThrough();
  let text = "";
  errors.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
  tellDiagnostics({ errors, output: new PassThrough(), environment: {} } as unknown as Terminal, diagnostics);
  return text;
}

function many(code: keyof typeof report, count: number): Diagnostic[] {
  return Array.from({ length: count }, (_, index) =>
    report[code](at("database", ["models", `M${index}`]), { what: `${code}${index}` }),
  );
}

test("warnings that say the same of many things do not bury another one", () => {
  const text = told([...many("lost", 30), ...many("odd", 1)]);
  expect(text).toContain("lost2 will be lost.");
  expect(text).not.toContain("lost3 will be lost.");
  expect(text).toContain("odd0 is odd.");
  expect(text).toContain("… and 27 more: 27 × sample/lost (--json shows all)");
});

test("errors come first, up to twenty of them", () => {
  const text = told([...many("lost", 2), ...many("wrong", 22)]);
  expect(text.indexOf("wrong0 is wrong.")).toBeLessThan(text.indexOf("wrong19 is wrong."));
  expect(text).not.toContain("wrong20 is wrong.");
  expect(text).toContain("… and 4 more: 2 × sample/wrong, 2 × sample/lost (--json shows all)");
});

test("what is shown whole says nothing of more", () => {
  expect(told(many("wrong", 2))).not.toContain("more");
});
