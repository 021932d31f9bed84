import type { Expression, ExpressionOf } from "../expression/document.ts";
import { map } from "../expression/visit.ts";

/** Old name -> new name, by what is named. A concept and its model share `models`; an actor's model follows its kind. */
export interface Renames {
  actors: Record<string, string>;
  models: Record<string, string>;
  enums: Record<string, string>;
  schemas: Record<string, string>;
  operations: Record<string, string>;
  errors: Record<string, string>;
}

export const noRenames: Renames = {
  actors: {},
  models: {},
  enums: {},
  schemas: {},
  operations: {},
  errors: {},
};

export function isEmpty(renames: Renames): boolean {
  return Object.values(renames).every((names) => Object.keys(names).length === 0);
}

/** How each kind of name is followed. */
export type Names = { [Kind in keyof Renames]: (name: string) => string } & {
  expression: (node: Expression) => Expression;
};

/** Follows renames; names that did not change stay. */
export function follow(renames: Renames): Names {
  const of =
    (kind: keyof Renames) =>
    (name: string): string =>
      Object.hasOwn(renames[kind], name) ? renames[kind][name]! : name;
  const [actors, models, schemas] = [of("actors"), of("models"), of("schemas")];
  const expression = (root: Expression): Expression =>
    map(root, (node) => {
      if (node.type === "query") return { ...node, model: models(node.model) };
      if (node.type === "call" && node.function === "sample") return sampleOf(node, schemas);
      if (node.type !== "binary" || node.right.type !== "string" || !isKind(node.left)) return node;
      return { ...node, right: { type: "string", value: actors(node.right.value) } };
    });
  return {
    actors,
    models,
    enums: of("enums"),
    schemas,
    operations: of("operations"),
    errors: of("errors"),
    expression,
  };
}

function isKind(node: Expression): boolean {
  return (
    node.type === "member" &&
    node.property === "kind" &&
    node.object.type === "name" &&
    node.object.name === "actor"
  );
}

export function mapValues<Value, Result>(
  record: Record<string, Value>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** `sample("CreateBook", …)` names a schema by its first argument. */
function sampleOf(node: ExpressionOf<"call">, schemas: (name: string) => string): Expression {
  const [first, ...rest] = node.arguments;
  if (first?.type !== "string") return node;
  return { ...node, arguments: [{ ...first, value: schemas(first.value) }, ...rest] };
}
