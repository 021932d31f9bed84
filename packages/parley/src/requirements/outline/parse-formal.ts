import { measures, type Concept, type Effect, type Formal, type FormalOf } from "../document.ts";
import { plainActions } from "../nouns.ts";
import { ERROR_CODE, type Cursor } from "./cursor.ts";
import { defaultError } from "./defaults.ts";
import { readAssignments } from "./parse-concept.ts";
import { guestWords } from "./words.ts";

type Measures = FormalOf<"report">["measures"];

type Concepts = Readonly<Record<string, Concept>>;

const CAPITAL = /^[A-Z]/;
const scopes = ["own", "joined", "any"] as const;

const examples = {
  permission: "- member may create, read own Loan",
  limit:
    '- at most 5 Loan per borrower where `row.returnedAt == null`, else too-many-loans "At most five loans"',
  uniqueness: "- one Loan per copy where `row.returnedAt == null`",
  condition: '- renew Loan only if `row.renewals == 0`, else renewed "A loan is renewed once"',
  sequence: "- number Issue.number per project",
  on: '- on create Loan, dueAt = `now() + duration("P21D")`',
  effect: "- on return Loan when `now() > row.dueAt`: create Fine with loanId = `row.id`",
  report:
    "- report mostBorrowed for librarian: Loan, by title = `row.copy.book.title`, showing count = count, sorted by -count, first 20",
  structure: "- Book has isbn",
};

const ruleAdvice =
  "A rule is `… may …`, `… may sign in`, `… only if …`, `at most 5 … per …`, `one … per …`, `number … per …`, " +
  "`on create …, … = …`, `on create …: create`, `update` or `notify …`, `report … for …: …`, " +
  "or, when it fits none of these, `(open)` and a sentence in quotes.";

/**
 * Reads what a rule means, up to the end of the line: several things where it speaks of several concepts or actions
 * at once. The values are of use only where the cursor did not stop.
 */
export function readFormals(cursor: Cursor, concepts: Concepts): Formal[] {
  const formals = [readAny(cursor, concepts)].flat();
  cursor.expectEnd();
  return formals;
}

function readAny(cursor: Cursor, concepts: Concepts): Formal | Formal[] {
  const first = cursor.peekWord();
  const second = cursor.peekWord(1) ?? "";
  if (first === "at" && second === "most") return readLimit(cursor);
  if (first === "one" && CAPITAL.test(second)) return readUniqueness(cursor);
  if (first === "number" && CAPITAL.test(second)) return readSequence(cursor);
  if (first === "on" && !CAPITAL.test(second)) return readOn(cursor);
  if (first === "report" && !CAPITAL.test(second) && cursor.looksLike(/^report\s+[^,]/))
    return readReport(cursor);
  if (first === "keep" && cursor.peekWord(2) === undefined) {
    cursor.takeWords("keep");
    return { type: "structure", concept: cursor.name("a concept or a kind of actor") };
  }
  return readByWhom(cursor, concepts);
}

/** What begins with actors or actions: a permission, an account, a condition or a part of the structure. */
function readByWhom(cursor: Cursor, concepts: Concepts): Formal | Formal[] {
  cursor.example = examples.permission;
  cursor.advice = ruleAdvice;
  const names = cursor.list(() => readActorName(cursor));
  if (cursor.takeWords("may", "sign", "in")) return { type: "account", actors: names };
  if (cursor.takeWords("may")) {
    cursor.advice = undefined;
    return readPermissions(cursor, names, concepts);
  }
  if (names.length === 1 && cursor.takeWords("has")) {
    return { type: "structure", concept: names[0]!, member: cursor.fieldName("a part of it") };
  }
  if (!CAPITAL.test(cursor.peekWord() ?? "")) {
    cursor.fail("`may`, `has`, a concept, or the whole rule as a sentence in quotes", ["may", "has"]);
  }
  cursor.example = examples.condition;
  const concept = cursor.conceptName();
  cursor.expectWord("only");
  cursor.expectWord("if");
  cursor.advice = undefined;
  const rule = { type: "condition", concept, actions: names, condition: cursor.expression() } as const;
  return { ...rule, error: readError(cursor, rule) };
}

function readActorName(cursor: Cursor): string {
  const word = cursor.peekWord();
  if (word === undefined || !guestWords.has(word)) return cursor.name("a kind of actor or an action");
  cursor.takeWords(word);
  return "guest";
}

/** One permission for each concept. */
function readPermissions(cursor: Cursor, actors: string[], concepts: Concepts): Formal[] {
  const actions = cursor.list(() => cursor.fieldName("an action"));
  const scope = scopes.find((word) => cursor.peekWord() === word && cursor.takeWords(word)) ?? "any";
  const reached = cursor.list(() => cursor.conceptName(), ["where"]);
  const where = readWhere(cursor, "condition");
  return reached.map((concept) => {
    const shared = shareOf(concept, actions, reached, concepts);
    return { type: "permission", actors, actions: shared, concept, scope, ...where };
  });
}

/** The actions that one of several concepts takes; what none of them has stays with all, for the checks to refuse. */
function shareOf(
  concept: string,
  actions: string[],
  reached: readonly string[],
  concepts: Concepts,
): string[] {
  const has = (name: string, action: string): boolean =>
    plainActions.includes(action) ||
    (Object.hasOwn(concepts, name) && Object.hasOwn(concepts[name]!.lifecycle?.transitions ?? {}, action));
  const share = actions.filter(
    (action) => has(concept, action) || !reached.some((other) => has(other, action)),
  );
  return share.length > 0 ? share : actions;
}

