import type { Api, ApiSchema, NamedSchema, Operation, Property } from "../api/document.ts";
import type { Database } from "../database/document.ts";
import { modelNameOf } from "../database/fields.ts";
import type { Actor, Requirements } from "../requirements/document.ts";
import { camelCase, kebabCase, pascalCase, words } from "../text/names.ts";
import { kindsByPrecedence, nounOf, permissionsFor, profileName, registrars, statedOf } from "./concepts.ts";
import { viewOf } from "./shapes.ts";
import { clientFields, ruleErrors, rulesOf } from "./tables.ts";
import { article, fieldSchema, unique } from "./wire.ts";

const email: ApiSchema = { type: "string", format: "email", maxLength: 254 };
const password: ApiSchema = { type: "string", format: "password", minLength: 8, maxLength: 128 };
/** What is only compared is bounded in length and nothing else. */
const secret: ApiSchema = { type: "string", minLength: 1, maxLength: 256 };

function required(schema: ApiSchema): Property {
  return { schema };
}

const accountErrors = {
  "email-taken": { status: 409, title: "There is an account with this e-mail address already." },
  "wrong-credentials": { status: 401, title: "E-mail address or password is wrong." },
  "invalid-refresh-token": {
    status: 401,
    title: "The refresh token is unknown, expired or was used before.",
  },
  "wrong-password": { status: 422, title: "The current password is wrong." },
  "invalid-reset-token": { status: 422, title: "The token is unknown, expired or was used before." },
};

/** Adds sign-up, sign-in and what belongs to it; every kind of actor has an account. */
export function draftAccountApi(api: Api, requirements: Requirements, database: Database): void {
  for (const [code, error] of Object.entries(accountErrors))
    api.errors[code] = { id: `account/${code}`, ...error };
  const kinds = kindsByPrecedence(requirements).filter((kind) => kind !== "guest");
  const carried = statedOf(requirements, "account").map(({ id }) => id);

  const schema = (name: string, properties: Record<string, Property>): string => {
    const node: NamedSchema = { id: `account/${kebabCase(name)}`, properties };
    api.schemas[name] = node;
    return name;
  };
  const tokens = schema("Tokens", {
    accessToken: required({ type: "string", description: "Send it as a bearer token." }),
    refreshToken: required({ type: "string", description: "Works once; the answer holds the next one." }),
    expiresIn: required({ type: "integer", description: "Seconds until the access token expires." }),
  });
  const add = (
    name: string,
    part: Pick<Operation, "verb" | "path" | "summary" | "answer" | "access" | "errors"> & Partial<Operation>,
  ): void => {
    api.operations[name] = {
      id: `account/${name}`,
      group: "auth",
      method: name,
      parameters: {},
      requirements: carried,
      ...part,
    };
  };
  const withTokens = { status: 200, schema: tokens, shape: "one" } as const;
  const nothing = { status: 204, shape: "none" } as const;

  const joining = Object.entries(requirements.actors).filter(([, actor]) => actor.arises === "signUp");
  for (const [kind, actor] of joining) {
    const only = joining.length === 1;
    const noun = nounOf(requirements, profileName(kind));
    const name = only ? "join" : camelCase(`join_as_${kind}`);
    add(name, {
      id: `${actor.id}/join`,
      verb: "POST",
      path: only ? "/auth/join" : `/auth/join/${kebabCase(kind)}`,
      summary: `Sign up ${article(words(kind).join(" "))}`,
      body: schema(pascalCase(name), newAccount(database, actor)),
      answer: { ...withTokens, status: 201 },
      access: ["public"],
      errors: unique(["email-taken", ...(noun ? ruleErrors(requirements, noun, "create") : [])]),
      requirements: unique([...carried, ...(noun ? rulesOf(requirements, noun, "create") : [])]),
    });
  }
  add("signIn", {
    verb: "POST",
    path: "/auth/sign-in",
    summary: "Sign in",
    body: schema("SignIn", { email: required(email), password: required(secret) }),
    answer: withTokens,
    access: ["public"],
    errors: ["wrong-credentials"],
  });
  add("refresh", {
    verb: "POST",
    path: "/auth/refresh",
    summary: "Exchange a refresh token for new tokens",
    body: schema("Refresh", { refreshToken: required(secret) }),
    answer: withTokens,
    access: ["public"],
    errors: ["invalid-refresh-token"],
  });
  add("signOut", {
    verb: "POST",
    path: "/auth/sign-out",
    summary: "End the session",
    answer: nothing,
    access: kinds,
    errors: [],
  });
  add("me", {
    verb: "GET",
    path: "/auth/me",
    summary: "Show who is signed in",
    answer: {
      status: 200,
      shape: "one",
      schema: schema("Me", {
        id: required({ type: "string", format: "uuid" }),
        accountId: required({ type: "string", format: "uuid" }),
        kind: required({ type: "enum", values: kinds }),
        email: required({ type: "string", format: "email" }),
      }),
    },
    access: kinds,
    errors: ["not-found"],
  });
  add("changePassword", {
    verb: "PUT",
    path: "/auth/password",
    summary: "Change the password and end all sessions",
    body: schema("ChangePassword", { currentPassword: required(secret), newPassword: required(password) }),
    answer: nothing,
    access: kinds,
    errors: ["not-found", "wrong-password"],
  });
  add("requestPasswordReset", {
    verb: "POST",
    path: "/auth/password-reset",
    summary: "Mail a token to set a new password; the answer is the same for an unknown address",
    body: schema("RequestPasswordReset", { email: required(email) }),
    answer: nothing,
    access: ["public"],
    errors: [],
  });
  add("resetPassword", {
    verb: "POST",
    path: "/auth/password-reset/confirm",
    summary: "Set a new password with a mailed token",
    body: schema("ResetPassword", { token: required(secret), newPassword: required(password) }),
    answer: nothing,
    access: ["public"],
    errors: ["invalid-reset-token"],
  });
  for (const [kind, actor] of Object.entries(requirements.actors))
    draftRegistration(api, requirements, database, kind, actor);
}

