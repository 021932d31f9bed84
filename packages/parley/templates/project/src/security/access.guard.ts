import { type CanActivate, type ExecutionContext, Injectable, SetMetadata } from "@nestjs/common";
import { Reflector } from "@nestjs/core";
import type { FastifyRequest } from "fastify";
import { Problem } from "../common/problem.ts";
import type { Actor } from "./actor.ts";
import type { ActorKind } from "./actors.ts";
import { Tokens } from "./tokens.ts";

type Caller = "public" | ActorKind;

const CALLERS = Symbol("callers");

/**
 * Who may call a handler. An account of several kinds acts as the first one listed; with "public" among
 * them guests may call too, and whoever sends a token is still recognised.
 */
export function Access(...callers: Caller[]): MethodDecorator & ClassDecorator {
  return SetMetadata(CALLERS, callers);
}

/** Refuses every call that the handler's `@Access` does not allow; without one, all of them. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: Tokens,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const allowed = this.reflector.getAllAndOverride<Caller[] | undefined>(CALLERS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (!allowed) throw new Problem("forbidden");

    // A stale token must not keep anybody from signing in.
    if (allowed.every((caller) => caller === "public")) return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (authorization === undefined) {
      if (allowed.includes("public")) return true;
      throw new Problem("unauthorized");
    }
    request.actor = this.identify(authorization, allowed);
    if (!request.actor && !allowed.includes("public")) throw new Problem("forbidden");
    return true;
  }

  private identify(authorization: string, allowed: Caller[]): Actor | undefined {
    const [scheme, token] = authorization.split(" ");
    if (scheme?.toLowerCase() !== "bearer" || !token) throw new Problem("unauthorized");
    const claims = this.tokens.verify(token);
    for (const kind of allowed) {
      const id = kind === "public" ? undefined : claims.actors[kind];
      if (kind !== "public" && id) return { kind, id, accountId: claims.sub, sessionId: claims.sid };
    }
    return undefined;
  }
}
