import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { layProject } from "../../bench/project.ts";
import { parley, projectPath, type Ran, type RunOptions } from "./fake-terminal.ts";

const outline = `# Club

## Actors

- member: signs up

## Book (owned by member as giver)

- title: string 1..80, searchable
- pages: integer 1..5000

## Loan (owned by member as borrower)

- book -> Book
- dueOn: date
- status: states open | closed
- close: open -> closed

## Rules

- member may sign in
- anybody may read Book
- member may create, update own Book
- member may create, read, close own Loan
- at most 3 Loan per borrower where \`row.status == "open"\`, else too-many "At most three."
`;

let directory: string;
let environment: Record<string, string>;
const fileOf = (document: string): string => join(directory, ".parley", "documents", `${document}.json`);

beforeEach(() => {
  directory = projectPath();
  environment = { PARLEY_CACHE: join(directory, "..", "cache") };
  layProject(directory, outline);
});

function check(words: string[] = [], options: RunOptions = {}): Promise<Ran> {
  return parley(["check", directory, ...words], { environment, ...options });
}

/** Replaces the first occurrence; gives the line of what was put there, and the number of the line. */
function change(document: string, from: string, to: string): number {
  const text = readFileSync(fileOf(document), "utf8");
  const position = text.indexOf(from);
  if (position < 0) throw new Error(`${document} has no ${from}.`);
  writeFileSync(fileOf(document), text.replace(from, to));
  return text.slice(0, position).split("\n").length;
}

function contents(): Record<string, string> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, "utf8")]));
}

test("documents as a run wrote them are sound, and nothing is written", async () => {
  const before = contents();
  const { code, output, errors } = await check();
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  expect(output).toContain("The documents are sound: ");
  expect(output).toContain("; no changes by hand.");
  expect(contents()).toEqual(before);
});

test("all errors of all documents come at once, each with its file and line", async () => {
  const target = change("database", '"target": "Book"', '"target": "Bok"');
  const schema = change("api", '"body": "CreateBook"', '"body": "CreatBook"');
  const error = change("program", 'error": "too-many', 'error": "to-many');
  const before = contents();
  const { code, errors } = await check();
  expect(code).toBe(1);
  expect(errors).toContain("Loan.book points to Bok, which is no model. Did you mean Book?");
  expect(errors).toContain(`at .parley/documents/database.json:${target}:`);
  expect(errors).toContain("(database /models/Loan/relations/book/target)");
  expect(errors).toContain(`at .parley/documents/api.json:${schema}:`);
  expect(errors).toContain(`at .parley/documents/program.json:${error}:`);
  expect(contents()).toEqual(before);
});

test("what cannot be read is reported for every document, with what is wrong in the others", async () => {
  const shape = change("api", '"verb": "POST"', '"verb": "PSOT"');
  const target = change("database", '"target": "Book"', '"target": "Bok"');
  const syntax = change("scenario", '"scenarios": {', '"scenarios": {,');
  const { code, errors } = await check();
  expect(code).toBe(1);
  expect(errors).toContain(`at .parley/documents/api.json:${shape}:`);
  expect(errors).toContain(`at .parley/documents/database.json:${target}:`);
  expect(errors).toContain(`at .parley/documents/scenario.json:${syntax}:`);
});

test("for machines a finding has its place too", async () => {
  const line = change("database", '"target": "Book"', '"target": "Bok"');
  const { output } = await check(["--json"]);
  const [first] = output.split("\n").map((text) => JSON.parse(text || "{}") as Record<string, unknown>);
  expect(first).toMatchObject({
    code: "database/unknown-target",
    at: { document: "database", pointer: "/models/Loan/relations/book/target" },
    place: { file: ".parley/documents/database.json", line },
  });
});

test("an expression that does not parse is located in its text", async () => {
  const line = change("requirements", '"where": "row.status ==', '"where": "row.status =');
  const { code, errors } = await check();
  expect(code).toBe(1);
  expect(errors).toContain("Write == instead of =.");
  expect(errors).toContain(`at .parley/documents/requirements.json:${line}:`);
});

test("a rename by hand that nothing follows yet is sound, and so is what follows from a change", async () => {
  change("database", '"Book": {', '"Volume": {');
  const renamed = await check();
  expect(renamed).toMatchObject({ code: 0, errors: "" });
  expect(renamed.output).toMatch(/; \d+ changes? by hand\./);
});

test("a verdict is remembered, and worked out anew when a document changes", async () => {
  const first = await check();
  const [kept] = readdirSync(join(environment["PARLEY_CACHE"]!, "verdicts"));
  const file = join(environment["PARLEY_CACHE"]!, "verdicts", kept!);
  const { mtimeMs } = statSync(file);
  const again = await check();
  expect(again.output.replace(/\d+ ms/, "")).toBe(first.output.replace(/\d+ ms/, ""));
  expect(statSync(file).mtimeMs).toBe(mtimeMs);

  change("database", '"target": "Book"', '"target": "Bok"');
  const broken = await check();
  expect(broken).toMatchObject({ code: 1, output: "" });
  expect(await check()).toEqual(broken);
  change("database", '"target": "Bok"', '"target": "Book"');
  expect(await check()).toMatchObject({ code: 0, errors: "" });

  writeFileSync(file, "{");
  expect(await check()).toMatchObject({ code: 0, errors: "" });
});

test("with --watch documents are judged again after every change, until stopped", async () => {
  const stop = new AbortController();
  const told: string[] = [];
  const watching = check(["--watch"], {
    signal: stop.signal,
    onErrors: (text) => {
      told.push(text);
      change("database", '"target": "Bok"', '"target": "Book"');
    },
    onOutput: (text) => {
      if (text.split("sound").length === 2) change("database", '"target": "Book"', '"target": "Bok"');
      else stop.abort();
    },
  });
  const { code, output } = await watching;
  expect(told).toEqual([expect.stringContaining("Loan.book points to Bok")]);
  expect(output.match(/The documents are sound/g)).toHaveLength(2);
  expect(code).toBe(0);
});
