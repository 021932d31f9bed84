import type { Expression } from "../../src/expression/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import type { Call, Scenario, TestStatement } from "../../src/scenario/document.ts";

export function written(text: string): Expression {
  const parsed = parseExpression(text);
  if ("problems" in parsed) throw new Error(`${text}: ${JSON.stringify(parsed.problems)}`);
  return parsed.expression;
}

const member: TestStatement = { type: "actor", name: "member", kind: "member" };
const creating = (body = 'sample("CreateTodo", { title: "Water the plants" })'): Call => ({
  operation: "createTodo",
  as: "member",
  body: written(body),
});
const create: TestStatement = { type: "call", call: creating(), name: "todo" };
const on = (operation: string): Call => ({ operation, as: "member", path: { todoId: written("todo.id") } });
const expecting = (text: string): TestStatement => ({ type: "expect", condition: written(text) });

interface Sample {
  statements: TestStatement[];
  alone?: boolean;
}

/** For each kind of statement a story that prints it and shows what it does. */
export const statementKinds: Record<TestStatement["type"], Sample> = {
  actor: {
    statements: [
      member,
      { type: "actor", name: "other", kind: "member" },
      { type: "call", call: { operation: "me", as: "member" }, name: "profile" },
      expecting("profile.id == member.id && profile.email != other.email"),
    ],
  },
  call: { statements: [member, create, expecting('todo.title == "Water the plants"')] },
  refuse: {
    statements: [
      member,
      create,
      { type: "refuse", call: on("reopenTodo"), refusal: { status: 409, code: "todo-wrong-state" } },
      { type: "refuse", call: creating("{ title: 1 }"), refusal: {} },
      { type: "refuse", call: { ...on("getTodo"), as: "guest" }, refusal: { status: 401 } },
    ],
  },
  race: {
    alone: true,
    statements: [
      member,
      create,
      {
        type: "race",
        calls: [on("completeTodo"), on("completeTodo"), on("completeTodo")],
        succeed: 1,
        refusal: { status: 409, code: "todo-wrong-state" },
      },
    ],
  },
  walk: {
    alone: true,
    statements: [
      member,
      { type: "forEach", name: "count", in: written("times(5)"), body: [{ type: "call", call: creating() }] },
      {
        type: "walk",
        call: { operation: "listTodos", as: "member", query: { size: written("2") } },
        name: "todos",
      },
      expecting("todos.count() == 5"),
    ],
  },
  expect: {
    statements: [
      member,
      create,
      { type: "expect", condition: written("near(moment(todo.createdAt), now())"), title: "It is made now." },
      expecting('matches(todo, { status: "open", memberId: member.id })'),
      expecting('todo.status != "done"'),
      expecting("!contains(todo.title, member.id)"),
      expecting('["a", "b"].count() == 2'),
    ],
  },
  let: {
    statements: [
      member,
      { type: "let", name: "title", value: written('unique("Water")') },
      { type: "call", call: creating('sample("CreateTodo", { title: title })'), name: "todo" },
      expecting("todo.title == title"),
    ],
  },
  if: {
    statements: [
      member,
      create,
      {
        type: "if",
        condition: written('todo.status == "open"'),
        then: [{ type: "call", call: on("completeTodo") }],
        else: [{ type: "throw", message: "It was done before." }],
      },
      { type: "call", call: on("getTodo"), name: "found" },
      expecting('found.status == "done"'),
    ],
  },
  forEach: {
    statements: [
      member,
      {
        type: "forEach",
        name: "title",
        in: written('["Sweep", "Cook"]'),
        body: [
          { type: "call", call: creating("{ title: title }"), name: "made" },
          expecting("made.title == title"),
        ],
      },
    ],
  },
  advance: {
    alone: true,
    statements: [
      member,
      create,
      { type: "advance", duration: "P3D" },
      { type: "call", call: creating(), name: "later" },
      expecting("daysBetween(moment(todo.createdAt), moment(later.createdAt)) == 3"),
    ],
  },
  inbox: {
    statements: [
      member,
      {
        type: "call",
        call: {
          operation: "requestPasswordReset",
          as: "guest",
          body: written('sample("RequestPasswordReset", { email: member.email })'),
        },
      },
      { type: "inbox", of: "member", name: "mails" },
      expecting("first(mails).recipient == member.email"),
    ],
  },
  return: { statements: [member, create, { type: "return" }] },
  throw: {
    statements: [
      member,
      create,
      {
        type: "if",
        condition: written('todo.status == "done"'),
        then: [{ type: "throw", message: "It is done already." }],
      },
    ],
  },
};

