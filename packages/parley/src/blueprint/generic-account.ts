import { bodyType } from "../api/types.ts";
import type { Database } from "../database/document.ts";
import { columnOf, modelNameOf } from "../database/fields.ts";
import { all, any, binary, call, equals, integer, isPresent, name, path, text } from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import type { PropertyType } from "../expression/types.ts";
import { freeNames } from "../expression/visit.ts";
import type { Statement } from "../program/document.ts";
import { words } from "../text/names.ts";
import { answerOf, answerWith } from "./generic-answer.ts";
import { newRow } from "./generic-creating.ts";
import type { GenericContext, NamedOperation, Subject } from "./generic.ts";
import { rowVariable } from "./variables.ts";

/** What an operation of somebody else's API does with an account; part of its identity. */
export const accountRoles = ["join", "register", "signIn", "refresh", "signOut", "changePassword"] as const;
export type AccountRole = (typeof accountRoles)[number];

/** Identity of an operation that does this with accounts of the kind whose profile has the id. */
export function accountOperationId(profileId: string, role: AccountRole): string {
  return `${profileId}/account/${role}`;
}

interface AccountOperation extends NamedOperation {
  context: GenericContext;
  role: AccountRole;
  /** Model of the kind's profile. */
  profile: string;
  body: Record<string, PropertyType>;
}

/** The procedure of an operation whose identity says that it is about accounts. */
export function accountProcedure(context: GenericContext, named: NamedOperation): Statement[] | undefined {
  const [, profileId, role] = /^(.+)\/account\/([a-zA-Z]+)\d*$/.exec(named.operation.id) ?? [];
  const known = accountRoles.find((one) => one === role);
  const profile = profileId === undefined ? undefined : modelNameOf(context.database, profileId);
  if (!known || profile === undefined || !Object.hasOwn(context.database.models, "Account")) return undefined;
  const type = bodyType(named.operation, context.api, "program");
  const body = type?.type === "object" ? type.properties : {};
  const operation: AccountOperation = { ...named, context, role: known, profile, body };
  switch (known) {
    case "join":
      return joining(operation, true);
    case "register":
      return joining(operation, false);
    case "signIn":
      return signingIn(operation);
    case "refresh":
      return refreshing(operation);
    case "signOut":
      return [{ type: "revokeTokens", of: "session" }, { type: "return" }];
    case "changePassword":
      return changingPassword(operation);
    default:
      return known satisfies never;
  }
}

/** The property of the body that is called by one of the phrases. */
function sent({ body }: AccountOperation, ...phrases: string[]): Expression | undefined {
  const key = phrases.flatMap((phrase) =>
    Object.keys(body).filter((property) => words(property).join(" ") === phrase),
  )[0];
  return key === undefined ? undefined : path("body", key);
}

function joining(operation: AccountOperation, isSignedIn: boolean): Statement[] | undefined {
  const { context, profile } = operation;
  const email = sent(operation, "email");
  const password = sent(operation, "password", "password hash");
  if (!email || !password) return undefined;
  const statements: Statement[] = [
    {
      type: "create",
      name: "account",
      model: "Account",
      data: { email: call("lower", email), passwordHash: call("hashPassword", password) },
    },
  ];
  const keys: Record<string, Expression> = { accountId: path("account", "id") };
  const make = (model: string, given: Record<string, Expression>): boolean => {
    const made = newRow(subjectOf(operation, model), given);
    if (made)
      statements.push(...made.statements, {
        type: "create",
        name: rowVariable(model),
        model,
        data: made.data,
      });
    return made !== undefined;
  };
  for (const { relation, model } of personsOf(context.database, profile)) {
    if (!make(model, {})) return undefined;
    keys[`${relation}Id`] = path(rowVariable(model), "id");
  }
  if (!make(profile, keys)) return undefined;
  if (!isSignedIn) return answered(operation, statements);
  return signedIn(operation, [
    ...statements,
    { type: "issueTokens", name: "tokens", account: path("account", "id") },
  ]);
}

function subjectOf({ context, name: called, operation }: AccountOperation, model: string): Subject {
  return { context, model, name: called, operation, answer: answerOf(context, operation) };
}

/** What a profile is the profile of besides its account: a row of a person that kinds of actors share. */
function personsOf(database: Database, profile: string): { relation: string; model: string }[] {
  const people = new Set(
    Object.values(database.models).flatMap(({ traits = [], relations }) =>
      traits.some(({ type }) => type === "actor")
        ? Object.values(relations).flatMap(({ target, cardinality, required }) =>
            required && cardinality === "oneToOne" ? [target] : [],
          )
        : [],
    ),
  );
  return Object.entries(database.models[profile]!.relations).flatMap(([relation, { target, required }]) =>
    required && people.has(target) && target !== "Account" && target !== profile
      ? [{ relation, model: target }]
      : [],
  );
}

/** The hash is verified for an unknown address too, so that both take the same time. */
function signingIn(operation: AccountOperation): Statement[] | undefined {
  const password = sent(operation, "password", "password hash");
  const where = accountCondition(operation);
  if (!password || !where) return undefined;
  const hash: Expression = {
    type: "member",
    object: name("account"),
    property: "passwordHash",
    optional: true,
  };
  return signedIn(operation, [
    {
      type: "find",
      name: "account",
      mode: "first",
      model: "Account",
      parameter: "row",
      where,
      scope: "none",
    },
    { type: "let", name: "verified", value: call("verifyPassword", password, hash) },
    {
      type: "require",
      condition: all([name("verified"), isPresent(name("account"))]),
      error: "wrong-credentials",
    },
    findProfile(operation, path("account", "id"), "wrong-credentials"),
    { type: "issueTokens", name: "tokens", account: path("account", "id") },
  ]);
}

