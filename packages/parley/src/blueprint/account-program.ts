import type { Operation } from "../api/document.ts";
import {
  all,
  binary,
  call,
  equals,
  isNull,
  name,
  nullValue,
  object,
  path,
  text,
} from "../expression/build.ts";
import type { Expression } from "../expression/document.ts";
import type { Program, Statement } from "../program/document.ts";
import type { Actor } from "../requirements/document.ts";
import { newRow, settle } from "./creation.ts";
import { sentOrDefault } from "./defaults.ts";
import { effects } from "./effects.ts";
import { untilRefused } from "./guards.ts";
import { clientFields, operationById, tablesOf, type DraftContext } from "./tables.ts";
import { procedureVariables } from "./variables.ts";

/** How long a mailed token to set a new password works. */
const resetLifetime = "PT1H";

/** Adds the procedures of the account kernel, for those of its operations that still exist. */
export function draftAccountProgram(program: Program, context: DraftContext): void {
  const add = (id: string, statements: (operation: Operation) => Statement[]): void => {
    const found = operationById(context.api, id);
    if (found) program.procedures[found.name] = { id, statements: statements(found.operation) };
  };
  for (const [, actor] of Object.entries(context.requirements.actors)) {
    add(`${actor.id}/join`, (operation) => joining(context, actor, operation));
    add(`${actor.id}/register`, (operation) => registering(context, actor, operation));
  }
  add("account/signIn", signIn);
  add("account/refresh", () => [
    {
      type: "rotateTokens",
      name: "tokens",
      token: path("body", "refreshToken"),
      error: "invalid-refresh-token",
    },
    { type: "return", value: name("tokens") },
  ]);
  add("account/signOut", () => [{ type: "revokeTokens", of: "session" }, { type: "return" }]);
  add("account/me", me);
  add("account/changePassword", changePassword);
  add("account/requestPasswordReset", requestPasswordReset);
  add("account/resetPassword", resetPassword);
}

const normalizedEmail = call("lower", path("body", "email"));

/**
 * The account and its profile, with all that holds for the making of one. Who signs up acts as the new profile, which
 * is there after it is made; who registers somebody acts as themselves.
 */
function newProfile(
  context: DraftContext,
  actor: Actor,
  operation: Operation,
  isSelf: boolean,
): Profile | undefined {
  const table = tablesOf(context.requirements, context.database).find(({ noun }) => noun.id === actor.id);
  if (!table) return undefined;
  const made = newRow(context, table, operation, procedureVariables(table.name));
  const { data } = made;
  const variable = made.variables.row;
  for (const [field, column] of clientFields(table.model))
    data[field] = sentOrDefault(path("body", field), column);
  const before = settle(made);
  const account: Expression = path("account", "id");
  return {
    variable,
    statements: [
      ...before,
      {
        type: "create",
        name: "account",
        model: "Account",
        data: { email: normalizedEmail, passwordHash: call("hashPassword", path("body", "password")) },
      },
      { type: "create", name: variable, model: table.name, data: { accountId: account, ...data } },
      ...effects(context, made, "create", isSelf ? { kind: table.noun.actor!, variable } : undefined),
    ],
  };
}

interface Profile {
  /** Holds the new profile. */
  variable: string;
  statements: Statement[];
}

function joining(context: DraftContext, actor: Actor, operation: Operation): Statement[] {
  return untilRefused([
    ...(newProfile(context, actor, operation, true)?.statements ?? []),
    { type: "issueTokens", name: "tokens", account: path("account", "id") },
    { type: "return", value: name("tokens") },
  ]);
}

function registering(context: DraftContext, actor: Actor, operation: Operation): Statement[] {
  const profile = newProfile(context, actor, operation, false);
  if (!profile) return [{ type: "return" }];
  return untilRefused([...profile.statements, { type: "return", value: name(profile.variable) }]);
}

function findAccount(where: Expression, mode: "one" | "first"): Statement {
  return {
    type: "find",
    name: "account",
    mode,
    model: "Account",
    parameter: "row",
    where,
    scope: "none",
    ...(mode === "one" ? { error: "not-found" } : {}),
  };
}

/** The hash is verified for an unknown address too, so that both take the same time. */
function signIn(): Statement[] {
  const hash: Expression = {
    type: "member",
    object: name("account"),
    property: "passwordHash",
    optional: true,
  };
  return [
    findAccount(equals(path("row", "email"), normalizedEmail), "first"),
    { type: "let", name: "verified", value: call("verifyPassword", path("body", "password"), hash) },
    {
      type: "require",
      condition: all([name("verified"), binary("!=", name("account"), nullValue)]),
      error: "wrong-credentials",
    },
    { type: "issueTokens", name: "tokens", account: path("account", "id") },
    { type: "return", value: name("tokens") },
  ];
}

const ownAccount = equals(path("row", "id"), path("actor", "accountId"));

function me(): Statement[] {
  return [
    findAccount(ownAccount, "one"),
    {
      type: "return",
      value: object({
        id: path("actor", "id"),
        accountId: path("actor", "accountId"),
        kind: path("actor", "kind"),
        email: path("account", "email"),
      }),
    },
  ];
}

function changePassword(): Statement[] {
  return [
    findAccount(ownAccount, "one"),
    {
      type: "require",
      condition: call("verifyPassword", path("body", "currentPassword"), path("account", "passwordHash")),
      error: "wrong-password",
    },
    {
      type: "update",
      row: "account",
      data: { passwordHash: call("hashPassword", path("body", "newPassword")) },
    },
    { type: "revokeTokens", of: "account" },
    { type: "return" },
  ];
}

function requestPasswordReset(): Statement[] {
  return [
    findAccount(equals(path("row", "email"), normalizedEmail), "first"),
    {
      type: "if",
      condition: binary("!=", name("account"), nullValue),
      then: [
        { type: "let", name: "token", value: call("randomToken") },
        {
          type: "create",
          model: "PasswordReset",
          data: {
            accountId: path("account", "id"),
            tokenHash: call("hashToken", name("token")),
            expiresAt: binary("+", call("now"), { type: "duration", value: resetLifetime }),
          },
        },
        {
          type: "emit",
          to: path("account", "email"),
          subject: text("Set a new password"),
          body: binary(
            "+",
            text("With this token you can set a new password within an hour: "),
            name("token"),
          ),
        },
      ],
    },
    { type: "return" },
  ];
}

function resetPassword(): Statement[] {
  const reset = "passwordReset";
  return [
    {
      type: "find",
      name: reset,
      mode: "one",
      model: "PasswordReset",
      parameter: "row",
      where: all([
        equals(path("row", "tokenHash"), call("hashToken", path("body", "token"))),
        isNull(path("row", "usedAt")),
        binary(">", path("row", "expiresAt"), call("now")),
      ]),
      scope: "none",
      error: "invalid-reset-token",
      lock: true,
    },
    { type: "update", row: reset, data: { usedAt: call("now") } },
    {
      type: "find",
      name: "account",
      mode: "one",
      model: "Account",
      parameter: "row",
      where: equals(path("row", "id"), path(reset, "accountId")),
      scope: "none",
      error: "invalid-reset-token",
    },
    {
      type: "update",
      row: "account",
      data: { passwordHash: call("hashPassword", path("body", "newPassword")) },
    },
    {
      type: "updateMany",
      model: "Session",
      parameter: "row",
      where: all([equals(path("row", "accountId"), path("account", "id")), isNull(path("row", "revokedAt"))]),
      data: { revokedAt: call("now") },
    },
    { type: "return" },
  ];
}
