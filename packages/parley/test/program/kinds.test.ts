import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkApi } from "../../src/api/check/check.ts";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import {
  binaryOperators,
  listOperations,
  queryOperations,
  type Expression,
} from "../../src/expression/document.ts";
import { visit } from "../../src/expression/visit.ts";
import { placeFiles } from "../../src/host/staging.ts";
import { runTests } from "../../src/host/test-run.ts";
import { typecheck } from "../../src/host/typecheck.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { programFunctions } from "../../src/program/functions.ts";
import { expression as e } from "./backend.ts";
import { allOf, kindOf, kindsBackend, printKinds } from "./kinds.ts";
import { expressionSamples } from "./kinds-expressions.ts";
import { statementSamples } from "./kinds-statements.ts";
import { testSupportOf } from "./project.ts";
import { codeOf, runProject, type Answer, type RunningProject } from "./running.ts";

const backend = kindsBackend();
let project: RunningProject;
let rooms = 0;

beforeAll(async () => {
  project = await runProject(backend, "kinds", ["ann", "bob", "cid"]);
}, 240_000);

afterAll(() => project?.stop());

async function newRoom(name = "Room"): Promise<string> {
  const room = { name: `${name} ${(rooms += 1)}`, seats: 5, price: "12.50", equipment: ["beamer", "chairs"] };
  return (await project.call("POST", "/rooms", room, "manager")).body["id"]!;
}

test("there is a sample of every kind", () => {
  expect(Object.keys(statementSamples).toSorted()).toEqual(kindOf.statement.toSorted());
  expect(Object.keys(expressionSamples).toSorted()).toEqual(kindOf.expression.toSorted());
  for (const [kind, { statements }] of Object.entries(statementSamples)) {
    expect(allOf(statements).map(({ type }) => type)).toContain(kind);
  }
  const seen = new Set<string>();
  for (const [kind, samples] of Object.entries(expressionSamples)) {
    const kinds = new Set<string>();
    for (const [text] of samples) visit(e(text), (node) => void kinds.add(note(node, seen)));
    expect(kinds).toContain(kind);
  }
  const wanted = [...binaryOperators, ...listOperations, ...queryOperations.map((one) => `Model.${one}`)];
  expect([...wanted, ...Object.keys(programFunctions)].filter((one) => !seen.has(one))).toEqual([]);
});

function note(node: Expression, seen: Set<string>): string {
  if (node.type === "binary") seen.add(node.operator);
  if (node.type === "iterate") seen.add(node.operation);
  if (node.type === "query") seen.add(`Model.${node.operation}`);
  if (node.type === "call") seen.add(node.function);
  return node.type;
}

test("the samples check, and print to code that compiles", async () => {
  expect(checkApi(backend.api, backend.database).filter(isError)).toEqual([]);
  expect(checkProgram(backend.program, backend.api, backend.database).filter(isError)).toEqual([]);
  expect(await typecheck({ files: project.files, dependencies: project.dependencies })).toEqual([]);
}, 60_000);

test("the table is Markdown with a row for every kind", () => {
  const rows = printKinds().split("\n");
  for (const kind of [...kindOf.statement, ...kindOf.expression]) {
    expect(rows.filter((row) => row.startsWith(`| ${kind} |`)).length).toBeGreaterThan(0);
  }
  expect(rows.filter((row) => row.startsWith("|") && !row.endsWith(" |") && !row.endsWith("-|"))).toEqual([]);
});

describe("statement", () => {
  test.each(Object.entries(statementSamples))("%s", async (kind, sample) => {
    const id = await newRoom();
    const verb = sample.operation?.verb ?? "POST";
    let last: Answer | undefined;
    const answers: string[] = [];
    while (answers.length < sample.answers.length) {
      last = await project.call(
        verb,
        `/kinds/${kind.toLowerCase()}kind/${id}`,
        sample.body,
        sample.as ?? "manager",
      );
      answers.push(codeOf(last));
    }
    expect(answers).toEqual(sample.answers);
    if (sample.body200) expect(last?.body).toMatchObject(sample.body200);
    if (sample.sql) expect(await project.query(sample.sql[0], id)).toEqual(sample.sql[1]);
  });
});

const values = Object.entries(expressionSamples).flatMap(([kind, samples]) =>
  samples.map(([text, value], index) => ({ kind, text, value, index })),
);