function readLimit(cursor: Cursor): Formal {
  cursor.example = examples.limit;
  cursor.takeWords("at", "most");
  const most = cursor.integer("a whole number from 1 on", 1);
  const concept = cursor.conceptName();
  cursor.expectWord("per");
  const per = cursor.fieldName("a relation");
  const rule = { type: "limit", concept, per, most, ...readWhere(cursor, "where") } as const;
  return { ...rule, error: readError(cursor, rule) };
}

function readUniqueness(cursor: Cursor): Formal {
  cursor.example = examples.uniqueness;
  cursor.takeWords("one");
  const concept = cursor.conceptName();
  cursor.expectWord("per");
  const fields = cursor.list(() => cursor.fieldName("an attribute or relation"), ["else"]);
  const rule = { type: "uniqueness", concept, fields, ...readWhere(cursor, "where") } as const;
  return { ...rule, error: readError(cursor, rule) };
}

function readSequence(cursor: Cursor): Formal {
  cursor.example = examples.sequence;
  cursor.takeWords("number");
  const concept = cursor.conceptName();
  cursor.expectSymbol(".");
  const attribute = cursor.fieldName("an attribute");
  cursor.expectWord("per");
  return { type: "sequence", concept, attribute, per: cursor.fieldName("a relation") };
}

/** One computed value or effect for each action. */
function readOn(cursor: Cursor): Formal[] {
  cursor.example = examples.on;
  cursor.takeWords("on");
  const actions = cursor.list(() => cursor.fieldName("an action"));
  const concept = cursor.conceptName();
  if (cursor.takeSymbol(",")) {
    const attribute = cursor.fieldName("an attribute");
    cursor.expectSymbol("=");
    const value = cursor.expression();
    return actions.map((action) => ({ type: "computed", concept, attribute, action, value }));
  }
  cursor.example = examples.effect;
  const when = cursor.takeWords("when") ? { when: cursor.expression() } : {};
  cursor.expectSymbol(":");
  const effect = readEffect(cursor);
  return actions.map((action) => ({ type: "effect", concept, action, ...when, effect }));
}

function readEffect(cursor: Cursor): Effect {
  if (cursor.takeWords("create")) {
    const concept = cursor.conceptName();
    return { type: "create", concept, data: cursor.takeWords("with") ? readAssignments(cursor) : {} };
  }
  if (cursor.takeWords("update")) {
    const concept = cursor.conceptName();
    cursor.expectWord("as");
    const parameter = cursor.fieldName("a name for the row");
    cursor.expectWord("where");
    const where = cursor.expression();
    cursor.expectWord("set");
    return { type: "update", concept, parameter, where, data: readAssignments(cursor) };
  }
  if (!cursor.takeWords("notify")) {
    cursor.fail("`create`, `update` or `notify`", ["create", "update", "notify"]);
  }
  const to = cursor.expression();
  cursor.expectWord("with");
  const subject = cursor.expression();
  cursor.expectWord("and");
  return { type: "notify", to, subject, body: cursor.expression() };
}

function readReport(cursor: Cursor): Formal {
  cursor.example = examples.report;
  cursor.takeWords("report");
  const name = cursor.fieldName("the report's name");
  cursor.expectWord("for");
  const actors = cursor.list(() => readActorName(cursor));
  cursor.expectSymbol(":");
  const concept = cursor.conceptName();
  const where = readWhere(cursor, "where");
  const ends = ["by", "showing", "sorted", "first"];
  const by = cursor.takeClause("by") ? readAssignments(cursor, ends) : {};
  const shown: Measures = cursor.takeClause("showing")
    ? Object.fromEntries(cursor.list(() => readMeasure(cursor), ends))
    : {};
  const sort = cursor.takeClause("sorted", "by") ? { sort: readSort(cursor) } : {};
  const limit = cursor.takeClause("first")
    ? { limit: cursor.integer("a number from 1 to 1000", 1, 1000) }
    : {};
  cursor.expectEnd(ends);
  return { type: "report", name, actors, concept, ...where, by, measures: shown, ...sort, ...limit };
}

function readMeasure(cursor: Cursor): [string, Measures[string]] {
  const name = cursor.fieldName("a name");
  cursor.expectSymbol("=");
  const operation = measures.find((candidate) => cursor.takeWords(candidate));
  if (!operation) cursor.fail(measures.map((measure) => `\`${measure}\``).join(", "), measures);
  const value = cursor.takeWords("of") ? { value: cursor.expression() } : {};
  return [name, { operation: operation ?? "count", ...value }];
}

function readSort(cursor: Cursor): { name: string; direction: "asc" | "desc" } {
  const direction = cursor.takeSymbol("-") ? "desc" : "asc";
  return { name: cursor.fieldName("a name that is shown"), direction };
}

function readWhere<Key extends "where" | "condition">(
  cursor: Cursor,
  key: Key,
): { [K in Key]?: ReturnType<Cursor["expression"]> } {
  if (!cursor.takeClause("where")) return {};
  return { [key]: cursor.expression() } as { [K in Key]?: ReturnType<Cursor["expression"]> };
}

function readError(
  cursor: Cursor,
  rule: Parameters<typeof defaultError>[0],
): { code: string; title: string } {
  if (cursor.stopped()) return { code: "", title: "" };
  const usual = defaultError(rule);
  if (!cursor.takeClause("else")) return usual;
  const code = cursor.peekQuoted()
    ? usual.code
    : cursor.bareWord("a code such as `too-many-loans`", ERROR_CODE);
  const title = cursor.peekQuoted() ? cursor.quoted("what people are told") : usual.title;
  if (title === "") cursor.fail("what people are told");
  return { code, title };
}
