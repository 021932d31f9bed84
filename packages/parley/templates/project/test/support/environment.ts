import type { Environment } from "../../src/environment.ts";
import type { ActorKind } from "../../src/security/actors.ts";
import type { Credentials } from "../../src/security/bootstrap.ts";

/** Of every account that a test did not give another one. */
export const PASSWORD = "correct horse battery staple";

/** The first account of a kind that nobody can sign up as. */
export function bootstrapAccount(kind: ActorKind): Credentials {
  return { email: `first-${kind.toLowerCase()}@example.com`, password: PASSWORD };
}

export function testEnvironment(databaseUrl: string): Environment {
  return {
    mode: "test",
    host: "127.0.0.1",
    port: 0,
    databaseUrl,
    databasePool: 10,
    tokenSecret: "a secret that is only used in tests",
    corsOrigins: ["https://app.example.com"],
    bodyLimit: 1_048_576,
    trustProxy: false,
    rateLimits: false,
  };
}
