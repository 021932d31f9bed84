import { Injectable } from "@nestjs/common";
import { hash, verify, type Algorithm } from "@node-rs/argon2";

/** OWASP's recommendation for argon2id; memory in KiB. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

@Injectable()
export class Passwords {
  private dummy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return hash(password, COST);
  }

  /** Takes as long without a hash as with one, so that nobody learns which accounts exist. */
  async verify(passwordHash: string | undefined, password: string): Promise<boolean> {
    this.dummy ??= this.hash("");
    const matches = await verify(passwordHash ?? (await this.dummy), password);
    return matches && passwordHash !== undefined;
  }
}
