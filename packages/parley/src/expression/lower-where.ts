import type { Typing } from "./check.ts";
import { all as allOf } from "./build.ts";
import type { Expression, ExpressionOf } from "./document.ts";
import type { RowColumn, Rows } from "./rows.ts";
import { comparisons, decided } from "./operators.ts";
import { isNullable, unknownType } from "./types.ts";
import { conjunctsOf, freeNames } from "./visit.ts";
import { linkOf, sharedLinkOf } from "./where-link.ts";
import {
  areComparable,
  isNullAt,
  isOtherText,
  isText,
  isTextTest,
  lowered,
  mirrored,
  opposite,
  orders,
  pathTo,
  relatedAt,
  testAt,
  type Path,
} from "./where-path.ts";
import { all, always, any, directMember, never, type Comparison, type Where as RowWhere } from "./where.ts";

/** What a condition says that no query can: the smallest node, and why. */
export interface Unqueryable {
  node: Expression;
  reason: string;
}

export interface LoweringContext<Column extends RowColumn> {
  rows: Rows<Column>;
  typing: Typing;
  /** Whether two columns of the row can be compared: what is asked outside of a procedure cannot name the other one. */
  comparesColumns?: boolean;
}

const notUuid = "it is no uuid";
const notSided = "one side must be a column of the row, the other must not speak of the row";

