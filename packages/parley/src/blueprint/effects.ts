import { modelNameOf } from "../database/fields.ts";
import { name, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import { substituteAll } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import type { Effect } from "../requirements/document.ts";
import { nounOf, type Noun, statedFor } from "./concepts.ts";
import { columnNameOf } from "./database.ts";
import type { DraftContext } from "./tables.ts";

/** What follows an action on the row in `variable`; `actor` is whoever acts, where that is not the caller. */
export function effects(
  context: DraftContext,
  noun: Noun,
  action: string,
  variable: string,
  actor: Expression = name("actor"),
): Statement[] {
  const resolve = (expression: Expression): Expression =>
    substituteAll(
      expression,
      new Map<string, Expression>([
        ["row", name(variable)],
        ["actor", actor],
        ["input", name("body")],
        ["action", text(action)],
      ]),
    );
  return statedFor(context.requirements, "effect", noun)
    .filter(({ formal }) => formal.action === action)
    .flatMap(({ formal }): Statement[] => {
      const statements = effectStatements(context, formal.effect, resolve);
      if (statements.length === 0 || !formal.when) return statements;
      return [{ type: "if", condition: resolve(formal.when), then: statements }];
    });
}

function effectStatements(
  context: DraftContext,
  effect: Effect,
  resolve: (expression: Expression) => Expression,
): Statement[] {
  if (effect.type === "notify") {
    return [
      { type: "emit", to: resolve(effect.to), subject: resolve(effect.subject), body: resolve(effect.body) },
    ];
  }
  const noun = nounOf(context.requirements, effect.concept);
  const model = noun && modelNameOf(context.database, noun.id);
  if (!noun || model === undefined) return [];
  const data = Object.fromEntries(
    Object.entries(effect.data).map(([field, value]) => [columnNameOf(noun, field), resolve(value)]),
  );
  if (effect.type === "create") return [{ type: "create", model, data }];
  return [{ type: "updateMany", model, parameter: effect.parameter, where: resolve(effect.where), data }];
}
