import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from "@nestjs/common";
import { Reflector } from "@nestjs/core";
import type { FastifyRequest } from "fastify";
import { Clock } from "../common/clock.ts";
import { Problem } from "../common/problem.ts";
import { ENVIRONMENT, type Environment } from "../environment.ts";

const LIMIT = Symbol("limit");
const DEFAULT_LIMIT = 600;
const WINDOW = 60_000;

type Window = { endsAt: number; calls: number };

/** How often one caller may call a handler within a minute; without it, 600 times. */
export function RateLimit(callsPerMinute: number): MethodDecorator & ClassDecorator {
  return SetMetadata(LIMIT, callsPerMinute);
}

/** Counts in the memory of this process: signed-in callers by account, guests by address. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly windows = new Map<string, Window>();
  private sweepAt = 0;

  constructor(
    private readonly reflector: Reflector,
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    if (!this.environment.rateLimits) return true;
    const now = this.clock.now().getTime();
    this.sweep(now);

    const limit = this.reflector.getAllAndOverride<number | undefined>(LIMIT, [
      context.getHandler(),
      context.getClass(),
    ]);
    const window = this.findWindow(keyOf(context), now);
    window.calls += 1;
    if (window.calls > (limit ?? DEFAULT_LIMIT)) {
      throw new Problem("too-many-requests", { retryAfter: Math.ceil((window.endsAt - now) / 1000) });
    }
    return true;
  }

  private findWindow(key: string, now: number): Window {
    const current = this.windows.get(key);
    if (current && current.endsAt > now) return current;
    const fresh = { endsAt: now + WINDOW, calls: 0 };
    this.windows.set(key, fresh);
    return fresh;
  }

  private sweep(now: number): void {
    if (now < this.sweepAt) return;
    this.sweepAt = now + WINDOW;
    for (const [key, { endsAt }] of this.windows) if (endsAt <= now) this.windows.delete(key);
  }
}

function keyOf(context: ExecutionContext): string {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const caller = request.actor?.accountId ?? request.ip;
  return `${context.getClass().name}.${context.getHandler().name} ${caller}`;
}
