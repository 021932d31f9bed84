import type { Api } from "../../src/api/document.ts";
import type { Database } from "../../src/database/document.ts";
import { modelTypes } from "../../src/database/environment.ts";
import { hasErrors } from "../../src/diagnostic/diagnostic.ts";
import { equals, falseValue, member, name as named, text } from "../../src/expression/build.ts";
import { withoutNull, type Environment, type ModelType, type Type } from "../../src/expression/types.ts";
import { checkRaces } from "../../src/program/check/races.ts";
import { checkBlock } from "../../src/program/check/statements.ts";
import { subjectOf } from "../../src/program/check/subject.ts";
import type {
  Job,
  Procedure,
  Program,
  SharedFunction,
  Statement,
  StatementType,
} from "../../src/program/document.ts";
import { plainStatements } from "../../src/program/plain.ts";
import { routinesOf, writesOf, type Routine } from "../../src/program/routine.ts";
import { alwaysReturns, blocksOf, wantedAnswer } from "../../src/program/rows.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { remembering } from "../../src/schema/remember.ts";
import { between, chance, shuffle } from "./draw.ts";
import { randomExterns, randomSchedule, randomSignature } from "./program-declarations.ts";
import { makers, type Drawing } from "./program-statements.ts";
import { free, randomValue } from "./program-values.ts";

/**
 * A random program over an API: procedures for every operation, with functions, externs and jobs; well typed, and of
 * every kind of statement that the documents give room for. `size`: about how many statements each routine has. The
 * same numbers give the same program.
 */
export function randomProgram(random: Random, database: Database, api: Api, size: number): Program {
  return drawProgram(random, remembering(database), remembering(api), size);
}

function drawProgram(random: Random, database: Database, api: Api, size: number): Program {
  const models = modelTypes(database);
  const deck: StatementType[] = [];
  const program: Program = { procedures: {}, externs: randomExterns(random, database) };
  const shared = { random, api, database, models, program, deck, loop: false, depth: 0, block: randomBlock };
  const drawn = (routine: Routine): Statement[] =>
    randomStatements({ ...shared, routine, operation: routine.operation }, size);
  const routineOf = (type: Routine["type"], name: string): Routine =>
    routinesOf(program, api, database, models).find((one) => one.type === type && one.name === name)!;

  // A function calls those before it.
  program.functions = {};
  for (let count = between(random, 1, 3); count > 0; count--) {
    const name = `shared${count}`;
    const declared: SharedFunction = { id: name, ...randomSignature(random, database), statements: [] };
    program.functions[name] = declared;
    const routine = routineOf("function", name);
    delete program.functions[name];
    program.functions[name] = { ...declared, statements: drawn(routine) };
  }
  for (const name of Object.keys(api.operations)) {
    program.procedures[name] = { id: name, statements: [] };
    program.procedures[name] = {
      id: name,
      ...randomSettings(random),
      statements: drawn(routineOf("procedure", name)),
    };
  }
  program.jobs = {};
  for (let count = between(random, 0, 2); count > 0; count--) {
    const name = `job${count}`;
    const job: Job = {
      id: name,
      schedule: randomSchedule(random),
      ...randomSettings(random),
      statements: [],
    };
    program.jobs[name] = job;
    program.jobs[name] = { ...job, statements: drawn(routineOf("job", name)) };
  }
  holdRows(program, api, database, models);
  return program;
}

function randomSettings(random: Random): Pick<Procedure, "isolation" | "retry"> {
  const isolation = (["readCommitted", "repeatableRead", "serializable"] as const)[between(random, 0, 12)];
  return {
    ...(isolation ? { isolation } : {}),
    ...(chance(random, 0.1) ? { retry: between(random, 0, 3) } : {}),
  };
}

function randomStatements(drawing: Drawing, size: number): Statement[] {
  const { random, routine } = drawing;
  const drawn = randomBlock(drawing, routine.environment, between(random, 0, size));
  const statements = [...drawn.statements];
  if (!alwaysReturns(statements)) statements.push(...answer(drawing, drawn.environment));
  return statements.length > 0 ? statements : [{ type: "return" }];
}

/** Statements one after the other, each checked where it stands; what does not check is drawn anew. */
function randomBlock(
  drawing: Drawing,
  environment: Environment,
  count: number,
): { statements: Statement[]; environment: Environment } {
  let current = environment;
  const statements: Statement[] = [];
  for (let attempt = 0; statements.length < count && attempt < count * 4; attempt++) {
    const statement = nextStatement(drawing, current);
    const after = statement && environmentAfter(drawing, statement, current);
    if (!statement || !after) continue;
    statements.push(statement);
    current = after;
    if (alwaysReturns(statements)) break;
  }
  return { statements, environment: current };
}

