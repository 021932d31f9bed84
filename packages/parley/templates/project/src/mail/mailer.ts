import type { DatabaseClient } from "../database/database.service.ts";

export type Message = { recipient: string; subject: string; body: string };

/** Where mail leaves the application. */
export abstract class Mailer {
  /** Given a transaction, the message is sent only if the transaction commits. */
  abstract send(message: Message, client?: DatabaseClient): Promise<void>;
}
