import type { Statement } from "../document.ts";
import { speaksOf } from "./writer.ts";

/**
 * The statements without those that only load or compute what nothing speaks of, which TypeScript would complain about.
 * Each leaves an empty place, so that the others keep theirs. `following` come after the block.
 */
export function withoutUnused(
  statements: readonly Statement[],
  following: readonly Statement[] = [],
): Statement[] {
  let rest = [...following];
  for (const statement of statements.toReversed()) rest = [kept(statement, rest), ...rest];
  return rest.slice(0, statements.length);
}

function kept(statement: Statement, rest: readonly Statement[]): Statement {
  switch (statement.type) {
    case "if":
      return {
        ...statement,
        then: withoutUnused(statement.then, rest),
        ...(statement.else ? { else: withoutUnused(statement.else, rest) } : {}),
      };
    case "forEach":
      return { ...statement, body: withoutUnused(statement.body, rest) };
    case "let":
    case "page":
    case "group":
      return speaksOf(rest, statement.name) ? statement : nothing(statement.name);
    case "find":
      if (statement.mode === "one" || speaksOf(rest, statement.name)) return statement;
      return statement.lock ? onlyLocked(statement) : nothing(statement.name);
    default:
      return statement;
  }
}

/** Rows that are only held are neither loaded nor sorted. */
function onlyLocked(statement: Extract<Statement, { type: "find" }>): Statement {
  const { sort: _, window: __, limit: ___, ...held } = statement;
  return held;
}

/** A variable that nothing speaks of is not printed. */
function nothing(name: string): Statement {
  return { type: "let", name, value: { type: "null" } };
}
