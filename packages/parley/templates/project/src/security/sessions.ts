import { Injectable } from "@nestjs/common";
import { Clock } from "../common/clock.ts";
import { Problem, type ProblemCode } from "../common/problem.ts";
import { Random } from "../common/random.ts";
import { addDuration } from "../common/time.ts";
import { type DatabaseClient, DatabaseService } from "../database/database.service.ts";
import { type ActorKind, actors } from "./actors.ts";
import { ACCESS_TOKEN_LIFETIME, hashToken, Tokens } from "./tokens.ts";

const REFRESH_TOKEN_LIFETIME = "P30D";

export type Grant = {
  accessToken: string;
  refreshToken: string;
  /** Seconds until the access token expires. */
  expiresIn: number;
};

/** The profile of each kind that an account has. */
type Profiles = Partial<Record<ActorKind, string>>;

/** Refresh tokens: used once, then replaced by the next one of their family. */
@Injectable()
export class Sessions {
  constructor(
    private readonly database: DatabaseService,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly tokens: Tokens,
  ) {}

  /** Begins a family of sessions; the account's profiles are looked up unless they are known. */
  open(client: DatabaseClient, accountId: string, profiles?: Profiles): Promise<Grant> {
    return this.issue(client, accountId, this.random.uuid(), profiles);
  }

  /**
   * Exchanges a refresh token; the problem is what answers one that does not work. One that was used before
   * revokes its family: somebody else has it too.
   */
  async rotate(refreshToken: string, problem: ProblemCode = "unauthorized"): Promise<Grant> {
    const session = await this.database.client.session.findUnique({
      where: { tokenHash: hashToken(refreshToken) },
    });
    const now = this.clock.now();
    if (!session || session.revokedAt || session.expiresAt <= now) throw new Problem(problem);

    const grant = await this.database.transaction(async (tx) => {
      const { count } = await tx.session.updateMany({
        where: { id: session.id, rotatedAt: null, revokedAt: null },
        data: { rotatedAt: now },
      });
      return count === 1 ? this.issue(tx, session.accountId, session.familyId) : undefined;
    });
    if (grant) return grant;
    await this.revokeFamily(this.database.client, session.familyId);
    throw new Problem(problem);
  }

  /** Ends the session and all that it was renewed from or into. */
  async revoke(client: DatabaseClient, sessionId: string): Promise<void> {
    const session = await client.session.findUnique({ where: { id: sessionId }, select: { familyId: true } });
    if (session) await this.revokeFamily(client, session.familyId);
  }

  async revokeAll(client: DatabaseClient, accountId: string): Promise<void> {
    await client.session.updateMany({
      where: { accountId, revokedAt: null },
      data: { revokedAt: this.clock.now() },
    });
  }

  private async revokeFamily(client: DatabaseClient, familyId: string): Promise<void> {
    await client.session.updateMany({
      where: { familyId, revokedAt: null },
      data: { revokedAt: this.clock.now() },
    });
  }

  private async issue(
    client: DatabaseClient,
    accountId: string,
    familyId: string,
    profiles?: Profiles,
  ): Promise<Grant> {
    const id = this.random.uuid();
    const refreshToken = this.random.token(32);
    const now = this.clock.now();
    await client.session.create({
      data: {
        id,
        accountId,
        familyId,
        tokenHash: hashToken(refreshToken),
        expiresAt: addDuration(now, REFRESH_TOKEN_LIFETIME),
        createdAt: now,
      },
    });
    const actors = profiles ?? (await findProfiles(client, accountId));
    return {
      accessToken: this.tokens.sign({ sub: accountId, sid: id, actors }),
      refreshToken,
      expiresIn: ACCESS_TOKEN_LIFETIME,
    };
  }
}

async function findProfiles(client: DatabaseClient, accountId: string): Promise<Profiles> {
  const profiles: Profiles = {};
  for (const kind of Object.keys(actors) as ActorKind[]) {
    const profile = await actors[kind].find(client, accountId);
    if (profile) profiles[kind] = profile.id;
  }
  return profiles;
}
