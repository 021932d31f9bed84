import type { Api, Operation } from "../../api/document.ts";
import { argumentsOf, layoutOf } from "../../api/layout.ts";
import { pathParameterType, serviceAnswer } from "../../api/print/controller.ts";
import type { Database } from "../../database/document.ts";
import {
  comment,
  empty,
  identifier,
  join,
  lines,
  number,
  origin,
  originOf,
  property,
  string,
  symbol,
  text,
  when,
  type Text,
} from "../../text/text.ts";
import type { Expression } from "../../expression/document.ts";
import { mapChildren } from "../../expression/visit.ts";
import type { Procedure, Program, Statement } from "../document.ts";
import { reached, type Routine } from "../routine.ts";
import { rewriteStatement } from "../rewrite.ts";
import { blocksOf } from "../rows.ts";
import { withoutUnused } from "./dead.ts";
import { withDistinctNames } from "./distinct.ts";
import { inject, type Injected } from "./injected.ts";
import { actorType, databaseClient } from "./names.ts";
import { beginMethod, provide, type Method } from "./speech.ts";
import { printBlock } from "./statements.ts";
import type { Writer } from "./writer.ts";

/** The documents that a method is printed from; increments and transitions are plain updates by now. */
export type Documents = Pick<Method, "program" | "api" | "database">;

/** A method, and what it needs in its file. */
export interface PrintedMethod {
  method: Text;
  constants: Text[];
}

/** Prints what an operation does. */
export function printProcedure(documents: Documents, routine: Routine, injected: Injected): PrintedMethod {
  const { api, database, program } = documents;
  const { name, operation, keys } = routine;
  const procedure = program.procedures[name]!;
  const transaction = needsTransaction(procedure, program);
  const written = writeMethod(documents, routine, injected, (method) => {
    if (!transaction) return;
    method.client = text`tx`;
    method.before = [];
  });
  const { method, constants, body, time } = written;
  const answer = serviceAnswer(operation, layoutOf(api, database));
  const work = transaction ? [transactionText(method, procedure, spaced(body), answer)] : body;
  const content = spaced([...(method.before ?? []), ...time, ...work]);
  const printed = lines([
    comment(describe(operation, procedure)),
    text`
      async ${property(operation.method)}(${join(parametersOf(method, operation, api, database, name), text`, `)}): Promise<${answer}> {
        ${content}
      }
    `,
  ]);
  return { method: origin(originOf("program", keys, operation.requirements), printed), constants };
}

/** Prints a function or a job: it works with the client that it is given. */
export function printShared(
  documents: Documents,
  routine: Routine,
  injected: Injected,
  head: (method: Method) => { comment: string; name: Text; parameters: Text[]; result: Text },
): Text {
  const { method, body, time } = writeMethod(documents, routine, injected, (begun) => {
    begun.client = identifier("client");
    begun.passedClient = true;
  });
  const { comment: words, name, parameters, result } = head(method);
  const client = identifier(method.spoken.has("client") ? "client" : "_client");
  const clientType = symbol({
    name: "DatabaseClient",
    from: "src/database/database.service.ts",
    typeOnly: true,
  });
  const given = [text`${client}: ${clientType}`, ...parameters];
  return origin(
    originOf("program", routine.keys),
    lines([
      comment(words),
      text`
        async ${name}(${join(given, text`, `)}): Promise<${result}> {
          ${spaced([...time, ...body])}
        }
      `,
    ]),
  );
}

interface Written {
  method: Method;
  constants: Text[];
  body: Text[];
  /** Keeps the current time, where it is needed twice. */
  time: Text[];
}

/** Simplifying an expression can show that another says nothing new. */
const MOST_PASSES = 8;

/**
 * Statements are printed until nothing in them is left out any more: TypeScript complains about variables that only
 * such parts speak of. The time is asked for once, and kept where it is needed twice.
 */
function writeMethod(
  documents: Documents,
  routine: Routine,
  injected: Injected,
  prepare: (method: Method) => void,
): Written {
  const scratch = (): Injected => ({ ...injected, needed: new Set() });
  const asked = text`${inject(scratch(), "clock")}.now()`;
  let statements = withDistinctNames(routine.statements);
  const write = (into: Injected, now: Text): Omit<Written, "time"> =>
    writeStatements(documents, { ...routine, statements: withoutUnused(statements) }, into, prepare, now);
  let tried = write(scratch(), asked);
  for (let pass = 0; pass < MOST_PASSES && tried.method.simplified.size > 0; pass++) {
    statements = simplified(statements, tried.method.simplified);
    tried = write(scratch(), asked);
  }
  if (tried.method.clock.uses < 2) return { ...write(injected, asked), time: [] };
  return { ...write(injected, identifier("now")), time: [text`const now = ${asked};`] };
}

function simplified(
  statements: readonly Statement[],
  simple: ReadonlyMap<Expression, Expression>,
): Statement[] {
  return statements.map((statement) => {
    const rewritten = rewriteStatement(statement, {
      expression: (expression) => withSimple(expression, simple),
      variable: (name) => name,
    });
    if (rewritten.type === "forEach") return { ...rewritten, body: simplified(rewritten.body, simple) };
    if (rewritten.type !== "if") return rewritten;
    return {
      ...rewritten,
      then: simplified(rewritten.then, simple),
      ...(rewritten.else ? { else: simplified(rewritten.else, simple) } : {}),
    };
  });
}

