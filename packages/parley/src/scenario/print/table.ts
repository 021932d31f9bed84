import type { Expression } from "../../expression/document.ts";
import {
  identifier,
  join,
  lines,
  number,
  paragraphs,
  property,
  string,
  symbol,
  text,
  when,
  type Text,
} from "../../text/text.ts";
import type { Call, Case, Scenario } from "../document.ts";
import { mentionedIn } from "../mentions.ts";
import { emptyScope, type Scope } from "../scope.ts";
import { typeIn } from "../typing.ts";
import { printCall } from "./call.ts";
import { entry, isConstant, printValue, support, type ExpressionContext } from "./expression.ts";
import { printStatements, refusalText } from "./statement.ts";
import { contextOf, fixturesOf, marked, printStory, testFunction, titleOf, type Printing } from "./test.ts";

type Matrix = Extract<Scenario, { type: "matrix" }>;
type Cases = Extract<Scenario, { type: "cases" }>;

const testCase = symbol({ name: "TestCase", from: "test/support/test.ts", typeOnly: true });

/** A table test: its setup runs before each row. */
export function printTable(printing: Printing, name: string, scenario: Matrix | Cases): Text {
  return scenario.type === "matrix"
    ? printMatrix(printing, name, scenario)
    : printCases(printing, name, scenario);
}

/** What stands in a title comes from the table by `%s` and `$name`; other signs are the reader's. */
function tableTitle(scenario: Matrix | Cases, ending: string): Text {
  return string(titleOf(scenario).replaceAll("%", "%%").replaceAll("$", "") + ending);
}

function printMatrix(printing: Printing, name: string, matrix: Matrix): Text {
  const keys = ["scenarios", name];
  const context = contextOf(printing, keys, mentionedIn(matrix));
  const { body, scope } = printStatements(context, emptyScope(printing.api), matrix.setup, [
    ...keys,
    "setup",
  ]);
  const names = [...new Set(matrix.rows.map(({ as }) => as))];
  if (names.includes("guest")) context.fixtures.add("guest");
  const coded = matrix.rows.some(({ code }) => code !== undefined);
  const rows = matrix.rows.map(({ as, status, code }, index) => {
    const ok = status < 400;
    const answer = ok ? text`"succeeds"` : coded ? refusalText({ status, code }) : number(status);
    return marked([...keys, "rows", index], text`[${string(as)}, ${answer}],`);
  });
  const call = printCall(context, scope, matrix.call, { caller: text`callers[caller]` });
  const outcome = text`${support("answerTo", "test")}(${call}${when(coded, text`, "problem"`)})`;
  const expect = support("expect", "test");
  const check = coded
    ? text`${expect}(await ${outcome}).toEqual(answer);`
    : text`${expect}(await ${outcome}).toBe(answer);`;
  return text`
    ${testFunction(matrix)}.for([
      ${lines(rows)}
    ] as const)(${tableTitle(matrix, coded ? ": %s" : ": %s, %s")}, async ([caller, answer], ${fixturesOf(context)}) => {
      ${lines(body)}
      const callers = { ${join(names.map(identifier), text`, `)} };

      ${check}
    });
  `;
}

