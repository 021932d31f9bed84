import type { Operation } from "../../api/document.ts";
import { call, equals, member, name, path, text } from "../../expression/build.ts";
import type { Call, Scenario, TestStatement } from "../../scenario/document.ts";
import { statedOf } from "../concepts.ts";
import { operationById } from "../tables.ts";
import { accountProperties } from "./account-body.ts";
import { guardScenario } from "./access.ts";
import {
  actor,
  body,
  errorOf,
  expecting,
  newPassword,
  refreshBody,
  refuse,
  resetBody,
  signInBody,
  succeed,
} from "./account-statements.ts";
import { bodyCases } from "./cases.ts";
import type { House, Named } from "./house.ts";
import { newPlan } from "./make.ts";
import { makeActor, sample } from "./plan.ts";

type Roles = Record<
  "signIn" | "refresh" | "signOut" | "me" | "changePassword" | "requestPasswordReset" | "resetPassword",
  string
>;

/** Tests of joining, signing in and out, refreshing and passwords, for those operations that are there. */
export function accountScenarios(house: House): Scenario[] {
  const proves = statedOf(house.requirements, "account").map(({ id }) => id);
  const kind = Object.keys(house.requirements.actors)[0];
  if (kind === undefined) return [];
  const scenarios: Scenario[] = [];
  const operation = (role: string): Named | undefined => operationById(house.api, `account/${role}`);
  const roles = [
    "signIn",
    "refresh",
    "signOut",
    "me",
    "changePassword",
    "requestPasswordReset",
    "resetPassword",
  ];
  const names = Object.fromEntries(roles.map((role) => [role, operation(role)?.name ?? ""])) as Roles;
  const add = (
    needs: (keyof Roles)[],
    id: string,
    title: string,
    statements: TestStatement[],
    alone = false,
  ): void => {
    if (needs.some((role) => names[role] === "")) return;
    const [group] = needs.map((role) => operation(role)!.operation.group);
    const story = { type: "story", id: `account/${id}`, group: group!, title, proves, statements } as const;
    scenarios.push(alone ? { ...story, alone } : story);
  };

  for (const [actorKind, actor] of Object.entries(house.requirements.actors)) {
    for (const role of ["join", "register"]) {
      const found = operationById(house.api, `${actor.id}/${role}`);
      if (found) scenarios.push(...newAccount(house, found, actorKind, names, proves));
    }
  }
  add(["signIn", "me"], "sign-in", "whoever knows the password signs in", [
    actor(kind),
    succeed(names.signIn, "guest", signInBody("member", "password"), "tokens"),
    succeed(names.me, "tokens", undefined, "me"),
    expecting(equals(path("me", "id"), path("member", "id"))),
    expecting(equals(path("me", "email"), path("member", "email"))),
    refuse(
      names.signIn,
      "guest",
      body({ email: path("member", "email"), password: text("wrong password") }),
      errorOf(house, "wrong-credentials", 401),
    ),
    refuse(
      names.signIn,
      "guest",
      body({ email: text("nobody@example.com"), password: text("wrong password") }),
      errorOf(house, "wrong-credentials", 401),
    ),
  ]);
  add(["refresh"], "refresh", "a refresh token works once; its second use ends the family", [
    actor(kind),
    succeed(names.refresh, "guest", refreshBody("member"), "next"),
    refuse(names.refresh, "guest", refreshBody("member"), { status: 401 }),
    refuse(names.refresh, "guest", refreshBody("next"), { status: 401 }),
  ]);
  add(["signOut", "refresh"], "sign-out", "signing out ends the session", [
    actor(kind),
    succeed(names.signOut, "member"),
    refuse(names.refresh, "guest", refreshBody("member"), { status: 401 }),
  ]);
  add(
    ["signIn", "me"],
    "expiry",
    "an access token expires after fifteen minutes",
    [
      actor(kind),
      succeed(names.signIn, "guest", signInBody("member", "password"), "tokens"),
      succeed(names.me, "tokens"),
      { type: "advance", duration: "PT16M" },
      refuse(names.me, "tokens", undefined, { status: 401 }),
    ],
    true,
  );
  add(
    ["changePassword", "signIn", "refresh"],
    "change-password",
    "a new password replaces the old one and ends the sessions",
    [
      actor(kind),
      refuse(
        names.changePassword,
        "member",
        body({ currentPassword: text("wrong password"), newPassword: text(newPassword) }),
        errorOf(house, "wrong-password", 422),
      ),
      succeed(
        names.changePassword,
        "member",
        body({ currentPassword: path("member", "password"), newPassword: text(newPassword) }),
      ),
      refuse(names.refresh, "guest", refreshBody("member"), { status: 401 }),
      refuse(
        names.signIn,
        "guest",
        signInBody("member", "password"),
        errorOf(house, "wrong-credentials", 401),
      ),
      succeed(names.signIn, "guest", body({ email: path("member", "email"), password: text(newPassword) })),
    ],
  );
  add(
    ["requestPasswordReset", "resetPassword", "signIn", "refresh"],
    "reset-password",
    "a mailed token sets a new password, once and for an hour",
    [
      actor(kind),
      succeed(names.requestPasswordReset, "guest", body({ email: path("member", "email") })),
      { type: "inbox", of: "member", name: "mails" },
      { type: "let", name: "token", value: call("lastWord", member(call("first", name("mails")), "body")) },
      succeed(names.resetPassword, "guest", resetBody(name("token"))),
      succeed(names.signIn, "guest", body({ email: path("member", "email"), password: text(newPassword) })),
      refuse(
        names.signIn,
        "guest",
        signInBody("member", "password"),
        errorOf(house, "wrong-credentials", 401),
      ),
      refuse(names.refresh, "guest", refreshBody("member"), { status: 401 }),
      refuse(
        names.resetPassword,
        "guest",
        resetBody(name("token")),
        errorOf(house, "invalid-reset-token", 422),
      ),
      succeed(names.requestPasswordReset, "guest", body({ email: text("nobody@example.com") })),
    ],
  );
  add(
    ["requestPasswordReset", "resetPassword"],
    "reset-expiry",
    "a mailed token works no longer than an hour",
    [
      actor(kind),
      succeed(names.requestPasswordReset, "guest", body({ email: path("member", "email") })),
      { type: "inbox", of: "member", name: "mails" },
      { type: "let", name: "token", value: call("lastWord", member(call("first", name("mails")), "body")) },
      { type: "advance", duration: "PT2H" },
      refuse(
        names.resetPassword,
        "guest",
        resetBody(name("token")),
        errorOf(house, "invalid-reset-token", 422),
      ),
    ],
    true,
  );
  return [...scenarios, ...roles.flatMap((role) => invalidBodies(house, operation(role), kind))];
}

