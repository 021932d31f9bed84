import { freshName, substituteAll } from "../../expression/visit.ts";
import type { Expression } from "../../expression/document.ts";
import type { Statement } from "../document.ts";
import { rewriteStatement } from "../rewrite.ts";
import { blocksOf } from "../rows.ts";

/**
 * The statements with a name of its own for every variable: blocks side by side may use one name twice, while printing
 * knows variables by their names alone.
 */
export function withDistinctNames(statements: readonly Statement[]): Statement[] {
  const names = statements.flatMap(declaredIn);
  if (new Set(names).size === names.length) return [...statements];
  const spoken = new Set(names);
  JSON.stringify(statements, (_, value: unknown) => {
    if (typeof value === "string") spoken.add(value);
    return value;
  });
  return renameBlock(statements, new Map(), new Set(), spoken);
}

function declaredBy(statement: Statement): string[] {
  return "name" in statement && statement.name !== undefined ? [statement.name] : [];
}

function declaredIn(statement: Statement): string[] {
  return [...declaredBy(statement), ...blocksOf(statement).flat().flatMap(declaredIn)];
}

type Renames = ReadonlyMap<string, string>;

function renameBlock(
  statements: readonly Statement[],
  outer: Renames,
  declared: Set<string>,
  spoken: Set<string>,
): Statement[] {
  const renames = new Map(outer);
  return statements.map((statement) => {
    const rewritten = rewriteStatement(statement, {
      expression: (expression, binds) => renameIn(expression, renames, binds),
      variable: (name) => renames.get(name) ?? name,
    });
    const inner = new Map(renames);
    const [name] = declaredBy(statement);
    if (name !== undefined) {
      const fresh = declared.has(name) ? freshName(name, spoken) : name;
      declared.add(fresh);
      spoken.add(fresh);
      inner.set(name, fresh);
      if (statement.type !== "forEach") renames.set(name, fresh);
      Object.assign(rewritten, { name: fresh });
    }
    const block = (one: readonly Statement[]): Statement[] => renameBlock(one, inner, declared, spoken);
    if (rewritten.type === "forEach") return { ...rewritten, body: block(rewritten.body) };
    if (rewritten.type !== "if") return rewritten;
    return {
      ...rewritten,
      then: block(rewritten.then),
      ...(rewritten.else ? { else: block(rewritten.else) } : {}),
    };
  });
}

function renameIn(expression: Expression, renames: Renames, binds: string | undefined): Expression {
  const changed = [...renames].filter(([from, to]) => from !== to && from !== binds);
  return changed.length === 0
    ? expression
    : substituteAll(expression, new Map(changed.map(([from, to]) => [from, { type: "name", name: to }])));
}
