import type { ApiSchema, NamedSchema } from "../../api/document.ts";
import { call, member, name, path, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Call, Scenario, TestStatement } from "../../scenario/document.ts";
import { words } from "../../text/names.ts";
import { accountRoles, type AccountRole } from "../generic-account.ts";
import { genericProcedure, NOT_IMPLEMENTED } from "../generic.ts";
import { titleOf } from "./generic-meaning.ts";
import { actorOf, type Making } from "./generic-rows.ts";
import type { House, Named } from "./house.ts";
import { sample, variable } from "./plan.ts";

interface AccountOperation extends Named {
  role: AccountRole;
  profile: string;
}

/** Stories of what an API that nobody spoke of does with accounts: joining, signing in and out, changing a password. */
export function genericAccountStories(
  house: House,
  covered: ReadonlySet<string>,
  newMaking: () => Making,
): Scenario[] {
  const operations = Object.entries(house.api.operations).flatMap(
    ([called, operation]): AccountOperation[] => {
      const [, profile, said] = /^(.+)\/account\/([a-zA-Z]+?)\d*$/.exec(operation.id) ?? [];
      const role = accountRoles.find((one) => one === said);
      if (covered.has(called) || !role || profile === undefined) return [];
      return [{ name: called, operation, role, profile }];
    },
  );
  return operations.flatMap((one) => {
    const [first] = genericProcedure(house, one);
    if (first?.type === "require" && first.error === NOT_IMPLEMENTED) return [];
    const making = newMaking();
    if (!tell(making, operations, one)) return [];
    const { operation } = one;
    return [
      {
        type: "story",
        id: `${operation.id}/story`,
        group: operation.group,
        title: `${titleOf(operation)}, from the beginning`,
        proves: [],
        statements: making.plan.statements,
      },
    ];
  });
}

/** Writes the story; `false` where something that it needs is not known. */
function tell(making: Making, all: readonly AccountOperation[], one: AccountOperation): boolean {
  const push = (...statements: TestStatement[]): boolean => making.plan.statements.push(...statements) > 0;
  switch (one.role) {
    case "join":
      return join(making, one) !== undefined;
    case "register": {
      const as = whoMay(making, one);
      const credentials = credentialsFor(making, one);
      return as !== undefined && credentials !== undefined && push(calling(one, as, credentials.body));
    }
    case "signIn":
    case "refresh": {
      const joining = all.find(({ role, profile }) => role === "join" && profile === one.profile);
      const joined = joining && join(making, joining);
      const body =
        joined &&
        (one.role === "signIn" ? signInBody(making, one, joined) : refreshBody(making, one, joined));
      return body !== undefined && push(calling(one, "guest", body));
    }
    case "signOut": {
      const kind = one.operation.access.find((access) => access !== "public");
      if (kind === undefined || one.operation.body !== undefined) return false;
      const actor = actorOf(making, kind);
      return actor !== undefined && push(calling(one, actor));
    }
    case "changePassword": {
      const kind = one.operation.access.find((access) => access !== "public");
      const current = sentAs(making.house, one, "current password", "old password", "password");
      const next = sentAs(making.house, one, "new password");
      if (kind === undefined || current === undefined || next === undefined) return false;
      const actor = actorOf(making, kind);
      if (actor === undefined) return false;
      const body = sample(one.operation.body!, {
        [current]: path(actor, "password"),
        [next]: text("another Passw0rd"),
      });
      return push(calling(one, actor, body));
    }
    default:
      return one.role satisfies never;
  }
}

/** A guest, where that is let in. */
function whoMay(making: Making, { operation: { access } }: AccountOperation): string | undefined {
  const [kind] = access;
  return access.includes("public") || kind === undefined ? "guest" : actorOf(making, kind);
}

function calling({ name: operation }: Named, as: string, body?: Expression): TestStatement {
  return { type: "call", call: body ? { operation, as, body } : { operation, as } };
}

interface Joined {
  email: Expression;
  password: Expression;
  answer: string;
  operation: AccountOperation;
}

/** Signs somebody new up and keeps what that takes. */
function join(making: Making, joining: AccountOperation): Joined | undefined {
  const credentials = credentialsFor(making, joining);
  if (!credentials || joining.operation.answer.schema === undefined) return undefined;
  const as = whoMay(making, joining);
  if (as === undefined) return undefined;
  const answer = variable(making.plan, "joined");
  const made: Call = { operation: joining.name, as, body: credentials.body };
  making.plan.statements.push({ type: "call", call: made, name: answer });
  return { ...credentials, answer, operation: joining };
}

function credentialsFor(
  making: Making,
  one: AccountOperation,
): { email: Expression; password: Expression; body: Expression } | undefined {
  const email = sentAs(making.house, one, "email");
  const password = sentAs(making.house, one, "password", "password hash");
  if (email === undefined || password === undefined) return undefined;
  const address = variable(making.plan, "email");
  making.plan.statements.push({ type: "let", name: address, value: call("randomFormat", text("email")) });
  const secret = text("correct Passw0rd");
  const body = sample(one.operation.body!, { [email]: name(address), [password]: secret });
  return { email: name(address), password: secret, body };
}

/** The name on the wire of the body's property that is called by one of the phrases. */
function sentAs({ api }: House, { operation }: Named, ...phrases: string[]): string | undefined {
  const schema = operation.body === undefined ? undefined : api.schemas[operation.body];
  for (const phrase of phrases) {
    const found = Object.entries(schema?.properties ?? {}).find(
      ([property]) => words(property).join(" ") === phrase,
    );
    if (found) return found[1].wire ?? found[0];
  }
  return undefined;
}

function signInBody({ house }: Making, one: AccountOperation, joined: Joined): Expression | undefined {
  const who = sentAs(house, one, "email", "identifier", "username or email", "login");
  const password = sentAs(house, one, "password", "password hash");
  if (who === undefined || password === undefined) return undefined;
  return sample(one.operation.body!, { [who]: joined.email, [password]: joined.password });
}

function refreshBody({ house }: Making, one: AccountOperation, joined: Joined): Expression | undefined {
  const token = sentAs(house, one, "refresh token", "refresh", "token");
  const schema = house.api.schemas[joined.operation.operation.answer.schema!];
  const chain = schema && tokenIn(house, schema);
  if (token === undefined || !chain) return undefined;
  const value = chain.reduce<Expression>(member, name(joined.answer));
  return one.operation.body === undefined ? undefined : sample(one.operation.body, { [token]: value });
}

/** Where an answer holds the refresh token. */
function tokenIn({ api }: Pick<House, "api">, schema: NamedSchema, depth = 2): string[] | undefined {
  for (const [property, { schema: shown, optional, wire = property }] of Object.entries(schema.properties)) {
    if (optional) continue;
    if (shown.type === "string" && ["refresh token", "refresh"].includes(words(property).join(" ")))
      return [wire];
    const inner = depth > 0 ? innerOf(api.schemas, shown) : undefined;
    const below = inner && tokenIn({ api }, inner, depth - 1);
    if (below) return [wire, ...below];
  }
  return undefined;
}

function innerOf(schemas: Record<string, NamedSchema>, schema: ApiSchema): NamedSchema | undefined {
  return schema.type === "reference" ? schemas[schema.schema] : undefined;
}
