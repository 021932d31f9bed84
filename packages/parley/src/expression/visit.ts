import type { Expression } from "./document.ts";
import { withoutNull, type Type } from "./types.ts";

/** A node right below another; `binds` is the lambda's parameter where the node is a lambda's body. */
export interface Child {
  expression: Expression;
  binds?: string;
}

/** The nodes right below a node, in the order of its text. */
export function childrenOf(node: Expression): Child[] {
  switch (node.type) {
    case "null":
    case "boolean":
    case "integer":
    case "decimal":
    case "string":
    case "duration":
    case "date":
    case "datetime":
    case "name":
      return [];
    case "list":
      return node.items.map((expression) => ({ expression }));
    case "object":
      return Object.values(node.properties).map((expression) => ({ expression }));
    case "member":
      return [{ expression: node.object }];
    case "element":
      return [{ expression: node.object }, { expression: node.index }];
    case "unary":
      return [{ expression: node.operand }];
    case "binary":
      return [{ expression: node.left }, { expression: node.right }];
    case "conditional":
      return [{ expression: node.test }, { expression: node.then }, { expression: node.else }];
    case "call":
      return node.arguments.map((expression) => ({ expression }));
    case "iterate":
      return [{ expression: node.source }, { expression: node.body, binds: node.parameter }];
    case "query":
      return [node.value, node.where].flatMap((expression) =>
        expression ? [{ expression, binds: node.parameter }] : [],
      );
    default:
      return node satisfies never;
  }
}

/** The same node over other children. */
export function mapChildren(
  node: Expression,
  change: (child: Expression, binds?: string) => Expression,
): Expression {
  switch (node.type) {
    case "null":
    case "boolean":
    case "integer":
    case "decimal":
    case "string":
    case "duration":
    case "date":
    case "datetime":
    case "name":
      return { ...node };
    case "list":
      return { ...node, items: node.items.map((item) => change(item)) };
    case "object": {
      const entries = Object.entries(node.properties).map(([name, value]) => [name, change(value)] as const);
      return { ...node, properties: Object.fromEntries(entries) };
    }
    case "member":
      return { ...node, object: change(node.object) };
    case "element":
      return { ...node, object: change(node.object), index: change(node.index) };
    case "unary":
      return { ...node, operand: change(node.operand) };
    case "binary":
      return { ...node, left: change(node.left), right: change(node.right) };
    case "conditional":
      return { ...node, test: change(node.test), then: change(node.then), else: change(node.else) };
    case "call":
      return { ...node, arguments: node.arguments.map((argument) => change(argument)) };
    case "iterate":
      return { ...node, source: change(node.source), body: change(node.body, node.parameter) };
    case "query": {
      const { value, where, ...rest } = node;
      return {
        ...rest,
        ...(value ? { value: change(value, node.parameter) } : {}),
        ...(where ? { where: change(where, node.parameter) } : {}),
      };
    }
    default:
      return node satisfies never;
  }
}

/** Levels of the tree. Without recursion: a chain of ten thousand dots must not fill the stack. */
export function heightOf(expression: Expression): number {
  let height = 0;
  for (let level = [expression]; level.length > 0; height++) {
    level = level.flatMap((node) => childrenOf(node).map((child) => child.expression));
  }
  return height;
}

/** Calls `enter` on every node, parents first, with the lambda parameters in force; `false` skips what is below. */
export function visit(
  expression: Expression,
  enter: (node: Expression, bound: ReadonlySet<string>) => void | false,
  bound: ReadonlySet<string> = new Set(),
): void {
  if (enter(expression, bound) === false) return;
  for (const child of childrenOf(expression)) {
    visit(child.expression, enter, child.binds === undefined ? bound : new Set([...bound, child.binds]));
  }
}

/** Whether some node of an expression is so. */
export function someNode(expression: Expression, test: (node: Expression) => boolean): boolean {
  return test(expression) || childrenOf(expression).some((child) => someNode(child.expression, test));
}

/** Rebuilds a tree from its leaves: `change` gets every node over children that were already changed. */
export function map(expression: Expression, change: (node: Expression) => Expression): Expression {
  return change(mapChildren(expression, (child) => map(child, change)));
}

/** A copy in which no two places share a node: checks and printers know nodes by identity. */
export function unshare(expression: Expression): Expression {
  return map(expression, (node) => node);
}

/** Names that the expression takes from its environment; models and functions are not among them. */
export function freeNames(expression: Expression): Set<string> {
  const names = new Set<string>();
  visit(expression, (node, bound) => {
    if (node.type === "name" && !bound.has(node.name)) names.add(node.name);
  });
  return names;
}

/** Replaces a free name; lambda parameters that would capture a name of the replacement are renamed. */
export function substitute(expression: Expression, name: string, replacement: Expression): Expression {
  return substituteAll(expression, new Map([[name, replacement]]));
}

/** Replaces several free names at once: what a replacement speaks of is not replaced again. */
export function substituteAll(
  expression: Expression,
  replacements: ReadonlyMap<string, Expression>,
): Expression {
  if (replacements.size === 0) return unshare(expression);
  if (expression.type === "name") {
    const replacement = replacements.get(expression.name);
    return unshare(replacement ?? expression);
  }
  if (expression.type !== "iterate" && expression.type !== "query") {
    return mapChildren(expression, (child) => substituteAll(child, replacements));
  }
  const bodies = childrenOf(expression).flatMap((child) =>
    child.binds === undefined ? [] : [child.expression],
  );
  const free = new Set(bodies.flatMap((body) => [...freeNames(body)]));
  const { parameter } = expression;
  const inner = new Map([...replacements].filter(([name]) => name !== parameter && free.has(name)));
  const taken = new Set([...inner.values()].flatMap((replacement) => [...freeNames(replacement)]));
  const fresh = taken.has(parameter) ? freshName(parameter, new Set([...taken, ...free])) : parameter;
  if (fresh !== parameter) inner.set(parameter, { type: "name", name: fresh });
  const changed = mapChildren(expression, (child, binds) =>
    substituteAll(child, binds === undefined ? replacements : inner),
  );
  return { ...changed, parameter: fresh } as Expression;
}

