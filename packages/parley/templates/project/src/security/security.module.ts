import { Global, Module } from "@nestjs/common";
import { APP_GUARD } from "@nestjs/core";
import { AccessGuard } from "./access.guard.ts";
import { Bootstrap } from "./bootstrap.ts";
import { Passwords } from "./passwords.ts";
import { RateLimitGuard } from "./rate-limit.guard.ts";
import { Sessions } from "./sessions.ts";
import { Tokens } from "./tokens.ts";

@Global()
@Module({
  providers: [
    Bootstrap,
    Passwords,
    Sessions,
    Tokens,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [Passwords, Sessions, Tokens],
})
export class SecurityModule {}
