import { createHash } from "node:crypto";
import { Inject, Injectable } from "@nestjs/common";
import jws from "jws";
import { z } from "zod";
import { Clock } from "../common/clock.ts";
import { Problem } from "../common/problem.ts";
import { ENVIRONMENT, type Environment } from "../environment.ts";

const ALGORITHM = "HS256";
const ISSUER = "api";
const AUDIENCE = "api/access";

/** Seconds. */
export const ACCESS_TOKEN_LIFETIME = 15 * 60;

const Claims = z.object({
  iss: z.literal(ISSUER),
  aud: z.literal(AUDIENCE),
  /** Account. */
  sub: z.string(),
  /** Session. */
  sid: z.string(),
  /** Profile by kind of actor. */
  actors: z.record(z.string(), z.string()),
  iat: z.number(),
  exp: z.number(),
});

export type AccessClaims = z.infer<typeof Claims>;

/** Access tokens: signed, short-lived and checked without a query. */
@Injectable()
export class Tokens {
  private readonly key: Buffer;

  constructor(
    private readonly clock: Clock,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.key = Buffer.from(environment.tokenSecret);
  }

  sign({ sub, sid, actors }: Pick<AccessClaims, "sub" | "sid" | "actors">): string {
    const iat = this.seconds();
    const payload: AccessClaims = {
      iss: ISSUER,
      aud: AUDIENCE,
      sub,
      sid,
      actors,
      iat,
      exp: iat + ACCESS_TOKEN_LIFETIME,
    };
    return jws.sign({ header: { alg: ALGORITHM, typ: "JWT" }, payload, secret: this.key });
  }

  /** The claims of a valid token; otherwise the problem "unauthorized". */
  verify(token: string): AccessClaims {
    const claims = this.isGenuine(token) ? Claims.safeParse(readPayload(token)).data : undefined;
    if (!claims || claims.exp <= this.seconds()) throw new Problem("unauthorized");
    return claims;
  }

  /** The algorithm is ours, whatever the token's header says. */
  private isGenuine(token: string): boolean {
    return jws.isValid(token) && jws.verify(token, ALGORITHM, this.key);
  }

  private seconds(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

/** How opaque tokens are stored. They are long and random, so a fast hash will do. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

function readPayload(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
