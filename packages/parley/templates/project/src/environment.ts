import { randomBytes } from "node:crypto";
import { z } from "zod";

const flag = z.enum(["true", "false"]).transform((value) => value === "true");

const list = z.string().transform((value) =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

const variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  HOST: z.string().default("0.0.0.0"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(1).max(500).default(10),
  TOKEN_SECRET: z.string().min(32).optional(),
  CORS_ORIGINS: list.default([]),
  BODY_LIMIT: z.coerce.number().int().min(1024).default(1_048_576),
  TRUST_PROXY: flag.default(false),
  RATE_LIMITS: flag.default(true),
});

export const ENVIRONMENT = Symbol("environment");

export type Environment = {
  mode: "development" | "production" | "test";
  host: string;
  port: number;
  databaseUrl: string;
  databasePool: number;
  tokenSecret: string;
  corsOrigins: string[];
  /** Bytes. */
  bodyLimit: number;
  trustProxy: boolean;
  rateLimits: boolean;
};

/** Settings of this process; `databaseUrl` is missing when an embedded database is wanted. */
export function readEnvironment(
  source: Record<string, string | undefined>,
): Omit<Environment, "databaseUrl"> & { databaseUrl?: string } {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const { data, error } = variables.safeParse(given);
  if (error) {
    const lines = error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment is not valid:\n${lines.join("\n")}`);
  }
  if (data.NODE_ENV === "production") {
    const missing = (["DATABASE_URL", "TOKEN_SECRET"] as const).filter((name) => data[name] === undefined);
    if (missing.length > 0) throw new Error(`Missing in production: ${missing.join(", ")}`);
  }
  return {
    mode: data.NODE_ENV,
    host: data.HOST,
    port: data.PORT,
    databaseUrl: data.DATABASE_URL,
    databasePool: data.DATABASE_POOL,
    tokenSecret: data.TOKEN_SECRET ?? randomBytes(32).toString("base64url"),
    corsOrigins: data.CORS_ORIGINS,
    bodyLimit: data.BODY_LIMIT,
    trustProxy: data.TRUST_PROXY,
    rateLimits: data.RATE_LIMITS,
  };
}