function nextStatement(drawing: Drawing, environment: Environment): Statement | undefined {
  const { random, deck } = drawing;
  if (deck.length === 0) deck.push(...shuffle(random, Object.keys(makers) as StatementType[]));
  for (const [index, kind] of [...deck.entries()].toReversed()) {
    const statement = makers[kind](drawing, environment);
    if (!statement) continue;
    deck.splice(index, 1);
    return statement;
  }
  deck.length = 0;
  return undefined;
}

/** What is known after a statement; nothing where it has errors. */
function environmentAfter(
  drawing: Drawing,
  statement: Statement,
  environment: Environment,
): Environment | undefined {
  const { api, database, models, routine, program, loop } = drawing;
  const subject = subjectOf(routine, { program, api, database, models });
  const after = checkBlock(subject, [statement], environment, ["statements"], loop);
  return hasErrors(subject.found) ? undefined : after;
}

/** Rows are read by their key, which every operation may do, or within their scope. */
function answer(drawing: Drawing, environment: Environment): Statement[] {
  const { api, database, operation, routine } = drawing;
  const wanted = routine.result ?? wantedAnswer(operation, api);
  if (!wanted) return chance(drawing.random, 0.5) ? [{ type: "return" }] : [];
  const element = api.schemas[operation.answer.schema ?? ""];
  if (operation.answer.shape === "page" && element?.model !== undefined) {
    const scope = database.models[element.model]?.scope ? "read" : "none";
    const rows = free(environment, "rows");
    return [
      { type: "page", name: rows, model: element.model, parameter: free(environment, "row"), scope },
      { type: "return", value: named(rows) },
    ];
  }
  const found: Statement[] = [];
  let current = environment;
  for (const statement of rowsIn(wanted).flatMap(({ model, many }) => finds(drawing, model, many))) {
    const fresh = { ...statement, name: free(current, statement.name), parameter: free(current, "row") };
    current = environmentAfter(drawing, fresh, current) ?? current;
    found.push(fresh);
  }
  const place = { random: drawing.random, environment: current, queries: true };
  for (let attempt = 0; attempt < 8; attempt++) {
    const value = randomValue(place, wanted, 2);
    const statement: Statement | undefined = value && { type: "return", value };
    if (statement && environmentAfter(drawing, statement, current)) return [...found, statement];
  }
  return [{ type: "require", condition: falseValue, error: "not-implemented" }];
}

type Find = Extract<Statement, { type: "find" }>;

function finds({ database }: Drawing, model: string, many: boolean): Find[] {
  const common = { type: "find", model, parameter: "row" } as const;
  if (many) {
    const scope = database.models[model]?.scope ? "read" : "none";
    return [{ ...common, name: "list", mode: "many", scope }];
  }
  const where = equals(member(named("row"), "id"), text("00000000-0000-7000-8000-000000000000"));
  return [{ ...common, name: "one", mode: "one", scope: "none", where, error: "not-found" }];
}

/** Rows that a type needs, each once. */
function rowsIn(type: Type, many = false): { model: string; many: boolean }[] {
  const bare = withoutNull(type);
  const found =
    bare.type === "row"
      ? [{ model: bare.model, many }]
      : bare.type === "list"
        ? rowsIn(bare.of, true)
        : bare.type === "object"
          ? Object.values(bare.properties).flatMap((property) => rowsIn(property.type))
          : [];
  return found.filter(
    (one, index) => found.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index,
  );
}

/** Rows that another request may change in between are locked. */
function holdRows(program: Program, api: Api, database: Database, models: Record<string, ModelType>): void {
  const routines = routinesOf(program, api, database, models);
  const written = new Set(
    routines.flatMap(({ statements, operation }) => [...writesOf(statements, operation, api, database)]),
  );
  for (const routine of routines) {
    const subject = subjectOf(routine, { program, api, database, models });
    checkRaces(subject, plainStatements(routine.statements), written, []);
    if (hasErrors(subject.found)) lockAll(routine.statements);
  }
}

function lockAll(statements: readonly Statement[]): void {
  for (const statement of statements) {
    if (statement.type === "find") statement.lock = true;
    blocksOf(statement).forEach(lockAll);
  }
}