/** Brings a condition over `parameter`, a row of the model, into the form of a query. */
export function lowerWhere<Column extends RowColumn>(
  condition: Expression,
  model: string,
  parameter: string,
  { rows: known, typing, comparesColumns = false }: LoweringContext<Column>,
): { where: RowWhere<Column> } | { problems: Unqueryable[] } {
  type Where = RowWhere<Column>;
  const problems: Unqueryable[] = [];

  function refuse(node: Expression, reason: string): Where {
    problems.push({ node, reason });
    return always;
  }

  /** Rows in force, innermost last: a value may speak of none of them. */
  interface InForce {
    name: string;
    model: string;
    outer: ReadonlySet<string>;
  }

  function isValue(node: Expression, rows: InForce): boolean {
    const free = freeNames(node);
    return !free.has(rows.name) && ![...rows.outer].some((name) => free.has(name));
  }

  function lower(node: Expression, truth: boolean, rows: InForce): Where {
    if (node.type === "boolean") return node.value === truth ? always : never;
    if (isValue(node, rows)) return { type: "value", condition: node, truth };
    switch (node.type) {
      case "unary":
        return lower(node.operand, !truth, rows);
      case "binary":
        return lowerBinary(node, truth, rows);
      case "conditional":
        return lowerConditional(node, truth, rows);
      case "member": {
        const path = pathTo(node, rows, known);
        if (!path?.column) return refuse(node, "it is no column of the row");
        return testAt(path, { type: "boolean", value: truth });
      }
      case "call":
        return lowerCall(node, truth, rows);
      case "iterate":
        return lowerIterate(node, truth, rows);
      case "query":
        return lowerQuery(node, truth, rows);
      default:
        return refuse(node, "it has no counterpart in a query");
    }
  }

  function lowerConditional(node: ExpressionOf<"conditional">, truth: boolean, rows: InForce): Where {
    const either = (part: Expression, test: boolean): Where =>
      all([lower(node.test, test, rows), lower(part, truth, rows)]);
    return any([either(node.then, true), either(node.else, false)]);
  }

  function lowerBinary(node: ExpressionOf<"binary">, truth: boolean, rows: InForce): Where {
    const { operator, left, right } = node;
    const either = withoutFallback(node, rows);
    if (either) return lowerConditional(either, truth, rows);
    switch (operator) {
      case "&&":
      case "||": {
        const parts = [lower(left, truth, rows), lower(right, truth, rows)];
        return (operator === "&&") === truth ? all(parts) : any(parts);
      }
      case "==":
      case "!=":
        return lowerEquality(node, (operator === "==") === truth, rows);
      case "<":
      case "<=":
      case ">":
      case ">=":
        return lowerOrder(node, operator, truth, rows);
      case "in":
        return lowerIn(node, truth, rows);
      default:
        return refuse(node, `${operator} has no counterpart in a query`);
    }
  }

  /** A comparison with `column ?? other`: with the column where it is there, else with the other. */
  function withoutFallback(
    node: ExpressionOf<"binary">,
    rows: InForce,
  ): ExpressionOf<"conditional"> | undefined {
    if (!comparisons.includes(node.operator)) return undefined;
    for (const side of ["left", "right"] as const) {
      const { [side]: given } = node;
      if (given.type !== "binary" || given.operator !== "??" || isValue(given, rows)) continue;
      return {
        type: "conditional",
        test: { type: "binary", operator: "!=", left: given.left, right: { type: "null" } },
        then: { ...node, [side]: given.left },
        else: decided({ ...node, [side]: given.right }),
      };
    }
    return undefined;
  }

  function lowerEquality(node: ExpressionOf<"binary">, equal: boolean, rows: InForce): Where {
    const sided = takeSides(node, rows);
    if (!sided) return lowerColumns(node, equal ? "equals" : "not", rows);
    const { path, value } = sided;
    if (value.type === "null") return isNullAt(path, equal);
    if (!path.column) return refuse(node, "it is no column of the row");
    if (path.column.field.type === "json" || path.column.field.list) {
      return refuse(node, "values of this column are not compared in a query");
    }
    if (isOtherText(path, typing.types.get(value))) return refuse(value, notUuid);
    const columnMayBeNull = path.column.field.nullable || path.sides.some((side) => side.nullable);
    const valueMayBeNull = isNullable(typing.types.get(value) ?? unknownType);
    if (
      valueMayBeNull &&
      (!equal || !path.column.field.nullable || path.sides.some((side) => side.nullable))
    ) {
      return refuse(value, "it may be null: test that before");
    }
    if (equal) return testAt(path, { type: "compare", operator: "equals", value });
    const differs = testAt(path, { type: "compare", operator: "not", value });
    return columnMayBeNull ? any([isNullAt(path, true), differs]) : differs;
  }

  function lowerOrder(
    node: ExpressionOf<"binary">,
    operator: keyof typeof opposite,
    truth: boolean,
    rows: InForce,
  ): Where {
    const sided = takeSides(node, rows);
    const wanted = truth ? operator : opposite[operator];
    if (!sided?.path.column) return lowerColumns(node, orders[wanted], rows);
    const turned = sided.swapped ? mirrored[wanted] : wanted;
    return testAt(sided.path, { type: "compare", operator: orders[turned], value: sided.value });
  }

  /** Two columns of the very row that is asked for: Prisma knows no columns of rows that lie further. */
  function lowerColumns(node: ExpressionOf<"binary">, operator: Comparison, rows: InForce): Where {
    const [one, other] = [node.left, node.right].map((side) => {
      const name = directMember(side, rows.name);
      return name === undefined ? undefined : known.column(rows.model, name);
    });
    if (!one || !other || rows.outer.size > 0) return refuse(node, notSided);
    if (!comparesColumns) return refuse(node, "two columns are not compared there");
    if (!areComparable(one, other)) return refuse(node, "these columns are not compared in a query");
    const isEquality = operator === "equals" || operator === "not";
    if (isEquality && (one.field.nullable || other.field.nullable))
      return refuse(node, "one of them may be null");
    return {
      type: "column",
      column: one,
      test: { type: "compareColumn", operator, model: rows.model, column: other.name },
    };
  }

  function lowerIn(node: ExpressionOf<"binary">, truth: boolean, rows: InForce): Where {
    const { left, right } = node;
    const path = pathTo(left, rows, known);
    if (path?.column && isValue(right, rows)) {
      if (isOtherText(path, typing.types.get(right))) return refuse(right, notUuid);
      const test = testAt(path, { type: "in", values: right, negated: !truth });
      const mayBeNull = path.column.field.nullable || path.sides.some((side) => side.nullable);
      return !truth && mayBeNull ? any([isNullAt(path, true), test]) : test;
    }
    const list = pathTo(right, rows, known);
    if (list?.column?.field.list && isValue(left, rows)) {
      if (isOtherText(list, typing.types.get(left))) return refuse(left, notUuid);
      return testAt(list, { type: "has", value: left, negated: !truth });
    }
    return refuse(node, notSided);
  }

  function lowerCall(node: ExpressionOf<"call">, truth: boolean, rows: InForce): Where {
    const [first, second] = node.arguments;
    if (node.function === "isEmpty" && first) {
      const path = pathTo(first, rows, known);
      if (path?.column) return testAt(path, { type: "empty", negated: !truth });
      if (path?.sides.at(-1)?.many) return relatedAt(path, truth ? "none" : "some", always);
    }
    if (isTextTest(node.function) && first && second && isValue(second, rows)) {
      const folded = lowered(first) && lowered(second);
      const path = pathTo(folded ? first.arguments[0]! : first, rows, known);
      if (path?.column && !path.column.field.list && isText(path.column.field.type)) {
        const value = folded ? second.arguments[0]! : second;
        return testAt(path, { type: node.function, value, insensitive: Boolean(folded), negated: !truth });
      }
    }
    return refuse(node, "it has no counterpart in a query");
  }

  function lowerIterate(node: ExpressionOf<"iterate">, truth: boolean, rows: InForce): Where {
    const path = pathTo(node.source, rows, known);
    const list = path?.sides.at(-1);
    if (!path || path.column || !list?.many)
      return refuse(node, "only lists of related rows are asked in a query");
    if (node.operation !== "some" && node.operation !== "every") {
      return refuse(node, `${node.operation} has no counterpart in a query`);
    }
    const inner: InForce = {
      name: node.parameter,
      model: list.target,
      outer: new Set([...rows.outer, rows.name].filter((name) => name !== node.parameter)),
    };
    if (node.operation === "some")
      return relatedAt(path, truth ? "some" : "none", lower(node.body, true, inner));
    return truth
      ? relatedAt(path, "every", lower(node.body, true, inner))
      : relatedAt(path, "some", lower(node.body, false, inner));
  }

  /**
   * `Loan.exists(loan => loan.copyId == row.id && …)` asks the relation that `copyId` is the key of; a key that both
   * share asks the row that it points to. What speaks of the outer row alone is asked outside.
   */
  function lowerQuery(node: ExpressionOf<"query">, truth: boolean, rows: InForce): Where {
    if (node.operation !== "exists") return refuse(node, "only exists(…) can speak of the row");
    const parts = node.where ? conjunctsOf(node.where) : [];
    const without = (...left: Expression[]): ExpressionOf<"query"> => ({
      ...node,
      where: allOf(parts.filter((part) => !left.includes(part))),
    });
    const outside = parts.filter((part) => !freeNames(part).has(node.parameter) && part.type !== "boolean");
    if (outside.length > 0) {
      const asked = outside.map((part) => lower(part, truth, rows));
      const rest = lowerQuery(without(...outside), truth, rows);
      return truth ? all([...asked, rest]) : any([...asked, rest]);
    }
    const mixed = parts.find(
      (part) => part.type === "binary" && part.operator === "||" && !isValue(part, rows),
    );
    if (mixed?.type === "binary") {
      const sides = [mixed.left, mixed.right].map((side) =>
        lowerQuery({ ...node, where: allOf([...parts.filter((part) => part !== mixed), side]) }, truth, rows),
      );
      return truth ? any(sides) : all(sides);
    }
    for (const part of parts) {
      const link = linkOf(part, node, rows, known);
      const shared = link ? undefined : sharedLinkOf(part, node, rows, known);
      if (!link && !shared) continue;
      const inner: InForce = {
        name: node.parameter,
        model: node.model,
        outer: new Set([...rows.outer, rows.name]),
      };
      const where = all(parts.filter((other) => other !== part).map((other) => lower(other, true, inner)));
      const quantifier = truth ? "some" : "none";
      if (shared) return relatedAt({ sides: shared, model: node.model }, quantifier, where);
      if (link!.many) return { type: "related", side: link!, quantifier, where };
      const is: Where = { type: "related", side: link!, quantifier: "is", where };
      return truth ? is : refuse(node, "it cannot be negated here: ask the relation");
    }
    return refuse(node, `no key relates ${node.model} to the row`);
  }

  function takeSides(
    node: ExpressionOf<"binary">,
    rows: InForce,
  ): { path: Path<Column>; value: Expression; swapped: boolean } | undefined {
    const left = pathTo(node.left, rows, known);
    if (left && isValue(node.right, rows)) return { path: left, value: node.right, swapped: false };
    const right = pathTo(node.right, rows, known);
    return right && isValue(node.left, rows) ? { path: right, value: node.left, swapped: true } : undefined;
  }

  const where = lower(condition, true, { name: parameter, model, outer: new Set() });
  return problems.length > 0 ? { problems } : { where };
}
