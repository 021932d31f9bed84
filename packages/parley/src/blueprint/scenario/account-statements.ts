import { object, path, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Refusal, TestStatement } from "../../scenario/document.ts";
import type { House } from "./house.ts";

export const newPassword = "another long enough password";

export function errorOf(house: House, code: string, status: number): Refusal {
  const error = house.api.errors[code];
  return error ? { status: error.status, code } : { status };
}

export function actor(kind: string): TestStatement {
  return { type: "actor", name: "member", kind };
}

export function body(properties: Record<string, Expression>): Expression {
  return object(properties);
}

export function signInBody(who: string, property: string): Expression {
  return body({ email: path(who, "email"), password: path(who, property) });
}

export function refreshBody(who: string): Expression {
  return body({ refreshToken: path(who, "refreshToken") });
}

export function resetBody(token: Expression): Expression {
  return body({ token, newPassword: text(newPassword) });
}

export function succeed(operation: string, as: string, sent?: Expression, kept?: string): TestStatement {
  return {
    type: "call",
    call: { operation, as, ...(sent ? { body: sent } : {}) },
    ...(kept === undefined ? {} : { name: kept }),
  };
}

export function refuse(
  operation: string,
  as: string,
  sent: Expression | undefined,
  refusal: Refusal,
): TestStatement {
  return { type: "refuse", call: { operation, as, ...(sent ? { body: sent } : {}) }, refusal };
}

export function expecting(condition: Expression): TestStatement {
  return { type: "expect", condition };
}