/** `name`, or `name2`, `name3`, … where it is taken. */
export function freshName(name: string, taken: Pick<ReadonlySet<string>, "has">): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) {
    if (!taken.has(`${name}${number}`)) return `${name}${number}`;
  }
}

/**
 * Members that the expression reads of a name, as paths, of a plain chain the longest only: `row.copy.book.title`
 * gives `["copy", "book", "title"]`. Lambdas over its lists are followed: `row.lines.some(line => line.price > 1)`
 * gives `["lines"]` and `["lines", "price"]`; so is what picks among rows: `first(row.lines)?.price` gives the same.
 * The bare name gives `[]`.
 */
export function pathsOf(expression: Expression, root: string): string[][] {
  const paths = new Map<string, string[]>();
  const walk = (node: Expression, roots: Roots): void => {
    for (const path of pathsFrom(node, roots)) paths.set(JSON.stringify(path), path);
    if (chainOf(node)) return;
    for (const child of childrenOf(node)) {
      if (child.binds === undefined) {
        walk(child.expression, roots);
        continue;
      }
      const inner = new Map(roots);
      inner.delete(child.binds);
      const sources = node.type === "iterate" ? pathsFrom(node.source, roots) : [];
      if (sources.length > 0) inner.set(child.binds, sources);
      walk(child.expression, inner);
    }
  };
  walk(expression, new Map([[root, [[]]]]));
  return [...paths.values()];
}

/** The paths that each name stands for. */
type Roots = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Functions that give elements of their first argument, or some of them. */
const keeping = new Set(["first", "last", "take", "skip", "distinct"]);

/** The paths that a node may stand for; what picks among rows, or puts them in order, leads to the same rows. */
function pathsFrom(node: Expression, roots: Roots): string[][] {
  switch (node.type) {
    case "name":
      return (roots.get(node.name) ?? []).map((path) => [...path]);
    case "member":
      return pathsFrom(node.object, roots).map((path) => [...path, node.property]);
    case "element":
      return pathsFrom(node.object, roots);
    case "iterate":
      return ["filter", "sort"].includes(node.operation) ? pathsFrom(node.source, roots) : [];
    case "call":
      return keeping.has(node.function)
        ? node.arguments.slice(0, 1).flatMap((one) => pathsFrom(one, roots))
        : [];
    case "conditional":
      return [...pathsFrom(node.then, roots), ...pathsFrom(node.else, roots)];
    case "binary":
      return node.operator === "??" ? [...pathsFrom(node.left, roots), ...pathsFrom(node.right, roots)] : [];
    default:
      return [];
  }
}

/** Whether a node gives a list whatever it is asked of: it makes one, or picks among the elements of one. */
export function isListOf(node: Expression): boolean {
  if (node.type === "list") return true;
  if (node.type === "iterate") return ["map", "filter", "sort"].includes(node.operation);
  return node.type === "call" && ["take", "skip", "distinct", "split"].includes(node.function);
}

/** The names of a plain chain, root first (`row.copy.book` gives `["row", "copy", "book"]`), else `undefined`. */
export function chainOf(expression: Expression): string[] | undefined {
  if (expression.type === "name") return [expression.name];
  if (expression.type !== "member") return undefined;
  const chain = chainOf(expression.object);
  return chain && [...chain, expression.property];
}

/** Whether a node is this column of `row`. */
export function isRowColumn(node: Expression, column: string): boolean {
  const [root, property, ...deeper] = chainOf(node) ?? [];
  return root === "row" && property === column && deeper.length === 0;
}

/** Renames a model where its rows are queried. */
export function renameModel(expression: Expression, from: string, to: string): Expression {
  return map(expression, (node) =>
    node.type === "query" && node.model === from ? { ...node, model: to } : node,
  );
}

/** Renames a field or relation of a model; `types` is the typing that `checkExpression` gave for this very tree. */
export function renameMember(
  expression: Expression,
  types: ReadonlyMap<Expression, Type>,
  model: string,
  from: string,
  to: string,
): Expression {
  const changed = mapChildren(expression, (child) => renameMember(child, types, model, from, to));
  if (expression.type !== "member" || changed.type !== "member" || expression.property !== from)
    return changed;
  const object = types.get(expression.object);
  const owner = object && withoutNull(object);
  return owner?.type === "row" && owner.model === model ? { ...changed, property: to } : changed;
}

/** The parts of a conjunction. */
export function conjunctsOf(expression: Expression): Expression[] {
  return operandsOf("&&", expression);
}

/** What an operator joins, in however many steps; the expression itself where it is of another kind. */
export function operandsOf(operator: "&&" | "||", expression: Expression): Expression[] {
  if (expression.type !== "binary" || expression.operator !== operator) return [expression];
  return [...operandsOf(operator, expression.left), ...operandsOf(operator, expression.right)];
}

/** What a condition says is equal, each pair in both orders. */
export function equalitiesOf(condition: Expression): [Expression, Expression][] {
  return conjunctsOf(condition).flatMap((part): [Expression, Expression][] =>
    part.type === "binary" && part.operator === "=="
      ? [
          [part.left, part.right],
          [part.right, part.left],
        ]
      : [],
  );
}
