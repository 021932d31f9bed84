import { all, binary, equals, isPresent, list, path, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { freeNames, freshName, unshare } from "../expression/visit.ts";
import type { Program, Statement } from "./document.ts";

type StatementOf<Type extends Statement["type"]> = Extract<Statement, { type: Type }>;

/** The program with increments and transitions as the guarded updates that they are; every statement keeps its place. */
export function plainProgram(program: Program): Program {
  return {
    ...program,
    procedures: plainRecord(program.procedures),
    ...(program.functions ? { functions: plainRecord(program.functions) } : {}),
    ...(program.jobs ? { jobs: plainRecord(program.jobs) } : {}),
  };
}

function plainRecord<Body extends { statements: Statement[] }>(
  bodies: Record<string, Body>,
): Record<string, Body> {
  const entries = Object.entries(bodies).map(([name, body]): [string, Body] => [
    name,
    { ...body, statements: plainStatements(body.statements) },
  ]);
  return Object.fromEntries(entries);
}

export function plainStatements(statements: readonly Statement[]): Statement[] {
  return statements.map((statement) => {
    switch (statement.type) {
      case "increment":
        return plainIncrement(statement);
      case "transition":
        return plainTransition(statement);
      case "if":
        return {
          ...statement,
          then: plainStatements(statement.then),
          ...(statement.else ? { else: plainStatements(statement.else) } : {}),
        };
      case "forEach":
        return { ...statement, body: plainStatements(statement.body) };
      default:
        return statement;
    }
  });
}

/** `stock + -3` with a least of 0 is `stock - 3` where there are 3 or more. */
function plainIncrement(statement: StatementOf<"increment">): StatementOf<"update"> {
  const { row, field, by, least, most, error } = statement;
  const taken = new Set([by, least, most].flatMap((value) => (value ? [...freeNames(value)] : [])));
  const parameter = freshName("current", taken);
  const column = path(parameter, field);
  const down = by.type === "unary" && by.operator === "-" ? by.operand : undefined;
  const before = (bound: Expression): Expression => {
    const isZero = bound.type === "integer" && bound.value === 0;
    if (down) return isZero ? unshare(down) : sumOf(bound, down, 1);
    return sumOf(bound, by, -1);
  };
  const bounds = [
    ...(least ? [binary(">=", column, before(least))] : []),
    ...(most ? [binary("<=", unshare(column), before(most))] : []),
  ];
  const change = down
    ? binary("-", path(row, field), unshare(down))
    : binary("+", path(row, field), unshare(by));
  const update: StatementOf<"update"> = { type: "update", row, data: { [field]: change } };
  if (bounds.length === 0) return update;
  return { ...update, when: all(bounds), parameter, ...(error === undefined ? {} : { error }) };
}

/** Two numerals are added here: of a float column they are floats, which their sum would not be. */
function sumOf(left: Expression, right: Expression, sign: 1 | -1): Expression {
  const [one, other] = [numeralOf(left), numeralOf(right)];
  if (!one || !other) return binary(sign > 0 ? "+" : "-", unshare(left), unshare(right));
  const scale = Math.max(one.scale, other.scale);
  const [a, b] = [one, other].map((part) => part.digits * 10n ** BigInt(scale - part.scale)) as [
    bigint,
    bigint,
  ];
  return numeral(a + BigInt(sign) * b, scale);
}

function numeralOf(node: Expression): { digits: bigint; scale: number } | undefined {
  if (node.type === "integer") return { digits: BigInt(node.value), scale: 0 };
  if (node.type === "decimal") {
    const [whole = "", part = ""] = node.value.split(".");
    return { digits: BigInt(whole + part), scale: part.length };
  }
  const inner = node.type === "unary" && node.operator === "-" ? numeralOf(node.operand) : undefined;
  return inner && { ...inner, digits: -inner.digits };
}

function numeral(digits: bigint, scale: number): Expression {
  if (digits < 0n) return { type: "unary", operator: "-", operand: numeral(-digits, scale) };
  const text = String(digits).padStart(scale + 1, "0");
  if (scale === 0) return { type: "integer", value: Number(digits) };
  return { type: "decimal", value: `${text.slice(0, -scale)}.${text.slice(-scale)}` };
}

function plainTransition(statement: StatementOf<"transition">): StatementOf<"update"> {
  const { row, field, from, to, data = {}, error } = statement;
  const parameter = "current";
  const state = path(parameter, field);
  const [only, ...others] = from.map(text);
  const when =
    others.length === 0
      ? equals(state, only!)
      : all([isPresent(unshare(state)), binary("in", state, list([only!, ...others]))]);
  return { type: "update", row, data: { ...data, [field]: text(to) }, when, parameter, error };
}
