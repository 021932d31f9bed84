import { Global, Module } from "@nestjs/common";
import { Mailer } from "./mailer.ts";
import { Outbox } from "./outbox.ts";

@Global()
@Module({ providers: [{ provide: Mailer, useClass: Outbox }], exports: [Mailer] })
export class MailModule {}