/** The account that is meant: by its address, or by a unique name of the person. */
function accountCondition(operation: AccountOperation): Expression | undefined {
  const email = sent(operation, "email");
  if (email) return equals(path("row", "email"), call("lower", email));
  const identifier = sent(operation, "identifier", "username", "login", "name", "username or email");
  if (!identifier) return undefined;
  const byName = namesOf(operation).map(
    (chain) =>
      ({
        type: "query",
        operation: "exists",
        model: operation.profile,
        parameter: "profile",
        where: all([
          equals(path("profile", "accountId"), path("row", "id")),
          equals(path("profile", ...chain), identifier),
        ]),
      }) satisfies Expression,
  );
  return any([equals(path("row", "email"), call("lower", identifier)), ...byName]);
}

/** Unique names that people may sign in with, from the profile: `username` or `user.username`. */
function namesOf({ context: { database }, profile }: AccountOperation): string[][] {
  const people = [
    { chain: [], model: profile },
    ...personsOf(database, profile).map(({ relation, model }) => ({ chain: [relation], model })),
  ];
  return people.flatMap(({ chain, model }) => {
    const table = database.models[model]!;
    return Object.values(table.uniques ?? {}).flatMap(({ fields: [field, ...others] }) => {
      const column = field === undefined || others.length > 0 ? undefined : columnOf(table, field);
      const isText = column?.field.type === "string" || column?.field.type === "text";
      return column && isText && /name|login|handle/i.test(column.name) ? [[...chain, column.name]] : [];
    });
  });
}

function findProfile({ profile }: AccountOperation, account: Expression, error: string): Statement {
  return {
    type: "find",
    name: rowVariable(profile),
    mode: "one",
    model: profile,
    parameter: "row",
    where: equals(path("row", "accountId"), account),
    scope: "none",
    error,
  };
}

function refreshing(operation: AccountOperation): Statement[] | undefined {
  const token = sent(operation, "refresh token", "refresh", "token");
  if (!token) return undefined;
  const error = "invalid-refresh-token";
  return signedIn(operation, [
    { type: "rotateTokens", name: "tokens", token, error },
    findSession(),
    findProfile(operation, path("session", "accountId"), error),
  ]);
}

function changingPassword(operation: AccountOperation): Statement[] | undefined {
  const current = sent(operation, "current password", "old password", "password");
  const next = sent(operation, "new password");
  if (!current || !next || operation.operation.access.includes("public")) return undefined;
  const statements: Statement[] = [
    {
      type: "find",
      name: "account",
      mode: "one",
      model: "Account",
      parameter: "row",
      where: equals(path("row", "id"), path("actor", "accountId")),
      scope: "none",
      error: "not-found",
    },
    {
      type: "require",
      condition: call("verifyPassword", current, path("account", "passwordHash")),
      error: "wrong-credentials",
    },
    { type: "update", row: "account", data: { passwordHash: call("hashPassword", next) } },
    { type: "revokeTokens", of: "account" },
  ];
  const answer = answerWith(operation.context, operation.operation, {
    rows: [],
    values: {
      message: text("The password was changed."),
      userId: path("actor", "id"),
      changedAt: call("now"),
    },
  });
  return answer && [...statements, answer];
}

function findSession(): Statement {
  return {
    type: "find",
    name: "session",
    mode: "one",
    model: "Session",
    parameter: "row",
    where: equals(path("row", "tokenHash"), call("hashToken", path("tokens", "refreshToken"))),
    scope: "none",
    error: "unauthorized",
  };
}

/** Answers with the pair of tokens and who was signed in. */
function signedIn(operation: AccountOperation, statements: Statement[]): Statement[] | undefined {
  const seconds = path("tokens", "expiresIn");
  const minutes = call("floor", binary("/", call("decimal", seconds), integer(60)));
  const answered = answeredWith(operation, {
    accessToken: path("tokens", "accessToken"),
    refreshToken: path("tokens", "refreshToken"),
    expiresIn: seconds,
    expiredAt: binary("+", call("now"), call("minutes", minutes)),
    refreshableUntil: path("session", "expiresAt"),
    tokenType: text("Bearer"),
  });
  if (!answered) return undefined;
  const isFound = statements.some((statement) => statement.type === "find" && statement.name === "session");
  const isNeeded = answered.value !== undefined && freeNames(answered.value).has("session");
  return [...statements, ...(isNeeded && !isFound ? [findSession()] : []), answered];
}

function answered(operation: AccountOperation, statements: Statement[]): Statement[] | undefined {
  const answer = answeredWith(operation, {});
  return answer && [...statements, answer];
}

/** The profile, and what is reached from it: its account, and a person that kinds of actors share. */
function answeredWith(
  { context, operation, profile }: AccountOperation,
  values: Record<string, Expression>,
): Extract<Statement, { type: "return" }> | undefined {
  const variable = rowVariable(profile);
  const rows = [
    { value: name(variable), model: profile },
    ...personsOf(context.database, profile).map(({ relation, model }) => ({
      value: path(variable, relation),
      model,
    })),
    { value: path(variable, "account"), model: "Account" },
  ];
  return answerWith(context, operation, { rows, values });
}
