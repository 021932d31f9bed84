import { modelNameOf } from "../database/fields.ts";
import type { Operation } from "../api/document.ts";
import { name, text, trueValue } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { constantOf } from "../expression/grammar.ts";
import { chainOf, isListOf, map, substitute, substituteAll } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import type { Effect } from "../requirements/document.ts";
import { withoutActor } from "../requirements/plain.ts";
import { nounOf, statedFor } from "./concepts.ts";
import { columnNameOf } from "./database.ts";
import { inputReplacements, spokenInput, type LoadedTarget } from "./input.ts";
import { isOpenToAllAlone, type DraftContext, type Table } from "./tables.ts";
import type { Variables } from "./variables.ts";

/** Who acts where that is not the caller: a profile that the procedure has just made. */
export interface NewActor {
  kind: string;
  variable: string;
}

/** What follows an action on the row of a procedure. */
export function effects(
  context: DraftContext,
  { table, operation, variables, named }: EffectContext,
  action: string,
  actor?: NewActor,
): Statement[] {
  const replacements = new Map<string, Expression>([
    ["row", name(variables.row)],
    ...inputReplacements(operation, named),
    ["action", text(action)],
    ...(actor ? [["actor", name(actor.variable)] as const] : []),
  ]);
  const nobody = !actor && isOpenToAllAlone(operation);
  const resolve = (expression: Expression): Expression => {
    const spoken = actor ? withKind(expression, actor.kind) : nobody ? withoutActor(expression) : expression;
    return substituteAll(spokenInput(spoken, named), replacements);
  };
  return statedFor(context.requirements, "effect", table.noun)
    .filter(({ formal }) => formal.action === action)
    .flatMap(({ formal }): Statement[] => {
      const when = formal.when ? resolve(formal.when) : trueValue;
      const decided = constantOf(when);
      const statements =
        decided === false ? [] : effectStatements(context, formal.effect, resolve, variables);
      if (statements.length === 0 || decided === true) return statements;
      return [{ type: "if", condition: when, then: statements }];
    });
}

export interface EffectContext {
  table: Table;
  operation: Operation;
  variables: Variables;
  /** Rows that the body names. */
  named?: readonly LoadedTarget[];
}

/** A profile's row does not say of which kind it is. */
function withKind(expression: Expression, kind: string): Expression {
  return map(expression, (node) =>
    node.type === "member" && chainOf(node)?.join(".") === "actor.kind" ? text(kind) : node,
  );
}

function effectStatements(
  context: DraftContext,
  effect: Effect,
  resolve: (expression: Expression) => Expression,
  variables: Variables,
): Statement[] {
  if (effect.type === "notify") {
    const mail = (to: Expression): Statement => ({
      type: "emit",
      to,
      subject: resolve(effect.subject),
      body: resolve(effect.body),
    });
    if (!isListOf(effect.to)) return [mail(resolve(effect.to))];
    // One mail to each: nobody sees who else was told.
    const address = variables.claim("address");
    return [{ type: "forEach", name: address, in: resolve(effect.to), body: [mail(name(address))] }];
  }
  const noun = nounOf(context.requirements, effect.concept);
  const model = noun && modelNameOf(context.database, noun.id);
  if (!noun || model === undefined) return [];
  const written = (about: (value: Expression) => Expression): Record<string, Expression> =>
    Object.fromEntries(
      Object.entries(effect.data).map(([field, value]) => [columnNameOf(noun, field), about(value)]),
    );
  if (effect.type === "create") return [{ type: "create", model, data: written(resolve) }];
  const parameter = variables.claim(effect.parameter);
  // The found row comes first: it may have the name of what the rest is about.
  const about = (value: Expression): Expression =>
    resolve(substitute(value, effect.parameter, name(parameter)));
  return [{ type: "updateMany", model, parameter, where: about(effect.where), data: written(about) }];
}
