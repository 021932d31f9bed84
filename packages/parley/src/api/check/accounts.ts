import { actorKinds, isProfile } from "../../database/environment.ts";
import type { Database } from "../../database/document.ts";
import { isTrue } from "../../expression/grammar.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

const SIGN_IN = /^\/auth\/(?:join|sign-in|refresh)(?:\/|$)/;

/** Whoever has no token yet can get one. */
export const signIn: Rule = ({ api }) =>
  Object.entries(api.operations).flatMap(([name, { path, access }]) =>
    SIGN_IN.test(path) && !access.includes("public")
      ? [report["guarded-sign-in"](here("operations", name, "access"), { path })]
      : [],
  );

/** Nobody makes themselves an actor who may write all rows of a model. */
export const signUp: Rule = ({ api, database }) =>
  Object.entries(api.operations).flatMap(([name, { verb, access, body, answer }]) => {
    if (verb !== "POST" || !access.includes("public")) return [];
    const models = [body, answer.schema].flatMap((schema) =>
      schema === undefined ? [] : (api.schemas[schema]?.model ?? []),
    );
    const kinds = actorKinds(database).filter((kind) =>
      models.some((model) => isProfile(database, model, kind)),
    );
    return kinds.flatMap((kind) => {
      const model = ruledBy(database, kind);
      return model === undefined
        ? []
        : [report["privileged-sign-up"](here("operations", name, "access"), { kind, model })];
    });
  });

/** A model all of whose rows a kind of actor may write. */
function ruledBy({ models }: Database, kind: string): string | undefined {
  return Object.entries(models).find(([, { scope }]) => {
    const condition = scope?.write[kind];
    return condition !== undefined && isTrue(condition);
  })?.[0];
}
