import type { Expression } from "./document.ts";
import type { Unqueryable } from "./lower-where.ts";
import type { RowColumn, Rows, RowSide } from "./rows.ts";
import { operandsOf, someNode, visit } from "./visit.ts";

/** A value that a group is made by or measures. */
export type GroupValue<Column extends RowColumn = RowColumn> =
  | { type: "column"; sides: RowSide[]; column: Column }
  | { type: "date"; of: GroupValue<Column> }
  | { type: "part"; part: DatePart; of: GroupValue<Column> }
  | { type: "arithmetic"; operator: "+" | "-" | "*"; left: GroupValue<Column>; right: GroupValue<Column> }
  /** The first that is not null. */
  | { type: "fallback"; first: GroupValue<Column>; second: GroupValue<Column> }
  | { type: "choice"; test: GroupTest<Column>; then: GroupValue<Column>; else: GroupValue<Column> }
  | { type: "number"; value: string }
  | { type: "text"; value: string };

/** What a choice depends on. */
export type GroupTest<Column extends RowColumn = RowColumn> =
  /** A condition on the row, asked as one of a query. */
  | { type: "asked"; condition: Expression }
  | { type: "compared"; operator: Comparison; left: GroupValue<Column>; right: GroupValue<Column> }
  | { type: "all" | "any"; parts: GroupTest<Column>[] };

const comparisons = ["==", "!=", "<", "<=", ">", ">="] as const;
export type Comparison = (typeof comparisons)[number];

/** Numbers that are taken from a day or a moment. */
export const dateParts = ["yearOf", "monthOf", "dayOf", "weekdayOf", "hourOf", "minuteOf"] as const;
export type DatePart = (typeof dateParts)[number];

/** Reads a value over `parameter`, a row of the model, as one that SQL can compute; else says what it cannot. */
export function lowerGroupValue<Column extends RowColumn>(
  node: Expression,
  model: string,
  parameter: string,
  rows: Rows<Column>,
): GroupValue<Column> | Unqueryable {
  switch (node.type) {
    case "member": {
      const path = pathOf(node, model, parameter, rows);
      return path?.column
        ? { type: "column", sides: path.sides, column: path.column }
        : { node, reason: "it is no column of the row or of one that it points to" };
    }
    case "call": {
      const [argument] = node.arguments;
      const part = dateParts.find((name) => name === node.function);
      if ((node.function !== "dateOf" && !part) || !argument)
        return { node, reason: `${node.function} is not known there, only dateOf, ${dateParts.join(", ")}` };
      const of = lowerGroupValue(argument, model, parameter, rows);
      if ("reason" in of) return of;
      return part ? { type: "part", part, of } : { type: "date", of };
    }
    case "binary": {
      const { operator } = node;
      if (operator !== "+" && operator !== "-" && operator !== "*" && operator !== "??")
        return { node, reason: `${operator} is not known there, only +, -, *, ?? and a ? b : c` };
      const left = lowerGroupValue(node.left, model, parameter, rows);
      if ("reason" in left) return left;
      const right = lowerGroupValue(node.right, model, parameter, rows);
      if ("reason" in right) return right;
      return operator === "??"
        ? { type: "fallback", first: left, second: right }
        : { type: "arithmetic", operator, left, right };
    }
    case "conditional": {
      const then = lowerGroupValue(node.then, model, parameter, rows);
      if ("reason" in then) return then;
      const otherwise = lowerGroupValue(node.else, model, parameter, rows);
      if ("reason" in otherwise) return otherwise;
      const test = lowerTest(node.test, model, parameter, rows);
      return "reason" in test ? test : { type: "choice", test, then, else: otherwise };
    }
    case "integer":
      return { type: "number", value: String(node.value) };
    case "decimal":
      return { type: "number", value: node.value };
    case "string":
      return { type: "text", value: node.value };
    default:
      return { node, reason: "it is neither a column nor arithmetic of columns" };
  }
}

function lowerTest<Column extends RowColumn>(
  node: Expression,
  model: string,
  parameter: string,
  rows: Rows<Column>,
): GroupTest<Column> | Unqueryable {
  if (!readsPart(node)) return { type: "asked", condition: node };
  if (node.type === "binary" && (node.operator === "&&" || node.operator === "||")) {
    const parts: GroupTest<Column>[] = [];
    for (const operand of operandsOf(node.operator, node)) {
      const part = lowerTest(operand, model, parameter, rows);
      if ("reason" in part) return part;
      parts.push(part);
    }
    return { type: node.operator === "&&" ? "all" : "any", parts };
  }
  const operator = node.type === "binary" && comparisons.find((one) => one === node.operator);
  if (node.type !== "binary" || !operator)
    return { node, reason: "a part of a moment is only compared there" };
  const left = lowerGroupValue(node.left, model, parameter, rows);
  if ("reason" in left) return left;
  const right = lowerGroupValue(node.right, model, parameter, rows);
  return "reason" in right ? right : { type: "compared", operator, left, right };
}

/** Whether a condition speaks of a year, a month, an hour …, which no column holds. */
function readsPart(condition: Expression): boolean {
  return someNode(
    condition,
    (node) => node.type === "call" && dateParts.some((name) => name === node.function),
  );
}

/** The conditions on the row that a value chooses by, as queries ask them. */
export function testsOf(node: Expression): Expression[] {
  const tests: Expression[] = [];
  visit(node, (inner) => {
    if (inner.type === "conditional") tests.push(...askedIn(inner.test));
  });
  return tests;
}

function askedIn(test: Expression): Expression[] {
  if (!readsPart(test)) return [test];
  if (test.type !== "binary" || (test.operator !== "&&" && test.operator !== "||")) return [];
  return operandsOf(test.operator, test).flatMap(askedIn);
}

function pathOf<Column extends RowColumn>(
  node: Expression,
  model: string,
  parameter: string,
  rows: Rows<Column>,
): { sides: RowSide[]; model: string; column?: Column } | undefined {
  if (node.type === "name") return node.name === parameter ? { sides: [], model } : undefined;
  if (node.type !== "member") return undefined;
  const object = pathOf(node.object, model, parameter, rows);
  if (!object || object.column) return undefined;
  const side = rows.sides(object.model).find((one) => one.name === node.property);
  if (side) return side.many ? undefined : { sides: [...object.sides, side], model: side.target };
  const column = rows.column(object.model, node.property);
  return column && { ...object, column };
}
