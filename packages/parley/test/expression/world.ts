import { Decimal } from "@prisma/client-runtime-utils";
import { transformWithOxc } from "vite";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import { checkExpression, type Checked } from "../../src/expression/check.ts";
import type { Expression } from "../../src/expression/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { printTypeScript } from "../../src/expression/typescript.ts";
import { identifier, text } from "../../src/text/text.ts";
import { flatten } from "../../src/text/tree.ts";
import * as time from "../../templates/project/src/common/time.ts";
import { environment } from "./library.ts";
import { durationCode } from "./typecheck.ts";

const decimal = (value: string | number | Decimal): Decimal => new Decimal(value);

const durations = await loadDurations();

const runtime = {
  ...time,
  ...durations,
  decimal,
  sum: (values: Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), decimal(0)),
};

/** The functions of the file, run as they are printed. */
async function loadDurations(): Promise<Record<string, unknown>> {
  const { code } = await transformWithOxc(durationCode, "duration.ts");
  const names = [...code.matchAll(/export function (\w+)/g)].map(([, name]) => name);
  const body = code.replace(/import .*\n/, "").replaceAll("export function", "function");
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
  return new Function("addDuration", `${body}\nreturn { ${names.join(", ")} };`)(time.addDuration);
}

const line = (id: string, quantity: number, price: string, soldAt: Date | null = null) => ({
  id,
  quantity,
  price: decimal(price),
  soldAt,
});

const row = {
  id: "L1",
  memberId: "M1",
  member: { id: "M1", name: "Ada" },
  title: "Tea",
  note: null,
  status: "open",
  state: "late",
  count: 7,
  limit: null,
  ratio: 0.5,
  fee: decimal("1.10"),
  discount: decimal("0.5"),
  paid: true,
  checked: null,
  dueOn: new Date("2026-01-31"),
  lentAt: new Date("2026-01-10T08:00:00Z"),
  returnedAt: new Date("2026-01-12T08:00:00Z"),
  renewedAt: null,
  data: {},
  tags: ["Tea", "b"],
  lines: [line("a", 2, "3.50"), line("b", 1, "10"), line("c", 4, "0.25", new Date("2026-01-10T08:00:00Z"))],
  previous: null,
};

/** The values of the names of the library. */
export const values = {
  row,
  actor: { id: "M1", kind: "member" },
  input: { title: "Tea" },
  found: null,
  lines: row.lines,
  pet: { kind: "dog", name: "Rex", tricks: ["sit", "roll"] },
  maybe: null,
  clock: { now: () => new Date("2026-02-02T12:00:00Z") },
  item: "Tea",
  ...runtime,
};

/** A text read and checked over the names of the library; `undefined` where it does not check. */
export function tryRead(expression: string): { tree: Expression; typing: Checked } | undefined {
  const parsed = parseExpression(expression);
  if ("problems" in parsed) throw new Error(`${expression}: ${JSON.stringify(parsed.problems)}`);
  const scope = { ...environment, names: { ...environment.names, item: { type: "string" } as const } };
  const typing = checkExpression(parsed.expression, scope, {
    at: () => ({ document: "program", pointer: "" }),
  });
  return hasErrors(typing.diagnostics) ? undefined : { tree: parsed.expression, typing };
}

/** The TypeScript of a text, `undefined` where it does not check. */
export function tryPrint(expression: string): string | undefined {
  const read = tryRead(expression);
  if (!read) return undefined;
  const { tree, typing } = read;
  return flatten(printTypeScript(tree, { typing, names: identifier, clock: text`clock` }));
}

/** The value of printed code; decimals and dates as their texts. */
export function run(typed: string): unknown {
  // The one thing in what is printed that JavaScript does not know: `x!`.
  const code = typed.replaceAll(/(?<=\w)!(?=[\s).,])| as readonly string\[\]/g, "");
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
  const result: unknown = new Function(...Object.keys(values), `return (${code});`)(...Object.values(values));
  return plain(result);
}

/** Decimals and dates as their texts, everything else as it is. */
export function plain(value: unknown): unknown {
  if (value instanceof Decimal) return value.toFixed();
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(plain) : value;
}