/** Rows that differ from the base call in constants stand in a table; others are tests of their own. */
function printCases(printing: Printing, name: string, scenario: Cases): Text {
  const keys = ["scenarios", name];
  const split = scenario.cases.map((one, index) => ({ one, index, change: changeOf(scenario.call, one) }));
  const tabled = split.flatMap(({ one, index, change }) => (change ? [{ one, index, change }] : []));
  const others = split.filter(({ change }) => !change);
  const single = others.map(({ one, index }) =>
    marked([...keys, "cases", index], printCase(printing, name, scenario, one)),
  );
  if (tabled.length === 0) return paragraphs(single);

  const context = contextOf(
    printing,
    keys,
    mentionedIn({ ...scenario, cases: tabled.map(({ one }) => one) }),
  );
  const { body, scope } = printStatements(context, emptyScope(printing.api), scenario.setup, [
    ...keys,
    "setup",
  ]);
  const used = new Set(tabled.flatMap(({ change }) => Object.keys(change)));
  const rows = tabled.map(({ one, index, change }) => {
    const parts = Object.entries(change).map(([part, values]) => {
      const print = part === "path" ? printSegment : printValue;
      const entries = Object.entries(values).map(([key, value]) => entry(key, print(context, scope, value)));
      return text`${property(part)}: { ${join(entries, text`, `)} }`;
    });
    const refusal =
      one.status < 400
        ? []
        : [text`refusal: ${isInvalid(one) ? support("invalid", "values") : refusalText(one)}`];
    const row = join([text`title: ${string(one.title)}`, ...parts, ...refusal], text`, `);
    return marked([...keys, "cases", index], text`{ ${row} },`);
  });
  const call = printCall(context, scope, scenario.call, {
    ...(used.has("path")
      ? { path: (parameter: string, usual: Text) => text`path?.[${string(parameter)}] ?? ${usual}` }
      : {}),
    ...(used.has("query")
      ? { query: (usual: Text[]) => text`{ ${join([...usual, text`...query`], text`, `)} }` }
      : {}),
    ...(used.has("body") ? { body: (usual: Text) => text`{ ...${usual}, ...body }` } : {}),
  });
  const mixed = tabled.some(({ one }) => one.status < 400);
  const allFine = tabled.every(({ one }) => one.status < 400);
  const expect = support("expect", "test");
  const checks = allFine
    ? [text`await ${call};`]
    : mixed
      ? [
          text`const call = ${call};`,
          text`if (refusal) await ${expect}(call).rejects.toMatchProblem(refusal);`,
          text`else await call;`,
        ]
      : [text`await ${expect}(${call}).rejects.toMatchProblem(refusal!);`];
  const row = ["path", "query", "body"].filter((part) => used.has(part)).map(identifier);
  if (!allFine) row.push(text`refusal`);
  const table = text`
    ${testFunction(scenario)}.for<${testCase}>([
      ${lines(rows)}
    ])(${tableTitle(scenario, ": $title")}, async ({ ${join(row, text`, `)} }, ${fixturesOf(context)}) => {
      ${lines(body)}

      ${lines(checks)}
    });
  `;
  return paragraphs([table, ...single]);
}

/** A part of a path is text, whatever it stands for. */
function printSegment(context: ExpressionContext, scope: Scope, value: Expression): Text {
  if (value.type === "integer") return string(String(value.value));
  const printed = printValue(context, scope, value);
  const type = typeIn(scope, value)?.type;
  return type === "string" || type === "enum" ? printed : text`String(${printed})`;
}

/** How all bodies that do not fit their schema are refused. */
function isInvalid({ status, code }: Case): boolean {
  return status === 400 && code === "validation-failed";
}

function printCase(printing: Printing, name: string, scenario: Cases, one: Case): Text {
  const { path, query, body } = one;
  const call: Call = {
    ...scenario.call,
    ...(path ? { path: { ...scenario.call.path, ...path } } : {}),
    ...(query ? { query: { ...scenario.call.query, ...query } } : {}),
    ...(body ? { body } : {}),
  };
  const { status, code } = one;
  return printStory(printing, name, {
    ...scenario,
    type: "story",
    title: `${scenario.title}: ${one.title}`,
    statements: [
      ...scenario.setup,
      status < 400
        ? { type: "call", call }
        : { type: "refuse", call, refusal: { status, ...(code === undefined ? {} : { code }) } },
    ],
  });
}

type Change = Partial<Record<"path" | "query" | "body", Record<string, Expression>>>;

/** What a case changes, part by part, where all of it is constant. */
function changeOf(call: Call, one: Case): Change | undefined {
  const change: Change = {};
  if (one.path) change.path = one.path;
  if (one.query) change.query = one.query;
  if (one.body) {
    const body = bodyChange(call.body, one.body);
    if (!body) return undefined;
    if (Object.keys(body).length > 0) change.body = body;
  }
  const values = Object.values(change).flatMap((part) => Object.values(part));
  return values.every(isConstant) ? change : undefined;
}

/** Properties of the second body that differ from the first, where both are samples of one schema or plain objects. */
function bodyChange(base: Expression | undefined, body: Expression): Record<string, Expression> | undefined {
  const one = base && partsOf(base);
  const other = partsOf(body);
  if (!one || !other || one.schema !== other.schema) return undefined;
  if (Object.keys(one.fixed).some((name) => !Object.hasOwn(other.fixed, name))) return undefined;
  return Object.fromEntries(
    Object.entries(other.fixed).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(one.fixed[name]),
    ),
  );
}

function partsOf(body: Expression): { schema: string; fixed: Record<string, Expression> } | undefined {
  if (body.type === "object") return { schema: "", fixed: body.properties };
  if (body.type !== "call" || body.function !== "sample") return undefined;
  const [schema, fixed] = body.arguments;
  if (schema?.type !== "string") return undefined;
  return { schema: schema.value, fixed: fixed?.type === "object" ? fixed.properties : {} };
}