const table = { id: "kinds", group: "kinds", title: "", proves: [] };

/** For each kind of test one that prints it. */
export const scenarioKinds: Record<Scenario["type"], Scenario> = {
  story: { ...table, type: "story", statements: [member, create] },
  cases: {
    ...table,
    type: "cases",
    setup: [member],
    call: creating(),
    cases: [
      { title: "as it is", status: 201 },
      {
        title: "without a title",
        body: written('sample("CreateTodo", { title: absent() })'),
        status: 400,
        code: "validation-failed",
      },
      {
        title: "with a drawn title",
        body: written('sample("CreateTodo", { title: randomText(3, 9) })'),
        status: 201,
      },
    ],
  },
  matrix: {
    ...table,
    type: "matrix",
    setup: [member, create, { type: "actor", name: "other", kind: "member" }],
    call: on("getTodo"),
    rows: [
      { as: "member", status: 200 },
      { as: "other", status: 404 },
      { as: "guest", status: 401 },
    ],
  },
};

/** For each function of tests conditions that hold; they may speak of `todo` and `member`. */
export const functionKinds: Record<string, string[]> = {
  sample: ['sample("CreateTodo", { title: "x" }).title == "x"'],
  unique: ['unique("a") != unique("a")', 'startsWith(unique("a"), "a ")'],
  unknownId: ["unknownId() != todo.id", "length(unknownId()) == 36"],
  absent: ['sample("CreateTodo", { note: absent() }).note == null'],
  repeat: ['repeat("ab", 2) == "abab"', 'repeat(todo.status == "open" ? "a" : "b", 2) == "aa"'],
  moment: ["moment(todo.createdAt) == moment(todo.createdAt)"],
  day: ['day("2031-02-28") == date("2031-02-28")'],
  amount: ['amount("1.50") + 1 == 2.50'],
  near: ["near(moment(todo.createdAt), now())", "!near(moment(todo.createdAt), now() + days(1))"],
  first: ["first([todo.id]) == todo.id"],
  item: ["item([1, 2, 3], 2) == 3", "item([todo.id, member.id], 1) == member.id"],
  times: ["times(3).sum(one => one) == 3", "times(0).count() == 0"],
  typeOf: ['typeOf(todo) == "object"', 'typeOf(todo.title) == "string"', 'typeOf(1 + 1) == "number"'],
  lastWord: ['lastWord("water the plants") == "plants"'],
  matches: ['matches(todo, { title: "Water the plants" })'],
  pick: ['length(pick(["open", "done"])) == 4', "pick([7]) == 7"],
  pickSome: ["pickSome([1, 2, 3], 2).count() == 2", "pickSome([4], 9).count() == 1"],
  randomBoolean: ["randomBoolean(1.0)", "!randomBoolean(0.0)", 'typeOf(randomBoolean()) == "boolean"'],
  randomInteger: ["randomInteger(3, 3) == 3", "randomInteger(1, 99, 10) % 10 == 0"],
  randomNumber: ["randomNumber(0.5, 0.5) == 0.5", "randomNumber(1, 2, 0.25) >= 1"],
  randomText: ["length(randomText(5, 5)) == 5"],
  randomMatch: [
    'length(randomMatch("^[A-Z]{3}-(?:[0-9]{2}){2}$")) == 8',
    'startsWith(randomMatch("^(ab|ac)+$"), "a")',
  ],
  randomFormat: ['contains(randomFormat("email"), "@")', 'length(randomFormat("uuid")) == 36'],
  randomWords: ['startsWith(randomWords("mobile"), "+")'],
};

/** The beginning of a test over a todo. */
export const beginning: readonly TestStatement[] = [member, create];
