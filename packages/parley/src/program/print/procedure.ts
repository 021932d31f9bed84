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
  type Text,
} from "../../text/text.ts";
import type { Procedure, Statement } from "../document.ts";
import { blocksOf } from "../rows.ts";
import { actorType } from "./names.ts";
import { beginMethod, provide, type Method, type Provider } from "./speech.ts";
import { printBlock } from "./statements.ts";
import type { Writer } from "./writer.ts";

/** A method of a service, and what it needs in its file. */
export interface PrintedMethod {
  method: Text;
  constants: Text[];
  providers: Set<Provider>;
}

/** Prints what an operation does. The time is asked for once, and kept where it is needed twice. */
export function printProcedure(
  api: Api,
  database: Database,
  name: string,
  procedure: Procedure,
): PrintedMethod {
  const operation = api.operations[name]!;
  const first = writeMethod(api, database, name, procedure, operation, text`this.clock.now()`);
  if (first.method.clock.uses < 2) return finish(first, operation, procedure, api, database, name, false);
  const again = writeMethod(api, database, name, procedure, operation, identifier("now"));
  return finish(again, operation, procedure, api, database, name, true);
}

interface Written {
  method: Method;
  writer: Writer;
  body: Text[];
  transaction: boolean;
}

function writeMethod(
  api: Api,
  database: Database,
  name: string,
  procedure: Procedure,
  operation: Operation,
  now: Text,
): Written {
  const { method, environment } = beginMethod(api, database, operation, procedure.statements, new Set(), now);
  const transaction = needsTransaction(procedure);
  if (transaction) {
    method.client = text`tx`;
    method.before = [];
  }
  const writer: Writer = {
    method,
    constants: [],
    pages: new Map(),
    reassigned: new Set(),
    whole: new Map(),
    transaction,
    answered: new Set(),
  };
  const keys = ["procedures", name, "statements"];
  const body = printBlock(writer, procedure.statements, environment, [], keys);
  return { method, writer, body, transaction };
}

function finish(
  { method, writer, body, transaction }: Written,
  operation: Operation,
  procedure: Procedure,
  api: Api,
  database: Database,
  name: string,
  keepsTime: boolean,
): PrintedMethod {
  const answers = operation.answer.schema !== undefined && operation.answer.shape !== "none";
  const inner = spaced(body);
  const work = transaction ? [transactionText(method, procedure, inner, answers)] : body;
  const time = keepsTime ? [text`const now = this.clock.now();`] : [];
  const content = spaced([...(method.before ?? []), ...time, ...work]);
  const answer = serviceAnswer(operation, layoutOf(api, database));
  return {
    method: origin(
      originOf("program", ["procedures", name], operation.requirements),
      lines([
        comment(describe(operation, procedure)),
        text`
          async ${property(operation.method)}(${join(parametersOf(method, operation, api, database, name), text`, `)}): Promise<${answer}> {
            ${content}
          }
        `,
      ]),
    ),
    constants: writer.constants,
    providers: method.providers,
  };
}

/** Statements one below the other; what spans several lines stands apart. */
function spaced(statements: readonly Text[]): Text {
  return lines(statements.filter((one) => !one.blank));
}

function describe(operation: Operation, { description }: Procedure): string {
  const words = description ?? `${operation.summary}.`;
  return operation.requirements.length > 0 ? `${operation.requirements.join(", ")}: ${words}` : words;
}

function transactionText(
  method: Method,
  { isolation, retry }: Procedure,
  inner: Text,
  answers: boolean,
): Text {
  const options = [
    ...(isolation
      ? [text`isolation: ${string(isolation.charAt(0).toUpperCase() + isolation.slice(1))}`]
      : []),
    ...(retry === undefined ? [] : [text`retry: ${number(retry)}`]),
  ];
  const tail = options.length > 0 ? text`, { ${join(options, text`, `)} }` : empty;
  return text`
    ${answers ? text`return` : text`await`} ${provide(method, "database")}.transaction(async (tx) => {
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
  return parameters;
}

/** Two writes or more belong together, and a lock lives in a transaction. */
function needsTransaction({ statements, isolation }: Procedure): boolean {
  return isolation !== undefined || countWrites(statements) > 1 || locks(statements);
}

function countWrites(statements: readonly Statement[]): number {
  let count = 0;
  for (const statement of statements) {
    if (writing.has(statement.type)) count += 1;
    const inner = blocksOf(statement).reduce((sum, block) => sum + countWrites(block), 0);
    count += statement.type === "forEach" ? inner * 2 : inner;
  }
  return count;
}

function locks(statements: readonly Statement[]): boolean {
  return statements.some(
    (statement) => (statement.type === "find" && statement.lock) || blocksOf(statement).some(locks),
  );
}

const writing: ReadonlySet<Statement["type"]> = new Set<Statement["type"]>([
  "create",
  "update",
  "updateMany",
  "merge",
  "delete",
  "deleteMany",
  "emit",
  "issueTokens",
  "revokeTokens",
]);
