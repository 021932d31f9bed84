import { Inject, Injectable, Logger } from "@nestjs/common";
import { Clock } from "../common/clock.ts";
import { Random } from "../common/random.ts";
import { type DatabaseClient, DatabaseService } from "../database/database.service.ts";
import { ENVIRONMENT, type Environment } from "../environment.ts";
import { Mailer, type Message } from "./mailer.ts";

/** Keeps messages in the table `outbox_message`, from where a transport may send them. */
@Injectable()
export class Outbox extends Mailer {
  private readonly logger = new Logger("Mail");

  constructor(
    private readonly database: DatabaseService,
    private readonly clock: Clock,
    private readonly random: Random,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {
    super();
  }

  async send(message: Message, client: DatabaseClient = this.database.client): Promise<void> {
    await client.outboxMessage.create({
      data: { id: this.random.uuid(), ...message, createdAt: this.clock.now() },
    });
    if (this.environment.mode !== "development") return;
    this.database.afterCommit(client, () =>
      this.logger.log(`To ${message.recipient}: ${message.subject}\n${message.body}`),
    );
  }
}