/** Staff makes the account of a kind that does not sign up by itself: `POST /librarians`. */
function draftRegistration(
  api: Api,
  requirements: Requirements,
  database: Database,
  kind: string,
  actor: Actor,
): void {
  const by = registrars(requirements, kind);
  const model = modelNameOf(database, actor.id);
  if (by.length === 0 || model === undefined) return;
  const name = camelCase(`register_${kind}`);
  const noun = nounOf(requirements, profileName(kind));
  const creating = noun ? permissionsFor(requirements, noun, "create") : [];
  api.schemas[pascalCase(name)] = {
    id: `${actor.id}/register-body`,
    properties: newAccount(database, actor),
  };
  api.schemas[model] ??= {
    id: `${actor.id}/view`,
    model,
    properties: viewOf(requirements, database, database.models[model]!),
  };
  api.operations[name] = {
    id: `${actor.id}/register`,
    group: database.models[model]!.group,
    method: "register",
    verb: "POST",
    path: `/${database.models[model]!.group}`,
    summary: `Register ${article(words(kind).join(" "))}`,
    parameters: {},
    body: pascalCase(name),
    answer: { status: 201, schema: model, shape: "one" },
    access: by,
    errors: unique(["email-taken", ...(noun ? ruleErrors(requirements, noun, "create") : [])]),
    requirements: unique([
      ...[...statedOf(requirements, "account"), ...creating].map(({ id }) => id),
      ...(noun ? rulesOf(requirements, noun, "create") : []),
    ]),
  };
}

function newAccount(database: Database, actor: Actor): Record<string, Property> {
  const model = database.models[modelNameOf(database, actor.id) ?? ""];
  const profile = model ? clientFields(model) : [];
  const properties: Record<string, Property> = { email: required(email), password: required(password) };
  for (const [name, field] of profile) {
    // One address serves both.
    if (name === "email" && field.type === "email") continue;
    const optional = field.nullable || field.default !== undefined;
    const schema = fieldSchema(database, field, { attribute: actor.attributes[name] });
    properties[name] = { schema, ...(optional ? { optional: true } : {}) };
  }
  return properties;
}
