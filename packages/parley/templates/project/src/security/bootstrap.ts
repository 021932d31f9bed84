import { Injectable, Logger } from "@nestjs/common";
import { Clock } from "../common/clock.ts";
import { Random } from "../common/random.ts";
import { DatabaseService } from "../database/database.service.ts";
import type { ActorSource } from "./actor.ts";
import { type ActorKind, actors } from "./actors.ts";
import { Passwords } from "./passwords.ts";

export type Credentials = { email: string; password: string };

/** Makes the first account of each kind that nobody can sign up as. */
@Injectable()
export class Bootstrap {
  private readonly logger = new Logger(Bootstrap.name);

  constructor(
    private readonly database: DatabaseService,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly passwords: Passwords,
  ) {}

  /** Accounts that exist are left as they are. */
  async run(credentials: Partial<Record<ActorKind, Credentials>>): Promise<void> {
    for (const [kind, { email, password }] of Object.entries(credentials)) {
      await this.create(actors[kind as ActorKind], email.trim().toLowerCase(), password);
    }
    for (const kind of bootstrapKinds()) {
      const { first } = actors[kind] as ActorSource;
      if (!first || (await first(this.database.client))) continue;
      const prefix = prefixOf(kind);
      this.logger.warn(
        `Nobody can sign in as ${kind} yet: set ${prefix}_EMAIL and ${prefix}_PASSWORD, and start again.`,
      );
    }
  }

  private async create(source: ActorSource, email: string, password: string): Promise<void> {
    const exists = await this.database.client.account.findUnique({ where: { email }, select: { id: true } });
    if (exists || !source.bootstrap) return;
    const { bootstrap } = source;
    const passwordHash = await this.passwords.hash(password);
    const createdAt = this.clock.now();
    await this.database.transaction(async (tx) => {
      const accountId = this.random.uuid();
      await tx.account.create({ data: { id: accountId, email, passwordHash, createdAt } });
      await bootstrap(tx, { id: this.random.uuid(), accountId, email, createdAt });
    });
  }
}

export function bootstrapKinds(): ActorKind[] {
  const kinds = Object.keys(actors) as ActorKind[];
  return kinds.filter((kind) => (actors[kind] as ActorSource).bootstrap !== undefined);
}

/** Reads `<KIND>_EMAIL` and `<KIND>_PASSWORD`, for example `ADMINISTRATOR_EMAIL`. */
export function bootstrapCredentials(
  source: Record<string, string | undefined>,
): Partial<Record<ActorKind, Credentials>> {
  const credentials: Partial<Record<ActorKind, Credentials>> = {};
  for (const kind of bootstrapKinds()) {
    const prefix = prefixOf(kind);
    const email = source[`${prefix}_EMAIL`];
    const password = source[`${prefix}_PASSWORD`];
    if (email && password) credentials[kind] = { email, password };
  }
  return credentials;
}

function prefixOf(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