/** Parts are simplified by themselves too: what a number is changed by, what a query asks. */
function withSimple(node: Expression, simple: ReadonlyMap<Expression, Expression>): Expression {
  const known = simple.get(node);
  if (known) return known;
  let changed = false;
  const mapped = mapChildren(node, (child) => {
    const other = withSimple(child, simple);
    if (other !== child) changed = true;
    return other;
  });
  return changed ? mapped : node;
}

function writeStatements(
  documents: Documents,
  routine: Routine,
  injected: Injected,
  prepare: (method: Method) => void,
  now: Text,
): Omit<Written, "time"> {
  const { method, environment } = beginMethod(documents, routine, injected, now);
  prepare(method);
  const writer: Writer = {
    method,
    constants: [],
    pages: new Map(),
    reassigned: new Set(),
    whole: new Map(),
    transaction: method.client !== databaseClient,
    answered: new Set(),
  };
  const body = printBlock(writer, routine.statements, environment, [], [...routine.keys, "statements"]);
  return { method, constants: writer.constants, body };
}

/** Statements one below the other; what spans several lines stands apart. */
function spaced(statements: readonly Text[]): Text {
  return lines(statements.filter((one) => !one.blank));
}

function describe(operation: Operation, { description }: Procedure): string {
  const words = description ?? operation.summary.trimEnd().replace(/(?<![.!?])$/, ".");
  return operation.requirements.length > 0 ? `${operation.requirements.join(", ")}: ${words}` : words;
}

function transactionText(method: Method, { isolation, retry }: Procedure, inner: Text, answer: Text): Text {
  const { api, operation } = method;
  const { schema, shape } = operation.answer;
  const answers = schema !== undefined && shape !== "none";
  // TypeScript takes a lone literal that is returned for any text or number.
  const typed = answers && shape === "one" && api.schemas[schema]!.value !== undefined;
  const options = [
    ...(isolation
      ? [text`isolation: ${string(isolation.charAt(0).toUpperCase() + isolation.slice(1))}`]
      : []),
    ...(retry === undefined ? [] : [text`retry: ${number(retry)}`]),
  ];
  const tail = options.length > 0 ? text`, { ${join(options, text`, `)} }` : empty;
  return text`
    ${answers ? text`return` : text`await`} ${provide(method, "database")}.transaction(async (tx)${when(typed, text`: Promise<${answer}>`)} => {
      ${inner}
    }${tail});
  `;
}

/** In the order in which controllers pass them; what nothing speaks of is marked so. */
function parametersOf(
  method: Method,
  operation: Operation,
  api: Api,
  database: Database,
  name: string,
): Text[] {
  const given = argumentsOf(operation);
  const layout = layoutOf(api, database);
  const called = (argument: string, key = argument): Text =>
    identifier(method.spoken.has(key) ? argument : `_${argument}`);
  const parameters: Text[] = [];
  if (given.actor) {
    const type = given.actor.optional ? text`${actorType} | null` : actorType;
    parameters.push(text`${called(given.actor.name)}: ${type}`);
  }
  for (const { parameter, name: argument } of given.path) {
    const type = pathParameterType(operation.parameters[parameter]!);
    parameters.push(text`${called(argument, `path ${parameter}`)}: ${type}`);
  }
  if (given.body) {
    const type = symbol({ ...layout.body(operation.body!), typeOnly: true });
    parameters.push(text`${called(given.body.name)}: ${type}`);
  }
  if (given.query) {
    const type = symbol({ ...layout.query(name), typeOnly: true });
    parameters.push(text`${called(given.query.name)}: ${type}`);
  }
  for (const place of ["headers", "cookies"] as const) {
    const argument = given[place];
    if (!argument) continue;
    const type = symbol({ ...layout[place](name), typeOnly: true });
    parameters.push(text`${called(argument.name)}: ${type}`);
  }
  return parameters;
}

/** Two writes or more belong together, and a lock lives in a transaction. */
function needsTransaction({ statements, isolation }: Procedure, program: Program): boolean {
  if (isolation !== undefined || countWrites(statements, program) > 1) return true;
  return [...reached(program, statements)].some(
    (statement) => statement.type === "lock" || (statement.type === "find" && statement.lock),
  );
}

function countWrites(statements: readonly Statement[], program: Program): number {
  let count = 0;
  for (const statement of statements) {
    if (writing.has(statement.type)) count += 1;
    const called = statement.type === "call" ? program.functions?.[statement.function] : undefined;
    const blocks = called ? [called.statements] : blocksOf(statement);
    const inner = blocks.reduce((sum, block) => sum + countWrites(block, program), 0);
    count += statement.type === "forEach" ? inner * 2 : inner;
  }
  return count;
}

const writing: ReadonlySet<Statement["type"]> = new Set<Statement["type"]>([
  "create",
  "createMany",
  "upsert",
  "update",
  "increment",
  "transition",
  "updateMany",
  "merge",
  "delete",
  "deleteMany",
  "emit",
  "issueTokens",
  "revokeTokens",
]);