/** Sign-up, or an account that staff makes: it works, invalid bodies are refused, an address is taken once. */
function newAccount(house: House, found: Named, kind: string, names: Roles, proves: string[]): Scenario[] {
  const { name: called, operation } = found;
  const schema = operation.body;
  const by = operation.access.includes("public") ? undefined : operation.access[0];
  if (schema === undefined || (by !== undefined && !Object.hasOwn(house.requirements.actors, by))) return [];
  const setup: TestStatement[] = by === undefined ? [] : [{ type: "actor", name: "staff", kind: by }];
  const caller = by === undefined ? "guest" : "staff";
  const properties = accountProperties(house, kind, schema);
  const guarded = guardScenario(house, found);
  if (!properties) return guarded ? [guarded] : [];
  const sent: TestStatement = { type: "let", name: "sent", value: sample(schema, properties) };
  const statements: TestStatement[] = [...setup, sent];
  if (by === undefined && operation.answer.schema !== undefined) {
    statements.push(succeed(called, caller, name("sent"), "tokens"));
    if (names.me !== "" && hasTokens(house, operation)) {
      statements.push(
        succeed(names.me, "tokens", undefined, "me"),
        expecting(equals(path("me", "email"), path("sent", "email"))),
        expecting(equals(path("me", "kind"), text(kind))),
      );
    }
  } else {
    statements.push(succeed(called, caller, name("sent")));
    if (names.signIn !== "") {
      statements.push(
        succeed(
          names.signIn,
          "guest",
          body({ email: path("sent", "email"), password: path("sent", "password") }),
        ),
      );
    }
  }
  statements.push(refuse(called, caller, name("sent"), errorOf(house, "email-taken", 409)));
  const base: Call = { operation: called, as: caller, body: sample(schema, properties) };
  return [
    {
      type: "story",
      id: `${operation.id}/story`,
      group: operation.group,
      title: `${operation.summary}, once for each address`,
      proves,
      statements,
    },
    {
      type: "cases",
      id: `${operation.id}/cases`,
      group: operation.group,
      title: operation.summary,
      proves: [],
      setup,
      call: base,
      cases: [
        { title: "as it is", status: operation.answer.status },
        ...bodyCases(house, operation, base.body),
      ],
    },
    ...(guarded ? [guarded] : []),
  ];
}

function hasTokens(house: House, operation: Operation): boolean {
  return Object.hasOwn(house.api.schemas[operation.answer.schema ?? ""]?.properties ?? {}, "accessToken");
}

/** Bodies that do not fit are refused before anything else. */
function invalidBodies(house: House, found: Named | undefined, kind: string): Scenario[] {
  if (!found) return [];
  const { name: called, operation } = found;
  const guard = guardScenario(house, found);
  const scenarios: Scenario[] = guard ? [guard] : [];
  if (operation.body === undefined) return scenarios;
  const plan = newPlan(house);
  const isPublic = operation.access.includes("public");
  const caller = isPublic ? undefined : makeActor(plan, kind);
  const base: Call = {
    operation: called,
    as: caller?.row?.variable ?? "guest",
    body: sample(operation.body),
  };
  const cases = bodyCases(house, operation, base.body);
  if (cases.length === 0) return scenarios;
  scenarios.push({
    type: "cases",
    id: `${operation.id}/cases`,
    group: operation.group,
    title: operation.summary,
    proves: [],
    setup: plan.statements,
    call: base,
    cases,
  });
  return scenarios;
}
