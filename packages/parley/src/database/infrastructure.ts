import type { Field, Model, Relation } from "./document.ts";

const GROUP = "auth";
/** The longest address that SMTP carries. */
const EMAIL_LENGTH = 254;

/** The tables that every backend has; its own code relies on their names and columns. */
export function infrastructureModels(): Record<string, Model> {
  return {
    Account: {
      id: "Account",
      description: "Who signs in. What an account may do follows from its profiles.",
      group: GROUP,
      traits: [{ type: "account" }],
      fields: {
        email: field("Account/email", "email", { maxLength: EMAIL_LENGTH, personal: true }),
        passwordHash: field("Account/passwordHash", "text", { secret: true, managed: true }),
      },
      relations: {},
      uniques: { email: { fields: ["email"], error: "email-taken" } },
      immutable: true,
    },
    Session: {
      id: "Session",
      description: "A refresh token; those of one sign-in form a family.",
      group: GROUP,
      traits: [{ type: "session" }, { type: "child", relation: "account" }],
      fields: {
        familyId: field("Session/familyId", "uuid", { managed: true }),
        tokenHash: field("Session/tokenHash", "text", { secret: true, managed: true }),
        expiresAt: field("Session/expiresAt", "datetime", { managed: true }),
        rotatedAt: field("Session/rotatedAt", "datetime", { nullable: true, managed: true }),
        revokedAt: field("Session/revokedAt", "datetime", { nullable: true, managed: true }),
      },
      relations: { account: accountOf("Session", "sessions") },
      uniques: { tokenHash: { fields: ["tokenHash"] } },
      indexes: { familyId: { fields: [{ field: "familyId" }] } },
      immutable: true,
    },
    PasswordReset: {
      id: "PasswordReset",
      description: "Permission to set a new password once, sent by mail.",
      group: GROUP,
      traits: [{ type: "child", relation: "account" }],
      fields: {
        tokenHash: field("PasswordReset/tokenHash", "text", { secret: true, managed: true }),
        expiresAt: field("PasswordReset/expiresAt", "datetime", { managed: true }),
        usedAt: field("PasswordReset/usedAt", "datetime", { nullable: true, managed: true }),
      },
      relations: { account: accountOf("PasswordReset", "passwordResets") },
      uniques: { tokenHash: { fields: ["tokenHash"] } },
      immutable: true,
    },
    OutboxMessage: {
      id: "OutboxMessage",
      description: "Mail on its way out.",
      group: GROUP,
      traits: [{ type: "outbox" }],
      fields: {
        recipient: field("OutboxMessage/recipient", "email", {
          maxLength: EMAIL_LENGTH,
          personal: true,
          managed: true,
        }),
        subject: field("OutboxMessage/subject", "text", { managed: true }),
        body: field("OutboxMessage/body", "text", { managed: true, secret: true }),
        sentAt: field("OutboxMessage/sentAt", "datetime", { nullable: true, managed: true }),
      },
      relations: {},
      indexes: { recipient: { fields: [{ field: "recipient" }] } },
      immutable: true,
    },
  };
}

function field(id: string, type: Field["type"], more: Partial<Field>): Field {
  return { id, type, ...more };
}

function accountOf(model: string, inverse: string): Relation {
  return {
    id: `${model}/account`,
    target: "Account",
    inverse,
    cardinality: "manyToOne",
    required: true,
    onDelete: "cascade",
    managed: true,
  };
}
