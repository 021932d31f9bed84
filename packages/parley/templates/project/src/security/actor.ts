import { createParamDecorator, type ExecutionContext } from "@nestjs/common";
import type { FastifyRequest } from "fastify";
import type { DatabaseClient } from "../database/database.service.ts";
import type { ActorKind } from "./actors.ts";

/** Who calls. A guest is `null`. */
export type Actor = {
  kind: ActorKind;
  /** Of the profile, not of the account. */
  id: string;
  accountId: string;
  sessionId: string;
};

/** How a kind of actor is stored: a table with one row for each account that is of this kind. */
export type ActorSource = {
  find: (client: DatabaseClient, accountId: string) => Promise<{ id: string } | null>;
  /** For a kind that nobody can sign up as: one of them, where there is one already. */
  first?: (client: DatabaseClient) => Promise<{ id: string } | null>;
  /** For such a kind: makes the profile of the first one. */
  bootstrap?: (client: DatabaseClient, profile: NewProfile) => Promise<unknown>;
};

export type NewProfile = { id: string; accountId: string; email: string; createdAt: Date };

declare module "fastify" {
  interface FastifyRequest {
    actor?: Actor;
  }
}

/** The actor of this request, or `null` where guests are let in. */
export const CurrentActor = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Actor | null =>
    context.switchToHttp().getRequest<FastifyRequest>().actor ?? null,
);
