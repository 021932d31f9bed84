import { sample } from "fast-check";
import { expect, test } from "vitest";
import { checkExpression } from "../../src/expression/check.ts";
import type { Expression } from "../../src/expression/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { printTypeScript } from "../../src/expression/typescript.ts";
import { identifier, text } from "../../src/text/text.ts";
import { flatten } from "../../src/text/tree.ts";
import { addDuration, MomentOutOfRange } from "../../templates/project/src/common/time.ts";
import { environment } from "./library.ts";
import { typecheck } from "./typecheck.ts";
import { typedTexts } from "./typed-trees.ts";
import { run, tryPrint } from "./world.ts";

function print(expression: string): string {
  const code = tryPrint(expression);
  if (code === undefined) throw new Error(`${expression} does not check.`);
  return code;
}

const table: [expression: string, printed: string, value: unknown][] = [
  ["row.count + 2 * (row.count - 3)", "row.count + 2 * (row.count - 3)", 15],
  ["row.count - (3 - 1)", "row.count - (3 - 1)", 5],
  ["-(-row.count)", "-(-row.count)", 7],
  ["row.count / 2", "decimal(row.count).div(2)", "3.5"],
  ["floor(row.count / 2) % 2", "decimal(row.count).div(2).floor().toNumber() % 2", 1],
  ["row.fee * row.count + 0.20", 'row.fee.times(row.count).plus("0.20")', "7.9"],
  ["2 * row.fee - 1", "row.fee.times(2).minus(1)", "1.2"],
  ["10 - row.fee", "decimal(10).minus(row.fee)", "8.9"],
  ["1 < row.fee && row.fee <= 1.10", 'row.fee.gt(1) && row.fee.lte("1.10")', true],
  ["row.fee == 1.1", 'row.fee.eq("1.1")', true],
  ["0.5 == row.discount", 'row.discount?.eq("0.5") === true', true],
  ["row.fee != row.discount", "row.discount?.eq(row.fee) !== true", true],
  ["!(row.fee == 2)", "!row.fee.eq(2)", true],
  ["row.discount == row.limit", "row.discount?.toString() === row.limit?.toString()", false],
  ["round(row.fee / 3, 2)", "row.fee.div(3).toDecimalPlaces(2)", "0.37"],
  ["row.ratio * 1.5", "row.ratio * 1.5", 0.75],
  ["row.paid ? row.fee : 0", "row.paid ? row.fee : decimal(0)", "1.1"],
  ["row.limit ?? row.fee", "(row.limit === null ? null : decimal(row.limit)) ?? row.fee", "1.1"],
  ["row.limit ?? row.count", "row.limit ?? row.count", 7],
  [
    "(row.paid || row.count == 1) && row.note == null",
    "(row.paid || row.count === 1) && row.note === null",
    true,
  ],
  ["row.paid == false || row.checked == true", "!row.paid || row.checked === true", false],
  ['!(row.status == "late")', 'row.status !== "late"', true],
  ['row.status in ["open", "late"]', '["open", "late"].includes(row.status)', true],
  ["row.title in [row.status]", "([row.status] as readonly string[]).includes(row.title)", false],
  ['row.title in [row.status, "late"]', '[row.status, "late"].includes(row.title)', false],
  ["row.title in row.tags", "row.tags.includes(row.title)", true],
  ["row.fee in [1.10, 2]", '[decimal("1.10"), decimal(2)].some((item) => item.eq(row.fee))', true],
  [
    'row.dueOn in [date("2026-01-31")]',
    '[new Date("2026-01-31")].some((item) => item.getTime() === row.dueOn.getTime())',
    true,
  ],
  ["row.previous?.title", "row.previous?.title ?? null", null],
  ['row.previous?.member?.name ?? "none"', 'row.previous?.member?.name ?? "none"', "none"],
  ["row.previous?.title == input.note", "(row.previous?.title ?? null) === (input.note ?? null)", true],
  ["row.previous?.title == null", "row.previous?.title == null", true],
  ["input.note == null ? 0 : length(input.note)", "input.note == null ? 0 : input.note.length", 0],
  ["found == null || found.title == row.title", "found === null || found.title === row.title", true],
  ["row.lentAt == row.returnedAt", "row.lentAt.getTime() === row.returnedAt?.getTime()", false],
  ["row.returnedAt != row.renewedAt", "row.returnedAt?.getTime() !== row.renewedAt?.getTime()", true],
  [
    "row.returnedAt != null && row.returnedAt < now()",
    "row.returnedAt !== null && row.returnedAt < clock.now()",
    true,
  ],
  ['row.dueOn + duration("P1M")', 'addDuration(row.dueOn, "P1M")', "2026-02-28T00:00:00.000Z"],
  ['row.dueOn - duration("P1D") < today()', 'addDuration(row.dueOn, "-P1D") < startOfDay(clock.now())', true],
  [
    "row.lentAt - hours(row.count)",
    "addDuration(row.lentAt, `-PT${row.count}H`)",
    "2026-01-10T01:00:00.000Z",
  ],
  ["row.dueOn + days(3)", 'addDuration(row.dueOn, "P3D")', "2026-02-03T00:00:00.000Z"],
  ["daysBetween(row.dueOn, now()) * 2", "daysBetween(row.dueOn, clock.now()) * 2", 4],
  [
    'max(row.lentAt, datetime("2026-01-01T00:00:00Z"))',
    'new Date(Math.max(row.lentAt.getTime(), new Date("2026-01-01T00:00:00Z").getTime()))',
    "2026-01-10T08:00:00.000Z",
  ],
  ["min(row.fee, 1)", "row.fee.lte(decimal(1)) ? row.fee : decimal(1)", "1"],
  [
    'concat(row.title, " ${`", string(row.count), string(row.fee))',
    "`${row.title} \\${\\`${row.count}${row.fee.toFixed()}`",
    "Tea ${`71.1",
  ],
  [
    "string(row.dueOn) + upper(row.title)",
    "toDateOnly(row.dueOn) + row.title.toUpperCase()",
    "2026-01-31TEA",
  ],
  ["row.lines.sum(line => line.quantity)", "row.lines.reduce((total, line) => total + line.quantity, 0)", 7],
  ["(true ? row.fee : 1) + 1 == row.fee && !false", "row.fee.plus(1).eq(row.fee)", false],
  [
    "row.lines.sum(total => total.quantity - row.count)",
    "row.lines.reduce((total, total2) => total + (total2.quantity - row.count), 0)",
    -14,
  ],
  [
    "row.lines.sum(line => line.price * line.quantity)",
    "sum(row.lines.map((line) => line.price.times(line.quantity)))",
    "18",
  ],
  [
    "row.lines.minimum(line => line.price)",
    "row.lines.map((line) => line.price).toSorted((a, b) => a.cmp(b))[0] ?? null",
    "0.25",
  ],
  [
    "row.lines.filter(line => line.quantity > 9).maximum(line => line.quantity)",
    "row.lines.filter((line) => line.quantity > 9).map((line) => line.quantity).toSorted((a, b) => a - b).at(-1) ?? null",
    null,
  ],
  [
    "row.lines.sort(line => -line.quantity).map(line => line.id)",
    "row.lines.toSorted((a, b) => -a.quantity - -b.quantity).map((line) => line.id)",
    ["c", "a", "b"],
  ],
  [
    "row.lines.sort(line => line.id)[1]?.id",
    "row.lines.toSorted((a, b) => Number(a.id > b.id) - Number(a.id < b.id))[1]?.id ?? null",
    "b",
  ],
  [
    "row.lines.map(line => { id: line.id, item })[0]?.item".replace("item }", "item: item }"),
    "row.lines.map((line) => ({ id: line.id, item }))[0]?.item ?? null",
    "Tea",
  ],
  ["row.lines.every(row => row.quantity > 0)", "row.lines.every((row) => row.quantity > 0)", true],
  ["row.lines.some(item => item.id == row.title)", "row.lines.some((item) => item.id === row.title)", false],
  ["row.tags.some(new => new == item)", "row.tags.some((new2) => new2 === item)", true],
  [
    "row.tags.filter(tag => lines.some(row => row.id == tag)).count()",
    "row.tags.filter((tag) => lines.some((row) => row.id === tag)).length",
    1,
  ],
  [
    "row.returnedAt != null && row.lines.some(line => line.soldAt != null && line.soldAt < row.returnedAt)",
    "row.returnedAt !== null && row.lines.some((line) => line.soldAt !== null && line.soldAt < row.returnedAt!)",
    true,
  ],
  [
    "found != null && lines.some(line => line.id == found.title)",
    "found !== null && lines.some((line) => line.id === found.title)",
    false,
  ],
  ["isEmpty(row.tags) ? null : row.tags.count()", "row.tags.length === 0 ? null : row.tags.length", 2],
  [
    'row.previous?.status == "open" && row.previous.paid',
    'row.previous?.status === "open" && row.previous.paid',
    false,
  ],
  [
    "row.previous?.discount == 0.5 && row.previous.discount > 0",
    'row.previous?.discount?.eq("0.5") === true && row.previous.discount.gt(0)',
    false,
  ],
  [
    "row.returnedAt == row.lentAt && row.returnedAt < now()",
    "row.returnedAt?.getTime() === row.lentAt.getTime() && row.returnedAt < clock.now()",
    false,
  ],
  [
    '(row.state == "open" || row.state == "late") && row.state != "open"',
    '(row.state === "open" || row.state === "late") && row.state !== "open"',
    true,
  ],
  ["now() - row.lentAt", "durationBetween(row.lentAt, clock.now())", "P23DT4H"],
  ["row.lentAt - now()", "durationBetween(clock.now(), row.lentAt)", "-P23DT4H"],
  [
    'now() - row.lentAt > duration("P3W")',
    'compareDurations(durationBetween(row.lentAt, clock.now()), "P3W") > 0',
    true,
  ],
  ['duration("P1M") == days(30)', 'sameDuration("P1M", "P30D")', true],
  ['duration("P1Y") != months(12)', '!sameDuration("P1Y", "P12M")', false],
  [
    "row.lentAt + (now() - row.lentAt) == now()",
    "movedBy(row.lentAt, durationBetween(row.lentAt, clock.now())).getTime() === clock.now().getTime()",
    true,
  ],
  [
    'row.dueOn - (duration("P1M") + duration("P1D"))',
    'movedBy(row.dueOn, addDurations("P1M", "P1D"), -1)',
    "2025-12-30T00:00:00.000Z",
  ],
  ['duration("P1M") - duration("P1D")', 'subtractDurations("P1M", "P1D")', "P29D"],
  [
    "row.lines.sum(line => (line.soldAt ?? now()) - row.lentAt)",
    "sumDurations(row.lines.map((line) => durationBetween(row.lentAt, line.soldAt ?? clock.now())))",
    "P46DT8H",
  ],
  [
    "row.lines.maximum(line => hours(line.quantity)) ?? days(0)",
    'row.lines.map((line) => `PT${line.quantity}H`).toSorted((a, b) => compareDurations(a, b)).at(-1) ?? "P0D"',
    "PT4H",
  ],
  ["max(hours(30), days(1))", 'compareDurations("PT30H", "P1D") >= 0 ? "PT30H" : "P1D"', "PT30H"],
  ["hours(24) in [days(1), days(2)]", '["P1D", "P2D"].some((item) => sameDuration(item, "PT24H"))', true],
  [
    "row.dueOn + (row.paid ? days(1) : weeks(1))",
    'addDuration(row.dueOn, row.paid ? "P1D" : "P1W")',
    "2026-02-01T00:00:00.000Z",
  ],
  [
    "row.lines.average(line => line.price)",
    "((values) => (values.length === 0 ? null : sum(values).div(values.length)))(row.lines.map((line) => line.price))",
    "4.5833333333333333333",
  ],
  [
    "row.lines.filter(line => line.quantity > 9).average(line => line.quantity)",
    "((values) => (values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length))(row.lines.filter((line) => line.quantity > 9).map((line) => line.quantity))",
    null,
  ],
  ["first(row.lines)?.id", "row.lines.at(0)?.id ?? null", "a"],
  ["last(row.tags) ?? item", "row.tags.at(-1) ?? item", "b"],
  ["last([])", "null", null],
  ["take(row.tags, 1)", "row.tags.slice(0, 1)", ["Tea"]],
  ["skip(row.tags, row.count - 8)", "row.tags.slice(Math.max(0, row.count - 8))", ["Tea", "b"]],
  ["reverse(row.tags)", "row.tags.toReversed()", ["b", "Tea"]],
  ["distinct([item, item, row.status])", "[...new Set([item, item, row.status])]", ["Tea", "open"]],
  [
    "distinct([row.fee, 1.1, 2])",
    '[row.fee, decimal("1.1"), decimal(2)].filter((item, index, all) => all.findIndex((other) => String(other) === String(item)) === index)',
    ["1.1", "2"],
  ],
  [
    "flatten(row.lines.map(line => [line.id, row.title]))",
    "row.lines.map((line) => [line.id, row.title]).flat()",
    ["a", "Tea", "b", "Tea", "c", "Tea"],
  ],
  ["substring(row.title, 1)", "row.title.slice(1)", "ea"],
  ["substring(row.title, -1, row.count)", "row.title.slice(Math.max(0, -1), Math.max(0, row.count))", "Tea"],
  ['replace(row.title, "e", "$&$1")', 'row.title.replaceAll("e", () => "$&$1")', "T$&$1a"],
  ['join(split("a,b", ","), "; ")', '"a,b".split(",").join("; ")', "a; b"],
  ['padStart(string(row.count), 3, "0")', 'String(row.count).padStart(3, "0")', "007"],
  ["float(row.fee) * 2", "row.fee.toNumber() * 2", 2.2],
  ["float(row.count) / row.ratio", "row.count / row.ratio", 14],
  [
    "minutesBetween(row.lentAt, now())",
    "Math.trunc((clock.now().getTime() - row.lentAt.getTime()) / 60000)",
    33_360,
  ],
  ["monthOf(row.dueOn) * 2", "(row.dueOn.getUTCMonth() + 1) * 2", 2],
  ["weekdayOf(row.dueOn)", "((row.dueOn.getUTCDay() + 6) % 7) + 1", 6],
  [
    "yearOf(now()) - dayOf(now()) + hourOf(now()) + minuteOf(now())",
    "clock.now().getUTCFullYear() - clock.now().getUTCDate() + clock.now().getUTCHours() + clock.now().getUTCMinutes()",
    2036,
  ],
  ['pet.kind == "cat" ? pet.lives : 0', 'pet.kind === "cat" ? pet.lives : 0', 0],
  [
    'pet.kind != "dog" || pet.tricks == null ? 0 : pet.tricks.count()',
    'pet.kind !== "dog" || pet.tricks == null ? 0 : pet.tricks.length',
    2,
  ],
  ['maybe?.kind == "cat" && maybe.lives > 1', 'maybe?.kind === "cat" && maybe.lives > 1', false],
  [
    '[pet].filter(one => one.kind == "dog" && one.name == item).count()',
    '[pet].filter((one) => one.kind === "dog" && one.name === item).length',
    0,
  ],
  [
    '(row.paid ? row.note : null) ?? (row.paid ? "x" : "y")',
    '(row.paid ? row.note : null) ?? (row.paid ? "x" : "y")',
    "x",
  ],
];

