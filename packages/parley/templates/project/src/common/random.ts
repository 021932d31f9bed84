import { randomBytes } from "node:crypto";
import type { Clock } from "./clock.ts";

/** Letters and digits that are not mistaken for one another when read aloud or copied by hand. */
const CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** The only source of randomness: identifiers, tokens and codes. */
export class Random {
  private lastMillisecond = 0;
  private sequence = 0;

  constructor(private readonly clock: Clock) {}

  bytes(length: number): Buffer {
    return randomBytes(length);
  }

  /** UUID version 7; those of one process sort in the order they were made. */
  uuid(): string {
    const bytes = this.bytes(16);
    this.tick();
    bytes.writeUIntBE(this.lastMillisecond, 0, 6);
    bytes.writeUInt16BE(0x7000 | this.sequence, 6);
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  /** Unguessable text that is safe in a URL. */
  token(bytes = 32): string {
    return this.bytes(bytes).toString("base64url");
  }

  /** A code that people can read and type. */
  code(length: number): string {
    let code = "";
    while (code.length < length) {
      // 248 is the largest multiple of 31 in a byte: beyond it the first letters would come up more often.
      for (const byte of this.bytes(length)) if (byte < 248) code += CODE_ALPHABET[byte % 31];
    }
    return code.slice(0, length);
  }

  private tick(): void {
    const now = this.clock.now().getTime();
    this.sequence = now > this.lastMillisecond ? 0 : this.sequence + 1;
    this.lastMillisecond = Math.max(now, this.lastMillisecond);
    if (this.sequence > 0xfff) {
      this.lastMillisecond += 1;
      this.sequence = 0;
    }
  }
}
