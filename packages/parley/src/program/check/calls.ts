import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Environment, Type } from "../../expression/types.ts";
import { someNode } from "../../expression/visit.ts";
import type { Program, Statement } from "../document.ts";
import { reached } from "../routine.ts";
import { expressionsOf } from "../rows.ts";
import { typeOfValue } from "../values.ts";
import { declare, type StatementOf } from "./names.ts";
import { report } from "./report.ts";
import { checkInnerQueries, checkValue, here, type Keys, type Subject } from "./subject.ts";

export function checkCall(
  subject: Subject,
  statement: StatementOf<"call">,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): Environment {
  const { program, database, found } = subject;
  const called = calledBy(program, statement.function);
  if (!called) {
    const known = [...Object.keys(program.functions ?? {}), ...Object.keys(program.externs ?? {})];
    const hint = didYouMean(statement.function, known);
    found.push(report["unknown-function"](here([...keys, "function"]), { name: statement.function, hint }));
  }
  for (const [name, value] of Object.entries(statement.arguments)) {
    const declared = called && Object.hasOwn(called.parameters, name) ? called.parameters[name] : undefined;
    const place = [...keys, "arguments", name];
    if (called && !declared) {
      const hint = didYouMean(name, Object.keys(called.parameters));
      found.push(report["unknown-argument"](here(place), { function: statement.function, name, hint }));
    }
    const expected = declared && typeOfValue(declared, database.enums);
    const checked = checkValue(subject, value, environment, place, {
      ...(expected ? { expected } : {}),
      loop,
    });
    checkInnerQueries(subject, value, checked, place);
  }
  const missing = Object.keys(called?.parameters ?? {}).filter(
    (name) => !Object.hasOwn(statement.arguments, name),
  );
  if (missing.length > 0) {
    const about = { function: statement.function, names: missing.join(", ") };
    found.push(report["missing-argument"](here([...keys, "arguments"]), about));
  }
  if (loop && asksDatabase(program, statement)) found.push(report["query-in-loop"](here(keys)));
  if (statement.name === undefined) return environment;
  if (called && !called.result) {
    found.push(report["call-without-result"](here([...keys, "name"]), { function: statement.function }));
  }
  const type: Type = called?.result ? typeOfValue(called.result, database.enums) : { type: "unknown" };
  return declare(subject, environment, statement.name, type, keys);
}

function calledBy({ functions = {}, externs = {} }: Program, name: string): CalledShape | undefined {
  if (Object.hasOwn(functions, name)) return functions[name];
  return Object.hasOwn(externs, name) ? externs[name] : undefined;
}

type CalledShape = Pick<NonNullable<Program["externs"]>[string], "parameters" | "result">;

/** Whether a call runs a query each time; writes alone cannot be brought together. */
function asksDatabase(program: Program, call: Statement): boolean {
  return [...reached(program, [call])].some(
    (statement) =>
      ["find", "page", "group"].includes(statement.type) ||
      expressionsOf(statement).some(({ expression }) => someNode(expression, ({ type }) => type === "query")),
  );
}

/** Functions that call themselves, over others or directly: they would have no end, and no order. */
export function recursiveFunctions(program: Program): Set<string> {
  const functions = program.functions ?? {};
  const calls = new Map(
    Object.entries(functions).map(([name, { statements }]) => [
      name,
      [...reached(program, statements)].flatMap((one) => (one.type === "call" ? [one.function] : [])),
    ]),
  );
  return new Set([...calls].filter(([name, called]) => called.includes(name)).map(([name]) => name));
}