describe("expression", () => {
  test.each(values)("$kind: $text", async ({ kind, index, value }) => {
    const id = await newRoom();
    const path = `/kinds/${kind}value${index}/${id}`;
    expect(await project.call("POST", path, undefined, "manager")).toEqual({ status: 200, body: { value } });
  });
});

describe("functions, externs and jobs", () => {
  test("an extern answers 501 until its owner writes it", async () => {
    const answer = await project.call("POST", `/kinds/askweather/${await newRoom()}`, undefined, "manager");
    expect(codeOf(answer)).toBe("501 not-implemented");
  });

  test("a job runs when it is due, and no sooner", async () => {
    const [counted, closed] = [await newRoom("counted"), await newRoom("closed")];
    await expect
      .poll(() => project.query("SELECT confirmed FROM room WHERE id = $1", counted), { timeout: 10_000 })
      .toBeGreaterThanOrEqual(2);
    expect(await project.query("SELECT open FROM room WHERE id = $1", closed)).toBe(true);
  });
});

test("in tests, what is due is done when the clock is put forward", async () => {
  const files = await testSupportOf(backend);
  files.set("test/jobs.test.ts", jobsTest);
  await placeFiles(project.directory, files);
  const run = await runTests({ directory: project.directory, databaseUrl: project.databaseServer.url });
  expect(run.diagnostics).toEqual([]);
  expect(run.passed).toBe(1);
}, 120_000);

const jobsTest = `
  import { alone, expect } from "./support/test.ts";

  alone("jobs", async ({ as, advance, guest }) => {
    const manager = await as.manager();
    const make = (name: string) => manager.rooms.create({ name, seats: 5, price: "1.00" });
    const [counted, closed] = [await make("counted"), await make("closed")];
    expect((await guest.rooms.get(closed.id)).open).toBe(true);
    advance("PT5M");
    expect((await guest.rooms.get(counted.id)).confirmed).toBe(1);
    advance("P1D");
    expect((await guest.rooms.get(counted.id)).confirmed).toBe(2);
    expect((await guest.rooms.get(closed.id)).open).toBe(false);
  });
`;

describe("many at once", () => {
  test("of those who make a row with one key, all meet the same row", async () => {
    const id = await newRoom();
    await project.query("DELETE FROM member WHERE account_id IN (SELECT account_id FROM manager)");
    const calls = Array.from({ length: 8 }, () =>
      project.call("POST", `/kinds/upsertkind/${id}`, undefined, "manager"),
    );
    expect(new Set((await Promise.all(calls)).map(codeOf))).toEqual(new Set(["204"]));
  });

  test("a locked row is counted up by each", async () => {
    const id = await newRoom();
    const calls = Array.from({ length: 6 }, () =>
      project.call("POST", `/kinds/lockkind/${id}`, undefined, "manager"),
    );
    expect(new Set((await Promise.all(calls)).map(codeOf))).toEqual(new Set(["204"]));
    expect(await project.query("SELECT seats FROM room WHERE id = $1", id)).toBe(11);
  });

  test("of serializable transactions in conflict one wins; the others lose, or see what it did", async () => {
    const book = async (name: string): Promise<string[]> => {
      const id = await newRoom();
      const calls = ["ann", "bob", "cid", "ann", "bob", "cid"].map((member, index) =>
        project.call("POST", `/kinds/${name}/${id}`, { amount: index }, member),
      );
      const codes = (await Promise.all(calls)).map(codeOf);
      expect(await project.query("SELECT count(*)::int FROM booking WHERE room_id = $1", id)).toBe(1);
      expect(codes.filter((code) => code === "204")).toHaveLength(1);
      return codes.filter((code) => code !== "204");
    };
    expect(await book("bookedonce")).toContain("409 conflict");
    expect(await book("bookedagain")).toEqual(Array(5).fill("409 too-many-bookings"));
  });

  test("no more is taken than there is", async () => {
    const id = await newRoom();
    const calls = Array.from({ length: 4 }, () =>
      project.call("POST", `/kinds/incrementkind/${id}`, undefined, "manager"),
    );
    expect((await Promise.all(calls)).map(codeOf).toSorted()).toEqual([
      "200",
      ...Array(3).fill("409 conflict"),
    ]);
  });
});