test.each(table)("%s is printed as %s", (expression, printed, value) => {
  const code = print(expression);
  expect(code).toBe(printed);
  expect(run(code)).toEqual(value);
});

test("what is printed typechecks", { timeout: 60_000 }, () => {
  expect(typecheck(table.map(([, code]) => code))).toBe("");
  expect(typecheck(["row.fee + 1"])).toContain("TS2365");
});

test("what is read in another form is wrapped", () => {
  const parsed = parseExpression('row.dueOn < now() && row.member.name == "x"');
  if ("problems" in parsed) throw new Error("unreachable");
  const scope = {
    ...environment,
    models: {
      ...environment.models,
      Loan: { members: { ...environment.models["Loan"]!.members, dueOn: { type: "datetime" } as const } },
    },
  };
  const typing = checkExpression(parsed.expression, scope, {
    at: () => ({ document: "program", pointer: "" }),
  });
  const printed = printTypeScript(parsed.expression, {
    typing,
    names: identifier,
    clock: text`clock`,
    read: (value, type) => (type.type === "datetime" ? text`new Date(${value})` : undefined),
  });
  expect(flatten(printed)).toBe('new Date(row.dueOn) < clock.now() && row.member.name === "x"');
});

test("a node that stands in two places is typed for both", () => {
  const note: Expression = { type: "member", object: { type: "name", name: "input" }, property: "note" };
  const tree: Expression = {
    type: "binary",
    operator: "&&",
    left: { type: "binary", operator: "!=", left: note, right: { type: "null" } },
    right: { type: "binary", operator: "==", left: note, right: { type: "string", value: "x" } },
  };
  const typing = checkExpression(tree, environment, { at: () => ({ document: "program", pointer: "" }) });
  expect(typing.diagnostics).toEqual([]);
  const printed = printTypeScript(tree, { typing, names: identifier, clock: text`clock` });
  expect(flatten(printed)).toBe('input.note != null && input.note === "x"');
});

test("whatever checks is printed to what typechecks", { timeout: 60_000 }, () => {
  const codes = sample(typedTexts, { numRuns: 600, seed: 1 }).flatMap((expression) => {
    const code = tryPrint(expression);
    return code === undefined ? [] : [code];
  });
  expect(codes.length).toBeGreaterThan(300);
  expect(typecheck(codes)).toBe("");
});

test("a moment that no date of four digits could say is refused where it is worked out", () => {
  const late = new Date("9999-12-31T23:00:00Z");
  expect(addDuration(late, "PT30M").toISOString()).toBe("9999-12-31T23:30:00.000Z");
  expect(() => addDuration(late, "PT2H")).toThrow(MomentOutOfRange);
  expect(() => addDuration(new Date("0001-01-01T00:00:00Z"), "-P1D")).toThrow(MomentOutOfRange);
});
